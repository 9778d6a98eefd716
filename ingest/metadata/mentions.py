"""Where a text names real divisions in full, and what names of the form of one it uses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.divisions import HAN, NAME, ZONE, chain_at, is_name
from rag.gazetteer import is_real, name_before

# A name with what shows its left and its right end: 《某区2020年…》, 在某市人民政府.
BEFORE = r"(?:^|[《“(（，。,、：:；;\s]|中共|和|在|由|经|按照|围绕|荣获|获评|被)"
AFTER = (
    r"(?=20\d\d年|人民政府|政府|委|法院|司法局|第?[一二三四五六七八九十]+届|全面依法|法治政府|辖区|党委|党工委|办事处|管委会"
    r"|坚持|始终|认真|深入|严格|高度|紧紧|全面)"
)
_SUFFIX = re.compile("[省市县区旗州盟]")
# Prepositions, verbs, conjunctions, pronouns …: words that no name begins with.
_NO_NAME_TAGS = frozenset(("p", "v", "vn", "vd", "c", "r", "d", "ad", "uj", "ul", "u", "f", "a", "m", "x", "l", "z"))
# Single letters with these tags begin many names: 下某镇, 大某街道, 三某乡.
_LETTER_TAGS = frozenset(("f", "a", "m"))
_NO_NAME_WORDS = frozenset(("代表", "国务院", "中央", "政府", "落实", "本市", "我市"))
# A longer form is the name where it stands in most places of the shorter one: 平顶山市, not 顶山市 or 进平顶山市.
SHARE = 0.6
# A name that only its form tells is longer than this: 全年以区政府名义, 我受县人民政府委托.
SHORTEST = 2
_IS_HAN = re.compile(HAN)


@dataclass(frozen=True, slots=True)
class Mention:
    """Real divisions named one after the other, the highest first, and the stretch that they take."""

    names: tuple[str, ...]
    start: int
    end: int


def word_starts(text: str) -> list[int]:
    """Return where words begin, ascending."""
    import rjieba

    return [start for _, start, _ in rjieba.tokenize(text)]


def mentions(text: str) -> list[Mention]:
    """Return the real divisions that a text names in full, in order; 市和县政府 does not name 和县."""
    starts = word_starts(text)
    found: list[Mention] = []
    done = 0
    for match in _SUFFIX.finditer(text):
        if match.end() <= done:
            continue
        name = name_before(text, match.end(), done)
        if name is None or not _begins(text, match.end() - len(name), done, starts if len(name) > SHORTEST else ()):
            continue
        joined = found[-1] if found and found[-1].end == match.end() - len(name) else None
        start = joined.start if joined else match.end() - len(name)
        names, end = chain_at(text, start)
        if not names or end < match.end():
            continue
        if joined:
            found.pop()
        found.append(Mention(names, start, end))
        done = end
    return found


def _begins(text: str, at: int, done: int, starts: Sequence[int]) -> bool:
    """Tell whether a name may begin here: a word does (one of `starts`), another name ends, or no Chinese precedes."""
    if at == 0 or at == done or not _IS_HAN.match(text[at - 1]):
        return True
    index = bisect_left(starts, at)
    return index < len(starts) and starts[index] == at


def listed(text: str, found: Sequence[Mention]) -> set[Mention]:
    """Return the mentions that stand in a row with others: 赴太原市、大同市学习."""
    rows: set[Mention] = set()
    for one, other in pairwise(found):
        if other.start == one.end + 1 and text[one.end] in "、和与及":
            rows |= {one, other}
    return rows


def marked(suffix: str, text: str) -> Counter[str]:
    """Count the names that are not in the table, with a visible left and right end, by how often the text holds them.

    `suffix` is what they end with, a regular expression.
    """
    bounded = re.findall(rf"{BEFORE}((?:{NAME}){{1,7}}(?:{suffix})){AFTER}", text, re.MULTILINE)
    # the rules and plans that a place names after itself: 《某市促进…办法》
    own = re.findall(rf"《((?:{NAME}){{2,7}}(?:{suffix}))", text)
    found = {trimmed(name, text) for name in {*bounded, *own}}
    return Counter({name: text.count(name) for name in found if len(name) > SHORTEST and not is_real(name)})


def _real_end(name: str) -> str | None:
    """Return the real name that ends a longer form, from a word's beginning on: 第一师阿拉尔市 → 阿拉尔市."""
    ends = (name[start:] for start in word_starts(name) if len(name) - start > SHORTEST)
    return next((end for end in ends if is_real(end)), None)


def _parted(name: str) -> tuple[str, str]:
    """Return a name and what kind of zone it is, "" for none: its words (经济开发区) would pass for verbs."""
    zone = next((match for at in range(len(name)) if (match := ZONE.fullmatch(name, at))), None)
    return (name[: zone.start()], zone[0]) if zone else (name, "")


def trimmed(name: str, text: str) -> str:
    """Return `name` without the words before it that a pattern took in (围绕某市 → 某市), "" where nothing is left."""
    import rjieba

    if is_real(name):
        return name
    name, zone = _parted(name)
    start = at = 0
    for word, tag in rjieba.tag(name):
        at += len(word)
        if word in _NO_NAME_WORDS or (tag in _NO_NAME_TAGS and not (len(word) == 1 and tag in _LETTER_TAGS)):
            start = at
    name = re.split("[及与的暨]", name[start:])[-1]
    if real := _real_end(name):
        return real + zone
    forms = [name[at:] + zone for at in range(len(name) - bool(zone))]
    counts = {form: text.count(form) for form in forms if is_name(form)}
    most = max(counts.values(), default=0)
    return next((form for form, count in counts.items() if count >= SHARE * most), "")
