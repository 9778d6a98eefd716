"""The table reports.csv: what it may look like, and what is told of what cannot be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.show import as_csv
from ingest.sources.sidecar import YEARS, Sidecar, assign, is_sidecar, read_sidecar
from rag.types import Report

TABLE = """文件,标题,地区,级别,年度,计划年度,类型,发布机构,文号,发布日期
a.txt,青禾市报告,青禾市,市级,2022,2023,年度报告,青禾市司法局,青府〔2023〕1号,2023-02-15
"""
FACTS = {
    "title": "青禾市报告",
    "place": "青禾市",
    "level": "市级",
    "year": "2022",
    "year_plan": "2023",
    "kind": "年度报告",
    "issuer": "青禾市司法局",
    "number": "青府〔2023〕1号",
    "published": "2023-02-15",
}


def read(text: str) -> Sidecar:
    return read_sidecar(text.encode(), "reports.csv")


def facts(text: str) -> dict[str, dict[str, str]]:
    return {name: dict(row.facts) for name, row in read(text).rows.items()}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TABLE.encode(), id="UTF-8"),
        pytest.param(TABLE.encode("utf-8-sig"), id="UTF-8 with BOM, as Excel writes it"),
        pytest.param(TABLE.encode("gbk"), id="GBK, as Excel writes it"),
        pytest.param(TABLE.replace(",", "\t").encode("utf-16"), id="Unicode text, as Excel writes it"),
        pytest.param(TABLE.replace(",", ";").encode(), id="semicolons"),
        pytest.param(TABLE.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(("\n,,\n" + TABLE + ",,,,,,,,,\n\n").encode(), id="empty lines"),
        pytest.param(TABLE.replace(",", " , ").encode(), id="spaces around"),
    ],
)
def test_encodings_and_delimiters(data: bytes) -> None:
    sidecar = read_sidecar(data, "reports.csv")
    assert sidecar.problems == []
    assert {name: dict(row.facts) for name, row in sidecar.rows.items()} == {"a.txt": FACTS}


def test_english_heads_in_any_order_and_columns_left_out() -> None:
    assert facts("Year,FILE\n2022,a.txt\n,b.txt\n") == {"a.txt": {"year": "2022"}, "b.txt": {}}


def test_columns_of_the_list_and_remarks_are_passed_over() -> None:
    sidecar = read("file,id,passages,备注\na.txt,1,2,好\n")
    assert (sidecar.problems, sidecar.rows["a.txt"].facts) == ([], {})


def test_quoted_cells() -> None:
    assert facts('file,title\n"a,b.txt","一个""好""\n标题"\nc.txt,丙\n') == {
        "a,b.txt": {"title": '一个"好" 标题'},
        "c.txt": {"title": "丙"},
    }


def test_the_printed_list_can_serve_as_a_sidecar() -> None:
    report = Report(
        id="1", file="a,b.txt", title="青禾市“报告”", place="青禾市", level="市级", parents=("青省",), year=2022,
        kind="年度报告", published="2023-02-15", passages=3, ocr=(1, 2), damaged=0.1, also=("c.txt",),
    )  # fmt: skip
    sidecar = read_sidecar(as_csv([report]).encode(), "reports.csv")
    assert sidecar.problems == []
    assert {name: dict(row.facts) for name, row in sidecar.rows.items()} == {
        "a,b.txt": {
            "title": "青禾市“报告”",
            "place": "青禾市",
            "level": "市级",
            "year": "2022",
            "kind": "年度报告",
            "published": "2023-02-15",
        }
    }


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("year", "2022年", "2022"),
        ("year", "2022年度", "2022"),
        ("year", "２０２２", "2022"),
        ("year", "1949", "1949"),
        ("year", "1948", None),
        ("year", "2101", None),
        ("year", "22", None),
        ("year_plan", "明年", None),
        ("published", "2023/2/15", "2023-02-15"),  # Excel's
        ("published", "2023年2月15日", "2023-02-15"),
        ("published", "2023.02.15", "2023-02-15"),
        ("published", "2023/2/15 0:00", "2023-02-15"),  # Excel's, too
        ("published", "2023-02-30", None),
        ("published", "2023-13-01", None),
        ("published", "15/2/2023", None),
        ("published", "1023-01-01", None),
        ("level", "市", "市级"),
        ("level", "县级", "县级"),
        ("level", "大", None),
        ("title", "长" * 300, "长" * 300),
        ("title", "长" * 301, None),
    ],
)
def test_values(column: str, cell: str, value: str | None) -> None:
    sidecar = read(f"file,{column},kind\na.txt,{cell},通知\n")
    row = sidecar.rows["a.txt"]
    assert row.facts.get(column) == value
    assert row.facts["kind"] == "通知", "the rest holds"
    assert [where for where, _ in row.problems] == ["reports.csv 第2行"] * (value is None)
    assert all(cell[:300] in reason for _, reason in row.problems)


def test_a_table_without_a_file_column() -> None:
    sidecar = read("title\nx\n")
    assert sidecar.rows == {}
    assert "没有“文件”列" in sidecar.problems[0][1]


@pytest.mark.parametrize(
    ("table", "where", "reason"),
    [
        ("file,颜色\na.txt,红\n", "reports.csv", "不认识的列“颜色”"),
        ("file,年度,year\na.txt,2021,2022\n", "reports.csv", "列重复"),
        ("file,year\na.txt,2022\n,2021\n", "reports.csv 第3行", "没有写文件名"),
        ("file,year\na.txt,2022\na.txt,2021\n", "reports.csv 第3行", "已在第2行写过"),
        ('file,title\na.txt,"x\nb.txt,y\n', "reports.csv", "第2行起的引号不成对"),
        ("", "reports.csv", "没有“文件”列"),
        ("\x00\x01\x02" * 50, "reports.csv", "不是文本文件"),
    ],
)
def test_what_is_wrong_with_the_table(table: str, where: str, reason: str) -> None:
    problems = read(table).problems
    assert problems[0][0] == where
    assert reason in problems[0][1]


def test_the_line_is_where_the_row_begins() -> None:
    sidecar = read('file,title,year\na.txt,"x\ny",2022\nb.txt,z,no\n')
    assert sidecar.rows["b.txt"].where == "reports.csv 第4行"


def test_a_table_that_is_too_large() -> None:
    assert "上限" in read_sidecar(b"x" * (8 * 2**20 + 1), "reports.csv").problems[0][1]


FILES = ["a.txt", "x/a.txt", "x/b.txt", "y/c.txt", "z/c.txt"]


@pytest.mark.parametrize(
    ("cell", "file"),
    [
        ("a.txt", "a.txt"),  # the one beside the table, not x/a.txt
        ("x/a.txt", "x/a.txt"),
        ("x\\a.txt", "x/a.txt"),
        ("./a.txt", "a.txt"),
        ("b.txt", "x/b.txt"),
    ],
)
def test_files_are_found_by_path_and_by_name(cell: str, file: str) -> None:
    found, problems = assign(read(f"file,year\n{cell},2022\n"), FILES)
    assert problems == []
    assert {path: dict(row.facts) for path, row in found.items()} == {file: {"year": "2022"}}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("c.txt", "有 2 个文件名为“c.txt”"),
        ("d.txt", "没有找到报告文件“d.txt”"),
        ("../a.txt", "没有找到"),
        ("/a.txt", "没有找到"),
        ("y/b.txt", "没有找到"),
    ],
)
def test_rows_without_their_file(cell: str, reason: str) -> None:
    found, ((where, told),) = assign(read(f"file,year\n{cell},2022\n"), FILES)
    assert (found, where) == ({}, "reports.csv 第2行")
    assert reason in told


def test_two_rows_of_one_file() -> None:
    found, ((where, reason),) = assign(read("file,year\nb.txt,2021\nx/b.txt,2022\n"), FILES)
    assert found["x/b.txt"].facts == {"year": "2022"}
    assert (where, "别的行" in reason) == ("reports.csv 第2行", True)


def test_of_a_file_that_is_named_only_its_rows_matter() -> None:
    sidecar = read("file,year\na.txt,xx\nb.txt,yy\n")
    found, problems = assign(sidecar, ["a.txt"], whole=False)
    assert list(found) == ["a.txt"]
    assert [where for where, _ in problems] == ["reports.csv 第2行"]


def test_names_are_compared_in_one_normal_form() -> None:
    found, problems = assign(read("file,year\ncafe\u0301.txt,2022\n"), ["café.txt"])
    assert (list(found), problems) == (["café.txt"], [])


@pytest.mark.parametrize(("name", "is_one"), [("reports.csv", True), ("Reports.CSV", True), ("report.csv", False)])
def test_its_name(name: str, is_one: bool) -> None:
    assert is_sidecar(name) is is_one


@given(st.text('file,year;\t"\n\r文件年度2022a.txt级', max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_told(text: str) -> None:
    for data in (text.encode("utf-8", "replace"), text.encode("gb18030", "replace")):
        sidecar = read_sidecar(data, "reports.csv")
        found, _ = assign(sidecar, ["a.txt", "x/文件"])
        assert set(found) <= {"a.txt", "x/文件"}
        for row in sidecar.rows.values():
            assert int(row.facts.get("year", YEARS.start)) in YEARS


@pytest.mark.parametrize("file", ["-报告.txt", "+1.txt", "=a.txt", "@a.txt", "'a.txt"])
def test_names_that_look_like_formulas_come_back_from_the_list(file: str) -> None:
    report = Report(id="1", file=file, title="=标题", place="青禾市")
    sidecar = read_sidecar(as_csv([report]).encode(), "reports.csv")
    rows, problems = assign(sidecar, [file])
    assert problems == []
    assert dict(rows[file].facts) == {"title": "=标题", "place": "青禾市"}
