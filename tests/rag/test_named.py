"""Whether a clause names the person or the body that a question asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.named import lacks_body, lacks_person
from rag.types import Reading
from rag.understand import understand


@pytest.mark.parametrize(
    ("question", "clause", "lacks"),
    [
        ("谁主持会议", "会议召开", True),
        ("谁主持会议", "张建国主持会议", False),
        ("领导小组组长是谁", "由市长任组长", False),
        ("领导小组组长叫什么名字", "由市长任组长", True),  # asks for a name
        ("那位运动员叫什么", "1名运动员入选", True),
        ("谁执法谁普法落实得怎么样", "责任制全面落实", False),  # a principle, nobody
        ("姓名权案件怎么审理", "依法审理", False),
        ("多少人主持过会议", "会议召开", False),  # a figure
        ("专班由谁当组长", "由镇长任组长", False),
        ("谁来投票", "由人大代表票决", False),
        ("谁来投票", "投票结果公布", True),
        ("综合医院跟谁合作", "与仁塘医院签约建设综合医院", False),  # 医院 is of the question, the name is not
        ("是谁把它定为试点的", "被司法部确定为试点", False),
        ("是谁把它定为试点的", "大部分单位被确定为试点", True),
        ("谁负责", "已全部落实", True),
        ("谁来投票", "坚持党的领导", True),
        ("谁负责", "保障困难群众生活", True),
        ("谁举报的", "没收违法所得12万元", True),
    ],
)
def test_a_person(question: str, clause: str, lacks: bool) -> None:
    assert lacks_person(understand(question, (), ()), clause) is lacks


@pytest.mark.parametrize(
    ("question", "clause", "lacks"),
    [
        ("哪家企业承建会场", "会场开工", True),
        ("哪家企业承建会场", "会场由示例集团承建", False),
        ("哪家公司获批", "岚塘铸造公司获批", False),
        ("哪个单位牵头", "市总工会牵头", False),
        ("哪些厂房建成", "标准厂房建成", False),  # asks for no body
        ("试点是由哪个部门选定的", "被司法部选定为试点", False),
        ("试点是由哪个部门选定的", "干部选定为试点对象", True),
        ("哪些部门败诉最多", "主要集中在自然资源、公安等领域", False),
        ("哪个单位获评示范", "岚川街道获评示范", False),
        ("哪个单位牵头", "已全部完成", True),
        ("哪个部门负责", "领导干部带头负责", True),
        ("哪个部门负责", "推进新型城镇化", True),
        ("哪个单位负责", "岚溪镇负责", False),
    ],
)
def test_a_body(question: str, clause: str, lacks: bool) -> None:
    assert lacks_body(understand(question, (), ()), clause, clause) is lacks


def test_several_bodies_may_stand_beside_the_clause() -> None:
    asked = understand("会同了哪些部门", (), ())
    assert lacks_body(asked, "会同有关方面研究", "会同有关方面研究")
    assert not lacks_body(asked, "会同有关方面研究", "会同市财政局、市教育局研究")


def test_a_firm_after_the_place_that_is_asked_about() -> None:
    asked = replace(understand("岚川哪家企业获评示范", (), ()), reading=Reading(("岚川市",)))
    assert not lacks_body(asked, "岚川轮胎获评示范", "岚川轮胎获评示范")
    for clause in ("岚川获评示范", "岚川市高新区获评示范", "岚川农村获评示范"):
        assert lacks_body(asked, clause, clause)
