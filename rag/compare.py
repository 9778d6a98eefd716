"""Comparisons: one line for each place and year, and the order or the difference, worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.compose import Line, frame, is_planned, listed, tidy
from rag.features import OTHER_UNIT, tells, unit_fit
from rag.figures import Quantity, find_figures
from rag.index.reader import Index
from rag.refuse import NOT_MENTIONED
from rag.scope import Target
from rag.score import Candidate
from rag.understood import Understood

# Characters of all lines together.
LONG = 390
NO_REPORT = "现有报告中没有该地的报告"
# What the last line starts with: no sentence of a report says it.
WORKED_OUT = "按以上数字计算："
Found = Candidate | Line | None
_LARGE = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure of a comparison, and what it is the figure of."""

    label: str
    year: int | None
    figure: Quantity


def compared(understood: Understood, found: Sequence[tuple[Target, Found]], index: Index) -> list[Line]:
    """Return one line a target; where a report does not say, the line says so; where none does, there are no lines.

    What was found for a target is a candidate, a line that was made already, or nothing.

    Where each line has one figure of the same unit, a last line tells their order, or the difference of two.
    """
    labels = _labels([target for target, _ in found])
    lines = [_line(target, label, candidate, index) for (target, candidate), label in zip(found, labels, strict=True)]
    lines.extend(Line(f"{place}：", NO_REPORT) for place in understood.unknown_places)
    if not any(line.passage for line in lines):
        return []
    told = _worked_out(_rows(understood, found, lines)) if _of_one_side(found, index) else []
    return listed([*lines, *told], LONG)


def _of_one_side(found: Sequence[tuple[Target, Found]], index: Index) -> bool:
    """Tell whether all lines tell results, or all of them goals, unless the question itself asks for both.

    Of 增长6.1% and 增长9%以上 that is still to come, neither is the higher one.
    """
    told = [is_planned(one.passage, one.sentence[0], index)
            for target, one in found if isinstance(one, Candidate) and target.planned is None]  # fmt: skip
    return len(set(told)) < 2


def _labels(targets: Sequence[Target]) -> list[str]:
    """Return what each line is called; of one place and year, whether it is the goal or what came of it."""
    labels = [target.label for target in targets]
    sides = {True: "目标", False: "实际", None: ""}
    return [f"{target.label}{sides[target.planned] if labels.count(target.label) > 1 else ''}" for target in targets]


def _line(target: Target, label: str, candidate: Found, index: Index) -> Line:
    if isinstance(candidate, Line):
        return replace(candidate, frame=f"{label}：")
    if candidate is None:
        return Line(f"{label}：", NOT_MENTIONED)
    source = f"{label}：" if target.year else frame(candidate.passage, candidate.sentence[0], index)
    return Line(source, tidy(candidate.passage.slice(candidate.stretch)), candidate.passage, candidate.sentence)


def _rows(understood: Understood, found: Sequence[tuple[Target, Found]], lines: Sequence[Line]) -> list[_Row]:
    """Return the figure of each line that has one; none at all where it is not clear which of a line's is meant."""
    if not understood.numeric:
        return []
    rows = []
    for (target, candidate), line in zip(found, lines, strict=False):
        figures = [figure for figure in find_figures(line.text) if _fits(understood, figure)] if candidate else []
        if len({(figure.value, figure.unit) for figure in figures}) > 1:
            return []
        rows += [_Row(line.frame.rstrip("："), target.year, figures[0])] if figures else []
    return _short(rows) if len({row.figure.unit for row in rows}) == 1 else []


def _fits(understood: Understood, figure: Quantity) -> bool:
    return tells(understood, figure) and unit_fit(understood.unit, figure) > OTHER_UNIT and figure.unit != "分之"


def _short(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows called by their place or year alone, where that is what sets them apart."""
    years = {row.year for row in rows}
    places = {row.label.removesuffix(f"{row.year}年") for row in rows}
    if len(years) == 1 and None not in years:
        return [_Row(row.label.removesuffix(f"{row.year}年"), row.year, row.figure) for row in rows]
    return [_Row(f"{row.year}年", row.year, row.figure) for row in rows] if len(places) == 1 else list(rows)


def _worked_out(rows: Sequence[_Row]) -> list[Line]:
    if len(rows) < 2:
        return []
    return [Line(WORKED_OUT, _difference(*rows) if len(rows) == 2 else _order(rows))]


def _difference(one: _Row, other: _Row) -> str:
    """Return by how much the second of two rows differs from the first, or a later year from an earlier one."""
    over_time = all(row.label == f"{row.year}年" for row in (one, other))
    first, second = sorted((one, other), key=lambda row: row.year or 0) if over_time else (other, one)
    change = second.figure.value - first.figure.value
    if not change:
        return f"{second.label}与{first.label}相同"
    rate = second.figure.unit in ("%", "百分点")
    more, less = (("提高" if rate else "增加"), ("下降" if rate else "减少")) if over_time else ("多", "少")
    if rate and not over_time:
        more, less = "高", "低"
    unit = "个百分点" if rate else second.figure.unit
    return f"{second.label}比{first.label}{more if change > 0 else less}{_said(abs(change))}{unit}"


def _order(rows: Sequence[_Row]) -> str:
    ranked = sorted(rows, key=lambda row: -row.figure.value)
    return "从高到低为" + "、".join(f"{row.label}（{row.figure.text.strip()}）" for row in ranked)


def _said(value: Decimal) -> str:
    """Return a number as reports write it: 12.5万, 3,200 as 3200."""
    for size, name in _LARGE:
        if value >= size and value == (value / size).quantize(Decimal("0.01")) * size:
            return f"{(value / size).normalize():f}{name}"
    return f"{value.normalize():f}"
