"""BM25 over words and bigrams, inside reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.index.lexical import LexicalIndex, build

PASSAGES = [
    (0, "甲", "受理行政复议案件158件"),
    (1, "甲", "备案规范性文件41件"),
    (2, "乙", "受理行政复议案件7宗,行政复议结案6宗"),
    (3, "", "没有报告的文本"),
]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    build(tmp_path, PASSAGES)
    return LexicalIndex(tmp_path)


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
