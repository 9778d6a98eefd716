"""Scanned pages: a page's picture → its lines, by optical character recognition (RapidOCR)."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.formats.typeset.layout import Line, Page
from ingest.formats.typeset.ocr_marks import Reading, settle_marks
from rag.errors import ReportError

if TYPE_CHECKING:
    from rapidocr_onnxruntime import RapidOCR

Picture = NDArray[np.uint8]
Boxes = NDArray[np.float32]

# Measured on pages of the sample reports printed in four typefaces (two of song, hei, kai): clean, with grain on a grey
# ground, blurred with specks and shade, saved as a poor JPEG, up to 2 degrees askew. Of the characters, folded by NFKC,
# 99.6 % are read right at 16 points (99.9 to 100 % on clean pages; what is missing are page numbers and rare
# characters), 99.9 % at 9 points. By resolution: 100 dpi 99.5 %, 150 dpi 99.6 %, 200 and 300 dpi 99.64 %; at 10.5
# points 150 dpi 99.8 %, 200 dpi 99.9 %. On two cores, a page of 600 characters takes 1.4 to 1.9 s (3.3 s of one
# core), one of 1,600 twice as long; the models load in 0.6 s.

# A4 at 300 dpi has 3,508 pixels on its longer side; larger pictures are made smaller, so that memory stays bounded
# (the process takes 0.6 GB for an A4 page, 0.8 GB for the largest picture).
LONGEST_SIDE = 3600
SHORTEST_SIDE = 32
# Lines are looked for at this resolution, in at most so many pixels (A3), and read at the picture's own. At 82 dpi,
# 0.05 % of small print is lost; 137 dpi finds no more, and takes half as long again.
DETECTION_DPI, MOST_DETECTION_PIXELS = 110, 2_400_000
# By how much the found cores of lines are widened: 1.4 99.38 %, 1.6 99.45 %, 1.8 99.52 %, 2.0 to 2.3 99.54 %, but lines
# set close begin to touch.
UNCLIP = 1.8
# How sure a box has to be: 0.6 99.41 %, 0.5 99.45 %, 0.3 99.52 %, as short lines come in.
BOX_SCORE = 0.3
# Lines that were read right score 0.59 at least, 99 % of them 0.75.
TEXT_SCORE = 0.5
# What is put around a line, in parts of its height: 0.1 %, and a tenth of the time, as letters get smaller.
PADDING = 0.2
MOST_THREADS = 4
# Boxes so much taller than wide hold lines that run upwards or downwards; lines that are so long tell how askew a page
# lies.
TALL, LONG = 1.5, 5.0
# The right way up, 18 half pages of all kinds scored 0.97 or more, upside down 0.62 or less. RapidOCR's own classifier
# of directions guesses: on a noisy page, it takes half of the lines for turned.
UNSURE = 0.75


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture turned by so many quarters, the corners of its lines' boxes (lines, 4, 2), and what they read.

    `score` is the mean over all characters, in [0, 1].
    """

    picture: Picture
    turns: int
    boxes: Boxes
    readings: list[Reading]
    score: float


_lock = threading.Lock()
_engines: list[RapidOCR] = []


def recognise(picture: Picture, *, width: float, height: float) -> Page:
    """Return the lines that are recognised in the `picture` of a page.

    `picture` is RGB of shape (rows, columns, 3), `width` and `height` the page's size in points. A page that lies on
    its side or upside down is turned; one from its side comes back with width and height exchanged.
    Raises ReportError where recognition cannot be loaded (with what to install) or fails.
    """
    with _lock:
        engine = _engine()
        try:
            sheet = _upright(engine, _bounded(picture), max(width, height))
        except Exception as error:  # a picture that is no page makes OpenCV and the models raise nearly anything
            raise ReportError(
                f"扫描页的文字识别失败（{type(error).__name__}）。请重新扫描，或换用带文字的版本再试。"
            ) from error
    if sheet.turns % 2:
        width, height = height, width
    return Page(width, height, _lines(sheet, width), ocr=True)


def _engine() -> RapidOCR:
    """Return the engine, which is made once: its models take half a second to load."""
    if not _engines:
        try:
            _engines.append(_load())
        except ModuleNotFoundError as error:
            raise ReportError(
                f"这一页是扫描图片，需要文字识别，但缺少 Python 软件包 {error.name}。"
                "请执行 pip install -r requirements.txt 后重试。"
            ) from error
        except Exception as error:  # a missing system library is an ImportError, a damaged model nearly anything
            raise ReportError(
                f"这一页是扫描图片，需要文字识别，但识别引擎无法加载（{error}）。"
                "Debian/Ubuntu 请执行 apt-get install libgl1 libglib2.0-0 后重试。"
            ) from error
    return _engines[0]


def _load() -> RapidOCR:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(
        intra_op_num_threads=min(MOST_THREADS, os.cpu_count() or 1),
        inter_op_num_threads=1,
        det_unclip_ratio=UNCLIP,
        det_box_thresh=BOX_SCORE,
        # small pictures are not enlarged: a narrow strip would take gigabytes
        det_limit_side_len=SHORTEST_SIDE,
    )


def _bounded(picture: Picture) -> Picture:
    """Return the picture no larger than it may be, in the order of colours that the models learned (BGR)."""
    small = _scaled(np.ascontiguousarray(picture), min(1.0, LONGEST_SIDE / max(picture.shape[:2])))
    return np.ascontiguousarray(small[:, :, ::-1])


def _scaled(picture: Picture, scale: float) -> Picture:
    import cv2

    if scale == 1:
        return picture
    rows, columns = picture.shape[:2]
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _upright(engine: RapidOCR, picture: Picture, points: float) -> _Sheet:
    """Return the picture read, turned as its lines ask for; `points` is the length of the page's longer side."""
    # pictures of scanned pages tell their resolution by the page that they fill
    dpi = 72 * max(picture.shape[:2]) / max(points, 1.0)
    boxes, turns = _detected(engine, picture, dpi), 0
    if 2 * np.count_nonzero(_heights(boxes) > TALL * _widths(boxes)) > len(boxes):
        picture, turns = np.ascontiguousarray(np.rot90(picture)), 1
        boxes = _detected(engine, picture, dpi)
    sheet = _read(engine, picture, turns, boxes)
    if sheet.score < UNSURE and len(boxes):
        picture = np.ascontiguousarray(np.rot90(picture, 2))
        other = _read(engine, picture, turns + 2, _detected(engine, picture, dpi))
        return max(sheet, other, key=lambda sheet: sheet.score)
    return sheet


def _detected(engine: RapidOCR, picture: Picture, dpi: float) -> Boxes:
    """Return the corners of the boxes of lines, clockwise from the upper left one."""
    rows, columns = picture.shape[:2]
    scale = min(1.0, DETECTION_DPI / dpi, math.sqrt(MOST_DETECTION_PIXELS / (rows * columns)))
    if min(rows, columns) < SHORTEST_SIDE:
        return np.empty((0, 4, 2), np.float32)
    found, _ = engine.text_det(_scaled(picture, scale))
    if found is None or not len(found):
        return np.empty((0, 4, 2), np.float32)
    return np.asarray(found, np.float32) / np.float32(scale)


def _widths(boxes: Boxes) -> Boxes:
    return np.asarray(np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1), np.float32)


def _heights(boxes: Boxes) -> Boxes:
    return np.asarray(np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1), np.float32)


def _crops(engine: RapidOCR, picture: Picture, boxes: Boxes) -> list[Picture]:
    import cv2

    crops: list[Picture] = []
    for crop in engine.get_crop_img_list(picture, list(boxes)):
        edge = round(PADDING * crop.shape[0])
        crops.append(np.asarray(cv2.copyMakeBorder(crop, edge, edge, edge, edge, cv2.BORDER_REPLICATE), np.uint8))
    return crops


def _read(engine: RapidOCR, picture: Picture, turns: int, boxes: Boxes) -> _Sheet:
    if not len(boxes):
        return _Sheet(picture, turns, boxes, [], 0.0)
    found, _ = engine.text_rec(_crops(engine, picture, boxes), return_word_box=True)
    total = sum(len(text) for text, *_ in found)
    score = sum(len(text) * score for text, score, *_ in found) / max(total, 1)
    return _Sheet(picture, turns, boxes, [_reading(*one) for one in found], score)


def _reading(text: str, score: float, places: Sequence[Any]) -> Reading:
    if score < TEXT_SCORE:
        return Reading("", ())
    return Reading(text, tuple(column for word in places[2] for column in word))


def _lines(sheet: _Sheet, width: float) -> tuple[Line, ...]:
    """Return the lines in points of a page that lies straight, however askew it was scanned."""
    rows, columns = sheet.picture.shape[:2]
    middle = np.array([columns / 2, rows / 2])
    angle = _angle(sheet.boxes)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    centres = (sheet.boxes.mean(axis=1) - middle) @ turn + middle
    halves = np.stack([_widths(sheet.boxes), _heights(sheet.boxes)], axis=1) / 2
    corners = np.concatenate([centres - halves, centres + halves], axis=1) * (width / columns)
    return tuple(
        Line(text, left, top, right, bottom)
        for text, (left, top, right, bottom) in zip(settle_marks(sheet.readings), corners.tolist(), strict=True)
        if text.strip()
    )


def _angle(boxes: Boxes) -> float:
    """Return by how much the lines fall to the right, in radians."""
    long = boxes[_widths(boxes) > LONG * _heights(boxes)]
    run = long[:, 1] - long[:, 0]
    return float(np.median(np.arctan2(run[:, 1], run[:, 0]))) if len(long) else 0.0
