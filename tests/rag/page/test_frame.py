from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.page.frame import head_html, heading_html, opening_html, status_html, trouble_html
from rag.types import Report
from tests.fake_assistant import HEFENG, LANCHUAN
from tests.rag.page.test_answer import Reader

OURS = {"details", "summary", "span", "div", "table", "thead", "tbody", "tr", "th", "td", "p", "h1", "h2", "ul", "li",
        "button", "pre", "code"}  # fmt: skip


def report(place: str | None, year: int | None, *, sample: bool = False) -> Report:
    return Report("r", "f", "题", place, year=year, sample=sample)


@pytest.mark.parametrize(
    ("reports", "shown"),
    [
        ([report("甲市", 2022)], ["已收录 1 份报告", "甲市", "2022 年", "模式：抽取式"]),
        (
            [report("甲市", 2020), report("甲市", 2021), report("乙县", 2022)],
            ["已收录 3 份报告", "甲市、乙县", "2020—2022 年"],
        ),
        ([report("甲市", 2020), report("甲市", 2022)], ["2020、2022 年"]),  # 2021 is missing, so no range
        ([report(None, None)], ["已收录 1 份报告", "不详"]),
        ([report(f"{n}市", 2022) for n in "甲乙丙丁戊己庚"], ["甲市、乙市、丙市、丁市、戊市、己市 等 7 地"]),
        ([], ["尚未收录报告", "模式：抽取式"]),
    ],
)
def test_the_status_line(reports: list[Report], shown: list[str]) -> None:
    text = Reader(status_html(reports, "抽取式")).text
    for piece in shown:
        assert piece in text


def test_samples_are_said_to_be_invented() -> None:
    assert "内容为虚构" in status_html([LANCHUAN], "抽取式")
    assert "内容为虚构" not in status_html([report("甲市", 2022)], "抽取式")


def test_titles_are_escaped() -> None:
    assert "禾丰县2023年&lt;b&gt;报告&lt;/b&gt;" in status_html([HEFENG], "<模型>")
    assert "&lt;模型&gt;" in status_html([HEFENG], "<模型>")
    assert "&lt;错误&gt;" in trouble_html("<错误>")


def test_the_opening_offers_examples_that_ask_themselves() -> None:
    html = opening_html([LANCHUAN], ['甲"<b>?'])
    assert (
        '<button type="button" class="example" data-question="甲&quot;&lt;b&gt;?">甲&quot;&lt;b&gt;?</button>' in html
    )


def test_without_reports_the_opening_says_how_to_add_some() -> None:
    html = opening_html([], ["不会显示"])
    assert "<code>python -m ingest 报告文件或文件夹</code>" in html
    assert "<code>python -m ingest eval/reports</code>" in html
    assert "不会显示" not in html
    elsewhere = opening_html([], [], Path("我的 索引"))
    assert "<code>python -m ingest eval/reports --index &#x27;我的 索引&#x27;</code>" in elsewhere


@given(st.text(), st.text())
def test_no_text_ever_makes_a_tag(first: str, second: str) -> None:
    made = Report("r", "f", first, second, year=2022)
    html = status_html([made], first) + opening_html([made], [first, second]) + trouble_html(second)
    assert set(Reader(html).tags) <= OURS


def test_the_head_and_heading_load_nothing() -> None:
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", head_html() + heading_html())
