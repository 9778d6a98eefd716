"""Comparisons: a line for each place and year."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import rag.understand as understanding
from rag.assistant import Assistant
from rag.compare import NO_REPORT, WORKED_OUT, _said
from rag.followup import compares_back
from rag.refuse import NOT_MENTIONED
from tests.fakes import assistant_over

REPORT = """【示例】内容为虚构
{place}{year}年度法治政府建设情况报告
一、主要工作
{year}年，共收到行政复议申请{received}件，办结{closed}件。{more}
二、存在的问题
执法力量不足。
"""
RATE = "行政机关负责人出庭应诉率{}%。"


def report(place: str, year: int, received: int, closed: int, more: str) -> str:
    return REPORT.format(place=place, year=year, received=received, closed=closed, more=more)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(
        tmp_path_factory.mktemp("compare"),
        report("岚川市", 2021, 180, 160, RATE.format(91.2)),
        report("岚川市", 2022, 213, 198, RATE.format(96.5)),
        report("禾丰县", 2022, 57, 48, "培训执法人员300人次。"),
        report("云城区", 2022, 99, 88, RATE.format(100)),
    )


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        pytest.param(
            "岚川市和禾丰县2022年收到行政复议申请各多少件？",
            {"岚川市2022年": "213件", "禾丰县2022年": "57件"},
            id="two places",
        ),
        pytest.param(
            "岚川市2021年和2022年收到行政复议申请分别是多少件？",
            {"岚川市2021年": "180件", "岚川市2022年": "213件"},
            id="two years",
        ),
        pytest.param(
            "岚川市2021年和禾丰县2022年收到行政复议申请各多少件？",
            {"岚川市2021年": "180件", "禾丰县2022年": "57件"},  # and not 岚川市2022年
            id="pairs",
        ),
        pytest.param(
            "2022年岚川市、禾丰县、云城区负责人出庭应诉率各是多少？",
            {"岚川市2022年": "96.5%", "禾丰县2022年": NOT_MENTIONED, "云城区2022年": "100%"},
            id="one that does not say",
        ),
        pytest.param(
            "岚川市和太原市2022年收到行政复议申请各多少件？",
            {"岚川市2022年": "213件", "太原市": NO_REPORT},
            id="one that the index lacks",
        ),
        pytest.param(
            "2022年哪个地方收到的行政复议申请最多？",
            {"云城区2022年": "99件", "岚川市2022年": "213件", "禾丰县2022年": "57件"},
            id="the highest of all",
        ),
    ],
)
def test_a_line_a_place_and_year(reports: Assistant, question: str, rows: dict[str, str]) -> None:
    answer = reports.answer(question)
    told = [line for line in answer.answer.split("\n") if "：" in line and not line.startswith(WORKED_OUT)]
    lines = dict(line.split("：", 1) for line in told)
    assert lines.keys() == rows.keys()
    assert [row for row, value in rows.items() if value not in lines[row]] == []
    others = set(rows.values()) - {NOT_MENTIONED, NO_REPORT}
    for row, value in rows.items():
        assert not [other for other in others - {value} if other in lines[row]]


def test_each_line_is_cited_from_its_own_report(reports: Assistant) -> None:
    answer = reports.answer("岚川市2021年和禾丰县2022年收到行政复议申请各多少件？")
    assert [(citation.place, citation.year) for citation in answer.citations] == [("岚川市", 2021), ("禾丰县", 2022)]
    assert all(figure.verified for figure in answer.figures)
    assert all(statement.supported for statement in answer.statements)


def test_that_a_report_does_not_say_is_cited_from_nowhere(reports: Assistant) -> None:
    answer = reports.answer("2022年岚川市和禾丰县负责人出庭应诉率各是多少？")
    (line,) = [line for line in answer.answer.split("\n") if line.startswith("禾丰县")]
    assert line == f"禾丰县2022年：{NOT_MENTIONED}"
    assert [citation.place for citation in answer.citations] == ["岚川市"]


@pytest.mark.parametrize(
    "question", ["岚川市和禾丰县2022年小麦产量各是多少？", "岚川市2021年和2022年接待游客各多少人次？"]
)
def test_what_none_of_them_says_is_refused(reports: Assistant, question: str) -> None:
    answer = reports.answer(question)
    assert (answer.status, answer.citations) == ("refused", ())


def test_another_place_is_a_follow_up_and_no_comparison(reports: Assistant) -> None:
    answer = reports.answer("那禾丰县呢？", history=["岚川市2022年收到行政复议申请多少件？"])
    assert answer.reading.kind == "figure"
    assert ("57件" in answer.answer, "213件" in answer.answer) == (True, False)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("岚川市和禾丰县2022年收到行政复议申请各多少件？", "岚川市比禾丰县多156件"),
        ("禾丰县和岚川市2022年收到行政复议申请各多少件？", "禾丰县比岚川市少156件"),
        ("岚川市2021年和2022年收到行政复议申请分别是多少件？", "2022年比2021年增加33件"),
        ("岚川市2021年和2022年负责人出庭应诉率各是多少？", "2022年比2021年提高5.3个百分点"),
        ("岚川市和云城区2022年负责人出庭应诉率各是多少？", "岚川市比云城区低3.5个百分点"),
        ("岚川市2021年和禾丰县2022年收到行政复议申请各多少件？", "岚川市2021年比禾丰县2022年多123件"),
        (
            "2022年哪个地方收到的行政复议申请最多？",
            "从高到低为岚川市（213件）、云城区（99件）、禾丰县（57件）",
        ),
        (
            "2022年岚川市、禾丰县、云城区负责人出庭应诉率各是多少？",
            "岚川市比云城区低3.5个百分点",
        ),  # of the two that say
    ],
)
def test_what_is_worked_out(reports: Assistant, question: str, expected: str) -> None:
    answer = reports.answer(question)
    assert answer.answer.split("\n")[-1] == WORKED_OUT + expected
    # it is no statement of a report, and none of the figures that a sentence has to hold
    assert not [statement for statement in answer.statements if WORKED_OUT in statement.text]
    assert all(figure.verified for figure in answer.figures)


def test_nothing_is_worked_out_from_one_figure(reports: Assistant) -> None:
    assert WORKED_OUT not in reports.answer("2022年岚川市和禾丰县负责人出庭应诉率各是多少？").answer


@pytest.mark.parametrize(
    ("value", "expected"),
    [("156", "156"), ("5.30", "5.3"), ("120000", "12万"), ("125500", "12.55万"), ("123456", "123456"),
     ("250000000", "2.5亿"), ("100", "100")],
)  # fmt: skip
def test_numbers_are_written_as_reports_do(value: str, expected: str) -> None:
    assert _said(Decimal(value)) == expected


def test_a_goal_beside_what_came_of_it(tmp_path: Path) -> None:
    plans = "三、{}年工作打算\n复议案件调解率达到{}以上。\n"
    assistant = assistant_over(
        tmp_path,
        report("岚川市", 2021, 180, 160, "复议案件调解率28.5%。") + plans.format(2022, "30%"),
        report("岚川市", 2022, 213, 198, "复议案件调解率33.3%。") + plans.format(2023, "35%"),
    )
    answer = assistant.answer("岚川市2022年复议案件调解率的目标是多少，2022年实际达到多少？").answer.split("\n")
    assert [line.partition("：")[0] for line in answer[:2]] == ["岚川市2022年目标", "岚川市2022年实际"]
    assert ("30%" in answer[0], "33.3%" in answer[1]) == (True, True)
    # what 2023 brought, no plan for it tells
    refused = assistant.answer("岚川市2023年复议案件调解率实际达到多少？")
    assert refused.status == "refused"
    assert "只有对2023年的计划" in refused.answer


@pytest.mark.parametrize(
    ("question", "history"),
    [
        pytest.param("跟禾丰县比呢？", ["岚川市2022年收到行政复议申请多少件？"], id="with one that is named now"),
        pytest.param(
            "它们谁多？", ["岚川市2022年收到行政复议申请多少件？", "那禾丰县呢？"], id="of the two that were asked of"
        ),
        pytest.param("差多少？", ["岚川市2022年收到行政复议申请多少件？", "那禾丰县呢？"], id="by how much"),
        pytest.param("哪个多？", ["岚川市和禾丰县2022年收到行政复议申请各多少件？"], id="of both at once"),
    ],
)
def test_what_was_asked_before_is_compared(reports: Assistant, question: str, history: list[str]) -> None:
    answer = reports.answer(question, history=history)
    assert answer.reading.kind == "compare"
    assert answer.question == question
    assert "岚川市比禾丰县多156件" in answer.answer


@pytest.mark.parametrize(
    ("text", "placed", "compares"),
    [
        ("跟禾丰县比呢？", True, True),
        ("和禾丰县相比怎么样", True, True),
        ("哪个更高", False, True),
        ("它们两个差多少？", False, True),
        ("第三产业占比呢", False, False),
        ("跟去年比呢", False, False),
        ("这三个哪个最多？", False, True),
        ("哪个最多", False, False),  # of other things than places, mostly
        ("禾丰县呢", True, False),
    ],
)
def test_what_wants_a_comparison(text: str, placed: bool, compares: bool) -> None:
    assert compares_back(text, placed=placed) is compares


def test_a_long_history_of_comparisons_is_read_once(reports: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    real = understanding.find_places
    monkeypatch.setattr(understanding, "find_places", lambda text, found: (read.append(text), real(text, found))[1])
    understanding.understand("哪个更高", ["哪个更高"] * 12, reports.catalogue())
    assert len(read) < 400


def test_what_is_only_compared_with_a_year_is_no_figure_of_it(tmp_path: Path) -> None:
    more = "罚没款合计1.2亿元，较2021年下降9.4%。"
    answer = assistant_over(tmp_path, report("岚川市", 2022, 213, 198, more)).answer(
        "岚川市2022年罚没款比2021年怎么样？"
    )
    told, other = answer.answer.split("\n")
    assert told.startswith("岚川市2022年：罚没款合计1.2亿元，较2021年下降9.4%")
    assert other == f"岚川市2021年：{NOT_MENTIONED}"


def test_the_year_before_may_be_told_beside(tmp_path: Path) -> None:
    more = "调解成功率为98%，2021年为96%。"
    reports = assistant_over(tmp_path, report("岚川市", 2022, 213, 198, more))
    answer = reports.answer("岚川市2022年和2021年调解成功率分别是多少？").answer
    assert "岚川市2021年：" in answer
    assert "96%" in answer.split("\n")[1]


def test_all_places_asked_of_are_compared(tmp_path: Path) -> None:
    reports = assistant_over(
        tmp_path,
        *(report(place, 2022, 100 + at, 90, "") for at, place in enumerate(("岚川市", "禾丰县", "云城区", "青屿市"))),
    )
    history = ["岚川市2022年收到行政复议申请多少件", "禾丰县呢", "云城区呢", "青屿市呢"]
    for question in ("这四个哪个最多", "这几个里谁最多"):
        answer = reports.answer(question, history=history).answer
        assert "从高到低为青屿市（103件）、云城区（102件）、禾丰县（101件）、岚川市（100件）" in answer


def test_of_one_place_nothing_is_compared(reports: Assistant) -> None:
    answer = reports.answer("哪个多？", history=["岚川市2022年收到行政复议申请多少件？"])
    assert WORKED_OUT not in answer.answer
