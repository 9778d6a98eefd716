"""Whether a PDF page's text layer can be used: readable, seen by readers, and not only a stamp on a scanned page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from ingest.formats.encoding import COMMON
from ingest.formats.typeset.pdf_objects import Drawn
from ingest.formats.typeset.pdf_text import Letter

# A scanned page covers at least this part of the page; with fewer letters than this on it, they are a stamp or a
# number, and the text is in the picture. (A page of a report has 500 to 1,200 letters.)
SCAN, STAMP = 0.5, 150
# With fewer letters than this beside any picture, or beside so many drawn things, the text may be drawn.
FEW, SMALL_PICTURE, OUTLINES = 20, 0.05, 20
# The share of letters that no font table explains, from which on none is believed, and from how many on it is judged.
MOST_UNREADABLE, ENOUGH = 0.3, 10
# On 530 pages of reports, 62 to 85 % of the Chinese characters are among the 600 common ones; of a shuffled font
# table's, 3 to 8 %.
LEAST_COMMON, ENOUGH_CHINESE = 0.15, 100
# Western letters with accents in such a share come from Chinese bytes or from recognition in a wrong language.
MOST_ACCENTED, LEAST_CHINESE, ENOUGH_LETTERS = 0.3, 0.2, 30
# Recognition that finds hardly more than the text layer has found nothing else.
HARDLY_MORE, AND_A_FEW = 1.5, 10
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CHINESE = re.compile("[㐀-鿿]")
_ACCENTED = re.compile("[À-ÖØ-öø-ÿ¡-¯¸-¾]")
_LETTER = re.compile(r"[^\W\d_]")


class Layer(Enum):
    """What a page has: nothing, a text layer, one that a scanner added to its picture, or only a picture of text."""

    BLANK = 0
    TEXT = 1
    SCANNED = 2
    PICTURE = 3


def judge(letters: Sequence[Letter], drawn: Drawn) -> tuple[Layer, list[Letter]]:
    """Return what a page has, and those of its letters that belong to it."""
    hidden = [letter for letter in letters if not letter.visible]
    scanned = 2 * len(hidden) > len(letters) and drawn.pictures >= SCAN
    # what no reader sees is no text of the page, unless it lies over the picture of that text
    kept = list(letters) if scanned else [letter for letter in letters if letter.visible]
    text = "".join(letter.char for letter in kept if not letter.char.isspace())
    if not text and not drawn.count:
        return Layer.BLANK, kept
    readable = len(text) - len(_UNREADABLE.findall(text))
    in_picture = drawn.pictures >= SCAN and readable < STAMP
    drawn_text = readable < FEW and (drawn.pictures >= SMALL_PICTURE or drawn.count >= OUTLINES)
    if in_picture or drawn_text or not is_readable(text):
        return Layer.PICTURE, kept
    return (Layer.SCANNED if scanned else Layer.TEXT), kept


def is_readable(text: str) -> bool:
    """Tell whether text without blanks can be what readers see: fonts with wrong tables give anything else."""
    if len(text) >= ENOUGH and len(_UNREADABLE.findall(text)) > MOST_UNREADABLE * len(text):
        return False
    chinese = _CHINESE.findall(text)
    if len(chinese) >= ENOUGH_CHINESE and sum(char in COMMON for char in chinese) < LEAST_COMMON * len(chinese):
        return False
    letters = len(_LETTER.findall(text))
    accented = len(_ACCENTED.findall(text))
    foreign = len(chinese) < LEAST_CHINESE * letters and accented > MOST_ACCENTED * letters
    return not (letters >= ENOUGH_LETTERS and foreign)


def says_more(recognised: str, text: str) -> bool:
    """Tell whether recognition found clearly more than the readable text layer `text` has."""
    return len("".join(recognised.split())) > HARDLY_MORE * len(text) + AND_A_FEW or not is_readable(text)
