"""The report in Markdown: the same numbers, and no text of a report or an answer acts as markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.report.markdown import markdown, plain, table
from tests.eval.report.made import prediction, question, run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理57件|审结52件", r"受理57件\|审结52件"),
        ("一\n二\t三", "一 二 三"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("[字](http://a)", r"\[字\](http://a)"),
        (r"\|", r"\\\|"),  # a backslash does not undo the next one
        ("甲\u202e乙", "甲 乙"),  # a mark that would turn the rest of the line round
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4))
def test_whatever_stands_in_a_cell_a_row_has_its_columns(rows: list[list[str]]) -> None:
    lines = table(["a", "b", "c"], rows).split("\n")
    assert len(lines) == len(rows) + 2
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {4}


def test_the_tables_hold_the_numbers() -> None:
    text = markdown([run(), run("bm25")])
    assert "| 答对 right | 81.7 %（75.1–88.3 %） | 81.7 %（75.1–88.3 %） | 170 |" in text
    assert "| 事实 fact | bm25 | 30 | 12.3 %（10.0–20.0 %） |" in text
    assert "| q1 | 事实 | 云溪县2022年受理多少件？ | 57件 | default、bm25 | 未答到 | 审结52件\\[1\\] |" in text
    assert "- 报告 reports：12 份 · 1,412 段" in text


def test_no_failures() -> None:
    assert "全部答对" in markdown([run(pairs=[(question(), prediction(answer="57件"))])])


def test_a_question_to_be_refused_says_so() -> None:
    assert "（应拒答）" in markdown([run(pairs=[(question(answers=(), evidence=()), prediction())])])
