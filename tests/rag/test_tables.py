"""Tables as they stand in extracted text: rows with their cells apart, and rows that were read out with their heads."""

from __future__ import annotations

import pytest

from rag.tables import head_of, read_row, tables


def test_a_markdown_table_with_units_in_its_heads() -> None:
    text = (
        "情况如下：\n\n| 领域 | 检查（家次） | 罚款（万元） |\n| --- | ---: | :-: |\n"
        "| 甲类 | 1,286 | 35.4 |\n| 乙类 | — | 7 |\n\n下文。"
    )
    (table,) = tables(text)
    assert table.caption == "情况如下："
    assert [(head.name, head.unit) for head in table.columns] == [("领域", ""), ("检查", "家次"), ("罚款", "万元")]
    assert [(row.head.name, row.cells) for row in table.rows] == [
        ("甲类", {1: "1,286家次", 2: "35.4万元"}),
        ("乙类", {2: "7万元"}),
    ]
    assert text[slice(*table.rows[0].span)] == "| 甲类 | 1,286 | 35.4 |"
    assert table.top is not None
    assert text[slice(*table.top)].startswith("| 领域 |")


def test_the_captions_unit_holds_for_counts_and_not_for_shares() -> None:
    top = "表1 收案情况（单位：件）\n| 项目 | 2022年 | 同比增长 |\n|---|---|---|\n"
    (table,) = tables(f"{top}| 受理 | 35 | 4.2% |\n| 结案率 | 90.1 | 3% |")
    assert table.rows[0].cells == {1: "35件", 2: "4.2%"}
    assert table.rows[1].cells == {1: "90.1", 2: "3%"}
    assert [head.year for head in table.columns] == [None, 2022, None]


def test_two_rows_of_heads_numbers_of_rows_and_groups_that_stand_once() -> None:
    text = (
        "| 序号 | 地区 | 类型 | 2021年 | | 2022年 | |\n| | | | 收案 | 结案 | 收案 | 结案 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| 1 | 东县 | 处罚 | 3 | 2 | 5 | 4 |\n| 2 | | 许可 | 6 | 6 | 7 | 7 |"
    )
    (table,) = tables(text)
    assert [(head.name, head.year) for head in table.columns[3:]] == [
        ("收案", 2021), ("结案", 2021), ("收案", 2022), ("结案", 2022),
    ]  # fmt: skip
    assert [row.head.name for row in table.rows] == ["东县处罚", "东县许可"]
    assert table.rows[1].cells == {3: "6", 4: "6", 5: "7", 6: "7"}


@pytest.mark.parametrize(
    "text",
    [
        "表2\n项目\t东县\t西县\n收案\t12\t15\n结案\t11\t14\n",
        "表2\n项目 东县 西县\n收案 12 15\n结案 11 14\n",
        "表2\n项目：收案，收案东县12、西县15。\n项目：结案，结案东县11、西县14。\n",
        "表2\n项目：收案，收案东县12，收案西县15。\n项目：结案，结案东县11，结案西县14。\n",
    ],
)
def test_the_same_table_in_all_forms(text: str) -> None:
    (table,) = tables(text)
    assert (table.corner, table.caption) == ("项目", "表2")
    names = [head.name for head in table.columns]
    told = [(row.head.name, names[at], value) for row in table.rows for at, value in row.cells.items()]
    assert told == [("收案", "东县", "12"), ("收案", "西县", "15"), ("结案", "东县", "11"), ("结案", "西县", "14")]


def test_rows_that_were_read_out_keep_years_apart() -> None:
    first = "项目：其中:维持，其中维持2021年13件、2022年（14），其中维持同比增长7%。"
    text = f"{first}\n项目：驳回，驳回2021年3件、2022年4件。"
    (table,) = tables(text)
    assert [(head.name, head.year) for head in table.columns] == [("", 2021), ("", 2022), ("同比增长", None)]
    assert [(row.head.name, row.cells) for row in table.rows] == [
        ("维持", {0: "13件", 1: "14", 2: "7%"}),
        ("驳回", {0: "3件", 1: "4件"}),
    ]
    assert table.top is None


@pytest.mark.parametrize(
    "text",
    [
        "全年受理复议35件，审结30件。\n全年受理诉讼5件，审结3件。",
        "来源：本办，发布2023年。\n字号：大 中 小",
        "索引号\tX001\t主题\t综合\n发布机构\t某办\t日期\t2022-03-11",
        "首页 | 信息 | 登录\n网站地图 | 联系 | 版权",
        "甲 乙 丙\n丁 戊 己",
        "一是受理：全年3件，调解2件。\n二是审结：全年3件，调解2件。",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert tables(text) == ()


def test_a_row_is_read_with_its_heads() -> None:
    text = "| 领域 | 检查（家次） | 罚款（万元） |\n|---|---|---|\n| 甲类 | 12 | 3.5 |\n| 乙类 | 4 | 1 |"
    at = text.index("甲类")
    assert read_row(text, (at, at + 15)) == "甲类检查（家次）12家次，甲类罚款（万元）3.5万元"
    assert read_row("全年受理12件。", (0, 8)) == ""


def test_heads() -> None:
    assert (head_of("2022年受理（件）").name, head_of("2022年受理（件）").year) == ("受理", 2022)
    assert head_of("其中：调解", "件").name == "调解"
    assert head_of("占比", "件").unit == ""
    assert head_of("2021—2022年增减", "件").year is None


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("收案情况（单位：件）", "件"),
        ("单位：万元", "万元"),
        ("收案情况（单位：件、万元）", ""),  # which is whose, nothing tells
        ("单位：件/万元", ""),
    ],
)
def test_a_caption_of_several_units_has_none(caption: str, unit: str) -> None:
    (table,) = tables(f"{caption}\n| 项目 | 东县 |\n|---|---|\n| 收案 | 12 |")
    assert table.rows[0].cells == {1: f"12{unit}"}


def test_rows_parted_by_blanks_that_may_have_shifted_are_dropped() -> None:
    (table,) = tables("项目 东县 西县\n收案 12 15\n结案 — 14\n其中 调解 3\n撤案 / 1")
    assert [(row.head.name, row.cells) for row in table.rows] == [
        ("收案", {1: "12", 2: "15"}),
        ("结案", {2: "14"}),
        ("撤案", {2: "1"}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "项目\t东县\t西县\n栏次\t1\t2\n收案\t12\t15",
        "项目：栏次，栏次东县1、西县2。\n项目：收案，收案东县12、西县15。\n项目：结案，结案东县1、西县1。",
    ],
)
def test_the_numbers_of_columns_are_no_row(text: str) -> None:
    (table,) = tables(text)
    assert (table.rows[0].head.name, table.rows[0].cells) == (
        "收案",
        {0: "12", 1: "15"} if table.top is None else {1: "12", 2: "15"},
    )


@pytest.mark.parametrize("text", ["||东县|西县|\n|收案|12|15|\n|结案|11||", "\t东县\t西县\n收案\t12\t15\n结案\t11\t"])
def test_empty_cells_at_either_end_are_cells(text: str) -> None:
    (table,) = tables(text)
    assert [(row.head.name, row.cells) for row in table.rows] == [("收案", {1: "12", 2: "15"}), ("结案", {1: "11"})]
