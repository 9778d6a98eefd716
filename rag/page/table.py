"""Tables in an answer, found by their lines: a language model's Markdown, and the rows of an extracted comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from rag.types import Span

# Rule 3 of the prompt has a row end with its markers, which may then stand behind the last bar.
_ROW = re.compile(r"\s*\|.*\|\s*(?:\[\d{1,3}\]\s*)*")
_RULE = re.compile(r"(?=[^\n]*\|)\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
# The last line of a comparison is no row. Its words are those of rag.compare, which would load the index with it.
_COMPARED = re.compile(r"(?!按以上数字计算：)[^：\n]+：")
# Lines between bars that make a table where no rule says so, and lines that make a comparison; a single one is text.
FEWEST_ROWS = 2

# A cell holds more than one stretch only where a row has more cells than the head.
Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells as stretches of the answer; `end` is the number of the first line behind it.

    `named`: the first cell of a row says what the row is about.
    """

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    end: int
    named: bool = True


def find_table(text: str, lines: Sequence[Span], at: int, *, compared: bool) -> Table | None:
    """Return the table that begins with line `at`, if one does; `compared`: lines 地名年份：内容 are rows of one."""
    return _ruled(text, lines, at) or _barred(text, lines, at) or (_compared(text, lines, at) if compared else None)


def table_html(table: Table, inline: Callable[[Span], str]) -> str:
    """Return a table, its head and what names its rows as headings; `inline` makes a stretch HTML."""
    head = "".join(_heading(cell, "col", inline) for cell in table.head)
    rows = "".join(_row(row, inline, named=table.named) for row in table.rows)
    thead = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f'<div class="scroll"><table>{thead}<tbody>{rows}</tbody></table></div>'


def _row(cells: Sequence[Cell], inline: Callable[[Span], str], *, named: bool) -> str:
    first = _heading(cells[0], "row", inline) if named else _cell(cells[0], inline)
    return f"<tr>{first}{''.join(_cell(cell, inline) for cell in cells[1:])}</tr>"


def _heading(cell: Cell, scope: str, inline: Callable[[Span], str]) -> str:
    content = "".join(map(inline, cell))
    # an empty heading names nothing
    return f'<th scope="{scope}">{content}</th>' if content else "<td></td>"


def _cell(cell: Cell, inline: Callable[[Span], str]) -> str:
    return f"<td>{''.join(map(inline, cell))}</td>"


def _ruled(text: str, lines: Sequence[Span], at: int) -> Table | None:
    """Return a table whose head stands over a rule; the row that is still growing need not have its last bar yet."""

    def has_bars(number: int) -> bool:
        return number < len(lines) and "|" in text[slice(*lines[number])]

    def is_head(number: int) -> bool:
        return has_bars(number) and number + 1 < len(lines) and bool(_RULE.fullmatch(text, *lines[number + 1]))

    if not is_head(at):
        return None
    end = at + 2
    while has_bars(end) and not is_head(end):
        end += 1
    head = _cells(text, lines[at])
    rows = tuple(_fitted(_cells(text, row), len(head)) for row in lines[at + 2 : end])
    return Table(tuple((cell,) for cell in head), rows, end)


def _barred(text: str, lines: Sequence[Span], at: int) -> Table | None:
    """Return a table without a head: lines between bars that follow each other."""
    found = list(takewhile(lambda line: _ROW.fullmatch(text, *line), lines[at:]))
    if len(found) < FEWEST_ROWS:
        return None
    rows = [_cells(text, line) for line in found if not _RULE.fullmatch(text, *line)]
    width = max((len(row) for row in rows), default=0)
    return Table((), tuple(_fitted(row, width) for row in rows), at + len(found), named=False)


def _compared(text: str, lines: Sequence[Span], at: int) -> Table | None:
    """Return the table that the lines 地名年份：内容 of an extracted comparison make."""
    rows = []
    for start, end in lines[at:]:
        label = _COMPARED.match(text, start, end)
        if not label:
            break
        rows.append((((start, label.end() - 1),), ((label.end(), end),)))
    return Table((), tuple(rows), at + len(rows)) if len(rows) >= FEWEST_ROWS else None


def _cells(text: str, line: Span) -> list[Span]:
    """Return the stretches between the bars of a line, with or without bars at its ends."""
    line_text = text[slice(*line)]
    start = line[0] + len(line_text) - len(line_text.lstrip())
    end = start + len(line_text.strip())
    start += text[start] == "|"
    end -= end > start and text[end - 1] == "|"
    bars = [start - 1, *(place for place in range(start, end) if text[place] == "|"), end]
    return [(bar + 1, following) for bar, following in pairwise(bars)]


def _fitted(cells: Sequence[Span], width: int) -> tuple[Cell, ...]:
    """Return as many cells as the head has: the last takes in what is left over, and empty ones what is missing."""
    own = [(cell,) for cell in cells[: width - 1]]
    rest = tuple(cells[width - 1 :])
    return (*own, rest, *[()] * (width - len(own) - 1))
