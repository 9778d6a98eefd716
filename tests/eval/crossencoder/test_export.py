"""The exported cross-encoder: nearly the scores of its twin, and whole numbers that no processor overflows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eval.crossencoder.base import Sizes
from eval.crossencoder.export import LARGEST, document, quantised
from eval.crossencoder.twin import Twin, packed, reaches
from rag.crossencoder.model import CrossEncoder
from rag.crossencoder.reading import BEGIN, END, Pair

SIZES = Sizes(width=64, heads=2, inner=96, epsilon=1e-12)


def pairs(count: int) -> list[Pair]:
    dice = np.random.default_rng(4)
    lengths = dice.integers(3, 40, count).tolist()
    return [
        Pair((BEGIN, *dice.integers(4, 50, length).tolist(), END), tuple(dice.integers(0, 5, length + 2).tolist()))
        for length in lengths
    ]


@pytest.mark.parametrize("layers", [1, 3])
def test_it_is_nearly_its_twin(layers: int) -> None:
    torch.manual_seed(1)
    twin = Twin(50, SIZES, layers).eval()
    with torch.no_grad():
        for weight in twin.parameters():
            weight.add_(torch.randn_like(weight) * 0.05)
        found = pairs(40)
        expected = twin(packed(found)).float().numpy()
    exported = CrossEncoder(document(twin.weights(), reaches(twin, found[:10])))
    scores = np.array([exported.score(pair) for pair in found])
    assert np.abs(scores - expected).max() < 0.1 * np.ptp(expected)
    assert np.corrcoef(scores, expected)[0, 1] > 0.99


@given(arrays(np.float32, (3, 5), elements=st.floats(-100, 100, width=32)))
def test_whole_numbers_are_within_half_a_step(weights: np.ndarray) -> None:
    whole, scales = quantised(weights, LARGEST)
    assert np.abs(whole.astype(int)).max() <= LARGEST
    assert (np.abs(whole * scales[:, None] - weights) <= scales[:, None] / 2 + 1e-4).all()


def test_by_hand() -> None:
    whole, scales = quantised(np.array([[63.0, -31.4], [0.0, 0.0]], np.float32), 63)
    assert whole.tolist() == [[63, -31], [0, 0]]
    assert scales.tolist() == [1.0, 0.0]
