"""What the two looks count beside each other, against a regression by hand over made-up numbers."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from eval.crossencoder import stacking as module
from eval.crossencoder.stacking import document, stacked
from eval.tune_decision import PLAIN, Evident, Looked
from rag.decide import VETOES
from rag.errors import RagError
from rag.reconsider import Stacking

FINE = dict.fromkeys(PLAIN, 0.0) | {"whole": 1.0}


class Made(Looked):
    """A question whose candidates are no more than their evidence."""

    def __init__(self, right: list[bool], vetoed: int = -1) -> None:
        super().__init__(None, [], right)  # type: ignore[arg-type]
        object.__setattr__(self, "found", [FINE | {VETOES[0]: float(at == vetoed)} for at in range(len(right))])


@pytest.fixture(autouse=True)
def _evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    def evident(looked: Looked) -> list[Evident]:
        return [Evident("", np.array(list(one.values())), right=False, answerable=True, first=False)  # type: ignore[attr-defined]
                for one in looked.found]  # fmt: skip

    monkeypatch.setattr(module, "plain_evident", evident)


def test_what_tells_right_from_wrong_counts() -> None:
    dice = np.random.default_rng(0)
    # right where first + 2 cross + noise (logistic) is above 1: those are the weights
    first, cross = dice.normal(0, 1.5, (2, 20_000))
    noise = dice.logistic(size=20_000)
    looked = [Made([bool(value > 1)]) for value in first + 2 * cross + noise]
    likely = [np.array([1 / (1 + math.exp(-value))]) for value in first.tolist()]
    found = stacked(looked, likely, [[value] for value in cross.tolist()])
    assert (found.first, found.cross, found.bias) == pytest.approx((1, 2, -1), abs=0.1)


def test_the_likeliest_that_nothing_speaks_against_is_the_one() -> None:
    # of each question the second is the likeliest one that is not excluded; the others would turn the weights round
    good = [Made([False, True, False], vetoed=2)] * 20
    bad = [Made([True, False, True], vetoed=2)] * 20
    likely = [np.array([0.2, 0.5, 0.9])] * 40
    scores = [[-3.0, 3.0, -3.0]] * 20 + [[3.0, -3.0, 3.0]] * 20
    found = stacked([*good, *bad], likely, scores)
    assert found.cross > 1
    assert found.bias == pytest.approx(0, abs=0.01)
    # of a question whose candidates are all excluded nothing is learnt
    assert stacked([*good, *bad, Made([True], vetoed=0)], [*likely, np.array([0.5])], [*scores, [-3.0]]) == found


def test_nothing_to_tell_apart() -> None:
    with pytest.raises(RagError, match="全对或全错"):
        stacked([Made([True])], [np.array([0.5])], [[1.0]])


def test_the_document_is_what_is_read() -> None:
    weights = Stacking(0.7, 0.4, 0.5)
    assert Stacking(**json.loads(document(weights))) == weights
