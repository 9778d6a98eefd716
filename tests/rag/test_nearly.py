"""What a clause counts instead of what is asked."""

from __future__ import annotations

import pytest

from rag.nearly import NAMES, counts_others_too, nearly, siblings, tells_of_new_for_all, tells_only_growth
from rag.understand import understand


def found(question: str, clause: str) -> dict[str, float]:
    return nearly(understand(question, (), ()), clause)


@pytest.mark.parametrize(
    ("name", "question", "with_it", "without"),
    [
        ("change_only", "污水收集率是多少", "污水收集率提高15%", "污水收集率提高到85%"),
        ("change_only", "败诉率降到了百分之几", "败诉率下降10%", "败诉率下降到10%"),
        ("change_only", "出口额是多少", "出口额增长8%,进口额下降3%", "出口额增长8%、达到62%"),
        ("new_only", "地铁总里程多少公里", "地铁新增里程32公里", "地铁总里程达到653公里"),
        ("new_only", "现在一共有多少户企业", "新登记企业19万户", "新登记后企业累计113万户"),
        ("all_only", "新增了多少家上市公司", "上市公司总数达33家", "新增上市公司11家、总数33家"),
        ("siblings", "幼儿园建了几所", "新建幼儿园、中小学校182所", "新建幼儿园182所"),
    ],
)
def test_something_else_is_counted(name: str, question: str, with_it: str, without: str) -> None:
    assert (found(question, with_it)[name] > 0, found(question, without)[name]) == (True, 0)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("污水收集率提高了多少", "污水收集率提高15%"),  # the growth is what is asked
        ("房地产投资跌了多少", "房地产投资下降11%"),
        ("翻新小区多少个", "改造提升56个小区"),  # the verb of what is counted
        ("扩区调整几个园区", "加快3个园区扩区调整"),
        ("现在一共有多少名副校长", "副校长增加到118名"),
        ("新增里程多少公里", "新增里程32公里"),
        ("哪家企业建了地铁", "新增里程32公里"),  # no figure is asked
        ("里程多少公里", "里程很长"),  # no figure is given
        ("高新开发区有多少家企业", "高新区企业总数达33家"),  # 高新, not 新开
    ],
)
def test_nothing_else_is_counted(question: str, clause: str) -> None:
    assert found(question, clause) == dict.fromkeys(NAMES, 0.0)


@pytest.mark.parametrize(
    ("question", "counted", "share"),
    [
        ("物业纠纷有几件", "化解邻里、婚姻、物业等纠纷", 2 / 3),
        ("一共化解多少件", "化解邻里、婚姻、物业等纠纷", 0),  # none of them is asked for
        ("邻里、婚姻、物业的有几件", "化解邻里、婚姻、物业等纠纷", 0),  # all of them are
        ("国家级的有几个", "争取国家级和省级试点", 1 / 2),
        ("国家级的有几个", "国家级、省级试点分别为", 0),  # each has its own
        ("国家级的有几个", "争取国家级试点", 0),
        ("国家级的有几个", "", 0),
    ],
)
def test_things_counted_together(question: str, counted: str, share: float) -> None:
    assert siblings(question, counted) == pytest.approx(share)


@pytest.mark.parametrize(
    ("question", "clause", "others"),
    [
        ("单说蜜橘网上卖了多少亿元", "蜜橘、茶叶、陶瓷网上销售15亿元", True),
        ("网上卖了多少亿元", "蜜橘、茶叶、陶瓷网上销售15亿元", False),  # asks for no one of them
        ("光是蜜橘卖了多少亿元", "蜜橘网上销售15亿元", False),
        ("网上卖的东西里，蜜橘有多少亿元", "蜜橘、茶叶、陶瓷网上销售15亿元", True),
        ("新增的装机里风电是多少万千瓦", "新增风电、光伏装机120万千瓦", True),
        ("干部里硕士占多少", "硕士及以上学历占17.6%", False),
        ("行政裁决里知识产权的有几件", "办理知识产权、自然资源权属等行政裁决案件52件", True),
        ("债券、中央预算内投资等资金共有多少亿元", "争取专项债券、中央预算内投资等资金37亿元", False),
        ("船员工资这一类调解了几件", "调处船员工资、渔船碰撞4类纠纷316件", True),
    ],
)
def test_one_of_what_is_counted_together(question: str, clause: str, others: bool) -> None:
    assert counts_others_too(understand(question, (), ()), clause) is others


@pytest.mark.parametrize(
    ("question", "sentence", "only"),
    [
        ("进出口额具体有多少", "进出口额增长34.4%。", True),
        ("进出口额具体有多少", "进出口额增长34.4%，达到120亿元。", False),
        ("污水收集率现在是多少", "污水收集率提高15%以上。", True),
        ("进出口额增长多少", "进出口额增长34.4%。", False),  # asks for it
        ("进出口额是增长34.4%吗", "进出口额增长34.4%。", False),  # asks if so
        ("进出口额排全省第几", "进出口额增长34.4%，排名第七。", False),  # a rank
        ("三个产业的产值有多大", "各产业产值分别增长15%、18%和22%。", True),
        ("主导产业占到几成", "主导产业占比提高4个百分点、增速高于全省4.7个百分点。", True),
        ("补贴上限是多少万元", "补贴额度提高20%，最高120万元。", False),
        ("桥墩有多高", "桥墩高56米。", False),
        ("城镇化率比全国高多少", "城镇化率高于全国平均水平3.2个百分点。", False),
        ("贸易逆差收窄多少", "贸易逆差收窄12.5%。", False),
        ("能耗降多少", "单位能耗下降3.2%。", False),
        ("地区生产总值预期目标是多少", "地区生产总值增长5.5%左右。", False),
        ("居民消费价格是多少", "居民消费价格上涨0.2%。", False),
        ("为企业降成本多少", "企业成本降低12%。", False),
        ("资源化率要高于多少", "资源化率高于35%。", False),  # a bound, not what it is compared with
        ("几项工作入选", "出口额增长65%，3项工作入选。", False),
        ("出口翻了多少倍", "出口增长73.7倍。", False),
        ("进出口额具体有多少", "进出口额稳步增长。", False),  # no figure is told
        ("哪家企业出口", "出口额增长34.4%。", False),
    ],
)
def test_nothing_but_growth(question: str, sentence: str, only: bool) -> None:
    assert tells_only_growth(understand(question, (), ()), sentence) is only


@pytest.mark.parametrize(
    ("question", "clause", "new"),
    [
        ("年底一共有多少家企业", "新增企业51家", True),
        ("现有充电桩多少个", "新建充电桩600个", True),
        ("现有充电桩多少个", "充电桩增加到600个", False),
        ("2023年一共建了多少公里绿道", "新建绿道120公里", False),  # the year's
        ("2023年总共开通了几条航线", "新开航线8条", False),
        ("全年累计增加学位多少个", "增加学位3.2万个", False),
        ("年底前要建多少个充电桩", "新建充电桩5000个", False),
        ("现有园区多少个", "新增企业50家、园区2个", True),  # what follows is new, too
        ("现有园区多少个", "新增企业50家、园区总数达到12个", False),
        ("现有园区多少个", "关停企业50家、园区2个", False),
        ("截至目前新招了多少名队员", "新增队员120名", False),
        ("截至年末专精特新企业多少家", "新增专精特新企业40家", True),  # nothing new itself
        ("拥有多少家企业", "新增企业51家", True),
        ("目前争取了多少专项债", "争取新增专项债37亿元", False),  # the name of a thing
        ("截至年底就业多少人", "城镇新增就业5.6万人", False),
        ("现在几天能拿到执照", "新设企业2个工作日办结", False),
    ],
)
def test_what_is_new_for_all_there_is(question: str, clause: str, new: bool) -> None:
    assert tells_of_new_for_all(understand(question, (), ()), clause) is new
