"""The sources of an index under change: which file holds which report, and which file only repeats another."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from rag.index import database
from rag.index.derive import PassageDraft, passage_row
from rag.types import Report

_ENTRIES = """
SELECT source, id, file_hash, json_extract(data, '$.file'), json_extract(data, '$.place'),
    json_extract(data, '$.parents'), json_extract(data, '$.year'), json_extract(data, '$.sample'), repeats
FROM reports ORDER BY rowid
"""
_UNWRITTEN = """
SELECT source FROM reports WHERE repeats IS NULL AND id NOT IN
    (SELECT report FROM passages WHERE report IS NOT NULL) ORDER BY rowid
"""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the index holds of one source: the report in it and the hash that it was read with.

    `repeats` is the source that holds the same report and is searched in its place; None: this one is searched.
    """

    report: str
    file_hash: str
    file: str
    place: str | None
    parents: tuple[str, ...]
    year: int | None
    sample: bool
    repeats: str | None


def read_sources(connection: sqlite3.Connection) -> dict[str, SourceEntry]:
    """Return what the index holds of each source, in the order in which they came in."""
    return {
        source: SourceEntry(report, file_hash, file, place, tuple(json.loads(parents)), year, bool(sample), repeats)
        for source, report, file_hash, file, place, parents, year, sample, repeats in connection.execute(_ENTRIES)
    }


def put_source(connection: sqlite3.Connection, report: Report, text: str, drafts: Sequence[PassageDraft], *,
               source: str, file_hash: str) -> None:  # fmt: skip
    """Add a source with its report, in place of what came from it before; `write_passages` makes it searchable."""
    remove_source(connection, source)
    spans = json.dumps([asdict(draft) for draft in drafts], ensure_ascii=False)
    report = replace(report, passages=len(drafts))
    database.insert_report(connection, report, text, spans, source=source, file_hash=file_hash)


def remove_source(connection: sqlite3.Connection, source: str) -> bool:
    """Remove a source; the first of those that repeat it takes its place. Tell whether there was one."""
    row = connection.execute("SELECT id, repeats FROM reports WHERE source = ?", [source]).fetchone()
    if row is None:
        return False
    connection.execute("DELETE FROM reports WHERE source = ?", [source])
    if row[1] is None:
        _drop_passages(connection, row[0])
        _promote(connection, source)
    return True


def _promote(connection: sqlite3.Connection, gone: str) -> None:
    query = "SELECT source, id FROM reports WHERE repeats = ? ORDER BY rowid LIMIT 1"
    if heir := connection.execute(query, [gone]).fetchone():
        taken = database.searched(connection, heir[1])
        connection.execute("UPDATE reports SET repeats = ? WHERE repeats = ?", [taken or heir[0], gone])
        connection.execute("UPDATE reports SET repeats = ? WHERE source = ?", [taken, heir[0]])


def set_repeats(connection: sqlite3.Connection, repeats: Mapping[str, str | None]) -> None:
    """Let each source repeat another one, or (None) be searched itself."""
    # those that step back come first: no text is ever searched twice
    for source, other in sorted(repeats.items(), key=lambda item: item[1] is None):
        query = "UPDATE reports SET repeats = ? WHERE source = ? RETURNING id"
        for (report,) in connection.execute(query, [other, source]).fetchall():
            _drop_passages(connection, report)


def _drop_passages(connection: sqlite3.Connection, report: str) -> None:
    connection.execute("DELETE FROM passages WHERE report = ?", [report])


def write_passages(connection: sqlite3.Connection) -> None:
    """Write the passages of all reports that are to be searched and have none yet."""
    for (source,) in connection.execute(_UNWRITTEN).fetchall():
        report, text, drafts = _stored(connection, source)
        database.insert_rows(connection, (passage_row(report, text, draft) for draft in drafts))


def body(connection: sqlite3.Connection, source: str) -> str:
    """Return the text of a source without what is no body: that of its passages."""
    _, text, drafts = _stored(connection, source)
    return "\n".join(text[draft.start : draft.end] for draft in drafts)


def _stored(connection: sqlite3.Connection, source: str) -> tuple[Report, str, list[PassageDraft]]:
    data, text, drafts = connection.execute(
        "SELECT data, text, drafts FROM reports WHERE source = ?", [source]
    ).fetchone()
    return database.read_report(data), text, [_draft(**values) for values in json.loads(drafts)]


def _draft(start: int, end: int, heading: list[str], sentences: list[list[int]]) -> PassageDraft:
    return PassageDraft(start, end, tuple(heading), tuple((begin, stop) for begin, stop in sentences))
