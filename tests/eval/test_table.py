"""The tables on the terminal: what stands in which column, and that a line fits a terminal of 120 columns."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from eval.questions import EvalQuestion
from eval.results import Run, build_run
from eval.summary import Circumstances
from eval.table import cell, side_by_side, table
from rag.settings import Settings


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "q.jsonl").write_text("", "utf-8")
    asked = [EvalQuestion(f"q{at}", "fact_paraphrase" if at % 2 else "fact", "?", (f"{at}件",)) for at in range(9)]
    lines = [{"id": one.id, "answer": "1件", "citations": [], "refused": False, "seconds": 12.3456} for one in asked]
    about = Circumstances("default", tmp_path / "q.jsonl", Settings(), (), datetime.now(UTC), 1.0)
    return build_run(asked, lines, about)


def width(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def test_one_configuration(run: Run) -> None:
    lines = table(run).splitlines()
    # q1 alone is right: one of nine, of four paraphrases, of no plain fact
    assert [line.split()[:3] for line in lines[1:4]] == [
        ["fact", "5", "0.0"], ["fact_paraphrase", "4", "25.0"], ["ALL", "9", "11.1"],
    ]  # fmt: skip
    assert lines[4].startswith("95% 置信区间")
    assert max(map(width, lines)) <= 120


def test_two_beside_each_other(run: Run) -> None:
    lines = side_by_side({"default": run, "llm": run}).splitlines()
    assert [line.split()[:2] for line in lines[-2:]] == [["ALL", "default"], ["llm", "9"]]
    assert lines[-1].split()[-3:] == ["-", "-", "-"]  # no answer of a model to check
    assert max(map(width, lines)) <= 120


def test_several_without_a_model(run: Run) -> None:
    lines = side_by_side(dict.fromkeys(("default", "no-filter", "langchain"), run)).splitlines()
    assert lines[0].split() == [
        "type", "n", "right", "figure", "wrong", "cited", "refusal", "recall@5", "mrr", "chars", "p50", "p95",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[-3:]] == ["ALL", "no-filter", "langchain"]
    assert max(map(width, lines)) <= 120


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("right", None, "-"),
        ("right", 0.876, "87.6 %"),
        ("p95", 0.0123, "12 ms"),
        ("p95", 12.34, "12.3 s"),
        ("characters", 41.5, "42"),
    ],
)
def test_a_cell(name: str, value: float | None, expected: str) -> None:
    assert cell(name, value) == expected
