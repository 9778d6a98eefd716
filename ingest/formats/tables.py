"""Rows of a table → sentences that name their column heads: a figure in a table can be found and cited.

地区：甲县，甲县收案35件，甲县结案30件。 Nothing is invented: the words are those of the cells, what parts them is ours.
Each clause can be quoted alone, years side by side are one clause. Forms of labels with values, layouts and grids
without heads keep their cells, parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.fields import is_label
from ingest.formats.tableheads import (
    LONGEST_ROW,
    MOST_COLUMNS,
    NOTHING,
    NUMBER,
    UNITS,
    Row,
    head_rows,
    is_figure,
    is_whole,
    is_year,
    joined,
    numbers_columns,
    unit_alone,
    whole,
)

# Of 240 questions for one cell of 45 small tables, in 9 reports of 3 places, the extractive answers hold the cell and
# its row's label for 240 in 22 characters, for 240 in 40 where the label stands only at the row's beginning, and for
# 228 where years side by side are clauses of their own: the first year is then taken for the one that was asked for.
YEARS_APART = "、"
# A caption with its unit at the end (表1 收案情况（单位：件）) is no longer than this.
LONGEST_CAPTION = 80
# A longer label stands only once in its row.
LONGEST_REPEATED = 24
_BARE = re.compile(NUMBER)
_UNIT = re.compile(UNITS)
_YEAR_WITHIN = re.compile(r"(?<!\d)(?:19|20)\d\d(?:年度?|(?!\d))")
_DATE = re.compile(r"(?:19|20)\d\d\s?(?:年$|年\s?\d|[-./]\d)")
_WITH_UNIT = re.compile(rf"(.+?)\s*[（(](?:(?:计量)?单位\s*[:：])?\s*({UNITS})[)）]")
_CAPTION_UNIT = re.compile(
    rf"(?:[（(]?(?:计量)?|.{{1,{LONGEST_CAPTION}}}(?:[（(]|\s)(?:计量)?)单位\s?[:：]\s?({UNITS})\s?[)）]?"
)
_SPACED_UNIT = re.compile(r"单\s?位(?=\s?[:：])\s?")
_COUNTER = re.compile(r"序\s?号|编号|行次|栏次|No\.?", re.IGNORECASE)
_TOTAL = re.compile(r"合\s?计|总\s?计|总\s?数|全[省市县区]")
# A figure under such a head counts something else than the table's unit says.
_SHARE = re.compile(r"[同环]比|[增降升]幅|比[例重上]|占比|率|[±%％]|[排名位]次|排名|倍")
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s?[、.．])\s*"
)


def rows_as_text(rows: Sequence[Row], heads: int | None = None, *, unit: str = "") -> list[str]:
    """Return one line for each row that holds data, readable by itself with its column heads.

    `rows` is a rectangular grid of cell texts, merged cells repeated in every cell that they cover; `heads` is the
    number of header rows (None: guessed); `unit` is what the table's caption counts in (see caption_unit). Forms of
    labels with values (索引号, 发布日期), layouts and grids without heads come back as rows joined by tabs.
    """
    return [line for _, line in numbered_lines(rows, heads, unit=unit)]


def numbered_lines(rows: Sequence[Row], heads: int | None = None, *, unit: str = "") -> list[tuple[int, str]]:
    """Return the lines of rows_as_text, each with the number (from 0) of the row that it comes from, in order."""
    cleaned = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    places = [at for at, row in enumerate(cleaned) if any(row)]
    grid = [cleaned[at] for at in places]
    if not grid or len(grid[0]) > MOST_COLUMNS or any(sum(map(len, set(row))) > LONGEST_ROW for row in grid):
        return [(place, joined(row)) for place, row in zip(places, grid, strict=True)]
    top = next((at for at, row in enumerate(grid) if not is_whole(row)), len(grid))
    captions = [(place, whole(row)) for place, row in zip(places, grid[:top], strict=False)]
    unit = next((found for _, caption in captions if (found := caption_unit(caption))), unit)
    grid, places = grid[top:], places[top:]
    count = head_rows(grid) if heads is None else heads - top
    if not 0 < count < len(grid) or len(grid[0]) < 2:
        return captions + [(place, joined(row)) for place, row in zip(places, grid, strict=True)]
    return captions + [(places[count + at], line) for at, line in _lines(grid[:count], grid[count:], unit)]


def caption_unit(line: str) -> str:
    """Return the unit that a line above a table says for its figures, "" where it says none or several.

    It may stand alone (单位：件) or at a caption's end: 表1 收案情况（单位：件）.
    """
    line = _SPACED_UNIT.sub("单位", " ".join(line.split()))
    match = _CAPTION_UNIT.fullmatch(line) if line.count("单位：") + line.count("单位:") < 2 else None
    return match[1] if match else ""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its place in the row, its head, the head without its year, and the unit of its figures."""

    at: int
    head: str
    subject: str
    unit: str
    share: bool


def _lines(heads: Sequence[Row], rows: Sequence[Row], unit: str) -> Iterator[tuple[int, str]]:
    paths = list(zip(*heads, strict=True))
    # 地区 收案 地区 收案: the table goes on beside itself
    width = next(size for size in range(1, len(paths) + 1) if paths == paths[:size] * (len(paths) // size))
    width = width if width > 1 else len(paths)
    columns = [_column(at, path, unit) for at, path in enumerate(paths[:width])]
    panels = [[row[left : left + width] for row in rows] for left in range(0, len(paths), width)]
    tables = [_Table(columns, panel) for panel in panels]
    repeated = frozenset(heads)
    for at, row in enumerate(rows):
        if row in repeated and not any(is_figure(cell) for cell in row):
            continue  # the heads again, on the next page
        if is_whole(row):
            yield at, whole(row)
        elif at == 0 and numbers_columns(row):
            yield at, joined(row)
        else:
            yield from (
                (at, table.line(panel[at])) for table, panel in zip(tables, panels, strict=True) if any(panel[at])
            )


def _column(at: int, path: Row, unit: str) -> _Column:
    names: list[str] = []
    own = ""
    for name in dict.fromkeys(path):
        if match := _WITH_UNIT.fullmatch(name):
            names.append(match[1])
            own = match[2]
        elif names and unit_alone(name):
            own = unit_alone(name)
        else:
            names.append(name)
    # 收案 over 2021年 reads 2021年收案
    head = "".join(sorted(names, key=lambda name: not is_year(name)))
    share = bool(_SHARE.search(head))
    subject = _YEAR_WITHIN.sub("", head) if len(_YEAR_WITHIN.findall(head)) == 1 else f"{at} {head}"
    return _Column(at, head, subject, own or ("" if share else unit), share)


class _Table:
    """Which columns of a table are counters, labels, the unit, values; and the sentence of each row."""

    def __init__(self, columns: Sequence[_Column], rows: Sequence[Row]) -> None:
        rows = [row for row in rows if any(row) and not is_whole(row)]
        self._counters = [column for column in columns if _is_counter(column, rows)]
        self._measure = next((column for column in columns if _is_measure(column, rows)), None)
        rest = [column for column in columns if column not in (*self._counters, self._measure)]
        self._labels = _label_columns(rest, rows)
        self._values: dict[str, list[_Column]] = {}
        for column in rest[len(self._labels) :]:
            self._values.setdefault(column.subject, []).append(column)
        self._above = [""] * len(self._labels)

    def line(self, row: Row) -> str:
        """Return the sentence of a row; its cells parted by tabs where none says what the row is about."""
        names = self._names(row)
        label = _spoken("".join(dict.fromkeys(names)))
        if not label:
            return joined(row)
        subject = label if len(label) <= LONGEST_REPEATED else ""
        clauses = [f"{column.head}{row[column.at]}" for column in self._counters if is_figure(row[column.at])]
        for column, name in zip(self._labels, names, strict=False):
            if name and (column.head or not subject):
                clauses.append(name if name.startswith(column.head) else _pair(column.head, name))
        for columns in self._values.values():
            clauses += self._clauses(columns, row, subject)
        # under an empty corner and beside texts alone, nothing has said the label yet
        unsaid = [name for name in dict.fromkeys(names) if not any(_spoken(name) in clause for clause in clauses)]
        return "，".join([_spoken("".join(unsaid)), *clauses] if unsaid else clauses) + "。"

    def _names(self, row: Row) -> list[str]:
        names = [_named(row[column.at], column.head) for column in self._labels]
        if names and not names[0] and any(names) and not any(_TOTAL.search(name) for name in names):
            # a group's name stands only in its first row
            names = [name or above for name, above in zip(names, self._above, strict=True)]
        self._above = names
        return names + [row[column.at] for column in self._counters if not is_figure(row[column.at])]

    def _clauses(self, columns: Sequence[_Column], row: Row, subject: str) -> Iterator[str]:
        """Yield the figures of one subject, its years side by side, as one clause, then its texts."""
        cells = [(column, row[column.at]) for column in columns if not NOTHING.fullmatch(row[column.at])]
        if figures := [self._figure(column, cell, row) for column, cell in cells if _counts(cell)]:
            yield subject + YEARS_APART.join(figures)
        for column, cell in cells:
            if not _counts(cell) and (not column.at or cell != row[column.at - 1]):
                yield _pair(column.head, cell)

    def _figure(self, column: _Column, cell: str, row: Row) -> str:
        # 结案率 beside 85 in a table of 件 are no 85件
        unit = "" if any(_SHARE.search(row[label.at]) for label in self._labels) else column.unit
        if self._measure and not unit and not column.share and _UNIT.fullmatch(row[self._measure.at]):
            unit = row[self._measure.at]
        figure = cell + unit if _BARE.fullmatch(cell) else cell
        # 2022 above 35 must not read 202235, nor a minus be lost behind a word
        return column.head + (f"（{figure}）" if column.head[-1:].isascii() or not cell[0].isdigit() else figure)


def _counts(cell: str) -> bool:
    return bool(_BARE.match(cell)) and not _DATE.match(cell)


def _is_counter(column: _Column, rows: Sequence[Row]) -> bool:
    return bool(_COUNTER.fullmatch(column.head)) and 2 * sum(is_figure(row[column.at]) for row in rows) >= len(rows)


def _is_measure(column: _Column, rows: Sequence[Row]) -> bool:
    cells = [row[column.at] for row in rows if not NOTHING.fullmatch(row[column.at])]
    return "单位" in column.head and bool(cells) and all(_UNIT.fullmatch(cell) for cell in cells)


def _label_columns(columns: Sequence[_Column], rows: Sequence[Row]) -> list[_Column]:
    """Return the columns that say what a row is about: the first, and the next ones while rows are alike in them."""
    for count, column in enumerate(columns):
        if count and any(is_figure(row[column.at]) for row in rows):
            return list(columns[:count])
        told = {tuple(row[above.at] for above in columns[: count + 1]) for row in rows}
        if len(told) == len(rows) and all(row[column.at] for row in rows):
            return list(columns[: count + 1])
    return list(columns[:1])


def _named(cell: str, head: str) -> str:
    """Return a label that says what it numbers: 2022 under 年份 → 2022年, 3 under 月份 → 月份3."""
    if "年" in head and is_year(cell) and cell.isdigit():
        return f"{cell}年"
    return f"{head}{cell}" if cell.isdigit() else cell


def _spoken(label: str) -> str:
    """Return a row's label as it stands before a figure: 一、收案 → 收案, 其中：调解 → 其中调解."""
    return _NUMBERING.sub("", label, count=1).replace("：", "").replace(":", "")


def _pair(head: str, cell: str) -> str:
    cell = cell.rstrip("。；;，")
    # with a colon, 文号 or 日期 would be taken for one of the report's own
    return f"{head}{' ' if is_label(head) else '：'}{cell}" if head else cell
