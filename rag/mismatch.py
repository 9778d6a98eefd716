"""What a clause tells of something else than what is asked for, though it shares its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import Quantity

# Words of one family exclude each other: what is told of one of them is not told of another.
_FAMILIES = tuple(
    re.compile(family)
    for family in (
        "一审|二审|再审",
        "上半年|下半年|[一二三四]季度",
        "民事(?!诉讼法)|刑事|行政(?=诉讼|应诉|审判)",
        "进口(?!额?出口)|(?<!进)出口",
        "第[一二三]产业",
        "存款|(?<!存)贷款",
        "(?:预算|财政)(收入|支出)",
        "入境|国内(?!外|生产)",
        "光伏|风电|火电|水电|核电",
        "国家级|自治区级|省级|市级|县级",
        "城镇(?=居民)|农村(?=居民)|全体(?=居民)",
        "(?<!硕)博士|硕士|本科",
    )
)
# What limits a figure to a part of the year, or of what a report is about.
_PART = re.compile(
    "上半年|前三季度|[一二三四]季度|(?<!\\d)1[-—至~](?:[1-9]|1[01])月|[省市州县区镇]本级|[市县区镇乡]级|其中"
)
# What things are divided by.
_BY = r"按照?([一-鿿]{2,10}?)(?:的不同)?(?:来|进行)?"
DIVIDED_BY = rf"{_BY}(?:划分|分类|分|看|统计|区分)"
_ASKED_BY = re.compile(DIVIDED_BY)
# Reports say the whole word: 按职责分工 and 按规定分别 divide nothing.
_TOLD_BY = re.compile(rf"{_BY}(?:划分|分类|统计|区分)")
_SAME = (frozenset({"类型", "类别", "种类"}), frozenset({"行业", "领域"}))
# People are counted in these units, by household too; a growth of so many per cent is no number of anything.
_PEOPLE = frozenset({"人", "名"})
_OF_PEOPLE = frozenset({"人", "名", "位", "人次", "户", "家", "个", ""})
_GROWTH = frozenset({"%", "百分点", "‰"})
_COUNTED = frozenset("人 名 位 件 宗 起 例 元 美元 家 户 所 艘 架 台 吨 公斤 亩 公顷 平方米 平方公里 公里".split())


def is_contrary(question: str, stretch: str) -> bool:
    """Tell whether a stretch speaks of another of a kind than the question: 一审 where 二审 is asked for."""
    for family in _FAMILIES:
        asked = set(family.findall(question))
        told = set(family.findall(stretch)) if asked else asked
        if told and not told & asked:
            return True
    return False


def is_divided_otherwise(question: str, sentence: str) -> bool:
    """Tell whether a sentence divides by something else than the question: 按事项划分 where it asks 按层级."""
    asked = [by[-2:] for by in _ASKED_BY.findall(question)]
    told = [by for by in _TOLD_BY.findall(sentence) if asked]
    return bool(told) and not any(
        by in other or {by, other[-2:]} <= same for by in asked for other in told for same in _SAME
    )


def is_partial(question: str, clause: str) -> bool:
    """Tell whether a clause tells of a part of the year, or of one level, where the question names none."""
    part = _PART.search(clause)
    return bool(part) and not _PART.search(question)


def is_of_another_sort(unit: str | None, figures: Sequence[Quantity]) -> bool:
    """Tell whether no figure can be the number asked for: cases for people, or a growth in per cent for a number."""
    told = {figure.unit for figure in figures if not figure.is_year}
    if unit in _PEOPLE:
        return bool(told) and not told & _OF_PEOPLE
    # so many times something went out is not how much of it there is
    often = f"{unit}次" in told and unit not in told
    return unit in _COUNTED and bool(told) and (told <= _GROWTH or often)
