"""Which clause beside the likeliest one of a sentence has the figure: the total in 新增41户，总数达到322户."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.nearly import asks_for_all, tells_of_all, tells_of_new
from rag.numerals import multiplier, parse_numeral
from rag.vocabulary import OR_MORE

# Clauses after one that tells what is new in which the total may stand.
REACH = 2
_TOTAL = re.compile(
    "(?:目前|现在?)?(?:总[数量额计]|总规模|总里程|累计|合计|共有|保有量|数量)?(?:分别)?"
    r"(?:达到?|增[至加]到?|提高到|已有|为)(?=[近约超过]*\d)|累计|总[数量]"
)
_ALL_BEFORE = re.compile("[现共]有|总共|一共|总[数量计]|累计")
_PART = re.compile(r"(?:其中[，,：:]?)?([^\d，,]*)")
# What things are sorted by: 50亿元以上, 百亿级; 百亿元园区; 超100亿元8个.
_HAN = "[一二两三四五六七八九十百千]"
_NUMBER = rf"(?P<number>\d[\d,]*(?:\.\d+)?|{_HAN}*)(?P<power>万亿|[万亿])"
_THINGS = "(?:项目|企业|园区|产业|集群)"
_SIZES = (
    re.compile(rf"(?<![少几数\d.,万百千十]){_NUMBER}{OR_MORE}"),
    re.compile(rf"(?<![几数\d.])(?P<number>{_HAN}+)(?P<power>万亿|亿)元(?=[^，,。;；]{{0,4}}{_THINGS})"),
    re.compile(rf"[超过逾]{_NUMBER}元(?=(?:\d+|{_HAN}+)[个家户项]|的?{_THINGS})"),
)


def sizes_in(text: str) -> set[Decimal]:
    """Return the sizes by which a text sorts things, in 元 (50亿元以上 5·10⁹)."""
    found = {_size(match["number"], match["power"]) for pattern in _SIZES for match in pattern.finditer(text)}
    return {size for size in found if size is not None}


def _size(number: str, power: str) -> Decimal | None:
    plain = number.replace(",", "")
    value = Decimal(plain) if plain[:1].isdecimal() else parse_numeral(plain) if plain else Decimal(1)
    return None if value is None else value * multiplier(power)


def clause_beside(question: str, clauses: Sequence[str], fits: Sequence[bool], best: int) -> int:
    """Return the number of the clause that has what is asked: of that size, or all there is, else `best`.

    `clauses` are those of the sentence whose clause number `best` has most of the question; `fits` tells which of them
    have a figure of the kind asked for.
    """
    asked = sizes_in(question)
    if asked and not asked & sizes_in(clauses[best]):
        sized = (at for at, clause in enumerate(clauses) if fits[at] and asked & sizes_in(clause))
        return next(sized, best)
    if not asks_for_all(question) or tells_of_all(clauses[best]):
        return best
    if tells_of_new(clauses[best]):
        after = range(best + 1, min(best + 1 + REACH, len(clauses)))
        return next((at for at in after if fits[at] and _TOTAL.match(clauses[at].lstrip())), best)
    whole = best > 0 and fits[best - 1] and bool(_ALL_BEFORE.search(clauses[best - 1]))
    return best - 1 if whole and _is_part(question, clauses[best]) else best


def _is_part(question: str, clause: str) -> bool:
    """Tell whether a clause counts but some of what is asked for: 其中专职调解员3288人 where 调解员 are."""
    match = _PART.match(clause)
    counted = match.group(1).strip("“《") if match else ""
    return bool(counted) and counted[:2] not in question


def is_of_other_size(question: str, clause: str) -> bool:
    """Tell whether a clause sorts by size, but not by the one asked for: 10亿元以上 where 50亿元以上 is asked for."""
    asked, told = sizes_in(question), sizes_in(clause)
    return bool(asked and told) and not asked & told
