"""`python -m eval compare`: two folders, a table, the questions that changed, and clear words where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.questions import load_questions
from eval.results import build_run, write_metrics
from eval.runner import write_predictions
from eval.summary import Circumstances
from rag.settings import Settings

ASKED = [
    {"id": f"q{at}", "type": "fact", "question": f"第{at}问|<b>", "answers": [f"{at}5件"], "must_not": ["9件"]}
    for at in range(1, 7)
]
RIGHT = [f"受理{at}5件" for at in range(1, 7)]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "asked.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ASKED), "utf-8")
    return path


@pytest.fixture
def left(tmp_path: Path, questions: Path) -> Callable[..., str]:
    """Return what leaves a run of these answers in a folder, and returns the folder."""

    def leave(name: str, answers: list[str], *, over: Path = questions) -> str:
        asked = load_questions(over)
        lines: list[dict[str, Any]] = [
            {"id": one.id, "answer": answer, "citations": [], "refused": False, "seconds": 0.1, "passages": []}
            for one, answer in zip(asked, answers, strict=True)
        ]
        about = Circumstances(name, over, Settings(), (), datetime.now(UTC), 1.0)
        write_predictions(lines, tmp_path / name)
        write_metrics(build_run(asked, lines, about), tmp_path / name)
        return str(tmp_path / name)

    return leave


def test_the_table_and_what_changed(
    left: Callable[..., str], questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # of six, one is lost (and says what only a wrong answer does), five are gained: 2 · (1 + 6) / 2⁶
    one, other = left("one", [RIGHT[0], *["不知道"] * 5]), left("other", ["[看](http://x)9件", *RIGHT[1:]])
    assert main(["compare", one, other, "--questions", str(questions)]) == 0
    lines = capsys.readouterr().out.splitlines()
    right = next(line for line in lines if line.startswith("| 答对 right |"))
    assert right.split(" | ")[1:4] == ["16.7 %", "83.3 %", "+66.7"]
    assert right.endswith(" | 0.219 | 6 |")
    assert "## A 答对、B 没有答对：1 题" in lines
    assert "## A 没有答对、B 答对：5 题" in lines
    assert "## B 新答错：1 题" in lines
    # what an answer or a question holds is no markup of the table's
    assert lines[-1] == "| q1 | 第1问\\|&lt;b&gt; | 受理15件 | \\[看\\](http://x)9件 |"


def test_as_json(left: Callable[..., str], questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = left("one", RIGHT), left("other", ["9件", *RIGHT[1:]])
    assert main(["compare", one, other, "--questions", str(questions), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["a"], found["b"]) == ("one", "other")
    assert found["metrics"]["wrong"]["difference"] == pytest.approx(1 / 6)
    assert [row["id"] for row in found["lost"]] == [row["id"] for row in found["newly_wrong"]] == ["q1"]
    assert found["gained"] == []


def test_other_questions_are_not_compared(
    left: Callable[..., str], questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = tmp_path / "fewer.jsonl"
    fewer.write_text("".join(questions.read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")
    one, other = left("one", RIGHT), left("other", RIGHT[:5], over=fewer)
    assert main(["compare", one, other, "--questions", str(questions)]) == 2
    assert "题目不同" in capsys.readouterr().err
    assert main(["compare", one, one]) == 2  # the benchmark's own questions
    assert "请用 --questions 指定当时的 asked.jsonl" in capsys.readouterr().err
    assert main(["compare", one, str(tmp_path / "none"), "--questions", str(questions)]) == 2
    assert "读不了" in capsys.readouterr().err
