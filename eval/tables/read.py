"""The rows of a CSV or XLSX file, each with the line that it stands on."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.tables.cells import shown, unguarded
from eval.tables.columns import field_of, is_note
from eval.tables.errors import TableError
from ingest.formats.encoding import decode
from rag.errors import ReportError

ENDINGS = (".csv", ".xlsx")
DELIMITERS = ",;\t，；"
# Bytes of a file, bytes that it unpacks to, rows and columns of a sheet, and rows among which the heads are.
LARGEST, UNPACKED, MOST_ROWS, MOST_COLUMNS, HEAD_WITHIN = 16 << 20, 64 << 20, 20_000, 60, 10
# Columns of which a cell that is merged over several rows is meant for each of them.
_SHARED = ("file", "type", "history")
_HEAD = re.compile("问题|题目|提问|question", re.IGNORECASE)
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
Cells = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table as (number, field → cell), without blank ones, and the heads that say nothing here."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    unknown: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """Return the table of questions in a CSV or XLSX file; of a workbook the first sheet that has its heads.

    Raises TableError for a file that cannot be read or is too large, and where there are no columns for question and
    answer.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise TableError(f"{path} 有 {size >> 20} MB，超过 {LARGEST >> 20} MB 的上限。请分成几个文件。")
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"读不了题目文件 {path}：{error}。") from error
    sheets = _xlsx(data, path) if path.suffix.lower() == ".xlsx" else iter([list(_csv(data, path))])
    for sheet in sheets:
        found = _table(sheet)
        if found:
            return found
    raise TableError(
        f"{path} 中没有“问题”和“答案”两列。请在第一行写列名：问题、答案、文件，以及可选的证据、类型、编号、前文等。"
    )


def _table(sheet: Sequence[Cells]) -> Table | None:
    for at, (_, cells) in enumerate(sheet[:HEAD_WITHIN]):
        fields = [field_of(cell) for cell in cells]
        if {"question", "answers"} <= set(fields):
            rows = [(number, _by_field(fields, row)) for number, row in sheet[at + 1 :]]
            unknown = tuple(cell for cell, field in zip(cells, fields, strict=True) if not (field or is_note(cell)))
            return Table(tuple((number, row) for number, row in rows if any(map(str.strip, row.values()))), unknown)
    return None


def _by_field(fields: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells by field; of two columns for one field, the first that says something."""
    found: dict[str, str] = {}
    for field, cell in zip(fields, cells, strict=False):
        if field and not found.get(field, "").strip():
            found[field] = cell
    return found


def _csv(data: bytes, path: Path) -> Iterator[Cells]:
    """Yield the rows of a CSV file, each with the line that it begins on, in whichever encoding it was saved."""
    try:
        text = decode(data)
    except ReportError as error:
        raise TableError(f"读不了题目文件 {path}：{error}") from error
    head = next((line for line in text.split("\n")[:HEAD_WITHIN] if _HEAD.search(line)), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            yield number, [unguarded(cell) for cell in cells[:MOST_COLUMNS]]
            if before > MOST_ROWS * 10:
                raise _too_many(path)
    except csv.Error as error:
        raise TableError(f"{path} 第 {before + 1} 行起不是正确的 CSV（{error}）。请检查引号是否成对。") from error


def _xlsx(data: bytes, path: Path) -> Iterator[list[Cells]]:
    """Yield the sheets of a workbook."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise TableError(f"{path} 解压后超过 {UNPACKED >> 20} MB 的上限。请把题目复制到新的表格中再保存。")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                yield _merged(list(_sheet(sheet, path)), archive, sheet)
    except TableError:
        raise
    except Exception as error:  # a damaged workbook fails in whichever part of openpyxl or of the parser reads it
        raise TableError(f"读不了表格 {path}（{error}）。请用 Excel 或 WPS 打开后另存为 .xlsx。") from error


def _sheet(sheet: Any, path: Path) -> Iterator[Cells]:
    blank = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        cells = [unguarded(shown(cell.value, getattr(cell, "number_format", "") or "")) for cell in row]
        blank = 0 if any(cells) else blank + 1
        if number - blank > MOST_ROWS:
            raise _too_many(path)
        if blank > MOST_ROWS:
            return  # what is below was formatted, not filled in
        yield number, cells


def _too_many(path: Path) -> TableError:
    return TableError(f"{path} 超过 {MOST_ROWS} 行的上限。请分成几个文件。")


def _merged(rows: list[Cells], archive: zipfile.ZipFile, sheet: Any) -> list[Cells]:
    """Repeat what is merged over several rows in each of them, where the column may say the same of many questions."""
    from openpyxl.utils import range_boundaries

    heads = next((cells for _, cells in rows[:HEAD_WITHIN] if any(field_of(cell) == "question" for cell in cells)), [])
    for match in _MERGED.finditer(archive.read(sheet._worksheet_path)):
        left, top, _, bottom = range_boundaries(match[1].decode())
        if left > len(heads) or field_of(heads[left - 1]) not in _SHARED:
            continue
        for _, cells in rows[top : min(bottom, len(rows))]:
            if any(map(str.strip, cells)) and len(cells) >= left:
                cells[left - 1] = rows[top - 1][1][left - 1]
    return rows
