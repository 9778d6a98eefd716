"""Several places at once: all reports that tell of what a question asks for (哪些市…), not the best one alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from rag.analysis import figures_of
from rag.compose import Line, frame, line_of
from rag.decide import evidence, is_excluded
from rag.figures import Quantity, find_figures
from rag.index.reader import Index
from rag.mismatch import is_wider
from rag.score import Candidate
from rag.terms import Concept, Matcher, coverage, matches
from rag.text import normalise
from rag.understood import Understood

# Places that are listed at least, and at most; candidates of one question are no more than forty sentences.
FEWEST, MOST = 2, 8
# Share of the question that is all of it.
ALL = 0.85
MORE = f"（最多列出 {MOST} 个地方，请缩小范围再问）"
# Of many places, not all are among the passages that were found.
PARTLY = "（只列出检索到的地方，可能不全；可以写明地区再问）"
_PLURAL = re.compile("哪(?:些|几|[两三四五六七八九十])|都?有哪")
_EACH = re.compile("各(?:地|省份?|城市|[省市县区](?![级市县区直]))(?!方)|(?:每个|所有)(?:地方|地区|城市|省份|[省市县])")
_AT_LEAST = re.compile("不低于|不小于|不少于|至少|突破|[及或]?以上|[过破]了|(?<!不)[达到]了?")
_AT_MOST = re.compile("不超过|不高于|不大于|不多于|至多|[及或]?以[下内]")
_ABOVE = re.compile("(?<!不)(?:超过?|高于|大于|多于)")
_BELOW = re.compile("(?<!不)(?:低于|小于|少于)|不到|不足")
_COMPARISONS = ((_AT_MOST, le), (_AT_LEAST, ge), (_BELOW, lt), (_ABOVE, gt))
# Characters beside a figure that tell how it is meant.
_BESIDE = 6


def asks_everywhere(understood: Understood) -> bool:
    """Tell whether a question asks for all the places that something is told of, or what is told of each."""
    asked = understood.reading
    each = understood.numeric and bool(_EACH.search(understood.spoken))
    return not asked.places and (each or (asked.kind == "locate" and bool(_PLURAL.search(understood.spoken))))


def lines_everywhere(understood: Understood, matcher: Matcher, ranked: Iterable[Candidate], index: Index) -> list[Line]:
    """Return a line for each place of which a clause holds all of the question; none for a single one."""
    firsts = _first_of_each(ranked, understood, matcher.concepts)
    told = evidence(understood, matcher, firsts, [0.0] * len(firsts)) if firsts else []
    shown = [found for found, one in zip(firsts, told, strict=True) if not is_excluded(one)]
    if len(shown) < FEWEST:
        return []
    lines = [line_of(replace(found, stretch=found.clause), frame(found.passage, found.sentence[0], index))
             for found in shown[:MOST]]  # fmt: skip
    places = {report.place for report in index.reports()}
    note = MORE if len(shown) > MOST else PARTLY if len(places) > MOST else ""
    return [*lines, Line("", note)] if note else lines


def _first_of_each(ranked: Iterable[Candidate], understood: Understood, concepts: Sequence[Concept]) -> list[Candidate]:
    """Return the best candidate of each report, best first, of those whose clause holds all words of a question.

    How likely a candidate answers is told by how far it is ahead of others, so that of many alike none is likely.
    """
    asked = [one for one in concepts if not any(said.fullmatch(one.word) for said, _ in _COMPARISONS)]
    found: dict[str, Candidate] = {}
    for candidate in ranked:
        clause = normalise(candidate.passage.slice(candidate.clause))
        if coverage(asked, matches(asked, clause)) >= ALL and not is_wider(understood.standalone, clause, clause):
            found.setdefault(candidate.passage.report, candidate)
    return list(found.values())


def meets(question: str, clause: str) -> bool:
    """Tell whether each figure that a question states is met by one of a clause: 8.2% meets 超过8%, but not 8%."""
    told = figures_of(clause)
    return all(any(_holds(question, stated, one) for one in told) for stated in find_figures(question)
               if not (stated.is_year or stated.phrase or stated.ordinal))  # fmt: skip


def _holds(question: str, stated: Quantity, told: Quantity) -> bool:
    before, after = question[max(0, stated.start - _BESIDE) : stated.start], question[stated.end : stated.end + _BESIDE]
    compare: Callable[[Decimal, Decimal], bool] = eq
    compare = next((one for said, one in _COMPARISONS if said.search(before) or said.match(after)), compare)
    return told.unit == stated.unit and compare(told.value, stated.value)
