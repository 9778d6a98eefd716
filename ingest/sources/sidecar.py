"""The table `reports.csv` beside report files: what it says of a report wins over what is read from its text."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from unicodedata import normalize

from ingest.formats.encoding import decode
from rag.divisions import LEVELS
from rag.errors import ReportError

NAME = "reports.csv"
# Column → its heads; the first is the one shown.
HEADS = {
    "file": ("文件", "文件名", "file"),
    "title": ("标题", "title"),
    "place": ("地区", "place"),
    "level": ("级别", "level"),
    "year": ("年度", "year"),
    "year_plan": ("计划年度", "year_plan"),
    "kind": ("类型", "kind"),
    "issuer": ("发布机构", "issuer"),
    "number": ("文号", "number"),
    "published": ("发布日期", "published"),
}
_COLUMNS = {head: column for column, heads in HEADS.items() for head in heads}
# Columns of `python -m ingest --list --csv` that say nothing of the report itself: that table may serve as a sidecar.
_IGNORED = frozenset((
    "id", "parents", "passages", "sample", "also", "url", "ocr", "damaged", "pages", "evidence", "doubtful",
    "备注", "序号", "段落",
))  # fmt: skip
DELIMITERS = ",;\t"
# Bytes of a table, and characters of a cell.
LARGEST, LONGEST = 8 << 20, 300
YEARS = range(1949, 2101)
_YEAR = re.compile(r"(\d{4})年?度?")
# Excel makes 2023/2/15 of 2023-02-15 when it saves the table.
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?")
# What `--list --csv` puts before a cell that a spreadsheet would take for a formula.
_APOSTROPHE = re.compile(r"^'(?=[-+=@\t\r])")
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What one line says of a file: name of `Report`'s field → value; `problems` are its cells that cannot be used."""

    where: str
    facts: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Sidecar:
    """The rows by their file (path below the sidecar's folder or base name), and what is wrong with the table.

    Not `usable`: the table cannot be read at present, so that nobody knows what it says of any file.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    usable: bool = True


def is_sidecar(name: str) -> bool:
    """Tell whether a file of this base name is a sidecar."""
    return name.lower() == NAME


def read_sidecar(data: bytes, where: str) -> Sidecar:
    """Return the table in the bytes; `where` is how messages name it. What cannot be used stands in `problems`."""
    sidecar = Sidecar()
    try:
        if len(data) > LARGEST:
            raise ReportError(f"超过 {LARGEST >> 20} MB 的上限")
        lines = _lines(decode(data))
        head = next(lines, (0, []))[1]
        columns = [_COLUMNS.get(cell.lower()) for cell in head]
        sidecar.problems += _head_problems(head, where)
        if "file" not in columns:
            sidecar.usable = False
            return sidecar
        for number, cells in lines:
            _take(sidecar, dict(zip(columns, cells, strict=False)), f"{where} 第{number}行")
    except ReportError as error:
        reason = str(error).partition("。")[0]
        sidecar.usable = False
        sidecar.problems.append((where, f"表格未能全部采用：{reason}。请另存为 UTF-8 编码的 CSV 文件。"))
    return sidecar


def assign(sidecar: Sidecar, files: Sequence[str], *, whole: bool = True) -> tuple[dict[str, Row], list[Problem]]:
    """Return the row of each file that has one, and what is wrong; `files` are paths below the sidecar's folder.

    `whole`: these are all the files there are, so that a row without a file is told; otherwise only the rows of
    `files` matter.
    """
    found: dict[str, Row] = {}
    problems = list(sidecar.problems)
    by_name: dict[str, list[str]] = defaultdict(list)
    for file in files:
        by_name[_plain(file.rpartition("/")[2])].append(file)
    exact = {_plain(file): file for file in files}
    # a whole path before a base name: a.txt is the one beside the sidecar, if there is one
    for name, row in sorted(sidecar.rows.items(), key=lambda item: item[0] not in exact):
        matches = [exact[name]] if name in exact else by_name.get(name, [])
        if len(matches) == 1 and matches[0] not in found:
            found[matches[0]] = row
            problems += row.problems
        elif matches or whole:
            problems.append((row.where, _mismatch(name, len(matches))))
    return found, problems


def _mismatch(name: str, matches: int) -> str:
    if not matches:
        return f"没有找到报告文件“{name}”，这一行未采用。请核对文件名，扩展名也要写。"
    if matches == 1:
        return f"文件“{name}”已在别的行中写过，这一行未采用。请只保留一行。"
    return f"有 {matches} 个文件名为“{name}”，这一行未采用。请写出它所在的文件夹，例如“文件夹/{name}”。"


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that holds anything."""
    head = text.lstrip("\n").partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=max(DELIMITERS, key=head.count), strict=True)
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            cells = [_APOSTROPHE.sub("", cell.strip()) for cell in cells]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise ReportError(f"第{before + 1}行起的引号不成对") from error


def _head_problems(head: Sequence[str], where: str) -> Iterator[Problem]:
    names = [cell.lower() for cell in head]
    columns = [_COLUMNS.get(name) for name in names]
    known = "、".join(heads[0] for heads in HEADS.values())
    if "file" not in columns:
        yield where, f"表格没有“文件”列，未采用。请在第一行写列名：{known}。"
    for name, column in zip(names, columns, strict=True):
        if name and not column and name not in _IGNORED:
            yield where, f"不认识的列“{name[:LONGEST]}”，这一列未采用。请从这些列中选用：{known}。"
        elif column and columns.count(column) > 1:
            yield where, f"“{name}”列重复，只采用最后一列。请只保留一列。"


def _take(sidecar: Sidecar, cells: Mapping[str | None, str], where: str) -> None:
    file = _plain(cells.get("file", ""))
    if not file:
        sidecar.problems.append((where, "没有写文件名，这一行未采用。请写上文件名。"))
    elif file in sidecar.rows:
        sidecar.problems.append(
            (where, f"文件“{file}”已在{sidecar.rows[file].where.split()[-1]}写过，这一行未采用。请只保留一行。")
        )
    else:
        sidecar.rows[file] = _row(cells, where)


def _row(cells: Mapping[str | None, str], where: str) -> Row:
    facts: dict[str, str] = {}
    problems: list[Problem] = []
    for column, cell in cells.items():
        if column in (None, "file") or not cell:
            continue
        value, wanted = _value(column, " ".join(cell.split()))
        if value is None:
            problems.append((where, f"“{HEADS[column][0]}”列的“{cell[:LONGEST]}”未采用。请改正：{wanted}。"))
        else:
            facts[column] = value
    return Row(where, facts, tuple(problems))


def _value(column: str, cell: str) -> tuple[str | None, str]:
    """Return the cell's value in the form of `Report`'s field, None where it cannot be used; and what is wanted."""
    if column in ("year", "year_plan"):
        year = _YEAR.fullmatch(normalize("NFKC", cell))
        wanted = f"应为 {YEARS.start} 到 {YEARS.stop - 1} 的年份，例如 2023"
        return (year[1] if year and int(year[1]) in YEARS else None), wanted
    if column == "published":
        return _iso(cell), "应为日期，例如 2023-02-15"
    if column == "level":
        levels = ("国家级", *LEVELS)
        value = cell if cell.endswith("级") else cell + "级"
        return (value if value in levels else None), f"应为{'、'.join(levels)}之一"
    return (cell if len(cell) <= LONGEST else None), f"超过 {LONGEST} 个字符"


def _iso(cell: str) -> str | None:
    parts = _DATE.fullmatch(normalize("NFKC", cell))
    if not parts:
        return None
    try:
        day = date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None
    return day.isoformat() if day.year in YEARS else None


def _plain(path: str) -> str:
    """Return a path below a folder in the one form that is compared."""
    return normalize("NFC", path.replace("\\", "/")).removeprefix("./")
