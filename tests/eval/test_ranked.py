"""The metrics of one ranking: worked examples, properties, and trec_eval as the oracle."""

from __future__ import annotations

import math

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from eval.ranked import as_ids, found, ndcg, recall, reciprocal_rank

rankings = st.lists(st.integers(0, 30), max_size=25, unique=True)
relevants = st.frozensets(st.integers(0, 30), max_size=5)
CUTS = (1, 3, 5, 10, 20)


@pytest.mark.parametrize(
    ("ranked", "relevant", "hits", "reciprocal"),
    [
        ([7, 8, 9], {7}, (True, True, True), 1),
        ([7, 8, 9], {9, 8}, (False, True, True), 1 / 2),  # the first relevant one decides
        ([0, 1, 2, 3, 4, 7], {7}, (False, False, True), 1 / 6),  # just below the fifth
        ([*range(10), 99], {99}, (False, False, False), 0),  # rank 11 is not seen
        ([7], {8}, (False, False, False), 0),
        ([], {8}, (False, False, False), 0),  # nothing found
        ([7], frozenset(), (False, False, False), 0),  # nothing relevant
    ],
)
def test_one_question_by_hand(ranked: list[int], relevant: set[int], hits: tuple[bool, ...], reciprocal: float) -> None:
    assert tuple(found(ranked, relevant, cut) for cut in (1, 5, 10)) == hits
    assert reciprocal_rank(ranked, relevant, 10) == reciprocal


@pytest.mark.parametrize(
    ("ranked", "relevant", "cut", "share", "gain"),
    [
        ([7, 8], {7}, 10, 1, 1),
        ([8, 7], {7}, 10, 1, 1 / math.log2(3)),  # at rank 2 it is worth 1 / log2(3), at best 1
        ([8, 7], {7}, 1, 0, 0),
        ([7, 0, 8], {7, 8}, 10, 1, (1 + 1 / 2) / (1 + 1 / math.log2(3))),  # ranks 1 and 3; at best 1 and 2
        ([7], {7, 8}, 10, 1 / 2, 1 / (1 + 1 / math.log2(3))),  # the other is not found
        ([7], {7, 8}, 1, 1 / 2, 1),  # within the first there is room for one
        ([7], frozenset(), 10, 0, 0),  # nothing relevant
        ([], {7}, 10, 0, 0),
    ],
)
def test_recall_and_gain_by_hand(ranked: list[int], relevant: set[int], cut: int, share: float, gain: float) -> None:
    assert recall(ranked, relevant, cut) == share
    assert ndcg(ranked, relevant, cut) == pytest.approx(gain)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_as_trec_eval(seed: int) -> None:
    dice = np.random.default_rng(seed)
    lists = [dice.permutation(60)[: dice.integers(1, 30)].tolist() for _ in range(200)]
    # trec_eval leaves questions without relevant documents out, so here each has one
    relevant = [frozenset(dice.permutation(60)[: dice.integers(1, 12)].tolist()) for _ in lists]
    cuts = ",".join(map(str, CUTS))
    oracle = pytrec_eval.RelevanceEvaluator(
        {f"q{n}": {f"d{entry}": 1 for entry in wanted} for n, wanted in enumerate(relevant)},
        {"recip_rank", f"success_{cuts}", f"recall_{cuts}", f"ndcg_cut_{cuts}"},
    )
    # its reciprocal rank has no cut: it is shown twenty documents
    shown = {f"q{n}": {f"d{entry}": 1.0 / rank for rank, entry in enumerate(ranked[:20], 1)}
             for n, ranked in enumerate(lists)}  # fmt: skip
    verdicts = oracle.evaluate(shown)
    for n, (ranked, wanted) in enumerate(zip(lists, relevant, strict=True)):
        theirs = verdicts[f"q{n}"]
        assert reciprocal_rank(ranked, wanted, 20) == pytest.approx(theirs["recip_rank"], abs=1e-9)
        for cut in CUTS:
            assert found(ranked, wanted, cut) == theirs[f"success_{cut}"]
            assert recall(ranked, wanted, cut) == pytest.approx(theirs[f"recall_{cut}"], abs=1e-9)
            assert ndcg(ranked, wanted, cut) == pytest.approx(theirs[f"ndcg_cut_{cut}"], abs=1e-9)


@given(rankings, relevants, st.integers(1, 25))
def test_a_deeper_cut_never_finds_less(ranked: list[int], relevant: frozenset[int], cut: int) -> None:
    for measure in (found, recall, reciprocal_rank):
        assert measure(ranked, relevant, cut) <= measure(ranked, relevant, cut + 1)


@given(rankings, relevants, st.integers(1, 25))
def test_every_measure_is_a_share_and_they_agree(ranked: list[int], relevant: frozenset[int], cut: int) -> None:
    reciprocal, gain, share = (measure(ranked, relevant, cut) for measure in (reciprocal_rank, ndcg, recall))
    assert 0 <= share <= 1
    assert 0 <= gain <= 1 + 1e-12
    assert (reciprocal > 0) is (gain > 0) is (share > 0) is found(ranked, relevant, cut)
    assert reciprocal == 0 or found(ranked, relevant, round(1 / reciprocal))


@given(rankings, relevants, rankings)
def test_what_stands_below_the_cut_says_nothing(ranked: list[int], relevant: frozenset[int], below: list[int]) -> None:
    top = [*ranked, *range(100, 125)][:20]
    for measure in (found, recall, reciprocal_rank, ndcg):
        assert measure([*top, *(entry + 200 for entry in below)], relevant, 20) == measure(top, relevant, 20)


@given(rankings, relevants)
def test_flags_and_a_count_say_the_same_as_ids(ranked: list[int], relevant: frozenset[int]) -> None:
    flags = [entry in relevant for entry in ranked]
    for measure in (found, recall, reciprocal_rank, ndcg):
        assert measure(*as_ids(flags, len(relevant)), 10) == measure(ranked, relevant, 10)


def test_more_found_than_there_should_be_counts_as_all() -> None:
    assert recall(*as_ids([True, True], 1), 10) == 1
