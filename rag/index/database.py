"""The SQLite database of one generation: reports with their sources, their text, passages and embeddings.

A row of `reports` is a source. Several sources may hold the same report: one of them is searched, the others name it in
`repeats` and are stored just as completely, so that any of them can take its place.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rag.aliases import under_one_name
from rag.types import Evidence, Passage, Report

DATABASE = "reports.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (
    source TEXT PRIMARY KEY, id TEXT NOT NULL, file_hash TEXT NOT NULL, data TEXT NOT NULL, text TEXT NOT NULL,
    drafts TEXT NOT NULL, repeats TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS reports_searched ON reports(id) WHERE repeats IS NULL;
CREATE INDEX IF NOT EXISTS reports_repeating ON reports(repeats) WHERE repeats IS NOT NULL;
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, report TEXT, start INTEGER, "end" INTEGER,
    heading TEXT NOT NULL, sentences TEXT NOT NULL,
    content TEXT NOT NULL, indexed TEXT NOT NULL, metadata TEXT NOT NULL, embedding BLOB, sentence_embeddings BLOB);
CREATE INDEX IF NOT EXISTS passages_report ON passages(report);
"""
# The column that databases of format 2 lack.
ADDED = "sentence_embeddings"
PASSAGE_COLUMNS = 'id, report, heading, start, "end", sentences, content'


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as it is written: `key` is its public id, `indexed` what is embedded and searched."""

    key: str
    content: str
    indexed: str
    metadata: dict[str, Any]
    report: str | None = None
    start: int | None = None
    end: int | None = None
    heading: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()


def connect(folder: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open a generation's database; for reading as the immutable file that it is, from any thread.

    One that is written to keeps no journal: it is no part of the index before it is whole and, by `to_disk`, on disk.
    """
    path = folder / DATABASE
    if not write:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection = sqlite3.connect(path)
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
    if ADDED not in {name for _, name, *_ in connection.execute("PRAGMA table_info(passages)")}:
        connection.execute(f"ALTER TABLE passages ADD COLUMN {ADDED} BLOB")
    return connection


def insert_report(connection: sqlite3.Connection, report: Report, text: str, drafts: str, *, source: str,
                  file_hash: str) -> None:  # fmt: skip
    """Insert a source with the report in it; if that very text is searched already, as a repetition of it."""
    values = (source, report.id, file_hash, _dump(asdict(report)), text, drafts, searched(connection, report.id))
    connection.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def searched(connection: sqlite3.Connection, report_id: str) -> str | None:
    """Return the source by which a report is searched; None for an unknown id."""
    row = connection.execute("SELECT source FROM reports WHERE id = ? AND repeats IS NULL", [report_id]).fetchone()
    return row[0] if row else None


def insert_rows(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Insert passages; one with the same key is replaced."""
    connection.executemany(
        'INSERT OR REPLACE INTO passages (key, report, start, "end", heading, sentences, content, indexed, metadata)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row.key,
                row.report,
                row.start,
                row.end,
                _dump(row.heading),
                _dump(row.sentences),
                row.content,
                row.indexed,
                _dump(row.metadata),
            )
            for row in rows
        ),
    )


def read_reports(connection: sqlite3.Connection) -> list[Report]:
    """Return the reports that are searched, by place, year and file name; `also` names the files that repeat each.

    A place has one name in all of them, though one report may have it in short.
    """
    also: defaultdict[str, list[str]] = defaultdict(list)
    repeated = "SELECT repeats, json_extract(data, '$.file') FROM reports WHERE repeats IS NOT NULL ORDER BY rowid"
    for source, file in connection.execute(repeated):
        also[source].append(file)
    reports = [
        replace(read_report(data), also=tuple(also[source]))
        for source, data in connection.execute("SELECT source, data FROM reports WHERE repeats IS NULL")
    ]
    return sorted(
        under_one_name(reports), key=lambda report: (report.place or "", report.year or 0, report.file, report.id)
    )


def read_report(data: str) -> Report:
    """Return the report whose row holds `data`, as it was inserted."""
    values = json.loads(data)
    lists = {name: tuple(values[name]) for name in ("parents", "pages", "ocr", "also")}
    return Report(**values | lists | {"evidence": tuple(Evidence(**entry) for entry in values["evidence"])})


def read_passages(connection: sqlite3.Connection, where: str, values: Sequence[object]) -> list[Passage]:
    """Return the passages of reports for which the SQL condition `where` holds, in the order of their ids."""
    rows = connection.execute(
        f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE report IS NOT NULL AND {where} ORDER BY id", values
    )
    return [
        Passage(
            id=key,
            report=report,
            heading=tuple(json.loads(heading)),
            start=start,
            end=end,
            sentences=tuple((a, b) for a, b in json.loads(sentences)),
            text=content,
        )
        for key, report, heading, start, end, sentences, content in rows
    ]


def read_indexed(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """Yield (passage id, report id or "", searched text) of all passages, in the order of their ids."""
    yield from connection.execute("SELECT id, coalesce(report, ''), indexed FROM passages ORDER BY id")


def marks(values: Sequence[object]) -> str:
    """Return the placeholders of an SQL list: "?,?,?"."""
    return ",".join("?" * len(values))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
