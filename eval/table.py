"""The tables that `python -m eval` prints: a row a type of question, and one for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.configs import MODEL
from eval.metrics import checked
from eval.results import Run

# What is shown, under which head.
COLUMNS = {
    "n": "n", "right": "right", "figure": "figure", "wrong": "wrong", "cited": "cited", "citation_recall": "cite-rec",
    "citation_precision": "cite-prec", "refusal_recall": "refusal", "recall@5": "recall@5", "characters": "chars",
    "p50": "p50", "p95": "p95",
}  # fmt: skip
# Of several configurations, whose names take room of their own.
COMPARED = {
    "n": "n", "right": "right", "figure": "figure", "wrong": "wrong", "cited": "cited", "refusal_recall": "refusal",
    "recall@5": "recall@5", "mrr": "mrr", "characters": "chars", "p50": "p50", "p95": "p95",
}  # fmt: skip
# Beside a language model's: what its answers were checked for takes the place of what tells of searches.
CHECKED = {
    "n": "n", "right": "right", "wrong": "wrong", "cited": "cited", "refusal_recall": "refusal", "characters": "chars",
    "p50": "p50", "p95": "p95", "unsupported": "unsupp", "unverified": "unverif", "fallback": "fallback",
}  # fmt: skip
# What of all questions is shown with its interval.
WITH_INTERVALS = ("right", "wrong", "citation_recall", "citation_precision", "refusal_recall")
ALL = "ALL"
TYPE_WIDTH, WIDTH = 16, 8

Values = Mapping[str, float | None]


def table(run: Run) -> str:
    """Return the table of one configuration, and a line with the intervals over all questions."""
    rows = [f"{kind:<{TYPE_WIDTH}}" + _cells(values, COLUMNS) for kind, values in _rows(run).items()]
    return "\n".join([_head(COLUMNS), *rows, _intervals(run.metrics["all"])])


def side_by_side(runs: Mapping[str, Run]) -> str:
    """Return one table of several configurations over the same questions, each type's rows under each other."""
    width = max(len(name) for name in runs) + 2
    values = {name: _rows(run) for name, run in runs.items()}
    asked = any(row["fallback"] is not None for rows in values.values() for row in rows.values())
    columns = CHECKED if asked or MODEL in runs else COMPARED
    lines = [_head(columns, " " * width)]
    for kind in next(iter(values.values())):
        for at, name in enumerate(runs):
            label = "" if at else kind
            lines.append(f"{label:<{TYPE_WIDTH}}{name:<{width}}" + _cells(values[name][kind], columns))
    return "\n".join(lines)


def _rows(run: Run) -> dict[str, Values]:
    """Return what is shown of each type of question, and of all."""
    measured: dict[str, Mapping[str, Mapping[str, Any]]] = {**run.metrics["by_type"], ALL: run.metrics["all"]}
    rows: dict[str, Values] = {}
    for kind, metrics in measured.items():
        of_kind = [
            line for verdict, line in zip(run.verdicts, run.predictions, strict=True) if kind in (verdict.type, ALL)
        ]
        values = {name: metric["value"] for name, metric in metrics.items()}
        rows[kind] = values | checked(of_kind) | {"n": len(of_kind)}
    return rows


def _head(columns: Mapping[str, str], gap: str = "") -> str:
    return f"{'type':<{TYPE_WIDTH}}{gap}" + "".join(f"{head:>{_width(head)}}" for head in columns.values())


def _width(head: str) -> int:
    return max(WIDTH, len(head) + 2)


def _cells(values: Values, columns: Mapping[str, str]) -> str:
    return "".join(f"{cell(name, values[name]):>{_width(head)}}" for name, head in columns.items())


def cell(name: str, value: float | None) -> str:
    """Return the value of a metric as it is shown: counts as they are, times in ms or s, shares in percent."""
    if value is None:
        return "-"
    if name in ("n", "characters"):
        return f"{value:.0f}"
    if name in ("p50", "p95"):
        return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
    return f"{100 * value:.1f} %"


def _intervals(metrics: Mapping[str, Mapping[str, float | None]]) -> str:
    """Return a line that says how far the figures over all questions may be off."""
    told = [
        f"{COLUMNS[name]} {100 * low:.1f}–{100 * high:.1f}"
        for name in WITH_INTERVALS
        if (low := metrics[name]["low"]) is not None and (high := metrics[name]["high"]) is not None
    ]
    return f"95% 置信区间（%）：{'；'.join(told)}" if told else ""
