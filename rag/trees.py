"""Gradient-boosted trees, read from JSON and evaluated with numpy alone.

A file holds `names` of the values looked at, `bias`, and `trees`: each a list of nodes [number of the name, threshold,
number of the node for values up to it, of the node for those above, mean of what is below]; a leaf has -1 for a name.
The margin is the bias and the sum of the leaves reached, the log-odds of "yes".
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

Node = tuple[int, float, int, int, float]
_LEAF = -1


class Trees:
    """A forest of regression trees over named values."""

    def __init__(self, names: Sequence[str], bias: float, trees: Sequence[Sequence[Node]]) -> None:
        self.names, self.bias = tuple(names), bias
        self._sizes = [len(nodes) for nodes in trees]
        size = max(self._sizes, default=1)
        shape = (len(trees), size)
        self._feature, self._next = np.full(shape, _LEAF), np.zeros((2, *shape), np.int64)
        self._threshold, self._value = np.zeros(shape), np.zeros(shape)
        self._trees, self._depth = np.arange(len(trees)), max(map(_depth, trees), default=0)
        for number, nodes in enumerate(trees):
            for at, (feature, threshold, low, high, value) in enumerate(nodes):
                self._feature[number, at], self._threshold[number, at] = feature, threshold
                self._value[number, at] = value
                # a leaf leads to itself, so that all trees are walked down together
                self._next[:, number, at] = (at, at) if feature == _LEAF else (low, high)

    def nodes(self) -> list[list[Node]]:
        """Return the nodes of each tree, as they were given."""
        return [
            [
                (int(self._feature[tree, at]), float(self._threshold[tree, at]), *self._below(tree, at),
                 float(self._value[tree, at]))
                for at in range(size)
            ]
            for tree, size in enumerate(self._sizes)
        ]  # fmt: skip

    def _below(self, tree: int, at: int) -> tuple[int, int]:
        if self._feature[tree, at] == _LEAF:
            return 0, 0
        low, high = self._next[:, tree, at].tolist()
        return low, high

    def margins(self, found: Sequence[Mapping[str, float]]) -> list[float]:
        """Return the log-odds of "yes" for each of several sets of values; raises KeyError where a value is missing."""
        rows = np.array([values[name] for values in found for name in self.names])
        first = np.arange(len(found))[:, None] * len(self.names)
        # nodes are numbered through all trees here: it is several times as fast
        root = self._trees * self._feature.shape[1]
        node = np.tile(root, (len(found), 1))
        for _ in range(self._depth):
            above = rows.take(first + self._feature.take(node)) > self._threshold.take(node)
            node = root + self._next.take(node + above * self._feature.size)
        return [self.bias + float(value) for value in self._value.take(node).sum(axis=1)]

    def likelihoods(self, found: Sequence[Mapping[str, float]]) -> list[float]:
        """Return the probability of "yes", in [0, 1], for each of several sets of values."""
        return [1 / (1 + math.exp(-max(-30.0, min(30.0, margin)))) for margin in self.margins(found)]

    def reasons(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return what each value adds to the margin: the change of the mean at each node that looks at it.

        Source: Saabas, Interpreting random forests (2014).
        """
        row = np.array([values[name] for name in self.names])
        trees, node = self._trees, np.zeros(len(self._feature), np.int64)
        added = np.zeros(len(self.names))
        for _ in range(self._depth):
            feature = self._feature[trees, node]
            above = (row[feature] > self._threshold[trees, node]).astype(np.int64)
            following = self._next[above, trees, node]
            np.add.at(added, feature, self._value[trees, following] - self._value[trees, node])
            node = following
        return dict(zip(self.names, added.tolist(), strict=True))


def _depth(nodes: Sequence[Node], at: int = 0) -> int:
    """Return how many nodes are passed at most on the way from a node to a leaf."""
    feature, _, low, high, _ = nodes[at]
    return 0 if feature == _LEAF else 1 + max(_depth(nodes, low), _depth(nodes, high))


def read_trees(path: Path) -> Trees:
    """Return the forest of a file; raises OSError or ValueError where it cannot be read."""
    found = json.loads(path.read_text("utf-8"))
    return Trees(found["names"], found["bias"], found["trees"])
