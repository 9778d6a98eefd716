"""The text layer of a PDF page: letters with their places through pdfium, grouped to runs of text."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.formats.typeset.lines import SQUARE_BLANK, Line, gap_text, is_chinese

# More letters than this on a page were made to fill the memory: a dense newspaper page has 20,000.
MOST_LETTERS = 200_000
# A run ends at a gap this wide, or where the baseline or the size changes, in units of the font size. It goes backwards
# by up to one where two marks of punctuation are squeezed.
RUN_GAP, BACKWARDS, SAME_BASELINE, SAME_SIZE = 1.5, 1.1, 0.2, 0.2
# The parts of a letter's height above and below the baseline, the same for all fonts: lines are then comparable.
ASCENT, DESCENT = 0.88, 0.12
# The same letter printed again to look bold lies this near, in units of the font size.
PRINTED_TWICE = 0.3
# From so many letters on, the usual gap between them is told apart from single wide ones.
ENOUGH_GAPS = 4
# Text further askew than this many degrees is no line of the page: watermarks.
ASKEW = 10
INVISIBLE = 3
# A Chinese letter's width, in units of the font size, where the size is what it seems.
SQUARE = (0.5, 1.6)
DAMAGED = "\ufffd"
# What fonts call a hyphen; the first one is what pdfium gives for one at a line's end.
_HYPHENS = frozenset((0x02, 0xAD, 0x2010, 0x2011))
# Code points of radicals that fonts give for the characters themselves, where NFKC leaves them.
_RADICALS = dict(zip("⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
                     "母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟", strict=True))  # fmt: skip
# The usual signs of the symbol fonts Symbol and Wingdings, which have no code points of their own.
_SYMBOLS = {0xF06C: "●", 0xF06E: "■", 0xF075: "◆", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0A8: "□",
            0xF06F: "□", 0xF0A3: "□", 0xF0FE: "☑", 0xF052: "☑"}  # fmt: skip


class Letter(NamedTuple):
    """A glyph, which stands for a letter or several, or a blank.

    `left` and `right` are where it begins and ends along its line, `base` is its baseline's distance from the page's
    top, all in points.
    """

    char: str
    left: float
    right: float
    base: float
    size: float
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible box in the file's coordinates, and by how many quarter turns its text is turned to the left."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height of the page as its text is read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point, from the top left corner of the page as its text is read."""
        across, up = x - self.left, y - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        return ((across, height - up), (up, across), (width - across, up), (height - up, width - across))[self.turn]


class _Font(NamedTuple):
    """What the letters of one text object share; `turn` None: set askew."""

    size: float
    turn: int | None
    x: float
    y: float
    visible: bool
    unmapped: bool


class _Raw(NamedTuple):
    char: str
    box: tuple[float, float, float, float]
    font: _Font


def read_letters(page: Any, frame: Frame) -> tuple[list[Letter], Frame]:
    """Return a page's letters in the file's order, and the frame turned as most of them are.

    `page` is pdfium's handle. What lies askew or outside the frame is left out. Raises ValueError for far too many.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], frame
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MOST_LETTERS:
            raise ValueError(count)
        raw = list(_glyphs(_raw_letters(text_page, count)))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    turns = Counter(letter.font.turn for letter in raw if letter.font.turn is not None and not letter.char.isspace())
    turned = Frame(frame.left, frame.bottom, frame.right, frame.top, max(turns, key=turns.__getitem__, default=0))
    return [letter for one in raw if (letter := _placed(one, turned))], turned


def _raw_letters(text_page: Any, count: int) -> Iterator[_Raw]:
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    before, font = 0, None
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if code in (10, 13):
            continue
        handle = pdfium.FPDFText_GetTextObject(text_page, at)
        address = ctypes.addressof(handle.contents) if handle else 0
        if not address or (code == 32 and pdfium.FPDFText_IsGenerated(text_page, at) == 1):
            # pdfium's own guess at a blank: gaps are judged later, with their surroundings
            continue
        if address != before or font is None:
            before, font = address, _font(text_page, at, handle)
        if font.unmapped and pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1:
            code = 0
        char = _char(code)
        if char and pdfium.FPDFText_GetLooseCharBox(text_page, at, reference):
            yield _Raw(char, (box.left, box.bottom, box.right, box.top), font)


def _glyphs(letters: Iterable[_Raw]) -> Iterator[_Raw]:
    """Put together the letters of a glyph that stands for several: ——, fi."""
    for (box, font), group in groupby(letters, key=lambda letter: (letter.box, letter.font)):
        yield _Raw("".join(letter.char for letter in group), box, font)


def _font(text_page: Any, at: int, handle: Any) -> _Font:
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix))
    pdfium.FPDFText_GetCharOrigin(text_page, at, ctypes.byref(x), ctypes.byref(y))
    size = pdfium.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    turn = round(angle / 90)
    askew = abs(angle - 90 * turn) > ASKEW
    visible = pdfium.FPDFTextObj_GetTextRenderMode(handle) != INVISIBLE
    unmapped = pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1
    return _Font(abs(size), None if askew else turn % 4, x.value, y.value, visible, unmapped)


def _char(code: int) -> str:
    """Return the character for a code point as it is read, "" for what shows nothing, U+FFFD for what is unknown."""
    if 0x4E00 <= code <= 0x9FFF or 0x20 < code < 0x7F:
        return chr(code)
    if code in _SYMBOLS or code in _HYPHENS:
        return _SYMBOLS.get(code, "-")
    char = chr(code) if 0 < code <= 0x10FFFF else DAMAGED
    kind = unicodedata.category(char)
    if char.isspace() or kind in ("Cc", "Cf"):
        return (char if char == SQUARE_BLANK else " ") if char.isspace() else ""
    if kind in ("Cs", "Cn"):
        return DAMAGED
    # radicals, compatibility ideographs and ligatures stand in the place of the usual letters
    is_variant = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFB06 or 0x2F800 <= code <= 0x2FA1F
    return _RADICALS.get(char) or unicodedata.normalize("NFKC", char) if is_variant else char


def _placed(raw: _Raw, frame: Frame) -> Letter | None:
    font = raw.font
    if font.turn != frame.turn:
        return None
    (left, _), (right, _) = frame.upright(*raw.box[:2]), frame.upright(*raw.box[2:])
    left, right = min(left, right), max(left, right)
    base = frame.upright(font.x, font.y)[1]
    width, height = frame.size
    if not (-1 <= (left + right) / 2 <= width + 1 and -1 <= base - font.size / 3 <= height + 1):
        return None
    advance = right - left
    # some files scale the font where pdfium does not tell; a Chinese letter is as wide as its size
    odd = not SQUARE[0] < advance / max(font.size, 0.01) < SQUARE[1]
    scaled = odd and len(raw.char) == 1 and is_chinese(raw.char) and advance > 0
    size = advance if scaled else font.size
    return Letter(raw.char, left, right, base, size, font.visible) if size > 0 else None


def runs(letters: Iterable[Letter]) -> list[Line]:
    """Return the letters joined to runs on one baseline, with the blanks that the file or wide gaps put between."""
    found: list[list[Letter]] = []
    for letter in letters:
        last = found[-1][-1] if found else None
        if last and _same_place(last, letter):
            continue
        if last and _goes_on(last, letter):
            found[-1].append(letter)
        else:
            found.append([letter])
    return [line for run in found if (line := _line(run))]


def _same_place(last: Letter, letter: Letter) -> bool:
    near = PRINTED_TWICE * letter.size
    return last.char == letter.char and abs(last.left - letter.left) < near and abs(last.base - letter.base) < near


def _goes_on(last: Letter, letter: Letter) -> bool:
    size = max(last.size, letter.size)
    if abs(last.base - letter.base) > SAME_BASELINE * size or abs(last.size - letter.size) > SAME_SIZE * size:
        return False
    return -BACKWARDS * size <= letter.left - last.right <= RUN_GAP * size


def _line(run: Sequence[Letter]) -> Line | None:
    shown = [letter for letter in run if not letter.char.isspace()]
    if not shown:
        return None
    size = max(letter.size for letter in shown)
    gaps = [(right.left - left.right) / size for left, right in pairwise(shown)]
    usual = max(median(gaps), 0.0) if len(gaps) >= ENOUGH_GAPS else 0.0
    text, blanks, number = "", "", 0
    for letter in run:
        if letter.char.isspace():
            blanks += letter.char if text else ""
            continue
        if text:
            text += gap_text(text[-1], letter.char[0], gaps[number - 1] - usual, blanks)
        text, blanks, number = text + letter.char, "", number + 1
    base = shown[0].base
    return Line(text + blanks[:1], shown[0].left, base - ASCENT * size, shown[-1].right, base + DESCENT * size, size)
