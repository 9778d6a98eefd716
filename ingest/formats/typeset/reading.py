"""The lines of a page in the order in which they are read: runs of one line merged, columns one after the other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.formats.typeset.lines import Line, Page, box_gap, gap_text, is_cells, tighten, units

# Two runs stand on one line if they share this part of the lower one's height.
SAME_ROW = 0.5
# A gutter between columns lies in the middle part of the text and is at least this wide, in units of the font size.
MIDDLE = (0.3, 0.7)
NARROWEST_GUTTER = 0.8
# Columns hold at least so many lines each, most of which fill this share of the column and are at least so many
# letters wide: those of a form or a list are not.
COLUMN_LINES, COLUMN_FILLED, COLUMN_LETTERS = 4, 0.6, 8
# Letters are no smaller than this, in points, whatever the file says.
SMALLEST = 0.5
# What is printed twice to look bold lies this near, in units of the font size.
PRINTED_TWICE = 0.3


def em_of(line: Line) -> float:
    """Return the font size of a line; where it is unknown, its letters' average width tells it, or its height."""
    if line.size > 0:
        return max(line.size, SMALLEST)
    height = max(line.bottom - line.top, 1.0)
    wide = units(line.text.strip())
    # the letters of short lines are too few to tell
    return max(min((line.right - line.left) / wide, height) if wide >= 4 else 0.85 * height, SMALLEST)


def sound(page: Page) -> list[Line]:
    """Return the page's lines that hold anything and have coordinates that can be reckoned with."""
    return [
        line
        for line in page.lines
        if line.text.strip()
        and all(math.isfinite(at) for at in (line.left, line.top, line.right, line.bottom, line.size))
        and line.right >= line.left
        and line.bottom >= line.top
    ]


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the runs grouped to lines from top to bottom, each from left to right."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.left)):
        # the last few only: rows are met from top to bottom
        row = next((row for row in found[-4:] if _on_one_row(row, line)), None)
        if row is None:
            found.append([line])
        elif not any(_printed_twice(other, line) for other in row):
            row.append(line)
    found.sort(key=lambda row: row[0].top + row[0].bottom)
    return [sorted(row, key=lambda line: line.left) for row in found]


def _on_one_row(row: Sequence[Line], line: Line) -> bool:
    if line.whole or row[0].whole:
        return False
    tallest = max(row, key=lambda other: other.bottom - other.top)
    shared = min(line.bottom, tallest.bottom) - max(line.top, tallest.top)
    lower = min(line.bottom - line.top, tallest.bottom - tallest.top)
    if shared < SAME_ROW * lower:
        return False
    if _is_box(line) and abs(line.top + line.bottom - tallest.top - tallest.bottom) > lower:
        return False  # a tall cell beside two rows
    # marks of punctuation are squeezed into one another
    slack = min(1.1 * em_of(line), 0.6 * (line.right - line.left))
    apart = all(line.left >= other.right - slack or line.right <= other.left + slack for other in row)
    return apart or any(_printed_twice(other, line) for other in row)


def _printed_twice(first: Line, second: Line) -> bool:
    near = PRINTED_TWICE * em_of(first)
    return first.text == second.text and abs(first.left - second.left) < near and abs(first.top - second.top) < near


def _is_box(line: Line) -> bool:
    """Tell whether a line is a box that recognition found: it knows no size, and boxes may be cells of a table."""
    return line.size <= 0


def merged(row: Sequence[Line]) -> Line:
    """Return the runs of one line as one."""
    text = row[0].text
    for left, right in pairwise(row):
        gap = (right.left - left.right) / max(em_of(left), em_of(right), 1.0)
        end, start = text.rstrip(), right.text.lstrip()
        blanks = text[len(end) :] + right.text[: len(right.text) - len(start)]
        between = box_gap if _is_box(left) and _is_box(right) else gap_text
        text = end + between(end[-1:], start[:1], gap, blanks) + start
    main = max(row, key=lambda line: len(line.text))
    return replace(
        main, text=tighten(text), left=row[0].left, right=max(line.right for line in row),
        top=min(line.top for line in row), bottom=max(line.bottom for line in row),
        whole=main.whole or (all(map(_is_box, row)) and is_cells(text)),
    )  # fmt: skip


def strips(lines: Sequence[Line]) -> list[list[Line]]:
    """Return a page's lines in reading order, divided into the stretches that share their margins.

    A page without columns is one stretch; a column is one, and so is what stands over the whole width between columns.
    """
    gutter = _gutter([line for line in lines if not line.whole])
    if gutter is None:
        return [[merged(row) for row in rows(lines)]] if lines else []
    found: list[list[Line]] = []
    plain: list[Line] = []
    for band in _bands(lines, gutter):
        left = [line for line in band if line.right <= gutter]
        right = [line for line in band if line.left >= gutter]
        if _are_columns(left, right):
            found.extend(part for part in (plain, left, right) if part)
            plain = []
        else:
            plain.extend(band)
    if plain:
        found.append(plain)
    return [[merged(row) for row in rows(part)] for part in found]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the x coordinate that parts two columns, None where there is none."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    em = median(em_of(line) for line in lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    low, high = left + MIDDLE[0] * (right - left), left + MIDDLE[1] * (right - left)
    # a gutter begins where a left column's lines end
    ends = {line.right + 0.5 * NARROWEST_GUTTER * em for line in lines if low <= line.right <= high}
    best: tuple[int, float] | None = None
    for at in ends:
        crossing = sum(line.left < at + 0.3 * em and line.right > at - 0.3 * em for line in lines)
        if best is None or (crossing, at) < best:
            best = (crossing, at)
    if best is None or 3 * best[0] > len(lines):
        return None
    return best[1]


def _bands(lines: Sequence[Line], gutter: float) -> Iterable[list[Line]]:
    """Divide the lines from top to bottom where lines over the whole width part them from those in columns."""
    band: list[Line] = []
    crossing = False
    for row in rows(lines):
        crosses = any(line.whole or (line.left < gutter < line.right) for line in row)
        if band and crosses != crossing:
            yield band
            band = []
        crossing = crosses
        band.extend(row)
    if band:
        yield band


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if min(len(left), len(right)) < COLUMN_LINES:
        return False
    em = median(em_of(line) for line in left)
    if min(line.left for line in right) - max(line.right for line in left) < NARROWEST_GUTTER * em:
        return False
    return all(_is_filled(rows(side)) for side in (left, right))


def _is_filled(side: Sequence[Sequence[Line]]) -> bool:
    if 2 * sum(len(row) > 1 and all(map(_is_box, row)) for row in side) > len(side):
        return False  # several boxes in a line are cells of a table
    widths = [row[-1].right - row[0].left for row in side]
    narrowest = max(COLUMN_FILLED * max(widths), COLUMN_LETTERS * em_of(side[0][0]))
    return len(side) >= COLUMN_LINES and median(widths) >= narrowest
