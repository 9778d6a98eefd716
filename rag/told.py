"""How something is done: the sentence that answers with those around it, as far as an answer of points may go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag import kinds
from rag.announced import Side
from rag.compose import Line, frame, is_planned, tidy
from rag.index.reader import Index
from rag.points import section_lines, titled_lines
from rag.proposals import asks_of_proposal
from rag.score import Candidate
from rag.terms import Matcher
from rag.text import clause_spans, normalise
from rag.types import Passage, Span
from rag.understood import Understood

# Characters of all sentences together: of 474 questions for how something is done 240 answer 392, 300 396, 380 394.
LONG = 300
# Other sentences score nearly as well as the best one.
NEARLY = 1.0
# Candidates that are looked at.
MOST = 4
# Cosine with the question from which a sentence is about it at all: of 227 that are given, 13 are below, 6 right.
NEAR = 0.17
# How far behind a plan what was done may be in score to tell how something is done.
AS_GOOD = 1.0
# A sentence no longer than that, without a comma or a figure, says what is done, as a heading does, not how
# (织密社会保障网).
HEADING = 24
# What stands before the sentences that are shown beside the one that answers.
BESIDE = "同一报告还写道："
_MORE = re.compile(r"[，,、；;：:\d]")


def asks_for_account(understood: Understood) -> bool:
    """Tell whether a question asks how something was or will be done, or how it stands."""
    kind, spoken = understood.reading.kind, understood.spoken
    if kind == "problem":
        return False
    planned = (kind == "plan" and not understood.numeric) or asks_by_name(understood)
    return planned or kinds.asks_how(spoken) or (kinds.asks_for_account(spoken) and not understood.numeric)


def asks_by_name(understood: Understood) -> bool:
    """Tell whether a question only names what is to be told about: 岚川市营商环境."""
    return understood.reading.kind == "fact" and not understood.claims and kinds.is_topic(understood.spoken)


def account_lines(
    understood: Understood, matcher: Matcher, ranked: Sequence[Candidate], reports: Sequence[str], index: Index
) -> list[Line]:
    """Return how something is done: what its section counts up, else the best sentence and those around it.

    `ranked` are the candidates, best first; `reports` the ones asked of, in which else a heading may tell the section.
    """
    # what is still wrong does not tell how it is mended
    ranked = _done_first(understood, [found for found in ranked if _side(found, index) != "problem"], index)
    near = bool(ranked) and ranked[0].value("cosine_sentence") >= NEAR
    lines = section_lines(understood, matcher, ranked[0].passage, index) if near else []
    by_name = asks_by_name(understood)
    how = kinds.asks_how(understood.spoken) or understood.reading.kind == "plan" or by_name
    if not lines and how and near:
        lines = told(ranked, index, [one.word for one in matcher.concepts] if by_name else None)
    return lines if lines or by_name else titled_lines(understood, matcher, reports, index)


def _done_first(understood: Understood, ranked: list[Candidate], index: Index) -> list[Candidate]:
    """Return candidates with what was done first, where a question looks back and that is as good."""
    done = [found for found in ranked if _side(found, index) != "plan"]
    planned = understood.planned or any(target.planned for target in understood.targets)
    if planned or asks_of_proposal(understood.spoken) or not kinds.asks_back(understood.spoken):
        return ranked
    if not done or done[0].score < ranked[0].score - AS_GOOD:
        return ranked
    return [*done, *(found for found in ranked if _side(found, index) == "plan")]


def _side(found: Candidate, index: Index) -> Side:
    return index.outline(found.passage.report).side(found.sentence[0])


def told(ranked: Sequence[Candidate], index: Index, named: Sequence[str] | None = None) -> list[Line]:
    """Return the sentence of the best candidate; below it those nearly as good and its neighbours, in reading order.

    Where the best only says what is done, as a heading does, the next one that says more stands first. So one who reads
    a single sentence, or checks a single citation, reads the one that answers: of 578 such answers that are right,
    the first citation is of the evidence in 530; all in reading order, it was in 19. Where words are `named`, each of
    the others has one.
    """
    best = ranked[0]
    source = frame(best.passage, best.sentence[0], index)
    if best.sentence[1] - best.sentence[0] > LONG:
        span = _cut(best)
        return [Line(source, tidy(best.passage.slice(span)), best.passage, best.sentence)]
    paragraph = _paragraph(best.passage, best.sentence, index.text(best.passage.report))
    parts = [(passage, span) for passage, span in _parts(ranked, paragraph)
             if is_planned(passage, span[0], index) == is_planned(best.passage, best.sentence[0], index)]  # fmt: skip
    first = best.passage, _first(best, paragraph)
    if first not in parts:
        first = best.passage, best.sentence
    others = [part for part in parts if part != first and (named is None or _names(part, named))]
    lines = [Line(source, tidy(first[0].slice(first[1])), *first)]
    return lines + [Line("" if at else BESIDE, tidy(passage.slice(span)), passage, span, goes_on=at > 0)
                    for at, (passage, span) in enumerate(others)]  # fmt: skip


def _names(part: tuple[Passage, Span], words: Sequence[str]) -> bool:
    text = normalise(part[0].slice(part[1]))
    return any(word in text for word in words)


def _first(best: Candidate, paragraph: Sequence[Span]) -> Span:
    """Return the sentence to begin with: the best one, or the next that carries out what it only announces."""
    after = paragraph[paragraph.index(best.sentence) :]
    return next((span for span in after if not _is_heading(best.passage.slice(span))), best.sentence)


def _is_heading(sentence: str) -> bool:
    return len(sentence) <= HEADING and not _MORE.search(sentence)


def _cut(best: Candidate) -> Span:
    """Return as many clauses as fit, from the stretch that answers on."""
    (start, stop), offset = best.stretch, best.passage.start
    for _, end in clause_spans(best.passage.text, start - offset, best.sentence[1] - offset):
        if end + offset - start <= LONG:
            stop = max(stop, end + offset)
    return start, stop


def _parts(ranked: Sequence[Candidate], paragraph: Sequence[Span]) -> list[tuple[Passage, Span]]:
    """Return the sentences to show, that of the best candidate among them, in reading order."""
    best = ranked[0]
    kept = {best.sentence: best.passage}
    room = LONG - _length(best.sentence)
    at = paragraph.index(best.sentence)
    near = [found for found in ranked[1:MOST] if found.score >= best.score - NEARLY]
    others = [(found.passage, found.sentence) for found in near if found.passage.report == best.passage.report]
    beside = [(best.passage, span) for span in (*paragraph[at + 1 :], *reversed(paragraph[:at]))]
    for passage, span in (*others, *beside):
        if span not in kept and _length(span) <= room:
            kept[span] = passage
            room -= _length(span)
    return [(kept[span], span) for span in sorted(kept)]


def _length(span: Span) -> int:
    return span[1] - span[0]


def _paragraph(passage: Passage, sentence: Span, text: str) -> list[Span]:
    """Return the sentences of the passage that no line end parts from a sentence."""
    spans, at = passage.sentences, passage.sentences.index(sentence)
    first = last = at
    while first > 0 and "\n" not in text[spans[first - 1][1] : spans[first][0]]:
        first -= 1
    while last + 1 < len(spans) and "\n" not in text[spans[last][1] : spans[last + 1][0]]:
        last += 1
    return list(spans[first : last + 1])
