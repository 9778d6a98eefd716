"""The flags in an answer's text as buttons that say why: to the pointer, the keyboard and a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from rag.cite import FIGURE_FLAG, FLAG, bare_text, statement_spans
from rag.types import Answer, Span, Statement

# A stretch of the answer's text, and the HTML that stands for it.
Piece = tuple[int, int, str]
UNKNOWN = "未能在所引的报告原文中核实"
_QUOTED = re.compile(r"“([^”]*)”")


def figure_pieces(answer: Answer) -> list[Piece]:
    """Return each figure that is not verified as underlined text, which says so itself where no flag follows."""
    text = answer.answer
    # Figures come in the order in which they stand in the text, so the same number is told apart where it recurs.
    pieces: list[Piece] = []
    at = 0
    for figure in answer.figures:
        start = _find_figure(text, figure.text, at)
        if start < 0:
            continue
        at = start + len(figure.text)
        if not figure.verified:
            told = "" if text.startswith(FIGURE_FLAG, at) else "<small>未核实</small>"
            pieces.append((start, at, f'<span class="unverified">{escape(figure.text)}{told}</span>'))
    return pieces


def _find_figure(text: str, figure: str, start: int) -> int:
    # 13件 is not to be found inside 213件, nor 13 inside 135.
    before = r"(?<![\d.])" if figure[:1].isdigit() else ""
    after = r"(?!\d)" if figure[-1:].isdigit() else ""
    match = re.compile(before + re.escape(figure) + after).search(text, start) if figure else None
    return match.start() if match else -1


def flag_pieces(answer: Answer, turn: int) -> list[Piece]:
    """Return each flag of an answer as a button with its reasons; `turn` is the answer's number in the conversation."""
    text = answer.answer
    placed = list(_placed_statements(answer))
    pieces = []
    for number, match in enumerate(FLAG.finditer(text)):
        problems = next((one.problems for (start, end), one in placed if start <= match.start() < end), ())
        reasons = _reasons(problems, text[: match.start()], of_figure=match.group() == FIGURE_FLAG)
        pieces.append((match.start(), match.end(), _button(f"flag-{turn}-{number}", match.group(), reasons)))
    return pieces


def _placed_statements(answer: Answer) -> Iterator[tuple[Span, Statement]]:
    """Yield the statements with where they stand in the text; those that are not found there are left out."""
    left = list(answer.statements)
    for span in statement_spans(answer.answer):
        bare = bare_text(answer.answer[slice(*span)])
        at = next((number for number, one in enumerate(left) if one.text == bare), None)
        if at is not None:
            yield span, left[at]
            del left[: at + 1]


def _reasons(problems: Sequence[str], before: str, *, of_figure: bool) -> list[str]:
    """Return the problems that a flag stands for: a figure's, which name it, or those that name no flagged figure."""
    ends = [before] if of_figure else FLAG.split(before)[:-1]
    own = [one for one in problems if of_figure == _names_end(one, ends)]
    return own or list(problems) or [UNKNOWN]


def _names_end(problem: str, pieces: Sequence[str]) -> bool:
    return any(words and piece.endswith(words) for words in _QUOTED.findall(problem) for piece in pieces)


def _button(name: str, flag: str, reasons: Sequence[str]) -> str:
    return (
        f'<button type="button" class="flag" aria-describedby="{name}">{flag}</button>'
        f'<span class="why" role="tooltip" id="{name}">{escape("；".join(reasons))}。</span>'
    )
