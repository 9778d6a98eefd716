"""How the cross-encoder learns: what is obvious is learnt, and the same from the same seed."""

from __future__ import annotations

import numpy as np
import torch

from eval.crossencoder.base import Sizes
from eval.crossencoder.examples import Asked
from eval.crossencoder.learn import learn
from eval.crossencoder.twin import Twin, packed
from eval.interaction.learn import loss
from rag.crossencoder.reading import BEGIN, END, Pair
from rag.interaction.words import Part

FIGURE, FIRST_THING = 4, 5


def pair(thing: int, *core: int) -> Pair:
    asked = (BEGIN, thing, END)
    return Pair((*asked, *core, END), (Part.QUESTION,) * 3 + (Part.CORE,) * len(core) + (Part.AFTER,))


def examples(count: int = 8) -> list[Asked]:
    """The right text is the one with a figure of what is asked for; their number and lengths differ."""
    found = []
    for at in range(count):
        thing, other = FIRST_THING + at % 5, FIRST_THING + (at + 1) % 5
        texts = [pair(thing, thing, FIGURE), pair(thing, thing, other, *[other] * (at % 3)), pair(thing, other, other)]
        order = np.random.default_rng(at).permutation(2 + at % 2).tolist()
        found.append(Asked(tuple(texts[n] for n in order), tuple(n == 0 for n in order)))
    return found


def twin() -> Twin:
    torch.manual_seed(0)
    return Twin(10, Sizes(width=32, heads=2, inner=64, epsilon=1e-5), 1)


def scored(model: Twin, found: list[Asked]) -> list[list[float]]:
    model.eval()
    with torch.no_grad():
        return [model(packed(one.pairs)).tolist() for one in found]


def loss_of(found: list[Asked], scores: list[list[float]]) -> float:
    flat = torch.tensor([score for of_one in scores for score in of_one])
    right = torch.tensor([float(right) for one in found for right in one.right])
    owner = torch.tensor([at for at, one in enumerate(found) for _ in one.right])
    return float(loss(flat, right, owner, len(found)))


def test_what_is_obvious_is_learnt() -> None:
    found, model = examples(), twin()
    before = loss_of(found, scored(model, found))
    learn(model, found, 30, rate=3e-3)
    scores = scored(model, found)
    assert loss_of(found, scores) < before / 4
    told = [(score, right) for one, of_one in zip(found, scores, strict=True)
            for score, right in zip(of_one, one.right, strict=True)]  # fmt: skip
    assert min(score for score, right in told if right) > max(score for score, right in told if not right)


def test_the_same_seed_learns_the_same() -> None:
    found = examples(4)
    scores = []
    for seed in (0, 0, 1):
        model = twin()
        learn(model, found, 2, seed=seed)
        scores.append(scored(model, found))
    assert scores[0] == scores[1] != scores[2]


def test_only_matrices_shrink() -> None:
    model = twin()
    with torch.no_grad():
        model.out.weight.zero_()  # in the first step nothing below it is told anything: only decay can move that
    before = {name: value.clone() for name, value in model.state_dict().items()}
    learn(model, examples(4), 1, rate=0.1)
    moved = {name for name, value in model.state_dict().items() if not value.equal(before[name])}
    assert moved == {name for name, value in before.items() if value.dim() > 1} | {"out.bias"}
