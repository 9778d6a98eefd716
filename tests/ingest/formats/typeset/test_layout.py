"""From lines with places to text: reading order, furniture, paragraphs, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Loaded
from ingest.formats.typeset.layout import Line, Page, compose
from ingest.formats.typeset.lines import gap_text, glue, tighten, units

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, SIZE, LEADING, TOP = 80.0, 480.0, 16.0, 28.0, 110.0
ROW = 25  # letters of a full line
TEXT = "全市各级行政机关坚持依法行政规范公正文明执法办理行政复议案件回应群众关切推动各项工作取得新的成效"


def words(count: int, start: int = 0) -> str:
    """Return `count` letters of running text without punctuation."""
    return (TEXT * (1 + (start + count) // len(TEXT)))[start : start + count]


def line(text: str, at: float, left: float = LEFT, size: float = SIZE, *, whole: bool = False) -> Line:
    """Return a line whose letters take as much room as their size; `at` counts lines from the top of the text."""
    top = TOP + at * LEADING
    return Line(text, left, top, left + units(text) * size, top + size, size, whole)


def paragraph(text: str, at: float, indent: int = 2) -> list[Line]:
    """Return the lines of a paragraph with its first line indented, the next ones at the left margin."""
    first, rest = text[: ROW - indent], text[ROW - indent :]
    lines = [line(first, at, LEFT + indent * SIZE)]
    for number in range(0, len(rest), ROW):
        lines.append(line(rest[number : number + ROW], at + len(lines)))
    return lines


def page(*parts: Line | Sequence[Line], ocr: bool = False) -> Page:
    lines = [one for part in parts for one in ([part] if isinstance(part, Line) else part)]
    return Page(WIDTH, HEIGHT, tuple(lines), ocr)


def foot(text: str, size: float = 10) -> Line:
    left = (WIDTH - units(text) * size) / 2
    return Line(text, left, 780, left + units(text) * size, 790, size)


def head(text: str) -> Line:
    return Line(text, 200, 40, 200 + units(text) * 9, 49, 9)


def shown(loaded: Loaded, *, body: bool = True) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body is body]


def test_lines_become_paragraphs_by_their_indents() -> None:
    first, second = words(60) + "。", words(70, 7) + "。"
    loaded = compose([page(paragraph(first, 0), paragraph(second, 3))])
    assert shown(loaded) == [first, second]
    assert loaded.text == f"{first}\n{second}\n"
    assert loaded.pages == (0,)


def test_the_order_of_the_lines_does_not_matter() -> None:
    lines = [*paragraph(words(60) + "。", 0), *paragraph(words(70, 7) + "。", 3)]
    assert compose([page(lines[::-1])]) == compose([page(lines)])


def test_short_lines_end_paragraphs_where_nothing_is_indented() -> None:
    first, second = words(60) + "。", words(70, 7) + "。"
    loaded = compose([page(paragraph(first, 0, indent=0), paragraph(second, 3, indent=0))])
    assert shown(loaded) == [first, second]


def test_room_between_lines_ends_a_paragraph_whose_last_line_is_full() -> None:
    first, second = words(2 * ROW - 1) + "。", words(70, 7) + "。"
    loaded = compose([page(paragraph(first, 0, indent=0), paragraph(second, 2.6, indent=0))])
    assert shown(loaded) == [first, second]


def test_numbers_and_words_that_did_not_fit_leave_a_line_short() -> None:
    # 2023-2025 takes 4.5 squares, and there were 4
    lines = [*paragraph(words(60) + "。", 0), line(words(19), 3, LEFT + 2 * SIZE), line("2023-2025年" + words(9), 4)]
    assert shown(compose([page(lines)]))[1] == words(19) + "2023-2025年" + words(9)


@pytest.mark.parametrize(
    "text",
    [
        "一、主要工作",  # a part
        "（一）加强领导",  # a chapter
        "1.完善制度",  # a point
        "第三条 本办法自发布之日起施行",  # an article
        "——经济运行平稳",  # an item behind a dash
        "● 办理案件",  # an item behind a sign
        "附件：统计表",
    ],
)
def test_a_numbered_line_begins_a_paragraph_behind_a_full_one(text: str) -> None:
    first = words(2 * ROW - 1) + "。"
    lines = [*paragraph(first, 0, indent=0), line(text, 2), *paragraph(words(60) + "。", 3, indent=0)]
    assert shown(compose([page(lines)]))[:2] == [first, text]


def test_a_number_that_counts_on_inside_a_paragraph_begins_none() -> None:
    text = words(30) + "：（1）" + words(7, 3) + "；（2）" + words(29, 5) + "；（3）" + words(30) + "。"
    lines = [line(text[at : at + ROW], at // ROW) for at in range(0, len(text), ROW)]
    assert lines[3].text.startswith("（3）")
    assert shown(compose([page(lines)])) == [text]


def test_the_text_of_an_item_may_be_indented_behind_its_mark() -> None:
    lines = [*paragraph(words(60) + "。", 0), line("1. " + words(23), 3), line(words(20, 5), 4, LEFT + 1.5 * SIZE)]
    assert shown(compose([page(lines)]))[1] == "1. " + words(23) + words(20, 5)


def test_a_date_below_a_full_line_is_apart() -> None:
    lines = [*paragraph(words(48), 0), line("2023年3月15日", 2, LEFT + 15 * SIZE)]
    assert shown(compose([page(lines)])) == [words(48), "2023年3月15日"]


def centred(text: str, at: float, size: float) -> Line:
    return line(text, at, (LEFT + RIGHT - units(text) * size) / 2, size)


def test_the_lines_of_a_broken_title_are_one_block_and_the_title() -> None:
    title = (centred("示例市人民政府关于二〇二三年度", 0, 22), centred("法治政府建设情况的报告", 1.3, 22))
    body = paragraph(words(60) + "。", 4)
    loaded = compose([page(*title, centred("（二〇二四年三月）", 2.6, 16), body)])
    assert shown(loaded)[:2] == ["示例市人民政府关于二〇二三年度法治政府建设情况的报告", "（二〇二四年三月）"]
    assert [block.level for block in loaded.blocks] == [0, None, None]


@pytest.mark.parametrize(
    "lines",
    [
        [centred("示例市司法局文件", 0, 40)],  # a letterhead is no title
        [centred("示例市年鉴", 0, 30), centred("法治政府建设情况报告", 2, 22)],  # which one of them?
        [centred("法治政府建设情况报告", 0, 16)],  # as large as the text
    ],
)
def test_only_a_clear_title_is_marked(lines: list[Line]) -> None:
    loaded = compose([page(*lines, paragraph(words(60) + "。", 4))])
    assert {block.level for block in loaded.blocks} == {None}


def test_a_spaced_letterhead_is_tightened() -> None:
    parts = [line(char, 0, LEFT + 40 * at, 30) for at, char in enumerate("示例市发展改革")]
    assert shown(compose([page(parts, paragraph(words(60) + "。", 3))]))[0] == "示例市发展改革"


def test_runs_of_one_line_are_merged_with_their_gaps() -> None:
    parts = [line("示例市人民政府", 0), line("2023", 0, LEFT + 7.2 * SIZE), line("年3月", 0, LEFT + 9.2 * SIZE),
             line("索引号", 0, LEFT + 20 * SIZE)]  # fmt: skip
    assert shown(compose([page(parts)])) == ["示例市人民政府2023年3月  索引号"]


def test_what_is_printed_twice_to_look_bold_is_read_once() -> None:
    bold = line("示例市人民政府", 0)
    again = Line(bold.text, bold.left + 0.4, bold.top, bold.right + 0.4, bold.bottom, bold.size)
    assert shown(compose([page(bold, again)])) == ["示例市人民政府"]


def test_columns_are_read_one_after_the_other() -> None:
    def column(start: int, left: float) -> list[Line]:
        return [line(words(11, start + 11 * at), 3 + at, left) for at in range(6)]

    title = centred("示例市公报", 0, 22)
    loaded = compose([page(title, column(0, LEFT), column(66, LEFT + 14 * SIZE))])
    assert shown(loaded)[0] == "示例市公报"
    assert "".join(shown(loaded)[1:]) == words(132)


def test_two_short_lists_side_by_side_are_no_columns() -> None:
    lines = [line(text, at, left) for at, pair in enumerate([("东川区", "甲县"), ("西平县", "乙县"), ("南山县", "丙县"),
                                                         ("北海县", "丁县"), ("中卫县", "戊县")])
             for text, left in zip(pair, (LEFT, LEFT + 14 * SIZE), strict=True)]  # fmt: skip
    assert shown(compose([page(lines)]))[:2] == ["东川区  甲县", "西平县  乙县"]


def long_report() -> tuple[list[str], list[Page]]:
    """Return the text of four pages, whose paragraphs run over the ends of the pages, and the pages."""
    texts = [words(ROW * 6 - 2 + 10 * at, at) + "。" for at in range(9)]
    lines = [one for text in texts for one in paragraph(text, 0)]
    parts = [lines[at : at + 18] for at in range(0, len(lines), 18)]
    placed = [[line(one.text, at, one.left) for at, one in enumerate(part)] for part in parts]
    return texts, [page(part) for part in placed]


@pytest.mark.parametrize(
    ("heads", "feet"),
    [
        ("", "— {} —"),
        ("示例市人民政府公报", "第{}页"),
        ("示例市人民政府公报 2023年第{}期", "{}"),
        ("", "- {} -"),
        ("", "{}/4"),
        ("", "第 {} 页 共 4 页"),
        ("", "·{}·"),
        ("", "一{}一"),  # what recognition makes of dashes
    ],
)
def test_running_heads_and_page_numbers_interrupt_nothing(heads: str, feet: str) -> None:
    texts, pages = long_report()
    printed = [
        Page(one.width, one.height, (*one.lines, *([head(heads.format(at))] if heads else []), foot(feet.format(at))))
        for at, one in enumerate(pages, 1)
    ]
    loaded = compose(printed)
    assert shown(loaded) == texts
    assert Counter(shown(loaded, body=False)) == Counter(
        text.format(at) for at in range(1, len(pages) + 1) for text in (heads, feet) if text
    )
    assert [block.body for block in loaded.blocks] == sorted((block.body for block in loaded.blocks), reverse=True)


def test_a_page_starts_where_its_first_letter_is_inside_a_paragraph() -> None:
    texts, pages = long_report()
    loaded = compose(pages)
    assert shown(loaded) == texts
    for start, one in zip(loaded.pages, pages, strict=True):
        assert loaded.text.startswith(one.lines[0].text, start)


def test_pages_of_one_line_are_joined_only_inside_a_sentence() -> None:
    texts = [words(20) + "。", words(20, 3) + "！", words(21, 5), words(20, 9) + "。"]
    loaded = compose([page(line(text, 0)) for text in texts])
    # nothing tells whether a line is full; the third one's sentence goes on
    assert shown(loaded) == [texts[0], texts[1], texts[2] + texts[3]]


def test_furniture_stands_before_the_next_section() -> None:
    texts, pages = long_report()
    section = [line("二、存在问题", 0, LEFT + 2 * SIZE), *paragraph(words(60) + "。", 1)]
    loaded = compose([*(page(one.lines, foot(f"— {at} —")) for at, one in enumerate(pages, 1)), page(section)])
    whole = [loaded.text[block.start : block.end] for block in loaded.blocks]
    at = whole.index("二、存在问题")
    assert whole[at - len(pages) : at] == [f"— {number} —" for number in range(1, len(pages) + 1)]
    assert whole[: at - len(pages)] == texts


def test_the_only_page_has_its_number_out_of_the_text() -> None:
    loaded = compose([page(paragraph(words(60) + "。", 0), foot("— 1 —"))])
    assert shown(loaded, body=False) == ["— 1 —"]


def test_a_number_at_the_end_of_the_text_is_no_page_number() -> None:
    lines = [line(words(ROW), at) for at in range(23)]
    loaded = compose([page(lines, line("12", 23))])
    assert "12" in "".join(shown(loaded))


def test_a_line_that_comes_back_inside_the_text_is_no_furniture() -> None:
    again = words(20) + "。"
    pages = [page(paragraph(words(60, at) + "。", 0), paragraph(again, 5), paragraph(words(60, 9) + "。", 7))
             for at in range(3)]  # fmt: skip
    assert shown(compose(pages), body=False) == []


def test_first_lines_that_are_alike_are_no_running_head() -> None:
    pages = [page(line("提案内容", 0), paragraph(words(60, at) + "。", 1)) for at in range(3)]
    assert shown(compose(pages), body=False) == []


def test_heads_that_name_the_chapter_are_furniture_by_their_place() -> None:
    texts, pages = long_report()
    names = ["示例市公报"] * (len(pages) - 1) + ["统计资料"]
    loaded = compose([page(one.lines, head(name)) for one, name in zip(pages, names, strict=True)])
    assert shown(loaded) == texts
    assert "统计资料" in shown(loaded, body=False)


def test_pages_without_text_have_an_offset_too() -> None:
    text, other = words(60) + "。", words(60, 5) + "。"
    loaded = compose([page(), page(paragraph(text, 0)), page(foot("— 3 —")), page(paragraph(other, 0)), page()])
    assert loaded.pages == (0, 0, len(text) + 1, len(text) + 1, 2 * len(text) + 2)


def test_no_pages_and_no_text() -> None:
    assert compose([]) == Loaded("", ())
    assert compose([page(), page(line("  ", 0))]) == Loaded("", (), (0, 0))


def test_recognised_pages_are_listed_and_their_lines_measured() -> None:
    text, other = words(60) + "。", words(60, 5) + "。"
    # recognition tells boxes, no sizes, and not to the point
    boxes = [Line(one.text, one.left + at % 2, one.top, one.right - 3 * (at % 2), one.bottom)
             for at, one in enumerate([*paragraph(other, 0), *paragraph(text, 3)])]  # fmt: skip
    loaded = compose([page(paragraph(text, 0)), page(boxes, ocr=True)])
    assert loaded.ocr == (2,)
    assert shown(loaded) == [text, other, text]


def box(text: str, left: float, top: float, width: float, height: float = 20) -> Line:
    """Return a line as recognition finds it: a box without a font size."""
    return Line(text, left, top, left + width, top + height)


def test_cells_of_recognised_tables_make_no_new_figures() -> None:
    # text above, then cells whose boxes lie so that the page seems to have two columns
    text = [box(words(25), 88, 100 + 26 * at, 430) for at in range(6)]
    heads = [
        box(name, left, 280, 36)
        for name, left in zip(("单位", "受理", "纠错率", "败诉"), (88, 160, 303, 447), strict=True)
    ]
    cells = [("甲乡镇", "328", "319", "8.6%", "45", "3"), ("乙乡镇", "157", "155", "5.3%", "19", "1"),
             ("丙乡镇", "719", "676", "11.2%", "252", "15"), ("丁乡镇", "62", "51", "7%", "8", "2"),
             ("合计", "1266", "1201", "9.9%", "324", "21")]  # fmt: skip
    rows = [box(cell, left, 304 + 23 * at, 33 if left != 88 else 52)
            for at, row in enumerate(cells)
            for cell, left in zip(row, (88, 160, 231, 303, 375, 447), strict=True)]  # fmt: skip
    found = shown(compose([page(text, heads, rows, ocr=True)]))
    assert found[1:] == ["单位  受理  纠错率  败诉", *("  ".join(row) for row in cells)]


@pytest.mark.parametrize(
    ("left", "right", "gap", "whole"),
    [
        ("15", "9.9%", 0, "15  9.9%"),  # boxes touch: two figures, never a third
        ("受理", "328", 1, "受理  328"),
        ("3", "梅林乡", 0, "3  梅林乡"),
        ("受理", "审结", 25, "受理  审结"),
        ("依法行", "政工作", 0, "依法行政工作"),  # a line of text in two boxes
    ],
)
def test_boxes_of_a_recognised_line_are_parted(left: str, right: str, gap: float, whole: str) -> None:
    width = 20 * units(left)
    parts = [box(left, 100, 300, width), box(right, 100 + width + gap, 300, 20 * units(right))]
    assert shown(compose([page(parts, ocr=True)])) == [whole]


def test_a_box_beside_two_rows_is_in_neither() -> None:
    # 20 points high each; the middles of the first two are 12 points apart, a tall one shares half of each row
    rows = [box("35", 200, 300, 20), box("36", 200, 322, 20), box("甲县", 100, 301, 40, 40)]
    assert shown(compose([page(rows, ocr=True)])) == ["35", "甲县", "36"]


def test_a_table_of_contents_is_no_body() -> None:
    entries = [line("一、主要工作" + "." * 36 + "1", 1), line("二、存在问题" + "." * 36 + "3", 2)]
    loaded = compose([page(line("目  录", 0, LEFT + 11 * SIZE), entries, paragraph(words(60) + "。", 4))])
    assert shown(loaded, body=False) == ["目录", *(entry.text for entry in entries)]


def test_a_footnote_does_not_interrupt_a_sentence() -> None:
    text, other = words(ROW * 4) + "。", words(60, 5) + "。"
    lines = paragraph(text, 0)
    note = line("1 按年末人口计算。", 20, LEFT, 10)
    loaded = compose(
        [page(lines[:3], note), page([line(lines[3].text, 0), line(lines[4].text, 1)], paragraph(other, 2))]
    )
    assert shown(loaded) == [text, "1 按年末人口计算。", other]


def test_rows_of_tables_are_joined_to_nothing() -> None:
    rows = [line("东川区收案120件。", 3, whole=True), line("西平县收案88件。", 3.5, whole=True)]
    loaded = compose([page(paragraph(words(61), 0), rows, paragraph(words(60) + "。", 6))])
    assert shown(loaded) == [words(61), "东川区收案120件。", "西平县收案88件。", words(60) + "。"]


@pytest.mark.parametrize(
    ("above", "below", "between"),
    [
        ("行政", "复议", ""),
        ("共办理", "12件", ""),
        ("打造open", "data平台", " "),
        ("共办理12", "34件", ""),  # a number that was broken
        ("2023 ", "2024", " "),  # two numbers: the file has a blank
        ("人民政府 ", "2023年", " "),
        ("一是 ", "二是", ""),
        ("quality,", "safety", " "),
        ("工作,", "safety", ""),
    ],
)
def test_glue(above: str, below: str, between: str) -> None:
    assert glue(above, below) == between


@pytest.mark.parametrize(
    ("left", "right", "gap", "blanks", "between"),
    [
        ("行", "政", 0.3, "", ""),  # justified
        ("行", "政", 1.0, "", " "),
        ("行", "政", 3.0, "", "  "),
        ("年", "2", 0.25, "", ""),  # what typesetters put between Chinese and Western letters
        ("n", "d", 0.25, "", " "),
        ("府", "2", 0.5, " ", " "),
        ("行", "政", 0.0, " ", ""),  # a converter's blank that takes no room
        ("题", "正", 1.0, "\u3000", "\u3000"),
        ("号", "L", 0.5, "  ", "  "),
    ],
)
def test_gaps(left: str, right: str, gap: float, blanks: str, between: str) -> None:
    assert gap_text(left, right, gap, blanks) == between


@pytest.mark.parametrize(
    ("text", "tight"), [("国 家 发 展", "国家发展"), ("通  知", "通知"), ("主 任 张三", "主 任 张三"), ("目录", "目录")]
)
def test_tighten(text: str, tight: str) -> None:
    assert tighten(text) == tight


LINES = st.lists(
    st.builds(
        lambda text, left, top, size, whole: Line(text, left, top, left + units(text) * size, top + size, size, whole),
        st.text("一、二（三）2023年abc，。— \t\u3000\x00\n", max_size=40),
        st.floats(-50, 700), st.floats(-50, 900), st.sampled_from([0.0, 9.0, 12.0, 16.0, 30.0]), st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds(lambda lines, ocr: Page(WIDTH, HEIGHT, tuple(lines), ocr), LINES, st.booleans()), max_size=4))
def test_no_letter_is_lost_or_invented(pages: list[Page]) -> None:
    loaded = compose(pages)
    given_ = Counter(char for one in pages for part in part_texts(one) for char in part)
    got = Counter("".join(loaded.text.replace("\x00", " ").split()))
    # only what is printed twice at the same place is read once
    assert not got - given_
    assert set(got) == set(given_)
    assert len(loaded.pages) == len(pages)
    assert list(loaded.pages) == sorted(loaded.pages)
    assert all(0 <= start <= len(loaded.text) for start in loaded.pages)
    ends = [0, *(block.end for block in loaded.blocks)]
    for block, end in zip(loaded.blocks, ends, strict=False):
        assert end <= block.start < block.end
        assert loaded.text[block.start : block.end].strip() == loaded.text[block.start : block.end]


def part_texts(one: Page) -> list[str]:
    return ["".join(line.text.replace("\x00", " ").split()) for line in one.lines]


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -float("inf")])
def test_lines_without_a_place_are_left_out(odd: float) -> None:
    assert shown(compose([page(Line("甲", odd, 0, 10, 10), line("乙", 0))])) == ["乙"]
