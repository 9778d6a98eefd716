"""The points of a report's sides: what it says was done, what is wrong, and what is planned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.announced import NEXT, Side, announces_plans, announces_problems, named_side
from rag.index.reader import Index
from rag.numbered import Point, is_signed
from rag.sections import MIN_POINTS, headed, points
from rag.shortcomings import MARK, problem_items
from rag.types import Passage, Span

# Headings below one another that are looked into for a section of problems.
MOST_DEPTH = 3
# Headings below one from which its section is told by them.
FEWEST_HEADINGS = 3
# Share of what was done that stands below them, at least.
MOST_OF = 0.5
# Passages of plans that begin inside another passage, up to which each of their sentences is a point.
SHORT_PLANS = 2
# Characters of a paragraph from which it tells more than a heading, or a greeting, does.
PARAGRAPH = 60
# Blanks before a paragraph's first word, at most.
WIDEST_INDENT = 8
# What opens the plans, up to its colon where it has one.
_OPENING = re.compile(
    rf"(?P<lead>[^：:；;]{{0,8}}(?:{NEXT}|打算|计划|努力方向|20\d\d年|我们将)[^：:；;]{{0,60}}[：:])|(?:{NEXT}|20\d\d年|我们(?:将|计划))"
)


def problems(passages: Sequence[Passage], index: Index) -> list[Point]:
    """Return what is wrong: the headings below the one that announces problems, else the problems told in sentences.

    `passages` are all of one report's, or of the part of it that is asked of; so in `plans` and `results`.
    """
    if not passages:
        return []
    report = passages[0].report
    for depth in range(MOST_DEPTH):
        section = [passage for passage in passages if announces_problems(passage.heading, depth)
                   and _side(passage, index) != "plan"]  # fmt: skip
        found = headed(section, index.text(report), depth=depth + 1)
        if len(found) >= MIN_POINTS:
            return found
    return problem_items(passages, index.outline(report))


def plans(passages: Sequence[Passage], index: Index) -> list[Point]:
    """Return the points of what is planned: the headings below it, else its sentences."""
    section = _of_side("plan", passages, index)
    told = [(passage, span) for passage in passages for span in passage.sentences
            if index.outline(passage.report).side(span[0]) == "plan"]  # fmt: skip
    if section and (told[0][1] == section[0].sentences[0] or len(section) > SHORT_PLANS):
        below = _main(section)
        found = points(below, index.text(below[0].report), depth=_depth(below))
    else:
        found = told  # the plans begin inside a passage
    found = [point for one in found for point in _pieces(*one)]
    return [(passage, span) for passage, span in found if not _is_no_point(passage, passage.slice(span))]


def _depth(section: Sequence[Passage]) -> int:
    """Return how many of the headings that passages share announce plans, the first one among them."""
    path = section[0].heading
    depth = len(path[:1])
    while (
        len(path) > depth
        and announces_plans(path[depth])
        and all(passage.heading[: depth + 1] == path[: depth + 1] for passage in section)
    ):
        depth += 1
    return depth


def _pieces(passage: Passage, span: Span) -> list[Point]:
    """Return what a sentence plans that opens the plans (明年，我们将做好：…；…), else the point as it is."""
    text = passage.slice(span)
    opening = _OPENING.match(text)
    if not opening or span not in passage.sentences:
        return [(passage, span)]
    begin = opening.end("lead") if opening["lead"] else 0
    cuts = [begin, *(match.start() + (match.group() in "；;") for match in MARK.finditer(text, begin)), len(text)]
    spans = [(start, end) for start, end in pairwise(cuts) if text[start:end].strip("；;。，, ")]
    return [(passage, (span[0] + start, span[0] + end)) for start, end in spans]


def results(passages: Sequence[Passage], index: Index) -> list[Point]:
    """Return the points of what was done: the headings below it where it has some, else its paragraphs."""
    section = _of_side("done", passages, index)
    under = [passage for passage in section if passage.heading] or section
    if not under:
        return []
    below, text = _main(under), index.text(under[0].report)
    if len(_titles(below)) >= FEWEST_HEADINGS and len(below) >= MOST_OF * len(under):
        return points(below, text, depth=1)
    return [point for passage in under for point in _paragraphs(passage, text)]


def _of_side(side: Side, passages: Sequence[Passage], index: Index) -> list[Passage]:
    return [one for one in passages if _side(one, index) == side]


def _side(passage: Passage, index: Index) -> Side:
    """Return the side that a passage begins with."""
    return index.outline(passage.report).side(passage.sentences[0][0])


def _main(section: Sequence[Passage]) -> list[Passage]:
    """Return the passages under the first heading that has most headings below it."""
    tops = list(dict.fromkeys(passage.heading[:1] for passage in section))
    below = {top: [passage for passage in section if passage.heading[:1] == top] for top in tops}
    return max(below.values(), key=lambda found: len(_titles(found)))


def _titles(section: Sequence[Passage]) -> set[tuple[str, ...]]:
    return {passage.heading[:2] for passage in section if len(passage.heading) > 1}


def _paragraphs(passage: Passage, text: str) -> list[Point]:
    """Return the paragraphs that begin in a passage, as far as they stand in it, headings and greetings left out."""
    starts = [start for start, _ in passage.sentences if _opens(text, start)]
    spans = pairwise([*starts, passage.end])
    return [(passage, (start, end)) for start, end in spans if len(text[start:end].strip()) >= PARAGRAPH]


def _opens(text: str, start: int) -> bool:
    """Tell whether a line begins at `start`."""
    return text[max(0, start - WIDEST_INDENT) : start].rstrip(" 　")[-1:] in ("\n", "")


def _is_no_point(passage: Passage, text: str) -> bool:
    """Tell whether a stretch is a heading alone, a date, or who signs."""
    bare = text.strip("。：: \n　")
    headings = [heading.strip("。：: ") for heading in passage.heading[:1]]
    return bare in headings or named_side(text) is not None or is_signed(text)
