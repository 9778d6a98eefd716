"""Question files: what is read, and what is told about a line that is no question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.questions import QuestionsError, load_questions
from ingest.build import read_report

EVAL = Path(__file__).resolve().parents[2] / "eval"
GOOD = {"id": "1", "type": "fact", "question": "?", "answers": ["1件"]}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "第 1 行：不是一个 JSON 对象"),
        (["[1]"], "第 1 行：不是一个 JSON 对象"),
        ([json.dumps(GOOD), json.dumps(GOOD)], "第 2 行：编号 1 已经用过"),
        ([json.dumps({"id": "1"})], "缺少字段 type"),
        ([json.dumps(GOOD | {"anwsers": []})], "不认识的字段 anwsers"),
        ([json.dumps(GOOD | {"evidence": [{"file": "a"}]})], "字段 evidence"),
        ([json.dumps(GOOD | {"answers": "9件"})], "字段 answers 应为字符串的列表"),
        ([json.dumps(GOOD | {"question": 5})], "字段 question 应为字符串"),
        ([""], "没有题目"),
    ],
)
def test_bad_files_name_line_and_field(tmp_path: Path, lines: list[str], message: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(QuestionsError, match=message):
        load_questions(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="读不了题目文件"):
        load_questions(tmp_path / "none.jsonl")


def test_the_sample_questions_quote_the_sample_reports() -> None:
    texts = {path.name: read_report(path.read_bytes(), path.name).text for path in (EVAL / "reports").iterdir()}
    for question in load_questions(EVAL / "questions.jsonl"):
        for evidence in question.evidence:
            assert "".join(evidence.quote.split()) in "".join(texts[evidence.file].split()), question.id


def test_the_real_questions_quote_the_real_reports_briefly(shared: Path) -> None:
    held = {path.name: path for folder in ("corpus", "work-reports") for path in (shared / folder).iterdir()}
    texts: dict[str, str] = {}
    for question in load_questions(EVAL / "real-questions.jsonl"):
        for evidence in question.evidence:
            if evidence.file not in texts:
                texts[evidence.file] = read_report(held[evidence.file].read_bytes(), evidence.file).text
            assert len(evidence.quote) <= 20
            assert evidence.quote in texts[evidence.file], question.id
