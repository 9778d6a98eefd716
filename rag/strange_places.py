"""Names of places in a question that the index does not have: divisions by the table, by a tagger, by their form."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from rag.divisions import PROVINCES, is_name, short_name
from rag.gazetteer import full_names, is_real, name_at, name_before

# Longest first: 自治区 must not be taken for 区.
SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "州", "盟", "旗")
_DIVISION = "[一-鿿]{2,5}?(?:自治[区州县]|省|市|县|区|州|盟|旗)"
# A name at the head of a question or of a list, before a year: a division even where no tagger knows it.
_LEADING = re.compile(rf"(?:^|[,、和与跟])(?:那么?)?({_DIVISION})(?=(?:19|20)\d\d|去年|今年|[,、和与跟])")
# One that is all that is asked, 那榕溪市呢: a division if it is no word, as 安置区 is.
_ALL_ASKED = re.compile(rf"^(?:那么?)?({_DIVISION})的?(?:呢|怎么样|怎样|如何)?[?？]?$")
# What a tagger joins with a name that it does not know, and what no name holds.
_BEFORE_NAME = re.compile("^(?:那么?|年度?|[比和与跟同在是])")
_IN_NO_NAME = re.compile("[的个们些么]")
_ANY = re.compile("[我全本各该哪两几某每多外跨]|[国省市区县]级|[一二三四五六七八九十百千]+[县区]$")
# What ends like a division and is a part of one: no such name is of a report's place, unless a division is called so.
_PART_OF_PLACE = re.compile("(?:[园港湾景库片林灌牧社街]|开发|示范|试验|贸易|保税|功能|核心|先导)区$")
# Characters of a name that may as well be the end of one word and the beginning of another.
SHORTEST = 2
# Real divisions whose names are common words.
_GENERIC = frozenset(
    ("城区", "郊区", "矿区", "新区", "市区", "牧区", "开发区", "高新区", "经济开发区", "市中区", "中心区")
)
# Short forms of real divisions that are common words, too.
_WORDS = frozenset(
    """
    新建 新城 上街 城东 城西 城北 城中 城关 古城 商城 滨海 滨江 滨湖 海港 江南 江北 江海 江山 河口 路桥 平原 中原
    三江 太湖 天山 泰山 大关 安宁 太平 兴隆 长寿 牡丹
    """.split()
)
# What makes the name of a place a part of another name: 郑州机场 is no report's place.
_PART_OF_NAME = re.compile(
    "(?:国际|新)?(?:机场|港|火车站|高铁|铁路|高速|地铁|大学|学院|医院|大桥|特大桥|峡谷|水库|水电站|电站|湖|河|江|山|岛|湾|口岸|古城|古镇|石窟|盐池|都市圈|"
    "城市群|经济圈|经济带|综保区|自贸区|银行|集团|战役|会议|精神)"
)
# The same, with some letters between: 贵阳大数据交易所, but hardly ever behind 贵阳市.
_PART_OF_SHORT_NAME = re.compile(".{0,4}(?:交易所|科创城|科技城|收费站|医专)")
# What goes somewhere.
_TO = re.compile("(?:[卖销运飞开驶输发]|直[通飞])(?:到|往|至|达)$|(?:通|抵)达$|直[飞达通]$")
_WHOLE_COUNTRY = frozenset(("中国", "我国", "全国", "国家"))


def names_in(text: str) -> list[str]:
    """Return the names of places in a normalised text, each once, as they are found."""
    found = dict.fromkeys(map(_name_alone, (*_LEADING.findall(text), *_all_asked(text), *_named(text))))
    return [name for name in found if names_place(name)]


def of_divisions(question: str, names: Sequence[str], heard: Iterable[str]) -> tuple[str, ...]:
    """Return those of the names in a question that are a division's and no part of another name.

    `heard` are misspelt names of places that the index has.
    """
    divisions = [name for name in names if _is_division(name)]
    return _without_parts(question, divisions, heard)


def _name_alone(name: str) -> str:
    """Return what may be a name without the words before it (那榕溪市); real names are whole, "" is no name."""
    if is_real(name) or full_names(name) or not name.endswith(SUFFIXES):
        return name
    return "" if _IN_NO_NAME.search(name) else _BEFORE_NAME.sub("", name)


def _without_parts(question: str, names: Sequence[str], heard: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no part of another one: of a longer name, of a misspelt one, of 郑州机场."""
    longest = [name for name in names if not any(name in other for other in names if other != name)]
    apart = [name for name in longest if not any(name in other or other in name for other in heard)]
    return tuple(name for name in apart if not _goes_on(question, name))


def _goes_on(question: str, name: str) -> bool:
    """Tell whether a name is but the beginning of another one, or where something goes (卖到北京)."""
    start = question.find(name)
    end = start + len(name)
    if _TO.search(question[:start]):
        return True
    short = not name.endswith(SUFFIXES) and _PART_OF_SHORT_NAME.match(question, end)
    return bool(short or _PART_OF_NAME.match(question, end))


def names_place(name: str) -> bool:
    """Tell whether a word that ends like a division can be the name of one, as 开发区 and 各县区 cannot."""
    return (
        bool(name)
        and not _ANY.match(name)
        and (is_real(name) or not _PART_OF_PLACE.search(name))
        and (is_name(name) or bool(full_names(name)) or not name.endswith(SUFFIXES))
    )


def _is_division(name: str) -> bool:
    """Tell whether a name that a tagger sees is that of a division: most that it takes for places are none (城镇)."""
    import rjieba

    if name in PROVINCES or full_names(name):
        return name not in _WORDS
    return name.endswith(SUFFIXES) and (is_real(name) or short_name(name) in PROVINCES or not rjieba.has_word(name))


def _all_asked(rest: str) -> list[str]:
    """Return the name that a question is made of, unless there are words in it."""
    import rjieba

    found = [_name_alone(name) for name in _ALL_ASKED.findall(rest)]
    return [
        name
        for name in found
        if name and not any(len(part) > 1 and rjieba.has_word(part) and not is_real(part) for part in rjieba.cut(name))
    ]


def _named(rest: str) -> Iterator[str]:
    """Yield the names of real divisions, and those that a tagger sees, with a suffix that stands apart joined on."""
    import rjieba

    tagged = [*rjieba.tag(rest), ("", "")]
    edges = {0, *accumulate(len(token) for token, _ in tagged)}
    at = 0
    while at < len(rest):
        name = name_at(rest, at) or ""
        if not _is_whole(rest, at, name, edges):
            at += 1
            continue
        end = at + len(name)
        if name not in _GENERIC and not name_at(rest, end):
            yield name
        at = end

    for (token, tag), (following, _) in pairwise(tagged):
        named = tag in ("ns", "nr", "nz") or (tag == "n" and following != "地区")  # 农村地区 is no place
        joined = named and following in SUFFIXES
        if len(token) < 2 or not (joined or tag == "ns") or token in _WHOLE_COUNTRY or not names_place(token):
            continue
        if joined and names_place(token + following):
            yield token + following
        elif tag == "ns" and not is_real(token):
            yield from _apart(token)


def _apart(token: str) -> Iterator[str]:
    """Yield the province and the place of a word that is both (甘肃兰州), any other word as it is."""
    province = next((name for name in PROVINCES if token.startswith(name) and full_names(token[len(name) :])), "")
    if province:
        yield province
    yield token[len(province) :]


def _is_whole(text: str, at: int, name: str, edges: Container[int]) -> bool:
    """Tell whether a real name is one where it stands: 范县 is none in 示范县, nor 和县 in 各市和县."""
    if len(name) > SHORTEST:
        return True
    if not name or at not in edges or at + len(name) not in edges:
        return False
    return name != "和县" or text[at - 1 : at] not in ("省", "市", "区", "州") or bool(name_before(text, at))
