"""The number of a list's item as its format writes it: 3 → 三, III, ③, 丙."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL, _LEGAL_TRADITIONAL = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# No list is longer than this; what is came from a damaged file.
LARGEST = 9999


def in_format(number: int, name: str) -> str:
    """Return `number` as the number format `name` of ISO/IEC 29500-1 §17.18.59 writes it.

    Empty for formats that show no number (bullet, none); in digits for unknown formats and what is beyond a format.
    """
    if name in ("bullet", "none"):
        return ""
    writer = _FORMATS.get(name)
    written = writer(number) if writer and 0 < number <= LARGEST else ""
    return written or str(number)


def counting(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Return a whole number from 1 to 9999 as it is counted in Chinese: 十二, 一百零五."""
    text, gap = "", False
    for at, unit in ((3, units[2]), (2, units[1]), (1, units[0]), (0, "")):
        digit = number // 10**at % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + unit
        gap = digit == 0
    # 十二, but 壹拾贰
    return text[1:] if 10 <= number < 20 and digits is _DIGITS else text


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _counting_to_hundred(number: int) -> str:
    return counting(number) if number < 100 else _digital(number)


def _in_unicode(first: str, last: int) -> Callable[[int], str]:
    """Return the writer of signs that stand in a row in Unicode, for 1 to `last`."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else ""


def _signs(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _letters(first: str) -> Callable[[int], str]:
    # after z come aa, bb, cc
    return lambda number: chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _in_unicode("①", 20),
    "decimalEnclosedCircleChinese": _in_unicode("①", 20),
    "decimalEnclosedParen": _in_unicode("⑴", 20),
    "decimalEnclosedFullstop": _in_unicode("⒈", 20),
    "ideographEnclosedCircle": _in_unicode("㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _counting_to_hundred,
    "taiwaneseCounting": _counting_to_hundred,
    "japaneseCounting": counting,
    "chineseCountingThousand": counting,
    "taiwaneseCountingThousand": counting,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "chineseLegalSimplified": lambda number: counting(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: counting(number, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _signs(_STEMS),
    "ideographZodiac": _signs(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
}
