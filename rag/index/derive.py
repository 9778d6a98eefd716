"""What is derived from a generation's database: both indexes, and what of a passage goes into them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexMismatch
from rag.index import database, lexical, vectors
from rag.index.manifest import Manifest, file_hash, repair, to_disk
from rag.types import Report, Span

# Vectors taken from the database at once: 4 MB of the shipped embedding's.
BATCH = 4096


class Embedder(Protocol):
    """What the index needs of an embedding; vectors are unit rows, or zero for a text without any known token.

    `by_sentence` tells whether the sentences of a passage are to have vectors of their own, too.
    """

    name: str
    fingerprint: str
    dimension: int
    by_sentence: bool

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, d) of passages."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector (d,) of a question."""


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A passage as ingest found it: a span of the report's text made of whole sentences under one heading path."""

    start: int
    end: int
    heading: tuple[str, ...]
    sentences: tuple[Span, ...]


def passage_row(report: Report, text: str, draft: PassageDraft) -> database.Row:
    """Return the row of a passage: what is searched carries the place, the year and the headings above it."""
    content = text[draft.start : draft.end]
    year = f"{report.year}年" if report.year else ""
    above = " ".join(part for part in (report.place or "", year, *draft.heading) if part and part not in content)
    metadata = {
        "report": report.id,
        "file": report.file,
        "title": report.title,
        "place": report.place,
        "level": report.level,
        "year": report.year,
        "kind": report.kind,
        "sample": report.sample,
        "page": report.page_at(draft.start),
        "heading": list(draft.heading),
        "start": draft.start,
        "end": draft.end,
    }
    return database.Row(
        key=f"{report.id}:{draft.start}",
        content=content,
        indexed=f"{above}\n{content}".strip(),
        metadata=metadata,
        report=report.id,
        start=draft.start,
        end=draft.end,
        heading=draft.heading,
        sentences=draft.sentences,
    )


def check_database(target: Path, manifest: Manifest, index: Path) -> None:
    """Raise IndexMismatch unless the database in `target` is, byte for byte, the one that the manifest describes."""
    try:
        seen = file_hash(target / database.DATABASE)
    except OSError as error:
        raise IndexMismatch(f"索引 {index} 的数据库读不了（{error.strerror}）。{repair(index)}") from error
    if seen != manifest.database:
        raise IndexMismatch(
            f"索引 {index} 的数据库已被改动或损坏：清单记的校验值是 {manifest.database[:12]}，实际是 {seen[:12]}。"
            f"{repair(index)}"
        )


def derive(target: Path, connection: sqlite3.Connection, dimension: int) -> None:
    """Write the FAISS and the tantivy index of a generation from its database, in place of what is there.

    Raises OSError where they cannot be written.
    """
    (target / vectors.FILE).unlink(missing_ok=True)
    shutil.rmtree(target / lexical.FOLDER, ignore_errors=True)
    vectors.build(target, _vectors(connection, dimension), dimension)
    to_disk(target / vectors.FILE)
    rows = enumerate(database.read_indexed(connection))
    lexical.build(target, ((row, report, text) for row, (_, report, text) in rows))


def _vectors(connection: sqlite3.Connection, dimension: int) -> Iterator[NDArray[np.float32]]:
    """Yield the vectors of all passages in the order of their ids, (n, d) at a time."""
    cursor = connection.execute("SELECT embedding FROM passages ORDER BY id")
    while blobs := cursor.fetchmany(BATCH):
        yield np.frombuffer(b"".join(blob for (blob,) in blobs), "<f4").reshape(-1, dimension)
