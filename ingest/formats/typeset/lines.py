"""Typeset lines, the pages that they stand on, and how the text of neighbouring pieces is put together."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One typeset line; coordinates in points from the page's top left corner, `size` that of its font (0: unknown).

    `whole`: a block of its own that is joined to no other line, such as a row of a table. A blank at the text's end
    says that the file has one there.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float = 0.0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points and its lines in any order; `ocr`: they were recognised in a picture."""

    width: float
    height: float
    lines: tuple[Line, ...]
    ocr: bool = False


# Gaps in units of the font size, beyond the usual gap between two letters of the same line.
# Typesetters part Chinese from Latin letters by 0.25 without a blank; Latin words by 0.2 to 0.5.
LATIN_BLANK, WIDE_BLANK, TWO_BLANKS = 0.15, 0.8, 2.0
# The ideographic blank parts headings from text, and stays what it is.
SQUARE_BLANK = "\u3000"
# A blank that takes no room comes from a converter, not from the text.
NO_ROOM = 0.12
_WIDE = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
# Quotation marks, dashes and dots that Chinese fonts give a whole square.
_SQUARE = re.compile(rf"[{_WIDE}“”‘’—…·①-⑳]")
_CHINESE = re.compile(rf"[{_WIDE}“”‘’—…]")
_WORD = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿΑ-ω]")
# A row of a table has so many cells, each a figure or no longer than this.
FEWEST_CELLS, LONGEST_CELL = 3, 12
_FIGURE = re.compile(r"[-−+±]?\s?\d[\d,，.．\s]*[%％‰]?\S{0,3}|[-—–/]+")
_PROSE = re.compile(r"[，。；：！？,;:]\S")
_SPACED = re.compile(r"(?:[㐀-鿿]\s+)+[㐀-鿿]")


def units(text: str) -> float:
    """Return the width of `text` in units of the font size: 1 for a Chinese character, half for others."""
    wide = len(_SQUARE.findall(text))
    return wide + 0.5 * (len(text) - wide)


def is_chinese(char: str) -> bool:
    """Tell whether a character is Chinese, or punctuation as wide as that."""
    return bool(_CHINESE.match(char))


def gap_text(left: str, right: str, gap: float, blanks: str = "") -> str:
    """Return what stands between two neighbours of one line: nothing, a blank, or two for a wide gap.

    `gap` is the room between them in units of the font size, beyond what the line gives to all its letters; `blanks`
    are those that the file has there.
    """
    if gap < LATIN_BLANK and not blanks:
        return ""
    both_chinese = is_chinese(left) and is_chinese(right)
    if blanks and not (both_chinese and gap < NO_ROOM):
        return SQUARE_BLANK if SQUARE_BLANK in blanks else "  " if len(blanks) > 1 or gap >= TWO_BLANKS else " "
    latin = not is_chinese(left) and not is_chinese(right)
    if gap < (LATIN_BLANK if latin else WIDE_BLANK):
        return ""
    return "  " if gap >= TWO_BLANKS else " "


def box_gap(left: str, right: str, gap: float, blanks: str = "") -> str:
    """Return what stands between two boxes of one recognised line: two blanks, as they may be cells of a table.

    Only Chinese letters whose boxes touch are one text: figures of two cells must never make a third.
    """
    if is_chinese(left) and is_chinese(right) and gap < LATIN_BLANK:
        return gap_text(left, right, gap, blanks)
    return "  "


def is_cells(text: str) -> bool:
    """Tell whether a recognised line is a row of a table: three cells or more, most of them figures or all short."""
    cells = text.strip().split("  ")
    figures = sum(bool(_FIGURE.fullmatch(cell.strip())) for cell in cells)
    short = all(len(cell) <= LONGEST_CELL and not _PROSE.search(cell) for cell in cells)
    return len(cells) >= FEWEST_CELLS and (short or 2 * figures >= len(cells))


def glue(above: str, below: str) -> str:
    """Return what to put between the end of a line and the beginning of the next one of the same paragraph.

    No blank between Chinese characters, one where Latin words meet; a number broken at a line's end stays one unless
    the file has a blank there.
    """
    blank = above[-1:].isspace()
    left, right = above.rstrip()[-1:], below.lstrip()[:1]
    if not left or not right or (is_chinese(left) and is_chinese(right)):
        return ""
    if blank:
        return " "
    if left in ",.;:)" and right.isascii() and right.isalpha():
        before = above.rstrip(",.;:)")[-1:]
        return " " if before.isascii() and before.isalpha() else ""
    if not (_WORD.match(left) and _WORD.match(right)):
        return ""
    return " " if left.isalpha() and right.isalpha() else ""


def tighten(text: str) -> str:
    """Return a line without the blanks between its letters if it is set wide throughout: 通　知 → 通知."""
    return "".join(text.split()) if _SPACED.fullmatch(text.strip()) else text
