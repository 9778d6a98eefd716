"""Several questions in one message."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.cite import MARKER
from rag.several import split_questions
from tests.fakes import assistant_over

REPORT = """【示例】内容为虚构
{place}2022年度法治政府建设情况报告
一、主要工作
2022年，共收到行政复议申请{received}件，办结{closed}件。培训执法人员{trained}人次。
二、存在的问题
执法力量不足。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(
        tmp_path_factory.mktemp("several"),
        REPORT.format(place="岚川市", received=213, closed=198, trained=300),
        REPORT.format(place="禾丰县", received=57, closed=48, trained=120),
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("岚川市收到行政复议申请多少件？培训执法人员多少人次？", 2),
        ("岚川市收到行政复议申请多少件?\n禾丰县办结多少件", 2),
        ("岚川市和禾丰县收到行政复议申请哪个多？各多少？", 1),  # the second part says nothing by itself
        ("岚川市收到的行政复议申请是213件。对吗？", 1),
        ("岚川市收到行政复议申请多少件，禾丰县培训执法人员多少人次？", 2),
        ("岚川市收到行政复议申请多少件，培训执法人员多少人次？", 1),  # of the same place: one sentence may say both
        ("岚川市收到行政复议申请多少件？？？", 1),
        ("岚川市收到行政复议申请多少件？禾丰县呢？", 2),
        ("岚川市收到行政复议申请多少件 禾丰县呢", 2),
        ("岚川市收到行政复议申请多少件？去年呢？", 1),  # another year of the same place: its report may say both
        ("岚川市 2022年 收到行政复议申请多少件", 1),
        ("岚川市有新的进展吧？收到申请多少件？办结多少件？培训多少人次？问题有哪些？", 1),  # too many
    ],
)
def test_what_is_several_questions(reports: Assistant, text: str, parts: int) -> None:
    found = split_questions(text, reports.catalogue())
    assert len(found) == parts
    assert "".join(found).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_each_is_answered_with_markers_that_go_on(reports: Assistant) -> None:
    answer = reports.answer("岚川市收到行政复议申请多少件？禾丰县培训执法人员多少人次？")
    first, second = answer.answer.split("\n")
    assert ("213件" in first, first.endswith("[1]")) == (True, True)
    assert ("120人次" in second, second.endswith("[2]")) == (True, True)
    assert [(citation.marker, citation.place) for citation in answer.citations] == [(1, "岚川市"), (2, "禾丰县")]
    assert [statement.markers for statement in answer.statements] == [(1,), (2,)]
    assert all(figure.verified for figure in answer.figures)
    assert answer.reading.places == ("岚川市", "禾丰县")
    assert {int(mark) for mark in MARKER.findall(answer.answer)} == {1, 2}


def test_the_second_leans_on_the_first(reports: Assistant) -> None:
    answer = reports.answer("岚川市收到行政复议申请多少件？培训执法人员多少人次？")
    assert ("213件" in answer.answer, "300人次" in answer.answer, "120人次" in answer.answer) == (True, True, False)


def test_another_place_is_asked_the_same(reports: Assistant) -> None:
    answer = reports.answer("岚川市收到行政复议申请多少件？禾丰县呢？").answer
    assert "213件" in answer
    assert "57件" in answer


def test_the_same_sentence_has_one_marker(reports: Assistant) -> None:
    answer = reports.answer("岚川市收到行政复议申请多少件？岚川市办结行政复议申请多少件？")
    assert [citation.marker for citation in answer.citations] == [1]
    assert {marker for statement in answer.statements for marker in statement.markers} == {1}


def test_what_is_not_said_stands_beside_what_is(reports: Assistant) -> None:
    answer = reports.answer("岚川市收到行政复议申请多少件？太原市收到行政复议申请多少件？")
    assert answer.status == "answered"
    assert "213件" in answer.answer
    assert "太原市" in answer.answer.split("\n", 1)[1]
    both = reports.answer("大同市培训执法人员多少人次？太原市收到行政复议申请多少件？")
    assert (both.status, both.citations) == ("refused", ())
    assert both.reason == both.answer


def test_each_of_two_things_is_answered(reports: Assistant) -> None:
    answer = reports.answer("岚川市收到的复议申请和培训的执法人员分别有多少？").answer
    assert "213件" in answer
    assert "300人次" in answer
    assert "没有找到" not in answer


def test_the_parts_are_asked_of_the_place_and_year_that_are_meant(reports: Assistant) -> None:
    history = ["禾丰县2022年收到行政复议申请多少件？"]
    answer = reports.answer("那培训的执法人员和新建的公园分别有多少？", history=history).answer
    assert "120人次" in answer
    assert "岚川市" not in answer


def test_what_nothing_answers_is_refused_as_one(reports: Assistant) -> None:
    answer = reports.answer("岚川市新建公园和改造街巷分别有多少个？")
    assert answer.status == "refused"
    assert answer.answer.count("没有找到") == 1
