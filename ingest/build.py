"""From files to the index: what is new is read, what is unchanged costs a hash, and everything is one commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.duplicates import find_repeats
from ingest.sources.gather import Gathered, check, gather
from ingest.sources.keys import is_under, shown_key
from ingest.sources.source import Source, gone
from rag.errors import ReportError
from rag.index.derive import Embedder, PassageDraft
from rag.index.sources import SourceEntry
from rag.index.writer import IndexWriter, open_writer
from rag.types import Report

# Raised whenever the same bytes would be read differently: text, body, passages, or facts of a report. It goes into
# every file's hash, so that the next ingest after an upgrade reads all files anew.
READER_VERSION = 3
# Seconds that an ingest waits for another one: long enough for a folder of scans.
PATIENCE = 6 * 3600
# (step, done, total): the steps are READING (files) and EMBEDDING (passages)
Progress = Callable[[str, int, int], None]
READING, EMBEDDING = "读取报告", "建立索引"
BESIDE_REAL = "示例报告不与真实报告并存，未添加。如需使用示例，请用 --index 指定另一个索引文件夹。"


@dataclass(frozen=True, slots=True)
class Reading:
    """A report file read: its catalogue entry, its extracted text and its passages."""

    report: Report
    text: str
    drafts: list[PassageDraft]


@dataclass(slots=True)
class Summary:
    """What an ingest did. Reasons are messages for the user.

    `merged` holds files with the file whose report they repeat; `removed` the files that are gone (`prune`);
    `removed_samples` counts the samples that had to give way to real reports.
    """

    added: list[Report] = field(default_factory=list)
    updated: list[Report] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    removed_samples: int = 0


def read_report(data: bytes, name: str, facts: Mapping[str, str] = {}) -> Reading:
    """Return the report in a file's bytes; `name` is its base name, `facts` what a sidecar says of it.

    Raises ReportError where the bytes cannot be read, or hold no text.
    """
    # late: where all files are unchanged, nothing of this is needed
    from ingest.clean import clean
    from ingest.load import load
    from ingest.metadata.describe import describe
    from ingest.metadata.titles import find_title
    from ingest.passages import passages
    from ingest.structure import sections

    loaded = clean(load(data, Path(name).suffix))
    if not _is_storable(loaded.text + name):
        raise ReportError("文件中有不成对的代理字符，无法保存。请用原来的软件打开，另存后再添加。")
    title = find_title(loaded)
    parts = sections(loaded, title.blocks if title else ())
    headings = list(dict.fromkeys(heading for part in parts for heading in part.heading))
    drafts = passages(loaded.text, parts)
    if not drafts:
        raise ReportError("文件中没有可以引用的句子。请检查文件内容，扫描件请先确认图像清晰。")
    report = describe(loaded, file=name, title=title, headings=headings, facts=facts)
    report = replace(report, passages=len(drafts), ocr=loaded.ocr, damaged=loaded.damaged)
    return Reading(report, loaded.text, drafts)


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def source_hash(data: bytes, facts: Mapping[str, str]) -> str:
    """Return the SHA-256 of all that decides how a source is read: its bytes, its facts, and the READER_VERSION."""
    digest = hashlib.sha256(json.dumps([READER_VERSION, sorted(facts.items())]).encode() + b"\n")
    digest.update(data)
    return digest.hexdigest()


def ingest(
    paths: Sequence[str | Path],
    *,
    index: Path,
    embedding: Embedder,
    progress: Progress | None = None,
    prune: bool = False,
    allow_private: bool = False,
    waiting: Callable[[], None] | None = None,
) -> Summary:
    """Add or update the reports in `paths` (files, folders, archives, addresses) in the index, and say what was done.

    A file that cannot be read is skipped with its reason; an older version of it in the index stays. `prune` removes
    reports whose file is gone: those under `paths`, all if there are none. `allow_private`: addresses inside the
    office's own network may be read. `waiting` is called once if another ingest has to be waited for. Nothing changes
    unless everything else is in. Raises ReportError where a path does not exist or no file is there to be read,
    IndexBusy, IndexMismatch, EmbeddingError, and OSError where the index cannot be written.
    """
    check(paths)  # nobody waits for hours to be told of a slip
    with open_writer(index, embedding, patience=PATIENCE, waiting=waiting) as writer:
        # after the wait, which may be long: what was seen before it may have changed
        found = gather(paths, allow_private=allow_private, may_be_empty=prune)
        run = _Run(writer, found)
        for done, source in enumerate(found.sources):
            if progress:
                progress(READING, done, len(found.sources))
            run.take(source)
        if progress:
            progress(READING, len(found.sources), len(found.sources))
        if prune:
            run.prune(paths)
        run.settle()
        if writer.changed:
            writer.commit(_embedding_progress(progress))
    return run.summary


def _embedding_progress(progress: Progress | None) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(EMBEDDING, done, total)


class _Run:
    """One ingest: takes source after source into the writer, then settles what depends on all of them."""

    def __init__(self, writer: IndexWriter, found: Gathered) -> None:
        self.summary = Summary(failed=list(found.failed), ignored=dict(found.ignored))
        self._writer = writer
        self._before: dict[str, SourceEntry] = writer.sources()
        # The keys of what was put, in order, and whether the index held a version of it.
        self._put: dict[str, bool] = {}
        self._unchanged: dict[str, str] = {}
        self._samples: list[tuple[Source, str, Reading]] = []

    def take(self, source: Source) -> None:
        """Read a source and put its report into the index, unless it is there as it is; samples wait."""
        try:
            data = source.read()
            file_hash = source_hash(data, source.facts)
            before = self._before.get(source.key)
            # what a table said before it became unreadable still holds
            if before and (before.file_hash == file_hash or not source.facts_known):
                self._unchanged[source.key] = source.name
                return
            reading = read_report(data, source.name, source.facts)
        except ReportError as error:
            self.summary.failed.append((shown_key(source.key), str(error)))
            return
        except Exception as error:
            # A malformed file makes libraries raise nearly anything; it is told, and the other files still go in.
            self.summary.failed.append((shown_key(source.key), _unexpected(error)))
            return
        if reading.report.sample:
            self._samples.append((source, file_hash, reading))
        else:
            self._keep(source, file_hash, reading)

    def _keep(self, source: Source, file_hash: str, reading: Reading) -> None:
        report = replace(reading.report, url=source.url)
        self._put[source.key] = source.key in self._before
        self._writer.put_report(report, reading.text, reading.drafts, source=source.key, file_hash=file_hash)

    def prune(self, paths: Sequence[str | Path]) -> None:
        """Remove the sources under `paths` (all, if there are none) that no longer exist.

        A path that was named exists, and with it its drive; without any, a drive may be missing.
        """
        for key in self._before:
            if key not in self._put and is_under(key, paths) and gone(key, drive_is_there=bool(paths)):
                self._writer.remove_source(key)
                self._unchanged.pop(key, None)
                self.summary.removed.append(shown_key(key))

    def settle(self) -> None:
        """Settle what is searched: no samples beside real reports, no file twice that has moved, no repetitions."""
        self._settle_samples()
        self._settle_moved()
        before, after = self._before, self._writer.sources()
        keys = [key for key in before | after if before.get(key) != after.get(key)]
        touched = [entries[key] for key in keys for entries in (before, after) if key in entries]
        searched = {key for key, entry in before.items() if entry.repeats is None}
        self._writer.set_repeats(find_repeats(after, touched, searched, self._writer.body))
        self._tell()

    def _settle_samples(self) -> None:
        entries = self._writer.sources()
        if all(entry.sample for entry in entries.values()):
            for source, file_hash, reading in self._samples:
                self._keep(source, file_hash, reading)
            return
        self.summary.skipped.extend((shown_key(source.key), BESIDE_REAL) for source, _, _ in self._samples)
        samples = [key for key, entry in entries.items() if entry.sample]
        for key in samples:
            self._writer.remove_source(key)
            self._unchanged.pop(key, None)
        self.summary.removed_samples = len(samples)

    def _settle_moved(self) -> None:
        """Let a new file take the place of one with the same text that is gone: it has moved."""
        entries = self._writer.sources()
        new = {entries[key].report: key for key, known in self._put.items() if not known}
        for old, entry in entries.items():
            key = new.get(entry.report)
            # even where its drive may be missing: the text stays in
            if key and old not in self._put and gone(old, drive_is_there=True):
                self._writer.remove_source(old)
                self._unchanged.pop(old, None)
                self._put[key] = True

    def _tell(self) -> None:
        """Complete the summary."""
        self.summary.unchanged = list(self._unchanged.values())
        entries = self._writer.sources()
        reports = {report.id: report for report in self._writer.reports()} if self._put else {}
        for key, known in self._put.items():
            if entries[key].repeats is None:
                (self.summary.updated if known else self.summary.added).append(reports[entries[key].report])
        for key, entry in entries.items():
            stepped_back = key in self._put or self._before[key].repeats is None
            if entry.repeats and stepped_back:
                self.summary.merged.append((shown_key(key), entries[entry.repeats].file))


def _unexpected(error: Exception) -> str:
    seen = f"{type(error).__name__}：{error}"
    if isinstance(error, ImportError):
        return f"读取这种格式所需的组件无法加载（{seen}）。请按 requirements.txt 重新安装。"
    return f"文件内容有误，读取时出错（{seen}）。请用原来的软件打开检查，另存后再添加。"
