"""The questions that evidence without a network leaves undecided: of these the cross-encoder learns more.

Trees over that evidence, which have not learnt from a question's report, tell how likely each candidate answers; what
`rag.decide` excludes by itself is learnt from, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.cases import folds
from eval.crossencoder.examples import Asked, asked
from eval.tune_decision import PLAIN, TREES, Looked, fit_decision, plain_evident
from rag.crossencoder.reading import Reader

Floats = NDArray[np.float64]

# Likelihoods between which the likeliest candidate of a question leaves it undecided, and that from which another one
# is worth learning from. Of 3,700 questions about reports left out, these shares are answered right where 5, 10, 15 and
# 25 % of what is nearly said is given, before (exact) and after two times through 16,000 and 21,000 pairs (exported):
#     figures  76.2  87.1  90.2  93.2    79.4  88.8  91.1  93.8 %
#     others   70.0  75.4  79.0  83.8    70.4  77.4  79.4  83.7
UNLIKELY, LIKELY, WORTH = 0.04, 0.95, 0.03
# Candidates of a question that are learnt from at most, and texts made up from its right one, where a figure is asked
# for and elsewhere.
CANDIDATES, CANDIDATES_ELSE = 2, 4
MADE_UP, MADE_UP_ELSE = 1, 2


def undecided(looked: Sequence[Looked], likely: Sequence[Floats], reader: Reader) -> list[Asked]:
    """Return what there is to learn from the questions that their candidates' likelihoods leave undecided."""
    return [
        _worth_learning(one, asked(one, reader), of_one)
        for one, of_one in zip(looked, likely, strict=True)
        if UNLIKELY <= of_one.max() <= LIKELY
    ]


def likelihoods(looked: Sequence[Looked]) -> list[Floats]:
    """Return how likely each candidate answers its question, (candidates,) for each, by the other reports' trees."""
    rows = [plain_evident(one) for one in looked]
    found: dict[int, Floats] = {}
    for fitted, tested in folds(range(len(looked)), [one.report for one in looked]):
        trees = fit_decision([row for at in fitted for row in rows[at]], PLAIN, TREES)
        for at in tested:
            found[at] = np.array(trees.likelihoods([row.named(PLAIN) for row in rows[at]]))
    return [found[at] for at in range(len(looked))]


def _worth_learning(looked: Looked, found: Asked, likely: Floats) -> Asked:
    numeric = looked.case.understood.numeric
    most, made_up = (CANDIDATES, MADE_UP) if numeric else (CANDIDATES_ELSE, MADE_UP_ELSE)
    first, *others = np.argsort(-likely, kind="stable")[:most].tolist()
    candidates = [first, *(at for at in others if likely[at] > WORTH)]
    kept = [*candidates, *range(len(likely), len(found.pairs))[:made_up]]
    return Asked(tuple(found.pairs[at] for at in kept), tuple(found.right[at] for at in kept))
