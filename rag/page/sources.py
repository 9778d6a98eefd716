"""The sources beside the chat: a card for each citation, with the cited sentence highlighted in its surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from rag.page.conversation import Turn
from rag.text import sentence_spans
from rag.types import Citation, Report, Span

# Characters of context kept on either side of the cited sentence: with a sentence of 60 about eight lines of a card.
CONTEXT = 80

SAMPLE = '<span class="badge" title="示例报告的地名和数据均为虚构">示例</span>'
OCR = '<span class="badge" title="由扫描件识别，可能有错字，请与原件核对">OCR</span>'
DOUBT = '<span class="badge" title="自动识别，把握不大，请核对">待核</span>'
Texts = Mapping[str, tuple[Report, str]]


def sources_html(turns: Sequence[Turn], texts: Texts) -> str:
    """Return the cards of all turns, only the newest turn's shown; `texts` holds report and text by report id.

    A report missing from `texts` (taken out of the index since) leaves a card with the quote alone.
    """
    sections = "".join(_section(turn, number, len(turns) - 1, texts) for number, turn in enumerate(turns))
    title = '<h2 class="side-title">来源</h2>'
    return title + (sections or '<p class="hint">回答中每个标号对应一条来源，会在这里显示所引原句及其上下文。</p>')


def _section(turn: Turn, number: int, newest: int, texts: Texts) -> str:
    citations = turn.answer.citations if turn.answer else ()
    cards = "".join(_card(citation, f"source-{number}-{citation.marker}", citations, texts) for citation in citations)
    hidden = "" if number == newest else " hidden"
    return (
        f'<section class="sources" id="sources-{number}"{hidden}>'
        f'<p class="asked"><span>第 {number + 1} 问</span>{escape(turn.question[:60])}</p>'
        f"{cards or _nothing(turn)}</section>"
    )


def _nothing(turn: Turn) -> str:
    if turn.state == "running":
        return '<p class="hint">正在查找来源……</p>'
    return '<p class="hint">这一问没有引用任何来源。</p>'


def _card(citation: Citation, name: str, citations: Sequence[Citation], texts: Texts) -> str:
    report, text = texts.get(citation.report, (None, ""))
    badges = (SAMPLE if report and report.sample else "") + (OCR if citation.ocr else "")
    facts = [escape(citation.place or "地区不详") + doubt(report, "place")]
    facts += [(f"{citation.year}年" if citation.year else "年份不详") + doubt(report, "year")]
    facts += [f"第 {citation.page} 页"] if citation.page else []
    path = " › ".join(escape(heading) for heading in citation.heading)
    return (
        f'<article class="source" id="{name}" tabindex="-1" aria-label="来源 {citation.marker}">'
        f'<header><span class="number">{citation.marker}</span>'
        f"{''.join(f'<span class=fact>{fact}</span>' for fact in facts)}{badges}</header>"
        f"<h3>{escape(citation.title)}</h3>{f'<p class=path>{path}</p>' if path else ''}"
        f"<blockquote>{_excerpt(citation, text)}</blockquote>"
        f'<footer><span class="file">{escape(citation.file)}</span>'
        f'<button type="button" class="back" data-source="{name}">回到回答</button>'
        f"{_button(citation, citations)}</footer></article>"
    )


def doubt(report: Report | None, field: str) -> str:
    """Return the mark of a fact that was read with little confidence, "" for any other."""
    return DOUBT if report and report.is_doubtful(field) else ""


def _button(citation: Citation, citations: Sequence[Citation]) -> str:
    spans = sorted({(other.start, other.end) for other in citations if other.report == citation.report})
    return (
        f'<button type="button" class="open" data-report="{escape(citation.report)}" '
        f'data-spans="{" ".join(f"{start}-{end}" for start, end in spans)}" '
        f'data-current="{spans.index((citation.start, citation.end))}" '
        f'aria-label="查看来源 {citation.marker} 的原文">查看原文</button>'
    )


def _excerpt(citation: Citation, text: str) -> str:
    quote = f"<mark>{_flat(citation.quote)}</mark>"
    if text[citation.start : citation.end] != citation.quote:
        return quote
    start, end = context_span(text, (citation.start, citation.end))
    before, after = text[start : citation.start], text[citation.end : end]
    cut_before = "……" if text[:start].rpartition("\n")[2].strip() else ""
    cut_after = "……" if text[end:].partition("\n")[0].strip() else ""
    line = "<br>" if after.startswith("\n") else ""
    return f"{cut_before}{_flat(before.lstrip())}{quote}{line}{_flat(after)}{cut_after}"


def context_span(text: str, span: Span) -> Span:
    """Return the whole sentences around `span`, within its paragraph and within CONTEXT characters on either side.

    Where the span is all of its paragraph, as a heading is, the next paragraph's beginning is the context.
    """
    start, end = text.rfind("\n", 0, span[0]) + 1, _line_end(text, span[1])
    if not text[start : span[0]].strip() and not text[span[1] : end].strip():
        rest = text[end:]
        end = _line_end(text, end + len(rest) - len(rest.lstrip()))
    kept = [
        (first, last)
        for first, last in sentence_spans(text, start, end)
        if first >= span[0] - CONTEXT and last <= span[1] + CONTEXT
    ]
    return min([span[0], *(first for first, _ in kept)]), max([span[1], *(last for _, last in kept)])


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _flat(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n") if line.strip())
