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

# Likelihoods between which a candidate is looked at again, the upper one where a figure is asked for and elsewhere: a
# third of the questions. Cross-validated over 3,700 questions about reports that no part had learnt from, where 5, 10,
# 15 and 25 % of those are given that nothing answers, of the answers that are figures these shares are right:
#     the first look alone            68.6    82.3    87.2    92.1 %        others 51.7    65.2    73.0    78.7 %
#     a second within these           70.7    87.6    90.9    93.8                 57.1    71.7    78.2    82.0
#     a second at all that is found   75.5    87.5    90.4    93.6                 64.0    74.1    78.7    82.9
# It takes 4 to 5 ms on one thread.
UNLIKELY, SURE, SURE_ELSE = 0.05, 0.8, 0.9
# What the first look counts in the log-odds after the second: it learnt from more questions. Figures are the same with
# 0, 0.2 and 0.4, others half a point better with 0; but this first look was one that had learnt from a fifth, too.
FIRST = 0.3
FOREST = MODEL.with_name("decision.json")
# The name of the cross-encoder's score among the evidence.
CROSS = "cross"


def reconsidered(
    understood: Understood, found: Candidate, evidence: Mapping[str, float], likelihood: float
) -> tuple[float, Mapping[str, float]]:
    """Return how likely a candidate answers, in [0, 1], after a second look where one is due, and all its evidence."""
    sure = SURE if understood.numeric else SURE_ELSE
    if not UNLIKELY <= likelihood <= sure:
        return likelihood, evidence
    evidence = {**evidence, CROSS: cross_score(understood, found)}
    first = math.log(likelihood / (1 - likelihood))
    second = second_forest().margins([evidence])[0]
    return 1 / (1 + math.exp(-(FIRST * first + (1 - FIRST) * second))), evidence


@lru_cache(maxsize=1)
def second_forest() -> Trees:
    """Return the trees that look at the cross-encoder, too, made by `python -m eval.crossencoder`."""
    return shipped(FOREST, read_trees)
