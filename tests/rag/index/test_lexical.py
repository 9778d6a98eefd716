"""BM25 over words and bigrams, inside reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.lexical import EXPANSION_WEIGHT, LexicalIndex, build

PASSAGES = [
    (0, "甲", "受理行政复议案件158件"),
    (1, "甲", "备案规范性文件41件"),
    (2, "乙", "受理行政复议案件7宗,行政复议结案6宗"),
    (3, "", "没有报告的文本"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical")
    build(folder, PASSAGES)
    return LexicalIndex(folder)


@pytest.mark.parametrize(
    ("query", "reports", "expected"),
    [
        ("规范性文件", None, [1]),  # the only passage with these words
        ("复议", None, [2, 0]),  # by bigram; twice in the second
        ("复议", ["甲"], [0]),  # the filter works inside the search
        ("复议", [], []),  # a filter that admits nothing finds nothing
        ("，。", None, []),  # no term
        ("足球", None, []),  # no such term
    ],
)
def test_search(index: LexicalIndex, query: str, reports: list[str] | None, expected: list[int]) -> None:
    assert [row for row, _ in index.search(query, 10, reports=reports)] == expected


def test_the_filter_does_not_change_scores(index: LexicalIndex) -> None:
    assert dict(index.search("复议", 9))[0] == pytest.approx(dict(index.search("复议", 9, reports=["甲"]))[0])


def test_counts(index: LexicalIndex) -> None:
    assert (len(index), index.holding("备案"), index.holding("足球")) == (4, 1, 0)


@pytest.mark.parametrize(
    ("query", "expansion", "reports", "expected"),
    [
        ("民告官", "", None, []),  # nobody writes so
        ("民告官", "行政复议", None, [2, 0]),  # found by the official words alone; twice in the second
        ("", "行政复议", None, [2, 0]),  # an expansion needs no query
        ("民告官", "行政复议", ["乙"], [2]),  # the filter holds for it too
        ("民告官", "行政复议", [], []),
        ("备案", "行政复议", None, [1, 2, 0]),  # the query's own words count twice as much
        ("备案", "足球", None, [1]),  # an expansion that finds nothing takes nothing away
        ("民告官", "，。", None, []),  # no term
    ],
)
def test_expansion(
    index: LexicalIndex, query: str, expansion: str, reports: list[str] | None, expected: list[int]
) -> None:
    assert [row for row, _ in index.search(query, 10, reports=reports, expansion=expansion)] == expected


def test_an_expansion_counts_half(index: LexicalIndex) -> None:
    assert EXPANSION_WEIGHT == 0.5
    said, meant = dict(index.search("复议", 9)), dict(index.search("", 9, expansion="复议"))
    assert meant == pytest.approx({row: score / 2 for row, score in said.items()})


def test_an_expansion_of_one_field(index: LexicalIndex) -> None:
    # 政复 stands across two words, so among the pairs of characters alone
    assert index.search("", 9, expansion="政复", fields=["words"]) == []
    assert [row for row, _ in index.search("", 9, expansion="政复", fields=["bigrams"])] == [2, 0]


TERMS = st.lists(st.sampled_from(["复议", "受理", "文件", "41", "行政复议", "足球", "，"]), max_size=4).map(" ".join)


@given(query=TERMS, expansion=TERMS)
def test_scores_of_query_and_expansion_add_up(index: LexicalIndex, query: str, expansion: str) -> None:
    said, meant, both = (
        dict(index.search(query, 9)),
        dict(index.search(expansion, 9)),
        dict(index.search(query, 9, expansion=expansion)),
    )
    expected = {row: said.get(row, 0) + EXPANSION_WEIGHT * meant.get(row, 0) for row in said | meant}
    assert both == pytest.approx(expected, rel=1e-5)
