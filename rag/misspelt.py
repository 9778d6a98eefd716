"""Typing errors that sound right: 付议 for 复议, against the words that the index has.

What does not belong to any word is looked up by its sound among the pieces that the shipped embedding's tokenizer
knows (30,000 words of news and laws), of which only those count that the index has. Names of places are `rag.places`'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from rag.places import find_places
from rag.simplify import pieces
from rag.sounds import usual_sounds
from rag.types import Report
from rag.vocabulary import STOP_WORDS
from rag.wording import plain_question

# Characters of a stretch that is looked up, at least and at most; passages that must have the word which it sounds
# like, and how many times more of them than the next word of that sound.
SHORTEST, LONGEST, FEWEST, CLEARLY = 2, 4, 3, 3
# Characters that questions are made of, written for others of the same sound (受里, 工做): taken for those alone.
_TAKEN_FOR = str.maketrans("里做", "理作")
# What stands behind the word for what it measures, if nothing else that sounds so could: 律, but not 输 for 数.
_MEASURED = "率额"
_WORD = re.compile("[一-鿿]{2,4}")
_Holding = Callable[[str], int]


def heard_in(question: str, catalogue: Sequence[Report], holding: _Holding) -> tuple[str, dict[str, str]]:
    """Return a question in its normal form, and what in it beside names of places sounds like other words."""
    text = plain_question(question)
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
    """Yield (position, stretch) of characters that are no word together, one of which belongs to no word as it stands.

    A word beside it may have been cut wrongly (付|议案|件), so that a long stretch may hold any part of it.
    """
    import rjieba

    words = rjieba.cut(text)
    edges = [0, *accumulate(map(len, words))]
    lone = [len(word) == 1 or not (rjieba.has_word(word) or holding(word)) for word in words]
    for at, word in enumerate(words):
        if not lone[at] or word in STOP_WORDS or not _WORD.match(word * 2):
            continue
        odd = not holding(word)
        first, last = edges[max(at - 1, 0)], edges[min(at + 2, len(words))]
        for start in range(first, edges[at] + 1):
            for end in range(edges[at + 1], min(last, start + LONGEST) + 1):
                stretch = text[start:end]
                plain = STOP_WORDS.isdisjoint(_taken_for(stretch)) or (odd and end - start > 2)
                whole = all(lone[one] for one in range(len(words)) if start < edges[one + 1] and edges[one] < end)
                whole = whole and {start, end} <= set(edges)
                if plain and (whole or len(stretch) > 2) and _WORD.fullmatch(stretch) and not rjieba.has_word(stretch):
                    yield start, stretch


def _sounding_like(stretch: str, holding: _Holding) -> str:
    """Return the word of the index that sounds like a stretch and is half written like it; "" where none clearly is."""
    sounding: set[str] = {*by_sound().get(usual_sounds(stretch), ()), *_measured(stretch, holding)}
    if not STOP_WORDS.isdisjoint(stretch) and _taken_for(stretch) != stretch:
        sounding &= {_taken_for(stretch)}
    alike = [
        word
        for word in sounding - {stretch}
        if 2 * sum(a == b for a, b in zip(word, stretch, strict=True)) >= len(word)
    ]
    ranked = sorted(((_passages_with(word, holding), word) for word in alike), reverse=True)[:2]
    if not ranked or ranked[0][0] < FEWEST or (len(ranked) > 1 and ranked[0][0] < CLEARLY * ranked[1][0]):
        return ""
    return ranked[0][1]


def _passages_with(word: str, holding: _Holding) -> int:
    """Return how many passages hold a word; of one with its measure (纠错率), which the index has apart, its word."""
    return holding(word) or (holding(word[:-1]) if word[-1] in _MEASURED and len(word) > 2 else 0)


def _taken_for(stretch: str) -> str:
    """Return a stretch of two characters with the second one as what it is written for, if it is such; else itself."""
    return f"{stretch[0]}{stretch[1].translate(_TAKEN_FOR)}" if len(stretch) == SHORTEST else stretch


def _measured(stretch: str, holding: _Holding) -> Iterator[str]:
    """Yield what a word with another measure's sound behind it stands for: 纠错律 for 纠错率, which is in no list."""
    import rjieba

    word, last = stretch[:-1], stretch[-1]
    apart = len(word) > 1 and holding(word) >= FEWEST and not rjieba.has_word(stretch[-2:])  # 办法律 is no 办法率
    for measure in _MEASURED if apart else ():
        if last != measure and usual_sounds(last) == usual_sounds(measure) and holding(measure):
            yield word + measure


@lru_cache(maxsize=1)
def by_sound() -> dict[tuple[str, ...], list[str]]:
    """Return the words by how they sound; made at the first call, which takes half a second."""
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in pieces():
        if _WORD.fullmatch(word):
            found[usual_sounds(word)].append(word)
    return dict(found)
