"""What loading a file yields: its whole text, and the blocks that divide it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.types import Span

TITLE_LEVEL = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph, without the blanks around it.

    `level` is the heading level that the format itself tells (0: the document's title), None where it tells none;
    `body` is False for furniture, which stays in the text but out of the passages.
    """

    start: int
    end: int
    level: int | None = None
    body: bool = True


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's extracted text, its blocks in order, and the offsets at which its pages start (empty: no pages).

    A page may start inside a block: lines that typesetting broke are joined. `ocr` holds the pages (from 1) that were
    read by optical recognition, `damaged` the share of the text in [0, 1] that is unreadable.
    """

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[int, ...] = ()
    ocr: tuple[int, ...] = ()
    damaged: float = 0.0


class TextBuilder:
    """Collects the lines of a format that is no plain text; every line becomes one block."""

    def __init__(self) -> None:
        """Start with an empty text."""
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, line: str, *, level: int | None = None, body: bool = True) -> None:
        """Append `line`; line breaks inside it divide it into several blocks of the same kind."""
        for start, end in line_spans(line):
            self._blocks.append(Block(self._length + start, self._length + end, level, body))
        self._parts.append(line + "\n")
        self._length += len(line) + 1

    def loaded(self) -> Loaded:
        """Return what was collected."""
        return Loaded("".join(self._parts), tuple(self._blocks))


def line_spans(text: str) -> Iterator[Span]:
    """Yield the spans of the lines of `text` that hold anything, without the blanks around them."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if content := line.strip():
            begin = start + len(line) - len(line.lstrip())
            yield begin, begin + len(content)
        start = end + 1
