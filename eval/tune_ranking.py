"""The weights of ranking: a listwise softmax over the clauses found, with weights added where a figure is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.cases import Case, folds, is_right
from rag import weights as current

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PENALTY = 0.001  # strength of the squared penalty
MOST_STEPS = 500
# What is right is several sentences there, so that no one clause is to come first.
UNRANKED = frozenset(("problem_plan",))
WIDTH = 118
WEIGHTS = Path(current.__file__)


@dataclass(frozen=True, slots=True)
class Listed:
    """The clauses of one case: features (n, 2f), the second half for figures; which are right, and their sentences."""

    question: str
    values: Floats
    right: Bools
    sentence: NDArray[np.int64]


def doubled(case: Case) -> Floats:
    """Return the features (n, 2f) of a case's clauses, and again where a figure is asked for, zeros elsewhere."""
    values = case.table.values.astype(np.float64)
    return np.concatenate([values, values * case.understood.numeric], axis=1)


def listed(case: Case) -> Listed | None:
    """Return what the ranking learns from a case; None where no clause is the one right answer."""
    told = case.understood.reading.kind in ("problem", "plan") and not case.understood.numeric
    if told or case.question.type in UNRANKED:
        return None
    owners = [case.table.sentences[at] for at in case.table.sentence.tolist()]
    right = [
        is_right(case, passage, sentence.raw, clause.raw)
        for (passage, sentence), clause in zip(owners, case.table.clauses, strict=True)
    ]
    return Listed(case.question.id, doubled(case), np.array(right), case.table.sentence) if any(right) else None


def fit_ranking(lists: Sequence[Listed]) -> Floats:
    """Return the weights (2f,) under which the right clauses of each list are likeliest to come first."""
    from scipy.optimize import minimize

    values = np.concatenate([one.values for one in lists])
    right = np.concatenate([one.right for one in lists])
    sizes = [len(one.right) for one in lists]
    starts = np.cumsum([0, *sizes[:-1]])

    def softmax(scores: Floats) -> tuple[Floats, Floats]:
        high = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(high, sizes))
        sums = np.add.reduceat(powers, starts)
        return high + np.log(sums), powers / np.repeat(sums, sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights
        total, share = softmax(scores)
        of_right, share_right = softmax(np.where(right, scores, -np.inf))
        value = (total - of_right).mean() + PENALTY * weights @ weights
        return float(value), (share - share_right) @ values / len(lists) + 2 * PENALTY * weights

    start = np.zeros(values.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS}).x)


def accuracy(lists: Sequence[Listed]) -> float:
    """Return the share of lists whose first sentence is right, by weights fitted to the other folds."""
    hits = 0
    for fitted, tested in folds(lists, [one.question for one in lists]):
        found = fit_ranking(fitted)
        firsts = [one.sentence == one.sentence[np.argmax(one.values @ found)] for one in tested]
        hits += sum(bool(one.right[first].any()) for one, first in zip(tested, firsts, strict=True))
    return hits / len(lists)


def module(tables: Mapping[str, Mapping[str, float]]) -> str:
    """Return the text of rag/weights.py with other weights in its tables, by their names."""
    text = WEIGHTS.read_text("utf-8")
    for table, values in tables.items():
        lines = [""]
        for name, weight in values.items():
            entry = f' "{name}": {round(weight, 2) + 0.0:.2f},'  # the zero takes the sign off -0.0
            if len(lines[-1]) + len(entry) > WIDTH - 3:
                lines.append("")
            lines[-1] += entry
        body = "\n".join(f"   {line}" for line in lines)
        text = re.sub(rf"(?ms)^({table}: .*?\{{\n).*?(\n\}})", rf"\g<1>{body}\2", text)
    return text
