"""Whether a clause names the person or the body that a question asks for."""

from __future__ import annotations

import re
from itertools import takewhile

from rag.divisions import short_name
from rag.features import FEWEST_COMMAS
from rag.text import listed_in
from rag.understood import Understood

# What asks for a person.
_WHO = re.compile(
    r"谁|哪一?位|哪[两三四五六七八九十几\d]+位|姓名(?!权)|"
    r"(?:个人|[那这]位[^,，]{0,8}|[演教队委人动]员|老师|师傅|[组市县区省]长|选手|书记|院士)(?:都|各)?叫(?:什么|啥)"
)
# 谁执法谁普法 asks for nobody.
_PRINCIPLE = re.compile("谁[^谁,，。;；?？]{1,4}[,，、]?谁[^谁,，。;；?？]{2}")
# Asks for a name, which no office is.
_BY_NAME = re.compile("姓名|名字|叫(?:什么|啥)")
# A person named by the office held: 由市长任组长.
_OFFICES = "书记|[省市县区州镇乡]长|主席|主任|局长|厅长|部长|院长|秘书长|负责人|主要领导"
_OFFICE_HOLDER = re.compile(f"由[^，,。;；]{{0,12}}(?:{_OFFICES})|(?:{_OFFICES})(?:担?任|兼任|挂帅|牵头|负责)")
_WHICH_BODY = re.compile(
    "哪[个家些几]?(?:公司|企业(?!家|文化)|单位|部门(?!规章)|机构(?!改革)|学校|大学|医院|集团|法院|局(?!面)|厂(?!房)|实验室)"
)
# Firms go by names of their own (东塘电气), which with the verb behind them have so many letters.
_WHICH_FIRM = re.compile("哪[个家些几]?(?:公司|企业|集团|厂)")
_FIRM = re.compile("公司|企业|集团|工厂|厂商")
_FIRM_LETTERS = range(2, 10)
# What no firm is called: what stands behind a place may be a part of it (高新区).
_PLACES = ("区", "县", "镇", "乡", "村")
# A name ends before the next one, a verb, a preposition or an adverb.
_ITEM_END = re.compile("[、，,]")
_ENDS_NAME = frozenset(("v", "p", "d"))
# No name begins with a word of these sorts: a verb, a preposition, an adverb, a time, a number, an adjective.
_NO_NAME_TAGS = ("v", "p", "d", "t", "m", "a", "r", "c")
# A ministry or a department of a party committee, not 全部, 干部 or 西部.
_MINISTRY = "(?<![全干内外大局东西南北中上下])部(?![分门署级队长位件])"
_BODY = re.compile(
    "公司|集团|股份|科技|企业|部门|[委局院校厅办]|中心|大学|政府|厂|银行|小学|中学|幼儿园|工会|支队|大队|机关|组织|协会|"
    f"机构|{_MINISTRY}|(?:司法|事务|研究)所(?!得)|商会|学会|"
    "公安|自然资源|住建|人社|市场监管|税务|城管|交警|(?:消防|应急)(?:局|部门|大队|救援)|街道|[一-鿿]{2}(?<![城返回下])[镇乡](?![化村居])"
)
# Whom a question for 谁 may mean beside a person with a name.
_PEOPLE = re.compile(
    "市民|(?<!困难)群众|村民|居民|代表(?![性作])|委员|专家|律师|志愿者|职工|师生|干部|民警|队员|法官|检察官|第三方|"
    "人员|公务员|[调督]解?员|专员|干警|成员|(?<!党的)(?<!加强)(?<!坚持)领导(?![下小])|农民工|责任人|关系人|申请人"
)
# The name of a body, more than its kind.
_NAMED_BODY = re.compile("([一-鿿]{2})(?:公司|集团|股份|银行|医院|大学|学院|研究院|实验室|法院|厂)")
_NO_BODY_NAMES = frozenset("上市 国有 分子 科技 企业 三甲 公立 民营 国家 重点 省级 市级 县级 全国 一流".split())
_OFFICE = re.compile(f"[一-鿿]{{2}}(?:[局委院校厅办]|{_MINISTRY}|大学)")
_COUNTED_BODIES = re.compile(
    r"(?:\d|[一二两三四五六七八九十等多])余?[个家]?(?:[^，,；;。、]{0,6})(?:单位|部门|机构|企业|公司|学校|医院)"
)


def lacks_person(understood: Understood, clause: str) -> bool:
    """Tell whether a question asks who it is, and a clause names no person, office, firm, body or group of people."""
    spoken = _PRINCIPLE.sub("", understood.spoken)
    if understood.numeric or not _WHO.search(spoken):
        return False
    if "谁" in spoken and _may_be_others(understood, clause):
        return False
    return not _names_somebody(understood, clause)


def _may_be_others(understood: Understood, clause: str) -> bool:
    """Tell whether 谁 may be a firm, a body or a group of people that a clause names."""
    firm = bool(_FIRM.search(understood.spoken)) and _begins_with_firm(understood, clause)
    people = any(one not in understood.standalone for one in _PEOPLE.findall(clause))
    return firm or people or _says_body(understood, clause) or _names_body(understood, clause)


def lacks_body(understood: Understood, clause: str, stretch: str) -> bool:
    """Tell whether a question asks which firm, office or other body it is, and a clause names none.

    Several of them may stand anywhere in the `stretch` that is shown.
    """
    spoken = understood.spoken
    if understood.numeric or not _WHICH_BODY.search(spoken):
        return False
    firm = bool(_WHICH_FIRM.search(spoken)) and _begins_with_firm(understood, clause)
    shown = stretch if understood.reading.kind == "list" else clause
    return not (firm or _says_body(understood, clause) or _names_body(understood, shown))


def _says_body(understood: Understood, clause: str) -> bool:
    """Tell whether a clause says what a body is called in letters that the question does not have."""
    return bool(_BODY.search(clause.translate(dict.fromkeys(map(ord, understood.standalone)))))


def _names_body(understood: Understood, text: str) -> bool:
    """Tell whether a text names an office that the question does not, or lists bodies: 信访、司法等6家单位."""
    own = any(match.group() not in understood.standalone for match in _OFFICE.finditer(text))
    named = any(name not in understood.standalone and name not in _NO_BODY_NAMES for name in _NAMED_BODY.findall(text))
    return own or named or (listed_in(text) >= FEWEST_COMMAS and bool(_COUNTED_BODIES.search(text)))


def _ends_name(word: str, tag: str) -> bool:
    """Tell whether a name ends before a word; a verb of one letter may be a part of it."""
    return tag in _ENDS_NAME if len(word) > 1 else tag == "p"


def _begins_with_firm(understood: Understood, clause: str) -> bool:
    """Tell whether a clause may begin with the name of a firm: some letters that a question does not say, no verb.

    It ends before a verb, a preposition (海科新源在示例市), or the next name; a place before it that is asked about is
    none of it (示例轮胎).
    """
    import rjieba

    question = understood.spoken
    names = (name for place in understood.reading.places for name in (place, short_name(place)))
    clause = clause.removeprefix(next((name for name in names if clause.startswith(name)), ""))
    shared = (at for at in range(len(clause) - 1) if clause[at : at + 2] in question)
    tagged = rjieba.tag(_ITEM_END.split(clause[: next(shared, 0)])[0])
    name = "".join(word for word, _ in takewhile(lambda pair: not _ends_name(*pair), tagged))
    if len(name) not in _FIRM_LETTERS or name[0] in "全本其市县区省" or name.endswith(_PLACES):
        return False
    return not tagged[0][1].startswith(_NO_NAME_TAGS)


def _names_somebody(understood: Understood, text: str) -> bool:
    import rjieba

    by_office = bool(_OFFICE_HOLDER.search(text)) and not _BY_NAME.search(understood.spoken)
    return by_office or any(tag == "nr" and word not in understood.standalone for word, tag in rjieba.tag(text))
