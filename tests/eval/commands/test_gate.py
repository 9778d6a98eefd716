"""`python -m eval gate`: what it prints, what it returns, and when it writes the baseline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.commands import gate

Run = Callable[..., int]


def metrics(right: float, failed: list[str]) -> dict[str, Any]:
    of = {"right": {"value": right, "low": None, "high": None, "n": 10}}
    return {"all": of, "by_type": {"fact": of}, "failed": failed}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the gate over two questions and one report of a folder of its own, with what a run measured given."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text("青禾县2021年受理案件3件。", "utf-8")
    question = {"id": "q1", "type": "fact", "question": "青禾县2021年受理案件多少件?", "answers": ["3件"]}
    lines = (json.dumps(question | {"id": name}, ensure_ascii=False) for name in ("q1", "q2"))
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    for name, path in (("BASELINE", "baseline.json"), ("QUESTIONS", "questions.jsonl"), ("REPORTS", "reports")):
        monkeypatch.setattr(gate, name, tmp_path / path)

    def run(*words: str, right: float = 0.8, failed: list[str] | None = None) -> int:
        def benchmark(out: Path) -> bool:
            out.mkdir(exist_ok=True)
            (out / "metrics.json").write_text(json.dumps(metrics(right, failed or [])), "utf-8")
            return True

        monkeypatch.setattr(gate, "_run", benchmark)
        return gate.main(["--out", str(tmp_path / "out"), *words])

    return run


def test_without_a_baseline(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "没有基线文件" in capsys.readouterr().err


def test_passes_and_fails(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--update") == 0
    assert run() == 0
    assert "通过：没有指标下降" in capsys.readouterr().out
    # 0.8 less one question of 10 is the edge for a type, less two for all
    assert run(right=0.69, failed=["q2"]) == 1
    out = capsys.readouterr().out
    assert "all.right" not in out.partition("不通过：")[2]
    assert "1 项指标下降（by_type.fact.right）" in out
    assert "  q2  青禾县2021年受理案件多少件?" in out


def test_changed_reports_or_questions_fail_until_renewed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--update") == 0
    (tmp_path / "reports" / "two.txt").write_text("青禾县2022年受理案件4件。", "utf-8")
    assert run() == 1
    assert "不通过：报告与基线的不同" in capsys.readouterr().out
    with (tmp_path / "questions.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert run() == 1
    assert "不通过：题目和报告与基线的不同" in capsys.readouterr().out
    assert run("--update") == 0
    assert run() == 0


def test_no_bound_is_lowered_without_a_reason(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--update") == 0
    before = (tmp_path / "baseline.json").read_bytes()
    assert run("--update", right=0.5) == 1
    assert (tmp_path / "baseline.json").read_bytes() == before
    out = capsys.readouterr().out
    assert "将要降低的底线" in out
    assert "0.8000 → 0.5000" in out
    assert run("--update", "--lower", "题目更难", right=0.5) == 0
    reasons = json.loads((tmp_path / "baseline.json").read_text("utf-8"))["reasons"]
    assert [(one["what"], one["from"], one["to"], one["why"]) for one in reasons] == [
        ("all.right", 0.8, 0.5, "题目更难"),
        ("by_type.fact.right", 0.8, 0.5, "题目更难"),
    ]


@pytest.mark.parametrize("words", [["--lower", "why"], ["--update", "--lower", " "], ["--nonsense"]])
def test_wrong_usage(run: Run, words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(*words)
    assert stop.value.code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RAG_SEARCH", "dense"),
        ("RAG_EMBEDDING_BACKEND", "onnx"),
        ("RAG_RERANKER_BACKEND", "onnx"),
        ("RAG_RERANKER_MAX_TOKENS", "128"),
    ],
)
def test_another_configuration_is_not_held_against_the_baseline(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert run("--update") == 2
    assert name in capsys.readouterr().err


def test_a_run_that_fails_is_not_taken_for_an_earlier_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_benchmark = gate._run
    assert run("--update") == 0
    monkeypatch.setattr(gate, "_run", run_benchmark)
    monkeypatch.setattr("eval.commands.run.main", lambda words: 2)
    assert gate.main(["--out", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out" / "metrics.json").exists()


def test_the_baseline_in_the_repository_can_be_read() -> None:
    from eval.baseline_file import read_baseline

    assert read_baseline(gate.BASELINE) is not None


def test_a_baseline_lost_from_a_checkout_is_told(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--update") == 0
    assert "git" not in capsys.readouterr().out
    (tmp_path / ".git").mkdir()
    assert run("--update") == 0
    assert "git" not in capsys.readouterr().out  # there is one
    (tmp_path / "baseline.json").unlink()
    assert run("--update") == 0
    assert "git 仓库中没有基线文件" in capsys.readouterr().out.split("\n")[0]
