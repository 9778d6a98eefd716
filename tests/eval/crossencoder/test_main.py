"""`python -m eval.crossencoder`: its arguments, and one whole run over a few questions."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from eval.crossencoder import __main__ as command
from rag.crossencoder.model import CrossEncoder
from rag.crossencoder.reading import Reader, Told
from rag.reconsider import read_stacking
from tests.eval.crossencoder.made import write_base
from tests.eval.crossencoder.test_vocabulary import write_data

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions.jsonl"


def test_an_index_for_each_file_of_questions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["base.bin", "data", "questions.jsonl"])
    assert "成对" in capsys.readouterr().err


def test_what_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tmp_path / "base.bin"
    given = [str(base), str(tmp_path), "missing.jsonl", "index"]
    base.write_bytes(b"no weights")
    assert command.main(given) == 2
    assert "base.bin" in capsys.readouterr().err
    write_base(base)
    assert command.main(given) == 2
    assert "articles.jsonl.xz" in capsys.readouterr().err
    write_data(tmp_path, "受理案件")
    assert command.main(given) == 2
    assert "missing.jsonl" in capsys.readouterr().err


@pytest.fixture
def run(sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return arguments of a run over few questions, which writes to a folder of the test."""
    write_base(tmp_path / "base.bin", layers=6)
    write_data(tmp_path, "受理案件")
    questions = tmp_path / "questions.jsonl"
    lines = QUESTIONS.read_text("utf-8").splitlines()
    questions.write_text("\n".join(lines[:40]) + "\n", "utf-8")
    for name, file in (("MODEL", "model.onnx"), ("TOKENIZER", "tokenizer.json"), ("STACKING", "stacking.json")):
        monkeypatch.setattr(command, name, tmp_path / file)
    monkeypatch.setattr(command, "ROUNDS", 1)
    monkeypatch.setattr("eval.crossencoder.undecided.TREES", 3)
    return [str(tmp_path / "base.bin"), str(tmp_path), str(questions), str(sample_index)]


def test_the_samples_give_a_cross_encoder_and_its_weight(run: list[str], tmp_path: Path) -> None:
    assert command.main(run) == 0
    reader = Reader(Tokenizer.from_file(str(tmp_path / "tokenizer.json")))
    pair = reader.pair("受理案件", Told("", "", "受理案件", ""))
    assert math.isfinite(CrossEncoder((tmp_path / "model.onnx").read_bytes()).score(pair))
    assert math.isfinite(read_stacking(tmp_path / "stacking.json").cross)


def test_too_few_reports_and_a_place_that_cannot_be_written(
    run: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = Path(run[2])
    questions.write_text(QUESTIONS.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert command.main(run) == 2
    assert "不足 5 份" in capsys.readouterr().err
    found = command.Trained(b"", "", "")
    monkeypatch.setattr(command, "trained", lambda *_: found)
    monkeypatch.setattr(command, "MODEL", tmp_path / "missing" / "model.onnx")
    assert command.main(run) == 2
    assert "写入失败" in capsys.readouterr().err
