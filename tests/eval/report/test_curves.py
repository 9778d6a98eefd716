"""The numbers behind the plots."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.report.curves import STEPS, accuracy, bins, latencies, recall, steps
from tests.eval.report.made import measured, prediction, question, run


def test_steps_of_a_few_values() -> None:
    assert steps([1.0, 3.0, 3.0, 8.0]) == [(1.0, 0.25), (3.0, 0.5), (3.0, 0.75), (8.0, 1.0)]
    assert steps([]) == []


@given(st.lists(st.floats(0.001, 100), min_size=1, max_size=1000))
def test_steps_rise_to_the_last_value(values: list[float]) -> None:
    curve = steps(sorted(values))
    assert len(curve) <= STEPS
    assert curve == sorted(curve)
    assert curve[-1] == (max(values), 1.0)
    # No step is further from the distribution than its share of the values.
    for value, share in curve:
        assert (
            sum(one < value for one in values) / len(values)
            <= share
            <= sum(one <= value for one in values) / len(values)
        )


def test_latencies_are_those_of_answers() -> None:
    pairs = [
        (question(id="a"), prediction(seconds=0.3)),
        (question(id="b"), prediction(seconds=0.1)),
        (question(id="c"), prediction(seconds=0.0, error="没有响应")),  # took no time worth telling
    ]
    assert latencies(run(pairs=pairs)) == [0.1, 0.3]


def test_only_cuts_that_were_measured() -> None:
    assert [(cut, one.value) for cut, one in recall(run())] == [(1, 0.551), (5, 0.903)]
    assert recall(run(given={})) == []


def test_types_and_all_of_them() -> None:
    rows = accuracy([run(), run("other", given={})])
    assert [(label.zh, [one.value for one in measures]) for label, measures in rows] == [
        ("事实", [0.1234, None]),
        ("own_kind", [1.0, None]),
        ("全部", [0.8171, None]),
    ]
    assert accuracy([run(given={})]) == []


def test_bins_without_answers_are_left_out() -> None:
    (one,) = bins(run())
    assert (one.n, one.likelihood, one.right) == (8, 0.95, 0.875)
    assert bins(run(given={"calibration": [None, {"n": 3}, {"n": 2, "likelihood": None, "right": 0.5}]})) == []
    assert bins(run(given={"calibration": measured(0.5)})) == []
