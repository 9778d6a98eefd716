"""Runs by hand: a few questions about places that do not exist, and metrics whose values can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.questions import EvalQuestion, Evidence
from eval.results import Run
from eval.verdict import judge

EVIDENCE = Evidence("云溪县-2022.txt", "全年受理行政复议申请57件，审结52件。")


def question(**values: Any) -> EvalQuestion:
    """Return a question that 57件 answers."""
    given = {
        "id": "q1",
        "type": "fact",
        "question": "云溪县2022年受理多少件？",
        "answers": ("57件",),
        "evidence": (EVIDENCE,),
    }
    return EvalQuestion(**given | values)


def prediction(**values: Any) -> dict[str, Any]:
    """Return a prediction that is wrong: it tells the cases closed."""
    cited = [{"file": EVIDENCE.file, "quote": EVIDENCE.quote}]
    return {"id": "q1", "answer": "审结52件[1]", "citations": cited, "refused": False, "seconds": 0.02} | values


def measured(value: float | None, low: float | None = None, high: float | None = None, n: int = 10) -> dict[str, Any]:
    """Return a metric as `metrics.json` has it."""
    return {"value": value, "low": low, "high": high, "n": n}


def metrics(**values: Any) -> dict[str, Any]:
    """Return the content of a `metrics.json`, right at 12.3 % of facts and 81.7 % of all."""
    over_all = {
        "right": measured(0.8171, 0.7512, 0.8834, 170),
        "wrong": measured(0.0294, 0.0, 0.0588, 170),
        "refusal_recall": measured(0.9412, 0.85, 1.0, 34),
        "citation_precision": measured(None, n=0),
        "recall@1": measured(0.551, 0.5, 0.6, 136),
        "recall@5": measured(0.903, 0.86, 0.95, 136),
        "mrr": measured(0.7304, 0.68, 0.7797, 136),
        "characters": measured(42.0, n=170),
        "p50": measured(0.0102, 0.009, 0.0123, 170),
        "p95": measured(1.25, 0.9, 1.5, 170),
    }
    given = {
        "format": 1,
        "config": "default",
        "questions": {"file": "questions.jsonl", "sha256": "ab" * 32, "count": 170},
        "index": {"reports": 12, "passages": 1412, "sha256": "cd" * 32},
        "settings": {"search": "hybrid", "llm": None},
        "machine": {"cores": 2, "python": "3.11.9", "platform": "Linux"},
        "started": "2026-03-01T09:30:00+00:00",
        "wall_seconds": 6.84,
        "all": over_all,
        "by_type": {"fact": {"right": measured(0.1234, 0.1, 0.2, 30)}, "own_kind": {"right": measured(1.0, n=3)}},
        "by_place": {"云溪县": {"right": measured(0.5, n=4)}},
        "by_year": {"2023": {"right": measured(0.6, n=5)}, "2022": {"right": measured(0.7, n=6)}},
        "calibration": [
            {"low": 0.0, "high": 0.1, "n": 0, "likelihood": None, "right": None},
            {"low": 0.9, "high": 1.0, "n": 8, "likelihood": 0.95, "right": 0.875},
        ],
        "failed": ["q1"],
    }
    return given | values


def run(
    config: str = "default",
    pairs: Sequence[tuple[EvalQuestion, Mapping[str, Any]]] = ((question(), prediction()),),
    given: Mapping[str, Any] | None = None,
) -> Run:
    """Return a run over these questions and predictions; its metrics need not agree with them."""
    questions, predictions = [one for one, _ in pairs], [one for _, one in pairs]
    verdicts = [judge(one, line) for one, line in pairs]
    return Run(config, questions, predictions, verdicts, metrics(config=config) if given is None else given)
