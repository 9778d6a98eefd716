"""The vectors of passages: those that the generation before had are taken over, the others are computed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from rag.index import database
from rag.index.derive import Embedder

# Passages embedded at once: long enough to keep the encoder busy, short enough for a progress bar to move.
BATCH = 512
Progress = Callable[[int, int], None]
# What is embedded (its digest) → the ids of the passages that it is.
_Wanted = dict[bytes, list[int]]


def embed(connection: sqlite3.Connection, embedding: Embedder, *, known: Path | None, progress: Progress | None
          ) -> None:  # fmt: skip
    """Give each passage without a vector its own; the same searched text always has the same vector.

    `known` is the folder of a generation made with the same embedding, whose vectors are used again. `progress(done,
    total)` counts the passages that are computed.
    """
    wanted = _wanted(connection)
    if wanted and known:
        _take_over(connection, wanted, known)
    total = len(wanted)
    pending = sorted(wanted.values())
    for at in range(0, total, BATCH):
        batch = pending[at : at + BATCH]
        encoded = embedding.encode_documents([_indexed(connection, ids[0]) for ids in batch])
        for ids, vector in zip(batch, encoded, strict=True):
            _store(connection, ids, vector.astype("<f4").tobytes())
        if progress:
            progress(at + len(batch), total)


def _wanted(connection: sqlite3.Connection) -> _Wanted:
    wanted: defaultdict[bytes, list[int]] = defaultdict(list)
    for key, indexed in connection.execute("SELECT id, indexed FROM passages WHERE embedding IS NULL ORDER BY id"):
        wanted[_digest(indexed)].append(key)
    return wanted


def _take_over(connection: sqlite3.Connection, wanted: _Wanted, known: Path) -> None:
    """Take from `wanted` what the generation in the folder `known` has a vector of."""
    with closing(database.connect(known)) as old:
        for digest, key in _digests(old):
            if ids := wanted.pop(digest, None):
                (vector,) = old.execute("SELECT embedding FROM passages WHERE id = ?", [key]).fetchone()
                _store(connection, ids, vector)


def _digests(connection: sqlite3.Connection) -> Iterator[tuple[bytes, int]]:
    for key, _, indexed in database.read_indexed(connection):
        yield _digest(indexed), key


def _digest(indexed: str) -> bytes:
    return hashlib.sha256(indexed.encode("utf-8", "surrogatepass")).digest()


def _indexed(connection: sqlite3.Connection, key: int) -> str:
    return str(connection.execute("SELECT indexed FROM passages WHERE id = ?", [key]).fetchone()[0])


def _store(connection: sqlite3.Connection, ids: list[int], vector: bytes) -> None:
    connection.executemany("UPDATE passages SET embedding = ? WHERE id = ?", [(vector, key) for key in ids])
