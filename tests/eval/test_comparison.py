"""Two runs compared: McNemar's test by hand, permutations against all of them, and what must hold for any two runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.comparison import Changed, changed, compare, mcnemar, permuted_quantile, permuted_ratio
from eval.labels import LABELS
from eval.results import Run
from tests.eval.test_metrics import verdict


def run(*rows: dict[str, Any]) -> Run:
    return Run("x", [], [], [verdict(f"q{at}", **row) for at, row in enumerate(rows)], {})


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        # right in both, lost, gained, right in neither; of 5 that differ all were gained: 2 · (1/2)⁵
        ([1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 0], 2 / 32),
        # one lost, four gained: 2 · (1 + 5) / 2⁵
        ([1, 0, 0, 0, 0], [0, 1, 1, 1, 1], 12 / 32),
        ([1, 0], [0, 1], 1),  # as many either way
        ([1, 1, 0], [1, 1, 0], 1),  # nothing differs
        ([], [], 1),
    ],
)
def test_mcnemar_by_hand(one: Sequence[int], other: Sequence[int], p: float) -> None:
    pairs = list(map(bool, one)), list(map(bool, other))
    assert mcnemar(*pairs) == pytest.approx(p if len(one) != 8 else 2 / 2**5)
    assert mcnemar(*reversed(pairs)) == mcnemar(*pairs)


def all_sides(one: np.ndarray, other: np.ndarray, statistic: Any) -> float:
    """Return the two-sided p-value over all ways of changing sides: twice the smaller tail, as scipy has it."""
    seen = statistic(one, other)
    values = []
    for swaps in product((False, True), repeat=len(one)):
        swapped = np.array(swaps).reshape(-1, *[1] * (one.ndim - 1))
        values.append(statistic(np.where(swapped, other, one), np.where(swapped, one, other)))
    tails = [np.mean(np.array(values) >= seen - 1e-9), np.mean(np.array(values) <= seen + 1e-9)]
    return min(1.0, 2 * min(tails))


def test_all_permutations_of_a_ratio() -> None:
    one = np.array([[1.0, 2.0], [0.0, 1.0], [2.0, 4.0], [0.0, 0.0], [1.0, 3.0]])
    other = np.array([[2.0, 2.0], [1.0, 1.0], [1.0, 4.0], [1.0, 1.0], [3.0, 3.0]])

    def difference(first: np.ndarray, second: np.ndarray) -> float:
        (part, whole), (parts, wholes) = first.sum(axis=0), second.sum(axis=0)
        return parts / wholes - part / whole

    assert permuted_ratio(one, other) == pytest.approx(all_sides(one, other, difference))


def test_all_permutations_of_a_median() -> None:
    one, other = np.array([0.1, 0.4, 0.2, 0.3, 0.9]), np.array([0.3, 0.5, 0.6, 0.2, 0.8])
    expected = all_sides(one, other, lambda first, second: np.median(second) - np.median(first))
    assert permuted_quantile(one, other, 0.5) == pytest.approx(expected)


def test_differences_by_hand() -> None:
    one = run({"right": True, "seconds": 0.1}, {"right": False, "seconds": 0.2}, {"right": False, "seconds": 0.3})
    other = run({"right": True, "seconds": 0.2}, {"right": True, "seconds": 0.3}, {"right": True, "seconds": 0.4})
    found = compare(one, other)
    right = found["right"]
    assert (right.one, right.other, right.n) == (pytest.approx(1 / 3), 1, 3)
    assert right.difference == pytest.approx(2 / 3)
    assert right.p == 0.5  # both that differ were gained: 2 · (1/2)²
    assert (right.low, right.high) == (0, 1)  # one resample in 27 draws the first question alone
    assert found["p50"].difference == pytest.approx(0.1)
    assert found["figure"].difference is None  # no question asks for one


def test_what_only_one_run_has_is_paired_with_nothing() -> None:
    refused, given = {"refused": True, "answerable": False}, {"refused": False, "answerable": True}
    found = compare(run(refused, given), run({"refused": False, "answerable": False}, given | {"refused": True}))
    # of one refusal in each run, the first is right and the second is not
    precision = found["refusal_precision"]
    assert (precision.one, precision.other, precision.n) == (1, 0, 2)


def test_wordings_are_compared_as_groups() -> None:
    one = run({}, {"same": "q0", "right": False}, {}, {"same": "q2"})
    other = run({}, {"same": "q0"}, {}, {"same": "q2"})
    consistency = compare(one, other)["consistency"]
    assert (consistency.one, consistency.other, consistency.n) == (0.5, 1, 2)


def test_which_questions_changed() -> None:
    missed, wrong = {"right": False}, {"right": False, "wrong": True}
    one, other = run({}, missed, {}, wrong, missed), run(wrong, {}, {}, wrong, wrong)
    assert changed(one, other) == Changed(lost=(0,), gained=(1,), newly_wrong=(0, 4))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_a_test_sees_no_difference_where_there_is_none(pairs: list[tuple[bool, bool]]) -> None:
    one, other = [first for first, _ in pairs], [second for _, second in pairs]
    assert 0 < mcnemar(one, other) <= 1
    assert mcnemar(one, one) == 1


def test_a_run_does_not_differ_from_itself() -> None:
    rows = run({"figure": True, "retrieved": (True,), "relevant": 1}, {"right": False, "faithful": (1, 2)}, {})
    found = compare(rows, rows)
    assert found.keys() == LABELS.keys()
    for one in found.values():
        assert (one.difference, one.low, one.high, one.p) in ((0, 0, 0, 1), (0, None, None, 1), (None,) * 4)
