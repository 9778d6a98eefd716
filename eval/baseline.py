"""The baseline that a run is held against: a bound for each metric, which by itself only ever gets stricter.

A bound is a floor; of what should be rare, a ceiling. It is missed by more than its tolerance: the share of all that a
question or two make up, so that neither a tie that falls out otherwise nor floating point of another machine fails a
run, and a drop does. What stays within it lowers no bound, so that small drops do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rag.errors import RagError

# What is to be rare has a ceiling. Length and latency have no bound: the one is no fault, the other is the machine's.
CEILINGS = frozenset({"wrong"})
UNBOUND = frozenset({"characters", "p50", "p95"})
# Of each type only what its answers are worth: the other metrics would rest on too few questions.
OF_A_TYPE = frozenset({"right"})
# Questions that may fall out otherwise, over all and over those of one type.
TOLERANCE: Mapping[str, float] = {"all": 2, "by_type": 1}
# metrics.json rounds to six digits.
_ROUNDING = 1e-6


class BaselineError(RagError):
    """The baseline, or what is held against it, cannot be read."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound in the unit of its metric, what was measured when it was last renewed, and over how many questions."""

    limit: float
    measured: float
    n: int
    is_ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run measured: (value, n) by the path in metrics.json ("all.right", "by_type.fact.right").

    `questions` and `reports` are the hashes of what was asked of what, `failed` the ids of questions not right.
    """

    values: Mapping[str, tuple[float, int]]
    questions: str
    reports: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lowered:
    """A bound that became less strict, on which day and why; `after` is None for one that was dropped."""

    date: str
    what: str
    before: float
    after: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Bounds by path, of which run, and all that was ever lowered."""

    bounds: Mapping[str, Bound]
    questions: str
    reports: str
    failed: tuple[str, ...]
    tolerance: Mapping[str, float] = field(default_factory=lambda: dict(TOLERANCE))
    reasons: tuple[Lowered, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A bound beside what was measured now; `value` is None where nothing was, `missed` whether that is a drop."""

    what: str
    bound: Bound
    value: float | None
    missed: bool


def measured(metrics: Mapping[str, Any], *, questions: str, reports: str) -> Measured:
    """Return what is bound of the content of metrics.json; raises BaselineError where it has another form."""
    try:
        groups = {"all": metrics["all"]} | {f"by_type.{name}": of for name, of in metrics["by_type"].items()}
        values = {
            f"{group}.{name}": (float(one["value"]), int(one["n"]))
            for group, of in groups.items()
            for name, one in of.items()
            if one["value"] is not None and name not in UNBOUND and (group == "all" or name in OF_A_TYPE)
        }
        return Measured(values, questions, reports, tuple(map(str, metrics["failed"])))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BaselineError(f"metrics.json 的内容不对（{error!r}）。请重新运行评测。") from error


def compare(baseline: Baseline, now: Measured) -> list[Row]:
    """Return each bound beside what was measured, in the order of the baseline; what is not measured is missed."""
    rows = []
    for what, bound in baseline.bounds.items():
        value, n = now.values.get(what, (None, 0))
        missed = value is None or _shortfall(bound, value) > _allowed(baseline, what, max(n, bound.n))
        rows.append(Row(what, bound, value, missed))
    return rows


def newly_failed(baseline: Baseline, now: Measured) -> list[str]:
    """Return the ids of the questions that the baseline has right (or does not know) and this run has not."""
    before = set(baseline.failed)
    return [name for name in now.failed if name not in before]


def renewed(old: Baseline | None, now: Measured, *, date: str, why: str | None) -> tuple[Baseline, list[Lowered]]:
    """Return the baseline after a run, and which bounds that lowers; they are its reasons only if `why` is given.

    What was measured better raises its bound, what was measured worse within the tolerance leaves it.
    """
    if old is None:
        return Baseline(_new(now, now.values), now.questions, now.reports, now.failed), []
    bounds: dict[str, Bound] = {}
    lowered: list[Lowered] = []
    for row in compare(old, now):
        kept = _renewed(row, now)
        if row.missed:
            lowered.append(Lowered(date, row.what, row.bound.limit, kept.limit if kept else None, why or ""))
        if kept:
            bounds[row.what] = kept
    bounds |= _new(now, [what for what in now.values if what not in bounds])
    bounds = {what: bounds[what] for what in now.values}
    reasons = (*old.reasons, *lowered) if why else old.reasons
    return Baseline(bounds, now.questions, now.reports, now.failed, old.tolerance, reasons), lowered


def _renewed(row: Row, now: Measured) -> Bound | None:
    if row.value is None:
        return None
    better = _shortfall(row.bound, row.value) < 0
    limit = row.value if better or row.missed else row.bound.limit
    return replace(row.bound, limit=limit, measured=row.value, n=now.values[row.what][1])


def _new(now: Measured, names: Iterable[str]) -> dict[str, Bound]:
    values = {what: now.values[what] for what in names}
    return {what: Bound(value, value, n, what.rpartition(".")[2] in CEILINGS) for what, (value, n) in values.items()}


def _shortfall(bound: Bound, value: float) -> float:
    """Return by how much a value is worse than its bound; negative where it is better."""
    return value - bound.limit if bound.is_ceiling else bound.limit - value


def _allowed(baseline: Baseline, what: str, n: int) -> float:
    return baseline.tolerance[what.partition(".")[0]] / max(n, 1) + _ROUNDING
