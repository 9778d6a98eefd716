"""CSV and XLSX files as an office keeps them."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eval.tables import read
from eval.tables.errors import TableError
from eval.tables.read import read_table

TEXT = (
    "编号,问题,答案,文件\r\n1,清源市2022年受理多少件？,135件,清源.txt\r\n"
    ",,,\r\n3,清源市2022年办结多少件？,,清源.txt\r\n"
)
ROWS = [
    (2, {"id": "1", "question": "清源市2022年受理多少件？", "answers": "135件", "file": "清源.txt"}),
    (4, {"id": "3", "question": "清源市2022年办结多少件？", "answers": "", "file": "清源.txt"}),
]


def book(path: Path, rows: list[list[Any]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes(TEXT.replace(",", delimiter).encode(encoding))
    assert [(number, dict(row)) for number, row in read_table(path).rows] == ROWS


def test_lines_inside_a_cell_count_as_lines_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text('问题,答案\n"一\n问？",甲\n二问？,乙\n', "utf-8")
    assert [(number, row["question"]) for number, row in read_table(path).rows] == [(2, "一\n问？"), (4, "二问？")]


def test_heads_below_a_title_and_unknown_ones(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("测试题,,,\n问题,答案,承办科室,备注\n问？,甲,法制科,看过\n", "utf-8")
    table = read_table(path)
    assert (table.rows, table.unknown) == (((3, {"question": "问？", "answers": "甲"}),), ("承办科室",))


def test_numbers_dates_and_shares_are_read_as_shown(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    made = book(path, [["问题", "答案"], ["一", 12.0], ["二", 0.936], ["三", datetime(2022, 6, 30)]])
    made.active["B3"].number_format = "0.0%"
    made.active["B4"].number_format = 'yyyy"年"m"月"d"日"'
    made.save(path)
    assert [row["answers"] for _, row in read_table(path).rows] == ["12", "93.6%", "2022年6月30日"]


def test_a_merged_file_counts_for_each_row_and_a_merged_answer_does_not(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    made = book(path, [["问题", "答案", "文件"], ["一", "甲", "a.txt"], ["二", None, None], ["三", "乙", "b.txt"]])
    made.active.merge_cells("C2:C3")
    made.active.merge_cells("B2:B3")
    made.save(path)
    assert [(row["answers"], row["file"]) for _, row in read_table(path).rows] == [
        ("甲", "a.txt"), ("", "a.txt"), ("乙", "b.txt"),
    ]  # fmt: skip


def test_the_sheet_with_the_heads_is_read(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    made = book(path, [["说明"]])
    sheet = made.create_sheet("题目")
    sheet.append(["问题", "答案"])
    sheet.append(["问？", "甲"])
    made.save(path)
    assert read_table(path).rows == ((2, {"question": "问？", "answers": "甲"}),)


def test_formats_below_the_last_row_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "q.xlsx"
    made = book(path, [["问题", "答案"], ["问？", "甲"]])
    made.active["A900000"].number_format = "@"
    made.save(path)
    assert len(read_table(path).rows) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("q.csv", "甲,乙\n1,2\n".encode(), "没有“问题”和“答案”两列"),
        ("q.csv", '问题,答案\n"开了引号,甲\n'.encode(), "不是正确的 CSV"),
        ("q.csv", bytes(range(32)) * 20, "读不了题目文件"),
        ("q.csv", b"", "没有“问题”和“答案”两列"),
        ("q.xlsx", b"no workbook", "读不了表格"),
    ],
)
def test_what_is_no_table(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError, match=message):
        read_table(tmp_path / name)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="读不了题目文件"):
        read_table(tmp_path / "none.xlsx")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "q.xlsx"
    book(path, [["问题", "答案"], ["问？", "甲"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (2 << 20))
    monkeypatch.setattr(read, "UNPACKED", 1 << 20)
    with pytest.raises(TableError, match="解压后超过"):
        read_table(path)


@pytest.mark.parametrize("name", ["q.csv", "q.xlsx"])
def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(read, "MOST_ROWS", 3)
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("问题,答案\n" + "问？,甲\n" * 40, "utf-8")
    else:
        book(path, [["问题", "答案"], *(["问？", "甲"] for _ in range(40))])
    with pytest.raises(TableError, match="行的上限"):
        read_table(path)
