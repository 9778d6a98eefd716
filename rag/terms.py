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
    """Return the concepts of a question; weights are the question's own times the inverse document frequency.

    An everyday phrase of several words (请不起律师) is one concept, and its words are none of their own.
    """
    said = understood.synonyms
    phrases = {forms: key for key, forms in said.items() if not any(key in word for word in understood.terms)}
    found = []
    for word, weight in understood.terms.items():
        if not any(word in key for key in said if key not in word):
            forms = [form for key in said if key in word for form in said[key]]
            found.append(Concept(word, tuple(dict.fromkeys(forms)), weight * rarity(index, word), weight < 1))
    for others, phrase in phrases.items():
        # A phrase weighs no less than those of its words that reports use as well (执法 in 执法证).
        parts = sum(rarity(index, word) for word in understood.terms if word in phrase and index.holding(word))
        found.append(Concept(phrase, others, max(parts, SYNONYM_WEIGHT * max(rarity(index, form) for form in others))))
    return tuple(found)


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
