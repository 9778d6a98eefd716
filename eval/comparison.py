"""Two runs over the same questions: how much each metric differs, how sure that is, and on which questions.

Tests are paired, and each is by itself: of twenty, one is expected below 0.05 where nothing differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.intervals import Floats, Interval, quantile_difference, ratio_difference
from eval.metrics import CONSISTENCY, METRICS, QUANTILES, Counted, percentile, wordings
from eval.results import Run
from eval.verdict import Verdict

# What is yes or no of a question, and asked of the same questions whatever they were answered.
YES_NO = frozenset(
    ("right", "right_long", "figure", "wrong", "cited", "first_citation", "refusal_recall", "answered", CONSISTENCY)
)
Numbers = NDArray[np.int64]

PERMUTATIONS = 9_999
_AT_ONCE = 1_000  # permutations that are in memory together
_SEED = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric of two runs over `n` questions (`consistency`: groups), and the difference `other` - `one`.

    `low` to `high` is its 95 % interval, `p` how often chance alone makes one as large. None where a run has no value,
    and where there are too few questions.
    """

    one: float | None
    other: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The numbers of the questions that came out otherwise: right in one run alone, in the other alone, newly wrong."""

    lost: tuple[int, ...]
    gained: tuple[int, ...]
    newly_wrong: tuple[int, ...]


def compare(one: Run, other: Run) -> dict[str, Difference]:
    """Return the difference of each metric between two runs over the same questions."""
    pairs = list(zip(one.verdicts, other.verdicts, strict=True))
    found = {name: _shares(name, [(metric(a), metric(b)) for a, b in pairs]) for name, metric in METRICS.items()}
    groups = zip(wordings(one.verdicts), wordings(other.verdicts), strict=True)
    found[CONSISTENCY] = _shares(CONSISTENCY, [(_all_right(a), _all_right(b)) for a, b in groups])
    for name, (value, share) in QUANTILES.items():
        found[name] = _quantiles([(value(a), value(b)) for a, b in pairs], share)
    return found


def changed(one: Run, other: Run) -> Changed:
    """Return which questions came out otherwise."""
    pairs = list(enumerate(zip(one.verdicts, other.verdicts, strict=True)))
    return Changed(
        lost=tuple(at for at, (a, b) in pairs if a.right and not b.right),
        gained=tuple(at for at, (a, b) in pairs if b.right and not a.right),
        newly_wrong=tuple(at for at, (a, b) in pairs if b.wrong and not a.wrong),
    )


def _all_right(group: Sequence[Verdict]) -> Counted:
    return float(all(one.right for one in group)), 1.0


def _shares(name: str, pairs: Sequence[tuple[Counted, Counted]]) -> Difference:
    applied = [(a or (0.0, 0.0), b or (0.0, 0.0)) for a, b in pairs if a or b]
    one, other = (np.array([pair[side] for pair in applied], np.float64).reshape(-1, 2) for side in (0, 1))
    before, after = _ratio(one), _ratio(other)
    if before is None or after is None:
        return Difference(before, after, None, None, None, None, len(applied))
    yes = (one[:, 0] > 0).tolist(), (other[:, 0] > 0).tolist()
    p = mcnemar(*yes) if name in YES_NO else permuted_ratio(one, other)
    return _difference(before, after, ratio_difference(one, other), p, len(applied))


def _ratio(counted: Floats) -> float | None:
    part, whole = counted.sum(axis=0)
    return float(part / whole) if whole else None


def _quantiles(pairs: Sequence[tuple[float, float]], share: float) -> Difference:
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    before, after = percentile(sorted(one), share), percentile(sorted(other), share)
    if before is None or after is None:
        return Difference(before, after, None, None, None, None, 0)
    p = permuted_quantile(np.array(one, np.float64), np.array(other, np.float64), share)
    return _difference(before, after, quantile_difference(one, other, share), p, len(pairs))


def _difference(one: float, other: float, interval: Interval | None, p: float, n: int) -> Difference:
    low, high = interval or (None, None)
    return Difference(one, other, other - one, low, high, p, n)


def mcnemar(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Return the p-value of McNemar's exact test (McNemar 1947): of what differs, half should differ either way."""
    from scipy.stats import binomtest

    gained = sum(b and not a for a, b in zip(one, other, strict=True))
    lost = sum(a and not b for a, b in zip(one, other, strict=True))
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def permuted_ratio(one: Floats, other: Floats) -> float:
    """Return the p-value of the difference of two ratios, part and whole of each question (n, 2), by permutation.

    Each question's two answers change sides by chance (Fisher 1935): all ways of it are tried where they are few.
    """
    both = np.concatenate([one, other])

    def difference(first: Numbers, second: Numbers, axis: int) -> Floats:
        return np.asarray(_ratios(both, second, axis) - _ratios(both, first, axis))

    numbers = np.arange(len(one))
    return _p_value((numbers, numbers + len(one)), difference)


def _ratios(counted: Floats, drawn: Numbers, axis: int) -> Floats:
    part, whole = (counted[:, side][drawn].sum(axis=axis) for side in (0, 1))
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def permuted_quantile(one: Floats, other: Floats, share: float) -> float:
    """Return the p-value of the difference of two quantiles by the same permutations."""

    def difference(first: Floats, second: Floats, axis: int) -> Floats:
        return np.asarray(np.quantile(second, share, axis=axis) - np.quantile(first, share, axis=axis))

    return _p_value((one, other), difference)


def _p_value(data: tuple[NDArray[Any], NDArray[Any]], statistic: Callable[..., Floats]) -> float:
    if len(data[0]) < 2:
        return 1.0
    from scipy.stats import permutation_test

    result = permutation_test(
        data,
        statistic,
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATIONS,
        batch=_AT_ONCE,
        rng=np.random.default_rng(_SEED),
    )
    return float(result.pvalue)
