"""What a run leaves behind, as values: its questions, predictions and verdicts, and all that was measured over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics import Verdict
from eval.questions import EvalQuestion


@dataclass(frozen=True, slots=True)
class Run:
    """One configuration over one set of questions.

    `predictions` and `verdicts` stand in the order of the questions; `metrics` is the content of `metrics.json`.
    """

    config: str
    questions: Sequence[EvalQuestion]
    predictions: Sequence[Mapping[str, Any]]
    verdicts: Sequence[Verdict]
    metrics: Mapping[str, Any]
