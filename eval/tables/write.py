"""A table of questions as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.tables.cells import guarded
from eval.tables.columns import field_of

# Characters that fit a column, by what it holds.
_WIDTHS = {"question": 44, "answers": 28, "evidence": 60, "file": 26, "history": 30, "must_not": 24, "variants": 20}


def write_table(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Write a table as the ending of `path` says: CSV as Excel opens it, or XLSX with `notes` on a sheet of their own.

    No cell becomes a formula.
    """
    safe = [[guarded(cell) for cell in row] for row in rows]
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, heads, safe, notes)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([heads, *safe])


def _write_xlsx(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet = book.active
    sheet.title = "题目"
    sheet.append(list(heads))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) or None for cell in row])
    _dress(sheet, heads)
    if notes:
        page = book.create_sheet("说明")
        for note in notes:
            page.append([note])
        page.column_dimensions["A"].width = 110
    book.save(path)


def _dress(sheet: Any, heads: Sequence[str]) -> None:
    """Make the sheet readable: bold heads that stay, wide columns, wrapped text that a spreadsheet leaves as it is."""
    from openpyxl.styles import Alignment, Font

    sheet.freeze_panes = "A2"
    for number, head in enumerate(heads, 1):
        letter = sheet.cell(1, number).column_letter
        sheet.column_dimensions[letter].width = _WIDTHS.get(field_of(head) or "", 12)
        sheet.cell(1, number).font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
