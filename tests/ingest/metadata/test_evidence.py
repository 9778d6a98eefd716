"""Clues and evidence: quotes are the text where they say they are."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.formats.plaintext import load_text
from ingest.metadata.evidence import LONGEST_QUOTE, Fact, clues_of, sentence_at, squeezed
from ingest.metadata.titles import find_title
from rag.types import Evidence


def test_a_fact_in_the_text_quotes_it() -> None:
    text = "一是学法。青禾市推进。"
    assert Fact("青禾市", 0.9, (5, 11)).evidence("place", text) == Evidence("place", "青禾市推进。", 0.9, "text", 5, 11)
    named = Fact(2022, 0.7, quote="青禾2022", source="file")
    assert named.evidence("year", text) == Evidence("year", "青禾2022", 0.7, "file")


def test_the_sentence_around_a_stretch() -> None:
    text = "一是学法。青禾市推进依法行政。二是普法。\n青禾市人民政府"
    at = text.find("依法")
    assert text[slice(*sentence_at(text, at, at + 2))] == "青禾市推进依法行政。"
    at = text.rfind("青禾市")
    assert text[slice(*sentence_at(text, at, at + 3))] == "青禾市人民政府"


def test_a_long_sentence_is_cut_around_the_stretch() -> None:
    text = "很" * 500 + "青禾市" + "长" * 500
    start, end = sentence_at(text, 500, 503)
    assert start <= 500
    assert end >= 503
    assert end - start <= LONGEST_QUOTE


def test_blanks_between_characters() -> None:
    assert squeezed("政 府　工 作 报 告") == "政府工作报告"
    assert squeezed("2022 年 A 市") == "2022 年 A 市"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "青禾市2022年度法治政府建设情况报告2022年,我市推进依法行政。" + "推进依法行政。" * 20,
            "青禾市2022年度法治政府建设情况报告",
        ),
        ("2022年,我市推进依法行政,现将情况报告如下。" + "推进依法行政。" * 20, ""),
    ],
)
def test_a_title_at_the_beginning_of_a_text_without_line_breaks(text: str, title: str) -> None:
    loaded = clean(load_text(text))
    clues = clues_of(loaded, find_title(loaded), "x")
    assert clues.title == title
    assert [clues.line(span) for span in clues.title_spans] == ([title] if title else [])


def test_the_opening_begins_with_the_first_prose() -> None:
    loaded = clean(load_text("青禾市人民政府\n2022年,我市推进依法行政。\n一、成效\n(一)学法。"))
    clues = clues_of(loaded, None, "x")
    assert [clues.line(span) for span in clues.opening] == ["2022年,我市推进依法行政。\n一、成效\n(一)学法。"]


def test_furniture_is_no_body() -> None:
    loaded = clean(load_text("打印本页\n2022年,我市推进依法行政。\n关闭窗口"))
    clues = clues_of(loaded, None, "x")
    assert len(clues.body) <= len(clues.text)
    assert "打印" not in clues.body
    assert clues.text.find("我市") == clues.body.find("我市")
