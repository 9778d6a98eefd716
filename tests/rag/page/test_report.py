from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.page.report import missing_html, report_html
from rag.types import Report
from tests.fake_assistant import HEFENG, HOSTILE, HOSTILE_CITED, LANCHUAN, PLAIN
from tests.rag.page.test_answer import Reader

OURS = {"header", "div", "h2", "p", "span", "button", "output", "mark"}
PLAIN_REPORT = Report("r", "f.txt", "题目")


def body(html: str) -> str:
    return html.partition('<div class="body" tabindex="0">')[2]


def mark(number: int, text: str, *, now: bool = False) -> str:
    current = ' class="current"' if now else ""
    return f'<mark id="cited-{number}" tabindex="-1"{current}>{text}</mark>'


@pytest.mark.parametrize(
    ("text", "spans", "current", "expected"),
    [
        # one sentence
        ("甲乙丙", [(1, 2)], 0, f"<p>甲{mark(0, '乙', now=True)}丙</p>"),
        # the second of two is the one that was asked for
        ("甲乙丙", [(0, 1), (2, 3)], 1, f"<p>{mark(0, '甲')}乙{mark(1, '丙', now=True)}</p>"),
        # across lines, under one name
        ("甲\n乙", [(0, 3)], 0, f'<p>{mark(0, "甲", now=True)}</p><p><mark class="current">乙</mark></p>'),
        # overlapping: each character is marked once
        ("甲乙丙", [(0, 2), (1, 3)], 0, f"<p>{mark(0, '甲乙', now=True)}{mark(1, '丙')}</p>"),
        # outside the text, or blank: no mark
        ("甲\n", [(5, 9), (-3, 0), (1, 2)], 0, "<p>甲</p>"),
        # nothing cited
        ("甲", [], 7, "<p>甲</p>"),
        # a heading is set as one
        ("一、概况\n正文", [], 0, "<p class=heading>一、概况</p><p>正文</p>"),
    ],
)
def test_marks(text: str, spans: list[tuple[int, int]], current: int, expected: str) -> None:
    assert body(report_html(PLAIN_REPORT, text, spans, current)) == f"{expected}</div>"


def test_the_head_tells_what_report_it_is() -> None:
    read = Reader(report_html(LANCHUAN, PLAIN, [(0, 4)]))
    for shown in (LANCHUAN.title, "岚川市", "2022年", LANCHUAN.file, "示例", "关闭"):
        assert shown in read.text
    assert "下一处" not in read.text
    assert "下一处" in Reader(report_html(LANCHUAN, PLAIN, [(0, 4), (8, 9)])).text


def test_a_hostile_report_is_text() -> None:
    html = report_html(HEFENG, HOSTILE, [(HOSTILE_CITED.start, HOSTILE_CITED.end)])
    assert set(Reader(html).tags) <= OURS
    assert "&lt;script&gt;window.hacked = 1&lt;/script&gt;" in html
    assert "禾丰县2023年&lt;b&gt;报告&lt;/b&gt;" in html


def test_pages_are_told_apart() -> None:
    report = Report("r", "f.pdf", "题目", pages=(0, 2))
    assert body(report_html(report, "甲\n乙\n", [])) == (
        '<p class="page">第 1 页</p><p>甲</p><p class="page">第 2 页</p><p>乙</p></div>'
    )


@given(
    st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=4), st.integers(-2, 5)
)
def test_all_of_the_text_is_there_and_only_cited_text_is_marked(
    text: str, spans: list[tuple[int, int]], current: int
) -> None:
    html = report_html(PLAIN_REPORT, text, spans, current)
    assert set(Reader(html).tags) <= OURS
    shown = "".join(Reader(line).text for line in re.findall(r"<p[^>]*>(.*?)</p>", body(html), re.DOTALL))
    # HTML parsers read NUL and lone surrogates as they like; the rest must be there to the character
    lines = [line for line in text.split("\n") if line.strip()]
    if "\0" not in text and "\r" not in text:
        assert shown == "".join(lines)


def test_a_report_that_is_gone_says_so() -> None:
    assert "索引中没有&lt;它&gt;" in missing_html("索引中没有<它>")
