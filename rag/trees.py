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
        for number, nodes in enumerate(trees):
            for at, (feature, threshold, low, high, value) in enumerate(nodes):
                self._feature[number, at], self._threshold[number, at] = feature, threshold
                self._next[:, number, at], self._value[number, at] = (low, high), value

    def nodes(self) -> list[list[Node]]:
        """Return the nodes of each tree, as they were given."""
        return [
            [
                (int(self._feature[tree, at]), float(self._threshold[tree, at]), int(self._next[0, tree, at]),
                 int(self._next[1, tree, at]), float(self._value[tree, at]))
                for at in range(size)
            ]
            for tree, size in enumerate(self._sizes)
        ]  # fmt: skip

    def margin(self, values: Mapping[str, float]) -> float:
        """Return the log-odds of "yes" for these values; raises KeyError where one is missing."""
        return self.bias + float(self._value[:, 0].sum()) + sum(self.reasons(values).values())

    def likelihood(self, values: Mapping[str, float]) -> float:
        """Return the probability of "yes", in [0, 1]."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.margin(values)))))

    def reasons(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return what each value adds to the margin: the change of the mean at each node that looks at it.

        Source: Saabas, Interpreting random forests (2014).
        """
        row = np.array([values[name] for name in self.names])
        trees, node = np.arange(len(self._feature)), np.zeros(len(self._feature), np.int64)
        added = np.zeros(len(self.names))
        while True:
            feature = self._feature[trees, node]
            open_ = feature != _LEAF
            if not open_.any():
                return dict(zip(self.names, added.tolist(), strict=True))
            above = (row[feature] > self._threshold[trees, node]).astype(np.int64)
            following = np.where(open_, self._next[above, trees, node], node)
            change = self._value[trees, following] - self._value[trees, node]
            np.add.at(added, feature[open_], change[open_])
            node = following


def read_trees(path: Path) -> Trees:
    """Return the forest of a file; raises OSError or ValueError where it cannot be read."""
    found = json.loads(path.read_text("utf-8"))
    return Trees(found["names"], found["bias"], found["trees"])
