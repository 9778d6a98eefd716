"""What becomes a query and what a passage."""

from __future__ import annotations

import random

import pytest

from rag.embedding.pairs import PASSAGE_CHARACTERS, _excerpt, inverse_cloze, sentences, window


def test_sentences() -> None:
    assert sentences("全年收案。结案多少？\n 分号也分；末句") == ["全年收案。", "结案多少？", "分号也分；", "末句"]


@pytest.mark.parametrize(
    ("keep", "expected"),
    [(False, "甲。丙。丁。"), (True, "甲。乙。丙。丁。")],
    ids=["without the sentence", "with it"],
)
def test_window(*, keep: bool, expected: str) -> None:
    assert window(["甲。", "乙。", "丙。", "丁。"], 1, keep=keep) == expected


def test_window_ends_near_the_limit() -> None:
    parts = [f"第{number}句话" * 5 for number in range(100)]
    assert PASSAGE_CHARACTERS <= len(window(parts, 50, keep=False)) < PASSAGE_CHARACTERS + 50


def test_inverse_cloze_takes_sentences_of_fitting_length() -> None:
    text = "太短。这一句话的长度正好合适。" + "长" * 100 + "。"
    found = list(inverse_cloze("news", text, random.Random(0), count=3))
    assert [pair.query for pair in found] == ["这一句话的长度正好合适。"]


def test_one_sentence_has_no_surroundings() -> None:
    assert list(inverse_cloze("news", "只有这样一句完整的话。", random.Random(0), count=3)) == []


@pytest.mark.parametrize("at", [0, 150, 900, 995], ids=["begin", "early", "late", "end"])
def test_excerpt_holds_the_answer(at: int) -> None:
    text = "空" * at + "答案在此" + "空" * (996 - at)
    for seed in range(20):
        excerpt = _excerpt(text, "答案在此", random.Random(seed))
        assert "答案在此" in excerpt
        assert len(excerpt) == PASSAGE_CHARACTERS


def test_excerpt_without_answer_is_the_beginning() -> None:
    assert _excerpt("甲" * 10 + "乙" * 500, None, random.Random(0)).startswith("甲" * 10)
