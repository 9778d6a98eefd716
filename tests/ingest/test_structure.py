"""The heading tree."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.plaintext import load_markdown, load_text
from ingest.structure import heading_of, sections


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("一、工作开展情况", "一、工作开展情况", id="一、"),
        pytest.param("二 . 存在问题", "二 . 存在问题", id="with blanks"),
        pytest.param("（二）健全机制", "（二）健全机制", id="full-width brackets"),
        pytest.param("(十一)强化学习,提升能力。按照要求,组织学习。", "(十一)强化学习,提升能力", id="shares its line"),
        pytest.param("1、理念落后,意识待提升。由于历史原因。", "1、理念落后,意识待提升", id="1、"),
        pytest.param("(3)出庭情况", "(3)出庭情况", id="(3)"),
        pytest.param("第二章 主要任务", "第二章 主要任务", id="章"),
        pytest.param("(一)从市级层面来讲,一是调整人员。二是优化队伍。", "(一)从市级层面来讲", id="before 一是"),
        pytest.param(
            "(一)加强领导:" + "成立领导小组并召开会议" * 6 + "。全年四次。", "(一)加强领导", id="before a colon"
        ),
        pytest.param("一、2023年工作回顾\u3000\u3000过去的一年,成绩突出。", "一、2023年工作回顾", id="before a gap"),
        pytest.param("2023年工作回顾", "2023年工作回顾", id="a year's part"),
        pytest.param("答复内容", "答复内容", id="a part of a form"),
        pytest.param("1. **短板**。其他", "1. 短板", id="marks of emphasis are no part of it"),
    ],
)
def test_headings(line: str, text: str) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert heading.text == text


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("一是强化领导。二是健全机制。", id="一是"),
        pytest.param("2022年,青禾市受理案件35件。", id="a year"),
        pytest.param("1.5亿元用于法治建设。", id="a decimal number"),
        pytest.param("(一)建立清单;", id="an item of a list"),
        pytest.param("青禾市人民政府", id="signature"),
        pytest.param("第55号文件印发。", id="a number of a document"),
    ],
)
def test_no_headings(line: str) -> None:
    assert heading_of(line) is None


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
