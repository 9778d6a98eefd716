"""The heading tree: which lines are headings, how deep, and under which path of headings each line stands.

第…章 > 一、 > (一) > 1. > (1), Markdown, HTML and Word headings by their level, the parts of a proposal's form.
一是, 二是 … are no headings. A heading may share its line with the text that it heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import TITLE_LEVEL, Block, Loaded
from ingest.fields import FORM_LABELS, PART_LABELS, is_label, label_of
from rag.types import Span

# A heading on a line of its own may be longer than one that shares its line: there, a long first sentence is text.
LONGEST_HEADING, LONGEST_INLINE = 80, 50
# How deep a heading is, by its numbering; level n of a format without numbering lies at 10 n.
PART, OPEN_LEVEL = 5, 10
_RANKS = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (10, r"第[一二三四五六七八九十百\d]{1,4}(?:[章编篇]|部分)[\s　、:：]*"),
        (15, r"第[一二三四五六七八九十百\d]{1,4}节[\s　、:：]*"),
        (20, r"[一二三四五六七八九十]{1,3}\s?[、.．]\s*"),
        (30, r"[（(]\s?[一二三四五六七八九十]{1,3}\s?[)）][、.．]?\s*"),
        (40, r"\d{1,2}\s?(?:[.．](?!\d)|、)\s*"),
        (45, r"\d{1,2}\s?[)）]\s*"),
        (50, r"[（(]\s?\d{1,2}\s?[)）]\s*"),
    )
)
# The first line of a year's part in reports whose parts have no numbers.
_YEAR_PART = re.compile(r"20\d\d\s?年.{0,12}(?:回顾|情况|安排|任务|计划|打算|总结|要求|目标|工作|思路)")
# Where the heading ends that shares its line with text: at its sentence's end, at a gap, before 一是.
_END = re.compile(r"[。！？]|\s{2,}|[　]|[,，:：;；]?(?=一是)")
# Where a heading may begin inside a line: some sites lose all line breaks.
_INNER = re.compile(
    r"(?:(?<=[。！？])|(?<=\s\s))(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_BLANKS_AND_STOPS = " \t\n\u3000\xa0,，:：;；、。.．*"


@dataclass(frozen=True, slots=True)
class Section:
    """The lines under one heading path; `headings` says how many of the first lines are headings."""

    heading: tuple[str, ...]
    lines: tuple[Span, ...]
    headings: int = 0


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: int
    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    heading: _Heading | None
    label: bool = False


def sections(loaded: Loaded, title_blocks: Sequence[int] = ()) -> list[Section]:
    """Return the body lines in order, grouped by their headings.

    The title's blocks head nothing. Headings that only have deeper headings below them lead the section that follows.
    """
    lines = list(_lines(loaded, frozenset(title_blocks)))
    lines = [_as_item(line, lines[at + 1 : at + 2]) for at, line in enumerate(lines)]
    return list(_lead(_group(lines)))


def _lines(loaded: Loaded, title: frozenset[int]) -> Iterator[_Line]:
    for at, block in enumerate(loaded.blocks):
        if not block.body:
            continue
        for start, end in _parts(loaded.text, block):
            line = loaded.text[start:end]
            heading = None if at in title else heading_of(line, block.level)
            yield _Line(start, end, heading, label=is_label(line) and label_of(line) in FORM_LABELS)


def _parts(text: str, block: Block) -> Iterator[Span]:
    cuts = [match.start() for match in _INNER.finditer(text, block.start + 1, block.end)]
    for start, end in zip([block.start, *cuts], [*cuts, block.end], strict=True):
        yield start, start + len(text[start:end].rstrip())


def heading_of(line: str, level: int | None = None) -> _Heading | None:
    """Return the heading that `line` is or begins with, None for text; `level` is what the format says."""
    numbering = _numbering(line)
    if is_label(line) and label_of(line) in PART_LABELS:
        return _Heading(PART, label_of(line), alone=True)
    if level is not None and len(line) <= LONGEST_HEADING:
        rank = numbering[0] if numbering else 10 * max(level, 1)
        return None if level == TITLE_LEVEL else _Heading(rank, _tidy(line), alone=True)
    if numbering:
        return _numbered(line, *numbering)
    if len(line) <= LONGEST_INLINE and _YEAR_PART.fullmatch(line):
        return _Heading(OPEN_LEVEL, line, alone=True)
    return None


def _numbering(line: str) -> tuple[int, int] | None:
    """Return the rank of the numbering that the line begins with, and where it ends."""
    for rank, pattern in _RANKS:
        if match := pattern.match(line):
            return rank, match.end()
    return None


def _numbered(line: str, rank: int, after: int) -> _Heading | None:
    match = _END.search(line, after)
    end = match.start() if match else len(line)
    text = _tidy(line[:end])
    rest = line[end:].strip(_BLANKS_AND_STOPS)
    if end <= after:
        return None
    if not rest:
        return (
            None
            if len(text) > LONGEST_HEADING or line.endswith((";", "；", ",", "，"))
            else _Heading(rank, text, alone=True)
        )
    if len(text) > LONGEST_INLINE:
        # (一)加强领导:成立了…: a short stretch before a colon heads the rest
        text = re.split("[:：]", text, maxsplit=1)[0]
    return _Heading(rank, text, alone=False) if len(text) <= LONGEST_INLINE else _Heading(rank, "", alone=False)


def _tidy(heading: str) -> str:
    return heading.replace("**", "").replace("__", "").strip(_BLANKS_AND_STOPS)


def _as_item(line: _Line, following: Sequence[_Line]) -> _Line:
    """Return `line`; a numbered line of its own with nothing below it is an item of a list, and heads nothing."""
    heading = line.heading
    if not heading or not heading.alone or heading.rank == PART:
        return line
    below = following[0].heading if following else None
    if following and not following[0].label and (below is None or below.rank > heading.rank):
        return line
    return _Line(line.start, line.end, _Heading(heading.rank, "", alone=False))


def _group(lines: Sequence[_Line]) -> Iterator[Section]:
    path: list[_Heading] = []
    spans: list[Span] = []
    headings = 0
    form = False
    for line in lines:
        opens = bool(line.heading and line.heading.text)
        if line.heading or line.label:
            deeper = [] if line.label else [above for above in path if line.heading and above.rank < line.heading.rank]
            if (opens or deeper != path or (line.label and not form)) and spans:
                yield Section(tuple(above.text for above in path), tuple(spans), headings)
                spans, headings = [], 0
            path = deeper + ([line.heading] if opens and line.heading else [])
            form = line.label
            headings += bool(opens and line.heading and line.heading.alone)
        spans.append((line.start, line.end))
    if spans:
        yield Section(tuple(above.text for above in path), tuple(spans), headings)


def _lead(groups: Iterator[Section]) -> Iterator[Section]:
    above: tuple[Span, ...] = ()
    for group in groups:
        lines = above + group.lines
        if group.headings == len(group.lines):
            above = lines
        else:
            yield Section(group.heading, lines, len(above) + group.headings)
            above = ()
    if above:
        yield Section((), above)
