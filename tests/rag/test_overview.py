"""What a whole report says."""

from __future__ import annotations

import re

import pytest

from rag.assistant import Assistant
from rag.overview import DONE, PLANNED, WRONG
from tests.fakes import assistant_over

FILLER = "各部门持续推进工作落实，" * 5 + "工作扎实推进。"
HEADED = """【示例】内容为虚构
岚川市2022年法治政府建设情况报告
一、主要工作和成效
（一）规范行政执法行为。
2022年6月30日，印发行政执法规范。开展案卷评查3次，评查案卷120宗。
（二）化解矛盾纠纷。
深入落实“五个一”机制。调解纠纷640件。
（三）推进政务公开。
主动公开信息。
二、存在的问题
一是基层执法力量不足。二是个别部门重视不够。
三、下一步工作打算
（一）充实执法力量。
招录执法人员20名。
（二）压实部门责任。
"""
UNHEADED = f"""【示例】内容为虚构
禾丰县2022年政府工作报告
各位代表：
一、2022年工作回顾
刚刚过去的一年，是极不平凡的一年。面对多重困难和严峻挑战，全县上下同心协力攻坚克难，各项事业扎实推进。地区生产总值增长6.1%。
这一年，我们大抓产业，工业实现新跨越。{FILLER}新增企业12家。
——这一年，我们聚焦民生，生活迈上新台阶。{FILLER}新建学校3所。
二、2023年重点工作
（一）扩大有效投资。完成投资80亿元。
（二）办好民生实事。新建图书馆2座。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("overview"), HEADED, UNHEADED)


@pytest.mark.parametrize(
    "question",
    [
        "岚川市",
        "岚川市2022年",
        "介绍一下岚川市的报告",
        "岚川市2022年的报告主要讲了什么？",
        "岚川市法治政府建设情况",
        "总结岚川市的工作",
        "岚川怎么样",
    ],
)
def test_a_report_is_told_part_by_part(reports: Assistant, question: str) -> None:
    answer = reports.answer(question)
    assert answer.status == "answered"
    assert re.sub(r"\[\d+\]", "", answer.answer).split("\n") == [
        "岚川市2022年主要工作：",
        "1. 规范行政执法行为 开展案卷评查3次，评查案卷120宗",
        "2. 化解矛盾纠纷 调解纠纷640件",
        "3. 推进政务公开",
        "岚川市2022年存在的问题：",
        "1. 基层执法力量不足",
        "2. 个别部门重视不够",
        "岚川市2022年（下一步计划）主要安排：",
        "1. 充实执法力量 招录执法人员20名",
        "2. 压实部门责任",
    ]
    assert all(statement.supported for statement in answer.statements)


def test_work_on_tasks_is_no_part_of_the_plans(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = f"""【示例】内容为虚构
青屿市2022年法治政府建设情况报告
一、规范执法行为
开展案卷评查3次，评查案卷120宗。{FILLER}
二、加强普法宣传，全面完成普法任务
举办讲座26场。{FILLER}
三、聚焦突出问题，开展专项检查
检查单位48家。{FILLER}
存在的问题
执法力量不足。普法形式单一。
下一步工作
招录执法人员20名。
"""
    found = assistant_over(tmp_path_factory.mktemp("tasks"), text).answer("介绍一下青屿市的报告").answer
    done, _, behind = re.sub(r"\[\d+\]", "", found).partition("青屿市2022年存在的问题：\n")
    assert all(told in done for told in ("评查案卷120宗", "讲座26场", "检查单位48家"))
    assert behind.split("\n") == [
        "1. 执法力量不足",
        "2. 普法形式单一",
        "青屿市2022年（下一步计划）主要安排：",
        "1. 招录执法人员20名",
    ]


@pytest.mark.parametrize("question", ["霁山市农业农村局2022年报告讲了什么？", "概括一下霁山市农业农村局的报告"])
def test_an_office_that_reports_is_no_subject(tmp_path_factory: pytest.TempPathFactory, question: str) -> None:
    text = HEADED.replace("岚川市2022年", "霁山市农业农村局2022年")
    found = assistant_over(tmp_path_factory.mktemp("office"), text).answer(question).answer
    assert found.startswith("霁山市农业农村局2022年主要工作：")
    assert "存在的问题：" in found


def test_paragraphs_stand_for_headings_that_a_report_lacks(reports: Assistant) -> None:
    done, _, planned = reports.answer("禾丰县的情况").answer.partition("禾丰县2023年（计划）主要安排：\n")
    assert re.sub(r"\[\d+\]", "", done).split("\n") == [
        "禾丰县2022年主要工作：",
        "1. 地区生产总值增长6.1%",  # and not that it was no ordinary year
        "2. 这一年，我们大抓产业，工业实现新跨越 新增企业12家",
        "3. 这一年，我们聚焦民生，生活迈上新台阶 新建学校3所",
        "",
    ]
    assert planned.startswith("1. 扩大有效投资")


@pytest.mark.parametrize("question", ["岚川市2022年取得了哪些成绩？", "岚川市2022年做了什么工作？"])
def test_only_what_was_done_where_that_is_asked(reports: Assistant, question: str) -> None:
    answer = reports.answer(question).answer
    assert "主要工作：" in answer
    assert "存在的问题" not in answer
    assert "主要安排" not in answer


def test_a_follow_up_asks_the_same_of_another_place(reports: Assistant) -> None:
    assert reports.answer("那禾丰县呢？", history=["介绍一下岚川市的报告"]).answer.startswith("禾丰县2022年主要工作：")


@pytest.mark.parametrize("question", ["总结一下报告", "2022年的情况", "主要内容是什么？"])
def test_which_report_is_asked_back(reports: Assistant, question: str) -> None:
    answer = reports.answer(question)
    assert answer.status == "clarify"
    assert "哪个地方" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("岚川市2022年评查案卷多少宗？", "评查案卷120宗", id="a figure"),
        pytest.param("岚川市存在哪些问题？", "基层执法力量不足", id="problems"),
        pytest.param("禾丰县法治政府建设情况", "没有找到", id="what is no subject of a work report as a whole"),
        pytest.param("岚川市2021年", "没有", id="a year without a report"),
        pytest.param("霁山市", "没有", id="a place without one"),
    ],
)
def test_what_asks_for_more_or_for_less_gets_no_overview(reports: Assistant, question: str, said: str) -> None:
    answer = reports.answer(question).answer
    assert said in answer
    assert "主要工作：" not in answer


def test_a_long_part_says_how_many_points_it_leaves_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    names = "教育 卫生 交通 水利 文化 体育 旅游 科技 民政 应急 商务 审计 统计 信访 档案 气象 地震 林业 农业 工业"
    points = "\n".join(
        f"（{number}）{name}方面的各项工作扎实推进，群众满意度不断提升。\n{FILLER}"
        for number, name in enumerate(names.split(), 1)
    )
    text = f"【示例】内容为虚构\n岚川市2022年政府工作报告\n一、2022年工作回顾\n{points}\n"
    reports = assistant_over(tmp_path_factory.mktemp("long"), text, UNHEADED)
    answer = reports.answer("介绍一下岚川市").answer
    shown = re.sub(r"\[\d+\]", "", answer).split("\n")
    numbered = [line for line in shown if re.match(r"\d+\. ", line)]
    assert shown[-1] == f"（另有 {20 - len(numbered)} 项未列出，请缩小范围再问）"
    assert sum(map(len, numbered)) <= DONE
    assert DONE + WRONG + PLANNED < 1000


def test_of_the_year_planned_for_only_plans_are_told(reports: Assistant) -> None:
    assert reports.answer("禾丰县2023年重点工作").answer.startswith("禾丰县2023年（计划）主要安排：")
    assert "主要工作：" not in reports.answer("禾丰县2023年取得了哪些成绩？").answer


@pytest.mark.parametrize("question", ["岚川市提案", "岚川市的建议", "岚川市全面推进"])
def test_what_may_be_a_subject_asks_for_no_overview(reports: Assistant, question: str) -> None:
    assert "主要工作：" not in reports.answer(question).answer
