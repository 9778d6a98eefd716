"""What the network learns from: a question with sentences, of which some answer it.

Three sources: questions that people asked about a paragraph and marked the answer in (CMRC 2018, some of LawBench),
made-up ones that ask for a figure of the news, and those of the project with the candidates found for them. Each has
its own sentence without the clause that answers among those that do not, and around another clause with a figure:
reports speak of much without its details, and of several things at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from eval.cases import Case, is_quoted
from eval.matching import contains, normal_form
from rag.analysis import Sentence, analyse
from rag.embedding.everyday import in_everyday_words
from rag.embedding.pairs import read_rows
from rag.interaction.cores import other_cores
from rag.interaction.words import Words, asking_words, question_words, sentence_of, sentence_words
from rag.score import Candidate
from rag.text import cut, normalise, sentence_spans, words
from rag.types import Passage, Span
from rag.understood import Understood

# Sentences of a paragraph that answer, and of those that do not, the ones that share most with the question.
MOST_RIGHT, BESIDE = 2, 5
# Other clauses with a figure of a sentence that answers, which do not.
MOST_BESIDE = 2
SHORTEST, LONGEST = 12, 160  # characters of a sentence that a question is made of
SHORTEST_CLAUSE, LONGEST_CLAUSE = 8, 40
FEWEST_WORDS = 2
# Chances of a question to be said in everyday words, of a word to be left out, of words and asking to change places.
EVERYDAY, LEFT_OUT, SHUFFLED, FIRST = 0.5, 0.2, 0.3, 0.3
ASKING = ("多少", "几", "有多少", "达到多少")
# No sentence without its answer is made for these: what answers stands in several places.
WHOLE = frozenset(("list", "locate", "problem_plan"))
_TIME = frozenset("年月日号时分")
_Text = TypeVar("_Text")
# What makes a text of a sentence, around the span of a core, under a heading of some words.
Reading = Callable[[Sentence, Span, Sequence[str]], _Text]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and sentences with whether each answers it."""

    question: Words
    texts: tuple[Words, ...]
    right: tuple[bool, ...]


def answered(rows: Path) -> Iterator[Example]:
    """Yield questions with sentences of their paragraph, from rows of question, text and answer."""
    for row in read_rows(rows):
        question, answer = row["question"], row.get("answer", "")
        found = _sentences(row["text"]) if answer else []
        right = [one for one in found if answer in one.raw][:MOST_RIGHT]
        if right:
            others = [
                *_nearest(question, [one for one in found if answer not in one.raw]),
                *without(right[0].raw, [answer]),
            ]
            yield _example(question, [_read(question, one) for one in right], [_read(question, one) for one in others])


def made_up(texts: Iterator[str], number: int, dice: random.Random) -> Iterator[Example]:
    """Yield so many questions for a figure, at most one of each text, some of them in everyday words."""
    found = (one for text in texts if (one := _made_up(text, dice)))
    return islice(found, number)


def _made_up(text: str, dice: random.Random) -> Example | None:
    sentences = [one for one in _sentences(text) if SHORTEST <= len(one.raw) <= LONGEST]
    clauses = [(one, clause) for one in sentences for clause in one.clauses
               if clause.figures and SHORTEST_CLAUSE <= len(clause.raw) <= LONGEST_CLAUSE]  # fmt: skip
    if not clauses:
        return None
    sentence, clause = dice.choice(clauses)
    figure = dice.choice(clause.figures)
    question = _question(clause.raw[: figure.start] + clause.raw[figure.end :], figure.unit, dice)
    if _TIME & set(figure.unit) or figure.is_year or not question:
        return None
    others = [
        *_nearest(question, [one for one in sentences if one is not sentence]),
        *without(sentence.raw, [figure.text]),
    ]
    beside = [one.span for one in sentence.clauses if one.figures and one is not clause][:MOST_BESIDE]
    wrong = [sentence_words(sentence, span, ()) for span in beside]
    return _example(
        question, [sentence_words(sentence, clause.span, ())], [*(_read(question, one) for one in others), *wrong]
    )


def _example(question: str, right: Sequence[Words], others: Sequence[Words]) -> Example:
    return Example(question_words(words(question)), (*right, *others), (True,) * len(right) + (False,) * len(others))


def _nearest(question: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    return sorted(sentences, key=lambda one: -_shared(question, one.raw))[:BESIDE]


def _question(rest: str, unit: str, dice: random.Random) -> str:
    """Return a question for the figure that was taken out of a clause; empty where too little is left to ask with."""
    everyday = in_everyday_words(rest, dice) if dice.random() < EVERYDAY else None
    kept = [word for word in cut(normalise(everyday or rest)) if not word[0].isdigit() and dice.random() > LEFT_OUT]
    if len(kept) < FEWEST_WORDS:
        return ""
    if dice.random() < SHUFFLED:
        dice.shuffle(kept)
    asking = dice.choice(ASKING) + dice.choice((unit, ""))
    return asking + "".join(kept) if dice.random() < FIRST else "".join(kept) + asking


def of_case(case: Case, candidates: Sequence[Candidate], right: Sequence[bool]) -> Example:
    """Return what there is to learn from the first candidates of a question of the project."""
    words, answering = zip(*texts_of_case(case, candidates, right, sentence_words), strict=True)
    return Example(asking_words(case.understood), words, answering)


def texts_of_case(
    case: Case, candidates: Sequence[Candidate], right: Sequence[bool], read: Reading[_Text]
) -> list[tuple[_Text, bool]]:
    """Return the candidates as they are read, in order, then what is made of a right one, with whether each answers."""
    question = case.question
    if question.type == "locate":  # any sentence of the report tells the place; the one that is asked about answers
        right = [is_quoted(case, found.passage, found.passage.slice(found.sentence)) for found in candidates]
    texts = [(_candidate(found, read), answers) for found, answers in zip(candidates, right, strict=True)]
    if any(right) and question.type not in WHOLE:
        found = candidates[list(right).index(True)]
        forms = [form for answer in question.answers for form in (answer, *question.variants.get(answer, ()))]
        _, heading = sentence_of(found)
        bare = without(found.passage.slice(found.sentence), forms)
        texts += [(read(one, _nearest_core(case.understood.spoken, one), heading), False) for one in bare]
        texts += [(_candidate(one, read), answers) for one, answers in _cores(case.understood, found, forms)]
    return texts


def _candidate(found: Candidate, read: Reading[_Text]) -> _Text:
    sentence, heading = sentence_of(found)
    return read(sentence, found.clause, heading)


def _cores(understood: Understood, found: Candidate, forms: Sequence[str]) -> list[tuple[Candidate, bool]]:
    """Return a candidate around other clauses of it with a figure, with whether such a clause has the answer."""
    plain = [normal_form(form) for form in forms]
    said = [(clause, any(contains(normal_form(clause.raw), form) for form in plain))
            for clause in other_cores(understood, found)]  # fmt: skip
    kept = [*[one for one in said if one[1]][:1], *[one for one in said if not one[1]][:MOST_BESIDE]]
    return [(replace(found, clause=clause.span), answers) for clause, answers in kept]


def without(sentence: str, forms: Sequence[str]) -> list[Sentence]:
    """Return a sentence without the clauses that hold one of the forms; none where nothing is left out, or too much."""
    found = _sentences(sentence)[0]
    plain = [normal_form(form) for form in forms]
    kept = [clause.raw for clause in found.clauses if not any(contains(normal_form(clause.raw), one) for one in plain)]
    rest = "".join(kept)
    return _sentences(rest)[:1] if len(kept) < len(found.clauses) and len(rest) >= SHORTEST_CLAUSE else []


def _sentences(text: str) -> list[Sentence]:
    spans = tuple(sentence_spans(text))
    return list(analyse(Passage(0, "", (), 0, len(text), spans, text)))


def _read(question: str, sentence: Sentence) -> Words:
    """Return the words of a sentence around the clause that shares most with a question."""
    return sentence_words(sentence, _nearest_core(question, sentence), ())


def _nearest_core(question: str, sentence: Sentence) -> Span:
    return max(sentence.clauses, key=lambda clause: _shared(question, clause.raw)).span


def _shared(question: str, text: str) -> float:
    return float(len(set(question) & set(text)) / (len(text) + 6) ** 0.5)
