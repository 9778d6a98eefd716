"""What the commands that train have in common."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from eval.training import add_pairs, carried_out, paired
from rag.errors import RagError


def parsed(*given: str) -> list[tuple[Path, Path]]:
    parser = argparse.ArgumentParser()
    add_pairs(parser)
    return paired(parser, parser.parse_args(given).pairs)


def test_each_file_of_questions_has_its_index() -> None:
    assert parsed("a.jsonl", "a", "b.jsonl", "b") == [(Path("a.jsonl"), Path("a")), (Path("b.jsonl"), Path("b"))]


def test_a_file_without_its_index(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed("a.jsonl", "a", "b.jsonl")
    assert ended.value.code == 2
    assert "成对" in capsys.readouterr().err


def raising(error: Exception) -> int:
    def train() -> None:
        raise error

    return carried_out(train, "程序文件夹")


def test_a_failure_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(RagError("题目太少。")) == 2
    assert raising(PermissionError("只读")) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == ["题目太少。", "写入失败（只读）。请检查程序文件夹能否读写。"]


def test_what_is_no_failure_of_the_user_is_raised() -> None:
    with pytest.raises(ValueError, match="unexpected"):
        raising(ValueError("unexpected"))


def test_success() -> None:
    done: list[bool] = []
    assert carried_out(lambda: done.append(True), "程序文件夹") == 0
    assert done
