"""Lines that a page breaks within a paragraph or a title, by <br> or in verbatim text → whole ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.formats.rejoin import NARROWER, Paragraph, full_width, rejoin, width
from ingest.formats.web.walk import Entry

LONGEST_TITLE = 80
# Lines without an indent or an empty line between them: more than this, and only their widths tell the paragraphs.
LONGEST_PARAGRAPH = 12
_SUBTITLE = re.compile(r"[（(—\-【]|\d{4}年\d{1,2}月")


def joined(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the lines with those joined that only typesetting broke: titles, and paragraphs of a typeset text."""
    groups = list(_groups(entries))
    # where hardly a line is broken by typesetting, lines that happen to be alike are none of one paragraph
    full = full_width([entry.text for group in groups if len(group) > 1 for entry in group])
    for group in groups:
        if len(group) == 1:
            yield from group
        elif group[0].level is not None:
            yield from _titles(group)
        elif len(group) > LONGEST_PARAGRAPH:
            yield from _rejoined(group)
        elif full is not None:
            yield from _paragraphs(group, full)
        else:
            yield from group


def _groups(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    group: list[Entry] = []
    for entry in entries:
        alike = group and entry.level == group[-1].level and entry.body == group[-1].body
        if group and not (entry.goes_on and alike and not entry.linked):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _titles(group: Sequence[Entry]) -> Iterator[Entry]:
    held = group[0]
    for entry in group[1:]:
        if _SUBTITLE.match(entry.text) or len(held.text) + len(entry.text) > LONGEST_TITLE:
            yield held
            held = entry
        else:
            held = replace(held, text=held.text + entry.text)
    yield held


def _rejoined(group: Sequence[Entry]) -> Iterator[Entry]:
    paragraphs = rejoin([Paragraph(entry.text, body=entry.body) for entry in group])
    if len(paragraphs) == len(group):
        yield from group
    else:
        yield from (Entry(line.text, None, line.body, group[0].node) for line in paragraphs)


def _paragraphs(group: Sequence[Entry], full: int) -> Iterator[Entry]:
    held, last = group[0], group[0].text
    for entry in group[1:]:
        if width(last) < full - NARROWER:
            yield held
            held = entry
        else:
            held = replace(held, text=held.text + entry.text)
        last = entry.text
    yield held
