"""A proposal and its reply: which of the two a question asks of, and what the proposal itself counts up."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.proposals import passages_asked
from rag.types import Passage
from tests.fakes import assistant_over

LONG = "镇里的司法所要做普法、调解、援助、矫正和安置帮教等许多事情，还要配合镇里做好防汛、综治、信访和选举等工作，"
REPLY = f"""【示例】内容为虚构
关于推进岚川市法治政府建设工作的提案
岚川市2022年
提案内容
一、存在的问题
1、法治意识有待提升
有的干部认为法治建设只是司法局一家的事情。
2、基层力量薄弱
{LONG}{LONG}实际工作起来有下面几个难处：一是人手少，每所仅有2人。{LONG}二是待遇低，留不住人。{LONG}
3、行政执法仍是薄弱环节
多头执法依然存在，执法力量严重不足。
二、建议
1、引入第三方考评
由第三方评价法治政府建设，评价的结果向社会公开。
2、规范行政执法行为
落实行政执法责任制，坚持持证上岗。
答复内容
一、关于引入第三方考评的建议
我局已制定考核方案，把法治政府建设纳入目标考核，考评结果向市委报告。
二、关于规范行政执法行为的建议
我局已开展行政执法监督，办理行政执法证件120件。
"""


def passage(number: int, *heading: str, report: str = "示例") -> Passage:
    return Passage(number, report, heading, 0, 1, ((0, 1),), "文")


OWN, ANSWER, OTHER = passage(1, "提案内容", "二、建议"), passage(2, "答复内容"), passage(3, "一、回顾", report="另一份")


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("提案人建议怎么做", [OWN, OTHER]),
        ("提案里说了哪些毛病", [OWN, OTHER]),
        ("委员认为问题在哪", [OWN, OTHER]),
        ("提案的答复说了什么", [ANSWER, OTHER]),
        ("提案人的建议落实得怎么样", [ANSWER, OTHER]),
        ("建了几所司法所", [OWN, ANSWER, OTHER]),
    ],
)
def test_what_is_asked_of_the_proposal(question: str, kept: list[Passage]) -> None:
    assert list(passages_asked(question, [OWN, ANSWER, OTHER])) == kept


def test_a_reply_alone_is_read() -> None:
    assert list(passages_asked("提案人建议怎么做", [ANSWER])) == [ANSWER]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("proposals"), REPLY)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("岚川市的提案里说行政执法的问题主要有哪些？", ["多头执法依然存在"], "法治意识"),
        ("岚川市的提案里说基层力量有哪些问题？", ["人手少", "待遇低"], "多头执法"),  # what the point itself counts up
        ("提案人给岚川市提了哪两条建议？", ["引入第三方考评", "规范行政执法行为"], "我局"),
    ],
)
def test_what_the_proposal_says(reports: Assistant, question: str, said: list[str], unsaid: str) -> None:
    answer = reports.answer(question)
    assert answer.status == "answered"
    assert all(text in answer.answer for text in said)
    assert unsaid not in answer.answer
    assert all(statement.supported for statement in answer.statements)


def test_a_proposals_text_is_told_as_such(tmp_path: Path) -> None:
    text = """【示例】内容为虚构
岚川市司法局2023年对市政协提案的答复
提案内容
二、建议
1、加强执法队伍建设。建议招录执法人员60名。
答复内容
一、关于执法队伍
我局举办执法培训12期，培训900人次。
"""
    reports = assistant_over(tmp_path, text)
    assert reports.answer("岚川市提案人建议招录多少名执法人员？").answer.startswith("岚川市2023年（提案内容）：")
    assert reports.answer("岚川市举办执法培训多少期？").answer.startswith("岚川市2023年：")
