"""What a clause tells of something else than what is asked for, though it shares its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import Quantity

_NATIONAL = "国家级|中央|国家(?=[^，,]{0,6}(?:企业|基地|试点|园区|公园|示范|中心|实验室|平台|巨人|[345]A))"
# Words of one family exclude each other: what is told of one of them is not told of another.
_FAMILIES = tuple(
    tuple(map(re.compile, family))
    for family in (
        ("一审", "二审", "再审"),
        ("上半年", "下半年", "一季度", "二季度", "三季度", "四季度"),
        ("民事(?!诉讼法)", "刑事", "行政(?=诉讼|应诉|审判)"),
        ("进口(?!额?出口)", "(?<!进)出口"),
        ("第一产业", "第二产业", "第三产业"),
        ("存款", "(?<!存)贷款"),
        ("(?:预算|财政)收入", "(?:预算|财政)支出"),
        ("入境|境外|外国|海外", "国内(?!外|生产)"),
        ("光伏", "风电", "火电", "水电", "核电"),
        (_NATIONAL, "自治区级(?!以上)", "省级(?!以上)", "市级(?!以上)", "县级(?!以上)"),
        (
            "城镇(?=(?:常住)?居民|[、和与及]农村)|城里人?(?=的?(?:人均|收入|可支配))",
            "农村|乡下|农民(?!工)",
            "全体(?=(?:常住)?居民)",
        ),
        ("(?<!硕)博士", "硕士", "本科"),
        ("网上零售|网络(?:零售|实现)|线上|电商", "社会消费品零售|社零"),
        ("注销|吊销|退出市场", "新增|新登记|新设立"),
        ("能耗|能源消[耗费]|标准?煤", "二氧化碳|碳排放|碳强度|减碳"),
        ("常住(?!居民)", "户籍"),
        ("托育|托位", "养老|敬老"),
        ("职工(?=基本|医|养)", "(?:居民|城乡)(?=基本|医|养|居民)"),
    )
)
# The whole of an economy, what tells of it, and what is so much for each person or unit of it.
_GDP_ASKED = re.compile(
    "^(?!.*(?:人均|平均|人头|单位|万元|能耗|用水|占|海洋)).*(?:gdp|生产总值)", re.IGNORECASE | re.DOTALL
)
_GDP_TOLD = re.compile(
    "(?<!单位)(?<!万元)(?<!人均)(?:gdp|(?:地区|国内)生产总值)|(?<!人均)(?<!单位)(?<!万元)(?<!海洋)(?<![地国][区内])生产总值|经济总量",
    re.IGNORECASE,
)
_GDP_SHARED = re.compile("(?:单位|万元|人均|海洋)(?:gdp|(?:地区|国内)?生产总值)", re.IGNORECASE)
# What is asked for, what tells of it, and what tells of more; None: any sentence without the former does.
_WIDER = (
    (re.compile("(?<![进進])出口(?!岸)"), re.compile("(?<!进)出口|外销|海外"), re.compile("进出口")),
    (re.compile("进口(?!额?出口|商品|博览)"), re.compile("进口"), re.compile("进出口")),
    (re.compile("(?<!出)入境"), re.compile("入境|境外|外国|国际|海外|外籍|外宾|港澳台|来华|外汇"), None),
    (re.compile("金牌"), re.compile("金"), re.compile("奖牌")),
    (_GDP_ASKED, _GDP_TOLD, _GDP_SHARED),
)
# How much there is of what reports tell the growth of, mostly, and what asks for that growth, or for a share.
_LEVEL_ASKED = re.compile(
    "(?:gdp|生产总值|经济总量|总额|产值|收入|投资额?|零售额|进出口|总量|产量|人口|存款|贷款|余额|增加值|销售额|交易额)"
    "(?:一共|总共|大概|大约)?(?:是|有|达到?|为|到)?了?(?:多少|几)(?!点|个百分|成)",
    re.IGNORECASE,
)
_ROUND_SUM = re.compile("[十百千万]+亿|万元|[余多]亿|亿元")
_GROWTH_ASKED = re.compile("[增涨升降跌减]|速|率|幅|%|百分|变化|翻|同比|占|比重|目标|差")
# What is asked for, and words one of which a sentence that tells it has. Of the likeliest candidates of 17,000
# questions without such a word, one was right, and 53 answered questions that nothing answers.
_UNSAID = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (
            "投资(?:总?额|总量|规模)?(?:一共|总共|大概|大约|合计)?[是有达为到]{0,2}(?:多少|几)|投了(?:多少|几)",
            "投|造价|[耗斥外]资|资金|总规模|总?[概预]算",
        ),
        ("[带拉撬]动了?[^，,。]{0,4}(?:多少|几)", "[带拉撬]动|吸[纳引]|惠及|实现|辐射|促进|促消费|解决|提供|释放"),
        (
            "还?剩下?[了的]?[^，,]{0,3}(?:多少|几)|还有(?:多少|几)[^，,。？?]{0,16}[没未]",
            "[没未不无剩余]|尚|仍|还|缺|正在|保留|[减降变简缩清]少?[至到为零]|清|出清",
        ),
        (
            "(?:调整|提[高标升]|增加|[上下]调|降低|扩[展容大]|上升|升位)(?:之|以)?前(?![年期沿端来往])[^，,]{0,10}(?:多少|几)",
            "[由从原]|此前|之前|\\d[^，,、]{0,6}(?:提高|增加|调整|[上下]调|扩|降)",
        ),
        ("冠军[是叫]?(?:谁|哪)|(?:谁|哪)[^，,。]{0,10}冠军", "[金冠夺桂魁]|第一|一等"),
        ("(?:前进|上升|提升|进步|跃升|前移|倒退|后退)了?(?:几|多少)[位名]", "[进升跃晋移由从退]|提高"),
    )
)
# What follows, with the parts of `rag.narrower` and what is new in `rag.nearly`, takes 99 candidates of questions that
# nothing answers, and one right one, of those of 17,800 questions that were likelier than 0.05 by trees that had not
# learnt from their reports.
# So much for each, in a question and in a sentence: a rate, a standard, what a day or an acre brings.
_EACH_ASKED = re.compile(
    "每[一个]?(?:人|户|月|家|亩|件|台|次|平|斤|吨|套|名|位|村|天|年|座|辆|孩|岗)|[人户亩]均|(?<![省国市区县])平均[每一]"
)
_EACH = re.compile(
    "每|均|[/／]|单[价产个车次户日台位]|亩产|标准|日[^，,。]{0,12}[万\\d]|[一1][人户亩村镇家个名件年月天日次]|全[年天]|天天|"
    "年(?:产|度|内|收|经常|生产)|月(?:受|收|发)|[×*]24|(?:所有|各)[村县镇乡家户]|养老金|津贴|工资|薪酬|个人|一次性|按人头|缴费"
)
# By how much something changed, in a question, and what may tell it.
_CHANGE_ASKED = re.compile(
    "(?:新增|净增|增加|增长|增产|同比|(?<![占对])比(?:[上去前]年|上一年|上期))[^,，。]{0,12}(?:多少|几|百分)"
)
_CHANGE = re.compile(
    "[增减升降涨跌压缩扩少倍低慢净添+＋-]|提(?![案供出请交名])|新(?![区能材型时])|高(?![新铁速校质标])|快(?![递速])|较(?!大)|"
    "比(?![例赛重])|多(?!元)|上[扬浮]|持平|(?:上年|去年|同期|原(?:来|有|先))[^，,。]{0,8}\\d|"
    "(20\\d\\d)年.*(?!\\1)20\\d\\d年"
)
# What is new is told so, too: 建成投用中小学8所.
_NEW_ASKED = re.compile("新增|净增")
# What is new of something, what tells of it, 高新 and its like left out, and how many there are in all.
_ONLY_NEW_ASKED = re.compile("新增|净增|净流入|新(?:培养|引进|培育|建|认定|获|开通|登记|注册)")
_NOTHING_NEW = re.compile("[高创更刷翻特]新|新(?:能源|型|材料|质|时代|[区城]|征程|格局|业态|媒体|药)")
_NEW = re.compile(
    "新|净|认定|增加(?![到至])|增[设量绿]|[引招转扩减]|培育|发展|入[选库]|[设成建]立|登记|注册|落户|开工|投产|建[成设]|开通|完成|"
    "竣工|交付|授权|升规|造林|改造|提供|发放|争取|全年"
)
# Of 7,870 right answers this takes none, and of 2,254 candidates for questions that nothing answers 29 (with what adds
# up years where one is asked for).
_STOCK = re.compile("达|增[至到]|增加[至到]|增长[至到]|总[数量]|总里程|累计|[共现]有|突破|超过?\\d|约\\d|[家户]总")
# What is new of the same thing in the next clause, so that the figure asked for is shown with the stock; and what asks
# for one year, which a sum of years does not tell.
_NEW_BESIDE = re.compile("[，,、](?:其中)?(?:新[^，,。能材型时质]|净增)")
_ONE_YEAR_ASKED = re.compile("^(?!.*累计).*(?:这一年|当年|一年[内里]?(?!比))")
_BECAME = re.compile(
    "建成|[开投][用通产]|获[评批]|入[选库规]|认定|设立|成立|组建|[选聘核配][聘备]|挂牌|登陆|晋级|创[建成]|实现|引进|培育|发展"
)
# One person of an office, and several: 区长、副区长共出庭6次.
_ALONE = re.compile("(?:[长记任]|负责人|一把手)[^，,]{0,3}(?:本人|自己|亲自|单独|一个人)")
_MORE_ASKED = re.compile("班子|领导|副")
_SEVERAL = re.compile("^(?!.*分别).*(?:班子|[长任][、和及与](?:常务)?副)")
# A sum that something counted has at least, which is no sum of it: 亿元以上项目.
_AT_LEAST = re.compile("元(?:及)?以上的?[^，,。;；\\d]{0,12}\\d[\\d.]*万?[个家户项件宗]")
_SUM = re.compile("元(?!(?:及)?以上)")
# A single year, and more than one.
_YEAR_ALONE = re.compile("(?:单[看说算]|只[看算]|光)(?:这|20\\d\\d)[^，,]{0,3}年|这一年")
_YEARS = re.compile("(?<!\\d)[两二三四五六七](?:年(?!度)|年来)")
# What limits a figure to a part of the year, or of what a report is about.
_PART = re.compile(
    "上半年|前三季度|[一二三四]季度|(?<!\\d)1[-—至~](?:[1-9]|1[01])月|[省市州县区镇]本级|[市县区镇乡]级|其中"
)
# What things are divided by.
_BY = r"按照?([一-鿿]{2,10}?)(?:的不同)?(?:来|进行)?"
DIVIDED_BY = rf"{_BY}(?:划分|分类|分|看|统计|区分)"
_ASKED_BY = re.compile(DIVIDED_BY)
# Reports say the whole word: 按职责分工 and 按规定分别 divide nothing.
_TOLD_BY = re.compile(rf"{_BY}(?:划分|分类|统计|区分)")
_SAME = (frozenset({"类型", "类别", "种类"}), frozenset({"行业", "领域"}))
_ASKS_CHANGE = re.compile(
    "[增减升降涨跌快慢翻超较]|提高|[高低]于|[高低多少上下]了|[上下][调浮去]|往[上下]|提(?=[了多几])|高出|同比|环比|变化|比[上去前全]|相比|领先|收窄|回落|优惠|拉动|贡献|"
    "(?:几|多少)个?(?:百分)?点"
)
# People are counted in these units, by household too; a growth of so many per cent is no number of anything.
_PEOPLE = frozenset({"人", "名"})
_OF_PEOPLE = frozenset({"人", "名", "位", "人次", "户", "家", "个", ""})
_GROWTH = frozenset({"%", "百分点", "‰"})
_COUNTED = frozenset("人 名 位 件 宗 起 例 元 美元 家 户 所 艘 架 台 吨 公斤 亩 公顷 平方米 平方公里 公里".split())

# What asks for the most of several: a figure of it (罚得最多的一笔), or its name (哪个区最多).
_EXTREME = re.compile("最[高大多低小少长短贵快慢]的?(?:那|哪)?一?[个件笔项家户次宗起批座条天日]")
_FOREMOST = "最(?:[高大多低小少长短好差强快慢难久重旺火]|受益|热门|集中|突出)(?!生活保障|工资|人民法院|人民检察院)"
_WHICH_MOST = re.compile(
    f"(?:哪|谁|什么)[^，,。？?]{{0,10}}{_FOREMOST}|{_FOREMOST}[^，,。？?]{{0,8}}[是叫](?:哪|谁|什么)"
)
_SINGLED_OUT = re.compile("最|单[日个件笔项家次]|首|第一|高达|峰|以[上下]|超")
_RANKED = re.compile("[最首居前榜冠占]|第[一二三\\d]|排名|仅次|主要|为主|多为|集中|超过|高于|突出")


def is_contrary(question: str, stretch: str) -> bool:
    """Tell whether a stretch speaks of another of a kind than the question: 一审 where 二审 is asked for."""
    for family in _FAMILIES:
        asked = {at for at, one in enumerate(family) if one.search(question)}
        told = {at for at, one in enumerate(family) if one.search(stretch)} if asked else asked
        if told and not told & asked:
            return True
    return False


def is_wider(question: str, sentence: str, clause: str) -> bool:
    """Tell whether a clause tells of more than is asked for, 进出口 for 出口, or a sentence: any visitors for 入境."""
    asked = ((told, all_of) for asked, told, all_of in _WIDER if asked.search(question))
    return any(
        not told.search(clause if all_of else sentence) and (all_of is None or bool(all_of.search(clause)))
        for told, all_of in asked
    )


def is_divided_otherwise(question: str, sentence: str) -> bool:
    """Tell whether a sentence divides by something else than the question: 按事项划分 where it asks 按层级."""
    asked = [by[-2:] for by in _ASKED_BY.findall(question)]
    told = [by for by in _TOLD_BY.findall(sentence) if asked]
    return bool(told) and not any(
        by in other or {by, other[-2:]} <= same for by in asked for other in told for same in _SAME
    )


def is_partial(question: str, clause: str) -> bool:
    """Tell whether a clause tells of a part of the year, or of one level, where the question names none."""
    part = _PART.search(clause)
    return bool(part) and not _PART.search(question)


def asks_change(question: str) -> bool:
    """Tell whether a question asks by how much something changed, or differs from another."""
    return bool(_ASKS_CHANGE.search(question))


def is_only_change(question: str, unit: str | None, figures: Sequence[Quantity]) -> bool:
    """Tell whether all that is told for a share or a rate is by how many points it changed."""
    told = {figure.unit for figure in figures if not figure.is_year}
    return unit == "%" and "百分点" in told and "%" not in told and not asks_change(question)


def is_unsaid(question: str, sentence: str) -> bool:
    """Tell whether a sentence has no word of what a question asks for: of an investment, of what is left."""
    return any(bool(asked.search(question)) and not told.search(sentence) for asked, told in _UNSAID)


def is_of_more_years(question: str, clause: str) -> bool:
    """Tell whether a clause adds up years where a question is about one alone."""
    return bool(_YEAR_ALONE.search(question)) and bool(_YEARS.search(clause))


def is_not_each(question: str, sentence: str) -> bool:
    """Tell whether a question asks how much it is for each, and a sentence has nothing of that kind."""
    return bool(_EACH_ASKED.search(question)) and not _EACH.search(sentence)


def is_no_change(question: str, sentence: str) -> bool:
    """Tell whether a question asks by how much something grew, and a sentence tells of no change at all."""
    became = bool(_NEW_ASKED.search(question)) and bool(_BECAME.search(sentence))
    return bool(_CHANGE_ASKED.search(question)) and not (became or _CHANGE.search(sentence))


def is_of_several(question: str, clause: str) -> bool:
    """Tell whether a clause counts what several people did, and a question asks what one did alone."""
    alone = bool(_ALONE.search(question)) and not _MORE_ASKED.search(question)
    return alone and bool(_SEVERAL.search(clause))


def is_only_a_label(question: str, unit: str | None, clause: str) -> bool:
    """Tell whether the only sums of a clause say which projects or firms it counts: 10亿元以上项目14个."""
    sums = unit == "元" and "以上" not in question
    return sums and bool(_AT_LEAST.search(clause)) and not _SUM.search(clause)


def is_no_extreme(question: str, sentence: str, *, numeric: bool) -> bool:
    """Tell whether a question asks of the most or least of several, and a sentence tells of no one."""
    if not numeric:
        return bool(_WHICH_MOST.search(question)) and not _RANKED.search(sentence)
    return bool(_EXTREME.search(question)) and not _SINGLED_OUT.search(sentence)


def is_of_another_sort(unit: str | None, figures: Sequence[Quantity]) -> bool:
    """Tell whether no figure can be the number asked for: cases for people, or a growth in per cent for a number."""
    told = {figure.unit for figure in figures if not figure.is_year}
    if unit in _PEOPLE:
        return bool(told) and not told & _OF_PEOPLE
    # so many times something went out is not how much of it there is
    often = f"{unit}次" in told and unit not in told
    return unit in _COUNTED and bool(told) and (told <= _GROWTH or often)


def is_stock(question: str, sentence: str, clause: str) -> bool:
    """Tell whether a question asks how much of something is new, and all that is told is how much there is.

    The next clause may go on with what is new of it: 经营主体达422万户，新登记56万户.
    """
    new = bool(_NEW.search(_NOTHING_NEW.sub("", clause)) or _NEW_BESIDE.search(sentence))
    of_new = bool(_ONLY_NEW_ASKED.search(question)) and not new and bool(_STOCK.search(clause))
    return of_new or (bool(_ONE_YEAR_ASKED.search(question)) and "累计" in clause and not _NEW_ASKED.search(clause))


def is_only_growth(question: str, unit: str | None, clause: str, figures: Sequence[Quantity]) -> bool:
    """Tell whether a clause has but rates of growth where a number is asked for, or how much something comes to.

    A sum that is but words (突破千亿) is none of its `figures`.
    """
    told = {figure.unit for figure in figures if not figure.is_year}
    if _ROUND_SUM.search(clause):
        return False
    level = bool(_LEVEL_ASKED.search(question)) and not _GROWTH_ASKED.search(question)
    return (level or unit in _COUNTED) and bool(told) and told <= _GROWTH
