"""Sentences, clauses and tokens of Chinese text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import bigrams, clause_spans, normalise, sentence_spans, words

CHINESE = st.text(alphabet="法治政府建设1,064件。！？;；，,：“”《》()（）\n 年aB", max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一件。两件。", ["一件。", "两件。"]),
        ("标题\n\n 正文。 ", ["标题", "正文。"]),  # a line end ends a sentence; blanks around it are left out
        ("“严格执法！”他说。", ["“严格执法！”", "他说。"]),  # a closing quotation mark belongs to the sentence
        ("“严格执法！”的要求。", ["“严格执法！”的要求。"]),  # the quotation is a part of its sentence
        ("见http://a.example/?id=1。", ["见http://a.example/?id=1。"]),  # an address
        ("见/a?id=1。完!", ["见/a?id=1。", "完!"]),
        ("占比98.5%,下降。", ["占比98.5%,下降。"]),  # a decimal point ends nothing
        ("为什么?!因为。", ["为什么?!", "因为。"]),
        ("", []),
        (" \n\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("受理1,064件,审结5件；", ["受理1,064件,", "审结5件；"]),  # a comma inside a number divides nothing
        ("印发《关于甲,乙的办法》,备案。", ["印发《关于甲,乙的办法》,", "备案。"]),  # nor one inside a title
        ("(其中,一件,复议。", ["(其中,", "一件,", "复议。"]),  # a bracket that never closes holds nothing
    ],
)
def test_clauses(sentence: str, expected: list[str]) -> None:
    spans = clause_spans(sentence, 0, len(sentence))
    assert [sentence[start:end] for start, end in spans] == expected


@given(CHINESE)
def test_sentences_hold_all_that_is_no_blank(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert [span for pair in spans for span in pair] == sorted(span for pair in spans for span in pair)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@given(CHINESE)
def test_clauses_cover_their_sentence(text: str) -> None:
    for start, end in sentence_spans(text):
        clauses = clause_spans(text, start, end)
        assert "".join(text[a:b] for a, b in clauses) == text[start:end]


def test_normal_form() -> None:
    assert normalise("２０２２年　ＡＢ\n受理") == "2022年 ab 受理"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("法治政府", ["法治", "治政", "政府"]),
        ("共158件", ["共", "158", "件"]),  # runs of digits stay whole; a lone character stays alone
        ("98.5%", ["98.5"]),
        ("，。", []),
    ],
)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert bigrams(text) == expected


def test_words_leave_punctuation_out() -> None:
    assert words("行政复议，案件。") == ["行政复议", "案件"]
