"""Problems and plans, one line a point."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from tests.fakes import assistant_over

DONE = "{place}2022年度法治政府建设情况报告\n一、主要工作\n全年受理行政复议案件8件，办理食品安全处罚案件20件。\n"
HEADINGS = (
    "【示例】内容为虚构\n" + DONE.format(place="岚川市") + "二、存在的问题\n"
    "（一）执法力量不足。基层执法人员仅有35名，难以满足需要。\n（二）信息化水平不高。数据没有共享。\n"
    "三、下一步工作打算\n（一）加强执法队伍建设。招录执法人员60名。\n（二）推进数字执法。建成统一平台。\n"
)
ENUMERATED = (
    "【示例】内容为虚构\n" + DONE.format(place="禾丰县") + "二、存在的主要问题\n"
    "一年来，工作取得成效，但还存在一些问题：一是执法力量不足；二是信息化水平不高，数据没有共享；三是普法形式单一。\n"
    "三、下步打算\n下一步，一是招录执法人员，充实力量。二是建设数字平台，共享数据。三是创新普法形式。\n"
)
SEMICOLONS = """【示例】内容为虚构
澜川区2022年政府工作报告
一、2022年工作回顾
受理行政复议案件9件，解决了群众出行的困难。
同时，我们也清醒地看到，还存在一些困难和问题，主要是：产业结构不优，新兴产业占比只有8.5%；财政收支矛盾突出；民生短板较多。对这些问题，我们一定高度重视，切实加以解决。
二、2023年工作安排
2023年，地区生产总值增长6%左右，新建学校3所。加快建设澜川大道，完成投资2亿元。改造老旧小区12个。
"""


OFFICE = """【示例】内容为虚构
岚川市公安局2022年度法治政府建设情况报告
一、主要工作
全年受理行政复议案件8件，办理食品安全处罚案件20件。
二、存在的问题
（一）部分民警学习不够，办案质量不高。
（二）公安宣传形式单一。现场活动仅有2场。
（三）公安信息化水平不高。数据没有共享。
（四）基层人手不足。
三、下一步工作打算
1、2023年3月底前轮训民警；
2、建设公安数据平台；
3、开展警营开放日6次。

岚川市公安局
2023年1月9日
"""
BULLETS = """【示例】内容为虚构
禾丰县2022年度法治政府建设情况报告
■ 一、主要工作
◆ 规范执法
· 全年办理案件28件。
■ 二、存在问题
◇ 执法力量不足，人员仅有9名。
◇ 普法形式单一。
■ 三、下年度工作打算
→ 轮训执法人员3次。
→ 新建普法广场2处。
"""
LABELS = """【示例】内容为虚构
青屿市2022年度法治政府建设情况报告
一、主要工作
全年受理行政复议案件8件，办理食品安全处罚案件20件。
二、存在问题：执法力量不足；普法形式单一；经费紧张。
三、下一步工作计划：轮训执法人员3次；新建普法广场2处。
"""
COMBINED = """【示例】内容为虚构
霁山市2022年度法治政府建设情况报告
一、主要工作
全年受理行政复议案件8件，办理食品安全处罚案件20件。
二、存在的主要问题及下一步工作
（一）存在的主要问题。一是执法力量不足。二是普法形式单一。
（二）下一步工作。一是轮训执法人员。二是新建普法广场。
"""
CIRCLED = """【示例】内容为虚构
云埠县2022年度法治政府建设情况报告
一、主要工作
全年受理行政复议案件8件，办理食品安全处罚案件20件。
二、困难和挑战
①执法力量不足，人员仅有9名。②普法形式单一。③经费紧张。
三、改进措施
1.轮训执法人员3次。
2.新建普法广场2处。
"""
RUNNING = """【示例】内容为虚构
栖谷县城市管理局2022年依法行政工作总结
今年以来，区局立案查处案件84件，结案80件，办理提案9件，均按时答复，群众满意率有所提高，全年未发生复议纠错。
虽然取得一定成绩，但仍有不足。部分队员取证不规范。协管员流失率高。
明年，我局将继续推进规范执法：轮训队员3次；新建岗亭2处。
"""


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("layouts"), OFFICE, BULLETS, LABELS, COMBINED, CIRCLED, RUNNING)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("points"), HEADINGS, ENUMERATED, SEMICOLONS)


def points(reports: Assistant, question: str) -> list[str]:
    """Return the lines of an answer without its markers and the frame before them."""
    answer = reports.answer(question)
    assert answer.status == "answered"
    assert all(figure.verified for figure in answer.figures)
    assert all(statement.supported for statement in answer.statements)
    text = answer.answer
    for citation in answer.citations:
        text = text.replace(f"[{citation.marker}]", "")
    frame, *lines = text.split("\n")
    place = answer.citations[0].place
    assert frame.startswith(str(place))  # a department's report says whose it is behind it
    assert frame.endswith(f"2022年{'（下一步计划）' if answer.reading.kind == 'plan' else ''}：")
    return lines


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(
            "岚川市存在哪些问题？",
            ["1. 执法力量不足 基层执法人员仅有35名，难以满足需要", "2. 信息化水平不高 数据没有共享"],
            id="by headings",
        ),
        pytest.param(
            "禾丰县存在哪些问题？",
            ["1. 执法力量不足", "2. 信息化水平不高，数据没有共享", "3. 普法形式单一"],
            id="by 一是",
        ),
        pytest.param(
            "澜川区存在哪些困难和问题？",
            ["1. 产业结构不优，新兴产业占比只有8.5%", "2. 财政收支矛盾突出", "3. 民生短板较多"],
            id="by semicolons",
        ),
        pytest.param(
            "岚川市下一步有什么打算？",
            ["1. 加强执法队伍建设 招录执法人员60名", "2. 推进数字执法 建成统一平台"],
            id="plans by headings",
        ),
        pytest.param(
            "禾丰县下一步有什么打算？",
            ["1. 招录执法人员，充实力量", "2. 建设数字平台，共享数据", "3. 创新普法形式"],
            id="plans by 一是",
        ),
        pytest.param(
            "岚川市2023年的工作计划有哪些？",
            ["1. 加强执法队伍建设 招录执法人员60名", "2. 推进数字执法 建成统一平台"],
            id="plans for a year are made in the report on the one before",
        ),
    ],
)
def test_all_points(reports: Assistant, question: str, expected: list[str]) -> None:
    assert points(reports, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(
            "岚川市公安局存在哪些问题？",
            ["1. 部分民警学习不够，办案质量不高", "2. 公安宣传形式单一 现场活动仅有2场",
             "3. 公安信息化水平不高 数据没有共享", "4. 基层人手不足"],
            id="who reports is no subject, and points of a sentence stand between headed ones",
        ),
        pytest.param(
            "岚川市公安局下一步打算",
            ["1. 2023年3月底前轮训民警", "2. 建设公安数据平台", "3. 开展警营开放日6次"],
            id="a number before a year; nor is who signs a plan",
        ),
        pytest.param("禾丰县存在哪些问题？", ["1. 执法力量不足，人员仅有9名", "2. 普法形式单一"], id="bullets"),
        pytest.param("禾丰县下年度工作打算", ["1. 轮训执法人员3次", "2. 新建普法广场2处"], id="arrows"),
        pytest.param("青屿市有哪些不足？", ["1. 执法力量不足", "2. 普法形式单一", "3. 经费紧张"], id="before a colon"),
        pytest.param("青屿市下一步计划", ["1. 轮训执法人员3次", "2. 新建普法广场2处"], id="plans before a colon"),
        pytest.param("霁山市存在哪些问题？", ["1. 执法力量不足", "2. 普法形式单一"], id="below one heading"),
        pytest.param("霁山市下一步打算", ["1. 轮训执法人员", "2. 新建普法广场"], id="plans below the same heading"),
        pytest.param(
            "云埠县有哪些困难？", ["1. 执法力量不足，人员仅有9名", "2. 普法形式单一", "3. 经费紧张"], id="circled"
        ),
        pytest.param("云埠县下一步打算", ["1. 轮训执法人员3次", "2. 新建普法广场2处"], id="改进措施"),
        pytest.param(
            "栖谷县城管局存在哪些不足？", ["1. 部分队员取证不规范", "2. 协管员流失率高"], id="running text"
        ),
        pytest.param("栖谷县城管局明年有什么打算？", ["1. 轮训队员3次", "2. 新建岗亭2处"], id="plans in one sentence"),
    ],
)  # fmt: skip
def test_points_of_other_layouts(layouts: Assistant, question: str, expected: list[str]) -> None:
    assert points(layouts, question) == expected


def test_a_subject_beside_who_reports(layouts: Assistant) -> None:
    assert points(layouts, "岚川市公安局宣传方面存在哪些问题？") == ["1. 公安宣传形式单一 现场活动仅有2场"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("岚川市执法力量方面有什么问题？", "1. 执法力量不足 基层执法人员仅有35名，难以满足需要"),
        ("禾丰县信息化方面有什么不足？", "1. 信息化水平不高，数据没有共享"),
        ("澜川区财政方面有什么困难？", "1. 财政收支矛盾突出"),
    ],
)
def test_the_points_about_a_subject(reports: Assistant, question: str, expected: str) -> None:
    assert points(reports, question) == [expected]


def test_problems_with_something_else_are_not_those_asked_for(reports: Assistant) -> None:
    """Schools are a thing that the report plans for, but names no difficulty with."""
    answer = reports.answer("澜川区学校方面有什么困难？")
    assert (answer.status, answer.citations) == ("refused", ())


def test_a_plan_for_a_subject_is_no_list_of_all_plans(reports: Assistant) -> None:
    answer = reports.answer("岚川市下一步在执法队伍方面有什么打算？").answer
    assert "招录执法人员60名" in answer
    assert "统一平台" not in answer


@pytest.mark.parametrize(
    ("question", "goal"),
    [
        ("澜川区2023年计划改造多少个老旧小区？", "改造老旧小区12个"),
        ("澜川区2023年地区生产总值目标是多少？", "地区生产总值增长6%左右"),
        ("澜川区今年要改造几个老旧小区？", "改造老旧小区12个"),
    ],
)
def test_a_figure_that_is_planned(reports: Assistant, question: str, goal: str) -> None:
    assert goal in reports.answer(question).answer


@pytest.mark.parametrize("question", ["减肥一个月瘦十斤要怎么吃？", "一天工作十二个小时还想健身，该怎么安排？"])
def test_what_has_to_do_with_no_plan_gets_none(reports: Assistant, question: str) -> None:
    assert reports.answer(question).status == "refused"


@pytest.mark.parametrize("before", ["岚川市存在哪些问题？", "岚川市下一步有什么打算？"])
@pytest.mark.parametrize("question", ["明天股市会涨吗", "今天天气好吗"])
def test_what_has_to_do_with_no_report_gets_no_points_after_them(
    reports: Assistant, before: str, question: str
) -> None:
    assert reports.answer(before).status == "answered"
    assert reports.answer(question, history=[before]).status == "refused"


def test_a_goal_is_no_result(reports: Assistant) -> None:
    answer = reports.answer("澜川区2022年新建了多少所学校？")
    assert (answer.status, answer.citations) == ("refused", ())


@pytest.mark.parametrize("question", ["澜川区存在哪些困难和问题？", "澜川区2023年有哪些计划？"])
def test_a_trouble_overcome_is_neither_a_problem_nor_a_plan(reports: Assistant, question: str) -> None:
    answer = reports.answer(question).answer
    assert "出行" not in answer
    assert "切实加以解决" not in answer


def test_points_that_do_not_fit_are_counted(tmp_path_factory: pytest.TempPathFactory) -> None:
    problems = "".join(f"{number}是第{number}个领域{'的工作还不够扎实' * 3}。" for number in "一二三四五六七八九十")
    many = DONE.format(place="岚川市") + f"二、存在的问题\n{problems}\n"
    reports = assistant_over(tmp_path_factory.mktemp("many"), many)
    *lines, last = reports.answer("岚川市存在哪些问题？").answer.split("\n")[1:]
    assert [line.partition(".")[0] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert last == f"（另有 {10 - len(lines)} 项未列出，请缩小范围再问）" or len(lines) == 9


def test_a_shortened_point_does_not_end_on_a_connective(tmp_path_factory: pytest.TempPathFactory) -> None:
    named = ("力量", "经费", "培训")
    rest = "遇到跨部门的事项时常常需要反复协调才能推动" * 5
    troubles = "".join(f"{name}不足。基层的{name}不相适应。基层一直在努力改善。但是，{rest}。\n" for name in named)
    numbered = "".join(f"（{n}）{line}\n" for n, line in zip("一二三", troubles.splitlines(), strict=True))
    text = f"【示例】内容为虚构\n{DONE.format(place='岚川市')}二、存在的问题\n{numbered}三、下一步打算\n加强队伍。\n"
    found = points(assistant_over(tmp_path_factory.mktemp("connective"), text), "岚川市存在哪些问题？")
    assert found == [f"{n}. {name}不足 基层的{name}不相适应 基层一直在努力改善" for n, name in enumerate(named, 1)]


@pytest.mark.parametrize(
    ("who", "date"),
    [
        ("岚川市人民政府", "2023年3月12日"),
        ("岚川市人民政府", "2023年312日"),  # scraping loses characters
        ("岚川市人民政府", "2023312日"),
        ("南塘街道办事处", "2023年3月12日"),
        ("岚川高新区管委会", "2023年3月12日"),
    ],
)
def test_who_signs_is_no_part_of_the_last_point(tmp_path_factory: pytest.TempPathFactory, who: str, date: str) -> None:
    plans = "（一）加强队伍。培训执法人员300人次。\n（二）完善机制。办结时限缩短到20日。\n"
    text = f"{DONE.format(place='岚川市')}二、下一步打算\n{plans}{who}\n{date}\n"
    found = points(assistant_over(tmp_path_factory.mktemp("signed"), text), "岚川市下一步有什么打算？")
    assert found == ["1. 加强队伍 培训执法人员300人次", "2. 完善机制 办结时限缩短到20日"]


SECTIONS = """【示例】内容为虚构
岚川市2022年度法治政府建设情况报告
一、主要工作
（一）推进政务公开，实现便民服务。全市加强领导，群众满意。一是建成市级政务服务大厅。进驻窗口120个。二是压实公开责任。印发公开要点2份。三是加强普法宣传教育。开展普法讲座86场，培训3200人次。
（二）加强复议应诉，化解矛盾纠纷。一是规范办案流程。完善法律文书12种。二是落实出庭应诉。负责人出庭17次。
二、下一步打算
（一）深化政务公开。一是建设公开平台。二是公开目录3份。
"""


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("sections"), SECTIONS)


TEACHING = "加强普法宣传教育 开展普法讲座86场，培训3200人次"
OPENNESS = ["建成市级政务服务大厅 进驻窗口120个", "压实公开责任 印发公开要点2份", TEACHING]
APPEALS = ["规范办案流程 完善法律文书12种", "落实出庭应诉 负责人出庭17次"]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        pytest.param("岚川市的政务公开是怎么推进的？", OPENNESS, id="what was done, before what is planned"),
        pytest.param("岚川市普法宣传是怎么做的？", [TEACHING], id="the item that tells of it alone"),
        pytest.param("岚川市复议应诉情况怎么样？", APPEALS, id="how things stand"),
        pytest.param("岚川市在化解矛盾纠纷上做了哪些工作？", APPEALS, id="what was done"),
    ],
)
def test_the_items_of_the_section_that_is_asked_for(sections: Assistant, question: str, items: list[str]) -> None:
    assert points(sections, question) == [f"{number}. {item}" for number, item in enumerate(items, 1)]


def test_a_section_of_something_else_does_not_tell_how_things_stand(sections: Assistant) -> None:
    assert sections.answer("岚川市的养老服务情况怎么样？").status == "refused"


def test_bold_headings_of_markdown_are_shown_without_their_stars(tmp_path: Path) -> None:
    text = (
        "【示例】内容为虚构\n岚川市2022年度法治政府建设情况报告\n一、主要工作\n受理行政复议案件8件。\n二、存在的问题\n"
        "1. **执法力量不足。** 人员仅有9名。\n2. **普法形式单一。** 活动不多。\n"
    )
    index = assistant_over(tmp_path, text)
    assert points(index, "岚川市存在哪些问题？") == ["1. 执法力量不足 人员仅有9名", "2. 普法形式单一 活动不多"]
