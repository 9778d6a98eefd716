"""PDF files for tests: typeset reports in many settings, tables, scans, and files that are broken in known ways.

Everything is set in a CID font that reportlab knows without a font file and that is not embedded.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
A4 = (595.28, 841.89)
# What is not parted at a line's end: numbers and words, an opening mark from what follows, a closing one from before.
_UNIT = re.compile(r"[“‘（《〈【〔(]*(?:[A-Za-z0-9.,%]+|.)[，。、；：！？”’）》〉】〕,;:!?)%]*", re.DOTALL)

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Setting:
    """How a report is typeset; lengths in points, `indent` in letters; `head` and `foot` get the page's number."""

    size: float = 16
    leading: float = 28
    margins: tuple[float, float, float, float] = (79, 105, 74, 99)  # left, top, right, bottom
    indent: float = 2
    after: float = 0
    justified: bool = True
    title: float = 22
    head: str = ""
    foot: str = "— {} —"


def width(text: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, FONT, size)


def broken(text: str, size: float, room: Callable[[int], float]) -> Iterator[str]:
    """Yield the lines of a paragraph; `room` is the width of each line by its number."""
    line, number = "", 0
    for unit in _UNIT.findall(text):
        if line and width((line + unit).rstrip(), size) > room(number) + 0.01:
            yield line
            line, number = "", number + 1
        line += unit
    yield line


class Typesetter:
    """Sets lines on pages from top to bottom."""

    def __init__(self, setting: Setting = Setting(), page: tuple[float, float] = A4) -> None:
        self.setting = setting
        self.page = page
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=page)
        self.number = 1
        self.y = self._top()

    def _top(self) -> float:
        return self.page[1] - self.setting.margins[1]

    def line(self, text: str, x: float, y: float, size: float, *, spread: float = 0, mode: int | None = None) -> None:
        written = self.canvas.beginText(x, y)
        written.setFont(FONT, size)
        written.setCharSpace(spread)
        if mode is not None:
            written.setTextRenderMode(mode)
        written.textOut(text)
        self.canvas.drawText(written)

    def advance(self, leading: float) -> float:
        """Return the baseline of the next line; a full page is ended."""
        if self.y - leading < self.setting.margins[3]:
            self.end_page()
        self.y -= leading
        return self.y

    def centred(self, text: str, size: float, leading: float | None = None) -> None:
        left, _, right, _ = self.setting.margins
        room = self.page[0] - left - right
        for line in broken(text, size, lambda _: room):
            y = self.advance(leading or 1.5 * size)
            self.line(line, left + (room - width(line, size)) / 2, y, size)

    def paragraph(self, text: str) -> None:
        one = self.setting
        left, _, right, _ = one.margins
        full = self.page[0] - left - right
        indent = one.indent * one.size
        lines = list(broken(text, one.size, lambda number: full - (indent if number == 0 else 0)))
        for number, line in enumerate(lines):
            x = left + (indent if number == 0 else 0)
            gap = self.page[0] - right - x - width(line.rstrip(), one.size)
            last = number + 1 == len(lines)
            spread = gap / max(len(line.rstrip()) - 1, 1) if one.justified and not last else 0
            self.line(line.rstrip(), x, self.advance(one.leading), one.size, spread=spread)
        self.y -= one.after

    def end_page(self) -> None:
        for text, y in ((self.setting.head, self.page[1] - 45), (self.setting.foot, 50)):
            if text:
                shown = text.format(self.number)
                self.line(shown, (self.page[0] - width(shown, 10)) / 2, y, 10)
        self.canvas.showPage()
        self.number += 1
        self.y = self._top()

    def saved(self) -> bytes:
        self.end_page()
        self.canvas.save()
        return self._buffer.getvalue()


def report(paragraphs: Sequence[str], setting: Setting = Setting(), title: str = "") -> bytes:
    """Return a report of these paragraphs; the one that is the title is large and centred."""
    setter = Typesetter(setting)
    for text in paragraphs:
        if text == title:
            setter.centred(text, setting.title)
        else:
            setter.paragraph(text)
    return setter.saved()


def scan(picture: Image.Image, page: tuple[float, float] = A4, hidden: Sequence[str] = ()) -> bytes:
    """Return a page that is only a picture, with invisible lines of text over it if there are any."""
    setter = Typesetter(Setting(foot=""), page)
    setter.canvas.drawImage(ImageReader(picture), 0, 0, *page)
    for at, text in enumerate(hidden):
        setter.line(text, 80, page[1] - 120 - 24 * at, 14, mode=3)
    return setter.saved()


def raw(content: str, *, page: str = "", glyphs: Mapping[str, int] | None = None) -> bytes:
    """Return a file of one page written by hand; its cross references are left for readers to mend.

    `glyphs` says which code points the font's table gives for letters, instead of their own.
    """
    table = "".join(f"<{ord(letter):02X}> <{code:04X}>\n" for letter, code in (glyphs or {}).items())
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(glyphs or {})} beginbfchar\n"
        f"{table}endbfchar endcmap end end"
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{page}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica{'/ToUnicode 6 0 R' if glyphs else ''}>>",
        f"<</Length {len(mapping)}>>stream\n{mapping}\nendstream",
    )
    body = "".join(f"{number} 0 obj{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode("latin-1")


def ruled(setter: Typesetter, rows: Sequence[Sequence[str]], *, widths: Sequence[float], sides: bool = True) -> None:
    """Set a table with rules between all cells; `sides`: also at its left and right."""
    size, height = 11, 22
    left = setter.setting.margins[0]
    xs = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
    for row in rows:
        y = setter.advance(height)
        for at, text in enumerate(row):
            setter.line(text, xs[at] + 4, y + 7, size)
        for x in xs if sides else xs[1:-1]:
            setter.canvas.line(x, y, x, y + height)
        setter.canvas.line(xs[0], y, xs[-1], y)
        setter.canvas.line(xs[0], y + height, xs[-1], y + height)
