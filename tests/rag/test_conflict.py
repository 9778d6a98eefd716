"""Two figures of one thing are shown side by side, and nothing else is taken for a second one."""

from __future__ import annotations

from pathlib import Path

import pytest

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
