"""The numbers behind the plots, as pure functions over runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.report.bilingual import ALL, Label, type_label
from eval.report.measures import Measure, measure
from eval.results import Run

CUTS = (1, 3, 5, 10, 20)
# Steps of a latency curve: finer than a pixel of its plot.
STEPS = 200


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like likelihood: how many, their mean likelihood and the share that is right, both in [0, 1]."""

    n: int
    likelihood: float
    right: float


def accuracy(runs: Sequence[Run]) -> list[tuple[Label, list[Measure]]]:
    """Return the share right of each type and of all, one measure a run; nothing where no run has any."""
    parts = [run.metrics.get("by_type") for run in runs]
    kinds = dict.fromkeys(kind for part in parts if isinstance(part, Mapping) for kind in part)
    rows = [
        (type_label(kind), [measure(part.get(kind) if isinstance(part, Mapping) else None, "right") for part in parts])
        for kind in kinds
    ]
    rows.append((ALL, [measure(run.metrics.get("all"), "right") for run in runs]))
    return [row for row in rows if any(one.value is not None for one in row[1])]


def recall(run: Run) -> list[tuple[int, Measure]]:
    """Return recall at each cut that was measured."""
    measures = [(cut, measure(run.metrics.get("all"), f"recall@{cut}")) for cut in CUTS]
    return [(cut, one) for cut, one in measures if one.value is not None]


def latencies(run: Run) -> list[float]:
    """Return the seconds of each answer, ascending; questions that failed have none."""
    seconds = (line.get("seconds") for line in run.predictions if not line.get("error"))
    return sorted(float(one) for one in seconds if isinstance(one, int | float) and one > 0)


def steps(ordered: Sequence[float]) -> list[tuple[float, float]]:
    """Return the empirical distribution of ascending values as (value, share up to it), at most STEPS of them."""
    count = len(ordered)
    at = sorted({(count * step + STEPS - 1) // STEPS for step in range(1, STEPS + 1)}) if count else []
    return [(ordered[index - 1], index / count) for index in at]


def bins(run: Run) -> list[Bin]:
    """Return the bins of `calibration` that hold answers, in order; malformed ones are left out."""
    listed = run.metrics.get("calibration")
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list | tuple) else []
    return [
        Bin(int(row["n"]), float(row["likelihood"]), float(row["right"]))
        for row in rows
        if row.get("n") and all(isinstance(row.get(key), int | float) for key in ("n", "likelihood", "right"))
    ]
