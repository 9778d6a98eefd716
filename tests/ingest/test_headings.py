"""Whether one line is a heading, taken by itself."""

from __future__ import annotations

import pytest

from ingest.headings import heading_of, level_ranks, may_head, numbering


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("一、工作开展情况", "一、工作开展情况"),
        # with blanks, and other stops behind the number
        ("二 . 存在问题", "二 . 存在问题"),
        ("二．存在问题", "二．存在问题"),
        ("1、理念落后,意识待提升。由于历史原因。", "1、理念落后,意识待提升"),
        ("1．加强领导", "1．加强领导"),
        # brackets of both widths, also around digits, and one alone
        ("（二）健全机制", "（二）健全机制"),
        ("(3)出庭情况", "(3)出庭情况"),
        ("（3）出庭情况", "（3）出庭情况"),
        ("3）出庭情况", "3）出庭情况"),
        # numbers that are one character
        ("①出庭情况", "①出庭情况"),
        ("⑵出庭情况", "⑵出庭情况"),
        ("⒊出庭情况", "⒊出庭情况"),
        # numbers of a plan's outline
        ("2.1 执法情况", "2.1 执法情况"),
        # books, parts, chapters, sections
        ("第一编 总论", "第一编 总论"),
        ("第二章 主要任务", "第二章 主要任务"),
        ("第三部分：下一步安排", "第三部分：下一步安排"),
        ("第二节　执法", "第二节　执法"),
        # an article's text stands on the line of its number
        ("第三条 行政机关应当公开执法信息。", "第三条"),
        ("第三条行政机关应当公开执法信息。", "第三条"),
        ("第二十一条之一　应当公开。", "第二十一条之一"),
        ("第三条（公开原则）应当公开。", "第三条（公开原则）"),
        ("第三条【公开】应当公开。", "第三条【公开】"),
        # a heading may share its line with what it heads: up to a sentence's end, a gap, 一是, or a colon
        ("(十一)强化学习,提升能力。按照要求,组织学习。", "(十一)强化学习,提升能力"),
        ("一、2023年工作回顾\u3000\u3000过去的一年,成绩突出。", "一、2023年工作回顾"),
        ("(一)从市级层面来讲,一是调整人员。二是优化队伍。", "(一)从市级层面来讲"),
        ("(一)加强领导:" + "成立领导小组并召开会议" * 6 + "。全年四次。", "(一)加强领导"),
        ("(一)加强领导:" + "成立领导小组并召开会议" * 8 + "。", "(一)加强领导"),
        # a year's part, an appendix, a point that is counted
        ("2023年工作回顾", "2023年工作回顾"),
        ("2024年重点工作安排建议", "2024年重点工作安排建议"),
        ("附件2 名词解释", "附件2 名词解释"),
        ("名词解释", "名词解释"),
        ("第二，提升治理能力，建设人民满意政府", "第二，提升治理能力，建设人民满意政府"),
        # a part of a proposal's form
        ("答复内容", "答复内容"),
        # marks of emphasis are no part of it
        ("1. **短板**。其他", "1. 短板"),
    ],
)
def test_headings(line: str, text: str) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert heading.text == text


@pytest.mark.parametrize(
    "line",
    [
        # enumerations within a text
        "一是强化领导。二是健全机制。",
        "第一，强化领导。第二，健全机制。",
        # years, figures, dates
        "2022年,青禾市受理案件35件。",
        "1.5亿元用于法治建设。",
        "3.5 万人次参加培训",
        "5、6月份,全市开展检查。",
        # two of a kind, and many
        "一、二审案件共35件。",
        "一、二、三产业融合发展。",
        # an item of a list that goes on
        "(一)建立清单;",
        "(一)建立清单，",
        # articles that are spoken of
        "第三条规定的情形除外。",
        "第五条第二款所称机关,是指行政机关。",
        # numbers of documents, signatures
        "第55号文件印发。",
        "青禾市人民政府",
        # rows of tables, whose cells may be numbered
        "一、立法\t3件",
        # captions of tables and figures
        "附表1 近三年主要指标（单位：件、万元）",
        "附表一：主要指标",
        "附图2 流程",
        "表2-1 主要指标",
        "图3流程",
        # a number without anything
        "一、",
        "（二）",
    ],
)
def test_no_headings(line: str) -> None:
    heading = heading_of(line)
    assert heading is None or not heading.text


def test_a_long_sentence_with_a_number_heads_nothing_but_ends_what_is_deeper() -> None:
    for line in (
        "（二）" + "全年共受理各类行政复议申请并依法审理" * 4 + "。结案率100%。",
        "（二）" + "依法审理案件" * 16 + "。",
    ):
        heading = heading_of(line)
        assert heading is not None
        assert (heading.rank, heading.text, heading.number) == (30, "", 2)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("十二、问题", 12),
        ("（二十）问题", 20),
        ("15.问题", 15),
        ("第一百二十条 问题", 120),
        ("③问题", 3),
        ("⒓问题", 12),
    ],
)
def test_what_a_numbering_counts(line: str, number: int) -> None:
    found = numbering(line)
    assert found is not None
    assert found[1] == number


ORDER = (
    *("第一编 甲", "第一章 甲", "第一节 甲", "第一条 甲。", "一、甲", "（一）甲"),
    *("1.甲", "1.1 甲", "1）甲", "（1）甲", "①甲"),
)


def test_how_deep_numberings_are() -> None:
    ranks = [heading.rank for line in ORDER if (heading := heading_of(line))]
    assert len(ranks) == len(ORDER)
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # without numbers a level is as deep as it says
        ([("成效", 1), ("执法", 2)], {1: 10, 2: 20}),
        # beside numbered headings of the same level as deep as these
        ([("一、成效", 1), ("附件", 1)], {1: 20}),
        # below them deeper, above them less deep
        ([("一、成效", 1), ("执法", 2)], {1: 20, 2: 25}),
        ([("成效", 2), ("一、执法", 3)], {2: 19, 3: 20}),
        # numbers may contradict the levels
        ([("（一）成效", 1), ("一、执法", 2), ("其他", 2)], {1: 30, 2: 20}),
        ([], {}),
    ],
)
def test_how_deep_levels_are(lines: list[tuple[str, int]], expected: dict[int, int]) -> None:
    assert level_ranks(lines) == expected


def test_a_level_makes_any_short_line_a_heading() -> None:
    heading = heading_of("普法工作", 20)
    assert heading is not None
    assert (heading.rank, heading.alone) == (20, True)
    # the numbering goes first
    numbered = heading_of("（一）普法工作", 20)
    assert numbered is not None
    assert numbered.rank == 30
    assert heading_of("长" * 81, 20) is None
    # but no caption
    assert heading_of("表1 主要指标", 20) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("总体要求和目标任务", True),
        ("一年来,我们居安思危,保障社会安宁", True),
        ("问题", False),
        ("受理案件35件。", False),
        ("现将情况报告如下:", False),
        ("市长 张某", False),
        ("青禾市人民政府办公室", False),
        ("2022年1月15日", False),
        ("——在会议上", False),
        ("主办单位", False),
        ("发布日期：2022", False),
        ("表1近三年主要指标", False),
        ("附表1近三年主要指标", False),
        ("图一致性审查工作机制", True),
    ],
)
def test_what_may_be_a_heading_without_a_number(line: str, expected: bool) -> None:
    assert may_head(line) == expected
