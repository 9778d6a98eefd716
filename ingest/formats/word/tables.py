"""Tables of Word: a grid with its merged cells filled, each row a line; tables that only frame text stay paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.formats.rejoin import Paragraph
from ingest.formats.tables import caption_unit, rows_as_text
from ingest.formats.word.ooxml import WORD, is_on, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# A cell with more text than this, or with some of it in several paragraphs, holds a text of its own.
LONGEST_CELL, LONGEST_LINES = 400, 150
# More columns than Word allows come from damaged files.
MOST_COLUMNS = 63
_ROW, _CELL = f"{WORD}tr", f"{WORD}tc"
# What may stand between a table and its rows, a row and its cells.
_WRAPPERS = frozenset(WORD + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))

Reader = Callable[["_Element"], Iterator[Paragraph]]


@dataclass(slots=True)
class _Cell:
    """A cell where it is first seen; `covers` columns, `above`: it goes on from the row above."""

    paragraphs: list[Paragraph]
    covers: int
    above: bool = False

    @property
    def text(self) -> str:
        return " ".join(paragraph.text.replace("\t", " ") for paragraph in self.paragraphs)

    @property
    def is_prose(self) -> bool:
        length = sum(len(paragraph.text) for paragraph in self.paragraphs)
        return length > LONGEST_CELL or (len(self.paragraphs) > 1 and length > LONGEST_LINES)


def table_paragraphs(table: _Element, read: Reader, above: str) -> Iterator[Paragraph]:
    """Yield the rows of a table as lines, and the paragraphs of cells that hold texts of their own.

    `read` yields the paragraphs of a cell, `above` is the paragraph over the table, which may name its unit.
    """
    rows = [_row(row, read) for row in _children(table, _ROW) if not _is_removed(row)]
    heads = next((at for at, row in enumerate(_children(table, _ROW)) if not _is_head(row)), 0)
    columns = max((sum(cell.covers for cell in row) for row in rows), default=0)
    pending: list[list[str]] = []
    last: list[str] = []
    for row in rows:
        if columns == 1 or (len(row) <= 2 and any(cell.is_prose for cell in row)):
            yield from _lines(pending, heads, above)
            pending, heads = [], 0
            for cell in row:
                yield from cell.paragraphs
            continue
        last = _filled(row, last, columns)
        pending.append(last)
    yield from _lines(pending, heads, above)


def _lines(rows: Sequence[Sequence[str]], heads: int, above: str) -> Iterator[Paragraph]:
    if any(any(row) for row in rows):
        known = heads if 0 < heads < len(rows) else None
        for line in rows_as_text(rows, known, unit=caption_unit(above)):
            yield Paragraph(line, fixed=True)


def _filled(row: Sequence[_Cell], above: Sequence[str], columns: int) -> list[str]:
    """Return the texts of a row's columns, a merged cell's in each column that it covers."""
    texts: list[str] = []
    for cell in row:
        at = len(texts)
        text = above[at] if cell.above and at < len(above) else cell.text
        texts.extend([text] * cell.covers)
    return texts + [""] * (columns - len(texts))


def _row(row: _Element, read: Reader) -> list[_Cell]:
    cells: list[_Cell] = []
    properties = row.find(f"{WORD}trPr")
    before = properties.find(f"{WORD}gridBefore") if properties is not None else None
    left = MOST_COLUMNS
    if before is not None and (skipped := min(number_of(before, "val"), left - 1)) > 0:
        cells.append(_Cell([], skipped))
        left -= skipped
    for cell in _children(row, _CELL):
        if not left:
            break
        covers = min(max(_span(cell), 1), left)
        left -= covers
        merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
        goes_on = merged is not None and value_of(merged) != "restart"
        cells.append(_Cell(list(read(cell)), covers, goes_on))
    return cells


def _span(cell: _Element) -> int:
    span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    return 1 if span is None else number_of(span, "val")


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _is_removed(row: _Element) -> bool:
    properties = row.find(f"{WORD}trPr")
    return properties is not None and (
        properties.find(f"{WORD}del") is not None or is_on(properties.find(f"{WORD}hidden"))
    )


def _is_head(row: _Element) -> bool:
    return is_on(row.find(f"{WORD}trPr/{WORD}tblHeader"))
