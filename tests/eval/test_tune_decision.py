"""Fitting the decision: what is obvious is learnt, signs are held, and the trees are the library's own."""

from __future__ import annotations

import json

import numpy as np
import pytest

from eval.cases import FOLDS, folds
from eval.tune_decision import AGAINST, FOR, Evident, document, fit_decision
from rag.decide import NAMES
from rag.trees import Trees


def evident(count: int = 200) -> list[Evident]:
    """The first piece of evidence tells the right answers, the second one the wrong ones."""
    dice = np.random.default_rng(2)
    rights = [number % 2 == 0 for number in range(count)]
    return [
        Evident(f"q{at}", dice.random(2) + np.array([one, not one]), one, answerable=one, first=True)
        for at, one in enumerate(rights)
    ]


def margins(trees: Trees, rows: list[Evident]) -> list[float]:
    return trees.margins([dict(zip(trees.names, row.values.tolist(), strict=True)) for row in rows])


def test_what_is_obvious_is_learnt() -> None:
    told = margins(fit_decision(evident(), ("score", "undated")), evident())
    assert all((margin > 0) == row.right for margin, row in zip(told, evident(), strict=True))


def test_signs_are_held() -> None:
    held = fit_decision(evident(), ("undated", "score"))  # each speaks against what it can mean
    assert len({round(margin, 6) for margin in margins(held, evident())}) == 1
    free = fit_decision(evident(), ("numeric", "concepts"))
    assert len({round(margin, 6) for margin in margins(free, evident())}) > 1
    assert not FOR & AGAINST
    assert set(NAMES) >= FOR | AGAINST


def test_the_trees_are_those_of_the_library() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    from eval import tune_decision as own

    rows = evident()
    values, right = np.array([row.values for row in rows]), np.array([row.right for row in rows])
    model = HistGradientBoostingClassifier(
        max_iter=own.TREES, learning_rate=own.RATE, max_depth=own.DEPTH, min_samples_leaf=own.SMALLEST_LEAF,
        l2_regularization=own.PENALTY, max_features=own.CHOSEN, early_stopping=False, random_state=0,
    ).fit(values, right)  # fmt: skip
    found = margins(fit_decision(rows, ("numeric", "concepts")), rows)
    np.testing.assert_allclose(found, model.decision_function(values), atol=5e-3)


def test_the_document_is_the_trees() -> None:
    trees = fit_decision(evident(), ("score", "undated"))
    found = json.loads(document(trees))
    again = Trees(found["names"], found["bias"], found["trees"])
    assert margins(again, evident(20)) == pytest.approx(margins(trees, evident(20)), abs=1e-4)


def test_a_question_is_never_on_both_sides() -> None:
    rows = [*evident(11), *evident(7)]
    names = [row.report for row in rows]
    sides = [({row.report for row in fitted}, {row.report for row in out}) for fitted, out in folds(rows, names)]
    assert len(sides) == FOLDS
    assert not any(fitted & out for fitted, out in sides)
    assert sum(len(out) for _, out in folds(rows, names)) == len(rows)
