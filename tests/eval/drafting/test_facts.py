"""Which clauses say by themselves what their figure counts, and which could be meant for another."""

from __future__ import annotations

import pytest

from eval.drafting.facts import Fact, facts
from eval.drafting.rivals import unique
from tests.fakes import PlainIndex

HEAD = "清源市2022年法治政府建设情况报告\n一、主要工作\n"


def found(*sentences: str) -> tuple[list[Fact], PlainIndex]:
    index = PlainIndex(HEAD + "\n".join(sentences))
    return facts(index, index.reports()[0]), index  # type: ignore[arg-type]


def parts(fact: Fact) -> tuple[str, str, str, str]:
    return fact.before, fact.figure, fact.unit, fact.after


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("全年共受理行政复议申请135件。", ("受理行政复议申请", "135件", "件", "")),
        ("一是目前，清源市新选聘了11名政府法律顾问。", ("新选聘了", "11名", "名", "政府法律顾问")),
        ("行政机关负责人出庭应诉率达到92.5%。", ("行政机关负责人出庭应诉率达到", "92.5%", "", "")),
        ("挽回农民工经济损失近150余万元。", ("挽回农民工经济损失", "150余万元", "万元", "")),
        ("一审行政诉讼案件同比下降12.3%。", ("一审行政诉讼案件同比下降", "12.3%", "", "")),
    ],
)
def test_a_clause_that_stands_alone(sentence: str, wanted: tuple[str, str, str, str]) -> None:
    assert [parts(fact) for fact in found(sentence)[0]] == [wanted]


@pytest.mark.parametrize(
    "sentence",
    [
        "审结案件98件。",  # too short to say which
        "同比增长12.3%。",  # of what?
        "其中撤销、变更或者确认行政行为违法9件。",  # of those before
        "余下行政复议案件6件正在审理。",
        "调解组织应当配备人民调解员3人。",  # a rule
        "力争全年培训行政执法人员300人次。",  # a goal
        "2019年以来累计受理行政复议申请900件。",  # of more than the year covered
        "受理行政复议申请135件和行政应诉案件47件。",  # two figures
        "选派第3名行政执法监督员到任。",  # no count
        "受理重大行政复议申请1件。",  # no figure that anybody asks for
        "印发《行政执法监督员管理办法20条》文件。",  # inside a title
        "取得法律职业资格的行政执法人员占全体人员的12%左右。",
    ],
)
def test_a_clause_that_does_not(sentence: str) -> None:
    assert found(sentence)[0] == []


def test_plans_and_problems_are_no_facts() -> None:
    plan = "培训行政执法人员300人次。"
    index = PlainIndex(f"{HEAD}举办行政执法培训班14期。\n二、下一步打算\n{plan}")
    assert [fact.figure for fact in facts(index, index.reports()[0])] == ["14期"]  # type: ignore[arg-type]


def test_what_follows_is_said_of_a_part() -> None:
    (fact,), _ = found("全年共受理行政复议申请135件，审结120件，其中维持66件、驳回9件，全部按期办结。")
    assert [parts(one) for one in fact.dependents] == [("审结", "120件", "件", "")]  # two figures end it
    assert fact.others == ("120件", "66件", "9件")


@pytest.mark.parametrize(
    "other",
    [
        "上半年受理行政复议申请60件。",
        "市司法局受理行政复议申请类案件70宗。",
    ],
)
def test_a_fact_that_another_clause_may_be_taken_for_is_not_asked_for(other: str) -> None:
    known, index = found("全年共受理行政复议申请135件。", "举办行政执法培训班14期。", other, "举办普法讲座9场次。")
    figures = {fact.figure for fact in unique(known, index)}  # type: ignore[arg-type]
    assert "135件" not in figures
    assert {"14期", "9场次"} <= figures


def test_the_same_figure_again_is_no_other() -> None:
    known, index = found("全年共受理行政复议申请135件。", "前述受理行政复议申请135件均已登记。", "举办普法讲座9场次。")
    assert "135件" in {fact.figure for fact in unique(known, index)}  # type: ignore[arg-type]


def test_a_report_without_place_or_year_gives_none() -> None:
    index = PlainIndex("工作情况\n一、主要工作\n受理行政复议申请135件。")
    assert facts(index, index.reports()[0]) == []  # type: ignore[arg-type]
