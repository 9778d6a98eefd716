"""Fusion and retrieval inside the filter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.database import Row
from rag.index.derive import PassageDraft
from rag.index.reader import Index, open_index
from rag.index.writer import open_writer
from rag.retrieve import DENSE_WEIGHT, FALL, OPEN, STANDOUT, _height, fuse, rank, rerank, to_hits
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


def one_of(count: int, row: int = 0) -> list[float]:
    """Return scores of which one is 1 and the others 0; its standardised value is the root of count - 1."""
    return [float(at == row) for at in range(count)]


@pytest.mark.parametrize(
    ("count", "height", "weight"),
    [
        (5, 2, 4),  # nothing stands out: the dense score has its whole weight
        (10, 3, 4),  # just not
        (17, 4, 4 * 27 / 64),  # (3/4)³
        (37, 6, 4 / 8),  # (3/6)³
    ],
)
def test_what_stands_out_lessens_the_dense_weight(count: int, height: float, weight: float) -> None:
    assert (DENSE_WEIGHT, STANDOUT, FALL) == (4, 3, 3)
    # the one is `height` deviations above the mean, the others are 1 / `height` below
    fused = fuse(one_of(count, 0), one_of(count, 1))
    expected = [height - weight / height, weight * height - 1 / height, *[-(1 + weight) / height] * (count - 2)]
    np.testing.assert_allclose(fused, expected)


@pytest.mark.parametrize(("count", "first"), [(20, 1), (30, 0)], ids=["one of 20", "one of 30"])
def test_the_dense_score_overturns_no_lexical_one_that_stands_out(count: int, first: int) -> None:
    # both stand out equally in their own lists, so the weight decides: it is 1 where the height's cube is 4 · 3³
    assert 19**1.5 < DENSE_WEIGHT * STANDOUT**3 < 29**1.5
    assert int(np.argmax(fuse(one_of(count, 0), one_of(count, 1)))) == first


def test_a_dense_score_that_stands_out_keeps_its_weight() -> None:
    fused = fuse([1, 3] * 10, one_of(20))
    # the first has a lexical value of -1 and a dense one of √19
    assert fused[0] == pytest.approx(-1 + DENSE_WEIGHT * 19**0.5)
    assert int(np.argmax(fused)) == 0


@pytest.mark.parametrize(
    ("lexical", "dense", "expected"),
    [
        ([1, 3], [0.5, 0.5 + 1e-12], [-1, 1]),  # a difference by rounding says nothing
        ([2, 2], [0.1, 0.3], [-DENSE_WEIGHT, DENSE_WEIGHT]),  # no lexical height to divide by
        ([0, 0], [0, 0], [0, 0]),
        ([7], [0.9], [0]),  # one alone
    ],
)
def test_scores_that_are_all_equal_say_nothing(lexical: list[float], dense: list[float], expected: list[float]) -> None:
    with np.errstate(all="raise"):
        np.testing.assert_allclose(fuse(lexical, dense), expected)


SCORES = st.lists(st.tuples(st.integers(0, 60), st.integers(-100, 100)), min_size=1, max_size=40)


@given(SCORES)
def test_fusion_follows_either_score_where_the_other_is_silent(pairs: list[tuple[int, int]]) -> None:
    lexical, dense = ([pair[side] / 10 for pair in pairs] for side in (0, 1))
    silent = [0.0] * len(pairs)
    with np.errstate(all="raise"):
        for scores, fused in ((lexical, fuse(lexical, silent)), (dense, fuse(silent, dense))):
            for one in range(len(scores)):
                assert all((fused[one] < fused[other]) == (scores[one] < scores[other]) for other in range(one))


@given(SCORES, st.sampled_from([0.25, 2, 8]), st.integers(-9, 9))
def test_only_differences_between_scores_count(pairs: list[tuple[int, int]], factor: float, shift: int) -> None:
    lexical, dense = ([pair[side] / 10 for pair in pairs] for side in (0, 1))
    moved = fuse([score * factor + shift for score in lexical], [score * factor for score in dense])
    np.testing.assert_allclose(moved, fuse(lexical, dense), atol=1e-6)


@given(SCORES)
def test_the_dense_weight_never_rises(pairs: list[tuple[int, int]]) -> None:
    lexical, dense = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    share = fuse(lexical, dense) - fuse(lexical, [0.0] * len(pairs))  # what the dense scores add
    whole = fuse([0.0] * len(pairs), dense)  # what they add where no lexical score stands out
    assert np.all(np.abs(share) <= np.abs(whole) + 1e-9)
    assert np.all(share * whole >= -1e-9)


@pytest.mark.parametrize("search", ["hybrid", "lexical", "dense"])
def test_the_filter_holds_in_every_search(index: Index, search: str) -> None:
    hits = retrieve(index, "行政复议案件", Filter(places=("乙市", "丙市")), 5, search=search)
    assert hits[0].passage.report == "乙市"
    assert {hit.passage.report for hit in hits} <= {"乙市", "丙市"}


def test_a_filter_that_admits_nothing_finds_nothing(index: Index) -> None:
    assert retrieve(index, "行政复议", Filter(places=("丁市",)), 5) == []
    assert retrieve(index, "行政复议", Filter(years=(2019,)), 5) == []


@pytest.mark.parametrize("search", ["hybrid", "lexical"])
def test_an_expansion_finds_what_the_question_does_not_say(index: Index, search: str) -> None:
    asked, official = "打官司", "行政诉讼"
    assert rank(index, asked, Filter(), 5, search=search) == []
    hits = to_hits(index, rank(index, asked, Filter(), 5, search=search, expansion=official))
    assert hits[0].passage.report == "丙市"
    assert rank(index, asked, Filter(places=("甲市",)), 1, search=search, expansion="诉讼") == []


@pytest.mark.parametrize(
    ("scores", "height"),
    [
        ([0, 1, *[0] * 15], 4),  # one of 17: the root of 16
        ([1, 3], 1),
        ([2, 2], 0),
        ([2], 0),
        ([], 0),
    ],
)
def test_height_by_hand(scores: list[float], height: float) -> None:
    assert _height(scores) == pytest.approx(height)


@pytest.mark.parametrize(("count", "looked"), [(10, True), (30, False)], ids=["height 3", "height 5.4"])
def test_no_other_words_are_looked_for_where_one_passage_stands_out(tmp_path: Path, count: int, looked: bool) -> None:
    assert 9**0.5 < OPEN < 29**0.5
    # all but the last are alike in what they have of the question, but for 王五 in the first
    texts = ["复议王五。", *["复议事项。"] * (count - 1), "诉讼事项。"]
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.put_rows([Row(key=str(at), content=text, indexed=text, metadata={}) for at, text in enumerate(texts)])
        writer.commit()
    found = rank(open_index(tmp_path, KeywordEmbedder()), "王五复议", Filter(), 99, search="lexical", expansion="诉讼")
    assert found[0].row == 0
    assert (count in {hit.row for hit in found}) is looked


def test_dense_search_knows_no_expansion(index: Index) -> None:
    assert rank(index, "打官司", Filter(), 5, search="dense", expansion="行政诉讼") == []


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
