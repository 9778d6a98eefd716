"""Which clause beside the likeliest one of a sentence has the figure: the total in 新增41户，总数达到322户."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.nearly import asks_for_all, tells_of_all, tells_of_new
from rag.numerals import multiplier, parse_numeral

# Clauses after one that tells what is new in which the total may stand.
REACH = 2
_TOTAL = re.compile(
    "(?:目前|现在?)?(?:总[数量额计]|总规模|总里程|累计|合计|共有|保有量|数量)?(?:分别)?(?:达到?|增[至加]到?|提高到|已有|为)|"
    "累计|总[数量]"
)
# Before a part of it: 现有调解员9301人，其中专职调解员3288人.
_ALL_BEFORE = re.compile("[现共]有|总共|一共|总[数量计]|累计")
# What things are sorted by: 50亿元以上, 百亿级, 亿元及以上, 超100亿元8个.
_SIZE = re.compile(
    r"(?<![少几数])(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百千]*)(?P<power>[万亿])"
    r"(?:元?(?:及?以上|级)|元(?=[\d一二两三四五六七八九十]*[个家户项]|[^，,。;；]{0,4}(?:项目|企业|园区|产业|集群)))"
)


def sizes_in(text: str) -> set[Decimal]:
    """Return the sizes by which a text sorts things, in 元 (50亿元以上 5·10⁹)."""
    return {value for match in _SIZE.finditer(text) if (value := _size(match["number"], match["power"]))}


def _size(number: str, power: str) -> Decimal | None:
    value = Decimal(number) if number[:1].isdecimal() else parse_numeral(number) if number else Decimal(1)
    return None if value is None else value * multiplier(power)


def clause_beside(question: str, clauses: Sequence[str], best: int) -> int:
    """Return the number of the clause that has what is asked: of that size, or the total behind what is new, else best.

    `clauses` are those of the sentence whose clause number `best` has most of the question.
    """
    asked = sizes_in(question)
    if asked and not asked & sizes_in(clauses[best]):
        return next((at for at, clause in enumerate(clauses) if asked & sizes_in(clause)), best)
    if not asks_for_all(question) or tells_of_all(clauses[best]):
        return best
    if tells_of_new(clauses[best]):
        after = range(best + 1, min(best + 1 + REACH, len(clauses)))
        return next((at for at in after if _TOTAL.match(clauses[at].lstrip())), best)
    return best - 1 if best and _ALL_BEFORE.search(clauses[best - 1]) else best


def is_of_other_size(question: str, clause: str) -> bool:
    """Tell whether a clause sorts by size, but not by the one asked for: 10亿元以上 where 50亿元以上 is asked for."""
    asked, told = sizes_in(question), sizes_in(clause)
    return bool(asked and told) and not asked & told
