"""Figures that answer only who asks for them: places in an order (全省第二), streaks (七连冠), classes (Ⅲ类)."""

from __future__ import annotations

import re
from decimal import Decimal

from rag.figures import Quantity
from rag.numerals import parse_numeral
from rag.vocabulary import MEASURES

# Units of their own, so that 第二 is no number of anything.
RANK, STREAK, CLASS, RATIO = "名次", "连", "类别", "比"
UNITS = frozenset((RANK, STREAK, CLASS, RATIO))

_PART = r"\d{1,3}(?:\.\d+)?"
_HAN = "[一二三四五六七八九十百]{1,4}+"
# 第二产业 and 第三方 are names, 第一批 and 第三季度 are counted otherwise.
_RANK = re.compile(
    rf"第\s*(?P<number>{_HAN}|\d{{1,4}}+)\s*+(?:[位名个]|(?![位名个\d.]))"
    "(?!产业|方|批|届|期|季|次|轮|条|章|款|项|部|代|人民|中学|小学|医院|书记|责任|时间|线|步|课堂|者|种|类|年|天|日)"
)
_TO_RANK = re.compile(r"[至到列居名]\s*(?P<number>\d{1,4})位(?![一-鿿])")
_FIRST = re.compile("首位(?![度产])|榜首|居首(?!先|次)")
_STREAK = re.compile(rf"(?P<number>{_HAN}|\d{{1,2}})\s*连[冠增丰涨升降胜]")
_CLASS = re.compile("(?P<number>[ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V|[一二三四五])类")
# 三次产业比为4:46:50
_RATIO = re.compile(rf"(?P<number>{_PART})(?:\s*[:：∶]\s*{_PART}){{2,}}")
_ROMAN = {name: Decimal(at) for names in ("ⅠⅡⅢⅣⅤ", ("I", "II", "III", "IV", "V")) for at, name in enumerate(names, 1)}
# Asks for a place in an order, for a streak, for a class.
_RANK_ASKED = re.compile(
    rf"第几(?:[位名]|个(?![月年])|(?!{MEASURES}|[季条章款项部号会]))|老几|什么名次|(?<![安编彩减外直])排名?(?:第|是|为|在)?多少(?![家个户种])|位列多少"
)
_STREAK_ASKED = re.compile("几连[冠增丰涨升降胜]|第几次连")
_CLASS_ASKED = re.compile("(?:水质|断面|水体|水域|海水).{0,8}几类|几类水(?!平)")


def ranks_in(text: str) -> list[Quantity]:
    """Return the places in an order, streaks and classes of a text, with units that nothing else has."""
    numbered = ((_RANK, RANK), (_TO_RANK, RANK), (_STREAK, STREAK), (_CLASS, CLASS))
    found = [(match, unit, _value(match["number"])) for pattern, unit in numbered for match in pattern.finditer(text)]
    found += [(match, RANK, Decimal(1)) for match in _FIRST.finditer(text)]
    found += [(match, RATIO, Decimal(match["number"])) for match in _RATIO.finditer(text)]
    return [Quantity(*match.span(), match.group(), value, unit) for match, unit, value in found if value is not None]


def _value(number: str) -> Decimal | None:
    if number in _ROMAN:
        return _ROMAN[number]
    return Decimal(number) if number.isdecimal() else parse_numeral(number)


def rank_asked(text: str) -> str | None:
    """Return the unit of these that a question asks for; None for none."""
    asked = ((_STREAK_ASKED, STREAK), (_RANK_ASKED, RANK), (_CLASS_ASKED, CLASS))
    return next((unit for pattern, unit in asked if pattern.search(text)), None)


def answers(unit: str, asked: str | None) -> bool:
    """Tell whether a figure answers where it or what is asked for has one of these units; 二十连丰 is twenty years."""
    return unit == asked or (unit, asked) in ((STREAK, "年"), (STREAK, "次"), (RATIO, "%"))
