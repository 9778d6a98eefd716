"""Everyday wording for official wording, in training pairs: so that 打官司 and 行政诉讼 come to mean the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rag.thesaurus import groups

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

LONGEST_QUERY = 90  # characters; a longer sentence is no question
EXCHANGED = 0.5  # share of queries that are said in everyday words as well
MOST_EXCHANGES, EXCHANGE = 2, 0.7  # phrases of a query that are exchanged at most, and how often one is
MOST_FORMS = 3  # official forms of a group: the later ones are the rarer


@lru_cache(maxsize=1)
def _everyday() -> tuple[dict[str, list[str]], int]:
    """Return the everyday forms of each official one, and the length of the longest of these."""
    found: dict[str, list[str]] = {}
    for official, everyday in groups():
        for form in official[:MOST_FORMS]:
            found.setdefault(form, []).extend(everyday)
    return found, max(map(len, found))


def in_everyday_words(text: str, dice: random.Random) -> str | None:
    """Return a query with official phrases exchanged for everyday ones; None where none is, and for most by chance."""
    if len(text) >= LONGEST_QUERY or dice.random() >= EXCHANGED:
        return None
    forms, longest = _everyday()
    parts: list[str] = []
    exchanged = at = 0
    while at < len(text):
        ends = range(min(at + longest, len(text)), at + 1, -1)
        official = next((text[at:end] for end in ends if text[at:end] in forms), "")
        if official and exchanged < MOST_EXCHANGES and dice.random() < EXCHANGE:
            parts.append(dice.choice(forms[official]))
            exchanged += 1
            at += len(official)
        else:
            parts.append(text[at])
            at += 1
    return "".join(parts) if exchanged else None


def phrase_pairs() -> Iterator[tuple[str, str]]:
    """Yield (everyday phrase, official words): each form by itself, and all of a group together."""
    for official, everyday in groups():
        for phrase in everyday:
            for form in official[:MOST_FORMS]:
                yield phrase, form
            if len(official) > 1:
                yield phrase, " ".join(official)
