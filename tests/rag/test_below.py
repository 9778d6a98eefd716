"""Places without a report of their own, of which the reports of those above them tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import below
from rag.assistant import Assistant
from rag.below import NO_OWN_REPORT, names_it
from tests.fakes import assistant_over

CITY = """【示例】内容为虚构
岚川市2022年政府工作报告
一、2022年工作回顾
全市新建公园8个。曹县新建公园3个，曹县汉服产业产值突破7亿元。改造老旧小区12个。
"""
OTHER = CITY.replace("岚川市", "禾丰市").replace("7亿元", "9亿元")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """Return an assistant over the report of 岚川市, above 曹县 here, and over that of another city that names it."""
    monkeypatch.setattr(below, "above", lambda division: ("示例省", "岚川市"))
    return assistant_over(tmp_path, CITY, OTHER)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("曹县2022年新建公园多少个？", "曹县新建公园3个"),
        ("曹县汉服产业产值多少亿元？", "曹县汉服产业产值突破7亿元"),
    ],
)
def test_what_the_report_above_tells(reports: Assistant, question: str, said: str) -> None:
    answer = reports.answer(question)
    told, line = answer.answer.split("\n")
    assert answer.status == "answered"
    assert told == NO_OWN_REPORT.format("曹县")
    assert line.startswith("岚川市2022年：")
    assert said in line
    assert {citation.file for citation in answer.citations} == {"示例-0.txt"}
    assert all(statement.supported for statement in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("曹县2022年改造老旧小区多少个？", id="told of the whole city"),
        pytest.param("曹县2022年行政复议多少件？", id="told of nobody"),
        pytest.param("曹县2019年新建公园多少个？", id="another year"),
        pytest.param("示例乡曹县和单县新建公园各多少个？", id="several places"),
    ],
)
def test_what_it_does_not_tell_is_refused(reports: Assistant, question: str) -> None:
    answer = reports.answer(question)
    assert answer.status == "refused"
    assert "没有" in answer.answer


def test_a_place_above_which_no_report_is(tmp_path: Path) -> None:
    answer = assistant_over(tmp_path, CITY).answer("曹县2022年新建公园多少个？")
    assert answer.status == "refused"
    assert answer.answer.startswith("现有报告中没有曹县的报告")


@pytest.mark.parametrize(
    ("text", "place", "names"),
    [
        ("北流入选", "北流市", True),
        ("北流市入选", "北流市", True),
        ("曹操入选", "曹县", False),
        ("北京入选", "北流市", False),
    ],
)
def test_what_names_a_place(text: str, place: str, names: bool) -> None:
    assert names_it(text, place) is names
