"""Dates as reports write them. A date that lost characters (2019625日) is no date: nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ingest.fields import DATE_LABELS

_NUMERALS = {numeral: digit for digit, numeral in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "0": 0,
}
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|([-/.．－])\s*(\d{1,2})\s*\4\s*(\d{1,2})(?!\d))"
)
# 根据2017年8月4日会议精神, 截至2022年12月31日: a date that the text speaks of.
_SPOKEN = re.compile(r"[,，;；]|根据|按照|截至|截止|自|从|至|到")
_HAN_DATE = re.compile(
    r"([一二][〇○Ｏ零0一二三四五六七八九]{3})\s?年\s?([一二三四五六七八九十]{1,2})\s?月\s?([一二三四五六七八九十]{1,3})\s?日"
)
_HAN_YEAR = re.compile(r"[一二][〇○Ｏ零0一二三四五六七八九]{3}(?=\s?年)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
# 2019年6月…, and 2019625日: whatever was lost, the year stands first.
_YEAR = re.compile(r"((?:19|20)\d{2})(?:年\s?\d{1,2}月|\d{2,4}日)")
# What a web page's clock and its counters say: 今天是2019年10月31日 星期三, 农历…
_CLOCK = re.compile(r"星期|农历|今天|今日|现在")
# The lines at the beginning and at the end of a report in which its own date is looked for.
HEAD, TAIL = 12, 8
LONGEST_DATE_LINE = 60


def parse_date(text: str) -> str | None:
    """Return the first date in `text` as YYYY-MM-DD; None where there is none, or none that exists."""
    if match := _DATE.search(text.translate(_FULL_WIDTH)):
        return _iso(*(int(group) for group in match.groups() if group and group.isdigit()))
    if match := _HAN_DATE.search(text):
        year, month, day = match.groups()
        return _iso(int("".join(str(_NUMERALS[char]) for char in year)), _han(month), _han(day))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _han(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (_NUMERALS.get(tens, 1) if ten else 0) * 10 + (_NUMERALS[ones] if ones else 0)


def in_digits(text: str) -> str:
    """Return the text with years in digits, as long as it was: 二〇二三年 → 2023年, ２０２３ → 2023."""
    digits = _HAN_YEAR.sub(lambda match: "".join(str(_NUMERALS[char]) for char in match.group()), text)
    return digits.translate(_FULL_WIDTH)


def published_on(fields: Mapping[str, str], lines: Sequence[str]) -> str | None:
    """Return the date of publication (ISO): from a label, else from a short line at the beginning or the end.

    `lines` are the report's body lines. A date on which the report was given stands for the one of publication.
    """
    labelled = (parse_date(fields[label]) for label in DATE_LABELS if label in fields)
    near = [*lines[:HEAD], *reversed(lines[HEAD:][-TAIL:])]
    unlabelled = (parse_date(line) for line in near if is_date_line(line))
    return next((found for found in [*labelled, *unlabelled] if found), None)


def is_date_line(line: str) -> bool:
    """Tell whether a line is one in which a report's own date stands."""
    if len(line) > LONGEST_DATE_LINE or "。" in line or _CLOCK.search(line):
        return False
    date = _DATE.search(line)
    return date is None or not _SPOKEN.search(line, 0, date.start())


def year_given(lines: Sequence[str]) -> int | None:
    """Return the year of the first short line at the beginning that is a date, though only its year may be legible."""
    for line in lines[:HEAD]:
        if is_date_line(line) and (match := _YEAR.match(line.lstrip("—-(（ "))):
            return int(match.group(1))
    return None
