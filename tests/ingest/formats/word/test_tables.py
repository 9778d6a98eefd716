"""Tables of Word: which grid of cells a table is, and which tables are none."""

from __future__ import annotations

import pytest

from ingest.formats.word import tables as wordtables
from tests.ingest.docx_files import cell, p, read, row, table

MERGED = table(
    row("项目", cell(p("案件"), '<w:gridSpan w:val="2"/>'), properties="<w:tblHeader/>"),
    row(cell(p("")), "受理", "审结", properties="<w:tblHeader/>"),
    row("行政复议", "35", "30"),
)


TWO = cell(p("第一段。") + p("第二段。"))
LONG = cell(p("一、问题") + p("执法" * 80 + "。"))


def control(inside: str) -> str:
    return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


@pytest.fixture
def grids(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[list[str]], int | None, str]]:
    """Return what was handed on to be made lines of: rows, head rows, unit; the lines are the rows, by strokes."""
    seen: list[tuple[list[list[str]], int | None, str]] = []

    def rows_as_text(rows: list[list[str]], heads: int | None = None, *, unit: str = "") -> list[str]:
        seen.append((rows, heads, unit))
        return ["|".join(row) for row in rows]

    monkeypatch.setattr(wordtables, "rows_as_text", rows_as_text)
    return seen


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(table(row("年份", "件"), row("2021", "35")), ["年份|件", "2021|35"], id="rows and cells"),
        pytest.param(MERGED, ["项目|案件|案件", "|受理|审结", "行政复议|35|30"], id="a cell over two columns"),
        pytest.param(
            table(row(cell(p("复议"), '<w:vMerge w:val="restart"/>'), "35"), row(cell(p(""), "<w:vMerge/>"), "40")),
            ["复议|35", "复议|40"], id="a cell over two rows"),
        pytest.param(
            table(row("提案者", "张某"), row("提案内容", LONG), row("标题", "甲")),
            ["提案者|张某", "提案内容", "一、问题", "执法" * 80 + "。", "标题|甲"], id="a form with a text in a cell"),
        pytest.param(table(row(TWO), row("第三段。")), ["第一段。", "第二段。", "第三段。"], id="a frame"),
        pytest.param(table(row("甲", TWO)), ["甲|第一段。 第二段。"], id="two lines in a cell"),
        pytest.param(
            table(row("年份", cell(table(row("甲", "乙")) + p("丙"))), row("x", "y")),
            ["年份|甲|乙 丙", "x|y"], id="a table in a table"),
        pytest.param(
            table(control(row("提案号", control(cell(p("1号")))))), ["提案号|1号"], id="controls around both"),
        pytest.param(
            table(row("甲", "乙"), row("丙", "丁", properties="<w:del/>"), row("戊", "己", properties="<w:hidden/>")),
            ["甲|乙"], id="deleted and hidden rows"),
        pytest.param(
            table(row("科目", "甲", "乙"), row(cell(p("1")), cell(p("2")), properties='<w:gridBefore w:val="1"/>')),
            ["科目|甲|乙", "|1|2"], id="a row that begins later"),
        pytest.param(table(row("甲", "乙", "丙"), row("丁")), ["甲|乙|丙", "丁||"], id="a row that ends early"),
        pytest.param(table(), [], id="no rows"),
        pytest.param(table(row("", "")), [], id="empty cells"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("grids")
def test_tables(body: str, expected: list[str]) -> None:
    assert read(body + p("后。")) == [*expected, "后。"]


def test_what_a_table_says_of_itself(grids: list[tuple[list[list[str]], int | None, str]]) -> None:
    plain = table(row("甲", "乙"), row("丙", "丁"))
    everything_is_head = table(row("甲", "乙", properties="<w:tblHeader/>"))
    read(p("单位：件") + MERGED + p("正文。") + plain + everything_is_head)
    assert [(heads, unit) for _, heads, unit in grids] == [(2, "件"), (None, ""), (None, "")]


def test_a_span_beyond_all_columns_is_cut(grids: list[tuple[list[list[str]], int | None, str]]) -> None:
    read(table(row("甲", cell(p("乙"), '<w:gridSpan w:val="99999999"/>'), "丙")))
    assert len(grids[0][0][0]) == wordtables.MOST_COLUMNS


def test_a_row_can_be_read_by_itself() -> None:
    (line,) = read(MERGED)
    assert all(part in line for part in ("行政复议", "受理35", "审结30"))
