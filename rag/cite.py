"""Citations, and what they carry: the statements of an answer and its figures, each held against its cited sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.figures import Quantity, contains_figure, find_figures, holds, read_figures
from rag.types import Citation, Figure, Passage, Report, Span, Statement

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
    )


def statements_of(answer: str, citations: Sequence[Citation]) -> tuple[Statement, ...]:
    """Return the statements of an answer: its sentences, list items and table rows, without their markers.

    Lead-ins ("主要有:"), headings and the head of a table state nothing and are left out. `supported`: the statement
    has a marker that exists, and every figure in it stands in its cited sentence.
    """
    found = []
    for text in _statement_texts(answer):
        segments = _segments(text, citations)
        markers = tuple(dict.fromkeys(citation.marker for segment in segments for citation in segment.citations))
        supported = bool(markers) and all(figure.verified for segment in segments for figure in _figures(segment))
        found.append(Statement(text=_without_markers(text), markers=markers, supported=supported))
    return tuple(found)


def figures_of(answer: str, citations: Sequence[Citation]) -> tuple[Figure, ...]:
    """Return the figures of an answer in order, each checked against the sentence cited for it.

    A figure belongs to the next marker after it in its statement, or to the last one if none follows. A bare year may
    also stand in the cited report's title, headings or year covered, where a sentence need not repeat it.
    """
    return tuple(
        figure
        for text in _statement_texts(answer)
        for segment in _segments(text, citations)
        for figure in _figures(segment)
    )


def _statement_texts(answer: str) -> Iterator[str]:
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


def _figures(segment: _Segment) -> Iterator[Figure]:
    for figure in find_figures(segment.text):
        holder = next((citation for citation in segment.citations if _carries(citation, figure)), None)
        first = segment.citations[0].marker if segment.citations else None
        yield Figure(text=figure.text, marker=holder.marker if holder else first, verified=holder is not None)


def _carries(citation: Citation, figure: Quantity) -> bool:
    in_quote = read_figures(citation.quote)
    if holds(figure, in_quote):
        return True
    if figure.is_year:
        return figure.value == citation.year or contains_figure(figure, "\n".join((citation.title, *citation.heading)))
    return _is_day_of_covered_year(citation, figure, in_quote)


def _is_day_of_covered_year(citation: Citation, figure: Quantity, in_quote: Sequence[Quantity]) -> bool:
    """Tell whether only the year of a date comes from the report: the quote has 6月30日, and no year of its own."""
    year = next((value for value, unit in figure.parts if unit == "年"), None)
    if year is None or year != citation.year or any(_has_year(found) for found in in_quote):
        return False
    rest = [part for part in figure.parts if part[1] == figure.unit.removeprefix("年")]
    return any(part in ((found.value, found.unit), *found.parts) for part in rest for found in in_quote)


def _has_year(found: Quantity) -> bool:
    return found.is_year or any(unit == "年" for _, unit in found.parts)
