"""What kind of answer a question wants, in which unit, and of how many things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import kinds
from rag.kinds import (
    SUPERLATIVE,
    TOGETHER,
    asks_for_problems,
    claimed_unit,
    claims_of,
    is_numeric,
    items_asked,
    kind_of,
    unit_of,
    without_unit,
)
from rag.ranks import RANK
from rag.units import TIME


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # figure
        ("受理多少件", "figure"),
        ("培训了几期", "figure"),
        ("胜诉率是多少", "figure"),
        ("占几成", "figure"),
        ("占比多少", "figure"),
        ("纠错率呢", "figure"),
        ("增速怎么样", "figure"),
        ("排第几", "figure"),
        ("面积是多少", "figure"),
        ("目标呢", "figure"),
        ("要跑多远", "figure"),
        # date
        ("什么时候揭牌", "date"),
        ("哪一年建成", "date"),
        ("几月开通", "date"),
        ("计划几时开通", "date"),
        ("是哪几个月发放的", "date"),
        ("晚上几点关门", "date"),
        ("早上几点", "date"),
        ("哪两年获得表彰", "date"),
        ("是哪一个月交付的", "date"),
        ("提了几点建议", "fact"),
        ("围绕几点开展工作", "fact"),
        ("哪几个日间照料中心建成了", "list"),
        ("哪几个天然气项目投产", "list"),
        ("哪几年级学生免费", "list"),
        ("揭牌时间是哪天", "date"),
        ("云岭通写在哪一年的报告里", "fact"),  # the report's year, no date
        ("哪一年的岚川市报告讲到公开征求意见的问题", "fact"),
        # name
        ("谁是组长", "name"),
        ("行动叫什么", "name"),
        ("哪个部门负责", "name"),
        ("怎么做的", "name"),
        ("为什么增加", "name"),
        ("第三条说什么", "name"),
        ("入选的企业名单", "name"),
        ("新馆名称?", "name"),
        # list
        ("采取了哪些措施", "list"),
        ("有哪几类", "list"),
        ("三项制度是哪三项", "list"),
        ("5座电站都叫什么", "list"),
        ("8家企业的名字", "list"),
        ("8家企业的名单?", "list"),
        ("几条底线是什么", "list"),
        ("几个方面分别是啥", "list"),
        ("第几条是什么", "figure"),
        ("列一下措施", "list"),
        ("组长和副组长分别是谁", "name"),  # two names, no list
        ("分别由什么部门负责", "list"),
        # yes or no
        ("办了80件,对吗", "check"),
        ("是不是80件", "check"),
        ("建成了吗", "check"),
        ("发现的53个问题是不是全都改完了", "check"),  # found and counted: what is still wrong is not asked
        ("办了5件,怎么会这么多", "check"),  # takes a figure for true
        ("提高了3个百分点,为什么比上年还低", "check"),
        ("目标定的7%左右?", "check"),  # doubts the figure
        ("办了8件?", "check"),
        ("办了8件", "fact"),
        ("怎么才能达到95%", "name"),  # how
        ("有没有建成", "check"),
        # which place
        ("哪个县评上了", "locate"),
        ("哪里建了机场", "locate"),
        ("哪份报告写到了", "locate"),
        ("哪些城市通了高铁", "locate"),
        ("哪座城市通了高铁", "locate"),
        ("哪个盟评上了", "locate"),
        ("哪个旗评上了", "locate"),
        ("哪个旗帜鲜明", "name"),
        ("哪级法院受理", "fact"),  # a level, no place
        # problems
        ("存在什么不足", "problem"),
        ("还有哪些短板", "problem"),
        ("面临的挑战有哪些", "problem"),
        ("困难群众有哪些", "list"),  # people in need are no trouble of the report's
        ("解决了哪些问题", "list"),
        ("移送了哪些问题线索", "list"),
        ("没问题吧", "check"),
        # nothing that asks
        ("行政复议情况", "fact"),
        ("", "fact"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(text, placed=False, planned=False) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("哪个县评上了", "name"),  # a place is named: not asked for
        ("哪里建了机场", "fact"),
        ("受理多少件", "figure"),
    ],
)
def test_a_place_that_is_named_is_not_asked_for(text: str, kind: str) -> None:
    assert kind_of(text, placed=True, planned=False) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("打算怎么干", "plan"),
        ("有哪些安排", "plan"),
        ("重点工作", "plan"),
        ("目标是多少", "figure"),  # a goal is a figure
        ("什么时候建成", "date"),
        ("要开工建哪座水库", "name"),  # one thing of all that is planned
        ("人才计划叫什么", "name"),
        ("准备做些什么", "plan"),
        ("打算出台什么政策", "plan"),
        ("下一步从哪里抓起", "plan"),
        ("谁能说说工作打算", "plan"),
        ("采取什么措施", "plan"),
        ("新增就业的目标是几万人", "figure"),
        ("争取资金的目标数?", "figure"),
        ("下一步解决哪些短板", "problem"),  # summed up as troubles, though they lie in the future
    ],
)
def test_kinds_of_what_is_intended(text: str, kind: str) -> None:
    assert kind_of(text, placed=True, planned=True) == kind


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("受理多少件", "件"),
        ("多少万元", "元"),
        ("投入多少亿元资金", "元"),
        ("配了多少余人", "人"),
        ("开通多少公里", "公里"),
        ("培训了几期", "期"),
        ("胜诉率是多少", "%"),
        ("占百分之几", "%"),
        ("占几成", "%"),
        ("增长多少", "%"),
        ("提高了几个百分点", "%"),  # 个 is no measure word here
        ("下降多少个百分点", "%"),
        ("增加了多少人", "人"),  # people, not per cent
        ("率先完成多少项", "项"),  # 率 of another word
        ("花了多少钱", "元"),
        ("投资额是多少", "元"),
        ("经济总量是多少", "元"),
        ("用水总量是多少", None),  # not of money
        ("来了多少游客", "人"),
        ("接待游客多少万", "人"),
        ("有多少万老人", "人"),
        ("学生现在有多少", "人"),
        ("来了几万名游客", "名"),
        ("游客支出多少", "元"),
        ("学生人均多少", None),  # a share of something else
        ("有多少游客座位", None),
        ("有多少家老人食堂", "家"),
        ("占全省的多少", "%"),
        ("产值占全省的几", "%"),
        ("占全市的多少亩", "亩"),
        ("占多少", None),
        ("收入增了多少", "%"),
        ("新增了多少", None),
        ("被骗钱的案件有多少", None),  # cases, not money
        ("赢了多少", None),
        ("这几年做了什么", None),  # 几年 asks nothing here
        ("近几年怎么样", None),
        ("谁负责", None),
        ("有多少人才", None),  # and not so many 人
        ("兑现了多少人才补贴", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("受理多少件复议", "受理 复议"),
        ("投入多少万元", "投入 "),
        ("这几年做了什么", "这几年做了什么"),
        ("受理多少", "受理多少"),  # no unit
    ],
)
def test_texts_without_the_unit(text: str, left: str) -> None:
    assert without_unit(text) == left


def test_what_stands_instead_of_the_unit() -> None:
    assert without_unit("受理多少件复议", "") == "受理复议"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("哪三项制度", 3),
        ("4座电站都叫什么", 4),
        ("十二项任务是什么", 12),
        ("两大领域是什么", 2),
        ("重点是哪些,三项制度指什么", 3),
        ("三大领域是什么", 3),
        ("15件案件", 15),
        ("有哪些措施", 0),
        ("第三项是什么", 0),  # a number in a row counts nothing
        ("受理201件", 0),  # nobody lists so many
        ("受理1,112件", 0),
        ("五六个人", 0),  # no number
        ("", 0),
    ],
)
def test_how_many_things_there_are_said_to_be(text: str, items: int) -> None:
    assert items_asked(text) == items


@pytest.mark.parametrize(
    ("text", "numeric"),
    [
        ("受理多少件", True),
        ("胜诉率呢", True),
        ("哪个高", True),
        ("目标呢", True),
        ("谁负责", False),
        ("有什么做法", False),
        ("要多久", True),
        ("执法人员总数", True),
        ("改造小区的面积", True),
        ("多久开一次会", False),
        ("多久能领到一次性补贴", True),
        ("多久能跑完一趟", True),
        ("花了多久办完一次变更", True),
        ("最长多久开一次会", False),
        ("小区面积怎么改造", False),
    ],
)
def test_what_asks_for_a_figure(text: str, numeric: bool) -> None:
    assert is_numeric(text) is numeric


@pytest.mark.parametrize(
    ("text", "claims", "unit"),
    [
        ("办了80件,对吗", ("80件",), "件"),
        ("2021年办了80件,对吗", ("80件",), "件"),  # a year is no claim
        ("胜诉率85%,纠错率57%", ("85%", "57%"), "%"),
        ("投入1,064万元", ("1,064万元",), "元"),
        ("提前了30天", ("30天",), None),  # days may be any time's
        ("办了80", ("80",), None),
        ("办了多少件", (), None),
    ],
)
def test_what_a_question_claims(text: str, claims: tuple[str, ...], unit: str | None) -> None:
    assert claims_of(text) == claims
    assert claimed_unit(claims) == unit


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("存在的主要问题", True),
        ("工作中的薄弱环节", True),
        ("解决群众反映的问题", False),
        ("改革是想破解哪几样执法上的毛病", False),  # what it is for
        ("反映问题的热线,叫什么名字", False),
        ("还没解决哪些困难", True),
        ("困难家庭救助", False),
        ("有问题吗", False),
        ("受理多少件", False),
    ],
)
def test_what_asks_for_problems(text: str, problems: bool) -> None:
    assert asks_for_problems(text) is problems


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("岚川和禾丰相比", True),
        ("哪个高", True),
        ("谁的案件多", True),
        ("各受理多少件", True),
        ("相差多少", True),
        ("差多远", True),
        ("新增就业岚川多还是禾丰多", True),
        ("新增就业岚川多少人,禾丰多少人", True),
        ("从岚川到禾丰要多久", False),
    ],
)
def test_what_asks_for_a_comparison(text: str, together: bool) -> None:
    assert bool(TOGETHER.search(text)) is together


@pytest.mark.parametrize(
    ("text", "superlative"),
    [
        ("哪个地方的案件最多", True),
        ("哪个市的胜诉率最高", True),
        ("哪个县排第一", True),
        ("哪个部门负责", False),
        ("最多受理多少件", False),
    ],
)
def test_what_asks_for_the_highest(text: str, superlative: bool) -> None:
    assert bool(SUPERLATIVE.search(text)) is superlative


@given(
    st.text(alphabet="受理多少几件个百分点率十二三第哪谁2021,.%年目标问题 ", max_size=40), st.booleans(), st.booleans()
)
def test_any_text_has_a_kind(text: str, placed: bool, planned: bool) -> None:
    kinds = {"figure", "date", "name", "list", "check", "locate", "problem", "plan", "fact"}
    assert kind_of(text, placed=placed, planned=planned) in kinds - ({"locate"} if placed else set())
    assert items_asked(text) >= 0
    assert all(claim in text for claim in claims_of(text) if "年" not in text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("败诉率在全省排第几", RANK),
        ("地区生产总值是多少万亿元", "元"),
        ("收入涨了几个点", "%"),
        ("充电点位有几个点位", "个"),
        ("全员劳动生产率为多少", None),
        ("这是第几批", "批"),
        ("平均等候多久", TIME),
        ("败诉率是多少", "%"),
        ("办了多少件", "件"),
    ],
)
def test_what_is_asked_for_has_a_unit(text: str, unit: str) -> None:
    assert kinds.unit_of(text) == unit


@pytest.mark.parametrize(
    ("text", "troubles"),
    [
        ("自己说还差在哪儿", True),
        ("有哪些短处", True),
        ("还有啥没弄利索", True),
        ("平时有什么毛病", True),
        ("哪个市场的历史遗留问题得到调查", False),
        ("受理了多少件", False),
        ("怎么帮困难群体找工作", False),
    ],
)
def test_troubles_in_everyday_words(text: str, troubles: bool) -> None:
    assert kinds.asks_for_problems(text) is troubles


def test_what_is_quoted() -> None:
    assert kinds.quoted_in("“四个专项”和《示例条例》指什么，“四个专项”呢") == ("四个专项", "示例条例")


@pytest.mark.parametrize(("text", "phrase"), [("守牢哪四条底线", "四条"), ("有哪3个方面", "3个"), ("守牢哪些底线", "")])
def test_the_number_with_its_measure_word(text: str, phrase: str) -> None:
    assert kinds.counted_phrase(text) == phrase


def test_a_day_is_no_claim() -> None:
    assert claims_of("是9月18日命名的吧") == ()
    assert claims_of("9月办了51件吧") == ("51件",)
