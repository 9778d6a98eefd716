"""`python -m eval.tune`: its arguments, and one whole run over a few questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import tune
from rag.decide import NAMES as DECIDED
from rag.trees import read_trees


def test_an_index_for_each_file_of_questions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        tune.main(["questions.jsonl"])
    assert "成对" in capsys.readouterr().err
    assert tune.main(["missing.jsonl", "index"]) == 2
    assert "missing.jsonl" in capsys.readouterr().err


def test_the_samples_give_weights_and_trees(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = tune.WEIGHTS.parents[1].joinpath("eval", "questions.jsonl").read_text("utf-8").splitlines()
    questions.write_text("\n".join(lines[:60]) + "\n", "utf-8")
    monkeypatch.setattr(tune, "FOREST", tmp_path / "decision.json")
    monkeypatch.setattr(tune, "WEIGHTS", tmp_path / "weights.py")
    assert tune.main([str(questions), str(sample_index)]) == 0
    assert "首句正确率" in capsys.readouterr().err
    found: dict[str, object] = {}
    exec(compile((tmp_path / "weights.py").read_text("utf-8"), "weights.py", "exec"), found)
    assert isinstance(found["RANK"], dict)
    assert read_trees(tmp_path / "decision.json").names == DECIDED
