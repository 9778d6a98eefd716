from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.compare import WORKED_OUT
from rag.page.table import Table, find_table, table_html
from rag.types import Span


def lines_of(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+", text) if match.group().strip()]


def cells(text: str, *, compared: bool = False) -> tuple[list[str], list[list[str]], int] | None:
    """Return the head, the rows and the number of lines of the table that a text begins with."""
    table = find_table(text, lines_of(text), 0, compared=compared)
    if table is None:
        return None
    rows = [[_said(text, cell) for cell in row] for row in table.rows]
    return [_said(text, cell) for cell in table.head], rows, table.end


def _said(text: str, cell: tuple[Span, ...]) -> str:
    return " ".join(text[slice(*span)].strip() for span in cell).strip()


HEAD = "| 地区 | 件 |\n| --- | --- |\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("| 甲 | 3[1] |\n| 乙 | 4[2] |", [["甲", "3[1]"], ["乙", "4[2]"]], id="bars around"),
        pytest.param("甲 | 3[1]\n乙 | 4[2]", [["甲", "3[1]"], ["乙", "4[2]"]], id="bars between only"),
        pytest.param("| 甲 | 3 | [1]\n| 乙 | 4 | [2][3]", [["甲", "3 [1]"], ["乙", "4 [2][3]"]], id="marker behind"),
        pytest.param("| 甲 | 3 | 件 | 多 |", [["甲", "3 件 多"]], id="more cells than the head"),
        pytest.param("| 甲 |\n|", [["甲", ""], ["", ""]], id="fewer"),
        pytest.param("| 甲 | 3[1] |\n| 乙 | 4", [["甲", "3[1]"], ["乙", "4"]], id="still growing"),
        pytest.param("  | 甲 | 3 |  ", [["甲", "3"]], id="indented"),
        pytest.param("| | 3 |", [["", "3"]], id="without a name"),
        pytest.param("", [], id="no row yet"),
    ],
)
def test_rows_under_a_head(text: str, rows: list[list[str]]) -> None:
    assert cells(HEAD + text) == (["地区", "件"], rows, 2 + len(rows))


@pytest.mark.parametrize("rule", ["|---|---|", "---|---", "| :-- | --: |", "|-|-|", "|:-:|:-:|"])
def test_rules(rule: str) -> None:
    assert cells(f"地区 | 件\n{rule}\n甲 | 3") == (["地区", "件"], [["甲", "3"]], 3)


@pytest.mark.parametrize(
    "text",
    [
        "甲 | 乙",  # a single line
        "| 甲 | 乙 |",
        "甲 | 乙\n丙 | 丁",  # no bars around, no rule
        "甲\n---\n乙",  # a heading
        "甲 | 乙\n---",  # a rule without bars
        "岚川市2022年：3件\n禾丰县2022年：4件",  # lines of some other answer
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert cells(text) is None


def test_a_table_ends_before_text_and_before_another_table() -> None:
    row = "| 甲 | 3 |\n"
    assert cells(HEAD + row + "说明。\n" + row) == (["地区", "件"], [["甲", "3"]], 3)
    assert cells(HEAD + row + HEAD + row) == (["地区", "件"], [["甲", "3"]], 3)


def test_bars_alone_make_a_table_without_headings() -> None:
    text = "| 甲 | 3 |\n| 乙 | 4 | [1]"
    assert cells(text) == ([], [["甲", "3", ""], ["乙", "4", "[1]"]], 2)
    table = find_table(text, lines_of(text), 0, compared=False)
    assert table
    assert "<th" not in table_html(table, lambda span: text[slice(*span)])


def test_a_comparison_ends_where_something_is_worked_out() -> None:
    text = f"岚川市：共3件：甲乙丙[1]\n禾丰县：报告未提及\n{WORKED_OUT}略"
    rows = [["岚川市", "共3件：甲乙丙[1]"], ["禾丰县", "报告未提及"]]
    assert cells(text, compared=True) == ([], rows, 2)
    assert cells(f"岚川市：3件\n{WORKED_OUT}略", compared=True) is None


def test_an_empty_heading_is_a_cell() -> None:
    table = Table((((0, 0),), ((0, 1),)), ((((0, 0),), ((1, 2),)),), 3)
    assert table_html(table, lambda span: "甲乙"[slice(*span)]) == (
        '<div class="scroll"><table><thead><tr><td></td><th scope="col">甲</th></tr></thead>'
        "<tbody><tr><td></td><td>乙</td></tr></tbody></table></div>"
    )


@given(st.text(alphabet="甲1 |-:：\n[]", max_size=80), st.booleans())
def test_every_row_is_as_wide_as_the_others_and_holds_its_text(text: str, compared: bool) -> None:
    lines = lines_of(text)
    table = find_table(text, lines, 0, compared=compared)
    if table is None:
        return
    assert 0 < table.end <= len(lines)
    assert len({len(row) for row in (table.head, *table.rows) if row}) <= 1
    spans = [span for row in (table.head, *table.rows) for cell in row for span in cell]
    assert spans == sorted(spans)
    told = [char for start, end in lines[: table.end] for char in text[start:end] if char in "甲1[]"]
    assert [char for start, end in spans for char in text[start:end] if char in "甲1[]"] == told
