"""What the first look and the cross-encoder count beside each other: a logistic regression over their log-odds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from eval.tune_decision import PLAIN, Looked, plain_evident
from rag.decide import is_excluded
from rag.errors import RagError
from rag.reconsider import Stacking

Floats = NDArray[np.float64]
# Inverse strength of the regression's penalty: of three weights over thousands of questions hardly any is needed.
FREEDOM = 100.0
_DIGITS = 3


def stacked(looked: Sequence[Looked], likely: Sequence[Floats], scores: Sequence[Sequence[float]]) -> Stacking:
    """Return the weights by which the likeliest candidates of questions are told right from wrong best.

    `likely` and `scores` (candidates,) are, for each question, the first look's likelihoods and the cross-encoder's
    log-odds, by what learnt of neither question nor report; the first look lacks the network here, whose shipped form
    knows all reports. Raises RagError where all candidates are right, or all wrong.
    """
    from sklearn.linear_model import LogisticRegression

    rows, right = [], []
    for one, first, cross in zip(looked, likely, scores, strict=True):
        kept = [at for at, values in enumerate(plain_evident(one)) if not is_excluded(values.named(PLAIN))]
        if kept:
            best = max(kept, key=lambda at: (first[at], -at))
            rows.append((logit(first[best]), cross[best]))
            right.append(one.right[best])
    if len(set(right)) < 2:
        raise RagError("留出的题目中，最可能的句子全对或全错，无法确定权重。请给出更多题目。")
    model = LogisticRegression(C=FREEDOM).fit(np.array(rows), np.array(right))
    first_weight, cross_weight = model.coef_[0].round(_DIGITS).tolist()
    return Stacking(first_weight, cross_weight, round(float(model.intercept_.item()), _DIGITS))


def document(weights: Stacking) -> str:
    """Return the text of rag/crossencoder/stacking.json."""
    return f"{json.dumps(asdict(weights))}\n"
