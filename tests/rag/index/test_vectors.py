"""FAISS against brute force in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.index.vectors import VectorIndex, build

ROWS, DIMENSION = 200, 16


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    drawn = np.random.default_rng(7).normal(size=(ROWS, DIMENSION)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def index(vectors: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    folder = tmp_path_factory.mktemp("vectors")
    build(folder, [vectors[:150], vectors[150:]], DIMENSION)
    return VectorIndex(folder)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(1, 30), share=st.floats(0, 1))
def test_filtered_search_equals_brute_force(
    index: VectorIndex, vectors: np.ndarray, seed: int, k: int, share: float
) -> None:
    random = np.random.default_rng(seed)
    query = random.normal(size=DIMENSION).astype(np.float32)
    keep = random.random(ROWS) < share
    rows, scores = index.search(query, k, keep)
    kept = np.flatnonzero(keep)
    expected = kept[np.argsort(-(vectors[kept] @ query), kind="stable")][:k]
    assert rows.tolist() == expected.tolist()
    np.testing.assert_allclose(scores, vectors[expected] @ query, atol=1e-5)


def test_a_zero_query_finds_nothing(index: VectorIndex) -> None:
    rows, scores = index.search(np.zeros(DIMENSION, np.float32), 5)
    assert rows.size == scores.size == 0


def test_vectors_come_back_as_they_were(index: VectorIndex, vectors: np.ndarray) -> None:
    np.testing.assert_array_equal(index.vectors([3, 0, 199]), vectors[[3, 0, 199]])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        VectorIndex(tmp_path)
