"""Dates: read where they stand, never guessed."""

from __future__ import annotations

import pytest

from ingest.metadata.dates import in_digits, parse_date, published_on, year_given


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-02-15 14:49", "2023-02-15"),
        ("2022年3月4日", "2022-03-04"),
        ("2022 年 12 月 31 日", "2022-12-31"),
        ("2024/1/9", "2024-01-09"),
        ("2024.01.09", "2024-01-09"),
        ("二〇二三年三月十五日", "2023-03-15"),
        ("二○二一年十二月三十一日", "2021-12-31"),
        pytest.param("2019625日", None, id="lost characters"),
        pytest.param("2018831日", None, id="lost characters, too"),
        pytest.param("2023年2月30日", None, id="no such day"),
        pytest.param("2023年2月", None, id="no day"),
        pytest.param("电话12023-02-15", None, id="digits before"),
        pytest.param("2020年1-8月", None, id="months"),
        ("２０２３年２月１５日", "2023-02-15"),
        ("二〇二三年 三月 十五日", "2023-03-15"),
    ],
)
def test_parse_date(text: str, expected: str | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("fields", "lines", "expected"),
    [
        pytest.param({"发布日期": "2023-05-17"}, ["2022年1月15日"], "2023-05-17", id="a label wins"),
        pytest.param(
            {"成文日期": "2022-03-11", "发布日期": "2022-03-18"}, [], "2022-03-18", id="published, not written"
        ),
        pytest.param({}, ["报告", "2023-02-15 14:49", "正文。"], "2023-02-15", id="a line at the beginning"),
        pytest.param(
            {}, ["报告", *["正文。"] * 20, "青禾市人民政府", "2022年1月15日"], "2022-01-15", id="the signature"
        ),
        pytest.param({}, ["——2024年1月16日在青禾市人民代表大会上"], "2024-01-16", id="the day it was given"),
        pytest.param({}, ["2020年6月30日,区委召开会议。"], None, id="a sentence is no date line"),
        pytest.param({}, ["——2019625日在某会议上"], None, id="lost characters"),
        pytest.param({}, ["今天是:2019年10月31日 星期三"], None, id="a web page's clock"),
        pytest.param({}, ["根据2017年8月4日会议精神"], None, id="a date that the text speaks of"),
        pytest.param({}, ["按照要求,2017年8月4日"], None, id="a date in a sentence"),
    ],
)
def test_published_on(fields: dict[str, str], lines: list[str], expected: str | None) -> None:
    assert published_on(fields, lines) == expected


def test_the_year_of_a_damaged_date_is_legible() -> None:
    assert year_given(["某报告", "——2019625日在某会议上"]) == 2019
    assert (
        year_given(
            [
                "2022年,某市坚持依法行政,推进各项工作,取得了明显的成效,现将有关的情况和下一步的打算报告如下,请予审议,请提出意见"
            ]
        )
        is None
    )


def test_years_in_digits_keep_their_place() -> None:
    text = "二〇二三年度和二○二四年,１２件"
    assert in_digits(text) == "2023年度和2024年,12件"
    assert len(in_digits(text)) == len(text)
