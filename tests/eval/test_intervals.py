"""Bootstrap intervals: the binomial, normal theory and all resamples as oracles, and what must hold for any."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from eval.intervals import quantile_difference, quantile_interval, ratio_difference, ratio_intervals


def yes(right: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[1.0]] * right + [[0.0]] * (n - right)), np.ones((n, 1))


@pytest.mark.parametrize(("right", "n"), [(50, 100), (380, 400), (10, 30)])
def test_a_share_as_the_binomial_has_it(right: int, n: int) -> None:
    # the mean of n draws with replacement from `right` ones among n is binomial: all resamples at once
    ends = binom.ppf([0.025, 0.975], n, right / n) / n
    assert ratio_intervals(*yes(right, n)) == [pytest.approx(tuple(ends), abs=1.01 / n)]


def test_a_share_as_normal_theory_has_it() -> None:
    # 0.5 ± 1.96 · √(0.25 / 1000)
    assert ratio_intervals(*yes(500, 1000)) == [pytest.approx((0.5 - 0.031, 0.5 + 0.031), abs=0.002)]


def test_all_resamples_of_three_questions() -> None:
    # parts and wholes differ: the ratio of sums, over all 27 resamples
    parts, wholes = np.array([[1.0], [0.0], [3.0]]), np.array([[1.0], [2.0], [4.0]])
    ratios = [parts[list(drawn), 0].sum() / wholes[list(drawn), 0].sum() for drawn in product(range(3), repeat=3)]
    low, high = ratio_intervals(parts, wholes)[0]
    assert low == pytest.approx(np.quantile(ratios, 0.025, method="inverted_cdf"), abs=0.02)
    assert high == pytest.approx(np.quantile(ratios, 0.975, method="inverted_cdf"), abs=0.02)


def test_figures_do_not_mix() -> None:
    one, two = yes(30, 40), yes(3, 40)
    both = ratio_intervals(np.hstack([one[0], two[0]]), np.hstack([one[1], two[1]]))
    assert both == [*ratio_intervals(*one), *ratio_intervals(*two)]


def test_questions_that_agree_have_an_interval_of_nothing() -> None:
    assert ratio_intervals(*yes(9, 9)) == [(1, 1)]
    assert quantile_interval([2.0] * 5, 0.5) == (2, 2)


def test_one_question_tells_nothing() -> None:
    assert ratio_intervals(*yes(1, 1)) == [None]
    assert quantile_interval([1.0], 0.5) is None
    assert quantile_interval([], 0.5) is None
    assert ratio_difference(np.ones((1, 2)), np.ones((1, 2))) is None


def test_a_median_between_order_statistics() -> None:
    # of 101 values the 95 % interval of the median runs from about the 41st to the 61st (binomial, n = 101, p = 1/2)
    low, high = quantile_interval(list(range(1, 102)), 0.5)
    assert (low, high) == (pytest.approx(41, abs=1.5), pytest.approx(61, abs=1.5))


def test_a_difference_is_paired() -> None:
    # both runs share their hard questions, and differ on 10 of 100: 0.1 ± 1.96 · √(0.1 · 0.9 / 100)
    one = np.array([[1.0, 1.0]] * 45 + [[0.0, 1.0]] * 55)
    other = np.array([[1.0, 1.0]] * 55 + [[0.0, 1.0]] * 45)
    assert ratio_difference(one, other) == pytest.approx((0.1 - 0.059, 0.1 + 0.059), abs=0.011)
    assert ratio_difference(other, one) == pytest.approx((-0.1 - 0.059, -0.1 + 0.059), abs=0.011)


def test_a_difference_without_a_whole_has_no_interval() -> None:
    # the one question of the first run that counts is missing from every third resample
    one, other = np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]), np.ones((3, 2))
    assert ratio_difference(one, other) is None


def test_a_constant_difference_of_latency() -> None:
    seconds = [0.1, 0.5, 0.3, 0.2, 0.9]
    assert quantile_difference(seconds, [one + 0.25 for one in seconds], 0.5) == pytest.approx((0.25, 0.25))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), min_size=2, max_size=12))
def test_the_interval_is_the_same_each_time_and_within_reach(pairs: list[tuple[int, int]]) -> None:
    parts, wholes = (np.array([[float(pair[side])] for pair in pairs]) for side in (0, 1))
    (low, high), again = ratio_intervals(parts, wholes)[0], ratio_intervals(parts, wholes)[0]
    single = [part / whole for part, whole in pairs]
    assert (low, high) == again
    assert min(single) - 1e-9 <= low <= high <= max(single) + 1e-9
