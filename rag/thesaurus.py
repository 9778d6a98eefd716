"""Everyday wording → the words that reports use for it, from thesaurus.tsv.

The table is general language, written without any report at hand: one group a line, official forms, a tab, everyday
forms. All official forms of a line name the same thing; what is counted apart (受理 and 办结) has lines of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("thesaurus.tsv")
# Official forms that an everyday one stands for at most, the most usual first.
MOST_FORMS = 6


@dataclass(frozen=True, slots=True)
class _Table:
    forms: dict[str, tuple[str, ...]]
    longest: int


@lru_cache(maxsize=1)
def _table() -> _Table:
    found: dict[str, dict[str, None]] = {}
    for official, everyday in groups():
        for phrase in everyday:
            found.setdefault(phrase, {}).update(dict.fromkeys(official))
    forms = {phrase: tuple(official)[:MOST_FORMS] for phrase, official in found.items()}
    return _Table(forms, max(map(len, forms)))


def groups() -> list[tuple[list[str], list[str]]]:
    """Return (official forms, everyday forms) of each line."""
    lines = _FILE.read_text("utf-8").splitlines()
    return [(official.split(), everyday.split()) for official, _, everyday in (line.partition("\t") for line in lines)]


def official_forms(text: str) -> dict[str, tuple[str, ...]]:
    """Return the everyday phrases in a normalised text with what they mean, the longest where several begin."""
    table, split = _table(), _inside_words(text)
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    while at < len(text):
        ends = range(min(at + table.longest, len(text)), at + 1, -1)
        aligned = at not in split
        phrase = next((text[at:end] for end in ends if aligned and end not in split and _may_be(text[at:end])), "")
        if phrase:
            found[phrase] = table.forms[phrase]
        at += len(phrase) or 1
    return found


def _may_be(phrase: str) -> bool:
    """Tell whether a text is a phrase of the table; one that goes on after an abbreviation (gdp增速) is two."""
    mixed = phrase[0].isascii() and not phrase.isascii()
    return phrase in _table().forms and not mixed


def _inside_words(text: str) -> set[int]:
    """Return the positions inside words of the dictionary, where no phrase begins or ends (政府网 in 政府网站)."""
    import rjieba

    inside: set[int] = set()
    at = 0
    for word in rjieba.cut(text):
        if len(word) > 1 and rjieba.has_word(word):
            inside.update(range(at + 1, at + len(word)))
        at += len(word)
    return inside
