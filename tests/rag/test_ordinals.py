"""One item of an enumeration, asked for by its number."""

from __future__ import annotations

import pytest

from rag.lexicon import Lexicon
from rag.ordinals import ordinal_asked, ordinal_lines
from rag.terms import Concept, Matcher
from rag.types import Filter
from rag.understand import understand
from tests.fakes import KeywordEmbedder, PlainIndex

REPORT = """【示例】内容为虚构
岚川市人民政府2022年工作报告
一、民生实事
全年完成三件实事：一是新建公园3个，绿化面积20公顷；二是改造老旧小区12个，惠及居民3000户；三是新增停车位800个。
二、建议办理
委员提出三条建议：（1）完善养老服务。（2）加快公交建设，开通线路4条。（3）治理河道污染。
三、重点项目
（一）东湖大桥
东湖大桥建成通车，全长800米。
（二）西山隧道
西山隧道完成掘进600米。
（三）南站改造
南站改造投资2亿元。
四、短板
1.产业结构单一，高新企业少。
2.财政收支矛盾突出。
"""


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("第二件是什么", 2),
        ("第十一项任务", 11),
        ("第3条建议", 3),
        ("第一个方面", 1),
        ("最后一条建议", -1),
        ("最后一个", -1),
        ("第二届大会", None),  # nothing that is enumerated
        ("二件是什么", None),
        ("最后是谁", None),
    ],
)
def test_the_number_asked_for(question: str, number: int | None) -> None:
    assert ordinal_asked(question) == number


def item(question: str, *subject: str) -> str | None:
    """Return the answer to a question about this subject; None where there is no such item."""
    index = PlainIndex(REPORT)
    matcher = Matcher([Concept(word, (), 1.0) for word in subject], Lexicon(KeywordEmbedder()))
    lines = ordinal_lines(understand(question, (), index.reports()), matcher, index.search(Filter()), index)
    if not lines:
        return None
    (line,) = lines
    assert line.frame == "岚川市2022年："
    assert line.passage is not None
    assert line.text in line.passage.slice(line.sentence)  # what is cited holds it
    return line.text


@pytest.mark.parametrize(
    ("question", "subject", "answer"),
    [
        ("实事第二件是什么", "实事", "改造老旧小区12个，惠及居民3000户"),
        ("实事第三件是什么", "实事", "新增停车位800个"),
        ("实事最后一件是什么", "实事", "新增停车位800个"),
        ("第1条建议是什么", "建议", "完善养老服务"),
        ("第3条建议是什么", "建议", "治理河道污染"),
        ("短板第一个是什么", "短板", "产业结构单一，高新企业少"),
        ("短板第二个是什么", "短板", "财政收支矛盾突出"),
    ],
)
def test_an_item_of_running_text(question: str, subject: str, answer: str) -> None:
    assert item(question, subject) == answer


def test_an_item_with_a_heading_of_its_own() -> None:
    assert item("重点项目第二个是什么", "重点项目") == "西山隧道"


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("实事第四件是什么", ["实事"]),  # there are three
        ("第二条意见是什么", ["意见"]),  # nothing is called that
        ("实事是什么", ["实事"]),  # no number
        ("第二件是什么", []),  # of what?
    ],
)
def test_no_such_item(question: str, subject: list[str]) -> None:
    assert item(question, *subject) is None


def test_of_several_enumerations_the_one_that_the_question_names() -> None:
    assert item("岚川市实事第二件是什么", "实事") != item("岚川市建议第二条是什么", "建议")
