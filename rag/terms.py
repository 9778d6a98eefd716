"""The terms of a question, weighted by how rare they are in the index, and how much of them a text holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rag.index.reader import Index
from rag.text import words
from rag.understand import SYNONYM_WEIGHT, Understood

# A rare word weighs more, but one that no report has is everyday wording or a typing error: it counts like a word that
# this share of the passages has.
UNSEEN_SHARE = 0.2
# What a word counts whose characters stand in the text only in pairs (宣传教育 for 法制宣传教育), times their share.
PARTIAL = 0.8


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question asks about: its word and the words that say the same, and its weight.

    `context`: it comes from the question before, and tells which sentence is meant rather than which of its clauses.
    """

    word: str
    others: tuple[str, ...]
    weight: float
    context: bool = False

    def match(self, text: str) -> float:
        """Return how far a normalised text holds the concept, in [0, 1]."""
        if self.word in text:
            return 1.0
        if any(other in text for other in self.others):
            return SYNONYM_WEIGHT
        pairs = [self.word[at : at + 2] for at in range(len(self.word) - 1)]
        if len(pairs) < 2:
            return 0.0
        return PARTIAL * sum(pair in text for pair in pairs) / len(pairs)


def concepts(understood: Understood, index: Index) -> tuple[Concept, ...]:
    """Return the concepts of a question; weights are the question's own times the inverse document frequency."""
    found = []
    spoken = dict(understood.synonyms)
    for word, weight in understood.terms.items():
        others = [form for key in list(spoken) if _says(key, word) for form in spoken.pop(key)]
        found.append(Concept(word, tuple(dict.fromkeys(others)), weight * rarity(index, word), weight < 1))
    # Everyday phrases that the segmenter cut apart (立案|前) are concepts of their own.
    for key, forms in spoken.items():
        found.append(Concept(key, forms, SYNONYM_WEIGHT * max(rarity(index, form) for form in forms)))
    return tuple(found)


def _says(everyday: str, word: str) -> bool:
    """Tell whether a word of the question holds an everyday one, or is part of it."""
    return everyday in word or (len(word) > 1 and word in everyday)


def rarity(index: Index, word: str) -> float:
    """Return the inverse document frequency of a word (of the rarest part of a compound), as BM25 has it.

    ln(1 + (N - n + 0.5) / (n + 0.5)) for a word that n of N passages hold.
    """
    return max((_rarity(index, part) for part in words(word)), default=0.0)


def _rarity(index: Index, word: str) -> float:
    total = max(index.manifest.passages, 1)
    holding = index.holding(word) or UNSEEN_SHARE * total
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def matches(wanted: Sequence[Concept], text: str) -> list[float]:
    """Return how far a normalised text holds each concept."""
    return [concept.match(text) for concept in wanted]


def coverage(wanted: Sequence[Concept], held: Sequence[float]) -> float:
    """Return the weighted share of the concepts that is held, in [0, 1]; 0 for a question without any."""
    total = sum(concept.weight for concept in wanted)
    return sum(concept.weight * part for concept, part in zip(wanted, held, strict=True)) / total if total else 0.0


def best_of(*levels: tuple[float, Sequence[float]]) -> list[float]:
    """Return for each concept the best of several texts' matches, each discounted by its factor."""
    return [
        max(factor * part for factor, part in zip((f for f, _ in levels), parts, strict=True))
        for parts in zip(*(held for _, held in levels), strict=True)
    ]
