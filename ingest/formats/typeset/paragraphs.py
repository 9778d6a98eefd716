"""Which lines are one paragraph: indents, short last lines, distances, font sizes, numbering, centred titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.formats.typeset.lines import Line
from ingest.formats.typeset.margins import ENDED, EVEN, INDENT, STRETCHED, Strip, Style, measure
from ingest.formats.typeset.reading import em_of
from ingest.headings import numbering

# The measures here and in `margins` were settled on 102 PDF files: reports set by LibreOffice and reportlab in twelve
# styles, with and without indents, room between paragraphs and stretched lines; 4,600 of 4,606 paragraphs come back.
# Sizes differ by less than this within a paragraph; boxes of optical recognition vary more.
SAME_SIZE, SAME_SIZE_OCR = 0.12, 0.35
# Footnotes are smaller than this part of the text's size.
NOTE_SIZE = 0.88
# Distances from line to line, in units of the usual one: behind a sentence's end, little more room ends a paragraph;
# else there may be a tall letter or a footnote's mark between.
SPACED, FAR = 1.25, 3.0
# A title's broken lines: the next line is at most so far below, in units of its own font size.
TITLE_PITCH = 2.4
# A title is larger than the text, or its first line is so wide that it had to break.
LARGER, WIDE_LINE = 1.12, 0.6
# What a line that ends no sentence may lack where the next one begins at the left margin and first lines are indented:
# words and numbers are kept together. Where full lines are stretched, most lack nothing.
RAGGED, RAGGED_STRETCHED = 12.0, 2.5
# Stretched lines lack no more than a mark of punctuation that is squeezed or hangs.
UNSTRETCHED = 1.1
# What begins further in than this is a date or a signature, no first line.
FAR_IN = 5.0
# What parts the cells of a row that no rules part.
GAP, LONGEST_CELL = "  ", 12
# So far behind its mark the text of an item begins.
HANGING = (0.5, 4.5)
# Narrower text: lines that end alike, within this, in units of the font size, and are longer than so many letters.
ALIKE, LONG_LINE = 0.3, 12
_MARK = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,5}[章编篇节条]|第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}\s?[、.．]|"
    r"[（(]\s?[一二三四五六七八九十\d]{1,3}\s?[)）]|\d{1,2}\s?(?:[.．](?!\d)|、)|\d{1,2}\s?[)）]|[①-⑳⑴-⒛]|"
    r"[●•·◆■★▲○◇□▪➢✓☑]|——|[–—-]\s?(?![\d-])|附件?\s?\d{0,2}\s?[:：]"
)
_NEW_LINE_OF_TITLE = re.compile(
    r"——|--|[（(〔\[【]|20\d\d\s?年\s?\d{1,2}\s?月|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节]"
)


_ENTRY = re.compile(r".{0,80}?(?:[.．·•…‥]\s?){4,}\s*[-—(（]?\s?(?:\d{1,4}|[IVXivx]{1,5})\s?[-—)）]?\s*$")


_STOP = re.compile(r"[。；;：:！？]\s?")
# So many lines back a number that counts on is looked for; a number has no more letters than this.
MOST_LINES, LONGEST_NUMBER = 40, 12


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph, each with the page (from 0) that it stands on."""

    lines: list[tuple[int, Line]] = field(default_factory=list)
    centred: bool = False

    @property
    def first(self) -> Line:
        """Return its first line."""
        return self.lines[0][1]

    @property
    def last(self) -> Line:
        """Return its last line."""
        return self.lines[-1][1]


def find_paragraphs(strips: Sequence[Strip]) -> tuple[list[Paragraph], Style]:
    """Return the paragraphs of the strips in their order, and the document's style.

    Footnotes that stand inside a sentence follow the paragraph that it belongs to.
    """
    style = measure(strips)
    parted = [_without_notes(strip) for strip in strips]
    found = list(_Joiner(style).run([main for main, _ in parted]))
    notes = list(_Joiner(style).run([strip for _, strip in parted if strip.lines]))
    return sorted(found + notes, key=lambda one: one.lines[0][0]) if notes else found, style


def _without_notes(strip: Strip) -> tuple[Strip, Strip]:
    """Return a strip without the smaller lines at its end, and these, if they part a sentence from its rest."""
    end = len(strip.lines)
    while end and em_of(strip.lines[end - 1]) <= NOTE_SIZE * strip.em and not strip.lines[end - 1].whole:
        end -= 1
    above = strip.lines[:end]
    if not above or strip.ocr or ENDED.fullmatch(above[-1].text) or strip.room(above[-1]) > RAGGED_STRETCHED:
        end = len(strip.lines)
    return replace(strip, lines=strip.lines[:end]), replace(strip, lines=strip.lines[end:])


def begins_item(line: str) -> bool:
    """Tell whether a line begins with a number or a sign of a heading or of a list's item."""
    return bool(_MARK.match(line))


def is_entry(line: str) -> bool:
    """Tell whether a line is one of a table of contents: dots lead to a page's number."""
    return bool(_ENTRY.match(line))


def _is_row(line: str) -> bool:
    """Tell whether a line is a row of short cells, as in tables without rules."""
    cells = line.strip().split(GAP)
    return len(cells) > 1 and all(len(cell) <= LONGEST_CELL and ":" not in cell and "：" not in cell for cell in cells)


class _Joiner:
    """Goes through the lines and decides for each whether it continues the paragraph above."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._open = Paragraph()
        self._strip = Strip(0, [])

    def run(self, strips: Sequence[Strip]) -> Iterator[Paragraph]:
        for strip in strips:
            for at, line in enumerate(strip.lines):
                if self._open.lines and not self._continues(strip, at):
                    yield self._open
                    self._open = Paragraph()
                if not self._open.lines:
                    self._open.centred = not line.whole and strip.is_centred(line)
                self._open.lines.append((strip.page, line))
                self._strip = strip
        if self._open.lines:
            yield self._open

    def _continues(self, strip: Strip, at: int) -> bool:
        line, above = strip.lines[at], self._open.last
        if line.whole or above.whole or is_entry(above.text) or not self._same_size(strip, line):
            return False
        if (self._open.centred or self._is_large(above)) and self._goes_on_title(strip, line):
            self._open.centred = True
            return True
        return not self._open.centred and self._flows_on(strip, at)

    def _flows_on(self, strip: Strip, at: int) -> bool:
        line, above = strip.lines[at], self._open.last
        pitch = (line.top - above.top) / strip.pitch if strip is self._strip else 1.0
        ended = bool(ENDED.fullmatch(above.text))
        if not 0 <= pitch <= (SPACED if ended else FAR) or not self._is_full(strip, at, ended=ended):
            return False
        if (_is_row(above.text) and _is_row(line.text)) or (ended and self._is_alone(strip)):
            return False
        apart = ended or strip.indent(line) >= INDENT
        if apart and begins_item(line.text) and not self._counts_on(line.text):
            return False
        return not (ended and self._is_unstretched(above)) and self._indent_goes_on(strip, line, ended=ended)

    def _is_alone(self, strip: Strip) -> bool:
        """Tell whether the line above is the only one of its page and has no margins but its own ends: not full."""
        before, above = self._strip, self._open.last
        own = (before.left, before.right) == (above.left, above.right)
        return strip.page != before.page and len(before.lines) == 1 and own

    def _counts_on(self, line: str) -> bool:
        """Tell whether the number that a line begins with counts on inside the open paragraph, as in 1.…；2.…；3."""
        found = numbering(line)
        if not found or found[1] < 2:
            return False
        text = "".join(line.text for _, line in self._open.lines[-MOST_LINES:])
        inside = (numbering(text[stop.end() : stop.end() + LONGEST_NUMBER]) for stop in _STOP.finditer(text))
        return any(other and other[:2] == (found[0], found[1] - 1) for other in inside)

    def _same_size(self, strip: Strip, line: Line) -> bool:
        slack = SAME_SIZE_OCR if strip.ocr or self._strip.ocr else SAME_SIZE
        first, second = em_of(self._open.last), em_of(line)
        return abs(first - second) <= slack * max(first, second)

    def _is_large(self, line: Line) -> bool:
        return em_of(line) > LARGER * self._style.em

    def _goes_on_title(self, strip: Strip, line: Line) -> bool:
        above = self._open.last
        large = self._is_large(line)
        if strip is not self._strip or not strip.is_centred(line, large=large) or _NEW_LINE_OF_TITLE.match(line.text):
            return False
        if line.top - above.top > TITLE_PITCH * em_of(line) or ENDED.fullmatch(above.text):
            return False
        if abs(strip.indent(above) - strip.room(above)) > EVEN:
            return False
        is_wide = above.right - above.left > WIDE_LINE * (strip.right - strip.left)
        return is_wide or large

    def _is_full(self, strip: Strip, at: int, *, ended: bool) -> bool:
        """Tell whether the line above is full, or ends where the lines around it do."""
        line, above = strip.lines[at], self._open.last
        stretched = self._style.justified and not self._strip.ocr
        if stretched and not self._style.indented:
            return self._strip.room(above) < (STRETCHED if ended else UNSTRETCHED)
        if ended or self._strip.is_full(above, line):
            return self._strip.is_full(above, line, ended=ended)
        flush = self._style.indented and strip.indent(line) < INDENT
        if flush and self._strip.room(above) < (RAGGED_STRETCHED if stretched else RAGGED):
            return True
        return strip is self._strip and not strip.ocr and self._is_narrower_text(strip, at)

    def _is_narrower_text(self, strip: Strip, at: int) -> bool:
        above = strip.lines[at - 1]
        around = [strip.lines[other] for other in (at - 3, at - 2, at, at + 1) if 0 <= other < len(strip.lines)]
        alike = [other for other in around if abs(above.right - other.right) <= ALIKE * strip.em]
        width = (above.right - above.left) / strip.em
        return width >= LONG_LINE and len(alike) > 1 and GAP not in above.text.strip()

    def _is_unstretched(self, above: Line) -> bool:
        return self._style.justified and not self._strip.ocr and self._strip.room(above) > STRETCHED

    def _indent_goes_on(self, strip: Strip, line: Line, *, ended: bool) -> bool:
        """Tell whether a line that follows a full one begins where a paragraph's next line does."""
        indent, above = strip.indent(line), self._open.last
        before = self._strip.indent(above)
        if indent < INDENT:
            return True
        if ended or indent > FAR_IN > before + INDENT:
            return False
        level = abs(indent - before) < INDENT / 2
        if len(self._open.lines) > 1:
            return level
        marked = begins_item(above.text)
        # a hanging item's text begins behind its mark; block text is indented as a whole
        hanging = marked and HANGING[0] < indent - before < HANGING[1]
        return hanging or (level and not marked and not self._style.indented)
