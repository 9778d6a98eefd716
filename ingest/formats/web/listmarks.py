"""The numbers that a browser draws before the items of an ordered list."""

from __future__ import annotations

import re

from lxml import etree

from ingest.formats.word.numberformats import in_format

# A site that writes the numbers itself hides those of the list.
_NUMBERED = re.compile(
    r"\s*(?:[\d一二三四五六七八九十]{1,3}\s?[、.．)）]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[①-⑳])"
)
# Browsers write larger numbers in digits.
_LARGEST_ROMAN = 3999


class ListMarks:
    """Follows the lists of a walk; the number of an item goes before the item's first text."""

    def __init__(self) -> None:
        self._lists: list[tuple[str, int] | None] = []
        self._mark = ""

    def start(self, node: etree._Element, tag: str) -> None:
        """Enter an element."""
        if tag in ("ul", "menu", "dir"):
            self._lists.append(None)
        elif tag == "ol":
            shown = "none" not in node.get("style", "").lower()
            self._lists.append((node.get("type", "1"), _whole(node.get("start"), 1)) if shown else None)
        elif tag == "li" and self._lists and (current := self._lists[-1]):
            number = _whole(node.get("value"), current[1])
            self._lists[-1] = (current[0], number + 1)
            self._mark = f"{_written(number, current[0])}. "

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._mark = ""

    def pending(self, text: str) -> str:
        """Return what is drawn before `text`: the number of an item that begins with it, "" otherwise."""
        mark, self._mark = self._mark, ""
        return "" if _NUMBERED.match(text) else mark


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and value.strip().isascii() and value.strip().isdigit() and len(value) < 5 else default


def _written(number: int, kind: str) -> str:
    if kind in ("a", "A") and 0 < number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        return in_format(number, "upperRoman" if kind == "I" else "lowerRoman")
    return str(number)
