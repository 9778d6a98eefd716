"""Two figures of one thing are shown side by side, and nothing else is taken for a second one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import conflict
from rag.conflict import contradicts
from tests.fakes import assistant_over


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("新登记市场主体5.62万户，", "全年新登记市场主体5.71万户。", True),
        ("新登记市场主体5.62万户，", "全年新登记市场主体5.6万户。", False),  # rounded
        ("新登记市场主体5.62万户，", "上半年新登记市场主体2.71万户。", False),
        ("受理行政复议案件120件，", "收到行政复议申请135件，", False),
        ("全市受理行政复议案件120件，", "市本级受理行政复议案件35件，", False),
        ("法律顾问由3名增加到5名，", "法律顾问4名。", False),
        ("办理法律援助案件213件，", "办理法律援助案件213件，", False),
        ("办理法律援助案件213件，", "办理法律援助案件比上年增长12件，", False),
    ],
)
def test_figures_of_the_same_thing(one: str, other: str, expected: bool) -> None:
    assert contradicts(one, other) is expected


LAW = """示例市2023年度法治政府建设情况报告
一、主要工作
企业开办时间压缩到1个工作日，新登记市场主体5.62万户，较2022年增长10.1%。办理法律援助案件213件。
"""
WORK = """2024年示例市政府工作报告
一、2023年工作回顾
过去一年，营商环境改革深入推进，全年新登记市场主体5.71万户。上半年办理法律援助案件97件。
二、2024年工作安排
今年新登记市场主体力争达到6万户。
"""


def test_two_reports_of_one_year_that_differ(tmp_path: Path) -> None:
    reports = assistant_over(tmp_path, LAW, WORK)
    answer = reports.answer("示例市2023年新登记市场主体有多少户？")
    assert all(part in answer.answer for part in ("5.62万户", "5.71万户", "两份报告的数字不同"))
    assert {citation.file for citation in answer.citations} == {"示例-0.txt", "示例-1.txt"}
    assert all(statement.supported for statement in answer.statements)
    assert "97件" not in reports.answer("示例市2023年办理法律援助案件多少件？").answer


def test_a_goal_is_no_other_figure_of_what_came(tmp_path: Path) -> None:
    answer = assistant_over(tmp_path, WORK).answer("示例市新登记市场主体有多少户？").answer
    assert answer == "示例市2023年：全年新登记市场主体5.71万户[1]"


def test_two_places_of_one_report_that_differ(tmp_path: Path) -> None:
    text = LAW.replace("办理法律援助案件213件。", "办理法律援助案件213件。\n二、法律服务\n全年办理法律援助案件231件。")
    answer = assistant_over(tmp_path, text).answer("示例市2023年办理法律援助案件多少件？").answer
    assert all(part in answer for part in ("213件", "231件", "报告前后两处的数字不同"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("办结调解案件1200件，", "办结涉企调解案件35件，", False),
        ("总办结率同比提高10.4个百分点，", "初次办结率同比提高23.1个百分点，", False),
        ("开展普法宣传活动95场次，", "组织各类普法宣传活动108场次，", True),  # what is done, and nothing else
    ],
)
def test_a_word_more_is_another_thing(one: str, other: str, expected: bool) -> None:
    assert contradicts(one, other) is expected


OTHERS = """岚川市2022年度法治政府建设情况报告
一、主要工作
调解组织化解邻里纠纷，成功率达到97.2%。诉前调解成功率为31.4%。
全年清理规范性文件412件。清理涉及营商环境的规范性文件6件。
全市企业净增1.2万户、达8.9万户。高新技术企业净增61户。
完成造林26万亩。北山绿化工程累计完成造林、补植近7万亩。
原煤产量达到512万吨。复产煤矿9个、释放煤炭产能83万吨。
1032项政务服务事项全市通办。社区办理政务服务事项150项。
"""


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("岚川市调解的成功率是多少？", "97.2%", "31.4%"),
        ("岚川市2022年清理规范性文件多少件？", "412件", "6件"),
        ("岚川市有多少户企业？", "8.9万户", "61户"),
        ("岚川市造林多少？", "26万亩", "7万亩"),
        ("岚川市煤炭产量多少？", "512万吨", "9个"),
        ("岚川市全市通办的政务服务事项有多少项？", "1032项", "150项"),
    ],
)
def test_what_only_shares_the_words_of_the_question_is_no_second_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str, said: str, unsaid: str
) -> None:
    monkeypatch.setattr(conflict, "SURE", 0.0)
    answer = assistant_over(tmp_path, OTHERS).answer(question).answer
    assert (said in answer, unsaid in answer, "数字不同" in answer) == (True, False, False)


def test_where_the_best_one_is_not_sure_the_next_one_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict, "SURE", 1.1)
    answer = assistant_over(tmp_path, OTHERS).answer("岚川市2022年清理规范性文件多少件？").answer
    assert ("412件" in answer, "6件" in answer, "数字不同" in answer) == (True, True, False)


def test_where_no_figure_is_asked_for_there_is_no_second_one(tmp_path: Path) -> None:
    text = OTHERS + "创新能力连续8年位居全省第一。一般公共预算收入连续14年位居全省第一。\n"
    answer = assistant_over(tmp_path, text).answer("岚川市什么连续位居全省第一？").answer
    assert len(answer.split("\n")) == 1


def test_who_acts_for_the_place_tells_of_all_of_it(tmp_path: Path) -> None:
    text = LAW + "二、合同审查\n全年完成政府合同审查35件。一年来市司法局共办理政府合同审查41件。\n"
    answer = assistant_over(tmp_path, text).answer("示例市2023年办理政府合同审查多少件？").answer
    assert ("35件" in answer, "41件" in answer) == (True, True)
