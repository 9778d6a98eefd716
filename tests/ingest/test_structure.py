"""The heading tree."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, Loaded, TextBuilder
from ingest.clean import clean
from ingest.formats.plaintext import load_markdown, load_text
from ingest.structure import Section, sections


def tree(text: str) -> list[tuple[tuple[str, ...], list[str]]]:
    loaded = clean(load_text(text))
    return [(part.heading, [text[a:b] for a, b in part.lines]) for part in sections(loaded)]


def test_paths() -> None:
    text = "开头。\n一、成效\n总述。\n(一)执法。一是检查。\n1.数量。35件。\n(二)普法。讲座。\n二、问题\n不足。"
    assert tree(text) == [
        ((), ["开头。"]),
        (("一、成效",), ["一、成效", "总述。"]),
        (("一、成效", "(一)执法"), ["(一)执法。一是检查。"]),
        (("一、成效", "(一)执法", "1.数量"), ["1.数量。35件。"]),
        (("一、成效", "(二)普法"), ["(二)普法。讲座。"]),
        (("二、问题",), ["二、问题", "不足。"]),
    ]


def test_a_heading_with_only_headings_below_leads_what_follows() -> None:
    assert tree("一、成效\n(一)执法\n检查35次。") == [
        (("一、成效", "(一)执法"), ["一、成效", "(一)执法", "检查35次。"])
    ]


def test_numbered_lines_with_nothing_below_are_items() -> None:
    assert tree("一、计划\n1.加强学习。\n2.规范执法。\n二、保障\n经费。") == [
        (("一、计划",), ["一、计划", "1.加强学习。", "2.规范执法。"]),
        (("二、保障",), ["二、保障", "经费。"]),
    ]


def test_a_numbered_sentence_too_long_for_a_heading_leaves_the_heading_before() -> None:
    long = "(二)" + "全年共受理各类行政复议申请并依法审理" * 4 + "。结案率100%。"
    assert tree(f"一、成效\n(一)执法。检查。\n{long}")[-1] == (("一、成效",), [long])


def test_headings_inside_a_line_that_lost_its_breaks() -> None:
    assert tree("请予审议。一、回顾\u3000\u3000成绩突出。(一)经济。增长5%。") == [
        ((), ["请予审议。"]),
        (("一、回顾",), ["一、回顾\u3000\u3000成绩突出。"]),
        (("一、回顾", "(一)经济"), ["(一)经济。增长5%。"]),
    ]


def test_a_proposal_and_its_reply_are_told_apart() -> None:
    text = "提案者\n张某\n提案内容\n一、问题\n薄弱。\n承办单位\n市司法局\n答复内容\n张某委员:\n一、措施\n培训。"
    assert tree(text) == [
        ((), ["提案者", "张某"]),
        (("提案内容", "一、问题"), ["提案内容", "一、问题", "薄弱。"]),
        ((), ["承办单位", "市司法局"]),
        (("答复内容",), ["答复内容", "张某委员:"]),
        (("答复内容", "一、措施"), ["一、措施", "培训。"]),
    ]


def test_levels_of_the_format() -> None:
    loaded = load_markdown("# 报告\n\n## 成效\n\n### 执法\n\n检查。\n\n## 问题\n\n不足。")
    assert [part.heading for part in sections(loaded, title_blocks=(0,))] == [
        (),
        ("成效", "执法"),
        ("问题",),
    ]


LONG = "全年受理行政复议案件35件,审结30件,其中调解结案12件,群众满意度稳步提高。"


def paths(*lines: str | tuple[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the heading path of each line; a line may come with the level that a format gives it."""
    builder = TextBuilder()
    for line in lines:
        text, level = (line, None) if isinstance(line, str) else line
        builder.add(text, level=level)
    loaded = builder.loaded()
    return {loaded.text[a:b]: part.heading for part in sections(loaded) for a, b in part.lines[part.headings :]}


def last(*lines: str | tuple[str, int]) -> tuple[str, ...]:
    """Return the heading path of the last line."""
    return list(paths(*lines).values())[-1]


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        # full and half width side by side
        (("一．成效", "（一）执法", "1．数量", "（1）复议", "①受理", LONG),
         ("一．成效", "（一）执法", "1．数量", "（1）复议", "①受理")),
        # a list whose numbering restarts under the next heading
        (("一、成效", "1.执法", LONG, "2.普法", LONG, "二、问题", "1.人员", LONG), ("二、问题", "1.人员")),
        # levels that are left out
        (("第一章 成效", "（三）执法", LONG), ("第一章 成效", "（三）执法")),
        (("第一章 成效", "第一节 执法", "第一条 检查每年一次。", LONG), ("第一章 成效", "第一节 执法", "第一条")),
        (("第一章 成效", "第一条 检查每年一次。", "第二章 问题", "第二条 " + LONG), ("第二章 问题", "第二条")),
        # 一是 is text
        (("一、成效", "一是执法。" + LONG, "二是普法。" + LONG), ("一、成效",)),
        # levels of the format, with and without numbers
        ((("成效", 1), ("执法", 2), LONG, ("问题", 1), LONG), ("问题",)),
        ((("一、成效", 1), ("（一）执法", 2), LONG, ("附则", 1), LONG), ("附则",)),
        ((("一、成效", 1), ("执法", 2), LONG), ("一、成效", "执法")),
        # all headings of one style, but numbered in levels: the numbers tell
        ((("一、成效", 1), ("（一）执法", 1), LONG), ("一、成效", "（一）执法")),
        ((("（一）执法", 1), ("1.检查", 2), LONG, ("二、问题", 3), LONG), ("二、问题",)),
    ],
)  # fmt: skip
def test_the_path_of_the_last_line(lines: tuple[str | tuple[str, int], ...], path: tuple[str, ...]) -> None:
    assert last(*lines) == path


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        # a short line between paragraphs is a heading: just above the list that begins below it
        (("一、成效", LONG, "总体要求", LONG, "（一）执法。" + LONG), ("一、成效", "总体要求", "（一）执法")),
        # inside of a list that goes on
        (("一、成效", LONG, "二、问题", LONG, "专栏和试点", LONG, "三、打算", LONG), ("三、打算",)),
        # of the highest level where no list follows
        (("一、成效", "（一）执法。" + LONG, "（二）普法。" + LONG, "政府自身建设", LONG), ("政府自身建设",)),
        (("一、成效", LONG, "附件1", "十件实事清单", "一、就业。" + LONG), ("附件1", "十件实事清单", "一、就业")),
        (("一、成效", LONG, "名词解释", "枫桥经验：指矛盾不上交,就地解决的基层治理经验,始于上世纪。"), ("名词解释",)),
        (("2023年工作回顾", "（一）执法。" + LONG, "2024年工作安排", LONG), ("2024年工作安排",)),
    ],
)
def test_headings_without_numbers(lines: tuple[str, ...], path: tuple[str, ...]) -> None:
    assert last(*lines) == path


@pytest.mark.parametrize(
    "lines",
    [
        # a list of names, a signature, values of a form
        ("一、成效", LONG, "青禾市司法局", "禾丰县司法局", LONG),
        ("一、成效", LONG, "青禾市人民政府", "2023年1月15日"),
        ("一、成效", LONG, "主任 张某", LONG),
        # the first line and the last
        ("一、成效", LONG, "感谢各位代表"),
        # what goes on in the next line
        ("一、成效", LONG, "各位代表、各位委员,", LONG),
        # a line that introduces nothing but a list of short ones
        ("一、成效", LONG, "涉及下列领域", "市场监管", "生态环境"),
    ],
)
def test_short_lines_that_are_no_headings(lines: tuple[str, ...]) -> None:
    assert set(paths(*lines).values()) == {("一、成效",)}


def test_the_last_item_of_a_list_heads_nothing_either() -> None:
    lines = ("一、计划", LONG, "1.加强学习。", "2.规范执法。", "3.办好实事。", LONG)
    assert set(paths(*lines).values()) == {("一、计划",)}


def test_a_point_whose_text_begins_with_a_figure() -> None:
    lines = (
        "名词解释",
        "1.两重:重大战略和重点领域。",
        "2.两新:设备更新和以旧换新。",
        "3.10种有色金属:铜、铅、锌。",
        LONG,
    )
    assert set(paths(*lines).values()) == {("名词解释",)}


def test_numbered_rows_of_a_table_head_nothing() -> None:
    lines = (
        "三、收支",
        LONG,
        "一、税收收入：2022年35亿元，2023年40亿元。",
        "二、非税收入：2022年5亿元，2023年6亿元。",
        LONG,
    )
    assert set(paths(*lines).values()) == {("三、收支",)}
    assert set(paths("三、收支", LONG, "一、税收收入\t35", "二、非税收入\t5", LONG).values()) == {("三、收支",)}


def test_a_table_of_contents_that_somebody_typed() -> None:
    lines = (
        "目录如下。",
        "一、成效",
        "二、问题",
        "三、打算",
        "各位代表:" + LONG,
        "一、成效",
        LONG,
        "二、问题",
        LONG,
        "三、打算",
        LONG,
    )
    assert paths(*lines)["各位代表:" + LONG] == ()
    assert last(*lines) == ("三、打算",)


POINTS = ["（一）执法。" + LONG, "（二）普法。" + LONG, "（三）复议。" + LONG]


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        # points of one paragraph each: what follows the last one belongs to what is above
        (("一、成效", *POINTS, "各位代表！" + LONG), ("一、成效",)),
        (("一、成效", "（一）执法", LONG, "（二）普法", LONG, "（三）复议", LONG, "各位代表！" + LONG), ("一、成效",)),
        # not after two of them, nor where another has more, nor where the last one announces more
        (("一、成效", *POINTS[:2], "各位代表！" + LONG), ("一、成效", "（二）普法")),
        (("一、成效", POINTS[0], LONG, *POINTS[1:], "各位代表！" + LONG), ("一、成效", "（三）复议")),
        (("一、成效", *POINTS[:2], "（三）复议。包括以下几个方面：", LONG), ("一、成效", "（三）复议")),
        # a signature alone makes no part of its own
        (("一、成效", *POINTS, "青禾市司法局"), ("一、成效", "（三）复议")),
    ],
)
def test_what_follows_a_row_of_points(lines: tuple[str, ...], path: tuple[str, ...]) -> None:
    assert last(*lines) == path


def test_what_is_between_points_stays_with_the_one_above() -> None:
    lines = (*POINTS, "各位代表！" + LONG, "（四）应诉。" + LONG)
    assert paths("一、成效", *lines)["各位代表！" + LONG] == ("一、成效", "（三）复议")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("请予审议。 一、回顾\u3000\u3000成绩突出。(一)经济。增长5%。", 3),
        ("他说:“很好。”一、回顾\u3000\u3000成绩突出。", 2),
        # no heading begins here
        ("全年审结。一、二审案件共35件。", 1),
        ("分为(一)立法和(二)执法。", 1),
    ],
)
def test_headings_inside_a_line(line: str, parts: int) -> None:
    assert len(tree(line)) == parts


LINES = (
    *("一、成效", "二、问题", "（一）执法。" + LONG, "（二）普法", "1.检查。", "2.培训；", "①受理", "第一条 公开。"),
    *(
        "总体要求",
        "附件1",
        "2023年工作回顾",
        "第一，强化学习",
        LONG,
        "短句。",
        "青禾市人民政府",
        "一、税收\t35",
        "—— 1",
    ),
    *("提案者", "张某", "提案内容"),
)
PIECES = st.sampled_from(LINES)
BLOCKS = st.lists(st.tuples(PIECES, st.sampled_from([None, None, None, 0, 1, 2, 3]), st.booleans()), max_size=25)


def load(blocks: list[tuple[str, int | None, bool]]) -> Loaded:
    builder = TextBuilder()
    for line, level, body in blocks:
        builder.add(line, level=level, body=body)
    return builder.loaded()


@settings(max_examples=200, deadline=None)
@given(BLOCKS, st.sets(st.integers(0, 3)))
def test_every_line_of_the_body_is_in_one_section_in_order(
    blocks: list[tuple[str, int | None, bool]], title: set[int]
) -> None:
    loaded = load(blocks)
    parts = sections(loaded, sorted(title))
    spans = [span for part in parts for span in part.lines]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    body = "".join(loaded.text[block.start : block.end] for block in loaded.blocks if block.body)
    assert "".join("".join(loaded.text[a:b] for a, b in spans).split()) == "".join(body.split())


@settings(max_examples=200, deadline=None)
@given(BLOCKS)
def test_every_heading_of_a_path_is_a_line_above_or_begins_the_first(
    blocks: list[tuple[str, int | None, bool]],
) -> None:
    loaded = load(blocks)
    for part in sections(loaded):
        before = loaded.text[: part.lines[min(part.headings, len(part.lines) - 1)][1]]
        assert all(heading in before for heading in part.heading)
        assert part.headings <= len(part.lines)


def test_no_lines_no_sections() -> None:
    assert sections(Loaded("", ())) == []
    assert sections(Loaded("甲", (Block(0, 1, body=False),))) == []
    assert sections(Loaded("甲", (Block(0, 1),))) == [Section((), ((0, 1),))]


def test_a_caption_heads_nothing() -> None:
    found = paths(
        "一、总体情况",
        "附表1 主要指标（单位：件）",
        "受理数：35件。",
        "二、分领域情况",
        LONG,
        "附件1：统计表",
        LONG + LONG,
    )
    assert list(found.values()) == [
        ("一、总体情况",), ("一、总体情况",), ("二、分领域情况",), ("附件1：统计表",)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        # all of them lost their mark, or one
        (("一基本情况", LONG, "二主要成效", "（一）执法", LONG), ("二主要成效", "（一）执法")),
        (("三、主要成效", LONG, "四存在问题", LONG, "五、下一步", LONG), ("五、下一步",)),
        (("三、主要成效", LONG, "四存在问题", LONG), ("四存在问题",)),
        # words that begin with a numeral stand in no row
        (
            ("三、主要成效", LONG, "一网通办改革", LONG, "（一）执法", LONG),
            ("三、主要成效", "一网通办改革", "（一）执法"),
        ),
    ],
)
def test_headings_that_lost_the_mark_of_their_number(lines: tuple[str, ...], path: tuple[str, ...]) -> None:
    assert last("青禾市报告", LONG, *lines) == path
