"""`python -m eval.interaction`: its weights are what `eval.tune` goes on from."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from eval.interaction import __main__ as command
from eval.interaction.fit import first_weights, started, words_of
from tests.eval.interaction.test_learn import examples

ROW = {"question": "青禾河有多长?", "text": "青禾河全长80公里,流经三县。河上有桥12座。", "answer": "80公里"}
NEWS = {"text": "全年共受理行政复议案件80件,调解成功率明显提高。各地积极推进示例工作,群众满意。"}


def write_data(folder: Path) -> None:
    for name, row in (("questions", ROW), ("news", NEWS)):
        lines = json.dumps(row) + "\n"
        (folder / f"{name}.jsonl.xz").write_bytes(lzma.compress(lines.encode() * 5))


def test_weights_are_written_and_read(tmp_path: Path) -> None:
    write_data(tmp_path)
    out = tmp_path / "first.safetensors"
    assert command.main([str(tmp_path), str(out)]) == 0
    table = words_of(examples(1))
    again, other = started(table, first_weights(out)), started(table, None)
    assert not again.out.weight.equal(other.out.weight)


def test_missing_data_and_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(tmp_path), str(tmp_path / "first.safetensors")]) == 2
    assert "questions.jsonl.xz" in capsys.readouterr().err
    write_data(tmp_path)
    assert command.main([str(tmp_path), str(tmp_path / "missing" / "first.safetensors")]) == 2
    assert "写入失败" in capsys.readouterr().err
