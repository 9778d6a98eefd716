"""Fitting the ranking: on hand-made data, what is obvious is learnt; what is written is the module it replaces."""

from __future__ import annotations

import numpy as np

from eval.tune_ranking import WEIGHTS, Listed, accuracy, fit_ranking, module
from rag.features import NAMES


def lists(count: int = 20) -> list[Listed]:
    """The right clause, wherever it stands, has the most of feature 0; feature 1 is noise."""
    dice = np.random.default_rng(1)
    made = []
    for number in range(count):
        values = np.stack([dice.random(4) / 2, dice.random(4)], axis=1)
        right = np.arange(4) == number % 4
        values[right, 0] += 0.5
        made.append(Listed(f"q{number}", values, right, np.arange(4)))
    return made


def test_the_ranking_learns_what_is_obvious() -> None:
    weights = fit_ranking(lists())
    assert weights[0] > 3 > abs(weights[1])
    assert accuracy(lists()) == 1


def test_what_is_printed_is_the_module() -> None:
    tables = {"RANK": dict.fromkeys(NAMES, 1.234), "RANK_NUMERIC": dict.fromkeys(NAMES, -0.001)}
    text = module(tables)
    found: dict[str, object] = {}
    exec(compile(text, "weights.py", "exec"), found)
    assert found["RANK"] == dict.fromkeys(NAMES, 1.23)
    assert found["RANK_NUMERIC"] == dict.fromkeys(NAMES, 0.0)
    assert "-0.00" not in text
    assert max(map(len, text.splitlines())) <= 120
    assert text.splitlines()[0] == WEIGHTS.read_text("utf-8").splitlines()[0]
