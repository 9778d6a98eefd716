"""The baseline: what is a drop, and what renewing does to its bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.baseline import (
    Baseline,
    BaselineError,
    Bound,
    Lowered,
    Measured,
    compare,
    measured,
    newly_failed,
    renewed,
)

DAY = "2024-05-06"


def run(right: float = 0.9, wrong: float = 0.02, fact: float | None = 0.95, **others: Any) -> Measured:
    """Return a run over 100 questions, 20 of them facts."""
    values = {"all.right": (right, 100), "all.wrong": (wrong, 100)}
    values |= {} if fact is None else {"by_type.fact.right": (fact, 20)}
    return Measured(**{"values": values, "questions": "q", "reports": "r", "failed": ("b", "c")} | others)


def base() -> Baseline:
    return renewed(None, run(), date=DAY, why=None)[0]


def missed(now: Measured) -> list[str]:
    return [row.what for row in compare(base(), now) if row.missed]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (run(), []),
        (run(0.95, 0.0, 1.0), []),
        (run(right=0.88), []),  # two questions of 100: the edge is within
        (run(right=0.87), ["all.right"]),  # three
        (run(wrong=0.04), []),  # a ceiling: two more of 100
        (run(wrong=0.05), ["all.wrong"]),
        (run(fact=0.9), []),  # one question of 20
        (run(fact=0.85), ["by_type.fact.right"]),
        (run(right=0.88 - 5e-7), []),  # rounding of metrics.json
        (run(fact=None), ["by_type.fact.right"]),  # not measured any more
    ],
)
def test_what_is_a_drop(now: Measured, expected: list[str]) -> None:
    assert missed(now) == expected


def test_the_tolerance_follows_the_number_of_questions() -> None:
    # two of 400 questions are half a point
    assert missed(replace(run(), values={**run().values, "all.right": (0.895, 400)})) == []
    assert missed(replace(run(), values={**run().values, "all.right": (0.894, 400)})) == ["all.right"]


def test_fewer_questions_make_the_tolerance_no_wider() -> None:
    # two of the baseline's 100 questions, not two of 10
    assert missed(replace(run(), values={**run().values, "all.right": (0.8, 10)})) == ["all.right"]


def test_newly_failed_are_not_those_that_failed_before() -> None:
    assert newly_failed(base(), run(failed=("a", "c", "d"))) == ["a", "d"]


def test_renewing_raises_what_is_better_and_keeps_the_rest() -> None:
    new, lowered = renewed(base(), run(right=0.93, wrong=0.03, fact=0.9, questions="q2"), date=DAY, why=None)
    assert lowered == []
    assert new.bounds == {
        "all.right": Bound(0.93, 0.93, 100),  # raised
        "all.wrong": Bound(0.02, 0.03, 100, is_ceiling=True),  # worse within the tolerance: the ceiling stays
        "by_type.fact.right": Bound(0.95, 0.9, 20),
    }
    assert (new.questions, new.reasons) == ("q2", ())


def test_small_drops_do_not_add_up() -> None:
    new, _ = renewed(base(), run(right=0.885), date=DAY, why=None)
    _, lowered = renewed(new, run(right=0.87), date=DAY, why=None)
    assert [(one.what, one.before, one.after) for one in lowered] == [("all.right", 0.9, 0.87)]


def test_lowering_leaves_its_reason() -> None:
    now = run(right=0.8, fact=None)
    new, lowered = renewed(base(), now, date=DAY, why="harder questions")
    assert (
        new.reasons
        == tuple(lowered)
        == (
            Lowered(DAY, "all.right", 0.9, 0.8, "harder questions"),
            Lowered(DAY, "by_type.fact.right", 0.95, None, "harder questions"),
        )
    )
    assert new.bounds["all.right"] == Bound(0.8, 0.8, 100)
    assert "by_type.fact.right" not in new.bounds
    assert renewed(new, now, date=DAY, why=None) == (new, [])  # reasons stay


def test_what_is_new_gets_a_bound() -> None:
    now = run()
    new, lowered = renewed(base(), replace(now, values={**now.values, "all.mrr": (0.5, 80)}), date=DAY, why=None)
    assert (new.bounds["all.mrr"], lowered) == (Bound(0.5, 0.5, 80), [])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_without_a_reason_no_bound_ever_gets_less_strict(values: list[float]) -> None:
    baseline = base()
    for value in values:
        new, lowered = renewed(baseline, run(right=value, wrong=1 - value), date=DAY, why=None)
        if lowered:
            continue  # nothing is written
        assert new.bounds["all.right"].limit >= baseline.bounds["all.right"].limit
        assert new.bounds["all.wrong"].limit <= baseline.bounds["all.wrong"].limit
        baseline = new


def test_of_metrics_json_only_what_does_not_depend_on_the_machine() -> None:
    def one(value: float | None) -> dict[str, Any]:
        return {"value": value, "low": None, "high": None, "n": 10}

    metrics = {
        "all": {"right": one(0.9), "p50": one(0.01), "characters": one(30), "consistency": one(None)},
        "by_type": {"fact": {"right": one(1), "wrong": one(0)}},
        "failed": ["x"],
    }
    found = measured(metrics, questions="q", reports="r")
    assert found == Measured({"all.right": (0.9, 10), "by_type.fact.right": (1.0, 10)}, "q", "r", ("x",))


@pytest.mark.parametrize(
    "metrics", [{}, {"all": [], "by_type": {}, "failed": []}, {"all": {"right": 1}, "by_type": {}}]
)
def test_metrics_of_another_form(metrics: dict[str, Any]) -> None:
    with pytest.raises(BaselineError, match=r"metrics\.json 的内容不对"):
        measured(metrics, questions="q", reports="r")
