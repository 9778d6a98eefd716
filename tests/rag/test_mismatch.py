"""Clauses that share a question's words and yet tell of something else."""

from __future__ import annotations

import pytest

from rag.figures import find_figures
from rag.mismatch import (
    is_contrary,
    is_divided_otherwise,
    is_no_change,
    is_no_extreme,
    is_not_each,
    is_of_another_sort,
    is_of_more_years,
    is_of_several,
    is_only_a_label,
    is_only_change,
    is_only_growth,
    is_partial,
    is_stock,
    is_unsaid,
    is_wider,
)


@pytest.mark.parametrize(
    ("question", "clause", "contrary"),
    [
        ("二审行政诉讼案件多少件", "一审行政诉讼案件120件", True),
        ("行政诉讼案件多少件", "一审行政诉讼案件120件", False),  # asks for no kind
        ("二审案件多少件", "一审案件120件，二审案件15件", False),  # tells of both
        ("二审案件多少件", "行政诉讼案件120件", False),  # does not say of which
        ("出口额多少亿元", "进出口额120亿元", False),
        ("出口额多少亿元", "进口额120亿元", True),
        ("上半年办结多少件", "下半年办结15件", True),
        ("网上零售额多少亿元", "社会消费品零售总额90亿元", True),
        ("注销了多少户企业", "新登记企业90户", True),
        ("碳排放降了多少", "单位能耗下降3%", True),
        ("户籍人口多少万人", "常住人口90万人", True),
        ("常住人口多少万人", "户籍人口95万人、常住90万人", False),
        ("刑事案件多少件", "民事案件120件", True),
        ("民事诉讼法讲座几场", "刑事案件讲座3场", False),  # the law's name is no kind of case
        ("存款余额多少亿元", "贷款余额120亿元", True),
        ("存款余额多少亿元", "存贷款余额分别为80亿元、120亿元", False),
        ("财政支出多少亿元", "一般公共预算收入120亿元", True),
        ("财政收入多少亿元", "一般公共预算收入120亿元", False),  # the everyday word for it
        ("入境游客多少人次", "国内游客120万人次", True),
        ("入境游客多少人次", "国内外游客120万人次", False),
        ("国内生产总值多少", "入境游客3万人次", False),
        ("海外游客多少人次", "国内游客120万人次", True),
        ("第二产业增长多少", "第三产业增长8%", True),
        ("第二产业增长多少", "第二产业增长6%，第三产业增长8%", False),
        ("农民收入多少元", "城镇居民收入3万元", True),
        ("城里人的收入多少元", "农村常住居民收入2万元", True),
        ("农民收入多少元", "农村居民收入2万元", False),
        ("光伏装机多少万千瓦", "火电装机120万千瓦", True),
        ("国家级平台多少个", "省级平台12个", True),
        ("国家平台多少个", "省级平台12个", True),
        ("国家统计局公布了多少", "省级平台12个", False),
        ("城镇居民收入多少元", "全体居民收入3万元", True),
        ("托位多少个", "养老床位120张", True),
        ("托位多少个", "养老床位120张、普惠托位30个", False),
        ("博士多少名", "本科12名", True),
        ("博士多少名", "硕博士12名", False),
    ],
)
def test_another_of_a_kind(question: str, clause: str, contrary: bool) -> None:
    assert is_contrary(question, clause) is contrary


@pytest.mark.parametrize(
    ("question", "sentence", "otherwise"),
    [
        ("按层级划分各多少件", "按事项划分，处罚8件、许可3件", True),
        ("按申请事项分各多少件", "按照申请复议的事项划分，处罚8件、许可3件", False),
        ("按层级划分各多少件", "按事项划分处罚8件，按被申请人层级划分县级3件", False),
        ("按层级划分各多少件", "县级3件、市级2件", False),  # does not say by what
        ("县级多少件", "按事项划分，处罚8件、许可3件", False),
        ("按层级分各多少件", "按照职责分工办理，县级3件", False),  # nothing is divided
        ("按季度分各多少件", "按规定分别办结3件", False),
        ("按行业分各多少件", "按照行政管理领域划分，市监8件", False),
    ],
)
def test_divided_by_something_else(question: str, sentence: str, otherwise: bool) -> None:
    assert is_divided_otherwise(question, sentence) is otherwise


@pytest.mark.parametrize(
    ("question", "sentence", "wider"),
    [
        ("出口额多少亿元", "进出口额120亿元", True),
        ("进口额多少亿元", "进出口额120亿元", True),
        ("出口额多少亿元", "进出口额120亿元，出口额80亿元", False),
        ("出口额多少亿元", "进出口额120亿元，外销80亿元", False),
        ("进出口额多少亿元", "进出口额120亿元", False),  # just what is asked for
        ("入境游客多少人次", "接待游客120万人次", True),
        ("入境游客多少人次", "接待境外游客2万人次", False),
        ("游客多少人次", "接待游客120万人次", False),
        ("拿了几块金牌", "摘得奖牌82枚", True),
        ("拿了几块金牌", "摘得奖牌82枚，其中金牌20枚", False),
    ],
)
def test_more_than_what_is_asked_for(question: str, sentence: str, wider: bool) -> None:
    assert is_wider(question, sentence, sentence) is wider


def test_what_is_told_of_it_beside_is_no_answer() -> None:
    clause = "进出口额120亿元"
    assert is_wider("出口额多少亿元", f"{clause}，建成海外仓6个", clause)
    assert not is_wider("入境游客多少人次", "接待境外游客、国内游客2万、30万人次", "国内游客2万、30万人次")


@pytest.mark.parametrize(
    ("question", "unit", "clause", "only"),
    [
        ("应诉率达到百分之几", "%", "2022年提高3.2个百分点", True),
        ("应诉率提高几个百分点", "%", "提高3.2个百分点", False),  # asks for it
        ("应诉率达到百分之几", "%", "达到96%，提高3.2个百分点", False),
        ("受理几件", "件", "提高3.2个百分点", False),
        ("应诉率达到百分之几", "%", "办结120件", False),
    ],
)
def test_nothing_but_a_change(question: str, unit: str, clause: str, only: bool) -> None:
    assert is_only_change(question, unit, find_figures(clause)) is only


@pytest.mark.parametrize(
    ("unit", "clause", "other"),
    [
        ("人", "增长6.2%", True),  # a growth is no number
        ("人", "增长6.2%，达到120人", False),
        ("人", "办结120件", True),
        ("人", "接待120人次", False),
        ("人", "惠及120户", False),  # people are counted by household, too
        ("人", "有所增长", False),  # without a figure nothing can be told
        ("件", "办结120宗", False),
        ("件", "增长6.2%", True),
        ("%", "增长6.2%", False),
        (None, "增长6.2%", False),  # any will do
        ("人", "2022年", False),  # a year counts nothing
    ],
)
def test_another_sort(unit: str | None, clause: str, other: bool) -> None:
    assert is_of_another_sort(unit, find_figures(clause)) is other


def test_how_often_is_not_how_many() -> None:
    assert is_of_another_sort("艘", find_figures("出动1340艘次"))
    assert not is_of_another_sort("艘", find_figures("共有41艘，出动1340艘次"))
    assert not is_of_another_sort("人", find_figures("接待120人次"))


@pytest.mark.parametrize(
    ("question", "clause", "partial"),
    [
        ("受理多少件", "上半年受理38件", True),
        ("上半年受理多少件", "上半年受理38件", False),
        ("受理多少件", "全年受理120件", False),
        ("受理多少件", "县级复议机关受理38件", True),
        ("受理多少件", "1-6月受理38件", True),
        ("受理多少件", "1—11月受理38件", True),
        ("受理多少件", "1-12月受理38件", False),  # the whole year
    ],
)
def test_parts_of_what_is_asked_for(question: str, clause: str, partial: bool) -> None:
    assert is_partial(question, clause) is partial


@pytest.mark.parametrize(
    ("question", "sentence", "none"),
    [
        ("罚得最多的一笔是多少万元", "全年罚没款120万元。", True),
        ("罚得最多的一笔是多少万元", "全年罚没款120万元，单笔最高30万元。", False),
        ("游客最多那天来了多少人", "单日接待游客2.3万人次。", False),
        ("罚没款一共多少万元", "全年罚没款120万元。", False),
        ("最低工资标准是多少元", "工资标准提高到2100元。", False),  # a name, not one of several
    ],
)
def test_the_most_of_several(question: str, sentence: str, none: bool) -> None:
    assert is_no_extreme(question, sentence, numeric=True) is none


@pytest.mark.parametrize(
    ("question", "sentence", "none"),
    [
        ("哪个街道办的处罚案件最多", "全年街道办理行政处罚案件1563件。", True),
        ("哪个街道办的处罚案件最多", "潮口街道办理案件数量居首位。", False),
        ("反映最多的是哪类问题", "信访总量下降53%。", True),
        ("反映最多的是哪类问题", "群众反映的问题主要为物业管理。", False),
        ("清单最后由什么会议通过", "清单经常务会议通过。", False),  # the last, not the foremost
        ("哪个区的最低工资标准提高了", "岚山区月工资标准提高到2200元。", False),  # a name
        ("哪类案件最多", "案件以合同纠纷为主。", False),
        ("投诉最多的是哪类问题", "物业管理类投诉占42%。", False),
        ("哪项指标增长最快", "外贸增速列全省第2。", False),
        ("哪个街道设了执法岗", "潮口街道设执法岗3个。", False),
    ],
)
def test_the_foremost_of_several(question: str, sentence: str, none: bool) -> None:
    assert is_no_extreme(question, sentence, numeric=False) is none


@pytest.mark.parametrize(
    ("question", "sentence", "unsaid"),
    [
        ("跨海大桥总投资是多少", "跨海大桥建成通车。", True),
        ("跨海大桥总投资是多少", "总投资12亿元的跨海大桥建成通车。", False),
        ("消费券带动了多少消费", "发放消费券1680万元。", True),
        ("消费券带动了多少消费", "发放消费券1680万元，拉动消费3亿元。", False),
        ("还剩几个楼盘没销号", "销号楼盘11个。", True),
        ("还剩几个楼盘没销号", "尚余楼盘2个。", False),
        ("还有多少宗争议没化解", "化解争议46宗。", True),
        ("还有多少宗争议", "化解争议46宗。", False),  # not what is left of them
        ("清单扩展之前有多少项", "清单扩展到121项。", True),
        ("清单扩展之前有多少项", "清单由98项扩展到121项。", False),
        ("汛期提前转移了多少人", "转移群众40万人。", False),  # ahead of time, not before a change
        ("审批事项还剩多少项", "审批事项精简至33项。", False),
        ("产业园带动了多少人就业", "产业园解决就业3000人。", False),
        ("外商直接投资是多少", "实际使用外资1.2亿美元。", False),
        ("提高之前低保标准是多少", "低保标准每月650元提高到700元。", False),
        ("降低前期成本多少万元", "减免前期成本2000万元。", False),
        ("清退多少名辅警", "清理辅警120名。", False),
        ("榜上前进了几位", "列百强县第79位。", True),
        ("榜上前进了几位", "升至百强县第79位。", False),
        ("邀请赛冠军是谁", "成功举办邀请赛。", True),
        ("邀请赛冠军是谁", "岚山队在邀请赛中夺魁。", False),
    ],
)
def test_what_a_sentence_does_not_speak_of(question: str, sentence: str, unsaid: bool) -> None:
    assert is_unsaid(question, sentence) is unsaid


@pytest.mark.parametrize(
    ("question", "clause", "more"),
    [
        ("单看2023年，发了多少补贴", "两年累计发放补贴16亿元", True),
        ("这一年一共来了多少人", "三年来接待120万人", True),
        ("这一年一共来了多少人", "全年累计接待120万人", False),
        ("单看2023年，发了多少补贴", "发放补贴9亿元", False),
        ("2023年发了多少补贴", "累计发放补贴16亿元", False),  # a report adds up its year, too
    ],
)
def test_more_years_than_one(question: str, clause: str, more: bool) -> None:
    assert is_of_more_years(question, clause) is more


@pytest.mark.parametrize(
    ("question", "sentence", "wider"),
    [
        ("GDP增长了多少", "单位GDP能耗下降5%。", True),
        ("GDP增长了多少", "单位生产总值能耗下降5%。", True),
        ("地区生产总值是多少", "人均地区生产总值9万元。", True),
        ("GDP增长了多少", "GDP增长6%，单位GDP能耗下降5%。", False),
        ("单位GDP能耗下降多少", "单位GDP能耗下降5%。", False),
        ("人均GDP是多少", "人均GDP9万元。", False),
        ("GDP是多少", "经济总量突破1200亿元，人均GDP达8.6万元。", False),
        ("研发投入占GDP多少", "研发投入强度达2.8%，万元GDP能耗下降3%。", False),
    ],
)
def test_a_share_of_the_gdp_is_not_the_gdp(question: str, sentence: str, wider: bool) -> None:
    assert is_wider(question, sentence, sentence) is wider


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        ("每户补贴多少元", "改造房屋120户，补贴36万元。", True),
        ("每户补贴多少元", "每户补贴3000元。", False),
        ("每月能领多少元", "低保标准提高到740元。", False),
        ("每亩打多少公斤", "亩产1251公斤。", False),
        ("全省平均一户补多少元", "补贴36万元。", False),  # a mean of places
        ("每天供水多少吨", "日供水能力新增10万吨。", False),
        ("补贴了多少元", "补贴36万元。", False),
        ("每个村配几名法律明白人", "为一村培育三名法律明白人。", False),
        ("每月养老金多少", "基础养老金提高到183元。", False),
        ("每年学法几次", "全年安排12次。", False),
    ],
)
def test_nothing_for_each(question: str, sentence: str, missing: bool) -> None:
    assert is_not_each(question, sentence) is missing


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        ("经费比上年多了多少", "安排经费104万元。", True),
        ("经费比上年多了多少", "2023年安排经费104万元。", True),
        ("经费比上年多了多少", "2022年安排经费100万元，2023年安排104万元。", False),
        ("占比上限是多少", "上限定为30%。", False),
        ("经费比上年多了多少", "安排经费104万元，比上年增加4万元。", False),
        ("经费比上年多了多少", "| 经费 | 104 | 100 | -4 |", False),
        ("经费是多少", "安排经费104万元。", False),
        ("提案比上年增加多少件", "办理提案210件。", True),  # 提 of 提案 is no change
        ("比上年多了多少件", "收到523件，上年为410件。", False),
        ("新增几所学校", "建成投用中小学8所。", False),
    ],
)
def test_no_change_at_all(question: str, sentence: str, missing: bool) -> None:
    assert is_no_change(question, sentence) is missing


@pytest.mark.parametrize(
    ("question", "clause", "several"),
    [
        ("区长自己出庭了几次", "区长、副区长共出庭6次", True),
        ("区长本人出庭了几次", "领导班子成员出庭6次", True),
        ("区长本人出庭了几次", "区长出庭1次", False),
        ("负责人出庭了几次", "区长、副区长共出庭6次", False),
        ("区长本人出庭了几次", "区长、副区长分别出庭2次、4次", False),
        ("领导班子成员自己出庭了几次", "班子成员出庭6次", False),
    ],
)
def test_several_for_one(question: str, clause: str, several: bool) -> None:
    assert is_of_several(question, clause) is several


@pytest.mark.parametrize(
    ("unit", "clause", "only"),
    [
        ("元", "签约10亿元以上项目14个", True),
        ("元", "10亿元以上项目14个，总投资300亿元", False),
        ("元", "总投资300亿元以上", False),
        ("元", "给予100万元以上的奖励", False),
        ("个", "签约10亿元以上项目14个", False),
    ],
)
def test_a_sum_that_only_says_which(unit: str, clause: str, only: bool) -> None:
    assert is_only_a_label("投资多少", unit, clause) is only


@pytest.mark.parametrize(
    ("question", "clause", "stock"),
    [
        ("新增高新技术企业多少家", "高新技术企业达313家", True),  # 高新 is nothing new
        ("新增高新技术企业多少家", "新增高新技术企业73家，达653家", False),
        ("新增高新技术企业多少家", "认定高新技术企业58家，累计653家", False),
        ("净流入人才多少人", "人才总量22万人", True),
        ("高新技术企业多少家", "高新技术企业达313家", False),  # asks for all
        ("新增床位多少张", "床位1200张", False),  # does not say that these are all
        ("新建5G基站多少个", "全年开通5G基站达2000个", False),
        ("新建保障房多少套", "竣工交付保障房达3000套", False),
        ("新增造林多少亩", "完成造林达10万亩", False),
        ("净增专精特新企业多少家", "专精特新企业突破500家", True),  # nor is 特新
        ("新认定高新技术企业多少家", "高新技术企业约7.7万家", True),
        ("新开通航线多少条", "开通航线12条", False),
        ("这一年出口汽车多少辆", "汽车累计出口突破100万辆", True),
        ("这一年累计出口汽车多少辆", "汽车累计出口100万辆", False),
        ("这一年新增贷款多少", "贷款新增97亿元、累计突破600亿元", False),
    ],
)
def test_how_much_there_is_for_what_is_new(question: str, clause: str, stock: bool) -> None:
    assert is_stock(question, clause, clause) is stock


def test_what_is_new_may_stand_beside() -> None:
    clause = "经营主体达422万户"
    assert is_stock("新登记经营主体多少户", f"{clause}，新增专利56件", clause) is False
    assert is_stock("新登记经营主体多少户", f"{clause}，新能源装机5万千瓦", clause)


@pytest.mark.parametrize(
    ("question", "unit", "clause", "growth"),
    [
        ("死亡多少人", "人", "死亡人数下降18.8%", True),
        ("经营主体多少户", "户", "经营主体增长8.2%", True),
        ("经营主体多少户", "户", "经营主体12万户、增长8.2%", False),
        ("经营主体增长百分之几", "%", "经营主体增长8.2%", False),
        ("经营主体多少户", "户", "2022年经营主体增多", False),  # has no figure
        ("经营主体多少", None, "经营主体增长8.2%", False),
        ("gdp是多少", None, "地区生产总值增长8.2%", True),
        ("gdp涨了多少", None, "地区生产总值增长8.2%", False),
        ("gdp目标是多少", None, "地区生产总值增长8.2%", False),  # goals are rates
        ("gdp是多少", None, "地区生产总值1.2万亿元，增长8.2%", False),
        ("gdp是多少", None, "地区生产总值突破千亿大关、增长8.1%", False),
    ],
)
def test_rates_of_growth_for_a_number(question: str, unit: str | None, clause: str, growth: bool) -> None:
    assert is_only_growth(question, unit, clause, list(find_figures(clause))) is growth
