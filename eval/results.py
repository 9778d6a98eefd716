"""What a run leaves behind, as values: its questions, predictions and verdicts, and all that was measured over them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions import EvalQuestion
from eval.runner import PREDICTIONS
from eval.summary import FORMAT, Circumstances, summary
from eval.verdict import Verdict, judge
from rag.errors import RagError

METRICS = "metrics.json"


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


def build_run(
    questions: Sequence[EvalQuestion], predictions: Sequence[Mapping[str, Any]], circumstances: Circumstances
) -> Run:
    """Return the run with its verdicts and metrics; predictions stand in the order of the questions."""
    verdicts = [judge(question, line) for question, line in zip(questions, predictions, strict=True)]
    measured = summary(questions, verdicts, circumstances)
    return Run(circumstances.config, questions, predictions, verdicts, measured)


def write_metrics(run: Run, out: Path) -> Path:
    """Write `metrics.json` to the folder `out`, which exists, and return its path."""
    path = out / METRICS
    path.write_text(json.dumps(run.metrics, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def read_metrics(folder: Path) -> dict[str, Any]:
    """Return the content of a folder's `metrics.json`; raises RagError where there is none of the present form."""
    path = folder / METRICS
    try:
        metrics = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RagError(f"读不了 {path}（{error}）。请给出评测写出的结果文件夹，或重新运行评测。") from error
    if not isinstance(metrics, dict) or metrics.get("format") != FORMAT:
        raise RagError(f"{path} 不是这个版本的评测写出的。请重新运行评测。")
    return metrics


def read_run(folder: Path, questions: Sequence[EvalQuestion]) -> Run:
    """Return the run that a folder holds, scored anew.

    Raises RagError where a file of it cannot be read, or the predictions are not those of the questions.
    """
    metrics = read_metrics(folder)
    lines = _read_predictions(folder / PREDICTIONS)
    ids = [question.id for question in questions]
    if lines.keys() != set(ids):
        other = sorted(lines.keys() ^ set(ids))
        some = "、".join(other[:5]) + ("等" if len(other) > 5 else "")
        raise RagError(f"{folder / PREDICTIONS} 与题目对不上：有 {len(other)} 个编号只在其中一边（{some}）。")
    predictions = [lines[name] for name in ids]
    verdicts = [judge(question, line) for question, line in zip(questions, predictions, strict=True)]
    return Run(str(metrics["config"]), questions, predictions, verdicts, metrics)


def _read_predictions(path: Path) -> dict[str, dict[str, Any]]:
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        return {line["id"]: line for line in lines}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RagError(f"读不了 {path}（{error}）。请给出评测写出的结果文件夹，或重新运行评测。") from error
