"""The text of one paragraph of Word: its runs, without what is deleted, hidden, or the code of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.formats.word.ooxml import WORD, is_on, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ingest.formats.word.styles import Styles

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT, _BOX, _RUN, _CONTROL = f"{WORD}t", f"{WORD}txbxContent", f"{WORD}r", f"{WORD}sdt"
# Deleted text, codes of fields, pronunciations, and properties, which hold no text of their own.
_SILENT = frozenset(WORD + name for name in (
    "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr",
))  # fmt: skip
# A tab parts what stands side by side, but is no cell of a table.
_SIGNS = {WORD + name: sign for name, sign in (
    ("tab", "  "), ("ptab", "  "), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"),
)}  # fmt: skip
# Boxes of forms in the fonts of symbols that every Word has; the code points are those of the fonts.
_BOXES = {
    "Wingdings": {0x6F: "□", 0xA8: "□", 0xFD: "☒", 0xFE: "☑", 0xFC: "√", 0xFB: "×"},
    "Wingdings 2": {0xA3: "□", 0x2A: "□", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x50: "√", 0x4F: "×"},
}
_SOFT_HYPHEN = "\xad"


class Runs:
    """Reads the runs of one document's paragraphs, in order: fields may reach over many of them.

    `notes` holds the ids of the notes that were referred to, by "footnote" and "endnote", in order; `note_number` is
    the number that a note shows in its own text.
    """

    def __init__(self, styles: Styles) -> None:
        self.notes: dict[str, list[str]] = {}
        self.note_number = 0
        self._styles = styles
        # for each field that is open: whether its code is being read
        self._codes: list[bool] = []

    def text(self, paragraph: _Element, boxes: list[_Element], *, hidden: bool = False) -> str:
        """Return the text of a paragraph, with a new line for each line break; text boxes in it go to `boxes`.

        `hidden`: its style hides what does not say otherwise.
        """
        parts: list[str] = []
        self._walk(paragraph, parts, boxes=boxes, hidden=hidden)
        # a code ends in the paragraph in which it began; where its end is missing, all of the rest would be code
        self._codes = [False for code in self._codes if not code]
        return "".join(parts).replace(_SOFT_HYPHEN, "")

    def chosen(self, element: _Element) -> _Element:
        """Return what is shown of an element that holds alternatives, any other element as it is."""
        if element.tag != f"{_COMPATIBLE}AlternateContent":
            return element
        choice, fallback = element.find(f"{_COMPATIBLE}Choice"), element.find(f"{_COMPATIBLE}Fallback")
        if choice is None or (fallback is not None and next(choice.iter(_TEXT), None) is None):
            return element if fallback is None else fallback
        return choice

    def _walk(self, element: _Element, parts: list[str], *, boxes: list[_Element], hidden: bool) -> None:
        for child in element:
            tag = child.tag
            if tag in _SILENT or (tag == _CONTROL and is_placeholder(child)):
                continue
            if tag == _BOX:
                boxes.append(child)
                continue
            inner = self._is_hidden(child, hidden) if tag == _RUN else hidden
            shown = self._shown(child)
            if shown and not inner and True not in self._codes:
                parts.append(shown)
            self._walk(self.chosen(child), parts, boxes=boxes, hidden=inner)

    def _shown(self, element: _Element) -> str:
        """Return what the reader sees of an element itself, "" where that is nothing but what is inside it."""
        tag = element.tag
        if tag in (_TEXT, _MATHS_TEXT):
            return (element.text or "").replace("\n", " ")
        if tag in _SIGNS:
            # a page may end within a sentence
            return "" if value_of(element, "type") in ("page", "column") else _SIGNS[tag]
        name = tag.removeprefix(WORD) if isinstance(tag, str) else ""
        if name == "fldChar":
            self._field(value_of(element, "fldCharType"))
        elif name in ("footnoteReference", "endnoteReference"):
            # its number would become a part of the figure before it
            self.notes.setdefault(name.removesuffix("Reference"), []).append(value_of(element, "id"))
        elif name in ("footnoteRef", "endnoteRef"):
            return f"[{self.note_number}] "
        return _symbol(element) if name == "sym" else ""

    def _is_hidden(self, run: _Element, hidden: bool) -> bool:
        properties = run.find(f"{WORD}rPr")
        if properties is None:
            return hidden
        if (vanish := properties.find(f"{WORD}vanish")) is not None:
            return is_on(vanish)
        style = properties.find(f"{WORD}rStyle")
        return hidden or (style is not None and self._styles.get(value_of(style)).hidden)

    def _field(self, mark: str) -> None:
        if mark == "begin":
            self._codes.append(True)
        elif self._codes and mark == "separate":
            self._codes[-1] = False
        elif self._codes and mark == "end":
            self._codes.pop()


def is_placeholder(control: _Element) -> bool:
    """Tell whether a content control holds only the words that ask for its content."""
    properties = control.find(f"{WORD}sdtPr")
    return properties is not None and is_on(properties.find(f"{WORD}showingPlcHdr"))


def _symbol(element: _Element) -> str:
    try:
        code = int(value_of(element, "char"), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _BOXES.get(value_of(element, "font"), {}).get(code - 0xF000, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
