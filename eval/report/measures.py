"""A number of `metrics.json`, read with care and written as the report shows it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.report.glossary import METRICS, Unit

NONE = "–"


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric's value with its 95 % interval, in the metric's unit; None where it does not apply. `n` cases."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0


def measure(metrics: object, name: str) -> Measure:
    """Return one metric of METRICS (see `metrics.json`); an empty one where it is missing or malformed."""
    found = metrics.get(name) if isinstance(metrics, Mapping) else None
    if not isinstance(found, Mapping):
        return Measure()
    value, low, high, count = (_number(found.get(key)) for key in ("value", "low", "high", "n"))
    return Measure(value, low, high, int(count or 0))


def _number(value: Any) -> float | None:
    """Return a finite number; None of anything else."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def shown(name: str, measured: Measure) -> str:
    """Return a metric's value as text with its unit."""
    return NONE if measured.value is None else _with_unit(measured.value, METRICS[name].unit)


def interval(name: str, measured: Measure) -> str:
    """Return a metric's interval as text with its unit; empty where it has none."""
    if measured.value is None or measured.low is None or measured.high is None:
        return ""
    low, high = (_with_unit(end, METRICS[name].unit).split() for end in (measured.low, measured.high))
    # The unit once, where it is the same.
    return "–".join([low[0], " ".join(high)] if low[1:] == high[1:] else [" ".join(low), " ".join(high)])


def duration(seconds: float) -> str:
    """Return seconds as text: milliseconds below one second."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def _with_unit(value: float, unit: Unit) -> str:
    if unit == "share":
        return f"{100 * value:.1f} %"
    if unit == "seconds":
        return duration(value)
    return f"{value:.3f}" if unit == "score" else f"{value:.0f}"
