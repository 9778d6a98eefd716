"""Rows of tables become sentences that name their column heads; forms and layouts keep their cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.tables import caption_unit, numbered_lines, rows_as_text


def lines(*rows: str, heads: int | None = None, unit: str = "") -> list[str]:
    return rows_as_text([row.split("|") for row in rows], heads, unit=unit)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["地区|收案（件）|结案率", "甲县|35|85.7%", "合计|1,275|90%"],
            ["地区：甲县，甲县收案35件，甲县结案率85.7%。", "地区：合计，合计收案1,275件，合计结案率90%。"],
            id="the unit of a head goes behind its figure",
        ),
        pytest.param(
            ["地区|收案|结案", "甲县|—|30", "乙县||"],
            ["地区：甲县，甲县结案30。", "乙县"],
            id="empty cells are left out",
        ),
        pytest.param(
            ["项目|单位|2022年|2023年|同比", "收案|件|120|150|25%", "出庭率|%|90|95|5个百分点"],
            ["项目：收案，收案2022年120件、2023年150件，收案同比25%。",
             "项目：出庭率，出庭率2022年90%、2023年95%，出庭率同比5个百分点。"],
            id="a column of units; years side by side are one clause",
        ),
        pytest.param(
            ["地区|收案（件）|收案（件）|结案（件）", "地区|2021年|2022年|2022年", "甲县|35|40|30"],
            ["地区：甲县，甲县2021年收案35件、2022年收案40件，甲县2022年结案30件。"],
            id="heads of two rows",
        ),
        pytest.param(
            ["地区|2021年|2021年|2022年|2022年", "地区|收案|结案|收案|结案", "甲县|35|30|40|38"],
            ["地区：甲县，甲县2021年收案35、2022年收案40，甲县2021年结案30、2022年结案38。"],
            id="years above subjects: each subject's years come together",
        ),
        pytest.param(
            ["项目|收案|结案率", "|件|%", "甲县|35|90.1"],
            ["项目：甲县，甲县收案35件，甲县结案率90.1%。"],
            id="a second row of heads with the units",
        ),
        pytest.param(
            ["序号|片区|县|收案", "1|东片|甲县|35", "2|东片|乙县|36", "合计|合计|合计|71"],
            ["序号1，片区：东片，县：甲县，东片甲县收案35。", "序号2，片区：东片，县：乙县，东片乙县收案36。",
             "片区：合计，县：合计，合计收案71。"],
            id="groups merged over rows, a counter, a total",
        ),
        pytest.param(
            ["类别|事项|数量", "复议|收案|35", "|结案|30", "合计||65"],
            ["类别：复议，事项：收案，复议收案数量35。", "类别：复议，事项：结案，复议结案数量30。",
             "类别：合计，合计数量65。"],
            id="a group's name only in its first row; a total belongs to no group",
        ),
        pytest.param(
            ["项目|2021|增减（件）", "一、收案|35|-5", "其中：调解|3|1"],
            ["项目：一、收案，收案2021（35），收案增减（-5件）。",
             "项目：其中：调解，其中调解2021（3），其中调解增减1件。"],
            id="figures that would run into the head; numbering stands once",
        ),
        pytest.param(
            ["|收案", "一、甲县|35", "乙县|36"],
            ["甲县收案35。", "乙县收案36。"],
            id="an empty corner: no line begins like a heading",
        ),
        pytest.param(
            ["|措施|责任单位", "甲县|加强培训|司法局", "乙县||"],
            ["甲县，措施：加强培训，责任单位：司法局。", "乙县"],
            id="an empty corner beside texts",
        ),
        pytest.param(
            ["年份|经费（万元）", "2021|1,234.5", "2022|1300"],
            ["年份：2021年，2021年经费1,234.5万元。", "年份：2022年，2022年经费1300万元。"],
            id="years as labels",
        ),
        pytest.param(
            ["月份|收案", "1|35", "2|36"],
            ["月份1，月份1收案35。", "月份2，月份2收案36。"],
            id="numbers as labels",
        ),
        pytest.param(
            ["地区|收案|地区|收案", "甲县|35|乙县|36", "丙县|37||"],
            ["地区：甲县，甲县收案35。", "地区：乙县，乙县收案36。", "地区：丙县，丙县收案37。"],
            id="a table that goes on beside itself",
        ),
        pytest.param(
            ["甲|收案|结案", "甲|1|2", "某县|35|30"],
            ["甲\t1\t2", "甲：某县，某县收案35，某县结案30。"],
            id="a row that numbers the columns is no data",
        ),
        pytest.param(
            ["单位：件|单位：件", "类别|2021年", "复议|1", "诉讼|3"],
            ["单位：件", "类别：复议，复议2021年1件。", "类别：诉讼，诉讼2021年3件。"],
            id="a caption inside the table says the unit",
        ),
        pytest.param(
            ["项目|2022年", "一、复议|一、复议", "收案|35件", "项目|2022年", "结案|30件", "注：含结转。|注：含结转。"],
            ["一、复议", "项目：收案，收案2022年35件。", "项目：结案，结案2022年30件。", "注：含结转。"],
            id="headings and notes between rows; heads repeated on a new page",
        ),
        pytest.param(
            ["序号|问题|措施|责任单位", "1|执法不规范|开展培训。加强监督。|市司法局"],
            ["序号1，问题：执法不规范，措施：开展培训。加强监督，责任单位：市司法局。"],
            id="a table of texts",
        ),
        pytest.param(
            ["序号|文件名称|文号|发布日期", "1|示例办法|示府〔2022〕1号|2022-03-01"],
            ["序号1，文件名称：示例办法，文号 示府〔2022〕1号，发布日期 2022-03-01。"],
            id="no head reads like a label of the report itself",
        ),
        pytest.param(
            ["事项|数量（件）", "关于进一步加强和改进行政复议工作有关事项的审查意见|35"],
            ["事项：关于进一步加强和改进行政复议工作有关事项的审查意见，数量35件。"],
            id="a long label stands once",
        ),
    ],
)  # fmt: skip
def test_rows_of_data(rows: list[str], expected: list[str]) -> None:
    assert lines(*rows) == expected


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(["索引号|X001|发布机构|某局", "发文日期|2023-01-02|文号|某府〔2023〕1号"], id="four columns"),
        pytest.param(["提案号|0012", "提案者|张某某"], id="two columns"),
        pytest.param(["姓名|张三|单位|某局", "职务|局长|办公电话|1234"], id="a form with labels that are not known"),
        pytest.param(["单位名称|某局", "收案数量|35", "结案数量|30"], id="a form with figures"),
        pytest.param(["报告单位|云湖县司法局|联系电话|0999-1234567", "编制数|9名|实有人数|7人"], id="a telephone"),
        pytest.param(["报告单位|云湖县司法局|填报人|张三", "编制数|9名|实有人数|7人"], id="a body's name"),
        pytest.param(["报告单位|云湖县司法局", "编制数|9名", "实有人数|7人"], id="a body's name, two columns"),
        pytest.param(["填报人|张三|审核人|李四", "编制数|9名|实有人数|7人"], id="persons beside labels"),
        pytest.param(["填报日期|2024年1月5日", "编制数|9名"], id="a date"),
        pytest.param(["负责人|张三|编制|共9名", "实有|7人|缺编|2人"], id="a figure behind a word"),
        pytest.param(["类型|X2001", "数量|9名"], id="a number with letters"),
        pytest.param(["甲县|35|30", "乙县|36|31"], id="no heads"),
        pytest.param(["甲县|—|—", "乙县|36|31"], id="no heads, the first row has no figures"),
        pytest.param(["张三|李四|王五", "赵六|钱七|孙八"], id="a list of names in columns"),
        pytest.param(["以下是有关情况。|某图", "甲县|35"], id="a wide table whose first row is prose"),
        pytest.param(["甲县|35"], id="one row"),
    ],
)  # fmt: skip
def test_what_has_no_heads_keeps_its_cells(rows: list[str]) -> None:
    assert lines(*rows) == [row.replace("|", "\t") for row in rows]


def test_a_value_over_the_whole_width_of_a_form_stands_once() -> None:
    rows = ["报告单位|云湖县司法局|云湖县司法局|云湖县司法局", "编制数|9名|实有人数|7人"]
    assert lines(*rows) == ["报告单位\t云湖县司法局", "编制数\t9名\t实有人数\t7人"]


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("指标|2023年1-6月|1季度|35岁以下", "指标：收案，收案2023年1-6月8，收案1季度7，收案35岁以下6。"),
        ("指标|12345热线|5月份|截至12月31日", "指标：收案，收案12345热线8，收案5月份7，收案截至12月31日6。"),
        ("部门|公安局|司法局|城管局", "部门：收案，收案公安局8，收案司法局7，收案城管局6。"),
        ("指标|甲县政府|乙县政府|丙县政府", "指标：收案，收案甲县政府8，收案乙县政府7，收案丙县政府6。"),
    ],
)
def test_heads_may_hold_periods_limits_and_the_names_of_bodies(head: str, sentence: str) -> None:
    assert lines(head, "收案|8|7|6", "结案|5|4|3")[0] == sentence


def test_layouts_are_left_alone() -> None:
    rows = ["栏目|正文", "左栏|" + "很长的正文" * 300]
    assert lines(*rows, heads=1) == [row.replace("|", "\t") for row in rows]


def test_merged_cells_of_a_layout_stand_once_and_equal_figures_twice() -> None:
    assert lines("3|3|乙", "甲|甲|乙") == ["3\t3\t乙", "甲\t乙"]


def test_the_number_of_heads_may_be_given() -> None:
    assert lines("张三|李四", "王五|赵六", heads=1) == ["张三：王五，李四：赵六。"]
    assert lines("地区|收案", "甲县|35", heads=0) == ["地区\t收案", "甲县\t35"]


def test_the_caption_above_a_table_says_the_unit() -> None:
    assert caption_unit("单位：件") == "件"
    assert caption_unit("（计量单位: 万元）") == "万元"
    assert caption_unit("单位：件、人") == "", "several units are none that every figure has"
    assert caption_unit("单位：某市司法局") == ""
    assert caption_unit("表1  各乡镇收案情况统计表（单位：件）") == "件"
    assert caption_unit("附表1 近三年指标  单 位: 万元") == "万元"
    assert caption_unit("附表1 近三年主要指标（单位：件、万元）") == ""
    assert caption_unit("表1 收案（单位：件） 罚没（单位：万元）") == "", "two units are none either"
    assert caption_unit("表1 收案情况（报告单位：家）") == ""
    assert caption_unit("全年收案35件。") == ""
    assert lines("地区|收案|同比", "甲县|35|5%", unit="件") == ["地区：甲县，甲县收案35件，甲县同比5%。"]
    assert lines("项目|数量", "收案|35", "结案率|85", unit="件")[1] == "项目：结案率，结案率数量85。"
    assert lines("地区|收案|占比", "甲县|35|5", unit="件") == ["地区：甲县，甲县收案35件，甲县占比5。"]


CELLS = st.text(alphabet="甲乙县收案2022年1,.%件（）—:： \n|。、单位率", max_size=8)
GRIDS = st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=7))


@settings(max_examples=300)
@given(GRIDS, st.sampled_from([None, 0, 1, 2]))
def test_nothing_is_invented_and_no_figure_is_lost(rows: list[list[str]], heads: int | None) -> None:
    text = "\n".join(rows_as_text(rows, heads))
    cells = "".join(cell for row in rows for cell in row)
    assert set(text) - set("\n\t ：，、。（）年") <= set(cells), "every character is that of a cell"
    assert "\n\n" not in text.strip("\n")
    last = rows[-1] if rows else []
    assert all(cell in text for cell in last if cell.isdigit()), "the last row is no head"


def test_lines_come_with_the_numbers_of_their_rows() -> None:
    rows = ["单位：件|单位：件|单位：件|单位：件", "|||", "地区|收案|地区|收案", "甲县|3|乙县|4"]
    rows += ["地区|收案|地区|收案", "丙县|5||"]
    found = numbered_lines([row.split("|") for row in rows], 2)
    # the caption, none for the empty row and the heads, two panels of one row, none for the heads that come back
    assert [row for row, _ in found] == [0, 3, 3, 5]
    assert [line for _, line in found] == lines(*rows, heads=2)
