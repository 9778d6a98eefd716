"""Sentences, clauses, words and figures of a passage, read once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.analysis import analyse, single, title_of, vectors
from rag.lexicon import Lexicon
from rag.text import normalise, sentence_spans
from rag.types import Passage
from tests.fakes import KeywordEmbedder

CHINESE = st.text(alphabet="受理复议1,064件三十万０９％。！？；，,：“”《》（）\n 　aB", max_size=80)


def passage(text: str, before: str = "") -> Passage:
    """Return a text as one passage of a report in which other text stands before it."""
    start = len(before)
    spans = tuple((start + first, start + last) for first, last in sentence_spans(text))
    return Passage(1, "示例", (), start, start + len(text), spans, text)


@given(CHINESE, CHINESE)
def test_every_span_is_what_stands_there_in_the_report(before: str, text: str) -> None:
    report = before + text
    for sentence in analyse(passage(text, before)):
        assert report[slice(*sentence.span)] == sentence.raw
        assert normalise(sentence.raw) == sentence.text
        assert [clause.span[0] for clause in sentence.clauses[1:]] == [c.span[1] for c in sentence.clauses[:-1]]
        assert (sentence.clauses[0].span[0], sentence.clauses[-1].span[1]) == sentence.span
        for clause in sentence.clauses:
            assert report[slice(*clause.span)] == clause.raw
            assert normalise(clause.raw) == clause.text
            assert [clause.raw[figure.start : figure.end] for figure in clause.figures] == [
                figure.text for figure in clause.figures
            ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("受理198件，办结一百七十六件。", [["198件"], ["一百七十六件"]]),
        ("收到1,064件，", [["1,064件"]]),  # a comma inside a number divides nothing
        ("负责人出庭应诉率96.5%。", [["96.5%"]]),
        ("拨打12345热线，", [[]]),  # the number of a service is no figure
        ("接听12368热线咨询12368件，", [["12368件"]]),  # but as many as its number may be counted
        ("发挥“110”作用，警情下降11.0%。", [[], ["11.0%"]]),
        ("十分重视，", [[]]),  # a turn of phrase
        ("全面推进依法行政。", [[]]),
    ],
)
def test_figures_by_clause(text: str, figures: list[list[str]]) -> None:
    (sentence,) = analyse(passage(text))
    assert [[figure.text for figure in clause.figures] for clause in sentence.clauses] == figures


def test_letters_count_what_says_something() -> None:
    (sentence,) = analyse(passage("全市受理了198份行政复议申请。"))
    assert set(sentence.clauses[0].words) == {"全市", "受理", "了", "198", "份", "行政复议", "申请"}
    assert sentence.clauses[0].letters == 8  # of 受理 行政复议 申请; 份 and the rest say nothing by themselves


def test_an_empty_passage_has_no_sentences() -> None:
    assert analyse(passage(" \n")) == ()


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        ("三是推进政务公开工作。", True),
        ("（一）加强执法队伍建设", True),
        ("二、主要做法", True),
        ("三是办结复议案件198件。", False),  # it has a figure
        ("推进政务公开工作。", False),  # no number before it
        (f"三是{'推进政务公开' * 6}。", False),  # it is too long to be only a lead
    ],
)
def test_leads(sentence: str, leads: bool) -> None:
    assert [found.leads for found in analyse(passage(sentence))] == [leads]


@pytest.mark.parametrize(
    ("text", "years", "quotes"),
    [
        ("比2017年增长", {2017}, False),
        ("2019年至2021年推进“法治岚川”建设", {2019, 2021}, True),
        ("出台《条例》，编号12022年", set(), True),  # five digits are no year
        ("占地2022亩", set(), False),  # nor is what is counted otherwise
    ],
)
def test_years_and_quotations(text: str, years: set[int], quotes: bool) -> None:
    (sentence,) = analyse(passage(text))
    assert set().union(*(clause.years for clause in sentence.clauses)) == years
    assert any(clause.quotes for clause in sentence.clauses) is quotes


@pytest.mark.parametrize(
    ("text", "label"),
    [("承办单位\n市司法局", ("承办", "单位")), ("承办单位", ()), ("推进法治政府建设工作\n市司法局", ())],
)
def test_labels(text: str, label: tuple[str, ...]) -> None:
    whole = Passage(1, "示例", (), 0, len(text), ((0, len(text)),), text)
    assert [sentence.label for sentence in analyse(whole)] == [label]


def test_titles_have_their_words() -> None:
    assert title_of(("一、行政诉讼", "ＧＤＰ")) == ("一、行政诉讼 gdp", ("一", "行政诉讼", "gdp"))


def test_vectors_of_sentences_and_of_their_clauses() -> None:
    lexicon = Lexicon(KeywordEmbedder())
    sentences, clauses = vectors(passage("受理复议，办结诉讼。备案。"), lexicon)
    half = np.sqrt(0.5)
    np.testing.assert_allclose(sentences, [[half, half, 0, 0], [0, 0, 1, 0]], atol=1e-3)
    np.testing.assert_allclose(clauses, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], atol=1e-3)
    assert sentences.dtype == clauses.dtype == np.float16


def test_every_number_of_half_precision_is_the_same_in_single_precision() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    np.testing.assert_array_equal(single(finite), finite.astype(np.float32))
