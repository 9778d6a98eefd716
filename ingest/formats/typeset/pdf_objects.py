"""What is drawn on a PDF page beside its text: pictures, and the ruled lines of tables."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.formats.typeset.pdf_text import Frame

# Objects and path segments beyond these belong to drawings and maps, not to tables.
MOST_OBJECTS, MOST_SEGMENTS, DEEPEST = 50_000, 50_000, 8
# A line is at most so thick, in points, and so far from level.
THICKEST, LEVEL = 3.0, 1.0
SHORTEST = 2.0
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A ruled line, level or upright, from its left or top end to the other; `at` is its place across."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawn:
    """What a page holds: its ruled lines, the part of it that pictures cover, and how many things that are no text."""

    rules: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    count: int = 0


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """Return what is drawn on a loaded page, in upright coordinates; `page` is pdfium's handle."""
    found = Drawn()
    walk = _Walk(found, frame)
    walk.objects(pdfium.FPDFPage_CountObjects(page), lambda at: pdfium.FPDFPage_GetObject(page, at), IDENTITY, 0)
    width, height = frame.size
    found.pictures = min(found.pictures / max(width * height, 1.0), 1.0)
    return found


class _Walk:
    def __init__(self, found: Drawn, frame: Frame) -> None:
        self._found = found
        self._frame = frame
        self._left = MOST_OBJECTS
        self._segments = MOST_SEGMENTS

    def objects(self, count: int, get: Callable[[int], Any], outer: Matrix, depth: int) -> None:
        for at in range(count):
            self._left -= 1
            if self._left < 0:
                return
            one = get(at)
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth < DEEPEST:
                    inner = _times(_matrix(one), outer)
                    self.objects(pdfium.FPDFFormObj_CountObjects(one), _getter(one), inner, depth + 1)
                continue
            self._found.count += 1
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._found.pictures += self._area(one, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._found.rules.extend(self._rules(one, _times(_matrix(one), outer)))

    def _area(self, one: Any, outer: Matrix) -> float:
        bounds = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(one, *(ctypes.byref(value) for value in bounds)):
            return 0.0
        left, bottom, right, top = (value.value for value in bounds)
        width, height = self._frame.size
        first, second = self._place(outer, left, bottom), self._place(outer, right, top)
        across = min(max(first[0], second[0]), width) - max(min(first[0], second[0]), 0)
        down = min(max(first[1], second[1]), height) - max(min(first[1], second[1]), 0)
        return max(across, 0) * max(down, 0)

    def _place(self, matrix: Matrix, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        return self._frame.upright(a * x + c * y + e, b * x + d * y + f)

    def _rules(self, path: Any, matrix: Matrix) -> Iterator[Rule]:
        fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
        if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
            return
        for points in self._parts(path, matrix):
            if rule := _thin(points):
                yield rule
            elif stroke.value:
                for first, second in pairwise(points):
                    if rule := _thin([first, second]):
                        yield rule

    def _parts(self, path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """Yield the corners of each part of a path that is made of straight lines."""
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        straight = True
        for at in range(pdfium.FPDFPath_CountSegments(path)):
            self._segments -= 1
            if self._segments < 0:
                return
            segment = pdfium.FPDFPath_GetPathSegment(path, at)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if straight and len(points) > 1:
                    yield points
                points, straight = [], True
            straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
            points.append(self._place(matrix, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
                points.append(points[0])
        if straight and len(points) > 1:
            yield points


def _getter(form: Any) -> Callable[[int], Any]:
    return lambda at: pdfium.FPDFFormObj_GetObject(form, at)


def _matrix(one: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _thin(points: Sequence[tuple[float, float]]) -> Rule | None:
    """Return the level or upright line that the points draw, also as a thin box; None where they draw none."""
    across, down = [x for x, _ in points], [y for _, y in points]
    width, height = max(across) - min(across), max(down) - min(down)
    slack = LEVEL if len(points) == 2 else THICKEST
    if height <= slack and width >= max(SHORTEST, height):
        return Rule(False, (max(down) + min(down)) / 2, min(across), max(across))
    if width <= slack and height >= max(SHORTEST, width):
        return Rule(True, (max(across) + min(across)) / 2, min(down), max(down))
    return None
