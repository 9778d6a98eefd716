"""The report's tables as values, the same for HTML and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.report.bilingual import ALL, Label, type_label
from eval.report.glossary import COLUMNS, GROUPS, METRICS
from eval.report.measures import NONE, Measure, interval, measure, shown
from eval.results import Run


@dataclass(frozen=True, slots=True)
class Cell:
    """A metric of some questions as text; `percent` of a share, and `best` of several configurations'."""

    text: str
    interval: str = ""
    percent: float | None = None
    n: int = 0
    best: bool = False


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric's cells, one a configuration."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def counts(self) -> str:
        """How many cases the metric is over; each configuration's where they differ."""
        return " / ".join(dict.fromkeys(str(cell.n or NONE) for cell in self.cells))


@dataclass(frozen=True, slots=True)
class MetricGroup:
    """Metrics of one kind over all questions."""

    label: Label
    rows: tuple[MetricRow, ...]


@dataclass(frozen=True, slots=True)
class ConfigRow:
    """The cells of one configuration over `n` questions, one a column."""

    config: str
    n: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Metrics by type, place or year: `columns` are names of metrics, each row has one line a configuration."""

    key: str
    label: Label
    columns: tuple[str, ...]
    rows: tuple[tuple[Label, tuple[ConfigRow, ...]], ...]


def overall(runs: Sequence[Run]) -> list[MetricGroup]:
    """Return all metrics over all questions, configurations beside each other; those that no run has are left out."""
    groups = []
    for zh, en, names in GROUPS:
        rows = [MetricRow(name, _compared(name, [measure(run.metrics.get("all"), name) for run in runs]))
                for name in names]  # fmt: skip
        kept = tuple(row for row in rows if any(cell.n or cell.percent is not None for cell in row.cells))
        if kept:
            groups.append(MetricGroup(Label(zh, en), kept))
    return groups


def cell(name: str, measured: Measure, best: bool = False) -> Cell:
    """Return a metric as a table shows it."""
    is_share = METRICS[name].unit == "share" and measured.value is not None
    percent = 100 * measured.value if is_share and measured.value is not None else None
    return Cell(shown(name, measured), interval(name, measured), percent, measured.n, best)


def _compared(name: str, measures: Sequence[Measure]) -> tuple[Cell, ...]:
    """Return the cells of one metric, the best of several values marked; equal ones are not."""
    values = [one.value for one in measures if one.value is not None]
    higher = METRICS[name].higher
    best = None
    if len(values) > 1 and min(values) != max(values) and higher is not None:
        best = max(values) if higher else min(values)
    return tuple(cell(name, one, best is not None and one.value == best) for one in measures)


def breakdowns(runs: Sequence[Run]) -> list[Breakdown]:
    """Return the tables by type, place and year; one without rows is left out."""
    tables = [
        _breakdown(runs, "by_type", Label("题型", "type")),
        _breakdown(runs, "by_place", Label("地区", "place")),
        _breakdown(runs, "by_year", Label("年份", "year")),
    ]
    return [table for table in tables if table.rows]


def _breakdown(runs: Sequence[Run], key: str, label: Label) -> Breakdown:
    parts = [_mapping(run.metrics.get(key)) for run in runs]
    names = list(dict.fromkeys(name for part in parts for name in part))
    if key == "by_year":
        names.sort(key=str)
    columns = tuple(c for c in COLUMNS if any(measure(part[n], c).value is not None for part in parts for n in part))
    named = type_label if key == "by_type" else Label
    rows = [(named(str(name)), _lines(runs, columns, (part.get(name) for part in parts))) for name in names]
    if rows and key == "by_type":
        rows.append((ALL, _lines(runs, columns, (run.metrics.get("all") for run in runs))))
    return Breakdown(key, label, columns, tuple(rows))


def _lines(runs: Sequence[Run], columns: Sequence[str], parts: Iterable[object]) -> tuple[ConfigRow, ...]:
    lines = []
    for run, part in zip(runs, parts, strict=True):
        cells = tuple(cell(column, measure(part, column)) for column in columns)
        lines.append(ConfigRow(run.config, measure(part, "right").n, cells))
    return tuple(lines)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
