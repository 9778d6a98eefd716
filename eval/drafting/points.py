"""The points of a section by the names that a report gives them: 存在的问题, 下一步打算, 一是…二是…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.announced import Side
from rag.index.reader import Index
from rag.sections import points
from rag.shortcomings import problem_items
from rag.text import ENUMERATOR, HEADING_NUMBER, clause_spans, sentence_spans
from rag.types import Passage, Report

# Points that a question may ask for, letters of each (more for a mere clause), and of all of them together.
POINTS, LETTERS, CLAUSE, ALTOGETHER = range(2, 9), range(4, 33), range(8, 33), 300
NUMBERED = re.compile(
    rf"^[\s>*#\-•·]*(?:{ENUMERATOR}|{HEADING_NUMBER}|[一二三四五六七八九十]{{1,2}}要|第[一二三四五六七八九十][、,，])?\s*"
)
_FIRST_OF = re.compile(r"(?:^|(?<=[。；;:：\n,，]))\s*([一二三四五六七八九十]{1,2})是(?!否)")
_ITEM = re.compile(rf"^\s*(?:{ENUMERATOR}|[-*•·])")
_NUMERALS = "一二三四五六七八九十"
# What all the points of a section are called together.
_TITLE = re.compile(
    r"(?:\d{4}年)?(?:存在|面临|主要|重点|工作|下一步|今后|当前|的|和|及){0,5}"
    r"(?:问题|不足|打算|计划|安排|重点|任务|方向|工作)|.{0,4}政府自身建设"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A point as it is named in an answer, and the clause or sentence of the report that names it."""

    name: str
    quote: str


def points_of(index: Index, report: Report, side: Side) -> list[Point]:
    """Return the points of a side of a report: its headings, else 一是…二是…, else numbered lines, else its sentences.

    None where not every point has a short name of its own.
    """
    passages, sides, text = index.passages(report.id), index.outline(report.id), index.text(report.id)
    section = [passage for passage in passages if sides.side(passage.sentences[0][0]) == side]
    found = _stretches(section, text) if section else []
    if not found and side == "problem":
        found = [passage.slice(span) for passage, span in problem_items(passages, sides)]
    tops = {bare(heading) for passage in passages for heading in passage.heading[:1]}
    return _all_named([one for one in found if bare(one) not in tops])


def _stretches(section: Sequence[Passage], text: str) -> list[str]:
    """Return the stretches that a section marks as its points; none where it marks none."""
    shared = _shared([passage.heading for passage in section])
    if len({passage.heading[: shared + 1] for passage in section if len(passage.heading) > shared}) > 1 and shared:
        return [text[start:end] for _, (start, end) in points(section, text, depth=shared)]
    whole = text[section[0].start : section[-1].end]
    if counted := _counted(whole):
        return counted
    items = [line.strip() for line in whole.split("\n") if _ITEM.match(line)]
    return items if len(items) > 1 else []


def _shared(headings: Sequence[tuple[str, ...]]) -> int:
    """Return how many headings all the paths begin with; one that ends above the others' points does not count."""
    longest = [heading for heading in headings if len(heading) == max(map(len, headings))]
    return next((at for at, level in enumerate(zip(*longest, strict=True)) if len(set(level)) > 1), 0)


def counted_up(text: str) -> list[Point]:
    """Return the points 一是…二是… of a text that count up from one; none where they do not, or one has no name."""
    return _all_named(_counted(text))


def _counted(text: str) -> list[str]:
    marks = list(_FIRST_OF.finditer(text))
    if not marks or [mark[1] for mark in marks] != list(_NUMERALS[: len(marks)]):
        return []
    stops = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.start() : stop].strip() for mark, stop in zip(marks, stops, strict=True)]


def _all_named(stretches: Sequence[str]) -> list[Point]:
    found = [point for text in stretches if (point := _named(text))]
    whole = len(found) == len(stretches) and fits(found)
    return found if whole and not any(_TITLE.fullmatch(point.name) for point in found) else []


def _named(text: str) -> Point | None:
    """Return a point by its first sentence, or by its first clause where that is too long; None where both are."""
    first = next(iter(sentence_spans(text)), (0, len(text)))
    for (start, end), letters in ((first, LETTERS), (clause_spans(text, *first)[0], CLAUSE)):
        quote = text[start:end]
        name = bare(quote)
        if len(name) in letters:
            return Point(name, quote)
    return None


def bare(text: str) -> str:
    """Return the first line of a text without what numbers it and what ends it."""
    return NUMBERED.sub("", text.strip().split("\n")[0]).strip("。；;：:，,*# ")


def fits(found: Sequence[Point]) -> bool:
    """Tell whether a question may ask for all of these points: neither few nor many, all different, not too long."""
    names = [point.name for point in found]
    return len(names) in POINTS and len(set(names)) == len(names) and sum(map(len, names)) <= ALTOGETHER
