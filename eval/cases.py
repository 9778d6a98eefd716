"""Questions with the clauses found for them in an index, and which of these are right: what tuning learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

from eval.matching import contains, normal_form
from eval.questions import EvalQuestion
from rag.assistant import PASSAGES
from rag.embedding import load_embedding
from rag.extract import turned_away
from rag.features import Clauses, features
from rag.index.reader import Index, open_index
from rag.lexicon import shipped_lexicon
from rag.reading import read_question
from rag.retrieve import rank, to_hits
from rag.score import Candidate
from rag.terms import Matcher, concepts
from rag.types import Passage
from rag.understood import Understood

FOLDS = 5
# Characters that a quote and a sentence share at least, where neither holds the other.
FEWEST_SHARED = 4
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the clauses found for one of its targets."""

    question: EvalQuestion
    understood: Understood
    matcher: Matcher
    table: Clauses
    index: Index


def cases(questions: Sequence[EvalQuestion], folder: Path) -> Iterator[Case]:
    """Yield the questions that are searched for in the index of `folder`, once for each target with clauses."""
    index = open_index(folder, load_embedding())
    for question in questions:
        read = read_question(question.question, question.history, index)
        if turned_away(read, index.reports()) or read.asked_years:
            continue
        if len(read.targets) > 1 and question.type != "compare":
            continue  # whose clause is to come first, only a comparison says
        matcher = Matcher(concepts(read, index), shipped_lexicon())
        words = read.content or read.standalone
        for target in read.targets:
            hits = to_hits(index, rank(index, words, target.filter, PASSAGES, expansion=read.expansion))
            table = features(read, matcher, hits, index, shipped_lexicon(), target.planned) if hits else None
            if table:
                yield Case(question, read, matcher, table, index)


def is_right(case: Case, passage: Passage, sentence: str, clause: str) -> bool:
    """Tell whether a clause gives the answer, in a sentence that the evidence quotes."""
    # Where the passage itself is the answer, the clause has to be of the quote.
    locate = case.question.type == "locate"
    text = clause if locate else sentence
    whole = case.question.type != "list" or says(case.question, sentence)
    quoted = is_quoted(case, passage, text)
    return quoted and whole and (locate or any(_said(case.question, clause)))


def answers(case: Case, found: Candidate) -> bool:
    """Tell whether a candidate's sentence answers: where a place is asked for, all of its report does."""
    question = case.question
    said = question.type == "locate" or says(question, found.passage.slice(found.sentence))
    return bool(question.answers) and said and bool(quotes(case, found.passage))


def is_quoted(case: Case, passage: Passage, text: str) -> bool:
    """Tell whether the evidence quotes a text of a passage."""
    plain = _bare(text)
    return any(_overlap(quote, plain) for quote in quotes(case, passage))


def _bare(text: str) -> str:
    return "".join(text.split()).strip("，,。；;：:")


def quotes(case: Case, passage: Passage) -> list[str]:
    """Return the evidence's quotes of the report that a passage is of, without blanks."""
    report = case.index.report(passage.report)
    stems = {PurePath(file).stem for file in (report.file, *report.also)}
    return ["".join(one.quote.split()) for one in case.question.evidence if PurePath(one.file).stem in stems]


def _overlap(quote: str, sentence: str) -> bool:
    """Tell whether a quote is of a sentence, or shares half of itself with it: a quote may span several."""
    size = max(FEWEST_SHARED, len(quote) // 2)
    starts = range(len(quote) - size + 1)
    return quote in sentence or sentence in quote or any(quote[at : at + size] in sentence for at in starts)


def says(question: EvalQuestion, text: str) -> bool:
    """Tell whether a text holds one of the answers in one of its forms, or all of them where a list is asked for."""
    found = _said(question, text)
    return all(found) if question.type == "list" else any(found)


def _said(question: EvalQuestion, text: str) -> list[bool]:
    """Tell of each answer whether a text holds one of its forms."""
    plain = normal_form(text)
    return [
        any(contains(plain, normal_form(form)) for form in (answer, *question.variants.get(answer, ())))
        for answer in question.answers
    ]


def folds(rows: Sequence[_Row], questions: Sequence[str]) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """Yield the rows to fit and those to test; all rows of one of the `questions` (n,) are on the same side."""
    number = {name: at for at, name in enumerate(dict.fromkeys(questions))}
    for fold in range(FOLDS):
        tested = [number[question] % FOLDS == fold for question in questions]
        yield ([row for row, out in zip(rows, tested, strict=True) if not out],
               [row for row, out in zip(rows, tested, strict=True) if out])  # fmt: skip
