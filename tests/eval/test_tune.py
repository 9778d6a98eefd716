"""Fitting the weights: on hand-made data, what is obvious is learnt; what is printed is the module that it replaces."""

from __future__ import annotations

import numpy as np
import pytest

from eval import tune
from eval.tune import AGAINST, EVIDENCE, FOR, Evident, Listed, accuracy, fit_decision, fit_ranking, folds, module
from rag.features import NAMES
from rag.weights import LIKELY


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


def evident(count: int = 60) -> list[Evident]:
    """The first piece of evidence tells the right answers, the second one the wrong ones."""
    dice = np.random.default_rng(2)
    rights = [number % 2 == 0 for number in range(count)]
    return [Evident(f"q{at}", dice.random(2) + np.array([one, not one]), one, one) for at, one in enumerate(rights)]


def test_the_ranking_learns_what_is_obvious() -> None:
    weights = fit_ranking(lists())
    assert weights[0] > 3 > abs(weights[1])
    assert accuracy(lists()) == 1


def test_signs_are_respected() -> None:
    told, bias = fit_decision(evident(), ("score", "reason"))
    assert told[0] > 0 > told[1]
    assert all((row.values @ told + bias > 0) is np.bool_(row.right) for row in evident())
    held, _ = fit_decision(evident(), ("reason", "score"))  # each speaks against what it can mean
    assert held == pytest.approx([0, 0])
    free, _ = fit_decision(evident(), ("numeric", "concepts"))
    assert free == pytest.approx(told, abs=1e-3)
    assert not FOR & AGAINST
    assert set(EVIDENCE) >= FOR | AGAINST


def test_a_question_is_never_on_both_sides() -> None:
    rows = [*evident(11), *evident(7)]
    sides = [({row.question for row in fitted}, {row.question for row in out}) for fitted, out in folds(rows)]
    assert not any(fitted & out for fitted, out in sides)
    assert sum(len(out) for _, out in folds(rows)) == len(rows)


def test_what_is_printed_is_the_module() -> None:
    tables = {"RANK": dict.fromkeys(NAMES, 1.234), "RANK_NUMERIC": dict.fromkeys(NAMES, -0.001),
              "ANSWER": dict.fromkeys(EVIDENCE, -2.5)}  # fmt: skip
    text = module(tables, -3.456)
    found: dict[str, object] = {}
    exec(compile(text, "weights.py", "exec"), found)
    assert found["RANK"] == dict.fromkeys(NAMES, 1.23)
    assert found["RANK_NUMERIC"] == dict.fromkeys(NAMES, 0.0)
    assert found["ANSWER"] == dict.fromkeys(EVIDENCE, -2.5)
    assert (found["BIAS"], found["LIKELY"]) == (-3.46, LIKELY)
    assert "-0.00" not in text
    assert max(map(len, text.splitlines())) <= 120
    assert text.splitlines()[0] == tune.WEIGHTS.read_text("utf-8").splitlines()[0]


def test_an_index_for_each_file_of_questions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        tune.main(["questions.jsonl"])
    assert "成对" in capsys.readouterr().err
    assert tune.main(["missing.jsonl", "index"]) == 2
    assert "missing.jsonl" in capsys.readouterr().err
