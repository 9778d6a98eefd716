"""A whole report as HTML, its cited sentences marked: what 查看原文 opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from rag.page.sources import OCR, SAMPLE, doubt
from rag.types import Report, Span

# A line that begins with 一、 or (一) and is no longer than this is set as a heading; running text is far longer.
LONGEST_HEADING = 40
_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]+[、章节]|[(（][一二三四五六七八九十]+[)）]|#{1,6}\s)")


def report_html(report: Report, text: str, spans: Sequence[Span], current: int = 0) -> str:
    """Return the report's head and its text in paragraphs; `spans` (of `text`) are marked, `spans[current]` stands out.

    Spans may overlap, cross lines, or lie outside the text: each character is marked at most once.
    """
    ordered = _disjoint(text, spans)
    at = spans[current][0] if 0 <= current < len(spans) else -1
    chosen = next((number for number, (start, end) in enumerate(ordered) if start <= at < end), 0)
    body: list[str] = []
    page = 0
    for match in re.finditer(r"[^\n]+", text):
        line = match.span()
        while page < len(report.pages) and report.pages[page] <= line[0]:
            page += 1
            body.append(f'<p class="page">{_page(report, page)}</p>')
        inside = [(start, number) for number, start in enumerate(report.pages, 1) if line[0] < start < line[1]]
        page += len(inside)
        if match.group().strip():
            breaks = [(start, f'<span class="page">{_page(report, number)}</span>') for start, number in inside]
            body.append(_paragraph(text, line, _pieces(line, ordered, breaks), chosen))
    return f'{_head(report, len(ordered))}<div class="body" tabindex="0">{"".join(body)}</div>'


def missing_html(message: str) -> str:
    """Return what stands in the place of a report that cannot be shown."""
    return f'<header><div><h2>无法打开原文</h2></div>{_CLOSE}</header><div class="body"><p>{escape(message)}</p></div>'


_CLOSE = '<button type="button" class="close" aria-label="关闭原文">关闭</button>'


def _head(report: Report, marks: int) -> str:
    facts = [report.kind, report.issuer, report.number, f"{report.published} 发布" if report.published else None]
    facts += [report.file, f"同一报告另见：{'、'.join(report.also)}" if report.also else None]
    facts += [f"原文有 {report.damaged:.1%} 无法辨认，未用于回答" if report.damaged else None]
    scope = [
        (report.place, doubt(report, "place")),
        (f"{report.year}年" if report.year else None, doubt(report, "year")),
    ]
    listed = "".join(f"<span>{escape(fact)}{mark}</span>" for fact, mark in scope if fact)
    listed += "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    listed += _link(report.url) if report.url else ""
    steps = (
        '<span class="steps"><button type="button" class="step" data-step="-1">上一处</button>'
        '<output aria-live="polite"></output>'
        '<button type="button" class="step" data-step="1">下一处</button></span>'
        if marks > 1
        else ""
    )
    return (
        f'<header><div><h2 id="report-title">{escape(report.title)}{SAMPLE if report.sample else ""}</h2>'
        f'<p class="facts">{listed}</p></div>{steps}{_CLOSE}</header>'
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line, of the mark `number` (None: not marked), perhaps its first; `before` is HTML ahead of it."""

    start: int
    end: int
    number: int | None = None
    first: bool = False
    before: str = ""


def _pieces(line: Span, marks: Sequence[Span], breaks: Sequence[tuple[int, str]]) -> list[_Piece]:
    """Divide a line where marks begin or end, and where pages begin: a sentence may run over a page's end."""
    begin, end = line
    pages = dict(breaks)
    bounds = {begin, end, *pages, *(at for mark in marks for at in mark if begin < at < end)}
    pieces = []
    for start, stop in pairwise(sorted(bounds)):
        number = next((at for at, (first, last) in enumerate(marks) if first <= start and stop <= last), None)
        opens = number is not None and marks[number][0] == start
        pieces.append(_Piece(start, stop, number, opens, pages.get(start, "")))
    return pieces


def _link(url: str) -> str:
    # the address of a report was fetched over http(s); anything else in an index is not to be clicked
    if not url.startswith(("http://", "https://")):
        return ""
    return f'<span><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">来源网页</a></span>'


def _paragraph(text: str, line: Span, pieces: Sequence[_Piece], chosen: int) -> str:
    html: list[str] = []
    for piece in pieces:
        shown = escape(text[piece.start : piece.end])
        if piece.number is not None:
            current = ' class="current"' if piece.number == chosen else ""
            name = f' id="cited-{piece.number}" tabindex="-1"' if piece.first else ""
            shown = f"<mark{name}{current}>{shown}</mark>"
        html += (piece.before, shown)
    heading = line[1] - line[0] <= LONGEST_HEADING and _HEADING.match(text, *line)
    return f"<p{' class=heading' if heading else ''}>{''.join(html)}</p>"


def _page(report: Report, page: int) -> str:
    return f"第 {page} 页{OCR if page in report.ocr else ''}"


def _disjoint(text: str, spans: Sequence[Span]) -> list[Span]:
    disjoint: list[Span] = []
    for start, end in sorted(spans):
        first, last = max(start, disjoint[-1][1] if disjoint else 0), min(end, len(text))
        while first < last and text[first].isspace():
            first += 1
        if first < last:
            disjoint.append((first, last))
    return disjoint
