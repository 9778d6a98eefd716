"""`python -m eval.tune`: its arguments, and one whole run over a few questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors.numpy import load_file
from safetensors.torch import save

from eval import tune
from eval.interaction.fit import started
from rag.decide import NAMES as DECIDED
from rag.interaction.network import WEIGHTS as NETWORK
from rag.interaction.words import Table
from rag.lexicon import shipped_lexicon
from rag.trees import read_trees


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.safetensors"
    path.write_bytes(save(started(Table([], shipped_lexicon()), None).state_dict()))
    return path


def test_an_index_for_each_file_of_questions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        tune.main(["questions.jsonl", "--first", "first.safetensors"])
    assert "成对" in capsys.readouterr().err


def test_what_is_missing_is_told(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tune.main(["missing.jsonl", "index", "--first", str(first)]) == 2
    assert "missing.jsonl" in capsys.readouterr().err
    assert tune.main(["missing.jsonl", "index", "--first", "other.safetensors"]) == 2
    assert "other.safetensors" in capsys.readouterr().err


def test_the_samples_give_weights_and_trees(
    sample_index: Path, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = tune.WEIGHTS.parents[1].joinpath("eval", "questions.jsonl").read_text("utf-8").splitlines()
    questions.write_text("\n".join(lines[:60]) + "\n", "utf-8")
    monkeypatch.setattr(tune, "FOREST", tmp_path / "decision.json")
    monkeypatch.setattr(tune, "WEIGHTS", tmp_path / "weights.py")
    monkeypatch.setattr(tune, "NETWORK", tmp_path / "model.safetensors")
    monkeypatch.setattr("eval.interaction.fit.EPOCHS", 1)
    assert tune.main([str(questions), str(sample_index), "--first", str(first)]) == 0
    assert "首句正确率" in capsys.readouterr().err
    found: dict[str, object] = {}
    exec(compile((tmp_path / "weights.py").read_text("utf-8"), "weights.py", "exec"), found)
    assert isinstance(found["RANK"], dict)
    assert read_trees(tmp_path / "decision.json").names == DECIDED
    shipped, own = load_file(NETWORK), load_file(tmp_path / "model.safetensors")
    assert {name: value.shape for name, value in own.items()} == {name: value.shape for name, value in shipped.items()}
