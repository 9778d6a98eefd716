from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.overhead import FEWEST, WARMING, Overhead, answer_from, main, measured, serving, table
from rag.assistant import Assistant
from rag.errors import RagError
from rag.settings import Settings

QUESTION = "岚川市2022年受理行政复议案件多少件?"


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("资料:\n\n[1] 示例市 | 题\n甲。乙,丙。\n丁。戊。\n\n[2] 示例市\n己。\n\n问题:问", "甲[1]。乙,丙[1]。丁[1]。"),
        ("资料:\n\n[1] 示例市 | 题\n甲。\n\n问题:问", "甲[1]。"),
        ("问题:问", "报告未提及"),
    ],
)
def test_the_answer_comes_from_the_first_passage(prompt: str, answer: str) -> None:
    assert answer_from(prompt) == answer


def test_only_what_the_model_is_asked_is_measured(sample_index: Path) -> None:
    with serving() as server:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        assistant = Assistant(Settings(index=sample_index, llm="openai:none", llm_base_url=url))
        [found] = measured(assistant, ["你是谁?", QUESTION], server)
    assert found.before > 0
    assert found.after > 0


def test_the_table() -> None:
    assert table([Overhead(0.001, 0.002)] * FEWEST).splitlines() == [
        "2 个问题",
        "                               p50       p95       max",
        "question → request          1.0 ms    1.0 ms    1.0 ms",
        "last word → answer          2.0 ms    2.0 ms    2.0 ms",
    ]
    with pytest.raises(RagError, match="不足两个"):
        table([Overhead(0.001, 0.002)])


def test_the_command(sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.jsonl"
    line = {"type": "fact", "question": QUESTION, "answers": ["249"], "evidence": []}
    questions.write_text(
        "".join(json.dumps(line | {"id": f"q{number}"}) + "\n" for number in range(WARMING + FEWEST)), "utf-8"
    )
    assert main([str(questions), "--index", str(sample_index)]) == 0
    assert capsys.readouterr().out.startswith("2 个问题\n")
