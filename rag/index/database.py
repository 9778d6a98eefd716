"""The SQLite database of one generation: reports, their text, passages and embeddings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.types import Passage, Report

DATABASE = "reports.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY, source TEXT NOT NULL UNIQUE, file_hash TEXT NOT NULL, data TEXT NOT NULL,
    text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
    report TEXT REFERENCES reports(id) ON DELETE CASCADE, start INTEGER, "end" INTEGER,
    heading TEXT NOT NULL, sentences TEXT NOT NULL,
    content TEXT NOT NULL, indexed TEXT NOT NULL, metadata TEXT NOT NULL, embedding BLOB);
CREATE INDEX IF NOT EXISTS passages_report ON passages(report);
"""
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
    """Open a generation's database; for reading as the immutable file that it is, from any thread."""
    path = folder / DATABASE
    if not write:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(SCHEMA)
    return connection


def insert_report(connection: sqlite3.Connection, report: Report, text: str, *, source: str, file_hash: str) -> None:
    """Insert a report with its extracted text and the source that it came from."""
    data = json.dumps(asdict(report), ensure_ascii=False)
    connection.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?)", (report.id, source, file_hash, data, text))


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
    """Return all reports, by place, year and file name."""
    reports = [_report(data) for (data,) in connection.execute("SELECT data FROM reports")]
    return sorted(reports, key=lambda report: (report.place or "", report.year or 0, report.file, report.id))


def _report(data: str) -> Report:
    values = json.loads(data)
    return Report(**values | {"parents": tuple(values["parents"]), "pages": tuple(values["pages"])})


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
