"""Tables whose rows ingest read out, each as a sentence with its heads (领域：甲，甲受理3件、审结2件)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.tableparts import COUNTER, NUMBERING, Row, Table, caption_above, head_of, is_figure
from rag.types import Span

# A row that was read out: what its label is called, the label, and clauses that repeat it before each figure.
_READ = re.compile(r"(?:序号\d+，)?([^，。：]{1,24})：([^。]+?)。?")


def read_out(text: str, lines: Sequence[Span]) -> Iterator[Table]:
    """Yield the tables whose rows were read out: neighbouring lines whose labels are called the same."""
    found = [(line, _read(text[slice(*line)])) for line in lines if text[line[1] - 1 : line[1]] == "。"]
    run: list[tuple[Span, tuple[str, str, dict[str, str]]]] = []
    for line, row in [*found, ((0, 0), None)]:
        goes_on = row and run and row[0] == run[-1][1][0] and not text[run[-1][0][1] : line[0]].strip()
        if run and not goes_on:
            if len(run) > 1:
                yield _of_read(text, run)
            run = []
        if row:
            run.append((line, row))


def _read(line: str) -> tuple[str, str, dict[str, str]] | None:
    """Return what the label is called, the label and the figures by their heads, of a row that was read out."""
    match = _READ.fullmatch(line)
    if not match:
        return None
    corner, names, figures = match[1], [], {}
    clauses = match[2].split("，")
    for at, clause in enumerate(clauses):
        _, sign, name = clause.partition("：")
        if at and not sign:
            break
        names.append(name if sign and at else clause)
    label = "".join(dict.fromkeys(names))
    spoken = NUMBERING.sub("", label).replace("：", "").replace(":", "")
    for clause in clauses[len(names) :]:
        for piece in clause.removeprefix(spoken).split("、"):
            if figure := _piece(piece):
                figures[figure[0]] = figure[1]
    repeated = any(clause.startswith(spoken) for clause in clauses[len(names) :])
    is_row = figures and spoken and repeated and not COUNTER.fullmatch(label)
    return (corner, label, figures) if is_row else None


def _piece(piece: str) -> tuple[str, str] | None:
    """Return the head and the figure of 2021年受理1107件, or of 2021年（1107）."""
    for at in range(1, len(piece)):
        figure = piece[at:]
        if figure[0] in "（(" and figure[-1] in "）)":
            figure = figure[1:-1]
        if is_figure(figure) and not piece[at - 1].isdigit():
            return piece[:at], figure
    return None


def _of_read(text: str, run: Sequence[tuple[Span, tuple[str, str, dict[str, str]]]]) -> Table:
    names = list(dict.fromkeys(name for _, (_, _, figures) in run for name in figures))
    rows = [Row(head_of(label), line, {names.index(name): figure for name, figure in figures.items()})
            for line, (_, label, figures) in run]  # fmt: skip
    return Table(run[0][1][0], caption_above(text, run[0][0][0]), tuple(map(head_of, names)), tuple(rows), None)
