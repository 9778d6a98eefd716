"""Typing errors that sound right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.assistant import Assistant
from rag.misspelt import corrected, heard_in, heard_words
from rag.types import Report
from tests.fakes import assistant_over

# How many passages of an index hold a word.
HELD = {
    "复议": 40,
    "行政复议": 40,
    "行政": 90,
    "受理": 60,
    "法律援助": 20,
    "援助": 20,
    "法律": 80,
    "注册": 30,
    "各市": 25,
    "纠错": 9,
    "率": 50,
    "工作": 90,
    "办理": 40,
    "人力": 30,
}
REPORT = """【示例】内容为虚构
{place}2022年度法治政府建设情况报告
一、主要工作
2022年，共受理行政复议案件{count}件。办理法律援助案件{more}件。
2022年，市政府收到行政复议申请后及时登记。
行政复议规范化建设得到加强，行政复议人员力量充实。
"""


def holding(word: str) -> int:
    return HELD.get(word, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政付议多少件", {"行政付议": "行政复议"}),
        ("商通注测多少名", {"注测": "注册"}),
        ("法律员助多少件", {"法律员助": "法律援助"}),
        ("纠错律是多少", {"纠错律": "纠错率"}),  # no list has 纠错率
        ("办法律宣传活动", {}),  # 法律
        ("行政复议受里多少件", {"受里": "受理"}),
        ("复议工做怎么样", {"工做": "工作"}),
        ("一千个人里有几个", {}),  # 里 is written for 理 alone, not for 力
        ("各是多少件", {}),  # 各市, but what questions are made of is no error
        ("行政复议受理多少件", {}),
        ("雾霾治理怎么样", {}),  # sounds like other words, but is written like none
        ("市受理多少件", {}),  # no window over the edge of a word
        ("", {}),
    ],
)
def test_what_is_heard(text: str, expected: dict[str, str]) -> None:
    assert heard_words(text, holding) == expected


def test_what_no_report_says_is_never_heard() -> None:
    assert heard_words("行政付议多少件", lambda word: 0) == {}


def test_names_of_places_are_left_alone() -> None:
    catalogue = [Report(id="a", file="a.txt", title="a", place="岚川市", year=2022)]
    text, heard = heard_in("岚穿市二〇二二年行政付议", catalogue, holding)
    assert (text, heard) == ("岚穿市2022年行政付议", {"行政付议": "行政复议"})


@given(st.text(alphabet="行政付复议受里理多少件注测册法律员援助，,2022", max_size=30))
def test_corrections_stand_in_the_text_and_are_as_long(text: str) -> None:
    heard = heard_words(text, holding)
    for stretch, word in heard.items():
        assert stretch in text
        # a word with its measure (援助率) is in no index as one
        known = holding(word) or (word[-1] in "率额" and holding(word[:-1]))
        assert (len(stretch), stretch == word, known > 0) == (len(word), False, True)
    assert len(corrected(text, heard)) == len(text)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    texts = [REPORT.format(place=place, count=count, more=count + 7)
             for place, count in (("岚川市", 41), ("禾丰县", 12), ("云岭县", 23))]  # fmt: skip
    return assistant_over(tmp_path_factory.mktemp("misspelt"), *texts)


def test_the_answer_says_how_it_was_read(reports: Assistant) -> None:
    answer = reports.answer("岚川市2022年受理行政付议案件多少件")
    assert ("41件" in answer.answer, answer.notice) == (True, "“行政付议”按“行政复议”查找。")
    assert answer.question == "岚川市2022年受理行政付议案件多少件"


def test_a_follow_up_leans_on_what_was_heard(reports: Assistant) -> None:
    answer = reports.answer("那禾丰县呢？", history=["岚川市2022年受理行政付议案件多少件"])
    assert "12件" in answer.answer
    assert "付议" not in answer.standalone_question
