"""Numbers in reports, read and written without the product's own reader, so that no fault of it hides itself."""

from __future__ import annotations

import re
from decimal import Decimal

UNITS = (
    "个百分点|人次|户次|场次|件次|人|名|位|件|部|项|个|家|起|宗|条|次|份|场|期|册|所|"
    "支|批|辆|台|套|户|亩|公里|平方米|吨|元|天|小时|倍|%|％"
)
NUMBER = re.compile(
    rf"(?<![\d.〔\[(（第—–~至-])(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?P<about>[余多])?(?P<times>万|亿)?(?P<rest>[余多])?"
    rf"(?P<unit>{UNITS})(?![\d—–~至-])(?!月)"
)
TIMES = {"": 1, "万": 10**4, "亿": 10**8}
HAN = "零一二三四五六七八九"
_POWERS = ((10**8, "亿"), (10**4, "万"))


def han(number: int) -> str:
    """Return a whole number below 10¹² in Chinese: 1005 → 一千零五, 12 → 十二."""
    for power, name in _POWERS:
        if number >= power:
            high, low = divmod(number, power)
            return han(high) + name + (("零" if low < power // 10 else "") + han(low) if low else "")
    text, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if zero and text else "") + HAN[digit] + name
        zero = not digit
    return re.sub("^一十", "十", text) or "零"


def amount(match: re.Match[str]) -> tuple[Decimal, str]:
    """Return the number of a match of NUMBER as it is written, and what follows it: (2.36, 万件)."""
    return number(match["digits"]), (match["times"] or "") + match["unit"]


def number(digits: str) -> Decimal:
    """Return the value of digits, with commas or without."""
    return Decimal(digits.replace(",", ""))
