"""Tables of a PDF → lines of text, each a row with its column heads, also where a table goes on on the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.formats.tables import caption_unit, numbered_lines
from ingest.formats.typeset.furniture import ZONE
from ingest.formats.typeset.lines import Line, Page
from ingest.formats.typeset.pdf_tables import Table
from ingest.formats.typeset.reading import em_of, merged, rows

# A caption stands so close above its table, in units of the font size, and borders that go on differ by so many points.
CAPTION, SAME_BORDER = 4.0, 6.0
_CONTINUED = re.compile(r".{0,30}[（(]?续表?[一二三四五六七八九\d]{0,2}[)）]?")


@dataclass(slots=True)
class Sheet:
    """A page as it was read: its size, its lines outside of tables, and its tables from top to bottom."""

    width: float
    height: float
    lines: list[Line]
    tables: list[Table] = field(default_factory=list)
    ocr: bool = False


def as_pages(sheets: Sequence[Sheet]) -> list[Page]:
    """Return the sheets as pages, the rows of their tables as lines of their own among the other lines."""
    added: list[list[Line]] = [[] for _ in sheets]
    for chain in _chains(sheets):
        for (number, table), texts in zip(chain, _texts(sheets, chain), strict=True):
            added[number].extend(_lines(table, texts))
    return [
        Page(sheet.width, sheet.height, (*sheet.lines, *rows_), sheet.ocr)
        for sheet, rows_ in zip(sheets, added, strict=True)
    ]


def _chains(sheets: Sequence[Sheet]) -> Iterator[list[tuple[int, Table]]]:
    """Yield the tables with the numbers of their pages; one that goes on over pages comes as one list."""
    chain: list[tuple[int, Table]] = []
    for number, sheet in enumerate(sheets):
        for at, table in enumerate(sheet.tables):
            goes_on = at == 0 and chain and chain[-1][0] == number - 1
            if chain and not (goes_on and _continues(sheets[number - 1], sheet)):
                yield chain
                chain = []
            chain.append((number, table))
    if chain:
        yield chain


def _continues(before: Sheet, sheet: Sheet) -> bool:
    """Tell whether the first table of a page is the rest of the last one of the page before."""
    last, first = before.tables[-1], sheet.tables[0]
    if len(last.rows[0]) != len(first.rows[0]) or any(
        abs(last.box[side] - first.box[side]) > SAME_BORDER for side in (0, 2)
    ):
        return False
    below = any(last.box[3] <= line.top < (1 - ZONE) * before.height for line in before.lines)
    above = any(
        ZONE * sheet.height < line.bottom <= first.box[1] and not _CONTINUED.fullmatch("".join(line.text.split()))
        for line in sheet.lines
    )
    return not below and not above


def _texts(sheets: Sequence[Sheet], chain: Sequence[tuple[int, Table]]) -> list[list[str]]:
    """Return the lines of each part of a table; those of later parts name the first part's heads."""
    unit = _unit(sheets[chain[0][0]], chain[0][1])
    grid = [row for _, table in chain for row in table.rows]
    texts: list[list[str]] = [[] for _ in chain]
    parts = [part for part, (_, table) in enumerate(chain) for _ in table.rows]
    for row, text in numbered_lines(grid, unit=unit):
        texts[parts[row]].append(text)
    return texts


def _unit(sheet: Sheet, table: Table) -> str:
    near = [line for line in sheet.lines
            if -em_of(line) <= table.box[1] - line.bottom <= CAPTION * em_of(line)]  # fmt: skip
    units = [caption_unit(run.text) for row in rows(near) for run in (*row, merged(row))]
    return next((unit for unit in units if unit), "")


def _lines(table: Table, texts: Sequence[str]) -> Iterator[Line]:
    if not texts:
        return  # heads alone
    left, top, right, bottom = table.box
    step = (bottom - top) / len(texts)
    # heads give no line: the last rows are those of the texts
    tops = table.tops[-len(texts) :] if len(texts) <= len(table.tops) else [top + at * step for at in range(len(texts))]
    for text, at in zip(texts, tops, strict=True):
        yield Line(text, left, at, right, at + table.size / 2, table.size, whole=True)
