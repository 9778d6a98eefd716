"""Places in a question: matched against the places of the index, and told apart from those that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from rag.divisions import short_name
from rag.gazetteer import is_real
from rag.sounds import sounds
from rag.strange_places import SUFFIXES, names_in, of_divisions
from rag.types import Report

_SUFFIX = re.compile("|".join(SUFFIXES))
# A short form before these is itself: 运城县区 is what lies in 运城, not a place called 运城县.
_LEVELS = re.compile(
    "区县|县区|市县|县市|省[、,]?市(?=重点|两级|[县区级直、,]|共建)|[省市县区州盟]级|[省市县区]直|乡镇|镇街|镇村|[省市县区]政府[各所]|[县区]域|地区(?:生产|经济)"
)
# A suffix that begins a word of its own, where the place with it is no division: 示例市省外资金 tells of no 示例市省.
_NEXT_WORD = re.compile(
    "省(?:外|内(?!涝)|道|际|运会|属)|市(?:场|值|民|容|际|属)|县(?:乡|城|域|道|际)|区(?:域|间|县|块)|州(?:外|内(?!涝)|际|属)"
)
_BELOW = re.compile(r"哪|各[省市县区州地]|所有|下属|下辖|所辖")
# Characters from which a name that only sounds like a place's is hardly a chance.
LONGEST_CHANCE = 3
# Letters of a name, without what it ends in, from which one of them may be wrong.
LONG = 4
# Letters from which a name is called by its first and last: 锡盟, 乌市, but not 烟市.
LONG_NAMES = {"盟": 3, "市": 4}
# What provinces are called besides, if nothing follows that makes it a name of something else (齐鲁制药).
NICKNAMES = {"黑龙江省": ("龙江",), "广西壮族自治区": ("八桂",), "山东省": ("齐鲁",), "山西省": ("三晋",)}
_NICKNAMED = frozenset(name for names in NICKNAMES.values() for name in names)
_ALONE = re.compile(r"[的在是有去今前近现共全这那一二三受办审接完新,，、\d]|大地|省|$")
_NUMERALS = frozenset("一二三四五六七八九十两")
# What two letters that are a place stand behind, if it is a letter at all, and what goes on with their last one.
_LETTER = re.compile("[一-鿿](?<![年月日在和与跟比及问的那对绍于古疆省])")
_RUNS_ON = re.compile("[场区民政容值域级约]")
# Between two places: both are asked about.
_JOIN = re.compile("[、,，和与跟及同比]|还是")


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


class _Same:
    """A catalogue as a key that is compared by identity: to compare thousands of reports costs more than the names."""

    __slots__ = ("reports",)

    def __init__(self, reports: tuple[Report, ...]) -> None:
        self.reports = reports

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.reports is other.reports

    def __hash__(self) -> int:
        return id(self.reports)


def find_places(question: str, catalogue: Sequence[Report]) -> Places:
    """Return the places named in a normalised question.

    A short form followed by the suffix of another kind (吉林省 where the index has 吉林市) is another place. A parent
    of reports (its province, its city) stands for the places below it only where they are asked for (哪个市, 各县): a
    figure of the province itself is not theirs.
    """
    return _found(question, _Same(tuple(catalogue)))


# Both typing errors and reading ask for the places of a question, and the question after it asks again.
@lru_cache(maxsize=16)
def _found(question: str, same: _Same) -> Places:
    catalogue = same.reports
    found: list[tuple[int, int, str]] = []
    rest = question
    below = bool(_BELOW.search(question)) and not any(name in question for name, _ in _names(catalogue))
    for name, places in _names(catalogue, with_parents=below):
        at = rest.find(name)
        while at >= 0:
            end = at + len(name)
            if not (_goes_on(rest, name, end) or _is_inside(rest, name, at)):
                found.extend((at, end, place) for place in places)
                rest = rest[:at] + "□" * len(name) + rest[end:]
            at = rest.find(name, end)
    said = _without_higher(_most_exact(sorted(found)), rest, catalogue)
    named = names_in(rest)
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
    left = of_divisions(question, unknown, heard)
    first = {entry.place: entry for entry in sorted(said, key=lambda entry: -entry.at)}
    ordered = tuple(sorted(first.values(), key=lambda entry: entry.at))
    return Places(ordered, left, rest.replace("□", " "), heard)


def _most_exact(found: Sequence[tuple[int, int, str]]) -> list[PlaceSaid]:
    """Return the places in order; one right before another (岚川市禾丰县) only says where the other lies."""
    starts = {start for start, _, _ in found}
    return [PlaceSaid(place, start) for start, end, place in found if end not in starts]


def _without_higher(said: Sequence[PlaceSaid], rest: str, catalogue: Sequence[Report]) -> list[PlaceSaid]:
    """Return the places without those that only say what another one is part of, or first in: 河南省首批."""
    if len(said) < 2:
        return list(said)
    places = {entry.place for entry in said}
    above = {parent for report in catalogue if report.place in places for parent in report.parents}
    gaps = [rest[one.at : other.at] for one, other in pairwise(said)]
    apart = any(_JOIN.search(gap) for gap in gaps)
    return [entry for entry in said if apart or entry.place not in above]


def _without_parents(unknown: Sequence[str], said: Sequence[PlaceSaid], catalogue: Sequence[Report]) -> list[str]:
    """Return the unknown names without those that only say where a known place lies: 安徽 in 安徽六安."""
    if not unknown:
        return []
    places = {entry.place for entry in said}
    parents = {parent for report in catalogue if report.place in places for parent in report.parents}
    above = parents | {short_name(parent) for parent in parents}
    return [name for name in unknown if name not in above]


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
        if _alike(place, name)
        or _alike(short_name(place), name)
        or _alike(short_name(place), short_name(name))
        or _is_misspelt(short_name(place), short_name(name))
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
                and not _begins_a_division(text, at, heard)
            ):
                yield heard, places[0], at
                return


def _begins_a_division(text: str, at: int, name: str) -> bool:
    """Tell whether a real division is named where a name is: 玉州区 is no 梧州."""
    suffix = _SUFFIX.match(text, at + len(name))
    return suffix is not None and is_real(name + suffix.group())


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a & b for a, b in zip(sounds(one), sounds(other), strict=True))


def _is_misspelt(one: str, other: str) -> bool:
    """Tell whether two long names differ in one letter: 锡林格勒 and 锡林郭勒."""
    return len(one) == len(other) >= LONG and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _names(catalogue: Iterable[Report], *, with_parents: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every name with the places it stands for, longest names first."""
    if isinstance(catalogue, tuple):
        return _names_in(_Same(catalogue), with_parents)
    return _names_of(tuple((report.place, report.parents) for report in catalogue if report.place), with_parents)


@lru_cache(maxsize=4)
def _names_in(catalogue: _Same, with_parents: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return _names_of(
        tuple((report.place, report.parents) for report in catalogue.reports if report.place), with_parents
    )


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
    """Return what a place is called: in full, in short, as 甘孜州 for 甘孜藏族自治州, and 锡盟 for 锡林郭勒盟."""
    short = short_name(place)
    middle = (short + place[-1],) if "自治" in place and place[-1] in "州县旗" else ()
    long = len(short) >= LONG_NAMES.get(place[-1], len(place)) and place[0] not in _NUMERALS  # 五市 are five of them
    initial = (place[0] + place[-1],) if long else ()
    return tuple(dict.fromkeys((place, short, *middle, *initial, *NICKNAMES.get(place, ()))))


def _is_inside(text: str, name: str, at: int) -> bool:
    """Tell whether two letters that may be a place (乌市) are part of other words."""
    if len(name) != 2 or name[-1] not in LONG_NAMES:
        return False
    return bool(_RUNS_ON.match(text, at + 2) or (at and _LETTER.match(text[at - 1])))


def _goes_on(text: str, name: str, end: int) -> bool:
    """Tell whether a short form is in truth the beginning of another division's name."""
    if name in _NICKNAMED and not _ALONE.match(text, end):
        return True
    if name.endswith(SUFFIXES):
        return text[end : end + 1] == "级"  # 山西省级示范单位 is nobody's place
    suffix = _SUFFIX.match(text, end)
    if suffix is None or _LEVELS.match(text, end):
        return False
    return is_real(name + suffix.group()) or not _NEXT_WORD.match(text, end)
