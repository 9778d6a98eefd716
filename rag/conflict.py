"""A second figure beside the first: of the same thing, said otherwise in the same report or in another on the year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from rag.compose import Line, is_planned
from rag.departments import department_of
from rag.figures import Quantity, find_figures
from rag.index.reader import Index
from rag.placed import EMPTY, MOVES, Placed, placed_figures
from rag.score import Candidate
from rag.text import words
from rag.types import Report
from rag.units import same_kind

# A second sentence is given beside the first when it scores nearly as well, holds as much of the question to within
# this share, and says another figure.
SECOND_BEST, AS_MUCH = 3.0, 0.15
# Share of a question that both sentences hold, where one report says both. Of 815 answers to questions for a fact, 50
# had a second figure, and 26 of these told of something else (a part, another actor); with this they have none.
HELD = 0.85
# Likelihood from which the best candidate is taken to answer: below, the next one is shown beside it.
SURE = 0.95
# Who acts for a place, and what is done to anything.
_IN_CHARGE = re.compile("^.*(?:政府|司法(?:行政)?(?:局|厅|委|部门|机关)|法制(?:办公室|办|局|机构))")
_DONE = frozenset(
    "完成 办理 开展 组织 实施 进行 实现 提出 集中 一年 各类 各项 有关 相关 各级 深入 继续 认真 依法".split()
)
WITHIN, BETWEEN = "（报告前后两处的数字不同）", "（两份报告的数字不同）"
# What tells of a part of a year, and of a part of a place.
_PERIOD = re.compile(
    r"上半年|下半年|[一二三四1-4]季度|前\d月|\d{1,2}[-—~至]\d{1,2}月|截至\d{1,2}月|\d月底?前|今年以来|近[两三五]年|累计"
)
_SCOPE = re.compile(r"本级|直属|直部门|县级|区级|市级|省级|乡镇|街道|其中|一审|二审")


def with_second(asked: str, found: Sequence[Candidate], likely: float, index: Index) -> list[Candidate]:
    """Return the best candidate, and one that says another figure of what is `asked` nearly as well.

    Where it is not sure that the best one answers (`likely`, in [0, 1]), the other is shown, too, if it only may.
    """
    first = found[0]
    for other in found[1:]:
        if other.score < first.score - SECOND_BEST:
            break
        if other.fit < first.fit or other.value("sentence") < first.value("sentence") - AS_MUCH:
            continue
        if _is_planned(first, index) != _is_planned(other, index):
            continue
        may = likely < SURE and other.passage.report == first.passage.report and _differs(first, other)
        if may or _is_second(asked, first, other, index):
            return [first, other]
    return [first]


def _is_planned(found: Candidate, index: Index) -> bool:
    """Tell whether a candidate is planned: what is to come is no other figure of what came."""
    return is_planned(found.passage, found.sentence[0], index)


def _is_second(asked: str, first: Candidate, other: Candidate, index: Index) -> bool:
    if other.passage.report == first.passage.report:
        clauses = _clause(first), _clause(other)
        alike = _holds_as_much(first, other) and not _narrows(clauses[1], asked, first, index)
        return contradicts(*clauses) or (alike and _differ(*clauses, _same_kind))
    one_year = _of_one_year(index.report(first.passage.report), index.report(other.passage.report))
    return one_year and contradicts(_clause(first), _clause(other))


def _holds_as_much(first: Candidate, other: Candidate) -> bool:
    """Tell whether two sentences hold nearly all of a question, and the clause of the other as much as the first's."""
    whole = min(first.value("sentence"), other.value("sentence")) >= HELD
    return whole and other.value("clause") >= first.value("clause") - AS_MUCH


def _narrows(clause: str, asked: str, first: Candidate, index: Index) -> bool:
    """Tell whether a clause has a word of its own for what it counts, so that it tells of a part, or of another thing.

    Who acts for the place (市司法局) and what is done to anything (办理) narrow nothing.
    """
    known = f"{asked}{index.report(first.passage.report).place}{first.passage.slice(first.sentence)}"
    said = set(words(_IN_CHARGE.sub("", clause))) - EMPTY - MOVES - _DONE
    return any(len(word) > 1 and not re.search(r"\d", word) and word not in known for word in said)


def told_apart(shown: Sequence[Candidate], index: Index) -> list[Line]:
    """Return the line that says that two sentences give different figures of the same thing; none where they do not."""
    if len(shown) != 2 or not contradicts(*map(_clause, shown)):
        return []
    if shown[0].passage.report != shown[1].passage.report:
        return [Line("", BETWEEN)]
    return [Line("", WITHIN)] if min(one.value("clause") for one in shown) >= HELD else []


def source_of(candidate: Candidate, beside: Candidate, index: Index) -> str:
    """Return the words that say which other report a second figure is from; "" where it is the same."""
    if candidate.passage.report == beside.passage.report:
        return ""
    kind = index.report(candidate.passage.report).kind
    return f"另据{kind}：" if kind and kind != index.report(beside.passage.report).kind else "另一份报告："


def contradicts(one: str, other: str) -> bool:
    """Tell whether two clauses give different figures of the same thing, place and time: what stands before agrees."""
    return _differ(one, other, _same_thing)


def _differ(one: str, other: str, alike: Callable[[Placed, Placed], bool]) -> bool:
    """Tell whether two clauses of one place and time give different figures of what is alike, and none that agree."""
    if {*_PERIOD.findall(one)} != {*_PERIOD.findall(other)} or {*_SCOPE.findall(one)} != {*_SCOPE.findall(other)}:
        return False
    pairs = [(a, b) for a in _counts(one) for b in _counts(other) if alike(a, b)]
    return bool(pairs) and not any(_is_rounded(a.figure, b.figure) for a, b in pairs)


def _clause(candidate: Candidate) -> str:
    return candidate.passage.slice(candidate.clause)


def _of_one_year(one: Report, other: Report) -> bool:
    same = (one.place, one.year, department_of(one)) == (other.place, other.year, department_of(other))
    return bool(one.place and one.year) and same


def _counts(clause: str) -> list[Placed]:
    return [one for one in placed_figures(clause) if not (one.figure.is_year or one.figure.phrase or one.leans)]


def _same_thing(one: Placed, other: Placed) -> bool:
    mine, others = one.terms - _DONE, other.terms - _DONE
    return bool(mine) and mine == others and _same_kind(one, other)


def _same_kind(one: Placed, other: Placed) -> bool:
    changed = (one.terms ^ other.terms) & MOVES
    return not changed and one.role == other.role and same_kind(one.figure.unit, other.figure.unit)


def _is_rounded(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures are the same, or one is the other rounded: 56.24万 and 56.2万."""
    if one.value == other.value:
        return True
    short, long = sorted((one, other), key=lambda figure: len(re.findall(r"\d", figure.text)))
    digits = re.sub(r"\D", "", short.text).lstrip("0")
    step = Decimal(1).scaleb(short.value.adjusted() - len(digits) + 1) if digits and short.value else Decimal(1)
    return (long.value / step).quantize(Decimal(1), ROUND_HALF_UP) * step == short.value


def _differs(first: Candidate, other: Candidate) -> bool:
    """Tell whether each of two stretches states a figure that the other does not, in the same unit."""
    mine, others = _figures(first), _figures(other)
    return bool({unit for _, unit in mine - others} & {unit for _, unit in others - mine})


def _figures(candidate: Candidate) -> set[tuple[Decimal, str]]:
    found = find_figures(candidate.passage.slice(candidate.stretch))
    return {(figure.value, figure.unit) for figure in found if not figure.is_year}
