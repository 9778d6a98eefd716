"""The heading tree: which lines are headings, how deep, and under which path of headings each line stands.

What a line may be is said in `headings`; what it is, by its neighbours: a numbered line with nothing below it is an
item of a list, a short line between paragraphs a heading without number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import TITLE_LEVEL, Block, Loaded
from ingest.fields import FORM_LABELS, is_label, label_of
from ingest.headings import (
    LONGEST_HEADING,
    OPEN_LEVEL,
    PART,
    POINT,
    Heading,
    heading_of,
    level_ranks,
    may_head,
    numbering,
    renumbered,
)
from rag.types import Span

# Where a heading may begin inside a line: some sites lose all line breaks.
_INNER = re.compile(
    r"(?:[。！？][”’」）)]?\s*|\s\s)(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_POINT = re.compile(r"(\d{1,2})[.．](?=\d)")
_SENTENCE_END = re.compile(r"[。！？!?：:][”’」）)]?$")
# A line with a sentence that is longer than this is running text.
SHORTEST_TEXT = 30
# So many points of one paragraph each show that the last one has no more, either.
ALIKE = 2


@dataclass(frozen=True, slots=True)
class Section:
    """The lines under one heading path; `headings` says how many of the first lines are headings."""

    heading: tuple[str, ...]
    lines: tuple[Span, ...]
    headings: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    heading: Heading | None
    label: bool = False


@dataclass(slots=True)
class _Placed:
    """A line under its path of headings; `opens`: a section begins with it."""

    line: _Line
    path: tuple[Heading, ...]
    opens: bool


def sections(loaded: Loaded, title_blocks: Sequence[int] = ()) -> list[Section]:
    """Return the body lines in order, grouped by their headings.

    The title's blocks head nothing. Headings that only have deeper headings below them lead the section that follows.
    """
    lines = list(_lines(loaded, frozenset(title_blocks)))
    lines = _with_items(_with_plain_headings(lines))
    placed = list(_place(lines))
    _return_to_parents(placed)
    return list(_lead(_group(placed)))


def _lines(loaded: Loaded, title: frozenset[int]) -> Iterator[_Line]:
    ranks = level_ranks(
        (loaded.text[block.start : block.end], block.level) for block in loaded.blocks if block.body and block.level
    )
    point = 0
    for at, block in enumerate(loaded.blocks):
        if not block.body:
            continue
        for start, end in _parts(loaded.text, block):
            line = loaded.text[start:end]
            heading = (
                None if at in title or block.level == TITLE_LEVEL else heading_of(line, ranks.get(block.level or 0))
            )
            if heading is None and (match := _POINT.match(line)) and int(match[1]) == point + 1 > 1:
                # 3.10种 is the third point, not a figure
                heading = Heading(POINT, "", alone=False, number=point + 1)
            point = heading.number if heading and heading.rank == POINT else point
            yield _Line(start, end, line, heading, label=is_label(line) and label_of(line) in FORM_LABELS)


def _parts(text: str, block: Block) -> Iterator[Span]:
    cuts = [block.start]
    for match in _INNER.finditer(text, block.start + 1, block.end):
        begin = match.end()
        if numbering(text[begin : min(begin + LONGEST_HEADING, block.end)]):
            cuts.append(begin)
    for start, end in zip(cuts, [*cuts[1:], block.end], strict=True):
        yield start, start + len(text[start:end].rstrip())


def _with_plain_headings(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines with those marked that are headings without a number: short ones between paragraphs."""
    found = [_is_plain_heading(lines, at) for at in range(len(lines))]
    headings = [
        Heading(_plain_rank(lines, at, found), line.text, alone=True) if found[at] else line.heading
        for at, line in enumerate(lines)
    ]
    return [replace(line, heading=heading) for line, heading in zip(lines, renumbered(headings), strict=True)]


def _is_plain_heading(lines: Sequence[_Line], at: int) -> bool:
    line = lines[at]
    if line.heading or line.label or at == 0 or at + 1 == len(lines) or not may_head(line.text):
        return False
    above, below = lines[at - 1 : at + 2 : 2]
    if not (above.heading or _is_text(above)) or above.label or (above.heading and above.heading.rank == PART):
        return False
    return _is_text(below) or bool(below.heading and below.heading.number == 1)


def _is_text(line: _Line) -> bool:
    return len(line.text) >= SHORTEST_TEXT and bool(_SENTENCE_END.search(line.text))


def _plain_rank(lines: Sequence[_Line], at: int, plain: Sequence[bool]) -> int:
    """Return how deep a heading without number is: just above a list that begins below it, below one that goes on."""
    for other in range(at + 1, len(lines)):
        heading = lines[other].heading
        if heading and heading.number:
            return heading.rank - 2 if heading.number == 1 else heading.rank + 2
        if heading or plain[other]:
            break
    return OPEN_LEVEL


def _with_items(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines; numbered lines of their own with nothing below them are items of a list, and head nothing."""
    later = Counter((line.heading.rank, line.heading.text) for line in lines if line.heading and line.heading.alone)
    kept: list[_Line] = []
    for at, line in enumerate(lines):
        heading = line.heading
        if heading and heading.alone:
            later[heading.rank, heading.text] -= 1
            above = kept[-1].heading if kept and kept[-1].end <= line.start else None
            goes_on = bool(above and not above.text and above.rank == heading.rank)
            repeated = goes_on and later[heading.rank, heading.text] > 0
            if _is_item(line, lines[at + 1 : at + 2]) or repeated or (goes_on and _SENTENCE_END.search(line.text)):
                line = replace(line, heading=replace(heading, text="", alone=False))
        kept.append(line)
    return kept


def _is_item(line: _Line, following: Sequence[_Line]) -> bool:
    heading = line.heading
    if not heading or heading.rank == PART:
        return False
    below = following[0].heading if following else None
    return not following or bool(not following[0].label and below and below.rank <= heading.rank)


def _place(lines: Sequence[_Line]) -> Iterator[_Placed]:
    path: tuple[Heading, ...] = ()
    form = False
    for line in lines:
        heading = line.heading
        before, opens = path, False
        if heading or line.label:
            path = () if line.label or not heading else _above(path, heading)
            leads = bool(heading and heading.text)
            opens = leads or path != before or (line.label and not form)
            path = (*path, heading) if heading and leads else path
            form = line.label
        yield _Placed(line, path, opens)


def _above(path: tuple[Heading, ...], heading: Heading) -> tuple[Heading, ...]:
    # 一、 as an item below 三、 belongs to a list of its own, 四、 ends what 三、 heads
    kept = heading.rank + any(above.rank == heading.rank and above.number + 1 != heading.number for above in path)
    return tuple(above for above in path if above.rank < (heading.rank if heading.text else kept))


def _return_to_parents(placed: Sequence[_Placed]) -> None:
    """Let what follows the last of several points of one paragraph each belong to what is above them."""
    alike = rank = at = 0
    while at < len(placed):
        start, heading = at, placed[at].line.heading
        at += 1
        while at < len(placed) and not placed[at].line.heading and not placed[at].line.label:
            at += 1
        if heading is None or not heading.text:
            alike = 0
            continue
        first = start + heading.alone
        extra = placed[first + 1 : at]
        alike = alike if rank == heading.rank else 0
        if alike >= ALIKE and _ends_points(placed[first:at], placed[at : at + 1], heading):
            extra[0].opens = True
            for each in extra:
                each.path = placed[start].path[:-1]
        alike, rank = (0 if extra or first == at else alike + 1), heading.rank


def _ends_points(below: Sequence[_Placed], after: Sequence[_Placed], heading: Heading) -> bool:
    """Tell whether more than one paragraph is `below` a heading that is the last of its row."""
    goes_on = bool(after and after[0].line.heading and after[0].line.heading.rank >= heading.rank)
    extra = [each.line for each in below[1:] if _is_text(each.line)]
    return bool(extra) and not goes_on and not below[0].line.text.endswith(("：", ":"))


def _group(placed: Sequence[_Placed]) -> Iterator[Section]:
    group: list[_Placed] = []
    for each in placed:
        if each.opens and group:
            yield _section(group)
            group = []
        group.append(each)
    if group:
        yield _section(group)


def _section(group: Sequence[_Placed]) -> Section:
    first = group[0].line.heading
    return Section(
        tuple(heading.text for heading in group[0].path),
        tuple((each.line.start, each.line.end) for each in group),
        int(bool(first and first.text and first.alone)),
    )


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
