"""Chinese numerals as numbers: 一千二百, 两万三, 三点五亿, 二〇二二."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "零〇一二两三四五六七八九"
_DIGIT_VALUES = str.maketrans(DIGITS, "001223456789")
_BELOW_TEN_THOUSAND = re.compile(r"0?(?:([1-9])千)?0?(?:([1-9])百)?0?(?:([1-9]?)(十))?0?([1-9])?")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def multiplier(text: str) -> Decimal:
    """Return what a run of 十百千万亿 multiplies by: 1 for none, 10**7 for 千万."""
    return Decimal(10) ** sum(_POWERS[char] for char in text)


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a whole Chinese numeral, None where it is none (八五, 十四五, 五六).

    A lone last digit counts in the next lower power (一万二 = 12000, 一百二 = 120) unless 零 stands before it. A bare
    百, 千, 万 counts one of it. Four digits in a row are read as a year's (二〇二二).
    """
    whole, point, rest = text.translate(_DIGIT_VALUES).partition("点")
    if point:
        decimals = re.fullmatch(r"(\d+)([百千万亿]*)", rest)
        head = _integer(whole)
        if decimals is None or head is None:
            return None
        return Decimal(f"{head}.{decimals[1]}") * multiplier(decimals[2])
    if re.fullmatch(r"[12]\d{3}", whole):
        return Decimal(whole)
    value = _integer(whole)
    return None if value is None else Decimal(value)


def _integer(text: str) -> int | None:
    for power, name in ((8, "亿"), (4, "万")):
        high, found, low = text.rpartition(name)
        if not found:
            continue
        above = _integer(high) if high else 1
        below = 0 if not low else _lone_digit(low, power) or _integer(low)
        return None if above is None or below is None else above * 10**power + below
    return _section(text)


def _lone_digit(text: str, power: int) -> int | None:
    return int(text) * 10 ** (power - 1) if re.fullmatch(r"[1-9]", text) else None


def _section(text: str) -> int | None:
    if text == "0":
        return 0
    if text[:1] in ("百", "千"):
        text = "1" + text
    match = _BELOW_TEN_THOUSAND.fullmatch(text)
    if not text or match is None:
        return None
    thousands, hundreds, tens, has_tens, ones = match.groups()
    value = int(thousands or 0) * 1000 + int(hundreds or 0) * 100
    value += int(tens or 1) * 10 if has_tens else 0
    if ones:
        value += int(ones) * {"千": 100, "百": 10}.get(text[-2:-1], 1)
    return value
