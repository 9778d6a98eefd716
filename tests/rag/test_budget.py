"""What goes into a language model's context. One token a character; a passage's head is "示例市 | 2022年 | 题" (15)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.budget import NUMBERING, head_line, joined, size, tokens, within_budget
from rag.text import sentence_spans
from rag.types import Passage, Report

HEAD = 15 + NUMBERING


class Source:
    def __init__(self, text: str = "") -> None:
        self._text = text

    def report(self, report_id: str) -> Report:
        return Report(id=report_id, file="a.txt", title="题", place="示例市", year=2022)

    def text(self, report_id: str) -> str:
        return self._text


def passage_of(sentences: int, length: int, offset: int = 0) -> Passage:
    text = ("甲" * (length - 1) + "。") * sentences
    spans = tuple((start + offset, end + offset) for start, end in sentence_spans(text))
    return Passage(offset, "0", (), offset, offset + len(text), spans, text)


def test_the_head_line() -> None:
    assert head_line(passage_of(1, 2), Source()) == "示例市 | 2022年 | 题"
    assert tokens(head_line(passage_of(1, 2), Source())) == 15


@pytest.mark.parametrize(
    ("passages", "room", "kept"),
    [
        pytest.param([(1, 10)] * 40, 10_000, [1] * 40, id="all fit"),
        pytest.param([(1, 10)] * 3, 2 * (HEAD + 10), [1, 1], id="two fit to the last token"),
        pytest.param([(1, 10)] * 3, 2 * (HEAD + 10) - 1, [1], id="one token short"),
        pytest.param([(5, 100), (5, 100)], 2 * HEAD + 850, [5, 3], id="the second loses sentences"),
        pytest.param([(1, 900), (1, 10)], 100, [1], id="one sentence is always kept"),
        pytest.param([(1, 10), (1, 900), (1, 10)], 2 * (HEAD + 10), [1, 1], id="what does not fit is passed over"),
        pytest.param([], 100, [], id="none"),
    ],
)
def test_the_budget(passages: list[tuple[int, int]], room: int, kept: list[int]) -> None:
    within = within_budget([passage_of(*passage, offset=100) for passage in passages], room, Source())
    assert [len(sentences) for _, sentences in within] == kept
    assert all(passage.text[end - passage.start - 1] == "。" for passage, spans in within for _, end in spans)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(2, 60)), max_size=12), st.integers(0, 1500))
def test_the_budget_is_kept(passages: list[tuple[int, int]], room: int) -> None:
    within = within_budget([passage_of(*passage) for passage in passages], room, Source())
    assert len(within) <= 1 or size(within, Source()) <= room


TEXT = "一。二。\n三。四。\n五。六。"
#       01 23  5 67 8  0 12 3


def part(start: int, end: int, heading: str = "一、立法", report: str = "0") -> Passage:
    text = TEXT[start:end]
    spans = tuple((begin + start, stop + start) for begin, stop in sentence_spans(text))
    return Passage(start, report, (heading,), start, end, spans, text)


FIRST, SECOND, THIRD = part(0, 4), part(5, 9), part(10, 14)
ELSEWHERE, OTHER = part(5, 9, heading="二、执法"), part(5, 9, report="1")


@pytest.mark.parametrize(
    ("passages", "texts"),
    [
        pytest.param([SECOND, FIRST], ["一。二。\n三。四。"], id="in reading order"),
        pytest.param([THIRD, FIRST, SECOND], [TEXT], id="a third between them joins both"),
        pytest.param([FIRST, THIRD], ["一。二。", "五。六。"], id="what lies between is not shown"),
        pytest.param([THIRD, OTHER, SECOND], ["三。四。\n五。六。", "三。四。"], id="in the place of the best"),
        pytest.param([FIRST, ELSEWHERE], ["一。二。", "三。四。"], id="another heading"),
        pytest.param([FIRST, OTHER], ["一。二。", "三。四。"], id="another report"),
        pytest.param([FIRST], ["一。二。"], id="alone"),
        pytest.param([], [], id="none"),
    ],
)
def test_neighbours_are_joined(passages: list[Passage], texts: list[str]) -> None:
    material = joined([(passage, passage.sentences) for passage in passages], Source(TEXT))
    assert [passage.text for passage, _ in material] == texts
    for passage, spans in material:
        assert passage.text == TEXT[passage.start : passage.end]
        assert spans == passage.sentences


def test_a_passage_that_lost_its_end_has_no_follower() -> None:
    material = joined([(FIRST, FIRST.sentences[:1]), (SECOND, SECOND.sentences[:1])], Source(TEXT))
    assert [(passage, len(spans)) for passage, spans in material] == [(FIRST, 1), (SECOND, 1)]


def test_a_follower_may_lose_its_end() -> None:
    [(passage, spans)] = joined([(FIRST, FIRST.sentences), (SECOND, SECOND.sentences[:1])], Source(TEXT))
    assert [passage.slice(span) for span in spans] == ["一。", "二。", "三。"]
