"""What kind of place a report calls its own: 我市, 本区, 全县, or who led it: 在县委、县政府的领导下."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.divisions import HAN, level_of
from rag.types import Span

SUFFIXES = "省市县区州盟旗镇乡"
_SPEAKER = re.compile(
    rf"代表(?:({HAN}{{2,12}}?)??(自治区|自治州|自治县|[{SUFFIXES}])?(?:人民政府)|(?:{HAN}{{2,8}}盟|盟)?(行署|行政公署))"
)
# In the first characters of a text only: later, somebody else may speak.
SPEECH = 3000
# 市水务局2023年…, 区教育局关于…: a line that begins so tells whose office reports.
_OFFICE = re.compile(
    r"^\s*(?:20\d\d年度?)?([省市县区州盟旗])[一-鿿]{1,14}?(?:政府(?:办公室)?|委员会|[局厅委办])\s?(?=关于|20\d\d)",
    re.MULTILINE,
)
_WE = re.compile(rf"(?:我|(?<![基根资成日])本)(?:自治)?([{SUFFIXES}]|街道)(?![民域属级长籍])")
# 全省第一, 全市唯一: a rank among others tells nothing; nor does 健全镇街.
_ALL = re.compile(
    rf"(?<![健安完周齐保])全([{SUFFIXES}]|街道)"
    r"(?![面域委第前首唯最领排率平优先一十百\d]|示范|试点|推广|经验|现场|范围|通报|表彰|考核|乃至)"
)
_LED = re.compile(r"(?<!自治)([省市县区州盟旗])委(?:[^,，。;；]{0,8}?\1(?:人民)?政府|[^,，。;；]{0,12}领导下)")
# 2021年,区政府坚持…: whose report it is, whoever is called 全市 in it.
_ACTS = re.compile(
    r"(?:^|[,，。;；:：\s])(?:([省市县区州盟旗])(?:人民)?政府|([镇乡]|街道)(?:党委|党工委|办事处|(?:人民)?政府))(?=[一-鿿])",
    re.MULTILINE,
)
_REGION = re.compile(r"自治区(?:党委|政府|人民政府|主席)")
_DISTRICT = re.compile(r"(?<!自治)区(?:委|政府|人民政府)")
# By level, the highest first; the lowest that leads is the report's own, or the one right above it.
_RANKS = {"省": 0, "州": 1, "盟": 1, "市": 1, "区": 2, "县": 2, "旗": 2, "镇": 3, "乡": 3, "街道": 3}
# A report speaks of the levels above its own, seldom of those below: the lowest counts from this share of the most.
LOWEST = 0.4


@dataclass(frozen=True, slots=True)
class Told:
    """The last character(s) of the own place's name, "" for not told; `sure`: the report says so itself."""

    suffix: str = ""
    sure: bool = False

    def fits(self, name: str) -> bool:
        """Tell whether a place of this name may be the report's own; all do where nothing is told."""
        if self.suffix == "区" and name.endswith("自治区"):
            return False
        return name.endswith(self.suffix)

    def is_below(self, name: str) -> bool:
        """Tell whether a place of this name lies above the kind that is told: it cannot be the report's own."""
        rank = {"省级": 0, "市级": 1, "县级": 2, "乡级": 3}.get(level_of(name) or "", 3)
        return rank < _RANKS.get(self.suffix, 0)


def told_kind(text: str, opening: Sequence[Span] = ()) -> Told:
    """Return the kind of place that the report calls its own; `opening` are the spans of its first own text."""
    if match := _SPEAKER.search(text[:SPEECH]):
        name, suffix, office = match.groups()
        suffix = "州" if suffix == "自治州" else "县" if suffix == "自治县" else suffix or (name or "")[-1:]
        if office:
            return Told("盟" if "全盟" in text else "区", sure=True)
        if suffix and suffix in f"自治区{SUFFIXES}":
            return Told(suffix, sure=True)
    office = _OFFICE.search(text[:SPEECH])
    if suffix := office[1] if office else _most(match.group(1) for match in _WE.finditer(text)):
        return Told(_region(suffix, text), sure=True)
    own = [match[match.lastindex or 0] for pattern in (_ALL, _ACTS) for match in pattern.finditer(text)]
    led = [match.group(1) for start, end in opening for match in _LED.finditer(text, start, end)]
    suffix = _lowest(own) or max(led, key=_RANKS.__getitem__, default="")
    return Told(_region(suffix, text))


def _most(suffixes: Iterable[str]) -> str:
    counts = Counter(suffixes)
    return counts.most_common(1)[0][0] if counts else ""


def _lowest(suffixes: Iterable[str]) -> str:
    counts = Counter(suffixes)
    often = [suffix for suffix, count in counts.most_common() if count >= LOWEST * max(counts.values())]
    return max(often, key=_RANKS.__getitem__, default="")


def _region(suffix: str, text: str) -> str:
    """Return 自治区 where 我区 is one, and `suffix` elsewhere."""
    if suffix == "区" and len(_REGION.findall(text)) > len(_DISTRICT.findall(text)):
        return "自治区"
    return suffix
