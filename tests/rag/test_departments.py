"""Reports of a single department."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.departments import department_of, departments_asked, office_asked
from rag.types import Report
from rag.understand import understand
from tests.fakes import assistant_over

REPORT = """【示例】内容为虚构
{title}
一、主要工作
{told}
二、存在的问题
执法力量不足。
"""


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("岚川市生态环境局2022年度法治政府建设工作报告", "生态环境局"),
        ("岚川市市场监督管理局关于2022年法治政府建设情况的报告", "市场监督管理局"),
        ("岚川市2022年度法治政府建设情况报告", ""),
        ("岚川市人民政府关于2022年度法治政府建设情况的报告", ""),
        ("岚川市人民政府办公室关于2022年度法治政府建设情况的报告", ""),
        ("岚川市司法局关于岚川市2022年度法治政府建设情况的报告", ""),  # for all of the place
        ("中共岚川市委全面依法治市委员会办公室关于岚川市2022年度法治政府建设情况的报告", ""),
        ("关于2022年度法治政府建设情况的报告", ""),
    ],
)
def test_whose_report_it_is(title: str, department: str) -> None:
    assert department_of(Report("r", "r.txt", title, "岚川市", "市级", 2022)) == department


def test_a_reply_to_a_proposal_is_no_report_of_its_office() -> None:
    report = Report("r", "r.txt", "岚川市司法局关于2022年第8号提案的答复", "岚川市", "市级", 2022, kind="提案答复")
    assert department_of(report) == ""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    own = "立案查处案件86件，罚款312万元。移送公安机关案件4件。教育局配合培训2次。"
    whole = "办理行政复议案件57件。罚款总额5,120万元。"
    return assistant_over(
        tmp_path_factory.mktemp("departments"),
        REPORT.format(title="岚川市市场监督管理局2022年度法治政府建设工作报告", told=own),
        REPORT.format(title="禾丰县2022年度法治政府建设情况报告", told=whole),
    )


@pytest.mark.parametrize("name", ["岚川市市场监督管理局", "岚川市市场监管局", "岚川市市监局", "岚川市"])
def test_an_answer_says_whose_report_it_is_from(reports: Assistant, name: str) -> None:
    answer = reports.answer(f"{name}2022年罚款多少万元？")
    assert answer.answer.startswith("岚川市市场监督管理局2022年：")
    assert "312万元" in answer.answer


@pytest.mark.parametrize("name", ["岚川市公安局", "岚川市交通运输局"])
def test_another_department_is_not_told_of(reports: Assistant, name: str) -> None:
    assert reports.answer(f"{name}2022年罚款多少万元？").status == "refused"


@pytest.mark.parametrize("name", ["岚川市公安局", "岚川市城管局"])  # 城管 shares a letter with 市场监督管理
def test_nor_of_its_problems(reports: Assistant, name: str) -> None:
    assert reports.answer(f"{name}存在哪些问题？").status == "refused"
    assert "执法力量不足" in reports.answer("岚川市市场监管局存在哪些问题？").answer


def test_a_hall_or_a_layout_is_no_department() -> None:
    asked = [understand(f"岚川市{text}有多少", [], []) for text in ("政务服务大厅", "产业布局", "音乐厅")]
    assert [departments_asked(one) for one in asked] == [()] * 3


def test_one_that_the_sentence_names_is_told_of(reports: Assistant) -> None:
    assert "2次" in reports.answer("岚川市教育局2022年配合培训多少次？").answer


def test_a_report_on_the_whole_place_may_tell_of_any(reports: Assistant) -> None:
    assert "57件" in reports.answer("禾丰县司法局2022年办理行政复议案件多少件？").answer


OFFICE = "岚川市市场监督管理局关于2022年法治政府建设情况的报告"


@pytest.mark.parametrize(
    ("question", "title", "office"),
    [
        ("岚川市市场监督管理局下一步计划", OFFICE, "岚川市市场监督管理局"),
        ("岚川市场监管局有哪些问题", OFFICE, "岚川市场监管局"),  # a shorter name
        ("请问市场监管局有哪些问题", OFFICE, "市场监管局"),
        ("岚川市公安局有哪些问题", OFFICE, ""),  # another office
        ("岚川市有哪些问题", OFFICE, ""),
        ("局里有哪些问题", OFFICE, ""),  # names nobody
        ("禾丰开发区有哪些问题", "禾丰经济技术开发区管理委员会2022年报告", "禾丰开发区"),
        ("公安局有哪些问题", "禾丰县2022年法治政府建设情况报告", ""),  # a subject of the county's report
        ("法治建设委员会有哪些问题", "禾丰县关于法治建设委员会的报告", ""),  # what a report is about gives none
        ("", OFFICE, ""),
    ],
)
def test_office_asked(question: str, title: str, office: str) -> None:
    assert office_asked(question, [title]) == office
