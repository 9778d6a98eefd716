"""A second figure beside the first: of the same thing, said otherwise in the same report or in another on the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from rag.compose import Line, is_planned
from rag.figures import Quantity, find_figures
from rag.index.reader import Index
from rag.placed import MOVES, Placed, placed_figures
from rag.score import Candidate
from rag.types import Report
from rag.units import same_kind

# A second sentence is given beside the first when it scores nearly as well, holds as much of the question to within
# this share, and says another figure.
SECOND_BEST, AS_MUCH = 3.0, 0.15
WITHIN, BETWEEN = "（报告前后两处的数字不同）", "（两份报告的数字不同）"
# What tells of a part of a year, and of a part of a place.
_PERIOD = re.compile(
    r"上半年|下半年|[一二三四1-4]季度|前\d月|\d{1,2}[-—~至]\d{1,2}月|截至\d{1,2}月|\d月底?前|今年以来|近[两三五]年|累计"
)
_SCOPE = re.compile(r"本级|直属|直部门|县级|区级|市级|省级|乡镇|街道|其中|一审|二审")


def with_second(found: Sequence[Candidate], index: Index) -> list[Candidate]:
    """Return the best candidate, and one that says another figure nearly as well: both are to be seen."""
    first = found[0]
    for other in found[1:]:
        if other.score < first.score - SECOND_BEST:
            break
        if other.fit < first.fit or other.value("sentence") < first.value("sentence") - AS_MUCH:
            continue
        if _is_planned(first, index) == _is_planned(other, index) and _is_second(first, other, index):
            return [first, other]
    return [first]


def _is_planned(found: Candidate, index: Index) -> bool:
    """Tell whether a candidate is planned: what is to come is no other figure of what came."""
    return is_planned(found.passage, found.sentence[0], index)


def _is_second(first: Candidate, other: Candidate, index: Index) -> bool:
    if other.passage.report == first.passage.report:
        return _differs(_figures(first), _figures(other))
    one_year = _of_one_year(index.report(first.passage.report), index.report(other.passage.report))
    return one_year and contradicts(_clause(first), _clause(other))


def told_apart(shown: Sequence[Candidate], index: Index) -> list[Line]:
    """Return the line that says that two sentences give different figures of the same thing; none where they do not."""
    if len(shown) != 2 or not contradicts(*map(_clause, shown)):
        return []
    return [Line("", WITHIN if shown[0].passage.report == shown[1].passage.report else BETWEEN)]


def source_of(candidate: Candidate, beside: Candidate, index: Index) -> str:
    """Return the words that say which other report a second figure is from; "" where it is the same."""
    if candidate.passage.report == beside.passage.report:
        return ""
    kind = index.report(candidate.passage.report).kind
    return f"另据{kind}：" if kind and kind != index.report(beside.passage.report).kind else "另一份报告："


def contradicts(one: str, other: str) -> bool:
    """Tell whether two clauses give different figures of the same thing, place and time: what stands before agrees."""
    if {*_PERIOD.findall(one)} != {*_PERIOD.findall(other)} or {*_SCOPE.findall(one)} != {*_SCOPE.findall(other)}:
        return False
    pairs = [(a, b) for a in _counts(one) for b in _counts(other) if _same_thing(a, b)]
    return bool(pairs) and not any(_is_rounded(a.figure, b.figure) for a, b in pairs)


def _clause(candidate: Candidate) -> str:
    return candidate.passage.slice(candidate.clause)


def _of_one_year(one: Report, other: Report) -> bool:
    return bool(one.place and one.year) and (one.place, one.year) == (other.place, other.year)


def _counts(clause: str) -> list[Placed]:
    return [one for one in placed_figures(clause) if not (one.figure.is_year or one.figure.phrase or one.leans)]


def _same_thing(one: Placed, other: Placed) -> bool:
    words, others = one.terms, other.terms
    alike = bool(words and others) and (words <= others or others <= words) and not (words ^ others) & MOVES
    return alike and one.role == other.role and same_kind(one.figure.unit, other.figure.unit)


def _is_rounded(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures are the same, or one is the other rounded: 56.24万 and 56.2万."""
    if one.value == other.value:
        return True
    short, long = sorted((one, other), key=lambda figure: len(re.findall(r"\d", figure.text)))
    digits = re.sub(r"\D", "", short.text).lstrip("0")
    step = Decimal(1).scaleb(short.value.adjusted() - len(digits) + 1) if digits and short.value else Decimal(1)
    return (long.value / step).quantize(Decimal(1), ROUND_HALF_UP) * step == short.value


def _differs(first: set[tuple[object, str]], other: set[tuple[object, str]]) -> bool:
    """Tell whether each of two stretches states a figure that the other does not, in the same unit."""
    return bool({unit for _, unit in first - other} & {unit for _, unit in other - first})


def _figures(candidate: Candidate) -> set[tuple[object, str]]:
    found = find_figures(candidate.passage.slice(candidate.stretch))
    return {(figure.value, figure.unit) for figure in found if not figure.is_year}
