"""The walk over a web page's tree: everything that is visible, as lines that know where in the tree they stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.tables import caption_unit
from ingest.formats.web.listmarks import ListMarks
from ingest.formats.web.tables import CELLS, Grid, is_grid, is_row

DROPPED = frozenset({"script", "style", "noscript", "noframes", "template", "head", "title", "iframe", "object", "svg",
                     "math", "input", "select", "textarea", "datalist", "audio", "video", "canvas", "map", "xml",
                     "embed", "applet", "progress", "meter"})  # fmt: skip
# Any other element, known or not (o:p, ucapcontent), stands in the line.
BLOCKS = frozenset({"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
                    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
                    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
                    "li", "listing", "main", "marquee", "menu", "nav", "ol", "option", "p", "pre", "search", "section",
                    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "xmp"})  # fmt: skip
VERBATIM = frozenset({"pre", "listing", "xmp", "plaintext"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FURNITURE_TAGS = frozenset({"nav", "header", "footer", "aside", "button", "form"})
FURNITURE_NAMES = frozenset({
    "nav", "navbar", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "position", "location", "footer", "foot",
    "copyright", "share", "sidebar", "toolbar", "search", "topbar", "login", "pagination", "pager", "qrcode",
})  # fmt: skip
# A form with more letters than this holds the page.
LONGEST_FORM = 60
_SENTENCE = re.compile(r"[。！？；]")
_NAME = re.compile(r"[a-z]+")
# As a browser sees them: NBSP and the ideographic space are no blanks, and stay.
_BLANKS = re.compile(r"[ \t\r\n\f]+")
# Where the source goes on in another line within Chinese text there is no blank.
_WIDE = "⺀-鿿豈-﫿︰-﹏！-｠“”‘’…—"
_BREAK = re.compile(rf"(?<=[{_WIDE}]) ?\n ?(?=[{_WIDE}])")
_INDENTS = ("  ", "\u3000", "\xa0", "\u2002", "\u2003")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_HIDING = re.compile(r"(?:display:none|visibility:hidden)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a page, with the heading level and the number of the element that it stood in.

    `body` is False inside an element for furniture; `linked`: all of it is a link; `goes_on`: only a <br>, or a line
    break of verbatim text, parts it from the line above, and it is not indented.
    """

    text: str
    level: int | None
    body: bool
    node: int
    linked: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """The lines of a page, and for each element (numbered as they begin) its parent and the last one inside it."""

    entries: list[Entry]
    parents: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds inside an element: its number, the heading level, body or furniture, in a link, a row, verbatim."""

    node: int = 0
    level: int | None = None
    body: bool = True
    linked: bool = False
    row: bool = False
    verbatim: bool = False


@dataclass(slots=True)
class _Line:
    parts: list[str] = field(default_factory=list)
    linked: int = 0


class Walk:
    """The walk; a line is open until a block element, a row or a <br> ends it."""

    def __init__(self) -> None:
        self._tree = Tree([], [0], [0])
        self._line = _Line()
        self._open = [_Context()]
        self._grid: Grid | None = None
        self._marks = ListMarks()
        self._soft = False

    def run(self, root: etree._Element) -> Tree:
        """Return the lines of the tree in order."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start" and is_hidden(node):
                # its tail is text of the parent, which comes with the end event
                walk.skip_subtree()
                self._open.append(self._open[-1])
            elif event == "start":
                self._start(node, str(node.tag))
            elif event == "end":
                self._end(node, str(node.tag))
            else:
                self._text(node.tail)
        self._end_line()
        self._tree.ends[0] = len(self._tree.parents)
        return self._tree

    def _start(self, node: etree._Element, tag: str) -> None:
        outer = self._open[-1]
        if self._grid is None and tag in CELLS:
            self._end_cell()
        self._divide(node, tag)
        number = len(self._tree.parents)
        self._tree.parents.append(outer.node)
        self._tree.ends.append(number)
        if self._grid is None and tag == "table" and is_grid(node):
            self._grid = Grid(node)
        self._open.append(_Context(
            number, level=HEADINGS.get(tag, outer.level), body=outer.body and not _names_furniture(node, tag),
            linked=outer.linked or _is_link(node, tag), verbatim=outer.verbatim or tag in VERBATIM,
            row=outer.row or self._grid is not None or (tag == "tr" and is_row(node)),
        ))  # fmt: skip
        if self._grid is not None:
            self._grid.start(node, tag)
        self._marks.start(node, tag)
        self._text(node.text)

    def _end(self, node: etree._Element, tag: str) -> None:
        if is_hidden(node):
            self._open.pop()
            self._text(node.tail)
            return
        self._marks.end(tag)
        if self._grid is not None and (tag in CELLS or tag == "caption"):
            self._grid.add(tag, self._taken(), self._line.linked)
            self._line = _Line()
        elif self._grid is not None and self._grid.node is node:
            self._end_grid(self._grid)
        elif tag == "tr" and self._grid is None:
            self._end_line()
        elif tag != "br":
            self._divide(node, tag)
        self._tree.ends[self._open[-1].node] = len(self._tree.parents) - 1
        self._open.pop()
        self._text(node.tail)

    def _end_grid(self, grid: Grid) -> None:
        self._grid = None
        self._end_line()
        above = self._tree.entries[-1].text if self._tree.entries else ""
        context = self._open[-1]
        for line, linked in grid.lines(caption_unit(above)):
            self._tree.entries.append(Entry(line, None, context.body, context.node, linked))

    def _end_cell(self) -> None:
        parts = self._line.parts
        while parts and parts[-1] == " ":
            parts.pop()
        parts.extend("\t" if parts else "")

    def _divide(self, node: etree._Element, tag: str) -> None:
        if tag not in BLOCKS and "display:block" not in _style(node):
            return
        if self._open[-1].row:
            self._line.parts.extend("" if not self._line.parts or self._line.parts[-1] in " \t" else " ")
        else:
            self._end_line(soft=tag == "br")

    def _text(self, text: str | None) -> None:
        if not text:
            return
        text = text.translate(_INVISIBLE)
        context = self._open[-1]
        if context.verbatim and not context.row:
            for at, line in enumerate(text.split("\n")):
                if at:
                    self._end_line(soft=True)
                self._line.parts.append(line)
            return
        text = _BLANKS.sub(lambda match: "\n" if "\n" in match.group() else " ", text)
        if text.strip():
            self._line.parts.append(self._marks.pending(text))
        self._line.parts.append(text)
        self._line.linked += len(text.strip()) if context.linked else 0

    def _taken(self) -> str:
        text = "".join(self._line.parts)
        return _BREAK.sub("", text).replace("\n", " ")

    def _end_line(self, *, soft: bool = False) -> None:
        text = self._taken()
        letters = sum(not char.isspace() for char in text)
        linked = 0 < letters <= self._line.linked
        context = self._open[-1]
        self._line = _Line()
        if letters:
            goes_on = self._soft and (context.level is not None or not text.startswith(_INDENTS))
            self._tree.entries.append(Entry(text.strip(), context.level, context.body, context.node, linked, goes_on))
        # an empty line parts paragraphs
        self._soft = soft and letters > 0


def is_hidden(node: etree._Element) -> bool:
    """Tell whether an element shows nothing."""
    return node.tag in DROPPED or "hidden" in node.attrib or bool(_HIDING.search(_style(node)))


def _style(node: etree._Element) -> str:
    style = node.get("style")
    return "".join(style.lower().split()) if style else ""


def _is_link(node: etree._Element, tag: str) -> bool:
    # an anchor that is only jumped to may be left open around half a page
    return tag == "a" and ("href" in node.attrib or not ("name" in node.attrib or "id" in node.attrib))


def _names_furniture(node: etree._Element, tag: str) -> bool:
    names = _NAME.findall(f"{node.get('class', '')} {node.get('id', '')}".lower())
    if tag not in FURNITURE_TAGS and FURNITURE_NAMES.isdisjoint(names):
        return False
    if tag == "form" and len("".join("".join(map(str, node.itertext())).split())) > LONGEST_FORM:
        return False
    # class="header" around a whole article is common, and so is <header> around its title
    if any(_SENTENCE.search(str(part)) for part in node.itertext()):
        return False
    return next(node.iter("h1", "h2"), None) is None
