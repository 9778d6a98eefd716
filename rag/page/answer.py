"""The chat: questions and answers as HTML, citation markers as links to the source cards.

Line breaks, lists and small tables keep their form; any other markup of the text is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from rag.cite import MARKER
from rag.page.conversation import Turn
from rag.page.flags import Piece, figure_pieces, flag_pieces
from rag.page.table import find_table, table_html
from rag.types import Answer, Span

_NUMBERED = re.compile(r"\s*(?:\d{1,2}[.、．)]|[（(]\d{1,2}[）)])")
_BULLET = re.compile(r"\s*[-*•·]\s+")

# Characters of a question that the chat repeats; longer ones are pasted by mistake.
LONGEST_QUESTION = 600
# Places and years that the line under an answer names before it says 等.
LONGEST_SCOPE = 6
LABELS = {"answered": "回答", "refused": "没有找到答案", "clarify": "请您补充一点"}
MODES = {"extractive": "原文摘录", "llm": "模型撰写，逐句核对"}
UNCHECKED = "模型撰写，尚未核对"


def transcript_html(turns: Sequence[Turn], opening: str) -> str:
    """Return the whole conversation; `opening` is the HTML shown while there is none."""
    if not turns:
        return opening
    return f'<ol class="turns">{"".join(_turn_html(turn, number) for number, turn in enumerate(turns))}</ol>'


def _turn_html(turn: Turn, number: int) -> str:
    question = f'<div class="question"><h2 class="said">您的提问</h2><p>{_asked(turn.question)}</p></div>'
    running = turn.state == "running"
    # a silent model's answer is empty, and so is one that was stopped before its first word
    begun = turn.answer and (turn.state == "done" or turn.answer.answer or turn.answer.notice)
    reply = answer_html(turn.answer, number, running=running) if turn.answer and begun else ""
    if turn.failure is not None:
        reply += failure_html(turn.failure)
    elif turn.state == "stopped":
        reply += '<p class="stopped" role="status">已停止，以上内容可能不完整。</p>'
    elif not reply:
        reply = '<div class="reply waiting"><p>正在查阅报告……</p></div>'
    return f'<li class="turn">{question}{reply}</li>'


def _asked(question: str) -> str:
    if not question.strip():
        return "（没有输入问题）"
    shown = question.strip()[:LONGEST_QUESTION]
    return _lines(shown) + (f"……（共 {len(question)} 字）" if len(question.strip()) > len(shown) else "")


def failure_html(message: str) -> str:
    """Return a failure (not a refusal: the reports were not even asked) in its own words and look."""
    return f'<div class="reply failed" role="alert"><h3 class="label">未能作答</h3><p>{_lines(message)}</p></div>'


def answer_html(answer: Answer, turn: int = 0, *, running: bool = False) -> str:
    """Return one answer; `turn` is its number in the conversation, named by the markers; `running`: it still grows."""
    refused = answer.status != "answered"
    label = f'<h3 class="label">{LABELS[answer.status]}</h3>' if refused or not running else ""
    reason = answer.reason if answer.reason and answer.reason not in answer.answer else None
    parts = [
        f'<p class="notice" role="status">{_lines(answer.notice)}</p>' if answer.notice else "",
        label,
        f'<div class="text">{_body(answer, turn)}</div>' if answer.answer else "",
        f'<p class="reason">{_lines(reason)}</p>' if reason else "",
        "" if running else _doubts(answer) + _foot(answer) + _thinking(answer),
    ]
    busy = ' aria-busy="true"' if running else ""
    return f'<div class="reply {answer.status}"{busy}>{"".join(parts)}</div>'


def _body(answer: Answer, turn: int) -> str:
    text = answer.answer
    pieces = sorted(_markers(answer, turn) + figure_pieces(answer) + flag_pieces(answer, turn))
    blocks: list[str] = []
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    compared = (answer.reading.kind, answer.mode, answer.status) == ("compare", "extractive", "answered")
    at = 0
    while at < len(lines):
        table = find_table(text, lines, at, compared=compared)
        if table:
            blocks.append(table_html(table, lambda span: _inline(text, span, pieces)))
            at = table.end
        else:
            blocks.append(_line(text, lines[at], pieces))
            at += 1
    return "".join(blocks)


def _line(text: str, span: Span, pieces: Sequence[Piece]) -> str:
    bullet = _BULLET.match(text, *span)
    kind = " class=item" if bullet else " class=numbered" if _NUMBERED.match(text, *span) else ""
    return f"<p{kind}>{_inline(text, (bullet.end() if bullet else span[0], span[1]), pieces)}</p>"


def _inline(text: str, span: Span, pieces: Sequence[Piece]) -> str:
    html: list[str] = []
    at, end = span
    for start, stop, piece in pieces:
        if start >= at and stop <= end:
            html += (escape(text[at:start]), piece)
            at = stop
    html.append(escape(text[at:end]))
    return "".join(html).strip()


def _markers(answer: Answer, turn: int) -> list[Piece]:
    known = {citation.marker for citation in answer.citations}
    return [
        (match.start(), match.end(), _marker(turn, int(match.group(1))))
        for match in MARKER.finditer(answer.answer)
        if int(match.group(1)) in known
    ]


def _marker(turn: int, marker: int) -> str:
    target = f"source-{turn}-{marker}"
    return f'<a class="marker" href="#{target}" data-source="{target}" aria-label="来源 {marker}">[{marker}]</a>'


def _doubts(answer: Answer) -> str:
    unverified = sum(not figure.verified for figure in answer.figures)
    unsupported = sum(not statement.supported for statement in answer.statements)
    if answer.status != "answered" or not (unverified or unsupported):
        return ""
    what = [f"{unverified} 个数字"] * bool(unverified) + [f"{unsupported} 句话"] * bool(unsupported)
    return f'<p class="doubts" role="note">有 {"、".join(what)}未能在所引原句中核实，请以来源中的原文为准。</p>'


def _foot(answer: Answer) -> str:
    scope = [*answer.reading.places, *(f"{year}年" for year in answer.reading.years)]
    named = "、".join(scope[:LONGEST_SCOPE]) + ("等" if len(scope) > LONGEST_SCOPE else "")
    # A question that was only completed with what came before needs no second reading; one put otherwise does.
    rewritten = answer.question.strip() not in answer.standalone_question and answer.standalone_question
    facts = [
        f"理解为：{answer.standalone_question}" if rewritten else "",
        f"查找范围：{named}" if scope else "",
        _mode(answer) if answer.status == "answered" else "",
        f"用时 {answer.seconds:.2f} 秒" if answer.seconds else "",
    ]
    spans = "".join(f"<span>{_lines(fact)}</span>" for fact in facts if fact)
    return f'<p class="foot">{spans}</p>' if spans else ""


def _mode(answer: Answer) -> str:
    # what was stopped has not come to its checks
    return MODES[answer.mode] if answer.mode == "extractive" or answer.statements else UNCHECKED


def _thinking(answer: Answer) -> str:
    if not answer.thinking:
        return ""
    return f'<details class="thinking"><summary>思考过程</summary><p>{_lines(answer.thinking)}</p></details>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.strip().splitlines())
