"""The place that a text names most, of the kind that it calls its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.metadata.evidence import Fact, sentence_at
from ingest.metadata.mentions import AFTER, Mention, listed, marked, mentions
from ingest.metadata.told import Told
from rag.divisions import HAN, MUNICIPALITIES, NAME, PROVINCES, is_name, level_of, short_name
from rag.gazetteer import full_names, is_real, prefectures_from
from rag.types import Span

# What one mention counts, in tenths: plain; with an office or a year behind it, or in a title; in a list of places;
# after a word for visits. A place that only says where another lies gets PARENT of ten. On the 70 work reports (random
# names, without title) halving or doubling any of these elects the same.
PLAIN, OWN, LISTED, VISITED, PARENT = 10, 20, 3, 2, 3
# A name that only its form tells, one that the text uses without its suffix, and the names in everybody's reports.
BY_FORM, IN_SHORT, FAMOUS = 20, 10, 4
# The confidence of an election won narrowly, and of one without rival; fewer votes than FEW count as weak.
NARROW, CLEAR, FEW, WEAK = 0.4, 0.8, 40, 0.15
_VISIT = re.compile(r"(?:赴|到|前往|学习|借鉴|对标|考察|来自|援助|支援|协作|对口|结对|帮扶)$")
_AFTER = re.compile(AFTER)
# 法治某某建设, 平安某某: a name without its suffix, also one that no dictionary knows.
_COINED = re.compile(
    rf"(?:法治|平安|美丽|数字|幸福|和谐|文明|诚信|健康|信用|清廉)({HAN}{{2,4}}?)(?=建设|创建|[、,，。;；”])"
)
# 青禾教办〔2024〕22号: the number of a document begins with a short name of where it was issued.
_NUMBERED = re.compile(rf"(?<!{HAN})({HAN}{{3,12}}?)\s?[〔［\[【(（]\s?20\d\d\s?[〕］\]】)）]\s?第?\s?\d{{1,5}}\s?号")
# Tags of nouns and names: 合作 (a verb to the tagger) hardly ever is 合作市.
_NOUN = "n"
# Names that are everyday words, too (和平, 新华 …) count in short only after such a word.
_EVERYDAY = "区县旗镇乡街道"
_NO_PLACE = frozenset(
    "中国 政府 社会 国家 城市 乡村 机关 校园 企业 单位 村居 社区 环境 思想 宣传 建设 工作 行政".split()
)


def elected(told: Told, text: str, opening: Sequence[Span]) -> Fact[tuple[str, ...]] | None:
    """Return the place that the text names most, with the confidence of its lead; None where it names none."""
    if told.suffix in ("省", "自治区"):
        counts = {full: PLAIN * text.count(short) for short, full in PROVINCES.items() if full.endswith(told.suffix)}
        return _winner(Counter({full: count for full, count in counts.items() if count}), text, opening)
    found = mentions(text)
    votes = named(found, told, text)
    if told.suffix:
        votes.update(_by_form(told.suffix, text))
        votes.update(in_short(told.suffix, text))
    else:
        votes.update(_by_form("[市县区旗镇乡]|街道", text))
    if not votes and told.suffix in ("镇", "乡", "街道"):
        votes.update(word + told.suffix for word in _COINED.findall(text) if word not in _NO_PLACE)
    return _winner(votes, text, opening)


def _winner(votes: Counter[str], text: str, opening: Sequence[Span]) -> Fact[tuple[str, ...]] | None:
    if not votes:
        return None
    (name, most), *others = votes.most_common(2)
    full = () if is_real(name) else full_names(name)
    # 海西州 is short for 海西蒙古族藏族自治州
    name = full[0] if len(full) == 1 else name
    lead = (most - (others[0][1] if others else 0)) / most
    confidence = NARROW + (CLEAR - NARROW) * lead - (WEAK if most < FEW else 0)
    return Fact((name,), round(confidence, 2), _where(name, text, opening))


def _where(name: str, text: str, opening: Sequence[Span]) -> Span:
    """Return the sentence that shows the name best: a rule of its own, its government, else where it stands first."""
    short = short_name(name)
    for form in (f"《{name}", f"{name}人民政府", f"{name}政府", name, short):
        at = text.find(form)
        if at >= 0:
            return sentence_at(text, at, at + len(form))
    return opening[0] if opening else (0, 0)


def named(found: Sequence[Mention], told: Told, text: str) -> Counter[str]:
    """Count the real places of the kind told that the text names in full, by how they are named."""
    votes: Counter[str] = Counter()
    in_lists = listed(text, found)
    for mention in found:
        *parents, last = mention.names
        weight = LISTED if mention in in_lists else _weight(text, mention)
        votes[last] += weight
        for parent in parents:
            votes[parent] += weight * PARENT // 10
    return Counter({name: count for name, count in votes.items() if told.fits(name)})


def _weight(text: str, mention: Mention) -> int:
    if _VISIT.search(text, max(0, mention.start - 2), mention.start):
        return VISITED
    return OWN if text[max(0, mention.start - 1)] == "《" or _AFTER.match(text, mention.end) else PLAIN


def _by_form(suffix: str, text: str) -> Counter[str]:
    return Counter({name: BY_FORM * count for name, count in marked(suffix, text).items()})


def in_short(suffix: str, text: str) -> Counter[str]:
    """Count the words that are, with `suffix`, a real name: a report may never say 东营市."""
    import rjieba

    votes: Counter[str] = Counter()
    tagged = rjieba.tag(text) if suffix not in _EVERYDAY else []
    words = [word for word, tag in tagged if tag.startswith(_NOUN) or rjieba.has_word(word + suffix)]
    numbers = [number[:length] for number in _NUMBERED.findall(text) for length in (2, 3, 4)]
    for word, count in Counter([*words, *numbers, *_COINED.findall(text)]).items():
        names = () if is_real(word) else full_names(word, suffix) or _in_a_letter(word, suffix)
        if len(names) == 1:
            votes[names[0]] += (FAMOUS if names[0] in MUNICIPALITIES else IN_SHORT) * count
    return votes


def _in_a_letter(word: str, suffix: str) -> tuple[str, ...]:
    """Return what a word of one letter and 州 stands for in the report of a prefecture: 法治巴州."""
    return prefectures_from(word[0]) if suffix == "州" and len(word) == 2 and word[1] == suffix else ()


def complete(short: str, told: Told, text: str) -> str | None:
    """Return the full name of a place named without its suffix (凉山 → 凉山彝族自治州); None where nothing tells it."""
    if (full := PROVINCES.get(short)) and told.fits(full):
        return full
    pattern = rf"{re.escape(short)}(?:(?:{NAME}){{1,10}}自治[州县旗]|[市州盟县区旗]|地区)"
    forms = Counter(match.group() for match in re.finditer(pattern, text))
    fitting = [form for form, _ in forms.most_common() if told.fits(form)]
    real = full_names(short, told.suffix)
    if not told.suffix:
        cities = [name for name in real if level_of(name) == "市级"]
        real = tuple(name for name in fitting if name in real) or (real if len(real) == 1 else tuple(cities))
    if real:
        return real[0]
    if fitting:
        # 凉山州 may stand more often than the full name
        return next((form for form in fitting if "自治" in form), fitting[0])
    name = short + told.suffix
    return name if told.suffix in tuple("市州盟县区旗") and is_name(name) and short not in PROVINCES.values() else None
