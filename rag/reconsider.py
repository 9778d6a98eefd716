"""A second look at candidates that the first leaves undecided: its log-odds and the cross-encoder's, weighed together.

The weights are those of a logistic regression over both (stacking: Wolpert 1992, "Stacked Generalization").
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.crossencoder.model import MODEL, cross_score
from rag.score import Candidate
from rag.shipped import shipped
from rag.understood import Understood

# Likelihoods between which the likeliest candidate is looked at again, and that below which, after this, the next one
# is, too. Over 3,700 questions about reports that no part had learnt from, with a first look that lacks the network,
# where 5, 10, 15 and 25 % of what nothing answers is given, of the answers that are figures these shares are right:
#     the first look alone            66.6    80.0    86.6    92.4 %        others 55.4    69.0    74.2    79.4 %
#     a second from 0.05 to 0.9       81.5    90.1    92.1    93.8                 73.2    77.7    80.6    82.8
#     the next one below 0.73, too    81.5    90.3    92.4    94.4                 73.7    78.2    81.4    83.2
#     the same, to 0.95               83.6    90.4    92.4    94.4                 75.0    78.2    81.4    83.2
#     a second at all that is found   83.5    90.3    92.5    94.6                 75.0    78.5    81.6    83.7
# Trees over all evidence and the cross-encoder's score, in place of two weights, come to 82.0, 89.7, 91.7, 93.6 and
# 67.7, 76.5, 79.6, 82.4 from 0.05 to 0.9. One reading of a sentence takes 4 to 5 ms on one thread, and 15 on processors
# that multiply no bytes; of 0.51 sentences a question, 0.66 to 0.95.
UNLIKELY, SURE, UNSURE = 0.05, 0.9, 0.73
STACKING = MODEL.with_name("stacking.json")
# The name of the cross-encoder's score among the evidence.
CROSS = "cross"


@dataclass(frozen=True, slots=True)
class Stacking:
    """What the log-odds of the first look and those of the cross-encoder count, and what is added to both."""

    first: float
    cross: float
    bias: float

    def likelihood(self, first: float, cross: float) -> float:
        """Return how likely a candidate answers, by its likelihood at first, in (0, 1), and the cross-encoder."""
        odds = self.first * math.log(first / (1 - first)) + self.cross * cross + self.bias
        return 1 / (1 + math.exp(-odds))


def reconsidered(
    understood: Understood, looked: Sequence[Candidate], likely: Sequence[float], lesser: Sequence[float]
) -> tuple[int, float, float | None]:
    """Return the number of the likeliest candidate, its likelihood, and the cross-encoder's score where it was read.

    `likely` are the likelihoods at first, of one candidate at least; what is `lesser` counts less by so much when two
    are compared.
    """
    best, *others = sorted(range(len(likely)), key=lambda at: (lesser[at] - likely[at], at))
    if not UNLIKELY <= likely[best] <= SURE:
        return best, likely[best], None

    def again(at: int) -> tuple[int, float, float]:
        score = cross_score(understood, looked[at])
        return at, stacking().likelihood(likely[at], score), score

    found = [again(best)]
    if others and found[0][1] < UNSURE and UNLIKELY <= likely[others[0]] <= SURE:
        found.append(again(others[0]))
    return max(found, key=lambda one: one[1] - lesser[one[0]])


def read_stacking(path: Path) -> Stacking:
    """Return the weights of a file; raises OSError, ValueError or TypeError where it cannot be read."""
    return Stacking(**json.loads(path.read_text("utf-8")))


@lru_cache(maxsize=1)
def stacking() -> Stacking:
    """Return the weights of both looks, made by `python -m eval.crossencoder`; raises ShippedError."""
    return shipped(STACKING, read_stacking)
