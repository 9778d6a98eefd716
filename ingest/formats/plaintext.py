"""Plain text and Markdown: the extracted text is the file as it stands, a block is a line."""

from __future__ import annotations

import re

from ingest.blocks import Block, Loaded, line_spans

# Marks before a line's own text: headings, quotations, list bullets, emphasis.
_MARKS = re.compile(r"(?:#{1,6}\s+|>\s*|[-*+]\s+|\*{1,3}(?=\S)|_{2}(?=\S))*")
_HEADING = re.compile(r"#{1,6}(?=\s)")
_RULE = re.compile(r"[-=*_|:\s]+|```.*")


def load_text(text: str) -> Loaded:
    """Return the lines of a plain text as blocks."""
    return Loaded(text, tuple(Block(start, end) for start, end in line_spans(text)))


def load_markdown(text: str) -> Loaded:
    """Return the lines of a Markdown text as blocks that leave the marks around them out; rules are furniture."""
    return Loaded(text, tuple(_markdown_block(text, start, end) for start, end in line_spans(text)))


def _markdown_block(text: str, start: int, end: int) -> Block:
    line = text[start:end]
    if _RULE.fullmatch(line):
        return Block(start, end, body=False)
    heading = _HEADING.match(line)
    level = len(heading.group()) if heading else None
    begin = _MARKS.match(line)
    skip = begin.end() if begin else 0
    stop = skip + len(_without_closing(line[skip:])) if skip else len(line)
    return Block(start + skip, start + stop, level, body=stop > skip) if stop > skip else Block(start, end, body=False)


def _without_closing(text: str) -> str:
    """Return the text without the marks that close a heading or emphasis."""
    if text.endswith("#"):
        return text.rstrip("#").rstrip()
    if text.endswith("*"):
        return text[: max(len(text) - 3, len(text.rstrip("*")))]
    return text.removesuffix("__")
