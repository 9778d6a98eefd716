"""What is measured over verdicts: each metric worked by hand, and what must hold for any verdicts."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.labels import LABELS
from eval.metrics import METRICS, calibration, checked, measure, percentile, wordings
from eval.verdict import Verdict


def verdict(name: str = "q", **values: Any) -> Verdict:
    plain = {
        "type": "fact", "right": True, "hit": True, "wrong": False, "cited": True, "refusal_right": True,
        "characters": 10, "seconds": 0.01, "answered": True,
    }  # fmt: skip
    return Verdict(**{"id": name, **plain, **values})


def unanswerable(*, refused: bool) -> Verdict:
    return verdict(
        answerable=False, refused=refused, answered=not refused, right=refused, hit=None, wrong=not refused, cited=None,
        refusal_right=refused,
    )  # fmt: skip


NEITHER = verdict(right=False, hit=False, cited=False, first_cited=False, refused=True, answered=False)


@pytest.mark.parametrize(
    ("name", "verdicts", "value", "n"),
    [
        ("right", [verdict(), NEITHER, unanswerable(refused=True), unanswerable(refused=False)], 2 / 4, 4),
        ("right_long", [verdict(right_long=True), verdict(right_long=False)], 1 / 2, 2),
        ("figure", [verdict(figure=True), verdict(figure=False), verdict(figure=None)], 1 / 2, 2),
        ("wrong", [verdict(), unanswerable(refused=False)], 1 / 2, 2),
        ("cited", [verdict(first_cited=False), NEITHER, unanswerable(refused=True)], 1 / 2, 2),  # of those with answers
        ("cited", [verdict(first_cited=True), verdict(cited=False)], 1, 1),  # nor those that list no evidence
        ("first_citation", [verdict(first_cited=True), NEITHER, unanswerable(refused=True)], 1 / 2, 2),
        # over all statements, not the mean of 1/1 and 1/4; a question without any has no part in it
        ("citation_recall", [verdict(citation_recall=(1, 1)), verdict(citation_recall=(1, 4)), verdict()], 2 / 5, 2),
        ("citation_precision", [verdict(citation_precision=(2, 2)), verdict(citation_precision=(0, 1))], 2 / 3, 2),
        # refused: one that has an answer, one that has none
        ("refusal_precision", [verdict(), NEITHER, unanswerable(refused=True), unanswerable(refused=False)], 1 / 2, 2),
        # without an answer: one refused, two not
        ("refusal_recall", [NEITHER, *(unanswerable(refused=one) for one in (True, False, False))], 1 / 3, 3),
        ("answered", [verdict(), verdict(), NEITHER, unanswerable(refused=False)], 2 / 3, 3),
        ("faithful", [verdict(faithful=(3, 4)), verdict(faithful=(0, 0)), verdict(faithful=(4, 4))], 7 / 8, 2),
        # relevant at ranks 2 and 4 of two; at 1 of one; two that are not found
        ("recall@1", [verdict(retrieved=(False, True, False, True), relevant=2)], 0, 1),
        (
            "recall@3",
            [
                verdict(retrieved=(False, True, False, True), relevant=2),
                verdict(retrieved=(True,), relevant=1),
                verdict(retrieved=(), relevant=2),
                verdict(retrieved=None),
            ],
            (1 / 2 + 1 + 0) / 3,
            3,
        ),
        ("mrr", [verdict(retrieved=(False, True), relevant=1), verdict(retrieved=(True,), relevant=1)], 3 / 4, 2),
        ("ndcg@10", [verdict(retrieved=(False, True), relevant=1)], 1 / math.log2(3), 1),
        # of two groups of wordings one is right throughout; what has no other wording is no group
        (
            "consistency",
            [
                verdict("a"), verdict("b", same="a"), verdict("c", same="b"),
                verdict("d"), verdict("e", same="d", right=False), verdict("f", right=False),
            ],
            1 / 2,
            2,
        ),
        ("characters", [verdict(characters=one) for one in (10, 20, 40)], 20, 3),
        ("p50", [verdict(seconds=one) for one in (0.1, 0.2, 0.3, 0.4)], 0.25, 4),
        ("p95", [verdict(seconds=one) for one in (0.0, 10.0)], 9.5, 2),
    ],
)  # fmt: skip
def test_each_metric_by_hand(name: str, verdicts: list[Verdict], value: float, n: int) -> None:
    found = measure(verdicts)[name]
    assert (found.value, found.n) == (pytest.approx(value), n)


def test_nothing_is_measured_of_nothing() -> None:
    assert {(one.value, one.low, one.high, one.n) for one in measure([]).values()} == {(None, None, None, 0)}


def test_one_question_has_no_interval() -> None:
    found = measure([verdict()])["right"]
    assert (found.value, found.low, found.high) == (1, None, None)


def test_every_metric_has_a_name_to_be_shown() -> None:
    assert measure([]).keys() == LABELS.keys()


counts = st.integers(0, 3).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
some_verdicts = st.lists(
    st.builds(
        verdict,
        name=st.sampled_from("abcdef"),
        right=st.booleans(),
        figure=st.none() | st.booleans(),
        wrong=st.booleans(),
        answerable=st.booleans(),
        refused=st.booleans(),
        answered=st.booleans(),
        citation_recall=counts,
        citation_precision=counts,
        faithful=counts,
        retrieved=st.none() | st.lists(st.booleans(), max_size=20).map(tuple),
        relevant=st.integers(0, 5),
        same=st.none() | st.sampled_from("abcdef"),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(some_verdicts)
def test_shares_lie_between_their_ends(verdicts: list[Verdict]) -> None:
    for name, found in measure(verdicts).items():
        assert (found.value is None) is (found.n == 0)
        if name in METRICS and found.value is not None:
            assert -1e-9 <= found.value <= 1 + 1e-9
        if found.low is not None:
            assert found.low <= found.high


@given(some_verdicts)
def test_wordings_are_groups_of_one_question(verdicts: list[Verdict]) -> None:
    groups = wordings(verdicts)
    assert all(len(group) > 1 for group in groups)
    assert sum(map(len, groups)) <= len(verdicts)


def test_percentiles_by_hand() -> None:
    assert percentile([], 0.5) is None
    assert percentile([1, 2, 3, 4], 0.5) == 2.5
    assert percentile([0, 10], 0.95) == 9.5


def test_calibration_by_hand() -> None:
    rows = calibration(
        [
            verdict(likelihood=0.91),  # given and right
            verdict(likelihood=0.99, right=False),  # given and not right
            verdict(likelihood=1.0),  # the last bin holds its end
            verdict(likelihood=0.1, refused=True, right=False, cited=True),  # held back, and it was the evidence
            verdict(likelihood=0.12, refused=True, right=False, cited=False),
            # rightly refused: what was held back was no answer
            verdict(likelihood=0.14, refused=True, answerable=False, cited=None),
            verdict(likelihood=None),  # nothing was decided
        ]
    )
    assert [(row["low"], row["high"]) for row in rows] == [(at / 10, (at + 1) / 10) for at in range(10)]
    assert [row["n"] for row in rows] == [0, 3, 0, 0, 0, 0, 0, 0, 0, 3]
    assert (rows[1]["likelihood"], rows[1]["right"]) == (pytest.approx(0.12), 1 / 3)
    assert (rows[9]["likelihood"], rows[9]["right"]) == (pytest.approx((0.91 + 0.99 + 1) / 3), 2 / 3)
    assert (rows[0]["likelihood"], rows[0]["right"]) == (None, None)


def test_what_the_checks_found_by_hand() -> None:
    told, not_told = {"supported": True}, {"supported": False}
    right, wrong = {"verified": True}, {"verified": False}
    written = {"mode": "llm", "fallback": False, "statements": [told, not_told, told], "figures": [right] * 3 + [wrong]}
    extracted = {"mode": "extractive", "fallback": True, "statements": [not_told] * 9, "figures": [wrong] * 9}
    assert checked([written, extracted]) == {"unsupported": 1 / 3, "unverified": 0.25, "fallback": 0.5}
    assert checked([{"id": "offline"}]) == {"unsupported": None, "unverified": None, "fallback": None}
