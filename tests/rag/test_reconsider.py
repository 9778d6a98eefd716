"""The second look: only where the first leaves it open, and never less likely for a better score."""

from __future__ import annotations

import math
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import reconsider
from rag.reconsider import CROSS, FIRST, SURE, UNLIKELY, reconsidered, second_forest
from rag.score import Candidate
from rag.understood import Understood

EVIDENCE = dict.fromkeys(second_forest().names, 0.5)
NO_CANDIDATE, NO_QUESTION = cast(Candidate, None), cast(Understood, None)


def scored(monkeypatch: pytest.MonkeyPatch, score: float) -> list[Any]:
    asked_for: list[Any] = []
    monkeypatch.setattr(reconsider, "cross_score", lambda *given: asked_for.append(given) or score)
    return asked_for


def test_what_is_decided_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = scored(monkeypatch, 3.0)
    for likelihood in (0.0, UNLIKELY - 0.01, SURE + 0.01, 1.0):
        assert reconsidered(NO_QUESTION, NO_CANDIDATE, EVIDENCE, likelihood) == (likelihood, EVIDENCE)
    assert not asked_for


def test_what_is_open_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = scored(monkeypatch, 3.0)
    likelihood, evidence = reconsidered(NO_QUESTION, NO_CANDIDATE, EVIDENCE, 0.5)
    assert evidence == EVIDENCE | {CROSS: 3.0}
    # even odds at first: what the second look tells is left, as far as it counts
    (second,) = second_forest().margins([evidence])
    assert math.log(likelihood / (1 - likelihood)) == pytest.approx((1 - FIRST) * second)
    assert len(asked_for) == 1


@given(low=st.floats(-12, 12), rise=st.floats(0, 12))
def test_a_better_score_never_makes_it_less_likely(low: float, rise: float) -> None:
    worse, better = second_forest().margins([EVIDENCE | {CROSS: score} for score in (low, low + rise)])
    assert better >= worse - 1e-9
