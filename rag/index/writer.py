"""Writing the index: changes are made in a copy, which becomes the next generation in one atomic commit.

Whatever happens before the commit — an error, a full disk, a killed process — the current generation stays whole; what
was left behind is removed by the next writer.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from rag.errors import IndexMissing
from rag.index import database, sources, vectors
from rag.index.derive import Embedder, PassageDraft, check_database, derive
from rag.index.embed import Progress, embed
from rag.index.lock import locked
from rag.index.manifest import (
    MANIFEST,
    Manifest,
    check_embedding,
    file_hash,
    generations,
    may_be_committed,
    read_manifest,
    to_disk,
    write_manifest,
)
from rag.index.sources import SourceEntry
from rag.types import Report


@contextmanager
def open_writer(folder: Path, embedding: Embedder, *, patience: float = 0, waiting: Callable[[], None] | None = None
                ) -> Iterator[IndexWriter]:  # fmt: skip
    """Open the index in `folder` (made if there is none) for changes; they vanish unless committed.

    While another process writes, it is waited for during `patience` seconds; `waiting` is called once if so. Raises
    IndexBusy after that, IndexMismatch where the index is damaged or was made with another embedding, OSError where it
    cannot be written (a full disk).
    """
    with locked(folder, patience=patience, waiting=waiting):
        manifest = _current(folder)
        if manifest:
            check_embedding(
                manifest,
                model=embedding.name,
                fingerprint=embedding.fingerprint,
                dimension=embedding.dimension,
                index=folder,
            )
        with _writing(folder, embedding, manifest) as writer:
            yield writer


def rebuild(folder: Path, embedding: Embedder, progress: Progress | None = None) -> Manifest:
    """Embed all passages anew, with whatever embedding, and derive the indexes; the texts stay as they are.

    An index of an older format becomes one of the current format.

    Raises IndexMissing where there is no index, IndexBusy while another process writes, OSError (a full disk).
    """
    with locked(folder), _writing(folder, embedding, read_manifest(folder, older=True)) as writer:
        writer.forget_embeddings()
        return writer.commit(progress)


@contextmanager
def _writing(folder: Path, embedding: Embedder, current: Manifest | None) -> Iterator[IndexWriter]:
    if current:
        check_database(current.folder(folder), current, folder)
    _remove_leftovers(folder, current)
    with closing(IndexWriter(folder, embedding, current)) as writer:
        try:
            yield writer
        except sqlite3.Error as error:
            # a full disk has the same face, wherever it is met
            raise OSError(f"{database.DATABASE}: {error}") from error


def _remove_leftovers(folder: Path, current: Manifest | None) -> None:
    """Remove what writers left that never came to their commit: it has no manifest, or is newer than the current one.

    An older one with a manifest stays: a reader may just be opening its files.
    """
    newest = current.generation if current else 0
    for number, path in generations(folder).items():
        if number > newest or (number < newest and not (path / MANIFEST).exists()):
            shutil.rmtree(path, ignore_errors=True)


class IndexWriter:
    """Changes to an index; made by `open_writer`. The first change makes the copy in which they are made."""

    def __init__(self, folder: Path, embedding: Embedder, current: Manifest | None) -> None:
        """Start from the generation `current`, or from an empty index."""
        self._folder, self._embedding, self._current = folder, embedding, current
        self._generation = max(generations(folder), default=0) + 1
        self._target = folder / f"generation-{self._generation}"
        # Vectors are taken from here; never where another embedding made them.
        self._known = current.folder(folder) if current else None
        self._copy: sqlite3.Connection | None = None
        self.changed = False

    def close(self) -> None:
        """Drop what was not committed; the manifest tells, however the commit ended.

        Where it cannot be read for the moment (no file handles left, a network drive), the folder stays: if it was not
        committed, the next writer removes it.
        """
        if self._copy:
            self._copy.close()
        if not may_be_committed(self._folder, self._generation):
            shutil.rmtree(self._target, ignore_errors=True)

    def _connection(self) -> sqlite3.Connection:
        """Return the database to be changed: a copy of the current generation's, or an empty one."""
        if self._copy is None:
            self._target.mkdir()
            if self._current:
                source = self._current.folder(self._folder) / database.DATABASE
                shutil.copyfile(source, self._target / database.DATABASE)
            self._copy = database.connect(self._target, write=True)
        return self._copy

    def reports(self) -> list[Report]:
        """Return the reports that are searched, as they stand now."""
        return database.read_reports(self._connection())

    def sources(self) -> dict[str, SourceEntry]:
        """Return what the index holds of each source now, in the order in which they came in."""
        if self._copy or not self._current:
            return sources.read_sources(self._copy) if self._copy else {}
        with closing(database.connect(self._current.folder(self._folder))) as unchanged:
            return sources.read_sources(unchanged)

    def put_report(
        self, report: Report, text: str, drafts: Sequence[PassageDraft], *, source: str, file_hash: str
    ) -> None:
        """Add a source with its report, in place of what came from it before; the same text is searched only once."""
        sources.put_source(self._connection(), report, text, drafts, source=source, file_hash=file_hash)
        self.changed = True

    def remove_source(self, source: str) -> None:
        """Remove a source with its report; one that repeats it takes its place. An unknown one changes nothing."""
        self.changed = sources.remove_source(self._connection(), source) or self.changed

    def body(self, source: str) -> str:
        """Return the text of a source without what is no body."""
        return sources.body(self._connection(), source)

    def set_repeats(self, repeats: Mapping[str, str | None]) -> None:
        """Let each of these sources repeat another one, which is searched in its place, or (None) none."""
        if repeats:
            sources.set_repeats(self._connection(), repeats)
            self.changed = True

    def put_rows(self, rows: Sequence[database.Row]) -> None:
        """Add passages that belong to no report (documents of the vector store); the same key replaces."""
        if rows:
            database.insert_rows(self._connection(), rows)
            self.changed = True

    def remove_rows(self, keys: Sequence[str]) -> None:
        """Remove passages by their keys; unknown keys change nothing."""
        where = f"DELETE FROM passages WHERE key IN ({database.marks(keys)})"
        self.changed = self._connection().execute(where, list(keys)).rowcount > 0 or self.changed

    def forget_embeddings(self) -> None:
        """Let the commit embed every passage anew."""
        self._connection().execute("UPDATE passages SET embedding = NULL")
        self._known = None
        self.changed = True

    def commit(self, progress: Progress | None = None) -> Manifest:
        """Embed what is new, derive both indexes, and make this the current generation; return its manifest.

        `progress(done, total)` is called as passages are embedded. Raises EmbeddingError, OSError (disk full).
        """
        connection = self._connection()
        sources.write_passages(connection)
        embed(connection, self._embedding, known=self._known, progress=progress)
        connection.commit()
        derive(self._target, connection, self._embedding.dimension)
        manifest = self._manifest(connection)
        write_manifest(self._folder, manifest)
        self._remove_stale()
        return manifest

    def _remove_stale(self) -> None:
        """Remove all generations but this one and the one before, whose files a reader may just be opening."""
        kept = {self._generation, self._current.generation if self._current else 0}
        for number, path in generations(self._folder).items():
            if number not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _manifest(self, connection: sqlite3.Connection) -> Manifest:
        """Close the database, so that its file is whole, bring it to disk, and describe the generation."""
        count = "SELECT (SELECT count(*) FROM reports WHERE repeats IS NULL), (SELECT count(*) FROM passages)"
        reports, passages = connection.execute(count).fetchone()
        connection.close()
        to_disk(self._target / database.DATABASE)
        return Manifest(
            generation=self._generation,
            model=self._embedding.name,
            fingerprint=self._embedding.fingerprint,
            dimension=self._embedding.dimension,
            reports=reports,
            passages=passages,
            database=file_hash(self._target / database.DATABASE),
            vectors=file_hash(self._target / vectors.FILE),
        )


def _current(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexMissing:
        return None
