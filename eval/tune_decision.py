"""The trees of the decision: gradient boosting over the evidence for the first candidates of each question.

What is evidence beyond doubt can only speak for an answer, or only against one (monotonic constraints), so that a
question unlike all that were learnt from gets no answer by chance. Cross-validated over 2,700 questions, before there
was a network, right answers where a figure is asked for and elsewhere, with the bounds under which 15 % and 25 % of the
details nearly said are answered: with all evidence constrained 82 and 59 %, with none 85 and 60 %, with the plainest,
as here, 83 and 61 %. Trees that see all evidence at each node, not a third of it, are up to 3 points worse.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.cases import Case, answers, folds
from eval.tune_ranking import doubled
from rag.decide import NAMES, evidence, first_candidates
from rag.score import Candidate, Ranking
from rag.trees import Node, Trees

Floats = NDArray[np.float64]

# Over 16,000 questions 300, 600 and 1,000 trees leave 84.2, 85.2 and 85.5 % of the figures right where 15 % of those
# nearly said are given; 7 levels, or a rate of 0.03, are no better.
TREES, RATE, DEPTH, SMALLEST_LEAF, PENALTY = 600, 0.05, 5, 15, 5.0
# Share of the evidence that a tree's nodes may choose from.
CHOSEN = 0.3
# What is right is several sentences there.
UNDECIDED = frozenset(("problem_plan",))
# What can only speak for an answer, and what only against one.
FOR = frozenset(
    "clause clause_exact sentence sentence_exact whole key_clause key_whole second_whole cosine_clause cosine_sentence"
    " held_seen held_unseen head score network".split()
)
AGAINST = frozenset(
    "miss_seen miss_unseen miss_most lost lost_most lost_asked key_missing key_gone head_missing head_unseen gone"
    " no_figure other_unit wrong_unit undated nobody no_body change_only new_only all_only siblings counted"
    " most_missing unnamed nowhere bare bare_most bare_asked".split()
)
# The evidence that no network gives.
PLAIN = tuple(name for name in NAMES if not name.startswith("network"))
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Evident:
    """The evidence (e,) of one candidate, whether it is right, and whether the reports have an answer at all.

    `first` tells the candidate that ranking puts first.
    """

    report: str
    values: Floats
    right: bool
    answerable: bool
    first: bool

    def named(self, names: Sequence[str]) -> dict[str, float]:
        """Return the evidence by its names (e,)."""
        return dict(zip(names, self.values.tolist(), strict=True))


class _Fitted(Ranking):
    """A ranking by weights (2f,) that no module holds yet, so that the decision is fitted to what it will meet."""

    def __init__(self, case: Case, weights: Floats) -> None:
        super().__init__(case.understood, case.matcher, case.table)
        self._scores = (doubled(case) @ weights).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Looked:
    """The candidates of a case that the decision looks at, and whether each answers its question."""

    case: Case
    found: list[Candidate]
    right: list[bool]

    @property
    def report(self) -> str:
        """Return the report that the question is about: what was learnt of a report is not to be judged by it."""
        evidence = self.case.question.evidence
        first = self.case.index.report(self.found[0].passage.report).file
        return PurePath(evidence[0].file if evidence else first).stem


def looked_at(case: Case, weights: Floats) -> Looked | None:
    """Return what the decision looks at of a case ranked by the weights (2f,); None where it decides nothing."""
    if case.question.type in UNDECIDED:
        return None
    found = list(first_candidates(case.understood, _Fitted(case, weights).candidates()))
    return Looked(case, found, [answers(case, one) for one in found]) if found else None


def evident(looked: Looked, scores: Sequence[float]) -> list[Evident]:
    """Return what the decision learns from a case; `scores` are those of a network that did not learn from it."""
    case, question = looked.case, looked.case.question
    values = evidence(case.understood, case.matcher, looked.found, scores)
    return [
        Evident(looked.report, np.array([of_one[name] for name in NAMES]), right, bool(question.answers), first=at == 0)
        for at, (of_one, right) in enumerate(zip(values, looked.right, strict=True))
    ]


def plain_evident(looked: Looked) -> list[Evident]:
    """Return the evidence of a case's candidates that no network gives, by the names of `PLAIN`."""
    kept = [at for at, name in enumerate(NAMES) if name in PLAIN]
    return [replace(row, values=row.values[kept]) for row in evident(looked, [0.0] * len(looked.found))]


def fit_decision(rows: Sequence[Evident], names: Sequence[str] = NAMES, trees: int = TREES) -> Trees:
    """Return the trees that tell right answers from others, each piece of evidence held to what it can mean."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=RATE, max_depth=DEPTH, min_samples_leaf=SMALLEST_LEAF, l2_regularization=PENALTY,
        max_features=CHOSEN, monotonic_cst=[(name in FOR) - (name in AGAINST) for name in names], early_stopping=False,
        random_state=0,
    )  # fmt: skip
    model.fit(np.array([row.values for row in rows]), np.array([row.right for row in rows]))
    # the library has no public way to its trees
    nodes = [_nodes(predictor.nodes) for (predictor,) in model._predictors]
    return Trees(names, float(model._baseline_prediction.item()), nodes)


def _nodes(nodes: Any) -> list[Node]:
    """Return the nodes of one tree, each with the mean of the leaves below it."""
    means = np.array(nodes["value"], np.float64)
    for at in range(len(nodes) - 1, -1, -1):  # what is below a node comes after it
        if not nodes["is_leaf"][at]:
            below = [int(nodes["left"][at]), int(nodes["right"][at])]
            means[at] = np.average(means[below], weights=nodes["count"][below])
    return [
        (-1, 0.0, 0, 0, round(mean, _DIGITS)) if node["is_leaf"] else
        (int(node["feature_idx"]), round(float(node["num_threshold"]), _DIGITS), int(node["left"]), int(node["right"]),
         round(mean, _DIGITS))
        for node, mean in zip(nodes, means.tolist(), strict=True)
    ]  # fmt: skip


def separation(rows: Sequence[Evident]) -> float:
    """Return how often a right answer is likelier than one to a question without any (AUC), by the other folds.

    All of a report is in one fold. The network's scores are cross-fitted once, not within these folds: it flatters.
    """
    right: list[float] = []
    none: list[float] = []
    for fitted, tested in folds(rows, [row.report for row in rows]):
        compared = [row for row in tested if row.first and (row.right or not row.answerable)]
        margins = fit_decision(fitted).margins([row.named(NAMES) for row in compared])
        for row, margin in zip(compared, margins, strict=True):
            (right if row.right else none).append(margin)
    above = np.sign(np.subtract.outer(right, none))
    return float((above.mean() + 1) / 2) if above.size else float("nan")


def document(trees: Trees) -> str:
    """Return the text of rag/decision.json, a line a tree."""
    lines = ",\n".join(json.dumps(nodes, separators=(",", ":")) for nodes in trees.nodes())
    return f'{{"names": {json.dumps(trees.names)},\n"bias": {trees.bias:.{_DIGITS}f},\n"trees": [\n{lines}\n]}}\n'
