"""Tables of a web page: which of them hold data, and their cells as a grid with merged cells repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.formats.tableheads import LONGEST_ROW, MOST_COLUMNS
from ingest.formats.tables import rows_as_text

CELLS = frozenset({"td", "th"})
# Old sites lay out whole articles in a table: a cell with so many sentences in blocks of their own is no data.
MOST_PARAGRAPHS, SHORTEST_ARTICLE = 3, 300
_SENTENCE = re.compile(r"[。！？]")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    linked: bool
    head: bool
    columns: int
    rows: int


class Grid:
    """Collects the cells of one table during the walk."""

    def __init__(self, node: etree._Element) -> None:
        self.node = node
        self._rows: list[list[_Cell]] = []
        self._captions: list[str] = []
        self._in_head = False
        self._cell: etree._Element | None = None

    def start(self, node: etree._Element, tag: str) -> None:
        """Enter an element of the table."""
        if tag == "tr":
            above = node.getparent()
            self._in_head = above is not None and above.tag == "thead"
            self._rows.append([])
        elif tag in CELLS:
            self._cell = node

    def add(self, tag: str, text: str, linked: int) -> None:
        """Take the text of a cell or caption that ends; `linked` counts its characters that are links."""
        text = text.strip()
        if tag == "caption" or self._cell is None:
            self._captions.extend([text] if text else [])
            return
        if not self._rows:
            self._rows.append([])
        letters = sum(not char.isspace() for char in text)
        columns, rows = (_span(self._cell, name) for name in ("colspan", "rowspan"))
        head = tag == "th" or self._in_head
        self._rows[-1].append(_Cell(text, letters <= linked, head, columns, rows))
        self._cell = None

    def lines(self, unit: str) -> Iterator[tuple[str, bool]]:
        """Yield the lines of the table, and whether each is nothing but links; `unit` is that of a line above it."""
        for caption in self._captions:
            yield caption, False
        rows = [row for row in self._rows if any(cell.text for cell in row)]
        linked = all(cell.linked for row in rows for cell in row)
        heads = 0
        while heads < len(rows) and all(cell.head for cell in rows[heads]):
            heads += 1
        # a table of links is navigation, and has no heads
        count = 0 if linked else heads or None
        grid = _expanded(rows)
        texts = rows_as_text(grid, count, unit=unit) if grid else ["\t".join(cell.text for cell in row) for row in rows]
        yield from ((text, linked) for text in texts)


def is_grid(table: etree._Element) -> bool:
    """Tell whether a table holds rows of data, rather than laying out a page."""
    if table.find(".//table") is not None:
        return False
    rows = [_cells(row) for row in table.iter("tr")]
    merged = any(_span(cell, "rowspan") > 1 for row in rows for cell in row)
    wide = sum(len(row) > 1 for row in rows)
    return wide > (not merged) and len(rows) > 1 and not any(_is_layout(row) for row in rows)


def is_row(row: etree._Element) -> bool:
    """Tell whether a row of a table that is no grid holds data."""
    cells = _cells(row)
    return len(cells) > 1 and row.find(".//table") is None and not _is_layout(cells)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in CELLS]


def _is_layout(cells: list[etree._Element]) -> bool:
    texts = ["".join(map(str, cell.itertext())) for cell in cells]
    if sum(map(len, texts)) > LONGEST_ROW:
        return True
    return any(len(text) > SHORTEST_ARTICLE and _paragraphs(cell) > MOST_PARAGRAPHS
               for cell, text in zip(cells, texts, strict=True))  # fmt: skip


def _paragraphs(cell: etree._Element) -> int:
    return sum(bool(_SENTENCE.search("".join(map(str, block.itertext())))) for block in cell.iter("p", "div", "li"))


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, min(int(value), 1000)) if value.isascii() and value.isdigit() else 1


def _expanded(rows: list[list[_Cell]]) -> list[list[str]]:
    """Return the grid of texts, each repeated in every place that its cell covers; empty for a row that is too wide."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[at]:
                column += 1
            if column + cell.columns > MOST_COLUMNS:
                return []
            for below in grid[at : at + cell.rows]:
                below.update(dict.fromkeys(range(column, column + cell.columns), cell.text))
            column += cell.columns
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return [[row.get(column, "") for column in range(width)] for row in grid]
