"""Where a report tells what was done, what is wrong, what is planned, and where its annex begins."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.announced import Side, announces_problems
from rag.outline import Outline, outline
from rag.text import sentence_spans
from rag.types import Passage


def passages(*parts: tuple[tuple[str, ...], str]) -> list[Passage]:
    """Return one passage for each (heading path, text), one after the other in a report."""
    found: list[Passage] = []
    start = 0
    for heading, text in parts:
        found.append(
            Passage(
                id=len(found),
                report="r",
                heading=heading,
                start=start,
                end=start + len(text),
                sentences=tuple((a + start, b + start) for a, b in sentence_spans(text)),
                text=text,
            )
        )
        start += len(text) + 1
    return found


def sides(
    *parts: tuple[tuple[str, ...], str], plan: int | None = None, year: int | None = None
) -> list[tuple[str, Side]]:
    """Return each sentence with its side."""
    report = passages(*parts)
    found = outline(report, plan, year)
    return [(passage.slice(span), found.side(span[0])) for passage in report for span in passage.sentences]


def test_sides_by_first_headings() -> None:
    assert sides(
        (("一、主要做法和成效",), "办理80件。"),
        (("二、存在的问题",), "人手不够。"),
        (("三、下一步工作打算",), "新建5所。"),
        (("附件",), "名词解释。"),
        (("1.枫桥经验",), "矛盾不上交。"),
    ) == [
        ("办理80件。", "done"),
        ("人手不够。", "problem"),
        ("新建5所。", "plan"),
        ("名词解释。", "annex"),
        ("矛盾不上交。", "done"),  # a heading that announces nothing ends the annex
    ]


def test_sides_by_headings_inside_the_review() -> None:
    assert sides(
        (("一、工作情况", "（一）做法"), "办理80件。"),
        (("一、工作情况", "（二）存在的问题和不足"), "人手不够。"),
        (("一、工作情况", "（三）下一步打算"), "新建5所。"),
        (("二、其他情况",), "办理90件。"),
    ) == [
        ("办理80件。", "done"),
        ("人手不够。", "problem"),
        ("新建5所。", "plan"),
        ("办理90件。", "done"),
    ]


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("一、2022年工作回顾", "done"),
        ("一、开展情况", "done"),
        ("二、存在的主要问题", "problem"),
        ("二、存在的不足和努力方向", "problem"),  # begins with what is wrong
        ("二、着力解决突出问题", "done"),  # troubles overcome are results
        ("三、下一步工作安排", "plan"),
        ("三、2023年工作任务", "plan"),
        ("三、总体思路和主要任务", "plan"),
        ("三、完成各项任务、谋划下一步工作", "plan"),
        ("三、工作要求", "plan"),
        ("三、改进方向", "plan"),
        ("三、主要整改措施。", "plan"),
        ("三、下一阶段重点工作", "plan"),
        ("三、下年工作设想", "plan"),
        ("三、2023年工作谋划", "plan"),
        ("一、科学谋划，统筹安排法治建设工作", "done"),
        ("二、年度计划开展步骤", "done"),
        ("五、需要说明的问题", "done"),
        ("四、深入开展宣传，全面完成普法任务", "done"),  # tasks and plans that work was done on
        ("四、圆满完成2022年重点任务", "done"),
        ("四、围绕目标任务，健全工作机制", "done"),
        ("四、编制立法规划计划", "done"),
        ("四、改进执法方式，落实工作要求", "done"),
        ("二、存在问题及整改措施", "problem"),
        ("二、聚焦突出问题，开展专项检查", "done"),
        ("二、坚持问题导向，健全机制", "done"),
        ("二、破解基层面临的困难", "done"),
        ("二、做好困难群众救助", "done"),
        ("名词解释", "annex"),
        ("附件", "annex"),
        ("关于附件管理办法的说明及其他有关情况", "done"),  # too long for the name of an annex
        ("某某", "done"),
        ("", "done"),
    ],
)
def test_what_a_first_heading_announces(heading: str, side: Side) -> None:
    assert sides(((heading,) if heading else (), "甲。")) == [("甲。", side)]


def test_problems_and_plans_below_one_heading() -> None:
    heading = "二、存在的问题及下一步打算"
    assert sides(
        ((heading, "（一）存在的问题"), "人手不够。"),
        ((heading, "（二）下一步打算"), "新建5所。"),
    ) == [("人手不够。", "problem"), ("新建5所。", "plan")]
    assert sides(
        (("二、主要问题", "（一）队伍建设"), "人手不够。"),
        (("二、主要问题", "（二）整改措施"), "新建5所。"),
    ) == [("人手不够。", "problem"), ("新建5所。", "plan")]


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("（二）存在的主要问题", "problem"),
        ("（二）困难和不足", "problem"),
        ("（二）解决群众反映的问题", "done"),
        ("（二）问题线索移送", "done"),  # speaks of problems, announces none
        ("（三）下一步打算", "plan"),
        ("（三）重点任务完成", "done"),  # tasks done
    ],
)
def test_what_a_heading_inside_the_review_announces(heading: str, side: Side) -> None:
    assert sides((("一、工作情况", heading), "甲。")) == [("甲。", side)]


@pytest.mark.parametrize(
    ("wrong", "planned"),
    [
        ("存在的问题", "下一步工作"),  # headings without number that no heading was made of
        ("【主要问题和不足】", "【明年计划】"),
        ("■ 二、存在问题", "■ 三、下年度工作打算"),
        ("存在问题：人手不够。", "下步打算：新建5所。"),
        ("二、困难和挑战：人手不够。", "三、努力方向：新建5所。"),
        ("• 问题：人手不够", "• 计划：新建5所"),
        ("虽然取得一定成绩，但仍有不足。", "明年，我局将新建5所。"),
        ("工作虽有进步，但差距依然存在。", "下步，我们将新建5所。"),
        ("工作中我们也感到，人手还不相称。", "新的一年，我镇将新建5所。"),
        ("您的建议也让我们看到工作中还有不足：人手不够。", "下一步，新建5所。"),
        ("与上级要求相比，我县工作仍有差距。", "来年，我县将新建5所。"),
        ("与先进地区相比还存在一些差距，人手不够。", "2023年，我县将围绕示范创建新建5所。"),
        ("存在的主要不足有：人手不够。", "2023年重点开展以下工作：新建5所。"),
    ],
)
def test_sides_that_no_heading_announces(wrong: str, planned: str) -> None:
    report = f"办理80件。\n{wrong}\n经费紧张。\n{planned}\n培训6次。"
    kinds = [side for _, side in sides((("一、主要工作",), report), year=2022)]
    assert kinds == ["done", "problem", "problem", "plan", "plan"]


@pytest.mark.parametrize(
    "text",
    [
        "群众看到问题解决。",
        "虽然任务繁重，但各项工作圆满完成。",
        "与上年相比，受理数增长8%。",
        "督察发现问题：80个，整改80个。",
        "重点任务：新建5所。",
        "2022年重点开展培训。",
        "■ 二、主要负责人履职情况",
    ],
)
def test_what_was_done_goes_on(text: str) -> None:
    assert {side for _, side in sides((("一、主要工作",), f"办理80件。{text}培训6次。"), year=2022)} == {"done"}


def test_a_year_planned_for_turns_only_from_what_is_wrong() -> None:
    text = "2023年预算将公开。存在问题：人手不够。2022年，经费将紧张。2023年，培训将加强。"
    kinds = [side for _, side in sides((("一、主要工作",), text), year=2022)]
    assert kinds == ["done", "problem", "problem", "plan"]


def test_a_problem_of_each_plan_stays_below_its_heading() -> None:
    found = sides((("三、下一步工作打算",), "存在问题：人手不够。新建5所。"))
    assert {side for _, side in found} == {"plan"}


def test_plans_go_on_under_headings_that_announce_nothing() -> None:
    assert sides(
        (("一、2022年工作回顾",), "办理80件。"),
        (("二、2023年主要目标",), "新建5所。"),
        (("三、重点工程",), "投资3亿元。"),
        (("附件",), "某。"),
        plan=2023,
    ) == [("办理80件。", "done"), ("新建5所。", "plan"), ("投资3亿元。", "plan"), ("某。", "annex")]


def test_problems_inside_a_review_without_a_heading() -> None:
    assert sides(
        (
            ("一、工作情况",),
            "办理80件。我们也清醒地看到，还有不少不足。人手不够。下一步，我们将加强培训。招录5人。",
        ),
        (("二、保障措施",), "投入3万元。"),
    ) == [
        ("办理80件。", "done"),
        ("我们也清醒地看到，还有不少不足。", "problem"),
        ("人手不够。", "problem"),
        ("下一步，我们将加强培训。", "plan"),
        ("招录5人。", "plan"),
        ("投入3万元。", "done"),
    ]


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("我们清醒地认识到，基础还不牢固。", "problem"),
        ("工作中还存在一些困难和问题。", "problem"),
        ("在看到成绩的同时，也存在不少短板。", "problem"),
        ("在肯定成绩的同时，必须看到差距。", "problem"),
        ("在肯定成绩的同时，继续前进。", "done"),
        ("解决了一些问题。", "done"),
        ("存量问题全部整改。", "done"),
    ],
)
def test_what_turns_to_problems(sentence: str, side: Side) -> None:
    assert sides((("一、工作情况",), sentence)) == [(sentence, side)]


REVIEW = "一年来，办理80件。" * 6


def test_plans_of_a_report_without_headings() -> None:
    found = sides(((), REVIEW), ((), "2023年工作的总体要求是：稳中求进。新建5所。"), plan=2023)
    assert [side for _, side in found] == ["done"] * 6 + ["plan"] * 2


def test_problems_right_before_the_plans_of_a_report_without_headings() -> None:
    found = sides(((), REVIEW + "同时，还存在一些问题：人手不够；经费紧张。2023年的主要目标是：新建5所。"), plan=2023)
    assert [side for _, side in found] == ["done"] * 6 + ["problem", "plan"]


def test_plans_need_their_year_and_a_review_before_them() -> None:
    text = "2023年工作的总体要求是：稳中求进。"
    assert {side for _, side in sides(((), REVIEW + text))} == {"done"}  # it is not known to plan
    assert {side for _, side in sides(((), REVIEW + text), plan=2025)} == {"done"}  # for another year
    assert {side for _, side in sides(((), text + REVIEW), plan=2023)} == {"done"}  # an outlook ahead of the review


def test_a_report_with_a_heading_for_its_plans_has_none_before() -> None:
    found = sides(
        (("一、工作回顾",), REVIEW + "2023年工作的总体要求是：稳中求进。"),
        (("二、下一步打算",), "新建5所。"),
        plan=2023,
    )
    assert [side for _, side in found] == ["done"] * 7 + ["plan"]


def test_the_goals_of_a_year_are_plans_before_their_heading() -> None:
    """What else opens plans in a report without headings may stand in a review that has one behind it."""
    review, goals = "今年，办理80件。" * 20, "今年经济社会发展主要预期目标是：新增就业2万人。"
    turned = "2023年是示例的关键一年。"
    found = sides(
        (("一、回顾",), f"{review}{turned}"),
        (("二、在示例中奋进",), goals),
        (("三、2023年重点工作",), "新建5所。"),
        plan=2023,
    )
    assert found[-3:] == [(turned, "done"), (goals, "plan"), ("新建5所。", "plan")]


def test_a_report_without_passages() -> None:
    assert outline([]) == Outline((0,), ("done",))
    assert outline([], 2023).side(100) == "done"


@pytest.mark.parametrize(("offset", "side"), [(0, "done"), (9, "done"), (10, "problem"), (19, "problem"), (20, "plan")])
def test_sides_of_offsets(offset: int, side: Side) -> None:
    assert Outline((0, 10, 20), ("done", "problem", "plan")).side(offset) == side


def test_before_all_starts_lies_what_was_done() -> None:
    assert Outline((5,), ("plan",)).side(2) == "done"


@pytest.mark.parametrize(
    ("headings", "depth", "announces"),
    [
        (("二、存在的问题",), 0, True),
        (("二、着力解决突出问题",), 0, False),
        (("一、工作情况", "（二）存在的问题"), 1, True),
        (("一、工作情况", "（二）问题线索移送"), 1, False),
        (("二、存在的问题",), 1, False),  # there is none so deep
        ((), 0, False),
    ],
)
def test_headings_that_announce_problems(headings: tuple[str, ...], depth: int, announces: bool) -> None:
    assert announces_problems(headings, depth) is announces


PARTS = st.tuples(
    st.sampled_from([(), ("一、回顾",), ("一、回顾", "（一）存在的问题"), ("二、下一步打算",), ("附件",), ("某",)]),
    st.lists(
        st.sampled_from(["办理80件。", "我们清醒地看到不足。", "下一步，加强。", "2023年的主要目标是：5所。"]),
        min_size=1,
    ).map("".join),
)


@given(st.lists(PARTS, max_size=6), st.sampled_from([None, 2023]))
def test_every_outline_is_in_order(parts: list[tuple[tuple[str, ...], str]], plan: int | None) -> None:
    report = passages(*parts)
    found = outline(report, plan)
    assert list(found.starts) == sorted(found.starts)
    assert found.starts[0] == 0
    assert all(one != other for one, other in pairwise(found.sides))
    assert set(found.starts[1:]) <= {start for passage in report for start, _ in passage.sentences}
