"""Follow-ups with words of their own."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from tests.fakes import assistant_over

REPORT = """【示例】内容为虚构
岚川市2022年政府工作报告
一、2022年工作回顾
岚川机场货邮吞吐量24.5万吨、增长12.4%。岚川机场旅客吞吐量45.7万人次、增长144.5%。
接待游客320万人次，实现旅游收入21亿元。聘请政府法律顾问15名，其中外聘9名。
建立法治人才库，聘任40名专家。改造老旧小区23个。
二、2023年重点工作
改造老旧小区12个。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("context"), REPORT)


@pytest.mark.parametrize(
    ("turns", "figure"),
    [
        pytest.param("岚川机场2022年货邮吞吐量多少|旅客吞吐量", "45.7万人次", id="another thing of the same"),
        pytest.param("岚川机场2022年货邮吞吐量多少|旅客吞吐量|增长多少", "144.5%", id="of which then more is asked"),
        pytest.param("岚川市接待游客多少|老旧小区改造了多少|旅游收入呢", "21亿元", id="two questions ago"),
        pytest.param("岚川市有多少政府法律顾问|其中外聘多少", "9名", id="a part of what was asked for"),
        pytest.param("岚川市有多少政府法律顾问|其中外聘多少|谢谢|人才库有多少名专家", "40名", id="after thanks"),
        pytest.param("岚川市有多少政府法律顾问|不对，我问的是老旧小区改造了多少", "23个", id="what was meant"),
    ],
)
def test_a_conversation_moves_on(reports: Assistant, turns: str, figure: str) -> None:
    *history, question = turns.split("|")
    answer = reports.answer(question, history=history)
    assert figure in answer.answer.split("\n")[0]


def test_the_question_is_shown_as_it_was_answered(reports: Assistant) -> None:
    answer = reports.answer("旅客吞吐量", history=["岚川机场2022年货邮吞吐量多少"])
    assert answer.standalone_question == "岚川市2022年旅客吞吐量"


@pytest.mark.parametrize(
    ("turns", "unsaid"),
    [
        pytest.param("岚川市地区生产总值是多少|人均呢", "3120元", id="so much for each of what was asked for"),
        pytest.param("岚川市居民收入增长多少|城镇呢", "3.5%", id="a part of what was asked for"),
        pytest.param("岚川市工业增加值增长多少|占地区生产总值多少", "32.5%", id="a share of it"),
    ],
)
def test_half_a_question_asks_of_what_was_asked_before(
    tmp_path_factory: pytest.TempPathFactory, turns: str, unsaid: str
) -> None:
    report = REPORT.replace("改造老旧小区23个。", "人均养老金3120元。城镇登记失业率3.5%。服务业占地区生产总值32.5%。")
    *history, question = turns.split("|")
    reports = assistant_over(tmp_path_factory.mktemp("half"), report)
    assert unsaid not in reports.answer(question, history=history).answer.split("\n")[0]
