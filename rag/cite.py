"""Citations, and what they carry: the statements of an answer and its figures, each held against its cited sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.figures import Quantity, find_figures
from rag.held import carries
from rag.refuse import NOT_MENTIONED
from rag.support import Problem, problems_of, without_denied
from rag.tables import read_row
from rag.types import Citation, Figure, Passage, Report, Span, Statement

UNCITED = Problem("uncited", "")
# What is put into an answer's text behind a figure, and at the end of a sentence, that fails its check.
FIGURE_FLAG, SENTENCE_FLAG = "【数字未核实】", "【未找到依据】"
FLAG = re.compile(f"{FIGURE_FLAG}|{SENTENCE_FLAG}")
# A four-digit bracket is a document number's year, 〔2019〕860号, never a marker.
MARKER = re.compile(r"\[(\d{1,3})\]")
_CLUSTER = re.compile(r"(?:[ \t]*\[\d{1,3}\])+")
_FLAGS = f"(?:{FLAG.pattern})*"
_STATEMENT = re.compile(
    r"(?:[^\n。！？!?\[]|\[(?!\d{1,3}\])|\[\d{1,3}\](?!\s*(?:\n|$)))*"
    rf"(?:[。！？!?]+[”’」』】》〉)）\"']*{_FLAGS}(?:[ \t]*\[\d{{1,3}}\])*|(?:\[\d{{1,3}}\][ \t]*)+(?:\n|$)|\n|$)"
)
# That a report does not say something is no sentence's to carry; what else stands in a sentence with it would be.
_NOT_MENTIONED = re.compile(rf"[^，,；;。\n]{{0,40}}{NOT_MENTIONED}[|\s。.!！]*")
OF_FIGURES = ("figure", "place", "year")
_TABLE_RULE = re.compile(r"[\s|:\-—=]+")


class Source(Protocol):
    """Where the reports are: what an index offers, and all that a citation needs."""

    def report(self, report_id: str, /) -> Report:
        """Return the report's catalogue entry."""

    def text(self, report_id: str, /) -> str:
        """Return the report's extracted text."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The stretch `span` of an answer that is a statement, and what the check says of it.

    `figures` come with the offset in the answer at which each ends; `problems` are those of the statement, the ones of
    a figure that is not verified among them.
    """

    span: Span
    statement: Statement
    figures: tuple[tuple[int, Figure], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of an answer from `start` on, with the markers that stand for it: those behind it, else the last."""

    start: int
    text: str
    citations: tuple[Citation, ...]


def cite(source: Source, passage: Passage, span: Span, marker: int) -> Citation:
    """Return the citation of the stretch `span` (offsets of the report's text), which lies in `passage`."""
    report = source.report(passage.report)
    start, end = span
    text = source.text(report.id)
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
        quote=text[start:end],
        ocr=report.is_ocr(start),
        parents=report.parents,
        year_plan=report.year_plan,
        row=read_row(text, span),
    )


def check_answer(answer: str, citations: Sequence[Citation], places: Collection[str] = ()) -> tuple[Checked, ...]:
    """Return the statements of an answer, each held against its cited sentences (see `problems_of`).

    Statements are sentences, list items and table rows. Lead-ins ("主要有:"), headings, the head of a table, and that a
    report does not mention something state nothing and are left out. A figure belongs to the next marker after it in
    its statement, or to the last one if none follows; it is verified where the sentence cited for it holds it, and says
    it of the same thing. `places` are full names of places that could have been mixed up.
    """
    return tuple(_checked(answer, span, citations, places) for span in statement_spans(answer))


def statement_spans(answer: str) -> Iterator[Span]:
    """Yield the stretches of an answer that are its statements, with their markers."""
    spans = [_stripped(answer, match.span()) for match in _STATEMENT.finditer(answer) if match.group().strip()]
    for at, (start, end) in enumerate(spans):
        piece, following = answer[start:end], answer[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
        if _TABLE_RULE.fullmatch(piece) or ("|" in following and _TABLE_RULE.fullmatch(following)):
            continue
        if not _states_nothing(piece):
            yield start, end


def _stripped(text: str, span: Span) -> Span:
    piece = text[slice(*span)]
    return span[0] + len(piece) - len(piece.lstrip()), span[1] - len(piece) + len(piece.rstrip())


def _states_nothing(piece: str) -> bool:
    bare = bare_text(piece)
    if not bare:
        return True
    leads = bare.endswith((":", "：")) or bare.startswith("#") or _NOT_MENTIONED.fullmatch(bare)
    return bool(leads) and not MARKER.search(piece) and all(figure.is_year for figure in find_figures(bare))


def bare_text(piece: str) -> str:
    """Return the text of a statement without its markers and flags."""
    return FLAG.sub("", _CLUSTER.sub("", piece)).strip()


def _checked(answer: str, span: Span, citations: Sequence[Citation], places: Collection[str]) -> Checked:
    segments = _segments(answer, span, citations)
    markers = tuple(dict.fromkeys(citation.marker for segment in segments for citation in segment.citations))
    problems: dict[Problem, None] = {}
    figures: list[tuple[int, Figure]] = []
    for segment in segments:
        found = problems_of(segment.text, segment.citations, places) if segment.text.strip() and markers else ()
        problems |= dict.fromkeys(found)
        wrong = {problem.words for problem in found if problem.reason in OF_FIGURES}
        figures += [
            (segment.start + figure.end, _figure(figure, segment.citations, wrong))
            for figure in find_figures(without_denied(segment.text))
        ]
    if not markers:
        problems = {UNCITED: None}
    told = tuple(str(problem) for problem in problems)
    statement = Statement(bare_text(answer[slice(*span)]), markers, not problems, told)
    return Checked(span, statement, tuple(figures), tuple(problems))


def _segments(answer: str, span: Span, citations: Sequence[Citation]) -> list[_Segment]:
    by_marker = {citation.marker: citation for citation in citations}
    segments: list[_Segment] = []
    begin, end = span
    for cluster in _CLUSTER.finditer(answer, *span):
        known = tuple(by_marker[int(mark)] for mark in MARKER.findall(cluster.group()) if int(mark) in by_marker)
        segments.append(_Segment(begin, answer[begin : cluster.start()], known))
        begin = cluster.end()
    if answer[begin:end].strip():
        segments.append(_Segment(begin, answer[begin:end], segments[-1].citations if segments else ()))
    return segments


def _figure(figure: Quantity, citations: Sequence[Citation], wrong: Collection[str]) -> Figure:
    holder = next((citation for citation in citations if carries(citation, figure)), None)
    cited = holder or next(iter(citations), None)
    return Figure(figure.text, cited.marker if cited else None, bool(holder) and figure.text.strip() not in wrong)
