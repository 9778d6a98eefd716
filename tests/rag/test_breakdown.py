"""Questions for every figure of a breakdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from tests.fakes import assistant_over

REPORT = """示例市2022年行政复议和行政应诉工作报告
一、行政复议案件
（一）总体情况。全年收到行政复议申请254件，受理229件，审结216件，其中维持98件，驳回17件。
（二）申请事项。按申请复议的事项划分，行政处罚1,082件、工伤认定45件、投诉举报处理37件、行政许可13件。
二、行政应诉案件
（一）败诉情况。全年一审败诉24件，其中自然资源领域9件、房屋征收领域7件、公安领域5件、其他领域3件。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("breakdown"), REPORT)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "示例市2022年行政复议案件按申请事项分各有多少件？",
            "行政处罚1,082件、工伤认定45件、投诉举报处理37件、行政许可13件",
        ),
        (
            "示例市2022年一审败诉案件各领域分别有多少件？",
            "其中自然资源领域9件、房屋征收领域7件、公安领域5件、其他领域3件",
        ),
    ],
)
def test_all_parts_are_given(reports: Assistant, question: str, said: str) -> None:
    answer = reports.answer(question)
    assert said in answer.answer
    assert all(figure.verified for figure in answer.figures)


def test_one_part_is_no_breakdown(reports: Assistant) -> None:
    assert "行政许可" not in reports.answer("示例市2022年收到行政复议申请多少件？").answer


def test_what_is_divided_otherwise_is_no_answer(reports: Assistant) -> None:
    assert "工伤认定45件" not in reports.answer("示例市2022年行政复议案件按被申请人层级划分各有多少件？").answer


def test_no_breakdown_without_one(tmp_path: Path) -> None:
    reports = assistant_over(tmp_path, REPORT.replace("、工伤认定45件、投诉举报处理37件", ""))
    answer = reports.answer("示例市2022年行政复议案件按申请事项分各有多少件？")
    assert "工伤认定" not in answer.answer
