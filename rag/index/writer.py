"""Writing the index: changes are made in a copy, which becomes the next generation in one atomic commit.

Whatever happens before the commit — an error, a full disk, a killed process — the current generation stays whole; what
was left behind is removed by the next writer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import IndexBusy, IndexMissing
from rag.index import database, vectors
from rag.index.derive import Embedder, PassageDraft, check_database, derive, passage_row
from rag.index.manifest import Manifest, check_embedding, file_hash, generations, read_manifest, write_manifest
from rag.types import Report

LOCK = "write.lock"
# Passages embedded at once: long enough to keep the encoder busy, short enough for a progress bar to move.
BATCH = 512
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the index holds of one source: the report's id and the hash of the file's bytes."""

    report: str
    file_hash: str
    sample: bool


@contextmanager
def open_writer(folder: Path, embedding: Embedder) -> Iterator[IndexWriter]:
    """Open the index in `folder` (made if there is none) for changes; they vanish unless committed.

    Raises IndexBusy while another process writes, IndexMismatch where the index was made with another embedding.
    """
    with _locked(folder):
        manifest = _current(folder)
        if manifest:
            check_embedding(
                manifest,
                model=embedding.name,
                fingerprint=embedding.fingerprint,
                dimension=embedding.dimension,
                index=folder,
            )
        with closing(IndexWriter(folder, embedding, manifest)) as writer:
            yield writer


def rebuild(folder: Path, embedding: Embedder, progress: Progress | None = None) -> Manifest:
    """Embed all passages anew, with whatever embedding, and derive the indexes; the texts stay as they are.

    Raises IndexMissing where there is no index, IndexBusy while another process writes.
    """
    with _locked(folder), closing(IndexWriter(folder, embedding, read_manifest(folder))) as writer:
        writer.forget_embeddings()
        return writer.commit(progress)


class IndexWriter:
    """Changes to an index; made by `open_writer`."""

    def __init__(self, folder: Path, embedding: Embedder, current: Manifest | None) -> None:
        """Copy the current generation's database, or start an empty one."""
        self._folder, self._embedding = folder, embedding
        # Leftovers keep their numbers until the commit: nothing is removed while the current generation may be needed.
        self._generation = max(generations(folder), default=0) + 1
        self._target = folder / f"generation-{self._generation}"
        self._current = current
        self._target.mkdir()
        self._committed = False
        try:
            if current:
                shutil.copyfile(current.folder(folder) / database.DATABASE, self._target / database.DATABASE)
                check_database(self._target, current, folder)
            self._connection = database.connect(self._target, write=True)
        except BaseException:
            shutil.rmtree(self._target, ignore_errors=True)
            raise
        self.changed = False

    def close(self) -> None:
        """Drop what was not committed."""
        self._connection.close()
        if not self._committed:
            shutil.rmtree(self._target, ignore_errors=True)

    def reports(self) -> list[Report]:
        """Return the reports as they stand now."""
        return database.read_reports(self._connection)

    def sources(self) -> dict[str, SourceEntry]:
        """Return what the index holds of each source."""
        rows = self._connection.execute(
            "SELECT source, id, file_hash, coalesce(json_extract(data, '$.sample'), 0) FROM reports"
        )
        return {source: SourceEntry(key, file_hash, bool(sample)) for source, key, file_hash, sample in rows}

    def put_report(
        self, report: Report, text: str, drafts: Sequence[PassageDraft], *, source: str, file_hash: str
    ) -> None:
        """Add a report, in place of what came from the same source and of a report with the same id."""
        report = replace(report, passages=len(drafts))
        self._connection.execute("DELETE FROM reports WHERE source = ? OR id = ?", (source, report.id))
        database.insert_report(self._connection, report, text, source=source, file_hash=file_hash)
        database.insert_rows(self._connection, [passage_row(report, text, draft) for draft in drafts])
        self.changed = True

    def remove_report(self, report_id: str) -> None:
        """Remove a report with its passages; an unknown id changes nothing."""
        removed = self._connection.execute("DELETE FROM reports WHERE id = ?", (report_id,)).rowcount
        self.changed = self.changed or removed > 0

    def put_rows(self, rows: Sequence[database.Row]) -> None:
        """Add passages that belong to no report (documents of the vector store); the same key replaces."""
        database.insert_rows(self._connection, rows)
        self.changed = self.changed or bool(rows)

    def remove_rows(self, keys: Sequence[str]) -> None:
        """Remove passages by their keys; unknown keys change nothing."""
        where = f"DELETE FROM passages WHERE key IN ({database.marks(keys)})"
        self.changed = self._connection.execute(where, list(keys)).rowcount > 0 or self.changed

    def forget_embeddings(self) -> None:
        """Let the commit embed every passage anew."""
        self._connection.execute("UPDATE passages SET embedding = NULL")
        self.changed = True

    def commit(self, progress: Progress | None = None) -> Manifest:
        """Embed what is new, derive both indexes, and make this the current generation; return its manifest.

        `progress(done, total)` is called as passages are embedded. Raises EmbeddingError, OSError (disk full).
        """
        self._embed(progress)
        self._connection.commit()
        derive(self._target, self._connection, self._embedding.dimension)
        manifest = self._manifest()
        write_manifest(self._folder, manifest)
        self._committed = True
        self._remove_stale()
        return manifest

    def _remove_stale(self) -> None:
        """Remove all generations but this one and the one before, whose files a reader may just be opening."""
        kept = {self._generation, self._current.generation if self._current else 0}
        for number, path in generations(self._folder).items():
            if number not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _embed(self, progress: Progress | None) -> None:
        rows = self._connection.execute(
            "SELECT id, indexed FROM passages WHERE embedding IS NULL ORDER BY id"
        ).fetchall()
        for at in range(0, len(rows), BATCH):
            batch = rows[at : at + BATCH]
            encoded = self._embedding.encode_documents([text for _, text in batch])
            self._connection.executemany(
                "UPDATE passages SET embedding = ? WHERE id = ?",
                [(vector.astype("<f4").tobytes(), key) for (key, _), vector in zip(batch, encoded, strict=True)],
            )
            if progress:
                progress(at + len(batch), len(rows))

    def _manifest(self) -> Manifest:
        """Close the database, so that its file is whole and on disk, and describe the generation."""
        count = "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM passages)"
        reports, passages = self._connection.execute(count).fetchone()
        self._connection.close()
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


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise IndexMissing(f"{folder} 不是文件夹，不能用作索引文件夹。请用 --index 指定另一个位置。") from None
    try:
        with FileLock(folder / LOCK, timeout=0):
            yield
    except Timeout:
        raise IndexBusy(f"另一个进程正在写入索引 {folder}。请等它结束后再试。") from None


def _current(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexMissing:
        return None
