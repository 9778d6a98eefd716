"""Fusion and retrieval inside the filter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.index.derive import PassageDraft
from rag.index.reader import Index, open_index
from rag.index.writer import open_writer
from rag.retrieve import DENSE_WEIGHT, fuse, rank, rerank, to_hits
from rag.types import Filter, Hit, Report
from tests.fakes import KeywordEmbedder

TEXTS = {"甲市": "受理行政复议案件8件。", "乙市": "受理行政复议案件5件。", "丙市": "办理行政诉讼案件3件。"}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        for place, text in TEXTS.items():
            report = Report(id=place, file=f"{place}.txt", title=place, place=place, year=2021)
            draft = PassageDraft(0, len(text), (), ((0, len(text)),))
            writer.put_report(report, text, [draft], source=place, file_hash="")
        writer.commit()
    return open_index(tmp_path, KeywordEmbedder())


def retrieve(index: Index, query: str, wanted: Filter, k: int, *, search: str = "hybrid") -> list[Hit]:
    return to_hits(index, rank(index, query, wanted, k, search=search))


def test_fusion_by_hand() -> None:
    # [1, 3] has mean 2 and deviation 1, so it becomes [-1, 1]; the dense scores the other way round
    np.testing.assert_allclose(fuse([1, 3], [0.9, 0.1]), [-1 + DENSE_WEIGHT, 1 - DENSE_WEIGHT])


def test_scores_that_are_all_equal_say_nothing() -> None:
    np.testing.assert_allclose(fuse([1, 3], [0.5, 0.5 + 1e-12]), [-1, 1])


@pytest.mark.parametrize("search", ["hybrid", "lexical", "dense"])
def test_the_filter_holds_in_every_search(index: Index, search: str) -> None:
    hits = retrieve(index, "行政复议案件", Filter(places=("乙市", "丙市")), 5, search=search)
    assert hits[0].passage.report == "乙市"
    assert {hit.passage.report for hit in hits} <= {"乙市", "丙市"}


def test_a_filter_that_admits_nothing_finds_nothing(index: Index) -> None:
    assert retrieve(index, "行政复议", Filter(places=("丁市",)), 5) == []
    assert retrieve(index, "行政复议", Filter(years=(2019,)), 5) == []


def test_both_scores_are_kept(index: Index) -> None:
    (hit,) = retrieve(index, "行政诉讼", Filter(places=("丙市",)), 5)
    assert hit.dense == pytest.approx(1.0)
    assert hit.lexical is not None
    assert hit.lexical > 0


class CountsFives:
    def scores(self, query: str, texts: list[str]) -> np.ndarray:
        return np.array([text.count("5") for text in texts], np.float32)


def test_a_reranker_has_the_last_word(index: Index) -> None:
    scored = rank(index, "行政诉讼案件", Filter(), 5)
    assert to_hits(index, scored)[0].passage.report == "丙市"
    assert to_hits(index, rerank(index, scored, "行政诉讼案件", CountsFives()))[0].passage.report == "乙市"
    assert rerank(index, [], "行政诉讼案件", CountsFives()) == []
