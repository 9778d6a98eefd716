"""Figures with what a text says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.figures import Quantity, read_figures
from rag.text import words

Bound = Literal["above", "below", "about", ""]

_EDGE = re.compile(r"[，,、；;。：:！？!?（(）)\n|]")

# What says nothing of what a figure counts.
EMPTY = frozenset(
    "全年 今年 去年 年内 当年 其中 累计 总共 一共 合计 共计 分别 达到 达 全市 全县 全区 全省 全州 我市 我县 我区 我省 "
    "本市 以上 以下 左右 超过 接近 大约 已经 其余 所有 余件 余人".split()
)
# What a figure is said of where nothing but these stands before it is the figure before: 5250万人次、增长97.9%.
MOVES = frozenset("增长 下降 同比 同期 上年 比上年 提高 上升 降低 减少 增加 增速 增幅 降幅 回落 上涨".split())
_FROM = re.compile(r"(?:由|从|自|由原来的|从原来的)$")
_TO = re.compile(r"(?:到|至|为)$")
_ABOVE = re.compile(r"(?:超过|突破|多于|高于|大于|逾|超)$")
_BELOW = re.compile(r"(?:接近|将近|不足|不到|低于|少于|近)$")
_AT_LEAST = re.compile(r"(?:不少于|不低于|不高于|不超过|不多于|不小于)$")
_COMPARED = re.compile(r"(?:[较比]|同比|相比|[与和跟同](?=\d))$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with what a text says of it: the words `before` and `after` it inside its clause, and both as `terms`.

    What stands between two figures of a clause is said of the second, unless nothing else is said of the first. `leans`
    is the figure before that a change (增长97.9%) is told of, None for any other figure.
    """

    figure: Quantity
    before: str
    after: str
    terms: frozenset[str]
    leans: Quantity | None = None

    @property
    def role(self) -> str:
        """`from` and `to` in 由3名增加到5名, else ""."""
        return "from" if _FROM.search(self.before) else "to" if _TO.search(self.before) else ""

    @property
    def bound(self) -> Bound:
        """Whether the number given is a bound of what is meant: 超过300条, 300余条, 近300条, 约300条."""
        if _AT_LEAST.search(self.before):
            return ""
        if _ABOVE.search(self.before) or re.search(r"[余多]", self.figure.text) or self.after.startswith(("余", "多")):
            return "above"
        if _BELOW.search(self.before):
            return "below"
        return "about" if self.before.endswith("约") or self.after.startswith(("左右", "上下")) else ""

    @property
    def is_compared(self) -> bool:
        """Tell whether a year is only what another one is compared with: 较2020年."""
        return bool(_COMPARED.search(self.before)) or self.after.startswith(("相比", "同期"))


@lru_cache(maxsize=4096)
def placed_figures(text: str) -> tuple[Placed, ...]:
    """Return the figures of a text in order, turns of phrase among them, each with what is said of it."""
    figures = read_figures(text)
    edges = [match.start() for match in _EDGE.finditer(text)]
    found: list[Placed] = []
    begin = 0
    for at, figure in enumerate(figures):
        stop = figures[at + 1].start if at + 1 < len(figures) else len(text)
        left = max([begin, *(edge + 1 for edge in edges if begin <= edge < figure.start)])
        right = min([stop, *(edge for edge in edges if figure.end <= edge < stop)])
        before, after = text[left : figure.start].strip(), text[figure.end : right].strip()
        said = _terms(before)
        shared = right == stop < len(text)
        if not (shared and said):
            said |= _terms(after)
        leans = figures[at - 1] if at and said and said <= MOVES and left - figures[at - 1].end <= 1 else None
        found.append(Placed(figure, before, after, said, leans))
        begin = figure.end
    return tuple(found)


def _terms(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if len(word) > 1 and not word.isdigit()) - EMPTY


def checkable(text: str) -> list[Placed]:
    """Return the figures of a statement that can be checked; turns of phrase are left out."""
    return [one for one in placed_figures(text) if not one.figure.phrase]


def year_of(figure: Quantity) -> int | None:
    """Return the calendar year that a figure is, or that is part of a date; None for any other figure."""
    if figure.is_year:
        return int(figure.value)
    return next((int(value) for value, unit in figure.parts if unit == "年"), None)
