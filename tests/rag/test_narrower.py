"""What a question narrows down to and a clause does not."""

from __future__ import annotations

import pytest

from rag.narrower import NAMES, is_of_all, narrower
from rag.terms import Concept
from rag.text import words
from rag.understand import understand


def found(question: str, clause: str) -> dict[str, float]:
    """Return what is found where a clause holds of the question's words those that stand in it."""
    concepts = [Concept(word, (), 1.0) for word in words(question)]
    held = [float(concept.word in clause) for concept in concepts]
    return narrower(understand(question, (), ()), clause, concepts, held)


@pytest.mark.parametrize(
    ("name", "question", "with_it", "without"),
    [
        ("part_missing", "引进的人才里博士有多少名", "引进人才374名", "引进人才374名,其中博士12名"),
        ("part_missing", "调处的纠纷中,婚姻类有多少宗", "调处纠纷1222宗", "调处婚姻纠纷12宗"),
        ("no_share", "民生支出占财政支出的比重是多少", "民生支出增长8%", "民生支出占财政支出的80%"),
        ("no_share", "三次产业的比例是多少", "三次产业均有增长", "三次产业比例为4:46:50"),
        ("no_each", "租赁补贴每户发多少元", "发放租赁补贴117万元", "每户发放租赁补贴300元"),
        ("no_each", "人均预期寿命是多少岁", "寿命达79岁", "人均预期寿命达79岁"),
    ],
)
def test_a_clause_is_wider(name: str, question: str, with_it: str, without: str) -> None:
    assert (found(question, with_it)[name], found(question, without)[name]) == (1, 0)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("受理了多少件", "受理80件"),
        ("高速公路里程是多少公里", "里程达900公里"),  # 里程 has no inside
        ("高中有多少所", "新建高中3所"),
        ("邻里中心建了多少个", "建成9个"),
        ("一次性创业补贴多少元", "发放补贴80元"),
        ("第一家上市公司募资多少元", "募资80元"),
        ("人才里谁是博士", "引进人才374名"),  # no figure is asked for
    ],
)
def test_a_clause_is_no_wider(question: str, clause: str) -> None:
    assert found(question, clause) == dict.fromkeys(NAMES, 0.0)


@pytest.mark.parametrize(
    ("question", "clause", "all_of_them"),
    [
        ("引进的人才里博士有多少名", "引进人才374名", True),
        ("引进的人才里博士有多少名", "引进博士12名", False),
        ("办结的15件案件中,维持的有几件", "办结案件15件", True),
        ("34件案件里有几件是二审的", "应诉案件34件", True),
        ("34件案件里有几件是二审的", "应诉案件34件,其中二审9件", False),
        ("聘请的34名专家,大学来的有几名", "聘请专家34名", True),
        ("聘请的34名专家,大学来的有几名", "聘请大学专家34名", False),
        ("城里新建停车位多少个", "新增停车位800个", False),  # a place has no parts
        ("城里停车位有多少个", "车位800个", False),
        ("34件案件,没判完的有几件", "应诉案件34件,审理中9件", False),  # told in many words
        ("9个市州里排老几", "居全省第3位", False),
        ("34个小区里改造了多少户", "34个小区完工200户", False),
        ("项目中央补助多少万元", "项目获补助200万元", False),
        ("资金里要拿几成去发展产业", "投入产业的比例为65%", False),
    ],
)
def test_all_of_what_a_part_is_asked_of(question: str, clause: str, all_of_them: bool) -> None:
    concepts = [Concept(word, (), 1.0) for word in words(question)]
    held = [float(concept.word in clause) for concept in concepts]
    assert is_of_all(understand(question, (), ()), concepts, held) is all_of_them
