"""Question files: what is read, and what is told about a line that is no question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.questions import (
    MOST_TOLD,
    Asked,
    Entry,
    EvalQuestion,
    QuestionsError,
    load_questions,
    read_questions,
    write_questions,
)
from ingest.build import read_report

EVAL = Path(__file__).resolve().parents[2] / "eval"
GOOD = {"id": "1", "type": "fact", "question": "?", "answers": ["1件"]}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "第 1 行：不是一个 JSON 对象"),
        (["[1]"], "第 1 行：不是一个 JSON 对象"),
        (["[" * 100_000], "第 1 行：不是一个 JSON 对象"),
        ([json.dumps(GOOD), json.dumps(GOOD)], "第 2 行：字段 id 1 在第 1 行已经用过"),
        ([json.dumps({"id": "1"})], "字段 type 缺少"),
        ([json.dumps(GOOD | {"anwsers": []})], "字段 anwsers 不认识"),
        ([json.dumps(GOOD | {"evidence": [{"file": "a"}]})], "字段 evidence 应为"),
        ([json.dumps(GOOD | {"evidence": [{"file": "a", "quote": 5}]})], "字段 evidence 应为"),
        ([json.dumps(GOOD | {"evidence": [{"file": "a", "quote": " "}]})], "字段 evidence 中有空的内容"),
        ([json.dumps(GOOD | {"answers": "9件"})], "字段 answers 应为字符串的列表"),
        ([json.dumps(GOOD | {"answers": [""]})], "字段 answers 中有空的内容"),
        ([json.dumps(GOOD | {"question": 5})], "字段 question 应为字符串"),
        ([json.dumps(GOOD | {"question": " "})], "字段 question 是空的"),
        ([json.dumps(GOOD | {"question": "\ud800"})], "字段 question 含有不成对的代理字符"),
        ([json.dumps(GOOD | {"variants": {"2件": ["二件"]}})], "字段 variants 中的“2件”不在 answers 中"),
        ([json.dumps(GOOD | {"variants": {"1件": "一件"}})], "字段 variants 应为"),
        ([json.dumps(GOOD | {"same": "9"})], "字段 same 指向编号 9"),
        ([json.dumps(GOOD | {"same": "1"})], "字段 same 指向编号 1"),
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


@pytest.mark.parametrize("file", ["questions.jsonl", "sample-questions.jsonl"])
def test_the_sample_questions_quote_the_sample_reports(file: str) -> None:
    texts = {path.name: read_report(path.read_bytes(), path.name).text for path in (EVAL / "reports").iterdir()}
    for question in load_questions(EVAL / file):
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


def test_every_bad_line_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    lines = [json.dumps(GOOD), "{", json.dumps({}), json.dumps(GOOD | {"id": "2", "all_of": 1}), json.dumps(GOOD)]
    path.write_text("\n".join(lines), "utf-8")
    asked = read_questions(path)
    assert [(one.line, one.field) for one in asked.bad] == [(2, None), (3, "id"), (4, "all_of"), (5, "id")]
    assert asked.told().count("\n") == 3
    assert [question.id for question in asked.accepted(skip_bad=True)] == ["1"]


def test_of_very_many_bad_lines_some_are_told(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("{\n" * (MOST_TOLD + 7), "utf-8")
    lines = read_questions(path).told().split("\n")
    assert (len(lines), lines[-1]) == (MOST_TOLD + 1, "……还有 7 行有问题。")
    with pytest.raises(QuestionsError, match="没有可用的题目"):
        read_questions(path).accepted(skip_bad=True)


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(GOOD | {"question": "一\u2028二"}, ensure_ascii=False), "utf-8")
    assert load_questions(path)[0].question == "一\u2028二"


def test_in_a_table_the_row_and_the_column_are_named(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("问题,答案,全部\n一？,甲,\n,乙,\n三？,丙,也许\n", "utf-8")
    assert read_questions(path).told().split("\n") == [
        f"{path} 第 3 行：“问题”列是空的，请填写。",
        f"{path} 第 4 行：“全部”列只能填“是”或留空，现在是“也许”。",
    ]


def test_questions_are_written_as_they_are_read(tmp_path: Path) -> None:
    made = load_questions(EVAL / "questions.jsonl")
    write_questions(made, tmp_path / "q.jsonl")
    assert load_questions(tmp_path / "q.jsonl") == made


def test_wordings_stay_together_without_their_original() -> None:
    def entry(line: int, name: str, same: str | None = None) -> Entry:
        return Entry(line, EvalQuestion(name, "fact", "问？", ("1件",), same=same))

    entries = (entry(1, "a"), entry(2, "b", "a"), entry(3, "c", "x"), entry(4, "d", "y"), entry(5, "e", "x"))
    accepted = Asked(Path("q.jsonl"), entries).accepted()
    # b keeps its original; of x's two wordings the first stands for it; of y's the only one stands alone
    assert [one.same for one in accepted] == [None, "a", None, None, "c"]
