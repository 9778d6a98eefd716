"""One place under two names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.aliases import in_full, under_one_name
from rag.types import Report
from tests.fakes import assistant_over

REPORT = """【示例】内容为虚构
{place}{year}年度法治政府建设情况报告
一、主要工作
{year}年，共收到行政复议申请{count}件，办理法律援助案件{more}件。
"""


def report(place: str, *parents: str) -> Report:
    return Report(id=f"{place}{parents}", file="", title="", place=place, parents=parents)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("青禾州", "来源：青禾苗族自治州司法局。青禾州好。", "青禾苗族自治州"),
        ("青禾县", "青禾苗族侗族自治县人民政府", "青禾苗族侗族自治县"),
        ("青禾州", "青禾州好。", "青禾州"),  # nothing tells the full name
        ("青禾县", "青禾苗族自治州下辖。", "青禾县"),  # a county is not the prefecture of its name
        ("青禾州", "青禾苗族自治州、青禾侗族自治州", "青禾州"),  # nor can it be told which of two
        ("青禾市", "青禾苗族自治州", "青禾市"),
        ("凉山州", "", "凉山彝族自治州"),  # a real one needs no text
        ("甘孜县", "甘孜藏族自治州", "甘孜县"),  # a real county
        ("随州市", "", "随州市"),
    ],
)
def test_names_in_full(name: str, text: str, expected: str) -> None:
    assert in_full(name, text) == expected


def test_one_name_for_all_reports() -> None:
    reports = [report("青禾州"), report("青禾苗族自治州"), report("禾丰县", "云岭省", "青禾州"), report("岚川市")]
    assert [(one.place, one.parents) for one in under_one_name(reports)] == [
        ("青禾苗族自治州", ()),
        ("青禾苗族自治州", ()),
        ("禾丰县", ("云岭省", "青禾苗族自治州")),
        ("岚川市", ()),
    ]


def test_what_lies_above_a_county_tells_the_name() -> None:
    first, _ = under_one_name([report("青禾州"), report("禾丰县", "青禾苗族自治州")])
    assert first.place == "青禾苗族自治州"


@given(st.lists(st.sampled_from(["青禾州", "青禾苗族自治州", "青禾侗族自治州", "禾丰县", "岚川市"]), max_size=6))
def test_no_report_is_lost_and_twice_is_once(places: list[str]) -> None:
    reports = [report(place) for place in places]
    once = under_one_name(reports)
    assert [one.id for one in once] == [one.id for one in reports]
    assert under_one_name(once) == once


@pytest.mark.parametrize("called", ["青禾州", "青禾苗族自治州", "青禾"])
def test_a_year_is_asked_of_the_report_that_has_the_other_name(tmp_path: Path, called: str) -> None:
    assistant = assistant_over(
        tmp_path,
        REPORT.format(place="青禾苗族自治州", year=2021, count=180, more=260),
        REPORT.format(place="青禾州", year=2022, count=213, more=275),
    )
    answer = assistant.answer(f"{called}2022年收到行政复议申请多少件？")
    assert "213件" in answer.answer
    assert answer.reading.places == ("青禾苗族自治州",)
    both = assistant.answer(f"{called}2021年和2022年收到行政复议申请各多少件？").answer
    assert [figure in both for figure in ("180件", "213件")] == [True, True]
