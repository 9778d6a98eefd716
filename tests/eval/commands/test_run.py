"""`python -m eval` over questions of which some are bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.questions import EvalQuestion, load_questions
from eval.results import read_run
from eval.runner import to_line
from eval.summary import FORMAT

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


@pytest.mark.parametrize(("folder", "options"), [("", []), ("bm25", ["--config", "bm25", "dense"])])
def test_the_questions_file_is_never_overwritten(
    tmp_path: Path, sample_index: Path, capsys: pytest.CaptureFixture[str], folder: str, options: list[str]
) -> None:
    own = tmp_path / folder / "questions.jsonl"
    own.parent.mkdir(exist_ok=True)
    own.write_text("\n" + QUESTIONS.read_text("utf-8").split("\n")[0], "utf-8")
    before = own.read_bytes()
    link = tmp_path / "link.jsonl"
    link.symlink_to(own)
    for path in (own, link):
        assert main([str(path), "--index", str(sample_index), "--out", str(tmp_path), *options]) == 2
        assert "评测会覆盖它" in capsys.readouterr().err
    assert own.read_bytes() == before
    assert not list(tmp_path.rglob("predictions.jsonl"))


def test_a_run_without_an_original_can_be_read_again(sample_index: Path, tmp_path: Path) -> None:
    values = json.loads(QUESTIONS.read_text("utf-8").split("\n")[0])
    lost = values | {"id": "a", "evidence": [{"file": "没有.txt", "quote": "甲"}]}
    lines = [lost, *(values | {"id": name, "same": "a"} for name in ("b", "c"))]
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert main([str(path), "--index", str(sample_index), "--out", str(tmp_path / "out"), "--skip-bad"]) == 0
    again = load_questions(tmp_path / "out" / "questions.jsonl")
    assert [(one.id, one.same) for one in again] == [("b", None), ("c", "b")]


def test_predictions_with_a_line_separator_are_read(tmp_path: Path) -> None:
    (tmp_path / "metrics.json").write_text(json.dumps({"format": FORMAT, "config": "default"}), "utf-8")
    line = {"id": "q", "answer": "甲\u2028乙", "refused": False}
    (tmp_path / "predictions.jsonl").write_text(to_line(line) + "\n", "utf-8")
    run = read_run(tmp_path, [EvalQuestion("q", "fact", "问？", ("甲",))])
    assert [one["answer"] for one in run.predictions] == ["甲\u2028乙"]
