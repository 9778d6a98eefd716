"""Lines that typesetting broke, in files that do not say where they stood → the paragraphs that they were.

A Word file made from a PDF often has each typeset line as a paragraph of its own, or one paragraph for the whole
report with blanks where lines ended. Both show in the lines' widths: nearly all are of one width, and few end with a
sentence. Where lines look otherwise nothing is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

# Of `width`, where a Chinese character counts 2. Official documents are set at 56 (GB/T 9704), the one that was seen
# in lines at 58; the bounds leave room for columns and for wide pages.
NARROWEST, WIDEST = 30, 130
# A line that is not broken by typesetting rarely is as wide as the one above it: a figure or a mark that must not begin
# a line moves its end by up to 4, the first line of a paragraph is narrower by 4, quotation marks count 1 or 2.
NARROWER, WIDER, INDENT = 8, 6, 3
# In the one such report of 70, 94 % of the lines that end no sentence are of one width, and 91 % of the lines end none;
# none of the others has so many narrow lines in a row at all.
FEWEST_LINES, EVEN_SHARE, UNFINISHED_SHARE, PUNCTUATED_SHARE = 12, 0.7, 0.5, 0.5
# Only paragraphs longer than this may be reports that lost all of their breaks.
LONGEST_PARAGRAPH = 1500

_FINISHED = re.compile(r"[。！？!?：:；;…][”’」』】》〉)）\"'\s]*$")
_PUNCTUATED = re.compile(r"[，。、；：,;]")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}(?:[章编篇节条]|部分)|[一二三四五六七八九十]{1,3}\s?[、.．]|\d{1,2}\s?(?:[.．](?!\d)|[、)）])"
    r"|[（(]\s?[一二三四五六七八九十\d]{1,3}\s?[)）]"
)
_SENTENCE_END = re.compile(r"[。！？]")
_PAGE_MARK = re.compile(r"[-—–－―·]+\s*\d{1,4}\s*[-—–－―·]*|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
_MARK_INSIDE = re.compile(r"\s([-—–－―]{1,2}\s?\d{1,4}\s?[-—–－―]{1,2})\s")
_INDENT_INSIDE = re.compile("　{2,}")
_LONE_FIGURE = re.compile(r"[\d.,%．，]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or line with what is known of it (as in Block); a `fixed` one is joined to no other."""

    text: str
    level: int | None = None
    body: bool = True
    fixed: bool = False


def rejoin(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with broken lines joined; page marks between them are no body and follow the paragraph."""
    lines = [line for paragraph in paragraphs for line in _unfolded(paragraph)]
    joined: list[Paragraph] = []
    for narrow, run in groupby(lines, key=lambda line: len(line.text) <= WIDEST and width(line.text) <= WIDEST):
        group = list(run)
        joined.extend(_joined(group) if narrow else group)
    return joined


def width(line: str) -> int:
    """Return how wide a line is set: 2 for each Chinese character, 1 for each Latin one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def _joined(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    full = full_width([line.text for line in lines if not line.fixed and line.body and line.level is None])
    if full is None:
        yield from lines
        return
    held: list[str] = []
    marks: list[Paragraph] = []
    for line in lines:
        if not line.fixed and _PAGE_MARK.fullmatch(line.text):
            marks.append(replace(line, body=False))
            continue
        apart = line.fixed or not line.body or line.level is not None
        if held and (apart or not _goes_on(held, line.text, full)):
            yield Paragraph(_text(held))
            held = []
        if not held:
            yield from marks
            marks = []
        if apart:
            yield line
        else:
            held.append(line.text)
    if held:
        yield Paragraph(_text(held))
    yield from marks


def full_width(lines: Sequence[str]) -> int | None:
    """Return the width at which typesetting broke these lines, None where it did not."""
    lines = [line for line in lines if not _PAGE_MARK.fullmatch(line)]
    unfinished = [line for line in lines if not _FINISHED.search(line)]
    widths = [width(line) for line in unfinished if not _NUMBERED.match(line)]
    if len(lines) < FEWEST_LINES or len(unfinished) < UNFINISHED_SHARE * len(lines) or not widths:
        return None
    full = round(median(widths))
    even = sum(full - NARROWER <= each <= full + WIDER for each in widths)
    punctuated = sum(bool(_PUNCTUATED.search(line)) for line in lines)
    if full < NARROWEST or even < EVEN_SHARE * len(widths) or punctuated < PUNCTUATED_SHARE * len(lines):
        return None
    return full


def _goes_on(held: Sequence[str], line: str, full: int) -> bool:
    """Tell whether the paragraph of the lines `held` goes on in `line`."""
    last = held[-1]
    short = width(last) < full - NARROWER
    is_heading = bool(_NUMBERED.match(held[0])) and not any(_SENTENCE_END.search(part) for part in held)
    if _NUMBERED.match(line) and (short or is_heading or _FINISHED.search(last)):
        return False
    if _FINISHED.search(last):
        # a line that ends no sentence and is narrower is the first of a paragraph, a heading or a signature
        return not short and bool(_FINISHED.search(line) or width(line) > full - INDENT)
    return not (short and (len(held) == 1 or is_heading))


def _text(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        # two figures or two Latin words were parted by the line's end; Chinese text has no blanks
        gap = " " if text[-1:].isascii() and line[:1].isascii() and text[-1:].isalnum() and line[:1].isalnum() else ""
        text += gap + line
    return text


def _unfolded(paragraph: Paragraph) -> list[Paragraph]:
    """Return the lines of a paragraph that is a whole report without breaks; any other as it is."""
    if paragraph.fixed or paragraph.level is not None or len(paragraph.text) < LONGEST_PARAGRAPH:
        return [paragraph]
    parts = [part.strip() for part in _INDENT_INSIDE.split(paragraph.text)]
    lines = [line for part in parts for line in _at_blanks(part)]
    return [replace(paragraph, text=line) for line in lines if line]


def _at_blanks(text: str) -> list[str]:
    """Return the typeset lines of a text that has a blank where each of them ended; else the text."""
    lines: list[str] = []
    # page marks are every second part
    for at, part in enumerate(_MARK_INSIDE.split(text)):
        for piece in [part] if at % 2 else part.split():
            if lines and _LONE_FIGURE.fullmatch(lines[-1]):
                # blanks stand beside figures, too: 2023 年
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines if full_width(lines) is not None else [text]
