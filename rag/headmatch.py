"""Whether the words of a question say the head of a table's row or column."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text import normalise, words
from rag.vocabulary import STOP_WORDS

# What a head counts whose words are said, but not in a row, or by other words for them.
SCATTERED = 0.95
# The longest word that is short for a name (人社, 住建).
LONGEST_SHORT = 3
_ROW_ENDING = re.compile("(?:领域|类|方面|部门|系统|案件|情况)$")
_COLUMN_ENDING = re.compile("(?:案件|件)?(?:[件人次户家]?数|数量|数额|金额|总[数量额]|情况|合计)$")
_DENIED = re.compile("(?:[未不非无]|[不未]予)$")
_SORTS = (
    (re.compile("占|比例|比重"), re.compile("占|比例|比重")),
    (re.compile("同比|环比|增|减|升|降|变化|[多少]了"), re.compile("[同环]比|增减|增长|增幅|降幅|升降|变化")),
)


def said(name: str, text: str) -> float:
    """Return how far a normalised text says a head, in [0, 1]: in one piece, or word by word; 0 where it denies it."""
    name = normalise(name)
    if not name:
        return 0.0
    at = text.find(name)
    if at >= 0:
        return 0.0 if _DENIED.search(text[:at]) else 1.0
    parts = _parts(name)
    held = sum(len(word) for word in parts if word in text)
    return SCATTERED * held / sum(map(len, parts)) if parts else 0.0


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if len(word) > 1 or word not in STOP_WORDS)


def shortens(term: str, name: str) -> bool:
    """Tell whether a word takes its characters from a name in their order, the first one first: 人社, 住建."""
    if not 1 < len(term) <= LONGEST_SHORT or term in name or term[0] != name[:1]:
        return False
    at = 0
    for char in term:
        at = name.find(char, at) + 1
        if not at:
            return False
    return True


def row_name(name: str) -> str:
    """Return a row's head without what nearly every head may end with: 公安领域 → 公安."""
    return _without(_ROW_ENDING, name)


def column_name(name: str) -> str:
    """Return a column's head without what it only counts by: 受理件数 → 受理; 数量 → nothing."""
    return _without(_COLUMN_ENDING, name)


def _without(ending: re.Pattern[str], name: str) -> str:
    rest = ending.sub("", name)
    return rest if len(rest) != 1 else name


def asks_sort(name: str, text: str) -> bool | None:
    """Tell whether a text asks for the shares, or changes, that a column holds; None where it holds neither."""
    sorts = [asked for asked, of_head in _SORTS if of_head.search(name)]
    return any(asked.search(text) for asked in sorts) if sorts else None
