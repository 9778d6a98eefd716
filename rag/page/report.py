"""A whole report as HTML, its cited sentences marked: what 查看原文 opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from rag.page.sources import SAMPLE
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
            body.append(f'<p class="page">第 {page} 页</p>')
        if match.group().strip():
            body.append(_paragraph(text, line, ordered, chosen))
    return f'{_head(report, len(ordered))}<div class="body" tabindex="0">{"".join(body)}</div>'


def missing_html(message: str) -> str:
    """Return what stands in the place of a report that cannot be shown."""
    return f'<header><div><h2>无法打开原文</h2></div>{_CLOSE}</header><div class="body"><p>{escape(message)}</p></div>'


_CLOSE = '<button type="button" class="close" aria-label="关闭原文">关闭</button>'


def _head(report: Report, marks: int) -> str:
    facts = [report.place, f"{report.year}年" if report.year else None, report.kind, report.issuer, report.number]
    facts += [f"{report.published} 发布" if report.published else None, report.file]
    listed = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
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


def _paragraph(text: str, line: Span, spans: Sequence[Span], chosen: int) -> str:
    html: list[str] = []
    at, end = line
    for number, (start, stop) in enumerate(spans):
        first, last = max(start, at), min(stop, end)
        if first >= last:
            continue
        current = ' class="current"' if number == chosen else ""
        name = f' id="cited-{number}" tabindex="-1"' if first == start else ""
        html += (escape(text[at:first]), f"<mark{name}{current}>{escape(text[first:last])}</mark>")
        at = last
    html.append(escape(text[at:end]))
    heading = end - line[0] <= LONGEST_HEADING and _HEADING.match(text, *line)
    return f"<p{' class=heading' if heading else ''}>{''.join(html)}</p>"


def _disjoint(text: str, spans: Sequence[Span]) -> list[Span]:
    disjoint: list[Span] = []
    for start, end in sorted(spans):
        first, last = max(start, disjoint[-1][1] if disjoint else 0), min(end, len(text))
        while first < last and text[first].isspace():
            first += 1
        if first < last:
            disjoint.append((first, last))
    return disjoint
