"""The vectors of passages: those that the generation before had are taken over, the others are computed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from rag.index import database
from rag.index.derive import Embedder
from rag.index.sentences import packed, sentences_of

# Passages embedded at once: long enough to keep the encoder busy, short enough for a progress bar to move.
BATCH = 512
Progress = Callable[[int, int], None]
# What is embedded (its digest) → the ids of the passages that it is.
_Wanted = dict[bytes, list[int]]
# The vector of a passage and, where the embedding goes by sentences, those of its sentences.
_Vectors = tuple[bytes, bytes | None]


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
        texts = [_text(connection, ids[0]) for ids in batch]
        for ids, vectors in zip(batch, _encoded(embedding, texts), strict=True):
            _store(connection, ids, vectors)
        if progress:
            progress(at + len(batch), total)


def _wanted(connection: sqlite3.Connection) -> _Wanted:
    wanted: defaultdict[bytes, list[int]] = defaultdict(list)
    missing = "SELECT id, indexed, content FROM passages WHERE embedding IS NULL ORDER BY id"
    for key, indexed, content in connection.execute(missing):
        wanted[_digest(indexed, content)].append(key)
    return wanted


def _take_over(connection: sqlite3.Connection, wanted: _Wanted, known: Path) -> None:
    """Take from `wanted` what the generation in the folder `known` has a vector of."""
    with closing(database.connect(known)) as old:
        for digest, key in _digests(old):
            if ids := wanted.pop(digest, None):
                query = "SELECT embedding, sentence_embeddings FROM passages WHERE id = ?"
                _store(connection, ids, old.execute(query, [key]).fetchone())


def _digests(connection: sqlite3.Connection) -> Iterator[tuple[bytes, int]]:
    for key, indexed, content in connection.execute("SELECT id, indexed, content FROM passages ORDER BY id"):
        yield _digest(indexed, content), key


def _digest(indexed: str, content: str) -> bytes:
    return hashlib.sha256(f"{indexed}\0{content}".encode("utf-8", "surrogatepass")).digest()


def _text(connection: sqlite3.Connection, key: int) -> tuple[str, str]:
    """Return what is searched of a passage, with the headings above it, and the passage itself."""
    indexed, content = connection.execute("SELECT indexed, content FROM passages WHERE id = ?", [key]).fetchone()
    return indexed, content


def _encoded(embedding: Embedder, texts: Sequence[tuple[str, str]]) -> Iterator[_Vectors]:
    """Yield the vectors of passages (searched text, passage)."""
    whole = embedding.encode_documents([indexed for indexed, _ in texts]).astype("<f4")
    if not embedding.by_sentence:
        yield from ((vector.tobytes(), None) for vector in whole)
        return
    sentences = [sentences_of(content) for _, content in texts]
    parts = embedding.encode_documents([sentence for some in sentences for sentence in some])
    at = 0
    for vector, some in zip(whole, sentences, strict=True):
        yield vector.tobytes(), packed(parts[at : at + len(some)])
        at += len(some)


def _store(connection: sqlite3.Connection, ids: list[int], vectors: _Vectors) -> None:
    update = "UPDATE passages SET embedding = ?, sentence_embeddings = ? WHERE id = ?"
    connection.executemany(update, [(*vectors, key) for key in ids])
