"""The points of a report's sides: what it says was done, what is wrong, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.announced import Side, announces_problems
from rag.index.reader import Index
from rag.numbered import Point, is_signed
from rag.sections import points
from rag.shortcomings import problem_items
from rag.types import Passage

# Headings below one another that are looked into for a section of problems.
MOST_DEPTH = 3
# Headings below one from which its section is told by them.
FEWEST_HEADINGS = 3
# Share of what was done that stands below them, at least.
MOST_OF = 0.5
# Characters of a paragraph from which it tells more than a heading, or a greeting, does.
PARAGRAPH = 60
# Blanks before a paragraph's first word, at most.
WIDEST_INDENT = 8


def problems(passages: Sequence[Passage], index: Index) -> list[Point]:
    """Return what is wrong: the headings below the one that announces problems, else the problems told in sentences.

    `passages` are all of one report's, or of the part of it that is asked of; so in `plans` and `results`.
    """
    if not passages:
        return []
    report = passages[0].report
    for depth in range(MOST_DEPTH):
        section = [passage for passage in passages if announces_problems(passage.heading, depth)]
        if len({passage.heading[: depth + 2] for passage in section if len(passage.heading) > depth + 1}) > 1:
            return points(section, index.text(report), depth=depth + 1)
    return problem_items(passages, index.outline(report))


def plans(passages: Sequence[Passage], index: Index) -> list[Point]:
    """Return the points of what is planned: the headings below it, else its sentences."""
    section = _of_side("plan", passages, index)
    if section:
        below = _main(section)
        found = points(below, index.text(below[0].report), depth=len(below[0].heading[:1]))
    else:
        found = [(passage, span) for passage in passages for span in passage.sentences
                 if index.outline(passage.report).side(span[0]) == "plan"]  # fmt: skip
    return [(passage, span) for passage, span in found if not _is_no_point(passage, passage.slice(span))]


def results(passages: Sequence[Passage], index: Index) -> list[Point]:
    """Return the points of what was done: the headings below it where it has some, else its paragraphs."""
    section = _of_side("done", passages, index)
    headed = [passage for passage in section if passage.heading] or section
    if not headed:
        return []
    below, text = _main(headed), index.text(headed[0].report)
    if len(_titles(below)) >= FEWEST_HEADINGS and len(below) >= MOST_OF * len(headed):
        return points(below, text, depth=1)
    return [point for passage in headed for point in _paragraphs(passage, text)]


def _of_side(side: Side, passages: Sequence[Passage], index: Index) -> list[Passage]:
    return [one for one in passages if index.outline(one.report).side(one.sentences[0][0]) == side]


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
    return bare in headings or is_signed(text)
