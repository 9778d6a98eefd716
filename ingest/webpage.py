"""Web pages (.html, .htm): one walk over the tree keeps everything that is visible; what is furniture is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from ingest.blocks import Loaded, TextBuilder
from ingest.encoding import decode
from rag.errors import ReportError

DROPPED = frozenset({"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "input", "select",
                     "textarea"})  # fmt: skip
INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "em", "font", "i", "img", "ins",
                    "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
                    "wbr"})  # fmt: skip
CELLS = frozenset({"td", "th"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FURNITURE_TAGS = frozenset({"nav", "header", "footer", "aside", "button", "form"})
FURNITURE_NAMES = frozenset({
    "nav", "navbar", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "position", "location", "footer", "foot",
    "copyright", "share", "sidebar", "toolbar", "search", "topbar", "login", "pagination", "pager", "qrcode",
})  # fmt: skip
# A row with more text than this is no row of data: old sites lay out whole articles in a table.
LONGEST_ROW = 1000
# Longer links than this are text that happens to be linked, shorter ones alone on a line are navigation.
LONGEST_LINK = 40
_SENTENCE = re.compile(r"[。！？]")
_NAME = re.compile(r"[a-z]+")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# As a browser sees them: NBSP and the ideographic space are no blanks, and stay.
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def load_webpage(data: bytes) -> Loaded:
    """Return the visible text of a page, a line for each block element or table row; cells are parted by tabs.

    Raises ReportError where the page cannot be decoded or holds no text.
    """
    # lxml refuses a text that declares an encoding of its own
    source = _source(data)
    if declaration := _XML_DECLARATION.match(source):
        source = source[declaration.end() :]
    parser = html.HTMLParser(huge_tree=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReportError("网页中没有可以读取的内容。请在浏览器中打开后另存为网页再试。") from error
    if any("depth" in error.message for error in parser.error_log):
        # libxml2 drops all that is nested deeper than 2,048 elements
        raise ReportError("网页的标签嵌套过深，内容读取不全。请在浏览器中打开，复制正文另存为文本文件再试。")
    return _Walk().run(root)


def _source(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    if match and not _is_utf8(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = match.group(1).decode("ascii", "replace").lower()
        try:
            # pages that declare gb2312 use characters of GB18030
            return data.decode("gb18030" if name.startswith("gb") else name)
        except (LookupError, UnicodeDecodeError):
            pass  # a page whose bytes belie its declaration is judged by its bytes alone
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    # judged first: nearly every UTF-8 text decodes as GB18030, into other characters
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds inside an element: the heading level, body or furniture, within a link, within a row of data."""

    level: int | None = None
    body: bool = True
    linked: bool = False
    row: bool = False


@dataclass(slots=True)
class _Line:
    parts: list[str] = field(default_factory=list)
    linked: int = 0


class _Walk:
    """The walk over the tree; a line is open until a block element, a row or a <br> ends it."""

    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._line = _Line()
        self._open = [_Context()]

    def run(self, root: etree._Element) -> Loaded:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start" and (node.tag in DROPPED or _hidden(node)):
                # its tail is text of the parent, which comes with the end event
                walk.skip_subtree()
                self._open.append(self._open[-1])
            elif event == "start":
                self._start(node)
            elif event == "end":
                self._end(node)
            else:
                self._text(node.tail)
        self._end_line()
        return self._builder.loaded()

    def _start(self, node: etree._Element) -> None:
        outer = self._open[-1]
        tag = str(node.tag)
        if tag in CELLS:
            self._end_cell()
        self._divide(tag)
        self._open.append(_Context(
            level=HEADINGS.get(tag, outer.level), body=outer.body and not _is_furniture(node, tag),
            linked=outer.linked or tag == "a", row=outer.row or (tag == "tr" and _is_data(node)),
        ))  # fmt: skip
        self._text(node.text)

    def _end(self, node: etree._Element) -> None:
        tag = str(node.tag)
        if tag in DROPPED or _hidden(node):
            self._open.pop()
            self._text(node.tail)
            return
        if tag == "tr":
            self._end_line()
        else:
            self._divide(tag)
        self._open.pop()
        self._text(node.tail)

    def _end_cell(self) -> None:
        parts = self._line.parts
        while parts and parts[-1] == " ":
            parts.pop()
        parts.extend("\t" if parts else "")

    def _divide(self, tag: str) -> None:
        if tag in INLINE or tag in CELLS:
            return
        if self._open[-1].row:
            self._line.parts.extend("" if not self._line.parts or self._line.parts[-1] in " \t" else " ")
        else:
            self._end_line()

    def _text(self, text: str | None) -> None:
        if text:
            text = _BLANKS.sub(" ", text)
            self._line.parts.append(text)
            self._line.linked += len(text.strip()) if self._open[-1].linked else 0

    def _end_line(self) -> None:
        text = "".join(self._line.parts)
        letters = sum(not char.isspace() for char in text)
        is_link = letters <= min(self._line.linked, LONGEST_LINK)
        context = self._open[-1]
        self._line = _Line()
        if letters:
            self._builder.add(text, level=context.level, body=context.body and not is_link)


def _hidden(node: etree._Element) -> bool:
    return "hidden" in node.attrib or "display:none" in (node.get("style") or "").replace(" ", "").lower()


def _text_of(node: etree._Element) -> str:
    return "".join(str(part) for part in node.itertext())


def _is_data(row: etree._Element) -> bool:
    cells = [cell for cell in row if cell.tag in CELLS]
    return len(cells) > 1 and row.find(".//table") is None and len(_text_of(row)) <= LONGEST_ROW


def _is_furniture(node: etree._Element, tag: str) -> bool:
    names = _NAME.findall(f"{node.get('class', '')} {node.get('id', '')}".lower())
    if tag not in FURNITURE_TAGS and FURNITURE_NAMES.isdisjoint(names):
        return False
    # only while it holds no sentence: class="header" around a whole article is common
    return not _SENTENCE.search(_text_of(node))
