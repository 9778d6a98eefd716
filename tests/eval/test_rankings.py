"""The metrics of rankings: worked examples, properties, and trec_eval as the oracle; then the searches behind them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from eval.rankings import (
    CUTS,
    DEPTH,
    Gain,
    Measured,
    Quality,
    build_index,
    gain,
    gain_table,
    measure,
    paired_interval,
    quality,
    searches,
    set_table,
    speed_table,
)
from rag.embedding.evaluate import Task
from tests.fakes import KeywordEmbedder

rankings = st.lists(st.integers(0, 30), max_size=20, unique=True)
relevants = st.frozensets(st.integers(0, 30), max_size=5)


def test_every_figure_is_over_all_questions() -> None:
    # ranks of the first relevant passage: 1, 2, 6, none found, none there to find
    lists = [[5], [0, 5], [0, 1, 2, 3, 4, 5], [], [0, 1]]
    measured = quality(lists, [{5}, {5}, {5}, {5}, frozenset()])
    assert measured == Quality(5, {1: 1 / 5, 5: 2 / 5, 10: 3 / 5}, pytest.approx((1 + 1 / 2 + 1 / 6) / 5), missed=2)


def test_what_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="no questions"):
        quality([], [])
    with pytest.raises(ValueError, match="zip"):
        quality([[1]], [])
    with pytest.raises(ValueError, match="zip"):
        gain([[1]], {"other": [[1], [2]]}, [{1}], 1)


@given(st.lists(st.tuples(rankings, relevants), min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_questions_says_nothing(pairs: list[tuple[list[int], frozenset[int]]], dice) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    one, other = (quality([ranked for ranked, _ in some], [rel for _, rel in some]) for some in (pairs, shuffled))
    assert (one.recall, one.missed) == (other.recall, other.missed)
    assert one.mrr == pytest.approx(other.mrr)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_as_trec_eval(seed: int) -> None:
    dice = np.random.default_rng(seed)
    lists = [dice.permutation(60)[: dice.integers(1, 30)].tolist() for _ in range(200)]
    # trec_eval leaves questions without relevant documents out, so here each has one
    relevant = [frozenset(dice.permutation(60)[: dice.integers(1, 5)].tolist()) for _ in lists]
    oracle = pytrec_eval.RelevanceEvaluator(
        {f"q{n}": {f"d{entry}": 1 for entry in wanted} for n, wanted in enumerate(relevant)},
        {"recip_rank", "success_1,5,10"},
    )
    # its reciprocal rank has no cut: it is shown ten documents
    shown = {f"q{n}": {f"d{entry}": 1.0 / rank for rank, entry in enumerate(ranked[:DEPTH], 1)}
             for n, ranked in enumerate(lists)}  # fmt: skip
    verdicts = oracle.evaluate(shown)
    measured = quality(lists, relevant)
    means = {name: sum(row[name] for row in verdicts.values()) / len(lists) for name in verdicts["q0"]}
    assert measured.mrr == pytest.approx(means["recip_rank"], abs=1e-9)
    for cut in CUTS:
        assert measured.recall[cut] == pytest.approx(means[f"success_{cut}"], abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([True, False] * 5, [True, False] * 5, (0, 0)),  # never a difference, so none in any resample
        ([True] * 9, [False] * 9, (1, 1)),
        ([True], [False], (-1, 1)),  # one question tells nothing
    ],
)
def test_intervals_by_hand(one: list[bool], other: list[bool], expected: tuple[float, float]) -> None:
    assert paired_interval(one, other) == expected


def test_intervals_are_paired_and_the_same_each_time() -> None:
    dice = np.random.default_rng(3)
    one = dice.random(400) < 0.5
    other = np.where(dice.random(400) < 0.1, dice.random(400) < 0.3, one)  # agrees on about nine of ten
    low, high = paired_interval(one.tolist(), other.tolist())
    difference = one.astype(float) - other
    # the normal interval of a mean of differences; of two unrelated lists it would be three times as wide
    reach = 1.96 * difference.std() / math.sqrt(400)
    assert (low, high) == pytest.approx((difference.mean() - reach, difference.mean() + reach), abs=0.005)
    assert paired_interval(one.tolist(), other.tolist()) == (low, high)


@pytest.mark.parametrize(("one", "other"), [([], []), ([True, False], [True])])
def test_intervals_of_nothing(one: list[bool], other: list[bool]) -> None:
    with pytest.raises(ValueError, match=r"."):
        paired_interval(one, other)


def test_the_gain_is_over_the_best_rival_at_that_cut() -> None:
    relevant = [{1}, {2}, {3}, {4}]
    early = [[1], [2], [0], [0]]  # 2 of 4 at 1 and at 10
    late = [[1], [0, 2], [0, 3], [0]]  # 1 of 4 at 1, 3 of 4 at 10
    own = [[1], [2], [3], [0, 4]]  # 3 of 4, then 4 of 4
    at_1, at_10 = (gain(own, {"early": early, "late": late}, relevant, cut) for cut in (1, 10))
    assert (at_1.rival, at_1.difference) == ("early", 0.25)
    assert (at_10.rival, at_10.difference) == ("late", 0.25)
    assert at_1.low <= at_1.difference <= at_1.high


PASSAGES = ["复议案件受理情况", "诉讼案件受理情况", "备案审查工作", "调解纠纷工作"]
TASK = Task(["复议", "备案", "某事"], PASSAGES, [frozenset({0}), frozenset({2}), frozenset()])


def test_all_searches_run_over_the_same_rows(tmp_path: Path) -> None:
    ways = searches(build_index(PASSAGES, tmp_path, KeywordEmbedder()))
    plain = "hybrid, without thesaurus"
    assert list(ways) == ["BM25 words", "BM25 bigrams", "BM25 both", "dense", plain, "hybrid"]
    assert {way: search("复议")[0] for way, search in ways.items()} == dict.fromkeys(ways, 0)
    # 审查 stands in one passage, as a word and as a pair of characters; no vector of the fake knows it
    assert (ways["BM25 words"]("审查"), ways["BM25 bigrams"]("审查"), ways["dense"]("审查")) == ([2], [2], [])
    # 打官司 is everyday wording for 行政诉讼案件 and 诉讼, as only the thesaurus knows: 案件 stands in two passages
    assert {way: search("打官司") for way, search in ways.items()} == {way: [] for way in ways} | {"hybrid": [1, 0]}
    # where nothing is said in everyday words, both hybrids are the same
    assert ways[plain]("受理复议") == ways["hybrid"]("受理复议")


def test_measuring_a_set(tmp_path: Path) -> None:
    measured = measure("tiny", TASK, build_index(PASSAGES, tmp_path, KeywordEmbedder()))
    assert (measured.name, measured.passages, measured.lost) == ("tiny", 4, 1)
    # two of three questions are found first by every search, and for the third there is nothing to find
    assert {row.recall[1] for row in measured.qualities.values()} == {2 / 3}
    assert {row.missed for row in measured.qualities.values()} == {1}
    assert [(one.cut, one.difference) for one in measured.gains] == [(1, 0), (10, 0)]


def test_the_tables_are_markdown() -> None:
    rows = {"BM25 both": Quality(1542, {1: 0.25, 5: 0.5, 10: 0.75}, 0.375, 385),
            "hybrid": Quality(1542, {1: 0.3, 5: 0.6, 10: 0.8}, 0.45, 308)}  # fmt: skip
    gains = [Gain(1, "BM25 both", 0.05, -0.01, 0.11), Gain(10, "BM25 both", 0.05, 0.02, 0.08)]
    measured = Measured("STARD", 1444, 0, rows, gains)
    assert set_table(measured).splitlines() == [
        "**STARD** (1,542 questions, 1,444 passages)",
        "",
        "| search | recall@1 | recall@5 | recall@10 | MRR@10 | missed at 10 |",
        "| --- | --- | --- | --- | --- | --- |",
        "| BM25 both | 25.0 | 50.0 | 75.0 | 37.5 | 385 |",
        "| hybrid | 30.0 | 60.0 | 80.0 | 45.0 | 308 |",
    ]
    assert gain_table([measured]).splitlines()[2:] == [
        "| STARD | +5.0 (-1.0 … +11.0) over BM25 both | +5.0 (+2.0 … +8.0) over BM25 both | 385 → 308 |"
    ]
    figures = {"passages a second": 13694.6, "ms a query": 0.0912, "s to load": 0.214, "bytes": 19215424}
    assert speed_table("shipped", figures).splitlines()[2:] == [
        "| passages of 110 characters a second | 13,695 |",
        "| a query | 0.09 ms |",
        "| the shipped model: load in a new process | 0.21 s |",
        "| its folder | 19,215,424 bytes |",
    ]
