"""What a table of a report's text is made of: heads with units and years, rows with figures, captions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.types import Span
from rag.vocabulary import MEASURES

_NUMBER = r"[-−+±]?\s?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?"
_UNITS = rf"(?:[百千万亿]*(?:{MEASURES})|[百千万亿]+|[%％‰]|个?百分点)"
_FIGURE = re.compile(rf"({_NUMBER})\s?[余多]?({_UNITS})?")
_IS_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?")
_WITH_UNIT = re.compile(rf"(.*?)\s*[（(](?:(?:计量)?单位\s*[:：])?\s*({_UNITS})[)）]")
# A figure under such a head counts something else than the caption's unit says.
SHARE = re.compile(r"[同环]比|[增降升]幅|增减|增长|比[例重上]|占比|率|[±%％]|[排名位]次|排名|倍")
# It stands alone: where a caption has several units (单位：件、万元), none holds for the whole table.
CAPTION_UNIT = re.compile(rf"单\s?位\s?[:：]\s?({_UNITS})(?=\s*(?:[)）\]】]|$))")
# What a column is called that only numbers rows, or a row that only numbers columns.
COUNTER = re.compile(r"序\s?号|编号|行次|栏次|No\.?", re.IGNORECASE)
# A caption has so many characters at most.
LONGEST_CAPTION = 80
_OF_WHICH = re.compile(r"^(?:其中)?[:：、]?")
NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s?[、.．])\s*"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's or a row's head: its name without year and unit, the year (None: it names none), the unit ("")."""

    text: str
    name: str
    year: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its head, where it stands in the text, and its figures with their units by the number of their column."""

    head: Head
    span: Span
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`corner` says what rows are, `caption` is the line above; `top`: where heads stand alone, None if in each row."""

    corner: str
    caption: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    top: Span | None


def head_of(text: str, unit: str = "") -> Head:
    """Return a head as read; `unit` is the table's, where the head has none of its own."""
    match = _WITH_UNIT.fullmatch(text)
    bare, own = (match[1], match[2]) if match else (text, "")
    years = _YEAR.findall(bare)
    name = _YEAR.sub("", bare) if len(years) == 1 else bare
    name = _OF_WHICH.sub("", NUMBERING.sub("", name.strip("：: ")))
    return Head(text, name, int(years[0]) if len(years) == 1 else None, own or ("" if SHARE.search(bare) else unit))


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a number, with or without its unit, and no year."""
    return bool(_FIGURE.fullmatch(cell)) and not _IS_YEAR.fullmatch(cell)


def with_unit(cell: str, unit: str) -> str:
    """Return a figure with the unit of its column, unless it has one of its own."""
    match = _FIGURE.fullmatch(cell)
    return cell if match and match[2] else f"{cell}{unit}"


def caption_above(text: str, start: int) -> str:
    """Return the line above a table, or its end where it is a paragraph."""
    above = text[max(0, start - 4 * LONGEST_CAPTION) : start].rstrip()
    return above[above.rfind("\n") + 1 :][-LONGEST_CAPTION:].strip("*# ")
