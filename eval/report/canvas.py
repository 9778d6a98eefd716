"""Plots as SVG elements for the page: drawn by matplotlib, their text by the browser.

The browser has the fonts, so that Chinese needs none where the report is made. matplotlib measures text with its own
font, which has no Chinese, so labels get their room from `label_width`, never from its layout.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# In CSS pixels: the page is read at 390 pixels, so a plot is no wider and its text is never scaled below 11 pixels.
WIDTH, FONT_SIZE = 340, 12.5
INK, SOFT, GRID = "#1b2530", "#525f6e", "#d5dce6"
# Told apart without colour too, each at least 4.5:1 on white; the characters are those of the page's legend.
COLOURS = ("#0b5fa5", "#b8400c", "#0b7a55", "#8b3fa0", "#7a6200", "#4c5866")
MARKERS, CHARACTERS = "osD^vP", "●■◆▲▼✚"
STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "text.parse_math": False,
    "font.size": FONT_SIZE,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": "#8a96a3",
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
}
# Without any, matplotlib writes the date and its own address.
_NO_METADATA: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
_FONT = re.compile(r"font-family: [^;\"]*;? ?")
_SHARED = re.compile(r"(\bid=\"|url\(#|href=\"#)")


def draw(name: str, title: str, description: str, height: float, paint: Callable[[Figure], None]) -> str:
    """Return a plot as an SVG element with a title and a description, which need not be escaped.

    `name` makes its ids unique in the page, `height` is in pixels, `paint` draws on the figure. The same input gives
    the same text.
    """
    with _quiet():
        import matplotlib
        from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS), _quiet():
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        figure.patch.set_visible(False)
        paint(figure)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=_NO_METADATA)
    return _embedded(text.getvalue(), name, title, description)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib from telling of Chinese that its font lacks, and of its font cache: neither matters here."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        try:
            yield
        finally:
            logger.setLevel(level)


def label_width(text: str) -> float:
    """Return about how many pixels a label takes: a Chinese character is as wide as high, a Latin one about half."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return FONT_SIZE * (wide + 0.56 * (len(text) - wide))


def style_of(at: int) -> dict[str, Any]:
    """Return colour, marker and line style of the configuration number `at`."""
    return {
        "color": COLOURS[at % len(COLOURS)],
        "marker": MARKERS[at % len(MARKERS)],
        "linestyle": STYLES[at % len(STYLES)],
    }


def _embedded(svg: str, name: str, title: str, description: str) -> str:
    """Return the root element of a file as one of the page: named, ids its own, fonts and size left to the page."""
    svg = svg[svg.index("<svg") :]
    body = svg[svg.index(">") + 1 :]
    body = re.sub(r"<!--.*?-->\s*|<style.*?</style>\s*|<metadata.*?</metadata>\s*", "", body, flags=re.S)
    # Only inside tags: the text of a plot may hold anything.
    body = re.sub(r"<[^>]*>", lambda tag: _SHARED.sub(rf"\g<1>{name}-", _FONT.sub("", tag[0])), body)
    box = re.search(r'viewBox="[^"]*"', svg)
    return (
        f'<svg role="img" {box[0] if box else ""} aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>{body}'
    )
