"""Reading the index: one generation, held open, and exact about which one it is."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexMismatch, RagError, ReportError
from rag.index import database, vectors
from rag.index.derive import Embedder, check_database, derive
from rag.index.lexical import LexicalIndex
from rag.index.lock import DERIVE_LOCK, locked
from rag.index.manifest import Manifest, check_embedding, file_hash, read_manifest
from rag.index.sentences import LOOKED_AT_AGAIN, SHARE, nearest
from rag.index.vectors import VectorIndex
from rag.outline import Outline, outline
from rag.tableparts import Table
from rag.tables import tables
from rag.types import Filter, Passage, Report

Keep = NDArray[np.bool_]
# Seconds that a reader waits while another one makes the derived files anew.
PATIENCE = 600
# Passages that are kept in memory, and as many whose sentences' vectors are: 4 kB each with the shipped embedding.
KEPT = 16_384
# Reports whose texts are kept in memory: 60 kB each.
TEXTS_KEPT = 64


def open_index(folder: Path, embedding: Embedder) -> Index:
    """Open the current generation of the index in `folder`.

    Derived indexes that are missing, damaged or of another length are made anew from the database. Raises IndexMissing
    where there is no index, IndexMismatch where it is damaged, cannot be repaired or was made with another embedding,
    IndexBusy where another process takes very long to make them anew.
    """
    manifest = read_manifest(folder)
    check_embedding(
        manifest, model=embedding.name, fingerprint=embedding.fingerprint, dimension=embedding.dimension, index=folder
    )
    check_database(manifest.folder(folder), manifest, folder)
    return Index(folder, manifest, embedding)


class Index:
    """One generation of the index: its catalogue, its texts, and both searches over its passages (rows 0…n-1)."""

    def __init__(self, folder: Path, manifest: Manifest, embedding: Embedder) -> None:
        """Open the generation that `manifest` names; see `open_index`."""
        self.folder, self.manifest, self.embedding = folder, manifest, embedding
        self._lock = threading.Lock()
        self._connection = database.connect(manifest.folder(folder))
        self._catalogue = {report.id: report for report in database.read_reports(self._connection)}
        self._reports = tuple(self._catalogue.values())
        self._open_derived()
        rows = self._connection.execute("SELECT id, coalesce(report, '') FROM passages ORDER BY id").fetchall()
        self._ids = np.array([key for key, _ in rows], dtype=np.int64)
        ordinals = {report: at for at, report in enumerate(self._catalogue)}
        self._owners = np.array([ordinals.get(report, -1) for _, report in rows], dtype=np.int64)
        self._ordinals = ordinals
        self._outlines: dict[str, Outline] = {}
        self._sentences: dict[int, bytes] = {}
        self._passages: dict[int, Passage] = {}
        self._texts: dict[str, str] = {}

    def _open_derived(self) -> None:
        if self._open_whole():
            return
        target = self.manifest.folder(self.folder)
        try:
            with locked(self.folder, name=DERIVE_LOCK, patience=PATIENCE):
                if self._open_whole():
                    return  # another reader has just made them
                derive(target, self._connection, self.manifest.dimension)
                self._vectors, self._lexical = VectorIndex(target), LexicalIndex(target)
        except (RuntimeError, ValueError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise IndexMismatch(
                f"索引 {self.folder} 的检索文件缺失或已损坏，重新生成时出错（{reason}）。"
                "请检查该文件夹的写入权限和磁盘空间，然后重试。"
            ) from error

    def _open_whole(self) -> bool:
        """Open both derived indexes; False where they are not, whole, what the manifest describes."""
        target = self.manifest.folder(self.folder)
        try:
            self._vectors, self._lexical = VectorIndex(target), LexicalIndex(target)
            whole = file_hash(target / vectors.FILE) == self.manifest.vectors
        except (RuntimeError, ValueError, OSError):
            return False  # faiss and tantivy raise these for files that are damaged or gone
        return whole and len(self._lexical) == self.manifest.passages

    def is_current(self) -> bool:
        """Tell whether this is still the newest generation (an index that is gone counts as newer: reopen and see)."""
        try:
            return read_manifest(self.folder) == self.manifest
        except RagError:
            return False

    def reports(self) -> tuple[Report, ...]:
        """Return the catalogue, by place, year and file name; the same tuple each time."""
        return self._reports

    def report(self, report_id: str) -> Report:
        """Return one report; raises ReportError for an unknown id."""
        try:
            return self._catalogue[report_id]
        except KeyError:
            raise ReportError("索引中没有这份报告，它可能已被更新或移除。请重新提问。") from None

    def text(self, report_id: str) -> str:
        """Return a report's extracted text; raises ReportError for an unknown id."""
        self.report(report_id)
        with self._lock:
            if report_id not in self._texts:
                if len(self._texts) >= TEXTS_KEPT:
                    self._texts.clear()
                # in the words of the index that finds it: without, every report's text is read
                wanted = "SELECT text FROM reports WHERE id = ? AND repeats IS NULL"
                (self._texts[report_id],) = self._connection.execute(wanted, (report_id,)).fetchone()
            return self._texts[report_id]

    def passages(self, report_id: str) -> list[Passage]:
        """Return the passages of one report, in order; raises ReportError for an unknown id."""
        self.report(report_id)
        with self._lock:
            return database.read_passages(self._connection, "report = ?", [report_id])

    def outline(self, report_id: str) -> Outline:
        """Return which parts of a report tell results, problems and plans; raises ReportError for an unknown id."""
        if report_id not in self._outlines:
            passages = self.passages(report_id)
            report = self.report(report_id)
            self._outlines[report_id] = outline(passages, report.year_plan, report.year)
        return self._outlines[report_id]

    def tables(self, report_id: str) -> tuple[Table, ...]:
        """Return the tables of a report; raises ReportError for an unknown id."""
        return tables(self.text(report_id))  # which keeps those of the texts that were last asked for

    def passages_at(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of reports at these rows; rows that belong to no report are left out."""
        with self._lock:
            if len(self._passages) > KEPT:
                self._passages.clear()
            if new := {int(self._ids[row]): row for row in rows if row not in self._passages}:
                found = database.read_passages(self._connection, f"id IN ({database.marks(list(new))})", list(new))
                self._passages |= {new[passage.id]: passage for passage in found}
            return {row: self._passages[row] for row in rows if row in self._passages}

    def report_ids(self, wanted: Filter) -> list[str] | None:
        """Return the ids of the reports that a filter admits; None where it admits all."""
        if not (wanted.places or wanted.years) and wanted.reports is None:
            return None
        return [
            report.id
            for report in self._catalogue.values()
            if (not wanted.places or report.place in wanted.places)
            and (not wanted.years or report.year in wanted.years)
            and (wanted.reports is None or report.id in wanted.reports)
        ]

    def rows(self, report_id: str) -> list[int]:
        """Return the rows of one report's passages, in order; raises ReportError for an unknown id."""
        self.report(report_id)
        return np.flatnonzero(self._owners == self._ordinals[report_id]).tolist()

    def keep(self, report_ids: Sequence[str] | None) -> Keep | None:
        """Return the mask (n,) of the rows of these reports; None for all rows."""
        if report_ids is None:
            return None
        wanted = np.zeros(len(self._ordinals) + 1, np.bool_)  # the last is for rows of no report, whose owner is -1
        wanted[[self._ordinals[report] for report in report_ids]] = True
        return np.asarray(wanted[self._owners])

    def keep_metadata(self, wanted: Mapping[str, Any]) -> Keep:
        """Return the mask (n,) of the rows whose metadata hold these values (a list admits any of its values)."""
        with self._lock:
            rows = self._connection.execute("SELECT json(metadata) FROM passages ORDER BY id").fetchall()
        return np.array([_matches(json.loads(row), wanted) for (row,) in rows], dtype=np.bool_)

    def dense(self, query: NDArray[np.float32], k: int, keep: Keep | None = None) -> list[tuple[int, float]]:
        """Return (row, similarity) of the `k` best rows inside `keep`, best first."""
        scores = self.similarities(query, self.near(query, max(k, LOOKED_AT_AGAIN), keep))
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]

    def near(self, query: NDArray[np.float32], k: int, keep: Keep | None = None) -> list[int]:
        """Return the `k` rows inside `keep` of the highest cosine, best first."""
        rows: list[int] = self._vectors.search(query, k, keep)[0].tolist()
        return rows

    def similarities(self, query: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the similarity of each of these rows, at most 1.

        It is the cosine of the passage or, where sentences have vectors, in part that of its nearest sentence.
        """
        if not rows:
            return {}
        scores = self._vectors.vectors(rows) @ query
        if self.embedding.by_sentence:
            scores = (1 - SHARE) * scores + SHARE * nearest(query, self._sentence_vectors(rows))
        return dict(zip(rows, scores.tolist(), strict=True))

    def _sentence_vectors(self, rows: Sequence[int]) -> list[bytes]:
        with self._lock:
            if len(self._sentences) > KEPT:
                self._sentences.clear()
            if new := {int(self._ids[row]): row for row in rows if row not in self._sentences}:
                query = f"SELECT id, sentence_embeddings FROM passages WHERE id IN ({database.marks(list(new))})"
                self._sentences |= {new[key]: stored for key, stored in self._connection.execute(query, list(new))}
            return [self._sentences[row] for row in rows]

    def lexical(
        self, query: str, k: int, reports: Sequence[str] | None = None, expansion: str = ""
    ) -> list[tuple[int, float]]:
        """Return (row, BM25 sum) of the `k` best rows of these reports (None: of all), best first."""
        return self._lexical.search(query, k, reports=reports, expansion=expansion)

    def holding(self, word: str) -> int:
        """Return how many passages hold a word."""
        return self._lexical.holding(word)

    def documents(self, rows: Sequence[int]) -> list[tuple[str, str, dict[str, Any]]]:
        """Return (key, content, metadata) at each of these rows, in their order."""
        return self._documents("id", [int(self._ids[row]) for row in rows])

    def documents_by_key(self, keys: Sequence[str]) -> list[tuple[str, str, dict[str, Any]]]:
        """Return (key, content, metadata) for each of these keys, in their order; unknown keys are left out."""
        return self._documents("key", list(keys))

    def _documents(self, column: str, values: Sequence[object]) -> list[tuple[str, str, dict[str, Any]]]:
        query = f"SELECT {column}, key, content, metadata FROM passages WHERE {column} IN ({database.marks(values)})"
        with self._lock:
            rows = self._connection.execute(query, list(values)).fetchall()
        found = {value: (key, content, json.loads(metadata)) for value, key, content, metadata in rows}
        return [found[value] for value in values if value in found]


def _matches(metadata: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    for name, value in wanted.items():
        values = value if isinstance(value, list | tuple | set) else (value,)
        if metadata.get(name) not in values:
            return False
    return True
