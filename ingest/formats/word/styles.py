"""Paragraph and character styles of Word: what a style says of headings, numbering and hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.blocks import TITLE_LEVEL
from ingest.formats.word.numbering import LEVELS, NumberingRef
from ingest.formats.word.ooxml import WORD, is_on, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = ("title", "标题")
_CONTENTS = re.compile(r"(?:toc|目录)(?:\s*\d|\s*heading|标题)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """`level` as in Block; `contents`: a line of the table of contents."""

    level: int | None = None
    numbering: NumberingRef | None = None
    hidden: bool = False
    contents: bool = False


class Styles:
    """The styles of one document by their ids."""

    def __init__(self, root: _Element | None = None) -> None:
        entries = [] if root is None else root.findall(f"{WORD}style")
        self._entries = {value_of(entry, "styleId"): entry for entry in entries}
        self._default = next((value_of(entry, "styleId") for entry in entries if value_of(entry, "type") == "paragraph"
                              and value_of(entry, "default") in ("1", "true", "on")), "")  # fmt: skip
        self._read: dict[str, Style] = {}

    def get(self, style_id: str = "") -> Style:
        """Return a style with what it inherits; without an id the one that paragraphs have by default."""
        style_id = style_id or self._default
        if style_id not in self._read:
            # a style that is based on itself inherits nothing from there
            self._read[style_id] = Style()
            self._read[style_id] = self._with_base(style_id)
        return self._read[style_id]

    def lists(self) -> dict[str, int]:
        """Return the list that each style with numbering belongs to."""
        found = {style_id: _numbering(entry) for style_id, entry in self._entries.items()}
        return {style_id: ref.list_id for style_id, ref in found.items() if ref and ref.list_id is not None}

    def _with_base(self, style_id: str) -> Style:
        entry = self._entries.get(style_id)
        if entry is None:
            return Style()
        based = entry.find(f"{WORD}basedOn")
        style = self.get(value_of(based)) if based is not None and value_of(based) else Style()
        name = entry.find(f"{WORD}name")
        style = _named(style, value_of(name) if name is not None else "")
        if (level := outline_level(entry.find(f"{WORD}pPr"))) is not None:
            style = replace(style, level=level if level <= LEVELS else None)
        if (ref := _numbering(entry)) is not None:
            base = style.numbering or NumberingRef(None, None)
            style = replace(style, numbering=_over(ref, base))
        vanish = entry.find(f"{WORD}rPr/{WORD}vanish")
        return style if vanish is None else replace(style, hidden=is_on(vanish))


def outline_level(properties: _Element | None) -> int | None:
    """Return the level (from 1) that a paragraph's properties give, more than 9 for running text, None for nothing."""
    entry = properties.find(f"{WORD}outlineLvl") if properties is not None else None
    return None if entry is None or number_of(entry, "val") < 0 else number_of(entry, "val") + 1


def numbering_of(properties: _Element | None, style: Style) -> NumberingRef | None:
    """Return the numbering of a paragraph with these properties and this style; None where it has none."""
    direct = _numbering_in(properties)
    ref = _over(direct, style.numbering or NumberingRef(None, None)) if direct else style.numbering
    return ref if ref and ref.list_id else None


def _named(style: Style, name: str) -> Style:
    if match := _HEADING.match(name):
        return replace(style, level=int(match[1]))
    if name.lower() in _TITLES:
        return replace(style, level=TITLE_LEVEL)
    return replace(style, contents=True) if _CONTENTS.match(name) else style


def _numbering(entry: _Element) -> NumberingRef | None:
    return _numbering_in(entry.find(f"{WORD}pPr"))


def _numbering_in(properties: _Element | None) -> NumberingRef | None:
    entry = properties.find(f"{WORD}numPr") if properties is not None else None
    if entry is None:
        return None
    list_id, level = entry.find(f"{WORD}numId"), entry.find(f"{WORD}ilvl")
    return NumberingRef(
        number_of(list_id, "val") if list_id is not None else None,
        number_of(level, "val") if level is not None else None,
    )


def _over(ref: NumberingRef, base: NumberingRef) -> NumberingRef:
    return NumberingRef(
        base.list_id if ref.list_id is None else ref.list_id, base.level if ref.level is None else ref.level
    )
