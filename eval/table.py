"""The tables that `python -m eval` prints: a row a type of question, and one for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics import Verdict, checked, judge, summarise
from eval.questions import EvalQuestion

COLUMNS = ("n", "right", "hit", "wrong", "cited", "refusal", "characters", "p50", "p95")
# Beside a language model's: what its answers were checked for takes the place of `hit`.
CHECKED = (
    "n", "right", "wrong", "cited", "refusal", "characters", "p50", "p95", "unsupported", "unverified", "fallback",
)  # fmt: skip
TYPE_WIDTH, WIDTH = 18, 11

Scored = list[tuple[Verdict, Mapping[str, Any]]]


def scored(questions: Sequence[EvalQuestion], predictions: Sequence[Mapping[str, Any]]) -> Scored:
    """Return the verdict on each prediction beside it."""
    return [(judge(question, line), line) for question, line in zip(questions, predictions, strict=True)]


def table(rows: Scored) -> str:
    """Return the table of one configuration."""
    lines = [_head(COLUMNS)]
    lines += [f"{kind:<{TYPE_WIDTH}}" + _cells(rows, kind, COLUMNS) for kind in _kinds(rows)]
    return "\n".join(lines)


def side_by_side(runs: Mapping[str, Scored]) -> str:
    """Return one table of several configurations over the same questions, each type's rows under each other."""
    width = max(len(name) for name in runs) + 2
    lines = [_head(CHECKED, " " * width)]
    for kind in _kinds(next(iter(runs.values()))):
        for at, (name, rows) in enumerate(runs.items()):
            label = "" if at else kind
            lines.append(f"{label:<{TYPE_WIDTH}}{name:<{width}}" + _cells(rows, kind, CHECKED))
    return "\n".join(lines)


def _head(columns: Sequence[str], gap: str = "") -> str:
    return f"{'type':<{TYPE_WIDTH}}{gap}" + "".join(f"{column:>{_width(column)}}" for column in columns)


def _width(column: str) -> int:
    return max(WIDTH, len(column) + 2)


def _kinds(rows: Scored) -> list[str]:
    return [*dict.fromkeys(verdict.type for verdict, _ in rows), "ALL"]


def _cells(rows: Scored, kind: str, columns: Sequence[str]) -> str:
    of_kind = [(verdict, line) for verdict, line in rows if kind in (verdict.type, "ALL")]
    values = summarise(verdict for verdict, _ in of_kind) | checked([line for _, line in of_kind])
    return "".join(f"{_cell(column, values[column]):>{_width(column)}}" for column in columns)


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    if column in ("n", "characters"):
        return f"{value:.0f}"
    return f"{value * 1000:.1f} ms" if column in ("p50", "p95") else f"{100 * value:.1f} %"
