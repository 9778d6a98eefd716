"""The concepts of a question, weighted by how rare they are in the index, and how far texts hold each of them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from rag.index.reader import Index
from rag.lexicon import Lexicon, Numbers, WordTable
from rag.text import words
from rag.understood import SYNONYM_WEIGHT, Understood

Matrix = NDArray[np.float32]
_GAP = "\0"  # in no normal form

# A rare word weighs more, but one that no report has is everyday wording or a typing error: it counts like a word that
# this share of the passages has.
UNSEEN_SHARE = 0.2
# What a word counts whose characters stand in the text only in pairs (宣传教育 for 法制宣传教育), times their share.
PARTIAL = 0.8
# Cosines of words from which, and up to which, one stands for the other, and what it then counts at most.
FOREIGN, ALIKE, SOFT = 0.25, 0.6, 0.8
# Words that are compared with those of the question at once.
BLOCK = 128


@dataclass(frozen=True)
class Concept:
    """One thing that the question asks about: its word and the words that say the same, and its weight.

    `context`: it comes from the question before, and tells which sentence is meant rather than which of its clauses;
    `seen`: some report of the index has the very word, so that one that lacks it does not speak of it; `phrase`: it is
    an everyday phrase, of which a part says nothing.
    """

    word: str
    others: tuple[str, ...]
    weight: float
    context: bool = False
    seen: bool = True
    phrase: bool = False

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Return the overlapping pairs of the word's characters; none for a word of two, and for a phrase."""
        apart = len(self.word) > 2 and not self.phrase
        return tuple(self.word[at : at + 2] for at in range(len(self.word) - 1)) if apart else ()

    def match(self, text: str) -> float:
        """Return how far a normalised text holds the concept, in [0, 1]."""
        if self.word in text:
            return 1.0
        parts = PARTIAL * sum(pair in text for pair in self.pairs) / len(self.pairs) if self.pairs else 0.0
        return max(parts, SYNONYM_WEIGHT if any(other in text for other in self.others) else 0.0)

    def held(self, holding: Callable[[str], NDArray[np.bool_]], texts: int) -> Matrix:
        """Return how far each of some texts holds the concept; `holding` tells which of them have a form."""
        parts = np.zeros(texts, np.float32)
        if self.pairs:
            parts += PARTIAL * np.sum([holding(pair) for pair in self.pairs], axis=0) / len(self.pairs)
        for other in self.others:
            parts = np.maximum(parts, SYNONYM_WEIGHT * holding(other))
        return np.maximum(parts, holding(self.word))


class Matcher:
    """Holds texts against the concepts of one question: rows are concepts, columns texts, values in [0, 1]."""

    def __init__(self, concepts: Sequence[Concept], lexicon: Lexicon) -> None:
        self.concepts = concepts
        self.weights = np.array([concept.weight for concept in concepts], np.float32)
        self.seen = np.array([concept.seen for concept in concepts], np.bool_)
        self._lexicon = lexicon
        self._forms = [(concept.word, *concept.others) for concept in concepts]
        self._starts = np.cumsum([0, *(len(forms) for forms in self._forms)])[:-1]
        self._vectors = lexicon.vectors([form for forms in self._forms for form in forms])

    def exact(self, texts: Sequence[str]) -> Matrix:
        """Return how far each normalised text holds each concept in its own letters or those of its other forms."""
        # looking once through all texts together is ten times as fast as through each
        joined = _GAP.join(texts)
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

        def holding(form: str) -> NDArray[np.bool_]:
            found, at = np.zeros(len(texts), np.bool_), joined.find(form)
            while at >= 0:
                following = bisect_right(starts, at)
                found[following - 1] = True
                at = joined.find(form, starts[following])
            return found

        return np.array([concept.held(holding, len(texts)) for concept in self.concepts], np.float32).reshape(
            len(self.concepts), len(texts)
        )

    def table(self) -> WordTable:
        """Return the table of words that numbers are of."""
        return self._lexicon.table()

    def soft(self, texts: Sequence[Sequence[str]]) -> Matrix:
        """Return how near in meaning the nearest word of each of t texts, given as its words, is to each concept.

        Shape (k, t), in [0, SOFT].
        """
        table = self.table()
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        return self.soft_of(table, table.numbers(list(chain.from_iterable(texts))), lengths)

    def soft_of(self, table: WordTable, numbers: Numbers, lengths: Numbers) -> Matrix:
        """Return the same (k, t) for texts given as the `numbers` (w,) of all their words in a table.

        `lengths` (t,) tells how many words each has.
        """
        result = np.zeros((len(self.concepts), len(lengths)), np.float32)
        filled = lengths > 0
        if not filled.any():
            return result
        # a word that many texts have is looked at once
        met = np.zeros(len(table), np.bool_)
        met[numbers] = True
        different = np.flatnonzero(met)
        place = np.empty(len(met), np.int64)
        place[different] = np.arange(len(different))
        # a block at a time, as its vectors then stay near the processor: it is twice as fast
        blocks = (different[start : start + BLOCK] for start in range(0, len(different), BLOCK))
        cosines = np.concatenate([table.vectors(block) @ self._vectors.T for block in blocks])
        nearest = np.maximum.reduceat(cosines.T, self._starts, axis=0)
        best = np.maximum.reduceat(nearest.take(place[numbers], axis=1), (np.cumsum(lengths) - lengths)[filled], axis=1)
        result[:, filled] = SOFT * np.clip((best - FOREIGN) / (ALIKE - FOREIGN), 0, 1)
        return result

    def coverage(self, held: Matrix) -> Matrix:
        """Return the weighted share of the concepts that each text holds, (n,), in [0, 1]; 0 without any concept."""
        total = float(self.weights.sum())
        # not by BLAS, which now and then warns of invalid values where there are none
        share = np.einsum("c,ct->t", self.weights, held) / total if total else np.zeros(held.shape[1])
        return np.asarray(share, np.float32)


def concepts(understood: Understood, index: Index) -> tuple[Concept, ...]:
    """Return the concepts of a question; weights are the question's own times the inverse document frequency.

    An everyday phrase of several words (请不起律师) is one concept, and its words are none of their own.
    """
    said = understood.synonyms
    phrases = {key: forms for key, forms in said.items() if not any(key in word for word in understood.terms)}
    found = []
    for word, weight in understood.terms.items():
        if word.isascii() and word in said:
            # an abbreviation (GDP) is what it stands for, and no closer to a text that has its letters
            found.append(
                Concept(said[word][0], (*said[word][1:], word), weight * rarity(index, said[word][0]), weight < 1)
            )
        elif not any(word in key for key in phrases):
            forms = [form for key in said if key in word for form in said[key]]
            seen = all(index.holding(part) for part in words(word))
            found.append(Concept(word, tuple(dict.fromkeys(forms)), weight * rarity(index, word), weight < 1, seen))
    for phrase, others in phrases.items():
        # A phrase weighs no less than those of its words that reports use as well (执法 in 执法证).
        parts = sum(rarity(index, word) for word in understood.terms if word in phrase and index.holding(word))
        weight = max(parts, SYNONYM_WEIGHT * max(rarity(index, form) for form in others))
        found.append(Concept(phrase, others, weight, seen=False, phrase=True))
    known = {concept.word for concept in found}
    found += [_quoted(text, index) for text in understood.quoted if text not in known and len(words(text)) > 1]
    return tuple(found)


def _quoted(text: str, index: Index) -> Concept:
    """Return a quoted name as one concept, beside its words; no report is known to have it as it stands."""
    return Concept(text, (), rarity(index, text), seen=False, phrase=True)


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
