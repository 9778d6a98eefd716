"""Answers that stand in the cells of a table: the row and the column that a question names, nothing less.

A cell is given only where the question says the head of its row and that of its column, no other cell fits as well,
and what else it asks about is what the table is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rag.compose import Line, label, listed
from rag.index.reader import Index
from rag.lookup import ROW, UNNAMED, Lookup, Place, asks_for_most
from rag.scope import Target
from rag.tableparts import Table
from rag.terms import Matcher
from rag.types import Passage, Report, Span
from rag.understood import Understood

# A cell is not sure where another one fits as well, to within this.
AS_WELL = 0.05
# Reports whose tables are read for one place and year, and characters of an answer.
MOST_REPORTS, LONG = 8, 390


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a report's table, and how far a question names its row and its column, in [0, 2]."""

    report: Report
    table: Table
    place: Place

    @property
    def value(self) -> str:
        """Return the figure with its unit."""
        return self.place.row.cells[self.place.column]


def cell_lines(understood: Understood, matcher: Matcher, index: Index, *, totals: bool = False) -> list[Line]:
    """Return the lines of the cells that a question asks for, by target; none where no table surely has them.

    `totals`: where the question names no column, the one that holds the total will do.
    """
    found = [(one, cell) for one in understood.targets for cell in cells_of(understood, matcher, one, index)]
    if not found or (not totals and min(cell.place.fit for _, cell in found) < ROW + UNNAMED):
        return []
    lines, last = [], ""
    for target, cell in found:
        other_year = target.year not in (None, cell.report.year)
        source = f"{label(cell.report)}{'报告' if other_year else ''}："
        lines.append(line_of_cell(cell, source if source != last else "", index))
        last = source
    return listed(lines, LONG)


def cells_of(understood: Understood, matcher: Matcher, target: Target, index: Index) -> list[Cell]:
    """Return the cells that a question asks for of one place and year; none where no table surely has them.

    The report on the next year tells those of the year asked for, too, where that one's own does not.
    """
    if target.planned or not (understood.numeric or asks_for_most(understood)):
        return []
    for reports in _reports(target, index):
        if found := [cells for report in reports for cells in _in_report(understood, matcher, target, report, index)]:
            return _surest(found)
    return []


def _reports(target: Target, index: Index) -> Iterator[list[Report]]:
    """Yield the reports to look into, those together that are of one year: the newest first, if no year is asked."""
    own = [index.report(one) for one in target.reports or ()]
    if not 0 < len(own) <= MOST_REPORTS:
        return
    for year in sorted({report.year or 0 for report in own}, reverse=True):
        yield [report for report in own if (report.year or 0) == year]
    if target.year:
        next_year = (target.place, target.year + 1)
        yield [report for report in index.reports() if (report.place, report.year) == next_year and report not in own]


def _in_report(
    understood: Understood, matcher: Matcher, target: Target, report: Report, index: Index
) -> Iterator[list[Cell]]:
    for table in index.tables(report.id):
        above = partial(_above, report, table, index)
        year = target.year or report.year
        lookup = Lookup(understood, matcher, table, above, year=year, report_year=report.year)
        if places := lookup.places():
            yield [Cell(report, table, place) for place in places]


def _above(report: Report, table: Table, index: Index) -> tuple[str, ...]:
    passage, _ = _passage(report.id, table.rows[0].span, index)
    return (report.place or "", report.title, *passage.heading)


def _surest(found: Sequence[list[Cell]]) -> list[Cell]:
    """Return the cells that fit best; none where others, with other figures, fit as well."""
    ranked = sorted(found, key=lambda cells: -cells[0].place.fit)
    best = ranked[0]
    rivals = [cells for cells in ranked[1:] if cells[0].place.fit >= best[0].place.fit - AS_WELL]
    return best if all({cell.value for cell in cells} == {cell.value for cell in best} for cells in rivals) else []


def line_of_cell(cell: Cell, source: str, index: Index) -> Line:
    """Return the line that gives a cell: 市场监管：受理1572件, cited to its row, and to heads that stand apart."""
    row, head = cell.place.row, cell.table.columns[cell.place.column]
    said = head.text if not head.unit else f"{head.year}年{head.name}" if head.year else head.name
    said = f"（{said}）" if said[-1:].isdigit() else said
    passage, sentence = _passage(cell.report.id, row.span, index)
    also = (cell.table.top,) if cell.table.top else ()
    return Line(source, f"{row.head.name or row.head.text}：{said}{cell.value}", passage, sentence, also=also)


def _passage(report: str, span: Span, index: Index) -> tuple[Passage, Span]:
    """Return the passage that holds a row, and the row as a sentence of it."""
    for passage in index.passages(report):
        for sentence in passage.sentences:
            if sentence[0] < span[1] and span[0] < sentence[1]:
                return passage, sentence
    return Passage(0, report, (), *span, (span,), index.text(report)[slice(*span)]), span
