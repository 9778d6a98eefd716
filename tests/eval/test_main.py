"""`python -m eval`: predictions in the fixed form, a table, and clear words for wrong usage."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.questions import load_questions
from eval.runner import predict
from rag.assistant import Assistant

QUESTIONS = Path(__file__).resolve().parents[2] / "eval" / "questions.jsonl"
FIELDS = {
    "id", "answer", "citations", "refused", "seconds", "status", "standalone", "reading", "statements", "figures",
    "likelihood", "passages", "relevant",
}  # fmt: skip


def test_a_run_over_an_index(sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join(QUESTIONS.read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")
    assert main([str(few), "--index", str(sample_index), "--out", str(tmp_path / "out")]) == 0
    lines = [json.loads(line) for line in (tmp_path / "out" / "predictions.jsonl").read_text("utf-8").splitlines()]
    assert [line.keys() for line in lines] == [FIELDS] * 5
    printed = capsys.readouterr().out
    assert "ALL" in printed
    assert "95% 置信区间" in printed
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text("utf-8"))
    assert (metrics["config"], metrics["all"]["right"]["n"]) == ("default", 5)
    for name in ("report.html", "report.md"):
        assert "default" in (tmp_path / "out" / name).read_text("utf-8")
    assert str(tmp_path / "out" / "report.html") in printed


def test_reports_are_indexed_once_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    few = tmp_path / "few.jsonl"
    few.write_text(QUESTIONS.read_text("utf-8").splitlines()[0], "utf-8")
    for _ in range(2):
        assert main(["run", str(few), "--config", "bm25", "dense", "--out", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "cache" / "fazhi-rag").iterdir())) == 1
    assert (tmp_path / "out" / "bm25" / "predictions.jsonl").exists()
    assert "bm25、dense" in (tmp_path / "out" / "report.md").read_text("utf-8")  # of both, and one of each
    assert "dense" not in (tmp_path / "out" / "bm25" / "report.md").read_text("utf-8").split("运行设置")[0]
    assert capsys.readouterr().out.count("配置") == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.jsonl"], "读不了题目文件"),
        (["improve", "q.jsonl"], "不认识的命令 improve"),
        ([str(QUESTIONS), "--reports", "nowhere"], "没有报告文件夹"),
        ([str(QUESTIONS), "--index", "nowhere"], "还没有索引"),
        ([str(QUESTIONS), "--config", "magic"], "没有名为 magic 的配置"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_failure_is_no_refusal(assistant: Assistant) -> None:
    prediction = predict(replace(load_questions(QUESTIONS)[0], question="?"), assistant)
    assert (prediction["refused"], prediction["answer"], prediction["status"]) == (False, "", "failed")
    assert "请输入问题" in prediction["error"]
    assert prediction.keys() == FIELDS | {"error"}


def test_a_prediction_says_what_the_answer_is_made_of(assistant: Assistant) -> None:
    asked = next(one for one in load_questions(QUESTIONS) if one.id == "f01")  # of one figure of one report
    found = predict(asked, assistant)
    assert json.loads(json.dumps(found)) == found
    assert found["status"] == "answered"
    assert found["reading"] == {"places": ["岚川市"], "years": [2020], "kind": "figure"}
    (cited,), (stated,) = found["citations"], found["statements"]
    assert cited["quote"] == asked.evidence[0].quote
    assert (stated["markers"], stated["supported"]) == ([cited["marker"]], True)
    assert {"text": "147件", "marker": 1, "verified": True} in found["figures"]
    assert 0.45 < found["likelihood"] <= 1
    assert 1 < len(found["passages"]) <= 20
    assert found["relevant"] == 1
    assert [one["relevant"] for one in found["passages"]].count(True) == 1
    holding = next(one for one in found["passages"] if one["relevant"])
    assert holding["start"] <= cited["start"] < cited["end"] <= holding["end"]


class Watched:
    """An assistant that notes what it is asked for."""

    def __init__(self, inner: Assistant) -> None:
        self._inner = inner
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self._inner, name)


def test_passages_are_looked_up_after_the_answer(assistant: Assistant) -> None:
    watched = Watched(assistant)
    predict(load_questions(QUESTIONS)[0], watched)
    assert watched.asked.index("answer") < watched.asked.index("find")
