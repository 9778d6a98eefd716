"""Answers by points: what a report lists under 存在的问题 or 下一步打算, one line a point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.compose import Line, frame, listed, tidy
from rag.index.reader import Index
from rag.sections import first_sentence, headline, points, section_passages
from rag.terms import Concept, coverage, matches
from rag.text import normalise, sentence_spans
from rag.types import Hit, Passage, Span
from rag.understand import Understood
from rag.vocabulary import GENERAL_SUBJECT, PLAN_SECTION, PROBLEM_SECTION

# Characters of all points together, of one point where all are listed, and of those that the question is about.
LONG, POINT, STRETCH = 390, 64, 240
_TURN = re.compile(
    r"(?:(?<=[。；;\n])|(?<=[。；;\n][\s　]))[\s　]*(?:下一步|下步|今后|下一阶段|针对(?:上述|以上|这些|存在))"
)
# Share of a question's subject that a point must hold for the question to be about that point.
ABOUT = 0.6
# A subject of which every point holds less than this share is not what the section is about; none of the 24 tuning
# questions about problems and plans is lost by it.
FOREIGN = 0.2


def point_lines(understood: Understood, wanted: Sequence[Concept], hits: Sequence[Hit], index: Index) -> list[Line]:
    """Return the points of the section that a question asks for, under a line that says whose report they are from.

    Questions about problems or plans ask for such a section, and so does one that names a heading (提了哪几条建议).
    """
    if not hits:
        return []
    source = _newest(understood, hits, index)
    passages = index.passages(source.report)
    pattern = _pattern(understood, passages)
    sections = section_passages(passages, pattern) if pattern else []
    if pattern is None or not sections:
        return []
    subject = [c for c in wanted if not pattern.search(c.word) and c.word not in GENERAL_SUBJECT]
    text = index.text(source.report)
    section = max(sections, key=lambda part: coverage(subject, matches(subject, _joined(part))))
    found = points(section, text, depth=_depth(section[0], pattern))
    found = _before_or_after_plans(found, section, text, planned=understood.reading.kind == "plan")
    held = _held(subject, found, text)
    if subject and understood.reading.kind in ("problem", "plan") and max(held, default=0.0) < FOREIGN:
        return []
    about = _about(found, held)
    lines = [Line(frame(source, index), "")]
    for number, (passage, span) in enumerate(about, 1):
        lines.extend(_point(f"{number}. ", passage, _head(span, text, 0 if about is found else len(about)), text))
    return listed(lines, LONG)


def _newest(understood: Understood, hits: Sequence[Hit], index: Index) -> Passage:
    """Return the best passage; of the newest report, where one place is asked about and no year."""
    if len(understood.reading.places) != 1 or understood.reading.years:
        return hits[0].passage
    newest = max(index.report(hit.passage.report).year or 0 for hit in hits)
    return next(hit.passage for hit in hits if (index.report(hit.passage.report).year or 0) == newest)


def _pattern(understood: Understood, passages: Sequence[Passage]) -> re.Pattern[str] | None:
    """Return what the heading of the section has to match; None where the question names no section."""
    if understood.reading.kind in ("problem", "plan"):
        return PLAN_SECTION if understood.reading.kind == "plan" else PROBLEM_SECTION
    asked = normalise(understood.spoken)
    headings = dict.fromkeys(heading for passage in passages for heading in passage.heading)
    named = [heading for heading in headings if len(bare := normalise(tidy(heading))) > 1 and bare in asked]
    return re.compile("|".join(f"^{re.escape(heading)}$" for heading in named)) if named else None


def _before_or_after_plans(
    found: list[tuple[Passage, Span]], section: Sequence[Passage], text: str, *, planned: bool
) -> list[tuple[Passage, Span]]:
    """Return the points on the side that is asked for, where one section has the problems and then what is planned."""
    turn = _TURN.search(text, section[0].start, section[-1].end)
    if not turn:
        return found
    side = [point for point in found if (point[1][0] >= turn.start()) is planned]
    return side or found


def _head(span: Span, text: str, share: int) -> Span:
    """Return what is shown of a point: its first sentence where all are listed, more where it is one of a few."""
    return first_sentence(text, span, POINT) if share == 0 else headline(text, span, STRETCH // share)


def _joined(passages: Sequence[Passage]) -> str:
    return normalise(" ".join(passage.text for passage in passages))


def _held(subject: Sequence[Concept], found: list[tuple[Passage, Span]], text: str) -> list[float]:
    """Return how much of the question's subject each point holds, in [0, 1]."""
    return [coverage(subject, matches(subject, normalise(text[start:end]))) for _, (start, end) in found]


def _about(found: list[tuple[Passage, Span]], held: Sequence[float]) -> list[tuple[Passage, Span]]:
    """Return the points that hold much of the question's subject, if others hold little of it; else all points."""
    best, worst = max(held, default=0.0), min(held, default=0.0)
    if best < ABOUT or best - worst < ABOUT / 2:
        return found
    return [point for point, part in zip(found, held, strict=True) if part > best - ABOUT / 4]


def _point(number: str, passage: Passage, span: Span, text: str) -> Iterator[Line]:
    """Yield a point's sentences as lines of one paragraph, each with its own marker."""
    for at, (start, end) in enumerate(sentence_spans(text, *span)):
        whole = next((known for known in passage.sentences if known[0] <= start < known[1]), (start, end))
        yield Line("" if at else number, tidy(text[start:end]), passage, whole, goes_on=bool(at))


def _depth(passage: Passage, pattern: re.Pattern[str]) -> int:
    return next((depth for depth, heading in enumerate(passage.heading, 1) if pattern.search(heading)), 0)
