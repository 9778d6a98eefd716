"""Numbers of metrics.json as the report writes them."""

from __future__ import annotations

from typing import Any

import pytest

from eval.report.measures import Measure, interval, measure, shown
from tests.eval.report.made import measured


@pytest.mark.parametrize(
    ("name", "given", "text", "between"),
    [
        ("right", measured(0.8885, 0.8412, 0.9294), "88.8 %", "84.1–92.9 %"),  # 88.85 in binary is a little less
        ("right", measured(1.0, 1.0, 1.0), "100.0 %", "100.0–100.0 %"),
        ("right", measured(0.0), "0.0 %", ""),  # no interval
        ("right", measured(None, 0.1, 0.2), "–", ""),  # does not apply
        ("mrr", measured(0.73049, 0.68, 0.78), "0.730", "0.680–0.780"),
        ("characters", measured(42.0, 40.0, 45.0), "42", "40–45"),
        ("p50", measured(0.0102, 0.009, 0.0123), "10.2 ms", "9.0–12.3 ms"),
        ("p95", measured(1.25, 0.9, 1.5), "1.25 s", "900.0 ms–1.50 s"),  # units differ
    ],
)
def test_values_and_intervals(name: str, given: dict[str, Any], text: str, between: str) -> None:
    read = measure({name: given}, name)
    assert (shown(name, read), interval(name, read)) == (text, between)


@pytest.mark.parametrize(
    "given",
    [
        None,  # no metrics at all
        {},  # not this one
        {"right": None},
        {"right": 0.5},  # no object
        {"right": {"value": "0.5"}},  # a text
        {"right": {"value": float("nan")}},
    ],
)
def test_what_is_missing_or_malformed_is_not_shown(given: Any) -> None:
    assert measure(given, "right") == Measure()
    assert shown("right", measure(given, "right")) == "–"
