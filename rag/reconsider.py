"""A second look at a candidate that the first leaves undecided: the same evidence, and the cross-encoder's word."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from rag.crossencoder.model import MODEL, cross_score
from rag.score import Candidate
from rag.shipped import shipped
from rag.trees import Trees, read_trees
from rag.understood import Understood

# Likelihoods between which a candidate is looked at again: four questions in ten. Cross-validated over 3,700 questions
# about reports that no part had learnt from, with a first look that lacks the network; where 5, 10, 15 and 25 % of what
# nothing answers is given, of the answers that are figures these shares are right:
#     the first look alone            65.4    75.6    84.6    91.7 %        others 51.9    68.5    72.4    79.2 %
#     a second from 0.05 to 0.8       69.6    83.9    90.7    93.4                 59.4    75.3    79.3    83.2
#     to 0.9                          79.9    89.3    91.6    93.4                 70.8    77.0    79.6    83.2
#     to 0.95                         83.1    89.3    91.6    93.4                 70.2    76.4    79.4    83.2
#     a second at all that is found   82.7    90.2    92.3    94.2                 70.4    78.2    79.6    84.1
# It takes 4 to 5 ms on one thread, and 15 on processors that multiply no bytes.
UNLIKELY, SURE = 0.05, 0.9
# What the first look counts in the log-odds after the second: it learnt from more questions. With 0, 0.15, 0.3 and 0.5
# 90.9, 91.1, 91.3 and 91.6 % of the figures are right at the bounds of `rag.decide`, and 12.5, 13.1, 14.2 and 17.3 % of
# what is nearly said is given; of the others 82.2, 82.6, 83.2 and 83.0 %, and 20.4, 21.7, 24.3 and 26.0 %.
FIRST = 0.3
FOREST = MODEL.with_name("decision.json")
# The name of the cross-encoder's score among the evidence.
CROSS = "cross"


def reconsidered(
    understood: Understood, found: Candidate, evidence: Mapping[str, float], likelihood: float
) -> tuple[float, Mapping[str, float]]:
    """Return how likely a candidate answers, in [0, 1], after a second look where one is due, and all its evidence."""
    if not UNLIKELY <= likelihood <= SURE:
        return likelihood, evidence
    evidence = {**evidence, CROSS: cross_score(understood, found)}
    first = math.log(likelihood / (1 - likelihood))
    second = second_forest().margins([evidence])[0]
    return 1 / (1 + math.exp(-(FIRST * first + (1 - FIRST) * second))), evidence


@lru_cache(maxsize=1)
def second_forest() -> Trees:
    """Return the trees that look at the cross-encoder, too, made by `python -m eval.crossencoder`."""
    return shipped(FOREST, read_trees)
