"""Citations, and what they carry: the statements of an answer and its figures, each held against its cited sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.figures import find_figures
from rag.held import carries
from rag.support import Problem, problems_of, without_denied
from rag.types import Citation, Figure, Passage, Report, Span, Statement

UNCITED = "没有注明出处"
# A four-digit bracket is a document number's year, 〔2019〕860号, never a marker.
MARKER = re.compile(r"\[(\d{1,3})\]")
_CLUSTER = re.compile(r"(?:[ \t]*\[\d{1,3}\])+")
_STATEMENT = re.compile(
    r"(?:[^\n。！？!?\[]|\[(?!\d{1,3}\])|\[\d{1,3}\](?!\s*(?:\n|$)))*"
    r"(?:[。！？!?]+[”’」』】》〉)）\"']*(?:[ \t]*\[\d{1,3}\])*|(?:\[\d{1,3}\][ \t]*)+(?:\n|$)|\n|$)"
)
_TABLE_RULE = re.compile(r"[\s|:\-—=]+")


class Source(Protocol):
    """Where the reports are: what an index offers, and all that a citation needs."""

    def report(self, report_id: str, /) -> Report:
        """Return the report's catalogue entry."""

    def text(self, report_id: str, /) -> str:
        """Return the report's extracted text."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of a statement with the markers that stand for it: those right after it, else the last before it."""

    text: str
    citations: tuple[Citation, ...]


def cite(source: Source, passage: Passage, span: Span, marker: int) -> Citation:
    """Return the citation of the stretch `span` (offsets of the report's text), which lies in `passage`."""
    report = source.report(passage.report)
    start, end = span
    return Citation(
        marker=marker,
        report=report.id,
        file=report.file,
        title=report.title,
        place=report.place,
        year=report.year,
        page=report.page_at(start),
        heading=passage.heading,
        start=start,
        end=end,
        quote=source.text(report.id)[start:end],
        ocr=report.is_ocr(start),
        parents=report.parents,
        year_plan=report.year_plan,
    )


def statements_of(answer: str, citations: Sequence[Citation], places: Collection[str] = ()) -> tuple[Statement, ...]:
    """Return the statements of an answer: its sentences, list items and table rows, without their markers.

    Lead-ins ("主要有:"), headings and the head of a table state nothing and are left out. `supported`: the statement
    has a marker that exists, and its cited sentences carry it (see `problems_of`). `places` are full names of places
    that the model could have mixed up.
    """
    found = []
    for text in statement_pieces(answer):
        segments = _segments(text, citations)
        markers = tuple(dict.fromkeys(citation.marker for segment in segments for citation in segment.citations))
        problems = (
            [UNCITED] if not markers else [str(problem) for part in segments for problem in _problems(part, places)]
        )
        found.append(Statement(_without_markers(text), markers, not problems, tuple(dict.fromkeys(problems))))
    return tuple(found)


def figures_of(answer: str, citations: Sequence[Citation]) -> tuple[Figure, ...]:
    """Return the figures of an answer in order, each checked against the sentence cited for it.

    A figure belongs to the next marker after it in its statement, or to the last one if none follows. A bare year may
    also stand in the cited report's title, headings or year covered, where a sentence need not repeat it.
    """
    return tuple(
        figure
        for text in statement_pieces(answer)
        for segment in _segments(text, citations)
        for figure in _figures(segment)
    )


def statement_pieces(answer: str) -> Iterator[str]:
    """Yield the stretches of an answer that are its statements, with their markers."""
    pieces = [match.group().strip() for match in _STATEMENT.finditer(answer)]
    pieces = [piece for piece in pieces if piece]
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        if _TABLE_RULE.fullmatch(piece) or ("|" in following and _TABLE_RULE.fullmatch(following)):
            continue
        if not _states_nothing(piece):
            yield piece


def _states_nothing(piece: str) -> bool:
    bare = _without_markers(piece)
    if not bare:
        return True
    leads = not MARKER.search(piece) and (bare.endswith((":", "：")) or bare.startswith("#"))
    return leads and all(figure.is_year for figure in find_figures(bare))


def _without_markers(text: str) -> str:
    return _CLUSTER.sub("", text).strip()


def _segments(statement: str, citations: Sequence[Citation]) -> list[_Segment]:
    by_marker = {citation.marker: citation for citation in citations}
    segments: list[_Segment] = []
    begin = 0
    for cluster in _CLUSTER.finditer(statement):
        known = tuple(by_marker[int(mark)] for mark in MARKER.findall(cluster.group()) if int(mark) in by_marker)
        segments.append(_Segment(statement[begin : cluster.start()], known))
        begin = cluster.end()
    if statement[begin:].strip():
        segments.append(_Segment(statement[begin:], segments[-1].citations if segments else ()))
    return segments


def _problems(segment: _Segment, places: Collection[str]) -> tuple[Problem, ...]:
    return problems_of(segment.text, segment.citations, places) if segment.text.strip() else ()


def _figures(segment: _Segment) -> Iterator[Figure]:
    for figure in find_figures(without_denied(segment.text)):
        holder = next((citation for citation in segment.citations if carries(citation, figure)), None)
        first = segment.citations[0].marker if segment.citations else None
        yield Figure(text=figure.text, marker=holder.marker if holder else first, verified=holder is not None)
