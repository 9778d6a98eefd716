"""`python -m eval` over questions of which some are bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main

QUESTIONS = Path(__file__).resolve().parents[3] / "eval" / "questions.jsonl"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a file whose first line is a question, the others for different reasons not."""
    good = QUESTIONS.read_text("utf-8").splitlines()[0]
    values = json.loads(good)
    bad = [
        "{",
        json.dumps(values | {"id": "b", "unknown": 1}),
        json.dumps(values),
        json.dumps(values | {"id": "c", "evidence": [{"file": "没有.txt", "quote": "甲"}]}),
        json.dumps(values | {"id": "d", "evidence": [{**values["evidence"][0], "quote": "报告里没有这句"}]}),
        json.dumps(values | {"id": "e", "same": "zz"}),
        json.dumps(values | {"id": "f", "answers": ["1件"]}),
    ]
    path = tmp_path / "mixed.jsonl"
    path.write_text("\n".join([good, *bad]), "utf-8")
    return path


def test_every_bad_line_is_told_before_anything_runs(
    mixed: Path, sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(mixed), "--index", str(sample_index), "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.partition("：")[0].removeprefix(f"{mixed} ") for line in told[:7]] == [
        f"第 {n} 行" for n in range(2, 9)
    ]
    assert "--skip-bad" in told[7]
    assert not (tmp_path / "out").exists()


def test_bad_lines_are_skipped_and_counted(
    mixed: Path, sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(mixed), "--index", str(sample_index), "--out", str(tmp_path / "out"), "--skip-bad"]) == 0
    assert "跳过了 7 道有问题的题目" in capsys.readouterr().err
    told = json.loads((tmp_path / "out" / "metrics.json").read_text("utf-8"))["questions"]
    assert (told["count"], told["skipped"]) == (1, 7)
