"""Questions for every figure of a breakdown: 按申请事项分各有多少件, 各审级应诉案件分别多少件."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rag.compose import Line, frame, tidy
from rag.features import LIKE_UNIT, unit_fit
from rag.figures import find_figures
from rag.index.reader import Index
from rag.mismatch import DIVIDED_BY
from rag.terms import Concept, Matcher
from rag.text import normalise
from rag.types import Hit, Passage, Span
from rag.understood import Understood

# What things are divided by.
_BY = re.compile(
    rf"{DIVIDED_BY}|"
    r"各(?:个|类|种)?([一-鿿]{0,2}?(?:领域|审级|部门|行业|事项|类型|类别|地区|层级|环节|原因|方式|渠道|机关|系统))"
)
_ASKS = re.compile("多少|几|分别|各")
_ITEM = re.compile(r"(?:其中)?([^\d，,；;：:。、]{2,24})\d[\d,.]*[余多]?[万亿]?[^\d，,；;：:。、]{1,4}")
_EDGE = re.compile(r"[，；;：:。、]|,(?!\d{3}(?!\d))")
# So many items are a breakdown, and how far the words around it hold those of the question; characters of an answer.
FEWEST, HELD, LONG = 3, 0.6, 240
# How far what is said before the items must hold what the question divides by.
DIVIDED = 0.5
_GENERAL = frozenset("按 按照 分 划分 分类 各 各类 看 统计 来 类 种".split())


def breakdown_lines(
    understood: Understood, matcher: Matcher, search: Callable[[], Sequence[Hit]], index: Index
) -> list[Line]:
    """Return the sentence that divides what is asked about as the question does; none where nothing is divided.

    `search` finds the passages, and is called only for a question for a breakdown.
    """
    match = _BY.search(understood.spoken)
    if not match or not understood.numeric or not _ASKS.search(understood.spoken):
        return []
    by = match[1] or match[2]
    wanted = [concept for concept in matcher.concepts if concept.word not in _GENERAL]
    found = [(_held(wanted, hit.passage, sentence, items), hit.passage, sentence, items)
             for hit in search() for sentence in hit.passage.sentences
             if (items := _items(hit.passage, sentence, understood.unit))
             and _divides(hit.passage, items, by)]  # fmt: skip
    best = max(found, key=lambda entry: entry[0], default=None)
    if best is None or best[0] < HELD:
        return []
    _, passage, sentence, items = best
    return [Line(frame(passage, sentence[0], index), tidy(passage.slice(items)), passage, sentence)]


def _items(passage: Passage, sentence: Span, unit: str | None) -> Span | None:
    """Return where a sentence gives several figures of one unit in a row, with the clause before."""
    text = passage.slice(sentence)
    run: list[tuple[int, int]] = []
    begin = 0
    for piece in _pieces(text):
        if _is_item(text[slice(*piece)], unit):
            run.append(piece)
            continue
        if len(run) >= FEWEST:
            break
        run, begin = [], piece[0]
    if len(run) < FEWEST or run[-1][1] - begin > LONG:
        return None
    return sentence[0] + begin, sentence[0] + run[-1][1]


def _pieces(text: str) -> Iterator[Span]:
    at = 0
    for edge in _EDGE.finditer(text):
        yield at, edge.start()
        at = edge.end()
    if at < len(text):
        yield at, len(text)


def _is_item(text: str, unit: str | None) -> bool:
    figures = find_figures(text) if _ITEM.fullmatch(text) else []
    return len(figures) == 1 and unit_fit(unit, figures[0]) >= LIKE_UNIT


def _divides(passage: Passage, items: Span, by: str) -> bool:
    """Tell whether the heading, the sentence before or the clause before the items says what they are divided by."""
    said = " ".join((*passage.heading[-1:], _before(passage, items[0]), passage.slice(items)))
    return Concept(normalise(by), (), 1.0).match(normalise(said)) >= DIVIDED


def _before(passage: Passage, offset: int) -> str:
    """Return what a passage says before an offset, in the sentence there and in the one before."""
    text = passage.text[: offset - passage.start]
    return "".join(re.split(r"(?<=[。；\n])", text.rstrip("。；\n"))[-2:])


def _held(wanted: Sequence[Concept], passage: Passage, sentence: Span, items: Span) -> float:
    """Return how far a sentence, with what stands before it and above, holds what a question is about."""
    text = normalise(" ".join((*passage.heading, _before(passage, items[0]), passage.slice(sentence))))
    total = sum(concept.weight for concept in wanted)
    return sum(concept.weight * concept.match(text) for concept in wanted) / total if total else 0.0
