"""Trees: worked out by hand, and against the library that they come from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.trees import Node, Trees, read_trees

# a <= 1: 2; else b <= 0: -1, above: 5. Means as if each leaf had the same weight: (-1 + 5) / 2 and (2 + 2) / 2.
TREE: list[Node] = [(0, 1.0, 1, 2, 2.0), (-1, 0.0, 0, 0, 2.0), (1, 0.0, 3, 4, 2.0), (-1, 0.0, 0, 0, -1.0),
                    (-1, 0.0, 0, 0, 5.0)]  # fmt: skip
STUMP: list[Node] = [(1, 3.0, 1, 2, 0.5), (-1, 0.0, 0, 0, 0.0), (-1, 0.0, 0, 0, 1.0)]
FOREST = Trees(("a", "b"), 0.25, [TREE, STUMP])


@pytest.mark.parametrize(
    ("a", "b", "margin"),
    [
        (1.0, 9.0, 2 + 1 + 0.25),  # a value on the threshold goes low
        (1.5, 0.0, -1 + 0 + 0.25),
        (1.5, 0.1, 5 + 0 + 0.25),
        (1.5, 4.0, 5 + 1 + 0.25),
    ],
)
def test_margin_by_hand(a: float, b: float, margin: float) -> None:
    other = {"a": 9.0, "b": -9.0}
    assert FOREST.margins([other, {"a": a, "b": b}])[1] == pytest.approx(margin)
    assert FOREST.likelihoods([{"a": a, "b": b}, other])[0] == pytest.approx(1 / (1 + np.exp(-margin)))


def test_reasons_by_hand() -> None:
    # the tree: a moves its mean from 2 to 2, b from 2 to 5; the stump: b moves its mean from 0.5 to 0
    assert FOREST.reasons({"a": 1.5, "b": 0.1}) == pytest.approx({"a": 0, "b": 3 - 0.5})


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_reasons_add_up(a: float, b: float) -> None:
    values = {"a": a, "b": b}
    roots = TREE[0][4] + STUMP[0][4]
    assert FOREST.margins([values])[0] == pytest.approx(0.25 + roots + sum(FOREST.reasons(values).values()))


def test_a_file_holds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "trees.json"
    path.write_text(json.dumps({"names": FOREST.names, "bias": FOREST.bias, "trees": FOREST.nodes()}), "utf-8")
    found = read_trees(path)
    assert (found.names, found.bias, found.nodes()) == (("a", "b"), 0.25, [TREE, STUMP])


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        FOREST.margins([{"a": 1.0}])


def test_without_trees_only_the_bias_counts() -> None:
    assert Trees(("a",), -1.5, []).margins([{"a": 1.0}, {"a": 2.0}]) == [-1.5, -1.5]


def test_no_values_have_no_margins() -> None:
    assert FOREST.margins([]) == []
