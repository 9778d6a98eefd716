"""Typeset lines with their positions → text: reading order, page furniture out, broken lines joined to paragraphs.

The one place that knows about pages; PDF, OFD and recognised scans all come through here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.blocks import TITLE_LEVEL, Loaded, TextBuilder
from ingest.formats.typeset.furniture import find_furniture
from ingest.formats.typeset.lines import Line, Page, glue
from ingest.formats.typeset.margins import Strip, Style
from ingest.formats.typeset.paragraphs import Paragraph, find_paragraphs, is_entry
from ingest.formats.typeset.reading import em_of, merged, rows, sound, strips
from ingest.structure import sections

__all__ = ["Line", "Page", "compose"]

# A title is so much larger than the text, and stands in this upper part of the first page before the text begins.
TITLE_LARGER, TITLE_PART = 1.2, 0.6
SHORTEST_TITLE, LONGEST_TITLE = 6, 80
CONTENTS = ("目录", "目次")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]+")
_LETTERHEAD = re.compile(r".*(?:文件|政府|办公室|委员会|党组|[局厅院署部会])")


def compose(pages: Sequence[Page]) -> Loaded:
    """Return the text of typeset pages: a line of text for each paragraph, furniture marked as no body.

    A paragraph that runs over a page's end is one block, the next page starts inside it. Running heads and page
    numbers follow before the next section, or at the text's end: they interrupt no sentence and no passage.
    """
    grouped = [rows(sound(page)) for page in pages]
    furniture = find_furniture(grouped, [page.height for page in pages])
    found: list[Strip] = []
    for number, (page, groups, taken) in enumerate(zip(pages, grouped, furniture, strict=True)):
        lines = [line for at, row in enumerate(groups) if at not in taken for line in row]
        found.extend(Strip(number, strip, page.ocr) for strip in strips(lines))
    paragraphs, style = find_paragraphs(found)
    title = _title(paragraphs, style, pages[0]) if pages else None
    texts = [_Paragraph(tuple(_pieces(one)), one is title, not _is_contents(paragraphs, at))
             for at, one in enumerate(paragraphs)]  # fmt: skip
    aside = [[merged(groups[at]).text.strip() for at in sorted(taken)]
             for groups, taken in zip(grouped, furniture, strict=True)]  # fmt: skip
    loaded = _put_together(texts, aside, _section_starts(texts) if any(aside) else frozenset())
    return replace(loaded, ocr=tuple(number for number, page in enumerate(pages, 1) if page.ocr))


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's text in pieces, each with the page (from 0) that it stands on; whether it is title, and body."""

    pieces: tuple[tuple[int, str], ...]
    title: bool
    body: bool


def _section_starts(paragraphs: Sequence[_Paragraph]) -> frozenset[int]:
    """Return the numbers of the paragraphs that begin a section."""
    loaded = _put_together(paragraphs, [[] for _ in range(paragraphs[-1].pieces[-1][0] + 1)] if paragraphs else [])
    starts = {section.lines[0][0] for section in sections(loaded)}
    return frozenset(number for number, block in enumerate(loaded.blocks) if block.start in starts)


def _put_together(
    paragraphs: Sequence[_Paragraph], aside: Sequence[Sequence[str]], before: frozenset[int] = frozenset()
) -> Loaded:
    """Return the paragraphs as a text, the furniture of each page before the next paragraph of those in `before`."""
    builder = TextBuilder()
    starts: list[int | None] = [None] * len(aside)
    done = at = 0

    def put_aside(end: int) -> None:
        nonlocal done, at
        for line in (line for page in aside[done:end] for line in page):
            builder.add(line, body=False)
            at += len(line) + 1
        done = max(done, end)

    for number, paragraph in enumerate(paragraphs):
        if number in before:
            put_aside(paragraph.pieces[0][0])
        length = 0
        for page, piece in paragraph.pieces:
            starts[page] = at + length if starts[page] is None else starts[page]
            length += len(piece)
        text = "".join(piece for _, piece in paragraph.pieces)
        builder.add(text, level=TITLE_LEVEL if paragraph.title else None, body=paragraph.body)
        at += length + 1
    end = at
    put_aside(len(aside))
    return replace(builder.loaded(), pages=_filled(starts, end))


def _filled(starts: Sequence[int | None], end: int) -> tuple[int, ...]:
    """Return the pages' starts; a page without text starts where the next one does, at the end of the text `end`."""
    found: list[int] = []
    for start in reversed(starts):
        end = end if start is None else min(start, end)
        found.append(end)
    return tuple(reversed(found))


def _title(paragraphs: Sequence[Paragraph], style: Style, page: Page) -> Paragraph | None:
    """Return the title if it is clear: the only large, centred paragraph before the text of the first page.

    Optical recognition tells sizes too roughly.
    """
    lowest = 0.0 if page.ocr else TITLE_PART * page.height
    large: list[Paragraph] = []
    for paragraph in paragraphs:
        number, first = paragraph.lines[0]
        if number or first.top > lowest or (len(paragraph.lines) > 1 and not paragraph.centred):
            break
        if paragraph.centred and em_of(first) >= TITLE_LARGER * style.em:
            large.append(paragraph)
    if len(large) != 1:
        return None
    text = "".join(line.text for _, line in large[0].lines)
    is_title = SHORTEST_TITLE <= len(text) <= LONGEST_TITLE and not _LETTERHEAD.fullmatch("".join(text.split()))
    return large[0] if is_title else None


def _is_contents(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a paragraph is an entry of a table of contents, or its heading: they repeat what stands below."""
    following = paragraphs[at + 1 : at + 2]
    is_heading = "".join(paragraphs[at].first.text.split()) in CONTENTS and len(following) == 1
    return is_entry((following[0] if is_heading else paragraphs[at]).last.text)


def _pieces(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """Yield the pages and the pieces of text whose sum is the paragraph's text."""
    texts = [_CONTROL.sub(" ", line.text) for _, line in paragraph.lines]
    texts[0] = texts[0].lstrip()
    for (page, _), (above, below) in zip(paragraph.lines, pairwise([*texts, ""]), strict=True):
        yield page, (above.strip() if len(texts) == 1 else above.strip() + glue(above, below))
