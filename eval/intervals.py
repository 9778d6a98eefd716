"""How far a measured figure may be off: 95 % bootstrap intervals, questions drawn again with a fixed seed.

The ends are percentiles of the resamples (Efron 1979; DiCiccio and Efron 1996 for its limits): the corrected method has
no value where all questions agree. There both ends are the figure itself, which says less than it seems to.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = tuple[float, float]

CONFIDENCE = 0.95
# Enough that an end of a share's interval moves by two of 480 questions at most over 12 seeds.
RESAMPLES = 2_000
_AT_ONCE = 500  # resamples that are in memory together
_SEED = 0


def ratio_intervals(parts: Floats, wholes: Floats) -> list[Interval | None]:
    """Return the interval of each ratio sum(part) / sum(whole) over questions.

    `parts` and `wholes` are (n, m): n questions, m figures, wholes above 0. None for less than two questions.
    """
    questions, figures = parts.shape
    both = np.hstack([parts, wholes])

    def ratios(drawn: NDArray[np.int64], axis: int) -> Floats:
        """Return the ratios (m, …) of questions drawn, whose numbers are (…, n)."""
        sums = _times_drawn(drawn.reshape(-1, questions)) @ both
        found = sums[:, :figures] / sums[:, figures:]
        return np.moveaxis(found.reshape(*drawn.shape[:-1], figures), -1, 0)

    return _ends((np.arange(questions),), ratios, figures)


def _times_drawn(drawn: NDArray[np.int64]) -> Floats:
    """Return how often each of n questions was drawn (r, n) in r resamples of n numbers each."""
    resamples, questions = drawn.shape
    flat = (drawn + questions * np.arange(resamples)[:, None]).ravel()
    return np.bincount(flat, minlength=drawn.size).reshape(resamples, questions).astype(np.float64)


def ratio_difference(one: Floats, other: Floats) -> Interval | None:
    """Return the interval of how much the ratio of `other` is above that of `one`, question by question.

    Both are (n, 2): part and whole that each question adds, (0, 0) where it adds nothing. None for less than two
    questions, and where some resample has no whole.
    """
    both = np.hstack([one, other])

    def difference(drawn: NDArray[np.int64], axis: int) -> Floats:
        sums = _times_drawn(drawn.reshape(-1, len(both))) @ both
        with np.errstate(divide="ignore", invalid="ignore"):
            found = sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1]
        return found.reshape(1, *drawn.shape[:-1])

    return _ends((np.arange(len(both)),), difference, 1)[0]


def quantile_interval(values: Sequence[float], share: float) -> Interval | None:
    """Return the interval of a quantile (share in [0, 1], by linear interpolation); None for less than two values."""

    def quantile(drawn: Floats, axis: int) -> Floats:
        return np.asarray(np.quantile(drawn, share, axis=axis))[None]

    return _ends((np.asarray(values, np.float64),), quantile, 1)[0]


def quantile_difference(one: Sequence[float], other: Sequence[float], share: float) -> Interval | None:
    """Return the interval of how much a quantile of `other` is above that of `one`, question by question."""

    def difference(first: Floats, second: Floats, axis: int) -> Floats:
        return np.asarray(np.quantile(second, share, axis=axis) - np.quantile(first, share, axis=axis))[None]

    return _ends((np.asarray(one, np.float64), np.asarray(other, np.float64)), difference, 1)[0]


def _ends(
    data: tuple[NDArray[np.generic], ...], statistic: Callable[..., Floats], figures: int
) -> list[Interval | None]:
    """Return the interval of each figure (m, …) that a statistic gives of resamples (…, n); several data are paired."""
    if len(data[0]) < 2:
        return [None] * figures
    from scipy.stats import DegenerateDataWarning, bootstrap

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # told by the None
        result = bootstrap(
            data,
            statistic,
            n_resamples=RESAMPLES,
            batch=_AT_ONCE,
            confidence_level=CONFIDENCE,
            method="percentile",
            paired=len(data) > 1,
            vectorized=True,
            rng=np.random.default_rng(_SEED),
        )
    ends = zip(*result.confidence_interval, strict=True)
    return [(float(low), float(high)) if np.isfinite(low + high) else None for low, high in ends]
