"""The second look: only where the first leaves it open, at one candidate or two, and heard beside the first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import reconsider
from rag.reconsider import SURE, UNLIKELY, UNSURE, Stacking, read_stacking, reconsidered, stacking
from rag.score import Candidate
from rag.understood import Understood

NO_QUESTION = cast(Understood, None)
# What is even at first stays as the cross-encoder has it.
PLAIN = Stacking(first=1.0, cross=1.0, bias=0.0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the candidates that are read: each is the text of its score."""
    found: list[str] = []

    def score(_: Understood, candidate: Any) -> float:
        found.append(candidate)
        return float(candidate)

    monkeypatch.setattr(reconsider, "cross_score", score)
    monkeypatch.setattr(reconsider, "stacking", lambda: PLAIN)
    return found


def looked(scores: Sequence[str], likely: Sequence[float], lesser: Sequence[float] = ()) -> Any:
    given = cast(Sequence[Candidate], scores)
    return reconsidered(NO_QUESTION, given, likely, lesser or [0.0] * len(likely))


@pytest.mark.parametrize("likelihood", [0.01, UNLIKELY - 0.01, SURE + 0.01, 1.0])
def test_what_is_decided_stays(likelihood: float, read: list[str]) -> None:
    assert looked(["3", "4"], [0.0, likelihood]) == (1, likelihood, None)
    assert not read


def test_what_is_open_is_looked_at_again(read: list[str]) -> None:
    best, likelihood, score = looked(["3", "4"], [0.5, 0.2])
    assert (best, score, read) == (0, 3.0, ["3"])
    assert likelihood == pytest.approx(1 / (1 + math.exp(-3)))


def test_the_next_one_is_read_where_the_first_stays_unsure(read: list[str]) -> None:
    best, likelihood, score = looked(["-2", "1", "2"], [0.5, 0.2, 0.3])
    assert (best, score, read) == (2, 2.0, ["-2", "2"])
    assert math.log(likelihood / (1 - likelihood)) == pytest.approx(math.log(0.3 / 0.7) + 2)
    # no likelier than the first one, it changes nothing
    assert looked(["0", "0.1"], [0.5, 0.3])[0] == 0


def test_no_other_one_is_read_that_is_not_likely_at_all(read: list[str]) -> None:
    assert looked(["-2", "9"], [0.5, UNLIKELY - 0.01])[0] == 0
    assert looked(["-2"], [0.5])[0] == 0
    assert read == ["-2", "-2"]


def test_what_was_certain_of_the_next_one_stays(read: list[str]) -> None:
    # it counts less, and is looked at no more than any other certain one
    assert looked(["0", "-9"], [0.6, SURE + 0.05], [0.0, 0.4])[0] == 0
    assert read == ["0"]


def test_what_is_lesser_comes_after(read: list[str]) -> None:
    assert looked(["1", "0"], [0.8, 0.6], [0.4, 0.0])[0] == 1
    assert read == ["0", "1"]
    # .9 less .4 is less than .6
    assert looked(["2.197", "0"], [0.5, 0.6], [0.4, 0.0])[0] == 1
    assert UNSURE > 0.6


@given(first=st.floats(0.001, 0.999), cross=st.floats(-12, 12), more=st.floats(0, 12))
def test_a_better_score_never_makes_it_less_likely(first: float, cross: float, more: float) -> None:
    assert stacking().likelihood(first, cross + more) >= stacking().likelihood(first, cross)
    assert 0 < stacking().likelihood(first, cross) < 1


def test_weights_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "stacking.json"
    path.write_text('{"first": 1.0}', "utf-8")
    with pytest.raises(TypeError):
        read_stacking(path)
