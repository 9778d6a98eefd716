"""Places in a question: matched against the places of the index, and told apart from those that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rag.divisions import is_name, short_name
from rag.types import Report

# Longest first: 自治区 must not be taken for 区.
SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "州", "盟", "旗")
_SUFFIX = re.compile("|".join(SUFFIXES))
# A short form before these is itself: 运城县区 is what lies in 运城, not a place called 运城县.
_LEVELS = re.compile("区县|县区|市县|县市|[省市县区]级|[省市县区]直|乡镇|镇街|镇村|[省市县区]政府[各所]")
# A name at the head of a question or of a list, before a year: a division even where no tagger knows it.
_LEADING = re.compile(
    r"(?:^|[,、和与跟])([一-鿿]{2,5}?(?:自治[区州县]|省|市|县|区|州|盟|旗))(?=(?:19|20)\d\d|去年|今年|[,、和与跟])"
)
_BELOW = re.compile(r"哪|各[省市县区州地]|所有|下属|下辖|所辖")
_ANY = re.compile("[我全本各该哪两几某每多外跨]")
_WHOLE_COUNTRY = frozenset(("中国", "我国", "全国", "国家"))


@dataclass(frozen=True, slots=True)
class Places:
    """What a question says of places.

    `known` are full names that the index has, `unknown` names that it does not have, `rest` is the text left over;
    `heard` maps a misspelt name to the places of the index that sound like it.
    """

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    rest: str
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)


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
    known = _most_exact(sorted(found))
    unknown = [name for name in dict.fromkeys((*_LEADING.findall(rest), *_unknown(rest))) if names_place(name)]
    heard = {name: places for name in unknown if (places := sounding_like(name, catalogue))}
    for name, places in heard.items():
        known.extend(places if len(places) == 1 else ())
        rest = rest.replace(name, " ")
    left = tuple(name for name in unknown if name not in heard)
    return Places(tuple(dict.fromkeys(known)), left, re.sub("□+", " ", rest), heard)


def _most_exact(found: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return the places in order; one right before another (岚川市禾丰县) only says where the other lies."""
    starts = {start: end for start, end, _ in found}
    return [place for start, end, place in found if end not in starts]


def names_place(name: str) -> bool:
    """Tell whether a word that ends like a division can be the name of one, as 开发区 and 各县区 cannot."""
    return not _ANY.match(name) and (is_name(name) or not name.endswith(SUFFIXES))


def filter_places(wanted: Sequence[str], catalogue: Sequence[Report]) -> Places:
    """Return the places of a filter: full names and short forms exactly as the index has them, all others unknown."""
    known: list[str] = []
    unknown: list[str] = []
    for name in wanted:
        places = [r.place for r in catalogue if r.place and name.strip() in (r.place, short_name(r.place))]
        known.extend(places)
        unknown.extend([] if places else [name])
    return Places(tuple(dict.fromkeys(known)), tuple(unknown), "")


def sounding_like(name: str, catalogue: Sequence[Report]) -> tuple[str, ...]:
    """Return the places whose name, or short form, sounds like a name that the dictionary does not know.

    A real place is never taken for another one of the same sound (榆林 and 玉林).
    """
    import rjieba

    if rjieba.has_word(name) or rjieba.has_word(short_name(name)):
        return ()
    places = dict.fromkeys(report.place for report in catalogue if report.place)
    return tuple(
        place
        for place in places
        if _alike(place, name) or _alike(short_name(place), name) or _alike(short_name(place), short_name(name))
    )


def _sounds(name: str) -> list[frozenset[str]]:
    """Return each character's readings, without tones and without what dialects do not tell apart (zh/z, ing/in)."""
    from pypinyin import Style, pinyin

    readings = pinyin(name, style=Style.NORMAL, heteronym=True)
    return [frozenset(re.sub("([zcs])h", r"\1", sound).replace("ng", "n") for sound in sounds) for sounds in readings]


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a & b for a, b in zip(_sounds(one), _sounds(other), strict=True))


def _names(catalogue: Iterable[Report], *, with_parents: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """Return every name with the places it stands for, longest names first."""
    names: dict[str, dict[str, None]] = {}
    parents: dict[str, dict[str, None]] = {}
    for report in catalogue:
        if not report.place:
            continue
        for name in (report.place, short_name(report.place)):
            names.setdefault(name, {})[report.place] = None
        for parent in report.parents if with_parents else ():
            parents.setdefault(parent, {})[report.place] = None
    merged = {name: places for name, places in parents.items() if name not in names} | names
    return sorted(((name, tuple(places)) for name, places in merged.items()), key=lambda pair: (-len(pair[0]), pair[0]))


def _goes_on(text: str, name: str, end: int) -> bool:
    """Tell whether a short form is in truth the beginning of another division's name."""
    if name.endswith(SUFFIXES):
        return text[end : end + 1] == "级"  # 山西省级示范单位 is nobody's place
    return bool(_SUFFIX.match(text, end)) and not _LEVELS.match(text, end)


def _unknown(rest: str) -> Iterator[str]:
    """Yield the place names that a part-of-speech tagger sees, with a suffix that stands apart joined on."""
    import rjieba

    tagged = [*rjieba.tag(rest), ("", "")]
    for (token, tag), (following, _) in pairwise(tagged):
        if len(token) < 2 or token in _WHOLE_COUNTRY or not names_place(token):
            continue
        if following in SUFFIXES and tag in ("ns", "nr", "nz", "n") and names_place(token + following):
            yield token + following
        elif tag == "ns":
            yield token
