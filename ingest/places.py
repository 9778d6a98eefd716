"""The place that a report is about: not just any place that is named in it.

Read in this order, the first that tells wins: the title; the lines that say who reports to whom; the file's name; the
names in the text, of the level that 我市, 我区, 我县 … tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.divisions import HAN, MUNICIPALITIES, NAME, PROVINCES, chain, is_name, level_of, short_name

SUFFIXES = "省市县区州盟旗镇乡"
# Words before the place in titles: 关于推进某市…的提案, 中共某县委…, 对市政协…
_LEAD = re.compile(
    r"(?:中共|中国共产党|关于|印发|报送|推进|加快|加强|开展|做好|深化|促进|提升|完善|进一步|全面|深入|持续|对|在|的|年度?|《|〈|“|\s|20\d\d年度?)+"
)
# 2025年某省政府工作报告, 某市2024年…: the place may go without its suffix.
_SHORT = re.compile(rf"(?:20\d\d年度?)?({HAN}{{2,8}}?)(?:20\d\d年|(?:人民)?政府工作报告)")
_TOLD = re.compile(
    rf"代表(?:({HAN}{{2,12}}?)??(自治区|自治州|[{SUFFIXES}])?(?:人民政府)|(?:{HAN}{{2,8}}盟|盟)?(行署|行政公署))"
)
_ASSEMBLY = re.compile(rf"在({HAN}{{2,14}}?)第[一二三四五六七八九十百\d]+届")
_WE = re.compile(rf"我([{SUFFIXES}])")
_ALL = re.compile(rf"全([{SUFFIXES}])(?!面)")
# A name with what shows its left and its right end: 《某区2020年…》, 在某市人民政府.
_BEFORE = r"(?:^|[《“(（，,。、：:；;\s]|中共|和|在|由|经|按照|围绕|荣获|获评|被)"
_AFTER = r"(?=20\d\d年|人民政府|政府|委|法院|司法局|第?[一二三四五六七八九十]+届|全面依法|法治政府|辖区)"
# Prepositions, verbs, conjunctions, pronouns …: words that no name begins with.
_NO_NAME_TAGS = frozenset(("p", "v", "vn", "vd", "c", "r", "d", "ad", "uj", "ul", "u", "f", "a", "m", "x", "l", "z"))
_NO_NAME_WORDS = frozenset(("代表", "国务院", "中央", "政府", "落实"))
# A longer form is the name where it stands in most places of the shorter one: 平顶山市, not 顶山市 or 进平顶山市.
SHARE = 0.6
LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its administrative level and the divisions above it, the highest first, as far as they are told."""

    name: str
    level: str | None
    parents: tuple[str, ...]


def find_place(title: str, lines: Sequence[str], text: str, stem: str) -> Place | None:
    """Return the report's place; None where nothing tells it.

    `lines` are the short lines at the beginning and the end (issuer, occasion, signature), `stem` is the file's name.
    """
    text = text[:LONGEST_TEXT]
    told = told_suffix(text)
    names = in_title(title, told, text) or in_lines(lines, told) or in_title(stem, told, text) or in_text(told, text)
    if not names:
        return None
    name = names[-1]
    # a city below a city is a county-level one
    level = "县级" if name.endswith("市") and any(map(_is_city, names[:-1])) else level_of(name)
    parents = names[:-1] or tuple(_parents(name, level, text))
    return Place(name, level, parents)


def _is_city(name: str) -> bool:
    return level_of(name) == "市级"


def told_suffix(text: str) -> str | None:
    """Return the kind of place that the report calls its own: 市 for 我市; None where it does not say."""
    if match := _TOLD.search(text[:3000]):
        name, suffix, office = match.groups()
        suffix = "州" if suffix == "自治州" else suffix or (name or "")[-1:]
        if office:
            return "盟" if "全盟" in text else "区"
        if suffix and suffix in f"自治区{SUFFIXES}":
            return suffix
    counts = Counter(match.group(1) for match in _WE.finditer(text))
    if not counts:
        counts = Counter(match.group(1) for match in _ALL.finditer(text))
    return counts.most_common(1)[0][0] if counts else None


def in_title(title: str, told: str | None, text: str) -> tuple[str, ...]:
    """Return the chain of divisions that a title or a file name tells, () where it tells none."""
    bare = title.removeprefix("中共")
    if not _LEAD.match(bare) and (names := chain(bare)):
        return names
    if (match := _SHORT.match(title)) and (name := complete(match.group(1), told, text)):
        return (name,)
    found = [names for start in _starts(title) if (names := chain(title[start:]))]
    if not found:
        return ()
    counts = [text.count("".join(names)) for names in found]
    most = max(counts)
    return next(names for names, count in zip(found, counts, strict=True) if count >= SHARE * most)


def _starts(title: str) -> list[int]:
    """Return where a place may begin in a title: after words that lead to one, and at every word."""
    import rjieba

    lead = _LEAD.search(title)
    starts = {*([lead.end()] if lead else []), *(start for _, start, _ in rjieba.tokenize(title))}
    return sorted(start for start in starts if not _LEAD.match(title, start))


def in_lines(lines: Sequence[str], told: str | None) -> tuple[str, ...]:
    """Return the chain of the first line that says where the report was made."""
    for line in lines:
        match = _ASSEMBLY.search(line) or _TOLD.search(line)
        candidate = (match.group(1) or "") if match else line.removeprefix("中共")
        names = chain(candidate)
        if names and (told is None or names[-1].endswith(told)):
            return names
    return ()


def in_text(told: str | None, text: str) -> tuple[str, ...]:
    """Return the name that the text uses most for a place of the kind `told`."""
    if told in ("省", "自治区"):
        counts = {full: text.count(short) for short, full in PROVINCES.items() if full.endswith(told)}
        best = max(counts, key=lambda full: counts[full])
        return (best,) if counts[best] else ()
    votes: Counter[str] = Counter()
    for name, count in _marked(told or "", text).items():
        votes[name] += 2 * count
    if told in ("市", "州", "盟"):
        votes.update(_short_votes(told, text))
    if not votes:
        return ()
    name = votes.most_common(1)[0][0]
    return ((complete(short_name(name), told, text) or name) if told == "州" else name,)


def _marked(told: str, text: str) -> Counter[str]:
    """Count the names with a visible left and right end, by how often the whole text holds them."""
    suffix = told or "[市县区]"
    bounded = re.findall(rf"{_BEFORE}((?:{NAME}){{1,7}}{suffix}){_AFTER}", text, re.MULTILINE)
    # the rules and plans that a place names after itself: 《某市促进…办法》
    own = re.findall(rf"《((?:{NAME}){{2,7}}{suffix})", text)
    found = {_trimmed(name, text) for name in {*bounded, *own}}
    return Counter({name: text.count(name) for name in found if name})


def _trimmed(name: str, text: str) -> str:
    """Return `name` without the words before it that a pattern took in (围绕某市 → 某市), "" where nothing is left."""
    import rjieba

    start = at = 0
    for word, tag in rjieba.tag(name):
        at += len(word)
        start = at if tag in _NO_NAME_TAGS or word in _NO_NAME_WORDS else start
    name = re.split("[及与的暨]", name[start:])[-1]
    counts = {name[at:]: text.count(name[at:]) for at in range(len(name)) if is_name(name[at:])}
    most = max(counts.values(), default=0)
    return next((form for form, count in counts.items() if count >= SHARE * most), "")


def _short_votes(suffix: str, text: str) -> Counter[str]:
    """Count the words that are, with `suffix`, a name in the segmenter's dictionary: a report may never say 东营市."""
    import rjieba

    votes: Counter[str] = Counter()
    for word, count in Counter(rjieba.cut(text)).items():
        name = word if word.endswith(suffix) else word + suffix
        if is_name(name) and name not in MUNICIPALITIES and rjieba.has_word(name):
            votes[name] += count
    return votes


def complete(short: str, told: str | None, text: str) -> str | None:
    """Return the full name of a place named without its suffix (凉山 → 凉山彝族自治州); None where nothing tells it."""
    if (full := PROVINCES.get(short)) and (told is None or full.endswith(told)):
        return full
    forms = Counter(re.findall(rf"{re.escape(short)}(?:(?:{NAME}){{1,10}}自治[州县旗]|[市州盟县区旗]|地区)", text))
    fitting = [form for form, _ in forms.most_common() if told is None or form.endswith(told)]
    if fitting:
        # 凉山州 may stand more often than the full name
        return next((form for form in fitting if "自治" in form), str(fitting[0]))
    return short + told if told and told in "市州盟县区旗" and short not in PROVINCES.values() else None


def _parents(name: str, level: str | None, text: str) -> Iterator[str]:
    if level in (None, "省级") or name in MUNICIPALITIES:
        return
    if province := _province(name, text):
        yield province
    if level in ("县级", "乡级"):
        cities = _marked("市", text)
        cities.pop(name, None)
        if cities:
            yield cities.most_common(1)[0][0]


def _province(name: str, text: str) -> str | None:
    """Return the province named most, if named at least twice or in full; the place's own name does not count."""
    own = short_name(name)
    counts = Counter({full: text.count(full if short == own else short) for short, full in PROVINCES.items()
                      if full.endswith(("省", "自治区")) and short != "台湾"})  # fmt: skip
    counts.update({full: count for full, count in _marked("省", text).items() if count > 1})
    best, count = counts.most_common(1)[0]
    return best if count > 1 or best in text else None
