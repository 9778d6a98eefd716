"""The text objects of an OFD page → its lines (GB/T 33190, clauses 8.5 and 11)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

from ingest.formats.typeset.layout import Line, Page
from ingest.formats.typeset.lines import is_chinese, units

if TYPE_CHECKING:
    from lxml.etree import _Element

# (a, b, c, d, e, f) takes (x, y) to (a x + c y + e, b x + d y + f), as in PDF.
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
POINTS = 72 / 25.4
# Parts of the font size above and below the baseline.
ASCENT, DESCENT = 0.86, 0.14
# Millimetres: 10.5 points.
SMALL_PRINT = 3.7
# Letters of one line: the baseline stays, the pen does not go back, and the gap is no column's or tab's.
SAME_BASELINE, PEN_BACK, WIDEST_GAP = 0.4, 0.5, 0.8
# Objects that go on where the last one ended; between Latin letters, a wider gap may be a blank.
JOINED, JOINED_LATIN, SAME_SIZE = 0.5, 0.15, 0.1
# Text that is turned by more than this from the page's edges is a watermark. Degrees.
ASKEW = 10
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Run:
    """One line and the quarters of a circle by which its text is turned clockwise; None: a watermark."""

    line: Line
    turns: int | None


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that applies `inner` first."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Return the `count` numbers of an attribute, None where it has not so many."""
    try:
        found = tuple(map(float, (text or "").split()[:count]))
    except ValueError:
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def placed(element: _Element, outer: Matrix, unit: Matrix = IDENTITY) -> Matrix:
    """Return where an object's own coordinates lie on the page; `unit` stands for a CTM that it lacks."""
    x, y, *_ = numbers(element.get("Boundary"), 4) or (0.0, 0.0)
    own = numbers(element.get("CTM"), 6) or unit
    matrix = times(outer, times((1, 0, 0, 1, x, y), own))  # type: ignore[arg-type]  # six numbers
    return matrix if all(map(math.isfinite, matrix)) else outer


def text_runs(element: _Element, outer: Matrix) -> Iterator[Run]:
    """Yield the lines of a TextObject in points; `outer` takes its parent's coordinates to millimetres of the page."""
    matrix = placed(element, outer)
    size = _size(element)
    edge = _right_edge(element)
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        # what stands between entities, which are not expanded
        text = _BREAK.sub("", (code.text or "") + "".join(child.tail or "" for child in code))
        x, y = ((numbers(code.get(name), 1) or (before,))[0] for name, before in (("X", x), ("Y", y)))
        pen = list(_pen(code, text, (x, y), size))
        for start, end in _stretches(text, pen, size):
            if end > start:
                yield _run(text[start:end], pen[start:end], size, (matrix, edge))


def _size(element: _Element) -> float:
    """Return the font size, that of small print where none is told."""
    size = (numbers(element.get("Size"), 1) or (0.0,))[0]
    return size if size > 0 else SMALL_PRINT


def _pen(code: _Element, text: str, start: tuple[float, float], size: float) -> Iterator[tuple[float, float]]:
    """Yield where the pen stands for each character, in the object's own coordinates."""
    x, y = start
    across, down = (_offsets(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
    stays = bool(code.get("DeltaY") and not code.get("DeltaX"))
    for char in text:
        yield x, y
        x += next(across, 0.0 if stays else units(char) * size)
        y += next(down, 0.0)


def _offsets(text: str | None, most: int) -> Iterator[float]:
    """Yield the offsets of DeltaX or DeltaY; "g 3 2.5" stands for three times 2.5."""
    words = iter((text or "").split())
    try:
        for word in words:
            count = min(int(next(words, "")), most) if word.lower() == "g" else 1
            value = float(next(words, "") if word.lower() == "g" else word)
            if not math.isfinite(value):
                return
            yield from repeat(value, count)
    except ValueError:  # what cannot be read says nothing of where the rest stands
        return


def _stretches(text: str, pen: Sequence[tuple[float, float]], size: float) -> Iterator[tuple[int, int]]:
    """Yield the parts of a TextCode that are one line each, or one column of vertical writing."""
    steps = [(right[0] - left[0], right[1] - left[1]) for left, right in pairwise(pen)]
    if steps and all(abs(dx) < SAME_BASELINE * size <= abs(dy) for dx, dy in steps):
        yield 0, len(text)
        return
    start = 0
    for at, (dx, dy) in enumerate(steps, 1):
        gap = dx - units(text[at - 1]) * size
        if abs(dy) > SAME_BASELINE * size or dx < -PEN_BACK * size or gap > WIDEST_GAP * size:
            yield start, at
            start = at
    yield start, len(text)


def _right_edge(element: _Element) -> float | None:
    """Return where the object's box ends in its own coordinates, None where it is turned or has no box."""
    box, own = numbers(element.get("Boundary"), 4), numbers(element.get("CTM"), 6) or IDENTITY
    return box[2] / own[0] if box and own[0] > 0 and own[1] == own[2] == 0 else None


def _run(text: str, pen: Sequence[tuple[float, float]], size: float, frame: tuple[Matrix, float | None]) -> Run:
    (a, b, c, d, e, f), edge = frame
    last = units(text[-1]) * size
    # a font's letters are wider or narrower than half its size
    if edge is not None and 0.2 * size < edge - pen[-1][0] < 1.2 * size:
        last = edge - pen[-1][0]
    xs = min(x for x, _ in pen), max(max(x for x, _ in pen), pen[-1][0] + last)
    ys = min(y for _, y in pen) - ASCENT * size, max(y for _, y in pen) + DESCENT * size
    corners = [((a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS) for x in xs for y in ys]
    angle = math.degrees(math.atan2(b, a))
    askew = abs(angle - 90 * round(angle / 90)) > ASKEW
    line = Line(
        text,
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
        size * math.hypot(c, d) * POINTS,
        whole=len(pen) > 1 and abs(pen[-1][1] - pen[0][1]) > abs(pen[-1][0] - pen[0][0]),
    )
    return Run(line, None if askew else round(angle / 90) % 4)


def upright(runs: Iterable[Run], width: float, height: float) -> Page:
    """Return a page of the runs' lines, turned as most of its text is; what is turned otherwise stands alone.

    `width` and `height` are in points. Watermarks, which lie across the page, are left out.
    """
    kept = [run for run in runs if run.turns is not None]
    weights = Counter[int]()
    for run in kept:
        weights[run.turns or 0] += len(run.line.text)
    turns = max(weights, key=lambda turns: weights[turns], default=0)
    lines = [
        _turned(run.line, turns, width, height) if run.turns == turns
        else replace(_turned(run.line, turns, width, height), whole=True)
        for run in kept
    ]  # fmt: skip
    if turns % 2:
        width, height = height, width
    return Page(width, height, tuple(line for line in _joined(lines) if line.text.strip()))


def _turned(line: Line, turns: int, width: float, height: float) -> Line:
    """Return the line on a page that is turned back (anticlockwise) by so many quarters."""
    if turns == 0:
        return line
    if turns == 1:
        box = line.top, width - line.right, line.bottom, width - line.left
    elif turns == 2:
        box = width - line.right, height - line.bottom, width - line.left, height - line.top
    else:
        box = height - line.bottom, line.left, height - line.top, line.right
    return replace(line, left=box[0], top=box[1], right=box[2], bottom=box[3])


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines with those joined that go on where the last one ended: some writers place each letter alone."""
    last: Line | None = None
    for line in lines:
        if last is not None and _goes_on(last, line):
            last = replace(last, text=last.text + line.text, right=max(last.right, line.right),
                           top=min(last.top, line.top), bottom=max(last.bottom, line.bottom))  # fmt: skip
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _goes_on(last: Line, line: Line) -> bool:
    if last.whole or line.whole or last.size <= 0 or abs(last.size - line.size) > SAME_SIZE * last.size:
        return False
    if abs(last.bottom - line.bottom) > SAME_SIZE * last.size or not last.text.strip():
        return False
    latin = not (is_chinese(last.text[-1]) or is_chinese(line.text[0]))
    return -PEN_BACK < (line.left - last.right) / last.size < (JOINED_LATIN if latin else JOINED)
