"""Questions about a report itself, which are not those about what it tells."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from tests.fakes import assistant_over

FULL = """【示例】内容为虚构
岚川市人民政府关于2022年度法治政府建设情况的报告
岚政发〔2023〕12号
发布时间：2023-03-21
一、主要工作
2022年，收到行政复议申请213件。《岚川市电动自行车管理办法》于2022年6月8日公布，自2022年9月1日起施行。
《岚川市河道条例》由市人大常委会发布。
二、存在的问题
执法力量不足。
岚川市人民政府
2023年3月15日
"""
BARE = """【示例】内容为虚构
禾丰县2022年法治政府建设年度报告
一、主要工作
2022年，收到行政复议申请57件。《禾丰县养犬规定》于2022年5月1日印发。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("facts"), FULL, BARE)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("岚川市2022年的报告是什么时候发布的？", "发布时间：2023-03-21"),
        ("岚川市的报告哪天公开的？", "发布时间：2023-03-21"),
        ("岚川市报告的落款日期是什么？", "2023年3月15日"),  # the date under it, not that of publication
        ("岚川市报告的文号是多少？", "岚政发〔2023〕12号"),
        ("岚川市的报告是哪个单位发布的？", "岚川市人民政府"),
        ("岚川市报告的标题是什么？", "岚川市人民政府关于2022年度法治政府建设情况的报告"),
    ],
)
def test_what_a_report_says_of_itself(reports: Assistant, question: str, quote: str) -> None:
    answer = reports.answer(question)
    assert answer.answer == f"岚川市2022年：{quote}[1]"
    assert [citation.quote for citation in answer.citations] == [quote]
    _, text = reports.report(answer.citations[0].report)
    assert text[answer.citations[0].start : answer.citations[0].end] == quote
    assert all(figure.verified for figure in answer.figures)
    assert all(statement.supported for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("岚川市电动自行车管理办法是什么时候公布的？", "2022年6月8日公布"),
        ("《岚川市河道条例》是谁发布的？", "市人大常委会发布"),
        ("禾丰县养犬规定什么时候印发的？", "2022年5月1日印发"),
    ],
)
def test_what_is_said_of_a_law_is_not_said_of_the_report(reports: Assistant, question: str, said: str) -> None:
    answer = reports.answer(question)
    assert said in answer.answer
    assert "2023" not in answer.answer


@pytest.mark.parametrize(
    "question",
    ["禾丰县的报告是什么时候发布的？", "禾丰县报告的文号是多少？", "禾丰县报告的落款时间是什么？"],
)
def test_what_a_report_does_not_say_of_itself(reports: Assistant, question: str) -> None:
    """Least of all in the words of another report, or with the date of a law that it speaks of."""
    answer = reports.answer(question)
    assert (answer.status, answer.citations) == ("refused", ())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("作岚川市2022年政府工作报告的市长叫什么？", "岚川市2022年：代市长 张建国[1]"),
        ("岚川市2022年的政府工作报告是谁作的？", "岚川市2022年：代市长 张建国[1]"),
        ("禾丰县2022年政府工作报告是哪位县长作的？", None),
    ],
)
def test_who_gave_a_report(tmp_path_factory: pytest.TempPathFactory, question: str, said: str | None) -> None:
    head, rest = FULL.split("一、", 1)
    given = assistant_over(tmp_path_factory.mktemp("facts"), f"{head}代市长 张建国\n一、{rest}", BARE)
    answer = given.answer(question)
    assert (answer.answer if answer.status == "answered" else None) == said


def test_the_year_tells_which_report(tmp_path_factory: pytest.TempPathFactory) -> None:
    later = FULL.replace("2023", "2024").replace("2022", "2023")
    reports = assistant_over(tmp_path_factory.mktemp("two"), FULL, later)
    assert "2023-03-21" in reports.answer("岚川市2022年度的报告是什么时候发布的？").answer
    assert "2024-03-21" in reports.answer("岚川市2023年度的报告是什么时候发布的？").answer
