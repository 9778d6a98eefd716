from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.page.report import missing_html, report_html
from rag.types import Evidence, Report
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


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        # pages that begin with a line
        ((0, 4), '<p class="page">第 1 页</p><p>甲乙丙</p><p class="page">第 2 页</p><p>丁</p>'),
        # a page that begins inside a paragraph
        ((0, 2), '<p class="page">第 1 页</p><p>甲乙<span class="page">第 2 页</span>丙</p><p>丁</p>'),
        # a page without any text, then one
        (
            (0, 4, 4),
            '<p class="page">第 1 页</p><p>甲乙丙</p><p class="page">第 2 页</p><p class="page">第 3 页</p><p>丁</p>',
        ),
        # a page behind the end has nothing to show
        ((0, 9), '<p class="page">第 1 页</p><p>甲乙丙</p><p>丁</p>'),
    ],
)
def test_pages_are_marked_where_they_begin(pages: tuple[int, ...], expected: str) -> None:
    assert body(report_html(replace(PLAIN_REPORT, pages=pages), "甲乙丙\n丁", [])) == f"{expected}</div>"


def test_a_mark_goes_on_over_the_end_of_a_page() -> None:
    html = report_html(replace(PLAIN_REPORT, pages=(0, 2)), "甲乙丙丁", [(1, 3)])
    page = '<span class="page">第 2 页</span>'
    assert f'<p>甲{mark(0, "乙", now=True)}{page}<mark class="current">丙</mark>丁</p>' in html


def test_recognised_pages_say_so() -> None:
    html = report_html(replace(PLAIN_REPORT, pages=(0, 2), ocr=(2,)), "甲\n乙", [])
    assert html.count(">OCR<") == 1
    assert html.index("第 2 页") < html.index(">OCR<")


def test_the_head_names_other_copies_damage_and_doubt() -> None:
    doubtful = Evidence("place", "我市", 0.4)
    report = replace(PLAIN_REPORT, place="示例市", also=("b.html",), damaged=0.25, evidence=(doubtful,))
    read = Reader(report_html(report, "甲", []))
    for shown in ("b.html", "25.0%", "待核"):
        assert shown in read.text


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        # what no browser may be sent to
        ("javascript:alert(1)", False),
        ('https://example.org/"onclick="x', True),
    ],
)
def test_only_addresses_of_pages_are_linked(url: str, linked: bool) -> None:
    html = report_html(replace(PLAIN_REPORT, url=url), "甲", [])
    assert ("<a " in html) is linked
    assert '"onclick' not in html
