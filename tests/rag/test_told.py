"""How something is done: the sentence that answers, with what stands around it."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.kinds import asks_how, is_topic, kind_of
from rag.told import BESIDE, LONG
from tests.fakes import assistant_over

FILLER = "推进办公用房统一管理，规范公务用车使用，" * 24
REPORT = f"""【示例】内容为虚构
岚川市2022年政府工作报告
一、2022年工作回顾
全力治理城市内涝。改造雨污分流管网12公里。清淤河道6条，拆除阻水涵洞3处。
新建图书馆2座，藏书8万册。
全面节约机关行政成本，{FILLER}全年压减支出2亿元。
二、存在的问题
城市内涝治理仍有短板。内涝治理资金不足，内涝治理的法规不健全。
三、2023年重点工作
加强养老服务。新建幸福食堂5家，改造特困老人住房300户。
扩大职业教育规模。新建实训基地2个。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("told"), REPORT)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        pytest.param(
            "岚川市2022年是怎么治理内涝的？", ["雨污分流管网12公里", "拆除阻水涵洞3处"], "图书馆", id="what was done"
        ),
        pytest.param(
            "岚川市2023年养老服务准备怎么加强？", ["幸福食堂5家", "特困老人住房300户"], "实训", id="what is planned"
        ),
    ],
)
def test_the_whole_paragraph_answers(reports: Assistant, question: str, said: list[str], unsaid: str) -> None:
    answer = reports.answer(question)
    assert answer.status == "answered"
    assert all(part in answer.answer for part in said)
    assert unsaid not in answer.answer
    assert all(statement.supported for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param(
            "岚川市2022年是怎么治理内涝的？", "改造雨污分流管网12公里", id="behind what only says that it is done"
        ),
        pytest.param("岚川市2023年打算怎么发展职业教育？", "新建实训基地2个", id="behind what is planned"),
        pytest.param("岚川市2023年打算怎么改造特困老人住房？", "新建幸福食堂5家，改造特困老人住房300户", id="the best"),
        pytest.param("岚川市2022年怎么清淤河道？", "清淤河道6条，拆除阻水涵洞3处", id="not the first of its paragraph"),
    ],
)
def test_the_sentence_that_answers_stands_first(reports: Assistant, question: str, first: str) -> None:
    answer = reports.answer(question)
    shown, _, others = answer.answer.partition("\n")
    assert shown.endswith(f"：{first}[1]")
    assert answer.citations[0].quote.startswith(first)
    assert others.startswith(BESIDE)


def test_the_others_stand_in_reading_order(reports: Assistant) -> None:
    first, *others = reports.answer("岚川市2022年怎么清淤河道？").citations
    starts = [citation.start for citation in others]
    assert starts == sorted(starts)
    assert first.start > starts[0]


def test_what_is_still_wrong_does_not_tell_how_it_is_mended(reports: Assistant) -> None:
    assert "短板" not in reports.answer("岚川市2022年是怎么治理内涝的？").answer


def test_a_long_sentence_is_cut_between_clauses(reports: Assistant) -> None:
    answer = reports.answer("岚川市2022年怎么节约机关行政成本？")
    text = answer.answer.partition("：")[2].partition("[")[0]
    assert text.startswith("全面节约机关行政成本")
    assert len(text) <= LONG
    assert text.endswith("规范公务用车使用") or text.endswith("推进办公用房统一管理")


@pytest.mark.parametrize(
    ("question", "how"),
    [
        ("内涝是怎么治的", True),
        ("采取了哪些措施", True),
        ("准备咋帮企业", True),
        ("效果怎么样", False),
        ("是怎么回事", False),
        ("怎么才办了多少件", False),
        ("由谁治理", False),
    ],
)
def test_questions_for_how(question: str, how: bool) -> None:
    assert asks_how(question) is how


def test_how_a_trouble_was_met_is_no_question_for_troubles() -> None:
    assert kind_of("内涝的难题是怎么解决的", placed=True, planned=False) == "name"
    assert kind_of("内涝治理还有哪些难题", placed=True, planned=False) == "problem"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("岚川市2022年城市内涝治理", "改造雨污分流管网12公里", id="what was done about it"),
        pytest.param("岚川市养老服务", "新建幸福食堂5家", id="what is planned, where nothing else is told"),
    ],
)
def test_a_name_alone_asks_what_is_told_of_it(reports: Assistant, question: str, said: str) -> None:
    answer = reports.answer(question)
    assert said in answer.answer.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("岚川市营商环境", True),
        ("普法宣传", True),
        ("岚川市图书馆有多少座", False),
        ("谁去了", False),
        ("讲个笑话", False),
        ("岚川市2022年发电量", False),
        ("办", False),
    ],
)
def test_names_are_told_from_questions(text: str, topic: bool) -> None:
    assert is_topic(text) is topic
