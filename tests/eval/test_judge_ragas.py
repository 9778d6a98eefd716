"""The judge's script without RAGAS: what is asked of a metric, what is kept, what is told."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eval import judge_ragas
from eval.judge_ragas import summarised

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = [
    {"id": "a", "user_input": "问？", "response": "答", "retrieved_contexts": ["文"], "reference": "答"},
    {"id": "b", "user_input": "问？", "response": "没有找到", "retrieved_contexts": [], "reference": "没有"},
]


@dataclass
class Result:
    value: float


class Metric:
    def __init__(self, value: float) -> None:
        self.value = value
        self.asked: list[Mapping[str, Any]] = []

    async def ascore(self, **given: Any) -> Result:
        self.asked.append(given)
        if self.value < 0:
            raise TimeoutError("too late")
        return Result(self.value)


def judged(
    metrics: Mapping[str, Metric], path: Path, model: str = "m", samples: Sequence[dict[str, Any]] = SAMPLES
) -> list[dict[str, Any]]:
    return asyncio.run(judge_ragas._judged(samples, dict(metrics), path, 2, model))


def test_a_metric_is_asked_what_it_reads_and_nothing_of_a_refusal_without_contexts(tmp_path: Path) -> None:
    metrics = {"faithfulness": Metric(0.5), "answer_correctness": Metric(float("nan"))}
    lines = judged(metrics, tmp_path / "s.jsonl")
    assert metrics["faithfulness"].asked == [{"user_input": "问？", "response": "答", "retrieved_contexts": ["文"]}]
    assert [line["scores"] for line in lines] == [
        {"faithfulness": 0.5, "answer_correctness": None}, {"faithfulness": None, "answer_correctness": None},
    ]  # fmt: skip


def test_a_failure_is_told_and_asked_again_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    first = judged({"faithfulness": Metric(0.5), "answer_correctness": Metric(-1)}, path)
    assert first[0]["errors"] == {"answer_correctness": "TimeoutError: too late"}
    again = {"faithfulness": Metric(0.5), "answer_correctness": Metric(1.0)}
    assert judged(again, path)[0]["scores"] == {"faithfulness": 0.5, "answer_correctness": 1.0}
    once_more = {"faithfulness": Metric(0.0), "answer_correctness": Metric(0.0)}
    path.write_text(path.read_text("utf-8") + '{"id": "half', "utf-8")  # as an interruption leaves it
    assert judged(once_more, path)[0]["scores"] == {"faithfulness": 0.5, "answer_correctness": 1.0}
    assert once_more["faithfulness"].asked == []
    assert len(path.read_text("utf-8").splitlines()) == 2


def test_the_summary_counts_what_was_judged() -> None:
    scores = [
        {"scores": {"faithfulness": 1.0}, "errors": {}},
        {"scores": {"faithfulness": 0.5}, "errors": {}},
        {"scores": {"faithfulness": None}, "errors": {"faithfulness": "x"}},
    ]
    told = summarised(scores, ["faithfulness"], "m")
    # (1.0 + 0.5) / 2
    assert told["metrics"] == {"faithfulness": {"mean": 0.75, "n": 2}}
    assert (told["questions"], told["failed"]) == (3, 1)


def test_without_a_key_and_without_ragas_the_script_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "e.jsonl").write_text(json.dumps(SAMPLES[0]), "utf-8")
    command = [sys.executable, str(ROOT / "eval" / "judge_ragas.py"), str(tmp_path / "e.jsonl"), "--model", "m"]
    for name in ("RAGAS_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    for key, message in (("", "没有密钥"), ("k", "缺少 RAGAS")):
        monkeypatch.setenv("RAGAS_API_KEY", key)
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 2
        assert message in done.stderr


def test_nothing_imports_the_script() -> None:
    modules = [path for top in ("rag", "ingest", "eval", "tests") for path in (ROOT / top).rglob("*.py")]
    told = {path.name for path in modules if "judge_ragas" in path.read_text("utf-8")}
    assert told == {"judge_ragas.py", "test_judge_ragas.py"}


def test_scores_of_another_judge_or_sample_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    other = [SAMPLES[0] | {"retrieved_contexts": ["别的"]}]
    # the same again is known; another model is not; another context is not, though the answer is the same
    for model, samples, asked in [("m", SAMPLES, 1), ("m", SAMPLES, 0), ("n", SAMPLES, 1), ("n", other, 1)]:
        metric = Metric(0.5)
        judged({"faithfulness": metric}, path, model, samples)
        assert len(metric.asked) == asked
        path.write_text(path.read_text("utf-8") + '7\n[]\n{}\n{"id": []}\n', "utf-8")  # no scores
