"""`python -m rag`: one answer on the terminal, and clear words for what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.__main__ import main

QUESTION = "岚川市2022年行政机关负责人出庭应诉率是多少?"


def test_a_readable_answer_with_its_source(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([QUESTION, "--index", str(sample_index)]) == 0
    out = capsys.readouterr().out
    assert "93.6%[1]" in out
    assert "示例-岚川市-2022.txt" in out


def test_json(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([QUESTION, "--index", str(sample_index), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["citations"][0]["place"] == "岚川市"


def test_the_filter(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "行政机关负责人出庭应诉率是多少?",
        "--place",
        "禾丰",
        "--year",
        "2020",
        "--index",
        str(sample_index),
        "--json",
    ]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)["reading"] == {"places": ["禾丰县"], "years": [2020], "kind": "figure"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([QUESTION, "--index", "nowhere"], "还没有索引。请先添加报告"),
        (["", "--index", "nowhere"], "请输入问题"),
        (["长" * 10_000, "--index", "nowhere"], "最多 500 个字"),
    ],
)
def test_failures_are_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_bad_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("RAG_PORT", "x")
    assert main([QUESTION]) == 2
    assert "RAG_PORT" in capsys.readouterr().err
