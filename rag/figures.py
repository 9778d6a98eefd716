"""Figures in Chinese text, with value and unit, and whether a text holds a given figure.

1,234 = 1234 = １２３４, 1.2万 = 12000 = 一万二千, 85% = 百分之八十五 = 八成五, 2022年6月30日 = 2022-06-30. The words of
approximation around a number (约, 近, 余, 多) are not part of the comparison: 300余条 holds 300条.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from rag.numerals import DIGITS, multiplier, parse_numeral
from rag.units import AFTER_ARABIC, AFTER_HAN, ALIASES, COUNTED_ONE, ORDINAL, same_kind

# sets, as a range compares a decimal with each of its numbers
CALENDAR = frozenset(range(1900, 2101))
MONTHS = frozenset(range(1, 13))

_YEAR_DIGITS = re.compile(rf"[{DIGITS}]{{4}}")
_PHRASES = re.compile(r"方面|意识|自信|维护|确立|全面|代表|一体|不变|到位")

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_TIMES = r"(?:百(?!分)|千(?!瓦|米|克)|万(?!千瓦)|亿)+"
_HAN = rf"[{DIGITS}十百千万亿]+(?:点[{DIGITS}]+[百千万亿]*)?"
_ABOUT = r"[余多来]?"
_FIGURE = re.compile(
    rf"""
      (?P<skip> ^[\s>*\#-]*(?:\d{{1,2}}[.、)](?!\d)|\(\d{{1,2}}\)) | [A-Za-z]+-?\d[\dA-Za-z]* | \d+(?!km|kg)[A-Za-z]+
        | \[\d{{1,3}}\] )  # the last marks a footnote
    | [〔\[(【] \s* (?P<issue_year>\d{{4}}) \s* [〕\])】] \s* 第? (?P<issue>\d+) \s* 号
    | (?P<iso> (?<!\d)(?:19|20)\d\d (?P<mark>[-./]) (?:0?[1-9]|1[0-2]) (?P=mark) (?:[12]\d|3[01]|0?[1-9]) (?![\d.]) )
    | (?P<per>[百千万]) 分之 (?P<share>{_NUMBER}|{_HAN})
    | (?P<whole>{_NUMBER}|[{DIGITS}十]+) 分之 (?P<part>{_NUMBER}|[{DIGITS}十]+)
    | (?P<tenths>[一二两三四五六七八九]) 成 (?![立果效为功员本都长熟型绩就]) (?P<hundredths>[一二三四五六七八九]?)
    | (?P<sign>(?<=[长降为是约达至于率:：(|])[-−])? (?P<arabic>{_NUMBER}) [ \xa0]* {_ABOUT} (?P<times>{_TIMES})?
      (?P<tail>(?:(?:{_NUMBER}){_TIMES})*) {_ABOUT} [ \xa0]* (?P<unit>{AFTER_ARABIC})?
    | (?P<han>{_HAN}) (?P<han_about>{_ABOUT}) (?P<han_times>[万亿]*) (?P<han_unit>{AFTER_HAN})
    """,
    re.VERBOSE | re.MULTILINE,
)
_FORMS = str.maketrans(
    "０１２３４５６７８９，．％﹪（）［］－萬億兩個條項號點餘場戶", "0123456789,.%%()[]-万亿两个条项号点余场户"
)
# 统一, 之一, 数十: no numeral of its own, but one follows 总数 and 人数.
_NO_NUMBER_AFTER = re.compile(r"(?:[统唯同专单逐之几进]|(?<![总人件次户个])数)$")
_RANGE = re.compile(r"\s*(?:[-–—―~～]{1,2}|至|到)\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands at `start` to `end` of a text: `value` in `unit`, "" where none follows.

    `phrase`: it may be a turn of phrase (一次, “四个意识”) rather than a count; `ordinal`: it numbers one thing
    (第三届). A date is one quantity in 年月日, 年月 or 月日 with the digits of its parts as value (20220630); `parts`
    are the figures that it holds besides.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    phrase: bool = False
    ordinal: bool = False
    parts: tuple[tuple[Decimal, str], ...] = ()

    @property
    def is_year(self) -> bool:
        """Tell whether this is a calendar year such as 2022年, or the bare number 2022."""
        return self.unit in ("年", "") and self.value in CALENDAR


def find_figures(text: str) -> list[Quantity]:
    """Return the figures of `text` that can be checked, in order; turns of phrase are left out."""
    return [found for found in read_figures(text) if not found.phrase]


def contains_figure(figure: Quantity, text: str) -> bool:
    """Tell whether `text` holds the figure: the same value in the same unit, in whatever form.

    A missing unit on one side is tolerated for counts (135 and 135件), not for %, 元, dates and their like.
    """
    return holds(figure, read_figures(text))


def holds(figure: Quantity, found: Iterable[Quantity]) -> bool:
    """Tell whether one of the quantities found in a text is the figure, or holds it as a part (a date its year)."""
    return any(
        figure.value == value and _same_unit(figure, unit)
        for quantity in found
        for value, unit in ((quantity.value, quantity.unit), *quantity.parts)
    )


def _same_unit(figure: Quantity, unit: str) -> bool:
    return same_kind(figure.unit, unit) or (
        "年" in (figure.unit, unit) and "" in (figure.unit, unit) and figure.is_year
    )


def read_figures(text: str) -> list[Quantity]:
    """Return every figure of `text` in order, turns of phrase among them."""
    plain = text.translate(_FORMS)
    found = [quantity for match in _FIGURE.finditer(plain) if (quantity := _read(match, text))]
    return list(_joined_dates(_with_range_units(found, plain), text))


def _read(match: re.Match[str], text: str) -> Quantity | None:
    groups = match.groupdict()
    if groups["skip"]:
        return None
    if groups["han"]:
        return _han_quantity(match, text)
    if groups["arabic"]:
        return _arabic_quantity(match, text)
    parts: tuple[tuple[Decimal, str], ...] = ()
    if groups["issue"]:
        value, unit = Decimal(groups["issue_year"]) * 10**6 + Decimal(groups["issue"]), "文号"
    elif groups["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-./]", groups["iso"]))
        value, unit, parts = *_date(year, month, day), _date_parts(year, month, day)
    elif groups["tenths"]:
        value, unit = Decimal(10 * _number(groups["tenths"]) + _number(groups["hundredths"] or "零")), "%"
    elif groups["per"]:
        value, unit = _number(groups["share"]) * 100 / multiplier(groups["per"]), "%"
    else:
        whole = _number(groups["whole"])
        value, unit = (_number(groups["part"]) / whole if whole else Decimal(0)), "分之"
    phrase = groups["tenths"] == "一" and bool(_PHRASES.match(match.string, match.end()))
    return Quantity(match.start(), match.end(), text[match.start() : match.end()], value, unit, phrase, parts=parts)


def _number(text: str) -> Decimal:
    if text[0].isdigit() and text[0].isascii():
        return Decimal(text.replace(",", ""))
    return parse_numeral(text) or Decimal(0)


def _arabic_quantity(match: re.Match[str], text: str) -> Quantity:
    value = _number(match["arabic"]) * multiplier(match["times"] or "")
    for tail in re.finditer(rf"({_NUMBER})({_TIMES})", match["tail"]):
        value += _number(tail[1]) * multiplier(tail[2])
    unit = ALIASES.get(match["unit"] or "", match["unit"] or "")
    if unit == "‰":
        value, unit = value / 10, "%"
    if unit == "万千瓦时":
        value, unit = value * 10**4, "千瓦时"
    stop = match.start() + len(match.group().rstrip())
    value, ordinal = -value if match["sign"] else value, match.string[: match.start()].endswith("第")
    return Quantity(match.start(), stop, text[match.start() : stop], value, unit, ordinal=ordinal)


def _han_quantity(match: re.Match[str], text: str) -> Quantity | None:
    numeral, unit, before = match["han"], match["han_unit"], match.string[: match.start()]
    if numeral[0] in "百千万亿" and not (match["han_about"] or before.endswith(("近", "约", "逾", "超", "超过", "达"))):
        return None
    if _NO_NUMBER_AFTER.search(before):
        return None
    if before.endswith("第") and unit not in ORDINAL:
        return None
    value = parse_numeral(numeral)
    if value is None or (unit != "年" and _YEAR_DIGITS.fullmatch(numeral)):
        return None
    phrase = (
        (numeral == "一" and unit not in COUNTED_ONE and not before.endswith("第"))
        or before.endswith(("“", '"', "「", "《", "‘"))
        or (unit == "元" and numeral in DIGITS)
        or bool(_PHRASES.match(match.string, match.end()))
    )
    value *= multiplier(match["han_times"])
    unit = ALIASES.get(unit, unit)
    return Quantity(
        match.start(), match.end(), text[match.start() : match.end()], value, unit, phrase, before.endswith("第")
    )


def _with_range_units(found: list[Quantity], plain: str) -> list[Quantity]:
    """Give the first end of a range the unit of the second: 3-7日 is 3日 and 7日, 3-5万元 is 30000元 and 50000元."""
    for at, (first, second) in enumerate(pairwise(found)):
        if first.unit or not second.unit or not _RANGE.fullmatch(plain, first.end, second.start):
            continue
        times = re.search(rf"\d\s*{_ABOUT}({_TIMES})", plain[second.start : second.end])
        scale = multiplier(times[1]) if times and first.text.strip()[-1].isdigit() else Decimal(1)
        found[at] = replace(first, value=first.value * scale, unit=second.unit)
    return found


def _joined_dates(found: list[Quantity], text: str) -> Iterator[Quantity]:
    at = 0
    while at < len(found):
        run = [found[at]]
        for following in found[at + 1 : at + 3]:
            expected = {"年": "月", "月": "日"}.get(run[-1].unit)
            if following.unit != expected or text[run[-1].end : following.start].strip() or not _plausible(run[0]):
                break
            run.append(following)
        at += len(run)
        yield run[0] if len(run) == 1 else _joined(run, text)


def _plausible(first: Quantity) -> bool:
    return first.is_year if first.unit == "年" else first.value in MONTHS


def _joined(run: list[Quantity], text: str) -> Quantity:
    numbers: dict[str, int] = {part.unit: int(part.value) for part in run}
    year, month, day = (numbers.get(unit) for unit in "年月日")
    value, unit = _date(year, month, day)
    start, end = run[0].start, run[-1].end
    return Quantity(start, end, text[start:end], value, unit, parts=_date_parts(year, month, day))


def _date(year: int | None, month: int | None, day: int | None) -> tuple[Decimal, str]:
    given = [(number, unit) for number, unit in ((year, "年"), (month, "月"), (day, "日")) if number is not None]
    digits = "".join(f"{number:02}" for number, _ in given)
    return Decimal(digits), "".join(unit for _, unit in given)


def _date_parts(year: int | None, month: int | None, day: int | None) -> tuple[tuple[Decimal, str], ...]:
    kept = ((year, None, None), (None, month, None), (None, None, day), (year, month, None), (None, month, day))
    return tuple(_date(*parts) for parts in kept if any(part is not None for part in parts))
