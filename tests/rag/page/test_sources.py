from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.page.conversation import Turn
from rag.page.sources import context_span, sources_html
from rag.types import Answer, Evidence, Report
from tests.fake_assistant import HEARING, HEARING_CITED, HEFENG, HOSTILE, HOSTILE_CITED, LANCHUAN, PLAIN, REVIEW_CITED
from tests.rag.page.test_answer import Reader

TEXTS = {"r1": (LANCHUAN, PLAIN), "r2": (HEFENG, HOSTILE)}
OURS = {"h2", "section", "p", "span", "article", "header", "h3", "blockquote", "mark", "footer", "button", "br"}


def turn(*citations: object) -> Turn:
    return Turn("问<b>", Answer("问", answer="答", citations=tuple(citations)), state="done")


def test_a_card_tells_where_the_sentence_stands() -> None:
    html = sources_html([turn(REVIEW_CITED, HEARING_CITED)], TEXTS)
    text = Reader(html).text
    for shown in ("第 1 问", "岚川市", "2022年", "示例", LANCHUAN.title, "二、行政复议", LANCHUAN.file, "查看原文"):
        assert shown in text
    assert 'id="source-0-2"' in html
    assert f"<mark>{HEARING}</mark></blockquote>" in html


def test_pages_are_named_where_the_format_has_them() -> None:
    assert "<span class=fact>第 2 页</span>" in sources_html([turn(HOSTILE_CITED)], TEXTS)
    assert "页</span>" not in sources_html([turn(REVIEW_CITED)], TEXTS)


def test_real_reports_carry_no_sample_badge() -> None:
    assert "示例报告" not in sources_html([turn(HOSTILE_CITED)], TEXTS)
    assert "示例报告" in sources_html([turn(REVIEW_CITED)], TEXTS)


def test_the_button_names_all_spans_cited_from_the_report() -> None:
    html = sources_html([turn(REVIEW_CITED, HEARING_CITED, HOSTILE_CITED)], TEXTS)
    first, second = REVIEW_CITED, HEARING_CITED
    spans = f"{first.start}-{first.end} {second.start}-{second.end}"
    assert f'data-report="r1" data-spans="{spans}" data-current="1"' in html
    assert f'data-report="r2" data-spans="{HOSTILE_CITED.start}-{HOSTILE_CITED.end}" data-current="0"' in html


def test_only_the_newest_turns_cards_are_shown() -> None:
    html = sources_html([turn(REVIEW_CITED), turn(HEARING_CITED)], TEXTS)
    assert '<section class="sources" id="sources-0" hidden>' in html
    assert '<section class="sources" id="sources-1">' in html


def test_report_text_is_escaped() -> None:
    html = sources_html([turn(HOSTILE_CITED)], TEXTS)
    assert set(Reader(html).tags) <= OURS
    assert "&lt;script&gt;window.hacked = 1&lt;/script&gt;本年**加强**" in html


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_no_text_ever_makes_a_tag(title: str, quote: str, heading: list[str]) -> None:
    citation = replace(
        REVIEW_CITED, title=title, file=title, place=title, report=title, quote=quote, heading=tuple(heading)
    )
    assert set(Reader(sources_html([turn(citation)], {title: (LANCHUAN, quote)})).tags) <= OURS


def test_a_report_taken_out_leaves_the_quote() -> None:
    assert f"<blockquote><mark>{HEARING}</mark></blockquote>" in sources_html([turn(HEARING_CITED)], {})


def test_a_text_that_has_changed_is_not_shown_around_the_quote() -> None:
    changed = {"r1": (LANCHUAN, "另一份文字" * 900)}
    assert f"<blockquote><mark>{HEARING}</mark></blockquote>" in sources_html([turn(HEARING_CITED)], changed)


@pytest.mark.parametrize(
    ("turns", "hint"),
    [
        ([], "每个标号对应一条来源"),
        ([Turn("问")], "正在查找来源"),
        ([Turn("问", failure="出错", state="done")], "没有引用任何来源"),
    ],
)
def test_what_stands_there_without_sources(turns: list[Turn], hint: str) -> None:
    assert hint in sources_html(turns, {})


@pytest.mark.parametrize(
    ("before", "after", "kept_before", "kept_after"),
    [
        ("前。", "后。", "前。", "后。"),  # short neighbours stay
        ("前。\n", "同段。\n后。", "", "同段。"),  # another paragraph does not
        ("前。\n", "\n\n后。远。\n更远。", "", "\n\n后。远。"),  # but a heading, alone on its line, has what follows it
        ("远" * 80 + "。近。", "", "近。", ""),  # only whole sentences within 80 characters
        ("", "近。" + "远" * 90 + "。", "", "近。"),
    ],
)
def test_context_is_whole_sentences_of_the_paragraph(
    before: str, after: str, kept_before: str, kept_after: str
) -> None:
    text = f"{before}引文。{after}"
    start, end = context_span(text, (len(before), len(before) + 3))
    assert text[start:end] == f"{kept_before}引文。{kept_after}"


def test_omissions_are_marked() -> None:
    text = f"{'远' * 90}。近。引文。"
    citation = replace(REVIEW_CITED, start=93, end=97 - 1, quote=text[93:96])
    assert "<blockquote>……近。<mark>" in sources_html([turn(citation)], {"r1": (LANCHUAN, text)})


def test_unknown_place_and_year_are_said() -> None:
    citation = replace(REVIEW_CITED, place=None, year=None)
    html = sources_html([turn(citation)], {"r1": (Report("r1", "f", "t"), PLAIN)})
    assert "地区不详" in html
    assert "年份不详" in html


def test_what_was_recognised_or_read_with_doubt_says_so() -> None:
    doubtful = replace(LANCHUAN, evidence=(Evidence("year", "近年来", 0.5), Evidence("place", "岚川市", 0.9)))
    html = sources_html([turn(replace(REVIEW_CITED, ocr=True))], {"r1": (doubtful, PLAIN)})
    assert (html.count(">OCR<"), html.count(">待核<")) == (1, 1)
    assert ">OCR<" not in sources_html([turn(REVIEW_CITED)], TEXTS)
