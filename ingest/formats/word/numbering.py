"""Automatic numbering of Word: which number a paragraph shows, though no character of it stands in the file's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.formats.word.numberformats import in_format
from ingest.formats.word.ooxml import WORD, is_on, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
# After these a number needs no blank before the text.
_CLOSED = "、，。．：；）)】]》〉"
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class NumberingRef:
    """What a paragraph or a style says of its numbering; `list_id` 0 takes it away, `level` None: the style's."""

    list_id: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    blank: bool = True
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list of a document: its levels, and which of them start anew where it is used first."""

    scheme: int
    levels: dict[int, _Level]
    anew: set[int] = field(default_factory=set)


class Numbering:
    """The numbering of one document; `label` must be called once for each numbered paragraph, in their order."""

    def __init__(self, root: _Element | None = None, style_lists: dict[str, int] | None = None) -> None:
        self._counts: dict[int, list[int | None]] = {}
        self._lists: dict[int, _List] = {}
        if root is None:
            return
        schemes = {number_of(scheme, "abstractNumId"): scheme for scheme in root.findall(f"{WORD}abstractNum")}
        lists = {number_of(entry, "numId"): entry for entry in root.findall(f"{WORD}num")}
        for list_id, entry in lists.items():
            scheme = _scheme_of(entry)
            linked = schemes.get(scheme)
            link = linked.find(f"{WORD}numStyleLink") if linked is not None else None
            if link is not None:
                # a list style: its own list has the levels
                other = lists.get((style_lists or {}).get(value_of(link), -1))
                scheme = _scheme_of(other) if other is not None else scheme
            if scheme in schemes:
                self._lists[list_id] = _list(scheme, schemes[scheme], entry)

    def label(self, ref: NumberingRef, style: str = "") -> str:
        """Return the number that the next paragraph with this numbering shows, with the blank behind it.

        Empty where it shows none (bullets, lists that the document does not define). `style` is the paragraph's.
        """
        found = self._lists.get(ref.list_id or 0)
        if found is None:
            return ""
        at = next((at for at, level in found.levels.items() if style and level.style == style), 0)
        at = min(max(at if ref.level is None else ref.level, 0), LEVELS - 1)
        level = found.levels.get(at, _Level())
        counts = self._count(found, at)
        shown = {other: in_format(_count_of(counts, found, other), "decimal" if level.legal else
                                  found.levels.get(other, _Level()).format) for other in range(at + 1)}  # fmt: skip
        if level.format in ("bullet", "none"):
            return ""
        text = _PLACEHOLDER.sub(lambda match: shown.get(int(match[1]) - 1, ""), level.text)
        return text + (" " if text and (level.blank or text[-1].isdigit()) and text[-1] not in _CLOSED else "")

    def _count(self, found: _List, at: int) -> list[int | None]:
        counts = self._counts.setdefault(found.scheme, [None] * LEVELS)
        for level in found.anew:
            counts[level] = None
        found.anew.clear()
        before = counts[at]
        counts[at] = found.levels.get(at, _Level()).start if before is None else before + 1
        for deeper in range(at + 1, LEVELS):
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or at < restart:
                counts[deeper] = None
        return counts


def _count_of(counts: list[int | None], found: _List, level: int) -> int:
    count = counts[level]
    return found.levels.get(level, _Level()).start if count is None else count


def _scheme_of(entry: _Element) -> int:
    child = entry.find(f"{WORD}abstractNumId")
    return -1 if child is None else number_of(child, "val")


def _list(scheme: int, root: _Element, entry: _Element) -> _List:
    levels = {number_of(level, "ilvl"): _level(level) for level in root.findall(f"{WORD}lvl")}
    anew: set[int] = set()
    for change in entry.findall(f"{WORD}lvlOverride"):
        at = number_of(change, "ilvl")
        if not 0 <= at < LEVELS:
            continue
        if (level := change.find(f"{WORD}lvl")) is not None:
            levels[at] = _level(level)
        if (start := change.find(f"{WORD}startOverride")) is not None:
            levels[at] = replace(levels.get(at, _Level()), start=number_of(start, "val"))
            anew.add(at)
    return _List(scheme, levels, anew)


def _level(root: _Element) -> _Level:
    # a format of newer versions stands beside a common one; only the common one is in the table of formats
    formats = [value_of(entry) for entry in root.iter(f"{WORD}numFmt")]
    values = {name: value_of(entry) for name in ("start", "lvlText", "suff", "lvlRestart", "pStyle")
              if (entry := root.find(WORD + name)) is not None}  # fmt: skip
    return _Level(
        start=_whole(values.get("start"), 1),
        format=next((name for name in formats if name != "custom"), "decimal"),
        text=values.get("lvlText", ""),
        blank=values.get("suff") != "nothing",
        restart=_whole(values["lvlRestart"], 0) if "lvlRestart" in values else None,
        legal=is_on(root.find(f"{WORD}isLgl")),
        style=values.get("pStyle", ""),
    )


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 9 else default
