"""What kind of answer a question wants, and of which unit, told from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.numerals import parse_numeral
from rag.ranks import rank_asked
from rag.thesaurus import official_forms
from rag.units import TIME
from rag.vocabulary import MAGNITUDE, MEASURES, NO_LEVEL, PROBLEM_SECTION
from rag.years import without_years

_NUMBER = rf"(?:[0-9][0-9,.]*[余多万亿]*(?:%|{MEASURES})?)"
NUMBER = re.compile(_NUMBER)
_PLACES_ASKED = r"(?:地方|市|县|区|省|城市|地区|州|盟|旗|地市|省份|区县|市县)"
# 哪两年, 哪几个月 and 哪三天 ask when; 哪几个年产, 哪几年级 and 哪几天然 do not.
_TIMES = "(?:个月|[月天日年](?![级产然]))"
_NO_TIME = f"(?!{_TIMES})"
_ITEM = "类|种|项|个|大|方面|件|条|座|家|处|所|部|门|支|名|位"
_COUNT_OF_ITEMS = (
    rf"哪(?:[两二三四五六七八九十几]{_NO_TIME}|\d+)|"
    rf"(?:[两二三四五六七八九十]|\d)(?:{_ITEM}).{{0,12}}(?:是哪|是什么|叫什么|有哪|指什么|分别)"
)
# 多久开一次会 asks for no time: 每季度 has no figure.
_NOT_OFTEN = (
    "(?!(?!(?:之?内|以内)?才?就?要?(?:能|可以|会)|[^,，。;；?？一1]{0,4}完)"
    "[^,，。;；?？]{0,14}(?<!第)[一1][次回趟班轮遍](?!性))"
)
# 8家企业的名字 asks for them, and so does a list.
_NAMES_ASKED = rf"\d(?:{_ITEM})[^,，。;；?？]{{0,12}}(?:名字|名单|名称)(?:[?？]|$)"
# Nothing but the name of a quantity: 贵州2024年发电量.
_QUANTITY = (
    "^(?!.*(?:什么|哪|谁|怎|如何|啥|为何|吗|[是能]否|有没有|是不是|有无|介绍|说说|谈|提[高升]|增加(?!值)|[加扩]大|降低|减少)).*"
    "(?:(?<![质力能重])量|(?<!名)额|收入|支出|人数|人次|装机|余额|产值|增加值|税收|利润|工资|均价|寿命|浓度|[户件家辆条套次天]数)[?？]?$"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "locate",
        re.compile(
            rf"哪(?:一|几)?[个座]?{_PLACES_ASKED}{NO_LEVEL}|哪里|哪儿|什么地方|哪些{_PLACES_ASKED}|哪份报告|谁家的报告"
        ),
    ),
    (
        "list",
        re.compile(
            rf"哪些|有?哪几{_NO_TIME}|{_COUNT_OF_ITEMS}|(?<!第)几(?:[条项]|个?方面)[^,，。;；?？多几]{{0,8}}(?:是啥|是什么|是哪|分别是)|"
            rf"分别(?:是|叫|指|为|推动|由|在)?(?:什么|哪)|有什么|包括什么|列举|列出|都?有谁|都叫什么|各叫什么|列(?:一下|出来)|{_NAMES_ASKED}|是哪[几两三]{_NO_TIME}"
        ),
    ),
    (
        "figure",
        re.compile(
            rf"多少|多大比例|(?<![这近前后哪])几(?:{MEASURES}|[十百千万亿]+|何(?![一-鿿]))|百分之几|占比|比例|率(?:是|为|达|有)?(?:多|几|呢|\?|？|$)|多大|多长|多高|多快|多重|多远|"
            rf"几成|几个点|增速|增幅|第几|老几|几连|多久{_NOT_OFTEN}|几A|几类|几级|(?:目标|总量|总额|产量|规模|产值|面积|里程|人数|数量|总数|(?:目标|任务|指标|计划|项目|控制)[数量值]|金额|投资额|[涨增降]幅|收入指标|投资任务)(?:是|为|呢|\?|？|$)|"
            rf"[过到破是于]什么数(?![字据量码智])|什么(?:水平|水准)(?=[呢?？]|$)|{_QUANTITY}"
        ),
    ),
    (
        "date",
        re.compile(
            r"什么时候|啥时候|何时|几时|哪一?年|哪天|哪一天|几月|哪个月|几号(?![楼线馆])|日期|时间是|"
            rf"哪[一两二三四五六七八九十几]{_TIMES}|几点(?:钟|开[门放馆始]|关[门闭])|[早晚]上几点|[上下]午几点"
        ),
    ),
    (
        "name",
        re.compile(
            r"谁|哪[个位家部项种支条座份]|什么|叫啥|啥|怎么|咋|如何|为何|为啥|怎样|第[一二三四五六七八九十]|名[字单称][?？]?$"
        ),
    ),
    ("check", re.compile(r"是不是|是否|对吗|对吧|对不对|吗[?？]?$|吧[?？]?$|有没有|没错|属实")),
)
# What is to be done about problems is a plan.
_WHICH = re.compile("(?:哪些|什么|哪几个?|哪几方面的?).{0,4}(?:问题|不足|短板|困难|差距|薄弱)")
# What everyday words for troubles (毛病, 短处) stand for, and how else one says that something is wanting.
_TROUBLES = frozenset(("存在的问题", "存在问题", "短板弱项", "不足之处"))
_LEFT_UNDONE = re.compile(
    r"没(?:有)?(?:做|弄|干|搞|办|整)(?:好|利索|到位|完)|不够好|做得不好|不尽如人意|欠缺|短处|难处|不足的地方|差在(?:哪|什么)"
)
_REMEDY = re.compile("解决|整改|改进|入手|应对|打算|下一步|克服")
# Troubles that were found and counted: whether all of the 53 were mended is no question for what is still wrong.
_COUNTED_TROUBLES = re.compile("\\d+(?:个|项|条|处|类|件)?(?:突出|具体|主要)?问题")
_TROUBLE = "问题|难题|毛病|顽疾|痛点|堵点|困难|难点"
# Troubles that are no report's own: what a measure is to solve, what a hotline is for, people in need.
_OTHER_TROUBLES = re.compile(
    f"(?<![没未])(?<!没能)(?<!未能)(?:解决|破解|化解|攻克|消除|根治|想治|要治)[^,，。;；?？]{{0,10}}(?:什么|哪些|哪几?[样个种类]|啥)[^,，。;；?？]{{0,8}}(?:{_TROUBLE})|"
    "问题的[^,，。;；?？的]{2,8}[,，]?叫(?:什么|啥)|"
    "问题[^,，。;；?？]{0,8}(?:找|打|拨|反映给?|咨询|投诉到)(?:哪|什么|谁|几|啥)|"
    "解决[^,，。?？]{0,8}问题|遗留问题|困难(?:群[众体]|家庭|职工|人员|老人|学生|户|企业|儿童)|问题线索|没问题|有问题吗"
)
# Asks in which report something stands.
_WHICH_REPORT = re.compile("哪一?年度?的?[^,，。;；?？]{0,12}(?:报告|答复)")
# Wonders at a figure that it takes for true: 怎么会这么多, 为什么比上年还低.
_WONDER = re.compile(
    "(?:怎么|为什么|为何|为啥|咋)(?:(?:会|就|还)?有?(?:[这那]么|如此|才(?!能)|只有)|"
    "[^,，。;；?？]{0,12}(?:还|更|反而|反倒)要?[高低多少大小快慢])"
)
# Doubts a figure with nothing but a question mark: 目标定的7%左右？
_DOUBTED = re.compile(rf"{_NUMBER}(?:左右|以上|以内)?[?？]$")
# Measure words that reports write otherwise.
SPOKEN_UNITS = {"天": "日"}
# 多少人才 asks for no number of people in 人.
_UNIT = re.compile(rf"(?:多少|(?<![这近前每])几){MAGNITUDE}(?!人才)({MEASURES})(?!(?:百分)?点(?!位))")
_RATE = re.compile(
    r"(?<!生产)率(?!先|领)|百分之几|占比|比例|几成|百分点|增速|[增涨降]幅|几个点|(?<![抢侵强乱非霸])占(?![地用线有道补压据])[^,，。;；?？]{1,14}的?(?:多少|几)(?=[?？呢]|$)|(?:额|值|收入|投资|产量)[^,，。;；?？]{0,6}(?<![新递净])增了?(?:多少|几)(?=[?？呢]|$)|(?:增长|上涨|下降|提高|增加|减少|涨|降)了?(?:多少|几)(?!人|件|个|家|万|亿|元|公|平|项|户|吨|名)"
)
_ORDINAL_ASKED = re.compile(rf"第几({MEASURES}|号)?")
_TRAILING = re.compile(r"(?:呢|吗|吧)?[?？。!！]*$")
_QUOTED = re.compile(r"[“\"「《]([^“”\"「」《》]{2,24})[”\"」》]")
ORDINAL = re.compile("第(?:[一二三四五六七八九十]{1,2}|[0-9]{1,2})[个条件项点大类]|最后一?[个条件项点]")
_DAY = re.compile(r"\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?")
_HOW_LONG = re.compile("多久|多长时间|多少时间")
_MONEY = re.compile(
    r"多少钱|几块钱|(?<![骗洗])钱(?!的[案事人]).{0,8}多少|[赚挣]了?多少|多少.{0,3}(?:资金|经费|利润|营收|税款)|总额|(?:经济|gdp|投资|财政|贷款|贸易)总量.{0,4}(?:多少|几)|投资额|金额|"
    "(?:产值|营业?收入|财政收入|可支配收入|支出|税收|增加值|销售额|交易额|余额)(?:是|为|有|达到?)?多少(?!人|件|个|家|户|倍)"
)
_HUMANS = "游客|旅客|客人|来客|嘉宾|来宾|观众|客商|人口|学生|老人|居民|职工|农民|员工|工人|教师|老师|医生|护士|志愿者"
_PEOPLE = re.compile(
    rf"(?:多少|几){MAGNITUDE}[^,，。;；?？个家户件项次国地类种%]{{0,6}}(?:{_HUMANS})(?=[?？呢了啊吧,，]|$|[来参受到入获报就观去想打在要不像回进]|能)|"
    rf"(?:{_HUMANS})(?:现在|目前|一共|总共|大概|大约)*(?:有|是|达到?|来了|接待了)?(?:多少|几)(?=[?？呢啊]|$|[十百千万亿]*[人名]|[十百千万亿]+$)"
)
_NUMERIC = re.compile(
    rf"多久{_NOT_OFTEN}|"
    rf"{_QUANTITY}|"
    r"多少|几|百分|比例|率|增速|[增涨降]幅|(?:哪[个边一家]|谁|更|最|比).{0,8}(?:多(?!久)|[高低大小快慢少])|多[大长高快重远]|目标|总[量额]|产量|规模|(?:总数|产值|面积|里程)(?:是|为|有|呢|[?？]|$)|数量|人数|次数|件数|户数|家数|份数|金额|投资额|(?:任务|指标)[数量值]|收入指标|投资任务|[过到破是于]什么数(?![字据量码智])|什么(?:水平|水准)(?=[呢?？]|$)"
)
TOGETHER = re.compile(
    r"相比|比较|对比|比一比|(?:哪[个边家]|谁).{0,8}[多高低大小快慢少]|各[有为是]?(?:多少|几)|各自|各[是达有为]|各.{1,4}(?:多少|几)|分别|差多[少远大]|相差|[多高低大小快慢少]还是.{1,10}[多高低大小快慢少]|多少[^,，]{0,4}[,，].{1,10}多少|[和与跟比].{2,12}(?:比|相比)"
)
# Asks for the figures of several things at once.
SEVERAL = re.compile("各|分别|[、和与及]")
_ITEMS = re.compile(
    r"(?<![第\d.一二三四五六七八九十百])(?<!\d,)([两二三四五六七八九十]{1,3}|\d{1,2})(?:大)?(?:类|种|项|个|方面|件|条|点|座|家|处|所|部|门|支|名|位|批|镇|县|市|区|城市|领域|环节|层面)"
)
# What has a title, or a name in quotation marks.
_TITLED = re.compile(
    "法规|规章|条例|办法|规定|文件|方案|规划|制度|标准|清单|决策|项目|品牌|平台|法律|书|刊|专栏|栏目|活动"
)
# Asks for one thing that has a name, not for all that is planned.
_ONE = re.compile(
    "哪一?(?:[个位家部项种支条座份所只台处块艘类级国省市县区镇村院校馆园港路桥店厂](?!方面)|[里儿](?=[动开]工|[建修办落]|举[办行]))|"
    "谁(?![能来])|叫(?:什么|啥|做)|全称|名称|(?:定位|名分|等级|级别|简称)是?(?:什么|啥)|"
    "(?<![做干搞弄出抓些取用靠拿有说点])(?:什么|啥)(?!措施|办法|举措|招|手段|做法|动作|安排|实事|打算|计划|规划|目标|工作|要求|思路|方式|"
    "方法|方向|重点|任务|内容|变化|程度|政策|好事|大事|角度|事|样|时候|问题|困难|不足|的)[一-鿿]{2}"
)
# Asks how something was or will be done.
_MANNER = re.compile(
    r"(?:怎么|咋|如何|怎样)(?!样|回事|称呼|叫|说|评价|定义|写|会(?:[这那]么|有)|[这那]么|才(?!能)|只有)|"
    r"(?:哪些|什么|啥|哪几[项条个])(?:具体)?(?:措施|办法|举措|招数?|手段|做法|动作|安排|实事)"
)
_BACK = re.compile("[了过]|的[?？]?$|是怎[么样]|是如何|情况|成效|效果|进展")
_ACCOUNT = re.compile(
    "怎么?样(?:了|的)?[?？]?$|咋样|如何(?:了|呢)?[?？]?$|情况|效果|成效|进展|概况|介绍|[说讲]{2}|概括|总结|"
    "(?:做|干|抓|搞)了(?:哪些|什么|啥)|(?:哪些|什么|啥)(?:具体)?(?:工作|成绩|亮点|经验)"
)
_DETAIL = re.compile("具体[说讲谈]|展开|详细|细[说讲]|多说")
# Nothing but the name of something: 岚川市营商环境.
_TOPIC = re.compile(
    "(?!.*(?:[几哪多谁啥咋吗呢么]|什么|怎|如何|是|有|要不|能不|会不|给|写|讲|帮|来个))[一-鿿a-z0-9“”、]{2,18}(?<![数率量额值])"
)
# Before anything that reports call a thing: 五心, 四城, 五向, 六个“海”字.
_COUNTED = re.compile(
    r"(?<![第\d.一二三四五六七八九十百])(?<!\d,)([两二三四五六七八九十])(?![月年日号时分十百千万亿成点倍])"
)
SUPERLATIVE = re.compile(
    rf"哪(?:一)?[个些座]?{_PLACES_ASKED}?.{{0,24}}(?:最[多少高低大小好差快慢]|更[多少高低大小快慢]|排第一)"
)


def kind_of(text: str, *, placed: bool, planned: bool) -> str:
    """Return the kind of a normalised question; `placed`: it names a place, so that it does not ask for one."""
    kinds = (name for name, pattern in KINDS if pattern.search(text) and not (name == "locate" and placed))
    kind = next(kinds, "fact")
    if kind == "date" and _WHICH_REPORT.search(text):
        return "fact"  # the year is that of the report, whatever the sentence says
    if claims_of(text) and ((kind in ("name", "fact") and wonders(text)) or (kind == "fact" and _DOUBTED.search(text))):
        kind = "check"
    if kind in ("list", "name", "fact", "check"):
        # what a report sums up as its troubles is asked for as such, even where they lie in the future
        if (
            asks_for_problems(_COUNTED_TROUBLES.sub("", text) if kind == "check" else text)
            and (_WHICH.search(text) or not asks_how(text))
            and (not planned or _WHICH.search(text) or not _REMEDY.search(text))
        ):
            return "problem"
        # whether a goal is as stated is asked of the goal, but the figure that answers is one
        if planned and not (kind == "check" and claims_of(text)) and not _ONE.search(text):
            return "plan"
    return kind


def wonders(text: str) -> bool:
    """Tell whether a question wonders at a figure, so that the figure itself is what answers first."""
    return bool(_WONDER.search(text))


def asks_for_problems(text: str) -> bool:
    """Tell whether a question asks for what a report calls its problems."""
    own = _OTHER_TROUBLES.sub("", text)
    said = {form for forms in official_forms(own).values() for form in forms}
    return bool(said & _TROUBLES or _LEFT_UNDONE.search(text) or PROBLEM_SECTION.search(own))


def unit_of(text: str) -> str | None:
    """Return the measure word after 多少 or 几, that of `rank_asked`, "%" for rates, "元" for money; None for any."""
    if rank := rank_asked(text):
        return rank
    if ordinal := _ORDINAL_ASKED.search(text):
        return ordinal.group(1)
    if _HOW_LONG.search(text):
        return TIME
    match = _UNIT.search(text)
    if match:
        return SPOKEN_UNITS.get(match.group(1), match.group(1))
    if _RATE.search(text):
        return "%"
    return next((unit for unit, pattern in (("元", _MONEY), ("人", _PEOPLE)) if pattern.search(text)), None)


def without_unit(text: str, instead: str = " ") -> str:
    """Return the text without 多少件 and its like."""
    return _UNIT.sub(instead, text)


def asks_for_titles(text: str) -> bool:
    """Tell whether a question may ask for things that have titles, which stand side by side without a comma."""
    return bool(_TITLED.search(text))


def items_asked(text: str) -> int:
    """Return how many things a question says that there are (哪三项, 4座电站都叫什么); 0 where it does not (第三项)."""
    match = _ITEMS.search(text)
    if match is None:
        return 0
    return int(match.group(1)) if match.group(1).isdigit() else int(parse_numeral(match.group(1)) or 0)


def counted_phrase(text: str) -> str:
    """Return the number of things that a question speaks of with their measure word (四条); "" for none."""
    match = _ITEMS.search(text)
    return match.group() if match else ""


def asks_for_account(text: str) -> bool:
    """Tell whether a question asks how something stands, or what was done about it: 普法情况, 做了哪些工作."""
    return bool(_ACCOUNT.search(text))


def asks_for_detail(text: str) -> bool:
    """Tell whether a question wants more of something than its name: 第二条展开讲讲."""
    return bool(_DETAIL.search(text))


def is_topic(text: str) -> bool:
    """Tell whether a text only names something (岚川市营商环境), so that what was done about it is to be told."""
    return bool(_TOPIC.fullmatch(text.strip())) and not is_numeric(text) and not asks(text)


def asks_back(text: str) -> bool:
    """Tell whether a question asks how something was done, not how it is to be: 是怎么做的, 采取了什么措施."""
    return bool(_BACK.search(text))


def asks_how(text: str) -> bool:
    """Tell whether a question asks how something was or will be done: 怎么治理的, 采取了哪些措施."""
    return bool(_MANNER.search(text)) and not is_numeric(text)


def count_asked(text: str) -> int:
    """Return how many things of any sort a question asks for (哪五心, 六个“海”字); 0 where it does not say."""
    match = _COUNTED.search(text)
    return items_asked(text) or (int(parse_numeral(match.group(1)) or 0) if match else 0)


def quoted_in(text: str) -> tuple[str, ...]:
    """Return what a question quotes, “四个专项” or 《条例》: the answer hardly ever says it otherwise."""
    return tuple(dict.fromkeys(match.strip() for match in _QUOTED.findall(text)))


def is_numeric(text: str) -> bool:
    """Tell whether a figure is asked for."""
    return bool(_NUMERIC.search(text))


def claims_of(rest: str) -> tuple[str, ...]:
    """Return the figures that a question itself states, dates left out."""
    return tuple(NUMBER.findall(_DAY.sub(" ", without_years(rest))))


def claimed_unit(claims: Sequence[str]) -> str | None:
    """Return the unit of the first claim with one; years and days may be any time's."""
    units = [match.group() for claim in claims if (match := re.search(rf"(?:%|{MEASURES})$", claim))]
    unit = units[0].lstrip("万亿") if units else None
    return unit if unit not in ("年", "天") else None


def asks(text: str) -> bool:
    """Tell whether a question has a question word of its own, more than the 呢 of 内聘的呢."""
    return any(pattern.search(_TRAILING.sub("", text)) for _, pattern in KINDS)
