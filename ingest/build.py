"""From files to the index: what is new is read, what is unchanged costs a hash, and everything is one commit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.clean import clean
from ingest.gather import Gathered, gather
from ingest.load import load, read_bytes
from ingest.metadata import describe
from ingest.passages import passages
from ingest.structure import sections
from ingest.titles import find_title
from rag.errors import ReportError
from rag.index.derive import Embedder, PassageDraft
from rag.index.writer import IndexWriter, SourceEntry, open_writer
from rag.types import Report

BESIDE_REAL = "示例报告不与真实报告并存，未添加。"
# (step, done, total): the steps are READING (files) and EMBEDDING (passages)
Progress = Callable[[str, int, int], None]
READING, EMBEDDING = "读取报告", "建立索引"


@dataclass(frozen=True, slots=True)
class Reading:
    """A report file read: its catalogue entry, its extracted text and its passages."""

    report: Report
    text: str
    drafts: list[PassageDraft]


@dataclass(slots=True)
class Summary:
    """What an ingest did. Files stand as they were given; reasons are messages for the user."""

    added: list[Report] = field(default_factory=list)
    updated: list[Report] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    removed_samples: int = 0


def read_report(data: bytes, name: str) -> Reading:
    """Return the report in a file's bytes; `name` is the file's base name.

    Raises ReportError where the bytes cannot be read as what the name says, or hold no text.
    """
    loaded = clean(load(data, Path(name).suffix))
    title = find_title(loaded)
    parts = sections(loaded, title.blocks if title else ())
    headings = list(dict.fromkeys(heading for part in parts for heading in part.heading))
    drafts = passages(loaded.text, parts)
    if not drafts:
        raise ReportError("文件中没有可以引用的句子。")
    report = describe(loaded, file=name, title=title, headings=headings)
    return Reading(replace(report, passages=len(drafts)), loaded.text, drafts)


def ingest(paths: Sequence[Path], *, index: Path, embedding: Embedder, progress: Progress | None = None) -> Summary:
    """Add or update the reports in `paths` (files and folders) in the index folder, and say what was done.

    A file that cannot be read is skipped with its reason; an older version of it in the index stays. Nothing changes
    unless everything else is in. Raises ReportError where a path does not exist or no file is there to be read,
    IndexBusy, IndexMismatch, EmbeddingError, and OSError where the index cannot be written.
    """
    found = gather(paths)
    with open_writer(index, embedding) as writer:
        run = _Run(writer, found)
        for done, path in enumerate(found.files):
            if progress:
                progress(READING, done, len(found.files))
            run.take(path)
        run.settle_samples()
        if progress:
            progress(READING, len(found.files), len(found.files))
        if writer.changed:
            writer.commit(_embedding_progress(progress))
    return run.summary


def _embedding_progress(progress: Progress | None) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(EMBEDDING, done, total)


class _Run:
    """One ingest: takes file after file into the writer; samples wait until it is known whether a real report is in."""

    def __init__(self, writer: IndexWriter, found: Gathered) -> None:
        self.summary = Summary(failed=list(found.unsupported), ignored=dict(found.ignored))
        self._writer = writer
        self._known: dict[str, SourceEntry] = writer.sources()
        self._waiting: list[tuple[Path, str, Reading]] = []

    def take(self, path: Path) -> None:
        source = str(path.resolve())
        try:
            data = read_bytes(path)
            file_hash = hashlib.sha256(data).hexdigest()
            before = self._known.get(source)
            if before and before.file_hash == file_hash:
                self.summary.unchanged.append(path.name)
                return
            reading = read_report(data, path.name)
        except ReportError as error:
            self.summary.failed.append((str(path), str(error)))
            return
        if reading.report.sample:
            self._waiting.append((path, file_hash, reading))
        else:
            self._put(path, file_hash, reading)

    def settle_samples(self) -> None:
        """Let samples in only where there is nothing real, and take them out where there is."""
        if all(entry.sample for entry in self._known.values()):
            for path, file_hash, reading in self._waiting:
                self._put(path, file_hash, reading)
            return
        self.summary.skipped.extend((str(path), BESIDE_REAL) for path, _, _ in self._waiting)
        samples = {source: entry for source, entry in self._known.items() if entry.sample}
        names = {Path(source).name for source in samples}
        self.summary.unchanged = [name for name in self.summary.unchanged if name not in names]
        for source, entry in samples.items():
            self._writer.remove_report(entry.report)
            del self._known[source]
        self.summary.removed_samples = len(samples)

    def _put(self, path: Path, file_hash: str, reading: Reading) -> None:
        source = str(path.resolve())
        before = self._known.get(source)
        twin = next((other for other, entry in self._known.items()
                     if entry.report == reading.report.id and other != source), None)  # fmt: skip
        if twin and Path(twin).exists():
            self.summary.skipped.append((str(path), f"与已添加的 {Path(twin).name} 内容相同，只保留一份。"))
            if before:
                # the file has become a copy of another: its old version is gone
                self._writer.remove_report(before.report)
                del self._known[source]
            return
        self._writer.put_report(reading.report, reading.text, reading.drafts, source=source, file_hash=file_hash)
        if twin:
            with suppress(KeyError):
                del self._known[twin]
        self._known[source] = SourceEntry(reading.report.id, file_hash, reading.report.sample)
        (self.summary.updated if before or twin else self.summary.added).append(reading.report)
