"""A question that names no place of a report, but something else by its own name: 花湖机场, 胜利油田, 曼谷.

What is told of another airport or oil field is no answer, however alike all other words are. Of 481 questions without a
place, 69 candidates for what nothing answers were likelier than 0.05 and did not hold the question's first name, nor
did 11 right ones: short forms of the report's place (锡盟), which are spared, and words that are no names (护江), which
is why things tagged as names (nz) do not count.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.divisions import short_name
from rag.sounds import usual_sounds
from rag.types import Passage, Report

# What the names of places and bodies are tagged as, and what is tagged so but no name.
_NAMES = ("ns", "nt")
_NO_NAMES = re.compile("城市|新区|农村|长三角|珠三角|京津冀|大湾区|全[国省市]|国内")
_COUNTED = re.compile(r"(?:多少|[几两\d])$")


@lru_cache(maxsize=1024)
def name_in(question: str) -> str:
    """Return the first proper name of a question, at least two characters; "" where it has none."""
    import rjieba

    at = 0
    for word, tag in rjieba.tag(question):
        if tag[:2] in _NAMES and len(word) > 1 and not _NO_NAMES.search(word) and not _COUNTED.search(question[:at]):
            return word
        at += len(word)
    return ""


def is_of(name: str, passage: Passage, report: Report) -> bool:
    """Tell whether a passage, its headings or its report's title or place hold a name, or the first half of one."""
    told = (passage.text, *passage.heading, report.title)
    if any(name in text or name[:2] in text for text in told):
        return True
    return any(
        _is_short_for(name, place) or _sounds_like(name, place) for place in (report.place or "", *report.parents)
    )


def _sounds_like(name: str, place: str) -> bool:
    """Tell whether a name is a place's misspelt: 嘉星 for 嘉兴市."""
    return bool(place) and usual_sounds(name) == usual_sounds(short_name(place))


def _is_short_for(name: str, place: str) -> bool:
    """Tell whether all characters of a name stand in a place's, in order: 锡盟 for 锡林郭勒盟."""
    rest = iter(place)
    return all(char in rest for char in name)
