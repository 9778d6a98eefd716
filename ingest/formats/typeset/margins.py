"""The frame that lines are set in: margins, font size, distance between lines, and how paragraphs are marked."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.typeset.lines import Line, units
from ingest.formats.typeset.reading import em_of

# A strip of fewer lines does not tell its margins, nor one in which fewer of the lines reach the right one.
FEW_LINES, TELLING = 6, 0.5
# Margins differ by less than this inside one document, in units of the font size; a first line is indented by more.
SAME_MARGIN, INDENT = 0.7, 1.2
# The most by which a page of nothing but first lines hides its left margin.
MOST_INDENT = 4.5
# The share of the lines that have to reach a margin.
REACHING = 0.05
# Text is set at least so wide, in units of the font size; narrower are lists and columns of figures.
NARROWEST = 12
# Marks of punctuation hang over the margin by up to a square, behind fewer than one in three of the lines that end
# there, each within so much of a square.
HANGING, FEW_HANG, SAME_END = 1.15, 2, 0.3
# A line in the middle is further from the margins than a first line's indent; the room on both sides differs by no more
# than EVEN, or than this share of both.
AWAY, EVEN, EVEN_SHARE = 2.3, 1.2, 0.12
# A line is full if its neighbour's first letters would not have fitted; what a line lacks by rounding and squeezed
# punctuation, and by the boxes of optical recognition.
SLACK, SLACK_ENDED, SLACK_OCR = 0.25, 0.1, 1.2
LONGEST_UNIT = 12.0
# Western letters and digits take up to so much more than half a square.
LATIN_MORE = 0.2
# From this gap on the last line of a justified paragraph tells itself from a full one.
STRETCHED = 0.35
ENDED = re.compile(r".*[。！？!?；;：:…][”’」』）)】》\"']*\s*")
# What typesetters do not part: words and numbers, marks of punctuation from the letter before them, quotation marks
# from the letters on both sides, a number from the mark before it.
_WORD = r"(?:[A-Za-z0-9.,%％‰#]+|.)"
_FIRST_UNIT = re.compile(
    rf"[“‘（(《〈【「『〔+±×/-]*{_WORD}(?:[“‘”’/+×~～–-]+{_WORD}?|[，。、；：！？）)》〉】」』〕,.;:!?%％…—]+(?:[0-9.%％]+)?)*",
    re.DOTALL,
)


@dataclass(slots=True)
class Strip:
    """Lines one below the other on one page that share their margins; `em` is their font size in points."""

    page: int
    lines: list[Line]
    ocr: bool = False
    em: float = 0.0
    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0

    def indent(self, line: Line) -> float:
        """Return how far the line begins behind the left margin, in units of the font size."""
        return (line.left - self.left) / self.em

    def room(self, line: Line) -> float:
        """Return how much room there is behind the line, in units of the font size."""
        return (self.right - line.right) / self.em

    def is_full(self, line: Line, following: Line, *, ended: bool = False) -> bool:
        """Tell whether the line had no room for the first letters of the following one.

        A line that ends a sentence gets less slack: it may well end its paragraph.
        """
        match = _FIRST_UNIT.match(following.text.lstrip())
        unit = match.group() if match else "一"
        first = units(unit) + LATIN_MORE * sum(char.isascii() for char in unit)
        return self.room(line) < min(first, LONGEST_UNIT) + (SLACK_OCR if self.ocr else SLACK_ENDED if ended else SLACK)

    def is_centred(self, line: Line, *, large: bool = False) -> bool:
        """Tell whether the line stands in the middle, away from both margins; a large one may reach them."""
        indent, room = self.indent(line), self.room(line)
        away = large or min(indent, room) > AWAY
        return away and abs(indent - room) < max(EVEN, EVEN_SHARE * (indent + room))


@dataclass(frozen=True, slots=True)
class Style:
    """The document's font size, whether its paragraphs' first lines are indented, and its full lines stretched."""

    em: float
    indented: bool
    justified: bool


def measure(strips: Sequence[Strip]) -> Style:
    """Fill in the measures of the strips, which help each other out, and return the document's style."""
    usual = _weighted_median((em_of(line), len(line.text)) for strip in strips for line in strip.lines) or 12.0
    for strip in strips:
        lines = [line for line in strip.lines if not line.whole] or strip.lines
        own = _weighted_median((em_of(line), len(line.text)) for line in lines)
        strip.em = max(own if len(lines) >= FEW_LINES else usual, 1.0)
        strip.left, strip.right = _margins(lines, strip.em)
    telling = [strip for strip in strips if _tells_margins(strip)]
    own_margins = {(round(strip.left, 1), round(strip.right, 1)) for strip in telling}
    for strip in strips:
        strip.left, strip.right = _settled(strip, own_margins)
    _set_pitch(strips)
    return Style(usual, _is_indented(strips), _is_justified(strips))


def _weighted_median(values: Iterable[tuple[float, int]]) -> float:
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return 0.0


def _margins(lines: Sequence[Line], em: float) -> tuple[float, float]:
    """Return the margins that enough of the lines reach: one line alone may stick out."""
    needed = max(2, round(REACHING * len(lines)))
    lefts, rights = sorted(line.left for line in lines), sorted(-line.right for line in lines)
    left = next((at for number, at in enumerate(lefts) if bisect(lefts, at + em / 2) - number >= 2), lefts[0])
    far = -left - NARROWEST * em
    right = next(
        (at for number, at in enumerate(rights) if at < far and bisect(rights, at + em) - number >= needed), rights[0]
    )
    return left, -_without_hanging(right, rights, em)


def _without_hanging(outmost: float, rights: Sequence[float], em: float) -> float:
    """Return the margin in front of marks of punctuation that hang over it; all are negative, in order."""

    def ending(at: float) -> int:
        return bisect(rights, at + SAME_END * em) - bisect_left(rights, at)

    inner = rights[bisect(rights, outmost + SAME_END * em) : bisect(rights, outmost + HANGING * em)]
    most = max(inner, key=ending, default=outmost)
    return most if ending(most) > FEW_HANG * ending(outmost) else outmost


def _tells_margins(strip: Strip) -> bool:
    """Tell whether enough lines of the strip reach its right margin; those of lists and signatures end anywhere."""
    reaching = sum(strip.room(line) <= 1 for line in strip.lines)
    return len(strip.lines) >= FEW_LINES and reaching >= TELLING * len(strip.lines)


def _settled(strip: Strip, known: Collection[tuple[float, float]]) -> tuple[float, float]:
    """Return a strip's margins: few lines take those of a strip that they fit into, first lines alone only the left."""
    em = strip.em
    if not _tells_margins(strip):
        fitting = [(right - left, left, right) for left, right in known
                   if left - em <= strip.left and strip.right <= right + em]  # fmt: skip
        return min(fitting)[1:] if fitting else (strip.left, strip.right)
    same = [left for left, right in known if abs(right - strip.right) <= SAME_MARGIN * em]
    return min((left for left in same if 0 <= strip.left - left <= MOST_INDENT * em), default=strip.left), strip.right


def _set_pitch(strips: Sequence[Strip]) -> None:
    """Set the usual distance from line to line, as it is behind full lines: there, a paragraph goes on."""
    everywhere: list[float] = []
    for strip in strips:
        steps = [(below.top - line.top) / strip.em for line, below in _pairs(strip) if strip.is_full(line, below)]
        steps = [step for step in steps if 0.8 < step < 3.5]
        everywhere.extend(steps)
        strip.pitch = median(steps) * strip.em if len(steps) >= FEW_LINES else 0.0
    usual = median(everywhere) if everywhere else 1.5
    for strip in strips:
        strip.pitch = strip.pitch or usual * strip.em


def _pairs(strip: Strip) -> Iterator[tuple[Line, Line]]:
    for line, below in pairwise(strip.lines):
        if not (line.whole or below.whole):
            yield line, below


def _is_indented(strips: Sequence[Strip]) -> bool:
    """Tell whether paragraphs begin with an indent: those that follow a short line which ends a sentence tell."""
    indents = [
        strip.indent(below)
        for strip in strips
        for line, below in _pairs(strip)
        if ENDED.fullmatch(line.text) and strip.room(line) > 2 and strip.indent(below) < MOST_INDENT
    ]
    return 2 * sum(indent >= INDENT for indent in indents) > len(indents)


def _is_justified(strips: Sequence[Strip]) -> bool:
    rooms = [abs(strip.room(line)) for strip in strips for line, below in _pairs(strip)
             if not strip.ocr and strip.is_full(line, below) and not ENDED.fullmatch(line.text)]  # fmt: skip
    return len(rooms) >= FEW_LINES and sum(room < STRETCHED for room in rooms) >= 0.8 * len(rooms)
