"""The questions that are learnt from once more: those that are undecided, with what is worth it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.cases import cases, folds
from eval.crossencoder import undecided as module
from eval.crossencoder.examples import asked
from eval.crossencoder.undecided import likelihoods, undecided
from eval.crossencoder.vocabulary import tokenizer_of
from eval.questions import load_questions
from eval.tune_decision import Looked, looked_at
from rag.crossencoder.reading import Reader
from rag.features import NAMES
from tests.eval.crossencoder.made import made

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions.jsonl"


@pytest.fixture
def looked(sample_index: Path) -> list[Looked]:
    ranks = np.array([float(name in ("clause", "whole")) for name in NAMES] * 2)
    questions = [one for one in load_questions(QUESTIONS) if one.type in ("fact", "list", "unanswerable")][::4]
    found = [one for case in cases(questions, sample_index) if (one := looked_at(case, ranks))]
    assert len({one.report for one in found}) >= 5
    return found


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    base = made(tmp_path)
    return Reader(tokenizer_of(base, range(len(base.pieces))))


def test_likelihoods_are_those_of_the_other_reports(looked: list[Looked], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TREES", 20)
    found = likelihoods(looked)
    assert [len(one) for one in found] == [len(one.found) for one in looked]
    right = [value for one, of_one in zip(looked, found, strict=True)
             for value, is_right in zip(of_one, one.right, strict=True) if is_right]  # fmt: skip
    assert np.mean(right) > np.mean(np.concatenate(found)) + 0.1
    # what is told of a report stays the same where its own answers are turned round
    _, tested = next(folds(range(len(looked)), [one.report for one in looked]))
    turned = [
        Looked(one.case, one.found, [not right for right in one.right]) if at in tested else one
        for at, one in enumerate(looked)
    ]
    other = likelihoods(turned)
    assert all(found[at].tolist() == other[at].tolist() for at in tested)
    assert any(found[at].tolist() != other[at].tolist() for at in range(len(looked)) if at not in tested)


def test_only_what_is_undecided(looked: list[Looked], reader: Reader) -> None:
    shares = [0.01, 0.2, 0.6, 0.02, 0.5, 0.4]  # the third first, then the fifth; the first and fourth are not worth it
    likely = [np.array(shares[: len(one.found)]) for one in looked]
    likely[0], likely[1] = likely[0] * 0 + 0.01, likely[1] * 0 + 0.99
    found = dict(zip(range(2, len(looked)), undecided(looked, likely, reader), strict=True))
    figure = next(at for at in found if looked[at].case.understood.numeric and len(looked[at].found) == 4)
    name = next(at for at in found if not looked[at].case.understood.numeric and len(looked[at].found) == 6)
    for at, candidates, made_up in ((figure, [2, 1], 1), (name, [2, 4, 5, 1], 2)):
        whole, beyond = asked(looked[at], reader), len(looked[at].found)
        kept = [*candidates, *range(beyond, min(beyond + made_up, len(whole.pairs)))]
        assert found[at].pairs == tuple(whole.pairs[one] for one in kept)
        assert found[at].right == tuple(whole.right[one] for one in kept)
