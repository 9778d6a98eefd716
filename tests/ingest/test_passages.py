"""Passages: whole sentences, in order, under one heading, of the size aimed at."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import passages as module
from ingest.blocks import line_spans
from ingest.clean import clean
from ingest.formats.plaintext import load_text
from ingest.passages import HANDFUL_LENGTH, LIMIT, LONG_LIST, LONGEST, NO_SENTENCE, SHORTEST, passages, statements
from ingest.structure import Section, sections
from rag.index.derive import PassageDraft
from rag.text import sentence_spans


def cut(text: str) -> list[str]:
    return [text[draft.start : draft.end] for draft in passages(text, sections(clean(load_text(text))))]


def sentence(length: int, char: str = "字") -> str:
    return char * (length - 1) + "。"


def test_short_sections_stay_whole() -> None:
    assert cut("一、概况\n一句。两句。") == ["一、概况\n一句。两句。"]


def test_a_long_paragraph_is_cut_before_its_items() -> None:
    items = [f"{number}是{sentence(118)}" + sentence(80) for number in "一二三四"]
    assert cut("(一)概况。" + "".join(items)) == ["(一)概况。" + items[0], *items[1:]]


def test_a_very_long_sentence_stays_whole() -> None:
    long = sentence(900)
    assert cut(f"{sentence(200)}{long}{sentence(200)}") == [sentence(200), long, sentence(200)]


def test_a_heading_is_never_parted_from_its_text() -> None:
    assert cut("一、概况\n" + sentence(600)) == ["一、概况\n" + sentence(600)]


def test_what_has_no_sentence_end_for_thousands_of_characters_is_no_passage() -> None:
    assert cut("正文。\n" + "字" * (NO_SENTENCE + 1)) == ["正文。"]


def test_a_list_without_a_sentence_end_for_thousands_of_characters_is_divided_at_its_stops() -> None:
    text = "；".join(f"第{at}项任务由市司法局牵头" for at in range(1000)) + "。"
    found = cut(text)
    assert "".join(found) == text
    assert all(passage.endswith(("；", "。")) and len(passage) <= LIMIT for passage in found)


def test_no_figure_is_parted_from_its_unit_where_a_list_is_divided() -> None:
    text = " ".join(f"受理 1,{at % 900 + 100} 件" for at in range(1000))
    assert all(passage.startswith("受理") and passage.endswith("件") for passage in cut(text))


def test_what_is_readable_around_a_blob_is_kept() -> None:
    text = "甲；" * 200 + "字" * (NO_SENTENCE + 1) + "，" + "乙；" * 200 + "。"
    assert "".join(cut(text)) == "甲；" * 200 + "乙；" * 200 + "。"


def test_marks_and_invisible_characters_are_no_sentences() -> None:
    assert cut("正文。\n\u200c\n——\n……\n末尾。") == ["正文。\n\u200c\n——\n……\n末尾。"]
    text = "正文。\u200c"
    (draft,) = passages(text, [Section((), ((0, len(text)),))])
    assert draft.sentences == ((0, 3),)


def test_a_long_list_has_passages_of_the_usual_size() -> None:
    text = "一、清单\n" + "".join(f"第{at}项：完成。\n" for at in range(2 * LONG_LIST))
    found = cut(text)
    assert found[0].startswith("一、清单\n第0项")
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(SHORTEST <= len(one) <= LONGEST + HANDFUL_LENGTH for one in found)


def test_the_search_for_cuts_grows_with_the_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    cheapest = module._cheapest
    monkeypatch.setattr(module, "_cheapest", lambda sentences: tried.append(len(sentences)) or cheapest(sentences))
    cut("".join(f"第{at}项：完成。\n" for at in range(LONG_LIST)))
    cut("".join(f"第{at}项：完成。\n" for at in range(2 * LONG_LIST)))
    # short lines are taken by the handful only in the longer one
    assert tried[0] == LONG_LIST
    assert tried[1] < LONG_LIST


def test_furniture_between_lines_parts_passages() -> None:
    assert cut("第一行。\n当前位置:首页\n第二行。") == ["第一行。", "第二行。"]


def test_sentences_of_lines() -> None:
    text = "第一句。第二句!\n第三句"
    lines = list(line_spans(text))
    assert [text[a:b] for line in statements(text, lines) for a, b in line] == ["第一句。", "第二句!", "第三句"]
    assert [span for line in statements(text, lines) for span in line] == sentence_spans(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("提案者\n张某\n办理结果\nA", ["提案者\n张某", "办理结果\nA"], id="label and value"),
        pytest.param("提案者\n办理结果\nA", ["提案者", "办理结果\nA"], id="a label without value"),
        pytest.param("办理结果", ["办理结果"], id="the last line"),
        pytest.param("办理结果\n" + "长" * 61, ["办理结果", "长" * 61], id="too long for a value"),
        pytest.param("一、问题\n薄弱。", ["一、问题", "薄弱。"], id="a heading is no label"),
    ],
)
def test_a_value_is_one_sentence_with_its_label(text: str, expected: list[str]) -> None:
    assert [text[a:b] for line in statements(text, list(line_spans(text))) for a, b in line] == expected


def test_marks_of_emphasis_are_outside_of_sentences() -> None:
    text = "1. **短板。** 其他。"
    (draft,) = passages(text, [Section((), ((0, len(text)),))])
    assert [text[a:b] for a, b in draft.sentences] == ["1. **短板。", "其他。"]


PARTS = st.lists(
    st.sampled_from(
        [
            "一、",
            "二、",
            "(一)",
            "(二)",
            "1.",
            "一是",
            "二是",
            "。",
            ",",
            "\n",
            "字",
            "执法检查",
            "  ",
            "35件",
            ";",
            "\xa0",
            "当前位置:首页\n",
            "提案内容\n",
            "提案者\n",
            "!",
            "”",
            sentence(40),
            sentence(170),
        ]
    ),
    max_size=60,
)


def check_drafts(text: str, drafts: list[PassageDraft]) -> None:
    at = 0
    for draft in drafts:
        assert at <= draft.start < draft.end <= len(text), "in order, without overlap, inside the text"
        assert (draft.sentences[0][0], draft.sentences[-1][1]) == (draft.start, draft.end)
        for start, end in draft.sentences:
            assert at <= start < end
            assert text[start:end] == text[start:end].strip()
            at = end
        assert draft.end - draft.start <= LIMIT or len(draft.sentences) < 6


@settings(max_examples=150, deadline=None)
@given(PARTS.map("".join))
def test_passages_are_ordered_runs_of_whole_sentences(text: str) -> None:
    loaded = clean(load_text(text))
    parts = sections(loaded)
    drafts = passages(text, parts)
    check_drafts(text, drafts)
    expected = [span for part in parts for line in statements(text, part.lines) for span in line if says(text, span)]
    assert [span for draft in drafts for span in draft.sentences] == expected, "no sentence is lost, none is cut"


def says(text: str, span: tuple[int, int]) -> bool:
    return any(char.isalnum() for char in text[slice(*span)])


@settings(max_examples=150, deadline=None)
@given(PARTS.map("".join), st.integers(1, 40))
def test_every_readable_character_of_the_body_is_in_exactly_one_sentence(text: str, repeats: int) -> None:
    text = "\n".join([text] * repeats)
    loaded = clean(load_text(text))
    drafts = passages(text, sections(loaded))
    covered = Counter(at for draft in drafts for span in draft.sentences for at in range(*span))
    assert set(covered.values()) <= {1}
    body = [at for block in loaded.blocks if block.body for at in range(block.start, block.end) if text[at].isalnum()]
    assert [at for at in body if at not in covered] == []
    assert {at for at in covered if text[at].isalnum()} <= set(body)


@settings(max_examples=150, deadline=None)
@given(PARTS.map("".join))
def test_no_passage_crosses_a_heading(text: str) -> None:
    loaded = clean(load_text(text))
    for part in sections(loaded):
        inside = {span for line in statements(text, part.lines) for span in line}
        for draft in passages(text, [part]):
            assert draft.heading == part.heading
            assert set(draft.sentences) <= inside


@settings(deadline=None)
@given(st.lists(st.integers(10, 120), min_size=8, max_size=40))
def test_sizes(lengths: list[int]) -> None:
    text = "".join(sentence(length) for length in lengths)
    sizes = [len(passage) for passage in cut(text)]
    assert all(size <= LONGEST + 120 for size in sizes)
    assert sum(size < SHORTEST for size in sizes) <= 1


def test_deterministic() -> None:
    text = "一、概况\n" + "".join(sentence(20 + 13 * at % 90) for at in range(60))
    assert cut(text) == cut(text)
