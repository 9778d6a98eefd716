"""Full-width or half-width? What a recogniser cannot see in a mark of punctuation, the room around it tells."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

_HALF, _FULL = ",;:()?!", "，；：（）？！"
_TO_FULL, _TO_HALF = str.maketrans(_HALF, _FULL), str.maketrans(_FULL, _HALF)
_MARKS = re.compile(f"[{re.escape(_HALF + _FULL)}]+")
_IDEOGRAPH = re.compile("[㐀-鿿]")
# A dash between figures is read as the numeral one, which never stands there: 2021一2025年.
_DASH = re.compile(r"(?<=[0-9])\s?一\s?(?=[0-9])")
# A line tells its font size by so many steps between neighbouring ideographs, none of them wider than this.
FEW_STEPS, WIDEST_STEP = 3, 1.6
# The room of one mark in units of the font size: below, it is half-width, above, full-width. Between them, the columns
# are too coarse to tell, and the mark follows the others of its page.
HALF_WIDTH, FULL_WIDTH = 0.6, 0.9
# Latin letters and digits, and those signs that are wider.
_NARROW, _WIDE_SIGN = 0.55, 0.85


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one line, and the column in which each of its characters was seen (any unit, from left to right)."""

    text: str
    columns: tuple[float, ...]


def settle_marks(readings: Sequence[Reading]) -> list[str]:
    """Return the texts of a page's lines, their commas, colons, semicolons, brackets, ? and ! as wide as printed."""
    widths = [dict(_measured(reading)) for reading in readings]
    seen = Counter(is_full for line in widths for is_full in line.values())
    usual = None if seen[True] == seen[False] else seen[True] > seen[False]
    return [
        _DASH.sub("—", _rewritten(reading.text, line, usual)) for reading, line in zip(readings, widths, strict=True)
    ]


def _measured(reading: Reading) -> Iterator[tuple[int, bool]]:
    """Yield the index of each mark whose room is clear, and whether it is full-width."""
    text, columns = reading.text, reading.columns
    em = _em(reading)
    if em is None:
        return
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            continue
        between = (columns[end] - columns[start - 1]) / em
        room = (between - (_advance(text[start - 1]) + _advance(text[end])) / 2) / (end - start)
        if not HALF_WIDTH < room < FULL_WIDTH:
            yield from ((at, room >= FULL_WIDTH) for at in range(start, end))


def _em(reading: Reading) -> float | None:
    """Return the distance of neighbouring ideographs in columns, None if the line holds too few."""
    steps = [
        right - left
        for (one, left), (other, right) in pairwise(zip(reading.text, reading.columns, strict=True))
        if _IDEOGRAPH.match(one) and _IDEOGRAPH.match(other)
    ]
    if len(steps) < FEW_STEPS:
        return None
    widest = WIDEST_STEP * median(steps)
    # the mean, as columns are coarse: about five to an ideograph
    return fmean(step for step in steps if step <= widest) or None


def _advance(char: str) -> float:
    # quotation marks and dashes are "ambiguous" in Unicode, and a whole square in Chinese fonts
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return _WIDE_SIGN if char in "%+=@&<>" else _NARROW


def _rewritten(text: str, widths: Mapping[int, bool], usual: bool | None) -> str:
    chars = list(text)
    for match in _MARKS.finditer(text):
        for at in range(*match.span()):
            is_full = widths.get(at, usual)
            if is_full is not None:
                chars[at] = chars[at].translate(_TO_FULL if is_full else _TO_HALF)
    return "".join(chars)
