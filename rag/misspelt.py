"""Typing errors that sound right: 付议 for 复议, against the words that the index has.

What does not belong to any word is looked up by its sound among the pieces that the shipped embedding's tokenizer
knows (30,000 words of news and laws), of which only those count that the index has. Names of places are `rag.places`'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from rag.places import find_places
from rag.simplify import pieces, simplified
from rag.sounds import sounds
from rag.text import normalise
from rag.types import Report
from rag.vocabulary import STOP_WORDS
from rag.years import in_digits

# Characters of a stretch that is looked up; passages that must have the word which it sounds like, and how many times
# more of them than the next word of that sound.
LONGEST, FEWEST, CLEARLY = 4, 3, 3
_WORD = re.compile("[一-鿿]{2,4}")
_Holding = Callable[[str], int]


def heard_in(question: str, catalogue: Sequence[Report], holding: _Holding) -> tuple[str, dict[str, str]]:
    """Return a question in its normal form, and what in it beside names of places sounds like other words."""
    text = in_digits(normalise(simplified(question)))
    named = find_places(text, catalogue)
    rest = named.rest
    for name in named.unknown:
        rest = rest.replace(name, " " * len(name))
    return text, heard_words(rest, holding)


def heard_words(text: str, holding: _Holding) -> dict[str, str]:
    """Return the stretches of a normalised text that are no words, and the words that they sound like.

    `holding` tells how many passages of the index hold a word. What sounds like several words equally is left alone.
    """
    found: dict[str, str] = {}
    taken: set[int] = set()
    stretches = sorted(_stretches(text, holding), key=lambda entry: -len(entry[1]))
    for at, stretch in stretches:
        if taken.isdisjoint(range(at, at + len(stretch))) and (word := _sounding_like(stretch, holding)):
            found[stretch] = word
            taken.update(range(at, at + len(stretch)))
    return found


def corrected(text: str, heard: Mapping[str, str]) -> str:
    """Return the text with each of these stretches replaced by what it sounds like."""
    for stretch, word in heard.items():
        text = text.replace(stretch, word)
    return text


def _stretches(text: str, holding: _Holding) -> Iterator[tuple[int, str]]:
    """Yield (position, stretch) of neighbouring words that are no word together: lone characters, and one word more."""
    import rjieba

    words = rjieba.cut(text)
    lone = [len(word) == 1 or not (rjieba.has_word(word) or holding(word)) for word in words]
    odd = [is_lone and not holding(word) for word, is_lone in zip(words, lone, strict=True)]
    at = 0
    for first, word in enumerate(words):
        for last in range(first + 1, min(first + LONGEST, len(words))):
            span = slice(first, last + 1)
            stretch = "".join(words[span])
            plain = any(odd[span]) or STOP_WORDS.isdisjoint(words[span])
            if plain and sum(lone[span]) >= last - first and _WORD.fullmatch(stretch) and not rjieba.has_word(stretch):
                yield at, stretch
        at += len(word)


def _sounding_like(stretch: str, holding: _Holding) -> str:
    """Return the word of the index that sounds like a stretch and is half written like it; "" where none clearly is."""
    sounding = {word for key in product(*sounds(stretch)) for word in _by_sound().get(key, ())}
    alike = [word for word in sounding if 2 * sum(a == b for a, b in zip(word, stretch, strict=True)) >= len(word)]
    ranked = sorted(((holding(word), word) for word in alike), reverse=True)[:2]
    if not ranked or ranked[0][0] < FEWEST or (len(ranked) > 1 and ranked[0][0] < CLEARLY * ranked[1][0]):
        return ""
    return ranked[0][1]


@lru_cache(maxsize=1)
def _by_sound() -> dict[tuple[str, ...], list[str]]:
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in pieces():
        if _WORD.fullmatch(word):
            for key in product(*sounds(word)):
                found[key].append(word)
    return dict(found)
