"""Years in a question: how they are written, which of them reports cover, and which are years planned for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.text import normalise
from rag.types import Report
from rag.vocabulary import MEASURES, PLAN_SECTION

# A year needs no 年 behind it (岚川2021胜诉率), but what a measure word or a decimal follows is a figure.
_YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.,]|[余多]?(?:[万亿%]|(?!年)(?:{MEASURES})))")
_YEAR_RANGE = re.compile(r"(?<!\d)(20\d\d)年?\s*(?:至|到|-|—|~)+\s*(20\d\d)(?=年)")
_SPELT_YEAR = re.compile(r"[二一][零〇○九][零〇○一二三四五六七八九]{2}(?=年)")
_SPELT = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年度?(?!代|以上|以下|来|内|间|前|后)")
_FUTURE = re.compile(r"准备|目标|将要?|要怎么|预期|拟|争取|力争|重点抓")


def in_digits(text: str) -> str:
    """Return the text with spelt years in digits: 二〇二一年 → 2021年."""
    return _SPELT_YEAR.sub(lambda match: match.group().translate(_SPELT), text)


def without_years(text: str, instead: str = " ") -> str:
    """Return the text with its years left out."""
    return _SHORT_YEAR.sub(instead, re.sub(rf"{_YEAR.pattern}\s*(?:年度?)?", instead, text))


def asks_for_plans(text: str) -> bool:
    """Tell whether a question asks what is intended, not what was done."""
    return bool(PLAN_SECTION.search(text) or _FUTURE.search(text))


def years_named(text: str, catalogue: Sequence[Report]) -> tuple[int, ...]:
    """Return the years named in a normalised question, ascending; a range stands for the years that reports cover."""
    full = [int(year) for year in _YEAR.findall(text)]
    short = [2000 + int(year) for year in _SHORT_YEAR.findall(text)]
    known = {report.year for report in catalogue}
    for first, last in _YEAR_RANGE.findall(text):
        if {int(first), int(last)} <= known:
            full.extend(year for year in range(int(first), int(last)) if year in known)
    return tuple(sorted(dict.fromkeys(full + short)))


def split_years(
    asked: Sequence[int], scope: Sequence[Report], *, planned: bool
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the years that reports in scope cover, and those that they do not.

    Asked for plans, a year means the report that makes them: its year covered is the one before.
    """
    covered = {report.year for report in scope}
    if planned and len(asked) > 1 and asked[1] == asked[0] + 1:
        asked = asked[1:]  # 2021年报告提出的2022年目标: one report, that of 2021
    inside: list[int] = []
    outside: list[int] = []
    for year in asked:
        reported = year - 1 if planned and year - 1 in covered else year
        (inside if reported in covered else outside).append(reported)
    return tuple(inside), tuple(outside)


def says_years(text: str, years: Iterable[int]) -> bool:
    """Tell whether a text speaks of each of these years; the ends of a period (2021—2025年) do not count."""
    plain = normalise(text)
    return all(re.search(rf"(?<![\d—–~至-]){year}(?!\d|\s*[—–~至-])", plain) for year in years)
