"""Places in a question: matched against the places of the index, and told apart from those that it does not have."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise

from rag.divisions import PROVINCES, is_name, short_name
from rag.gazetteer import full_names, is_real, name_at, name_before
from rag.sounds import sounds
from rag.types import Report

# Longest first: 自治区 must not be taken for 区.
SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "州", "盟", "旗")
_SUFFIX = re.compile("|".join(SUFFIXES))
# A short form before these is itself: 运城县区 is what lies in 运城, not a place called 运城县.
_LEVELS = re.compile("区县|县区|市县|县市|[省市县区]级|[省市县区]直|乡镇|镇街|镇村|[省市县区]政府[各所]")
_DIVISION = "[一-鿿]{2,5}?(?:自治[区州县]|省|市|县|区|州|盟|旗)"
# A name at the head of a question or of a list, before a year: a division even where no tagger knows it.
_LEADING = re.compile(rf"(?:^|[,、和与跟])(?:那么?)?({_DIVISION})(?=(?:19|20)\d\d|去年|今年|[,、和与跟])")
# One that is all that is asked, 那榕溪市呢: a division if it is no word, as 安置区 is.
_ALL_ASKED = re.compile(rf"^(?:那么?)?({_DIVISION})的?(?:呢|怎么样|怎样|如何)?[?？]?$")
# What a tagger joins with a name that it does not know, and what no name holds.
_BEFORE_NAME = re.compile("^(?:那么?|年度?|[比和与跟同在是])")
_IN_NO_NAME = re.compile("[的个们些么]")
_BELOW = re.compile(r"哪|各[省市县区州地]|所有|下属|下辖|所辖")
_ANY = re.compile("[我全本各该哪两几某每多外跨]|[国省市区县]级|[一二三四五六七八九十百千]+[县区]$")
# Characters from which a name that only sounds like a place's is hardly a chance.
LONGEST_CHANCE = 3
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
# Between two places: both are asked about.
_JOIN = re.compile("[、,，和与跟及同比]|还是")
_WHOLE_COUNTRY = frozenset(("中国", "我国", "全国", "国家"))


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place that the index has, by its full name, and where it stands in the question."""

    place: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """What a question says of places.

    `said` are those that the index has, `unknown` names that it does not have, `rest` is the text left over; `heard`
    maps a misspelt name to the places of the index that sound like it.
    """

    said: tuple[PlaceSaid, ...]
    unknown: tuple[str, ...]
    rest: str
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def known(self) -> tuple[str, ...]:
        """Return the full names of the places that the index has."""
        return tuple(said.place for said in self.said)

    @property
    def any(self) -> bool:
        """Tell whether the question names any place at all."""
        return bool(self.said or self.unknown or self.heard)


def find_places(question: str, catalogue: Sequence[Report]) -> Places:
    """Return the places named in a normalised question.

    A short form followed by the suffix of another kind (吉林省 where the index has 吉林市) is another place. A parent
    of reports (its province, its city) stands for the places below it only where they are asked for (哪个市, 各县): a
    figure of the province itself is not theirs.
    """
    found: list[tuple[int, int, str]] = []
    rest = question
    below = bool(_BELOW.search(question)) and not any(name in question for name, _ in _names(catalogue))
    for name, places in _names(catalogue, with_parents=below):
        at = rest.find(name)
        while at >= 0:
            end = at + len(name)
            if not _goes_on(rest, name, end):
                found.extend((at, end, place) for place in places)
                rest = rest[:at] + "□" * len(name) + rest[end:]
            at = rest.find(name, end)
    said = _without_higher(_most_exact(sorted(found)), rest, catalogue)
    names = dict.fromkeys(map(_name_alone, (*_LEADING.findall(rest), *_all_asked(rest), *_unknown(rest))))
    unknown = [name for name in names if names_place(name)]
    named = unknown
    unknown = _without_parents(named, said, catalogue)
    for parent in sorted((name for name in named if name not in unknown), key=len, reverse=True):
        # a level is no place: 山西省级示范单位
        rest = re.sub(rf"{re.escape(parent)}(?![省市州县区]?级)", " " * len(parent), rest)
    heard = {name: places for name in unknown if (places := sounding_like(name, catalogue))}
    for name, places in heard.items():
        said.extend(PlaceSaid(place, rest.find(name)) for place in places[:1] if len(places) == 1)
        rest = rest.replace(name, " " * len(name))
    if not said and not heard:
        for name, place, at in _sounding_inside(rest, catalogue):
            said.append(PlaceSaid(place, at))
            heard[name] = (place,)
            rest = rest.replace(name, " " * len(name))
    left = _without_parts(question, [name for name in unknown if _is_division(name)], heard)
    first = {entry.place: entry for entry in sorted(said, key=lambda entry: -entry.at)}
    ordered = tuple(sorted(first.values(), key=lambda entry: entry.at))
    return Places(ordered, left, rest.replace("□", " "), heard)


def _name_alone(name: str) -> str:
    """Return what may be a name without the words before it (那榕溪市); real names are whole, "" is no name."""
    if is_real(name) or full_names(name) or not name.endswith(SUFFIXES):
        return name
    return "" if _IN_NO_NAME.search(name) else _BEFORE_NAME.sub("", name)


def _without_parts(question: str, names: Sequence[str], heard: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no part of another one: of a longer name, of a misspelt one, of 郑州机场."""
    longest = [name for name in names if not any(name in other for other in names if other != name)]
    apart = [name for name in longest if not any(name in other or other in name for other in heard)]
    return tuple(name for name in apart if not _PART_OF_NAME.match(question, question.find(name) + len(name)))


def _most_exact(found: Sequence[tuple[int, int, str]]) -> list[PlaceSaid]:
    """Return the places in order; one right before another (岚川市禾丰县) only says where the other lies."""
    starts = {start for start, _, _ in found}
    return [PlaceSaid(place, start) for start, end, place in found if end not in starts]


def _without_higher(said: Sequence[PlaceSaid], rest: str, catalogue: Sequence[Report]) -> list[PlaceSaid]:
    """Return the places without those that only say what another one is part of, or first in: 河南省首批."""
    above = {
        parent
        for report in catalogue
        for parent in report.parents
        if any(entry.place == report.place for entry in said)
    }
    gaps = [rest[one.at : other.at] for one, other in pairwise(said)]
    apart = any(_JOIN.search(gap) for gap in gaps)
    return [entry for entry in said if apart or entry.place not in above]


def _without_parents(unknown: Sequence[str], said: Sequence[PlaceSaid], catalogue: Sequence[Report]) -> list[str]:
    """Return the unknown names without those that only say where a known place lies: 安徽 in 安徽六安."""
    places = {entry.place for entry in said}
    parents = {parent for report in catalogue if report.place in places for parent in report.parents}
    above = parents | {short_name(parent) for parent in parents}
    return [name for name in unknown if name not in above]


def names_place(name: str) -> bool:
    """Tell whether a word that ends like a division can be the name of one, as 开发区 and 各县区 cannot."""
    return (
        bool(name) and not _ANY.match(name) and (is_name(name) or bool(full_names(name)) or not name.endswith(SUFFIXES))
    )


def filter_places(wanted: Sequence[str], catalogue: Sequence[Report]) -> Places:
    """Return the places of a filter: full names and short forms exactly as the index has them, all others unknown."""
    known: list[str] = []
    unknown: list[str] = []
    for name in wanted:
        places = [r.place for r in catalogue if r.place and name.strip() in spoken_names(r.place)]
        known.extend(places)
        unknown.extend([] if places else [name])
    return Places(tuple(PlaceSaid(place) for place in dict.fromkeys(known)), tuple(unknown), "")


def sounding_like(name: str, catalogue: Sequence[Report]) -> tuple[str, ...]:
    """Return the places whose name, or short form, sounds like a name that the dictionary does not know.

    A real place is never taken for another one of the same sound (榆林 and 玉林).
    """
    import rjieba

    if rjieba.has_word(name) or rjieba.has_word(short_name(name)):
        return ()
    places = dict.fromkeys(report.place for report in catalogue if report.place)
    found = tuple(
        place
        for place in places
        if _alike(place, name) or _alike(short_name(place), name) or _alike(short_name(place), short_name(name))
    )
    # 云成区 is rather 云城区 than 运城市
    return tuple(place for place in found if _alike(place, name)) or found


def _sounding_inside(text: str, catalogue: Sequence[Report]) -> Iterator[tuple[str, str, int]]:
    """Yield (name, place, position) of a stretch that sounds like a place's name but is written otherwise.

    Two syllables sound like too much else, but where a question begins with them and one is written right (西臧2024年).
    """
    import rjieba

    heard_as = sounds(text)
    begins: dict[str, list[int]] = {}
    for at, readings in enumerate(heard_as):
        for reading in readings:
            begins.setdefault(reading, []).append(at)
    for name, places in _names(catalogue):
        own = sounds(name)
        for at in sorted({at for reading in own[0] for at in begins.get(reading, ())}) if len(places) == 1 else ():
            heard = text[at : at + len(name)]
            if (
                len(heard) == len(name)
                and heard != name
                and (len(name) >= LONGEST_CHANCE or (at == 0 and (heard[0] == name[0] or heard[1] == name[1])))
                and not any(a.isdisjoint(b) for a, b in zip(own, heard_as[at:], strict=False))
                and not rjieba.has_word(heard)
            ):
                yield heard, places[0], at
                return


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a & b for a, b in zip(sounds(one), sounds(other), strict=True))


def _names(catalogue: Iterable[Report], *, with_parents: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every name with the places it stands for, longest names first."""
    return _names_of(tuple((report.place, report.parents) for report in catalogue if report.place), with_parents)


@lru_cache(maxsize=16)
def _names_of(
    entries: tuple[tuple[str, tuple[str, ...]], ...],
    with_parents: bool,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    names: dict[str, dict[str, None]] = {}
    parents: dict[str, dict[str, None]] = {}
    for place, above in entries:
        for name in spoken_names(place):
            names.setdefault(name, {})[place] = None
        for parent in above if with_parents else ():
            parents.setdefault(parent, {})[place] = None
    merged = {name: places for name, places in parents.items() if name not in names} | names
    return tuple(
        sorted(((name, tuple(places)) for name, places in merged.items()), key=lambda pair: (-len(pair[0]), pair[0]))
    )


def spoken_names(place: str) -> tuple[str, ...]:
    """Return what a place is called: in full, in short, and as 甘孜州 for 甘孜藏族自治州."""
    short = short_name(place)
    middle = (short + place[-1],) if "自治" in place and place[-1] in "州县旗" else ()
    return tuple(dict.fromkeys((place, short, *middle)))


def _goes_on(text: str, name: str, end: int) -> bool:
    """Tell whether a short form is in truth the beginning of another division's name."""
    if name.endswith(SUFFIXES):
        return text[end : end + 1] == "级"  # 山西省级示范单位 is nobody's place
    return bool(_SUFFIX.match(text, end)) and not _LEVELS.match(text, end)


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


def _unknown(rest: str) -> Iterator[str]:
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
        if len(token) < 2 or token in _WHOLE_COUNTRY or not names_place(token):
            continue
        named = tag in ("ns", "nr", "nz") or (tag == "n" and following != "地区")  # 农村地区 is no place
        if following in SUFFIXES and named and names_place(token + following):
            yield token + following
        elif tag == "ns" and not is_real(token):
            yield token


def _is_whole(text: str, at: int, name: str, edges: Container[int]) -> bool:
    """Tell whether a real name is one where it stands: 范县 is none in 示范县, nor 和县 in 各市和县."""
    if len(name) > SHORTEST:
        return True
    if not name or at not in edges or at + len(name) not in edges:
        return False
    return name != "和县" or text[at - 1 : at] not in ("省", "市", "区", "州") or bool(name_before(text, at))
