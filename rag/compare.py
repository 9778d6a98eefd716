"""Comparisons: one line for each place and year, and the order or the difference, worked out."""

from __future__ import annotations

from collections.abc import Sequence

from rag.compose import Line, frame, listed, tidy
from rag.index.reader import Index
from rag.refuse import NOT_MENTIONED
from rag.scope import Target
from rag.score import Candidate
from rag.understand import Understood

# Characters of all lines together.
LONG = 390
NO_REPORT = "现有报告中没有该地的报告"


def compared(understood: Understood, found: Sequence[tuple[Target, Candidate | None]], index: Index) -> list[Line]:
    """Return one line a target; where a report does not say, the line says so; where none does, there are no lines."""
    lines = [_line(target, candidate, index) for target, candidate in found]
    lines.extend(Line(f"{place}：", NO_REPORT) for place in understood.unknown_places)
    return listed(lines, LONG) if any(line.passage for line in lines) else []


def _line(target: Target, candidate: Candidate | None, index: Index) -> Line:
    if candidate is None:
        return Line(f"{target.label}：", NOT_MENTIONED)
    source = f"{target.label}：" if target.year else frame(candidate.passage, index)
    return Line(source, tidy(candidate.passage.slice(candidate.stretch)), candidate.passage, candidate.sentence)
