"""Tables in a report's text: rows, the heads of their columns, units and years, whatever form the text has them in.

A row stands there with its cells apart (`| 甲 | 3 |`, or parted by tabs or blanks), or as ingest reads it out from
other formats: 领域：甲，甲受理3件、审结2件。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from rag.readrows import read_out
from rag.tableparts import CAPTION_UNIT, COUNTER, SHARE, Head, Row, Table, caption_above, head_of, is_figure, with_unit
from rag.types import Span

_RULE = re.compile(r"[\s|:：+=—-]+")
_APART = {"|": re.compile(r"\|"), "\t": re.compile("\t"), " ": re.compile(r"\s+")}
# A row has so many characters at most, a head so many.
LONGEST_ROW, LONGEST_HEAD = 300, 40
_CELL_MARKS = "*_` \u3000\xa0"
# What stands in a cell that has no figure.
_NOTHING = frozenset(("-", "—", "/"))


@lru_cache(maxsize=64)
def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a report's text that have heads and figures, in order."""
    lines = list(_lines(text))
    found = [*_apart(text, lines), *read_out(text, lines)]
    return tuple(sorted(found, key=lambda table: table.rows[0].span))


def read_row(text: str, span: Span) -> str:
    """Return a row whose cells stand apart as it is read, each figure behind its heads; "" for any other stretch."""
    quote = text[slice(*span)]
    if "\n" in quote or not ("|" in quote or "\t" in quote or len(quote.split()) > 2):
        return ""
    for table in tables(text):
        for row in table.rows if table.top else ():
            if row.span[0] <= span[0] and span[1] <= row.span[1]:
                told = (f"{row.head.name}{table.columns[at].text}{cell}" for at, cell in row.cells.items())
                return "，".join(told)
    return ""


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _apart(text: str, lines: Sequence[Span]) -> Iterator[Table]:
    """Yield the tables whose cells stand apart: runs of lines with equally many cells."""
    split = [(line, *_cells(text[slice(*line)])) for line in lines]
    for (sign, count), group in groupby(split, key=lambda entry: (entry[1], len(entry[2]))):
        run = [(line, cells) for line, _, cells in group]
        if sign and count > 1 and len(run) > 1:
            yield from _table(text, run, sign)


def _cells(line: str) -> tuple[str, tuple[str, ...]]:
    """Return by what the cells of a line are parted, and the cells; "" for a line that is none of a table."""
    bare = line.strip()
    if not bare or len(bare) > LONGEST_ROW or bare.endswith(("。", "；")):
        return "", ()
    sign = "|" if bare.count("|") > 1 else "\t" if "\t" in bare else " " if len(bare.split()) > 2 else ""
    # what is empty at either end is a cell, too: without it the others would stand in the wrong columns
    edged = bare.removeprefix("|").removesuffix("|") if sign == "|" else line.strip(" \r") if sign == "\t" else bare
    cells = [cell.strip(_CELL_MARKS) for cell in _APART[sign].split(edged)] if sign else []
    if sign == " " and any(len(cell) > LONGEST_HEAD // 2 for cell in cells):
        return "", ()
    return sign, tuple(cells)


def _table(text: str, run: Sequence[tuple[Span, Sequence[str]]], sign: str) -> Iterator[Table]:
    body = [(line, cells) for line, cells in run if not _RULE.fullmatch(text[slice(*line)])]
    tops = next((at for at, (_, cells) in enumerate(body) if any(map(is_figure, cells))), len(body))
    if (
        not 0 < tops < len(body)
        or tops > 3
        or any(len(cell) > LONGEST_HEAD for _, cells in body[:tops] for cell in cells)
    ):
        return
    rows = [(line, cells) for line, cells in body[tops:] if _is_data(cells)]
    names = _joined_heads([cells for _, cells in body[:tops]])
    labels = _label_columns(names, [cells for _, cells in rows])
    if not labels or len(labels) == len(names):
        return
    if sign == " ":
        rows = [(line, cells) for line, cells in rows if not _is_shifted(cells[labels[-1] + 1 :])]
    caption = caption_above(text, body[0][0][0])
    unit = match[1] if (match := CAPTION_UNIT.search(caption)) else ""
    columns = tuple(head_of(name, unit) for name in names)
    found = list(_rows(rows, labels, columns))
    if found:
        corner = "".join(names[at] for at in labels)
        yield Table(corner, caption, columns, tuple(found), (body[0][0][0], body[tops - 1][0][1]))


def _is_data(cells: Sequence[str]) -> bool:
    """Tell whether a row has figures, and not only the numbers of its columns (栏次 1 2 3)."""
    return any(map(is_figure, cells)) and not any(map(COUNTER.fullmatch, cells))


def _is_shifted(cells: Sequence[str]) -> bool:
    """Tell whether cells parted by blanks may stand in the wrong columns: words among them where figures belong."""
    return any(not is_figure(cell) and cell not in _NOTHING for cell in cells)


def _joined_heads(tops: Sequence[Sequence[str]]) -> list[str]:
    """Return one head a column; what covers several columns may stand only above the first of them."""
    filled: list[list[str]] = []
    for depth, cells in enumerate(tops):
        row = list(cells)
        for at in range(1, len(row)) if depth + 1 < len(tops) else ():
            row[at] = row[at] or (row[at - 1] if tops[depth + 1][at] else "")
        filled.append(row)
    return ["".join(dict.fromkeys(path)) for path in zip(*filled, strict=True)]


def _label_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that say what a row is: those before the first with figures, without its number."""
    labels: list[int] = []
    for at, name in enumerate(names):
        if COUNTER.fullmatch(name):
            continue
        if any(is_figure(cells[at]) for cells in rows):
            break
        labels.append(at)
    return labels


def _rows(rows: Sequence[tuple[Span, Sequence[str]]], labels: Sequence[int], columns: Sequence[Head]) -> Iterator[Row]:
    above = [""] * len(labels)
    for line, cells in rows:
        names = [cells[at] for at in labels]
        if not names[0] and any(names):
            names = [name or before for name, before in zip(names, above, strict=True)]
        above = names
        head = head_of("".join(dict.fromkeys(names)))
        units = {at: head.unit or ("" if SHARE.search(head.name) else columns[at].unit) for at in range(len(cells))}
        figures = {
            at: with_unit(cells[at], units[at]) for at in range(labels[-1] + 1, len(cells)) if is_figure(cells[at])
        }
        if head.name and figures:
            yield Row(head, line, figures)
