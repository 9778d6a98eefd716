"""How alike words are in meaning, by the shipped embedding; one vector a word, made once.

Whatever model embeds the passages, words are compared by the shipped one: it gives thousands of word vectors a second
without torch, and the scores stand beside constants that were tuned with it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.embedding.loader import Embedding, shipped_embedding

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]
# Words whose vectors are kept; beyond them, the table starts anew (two megabytes a thousand).
MOST_WORDS = 100_000


class WordTable:
    """Words with their vectors; it only grows, so that each word keeps its number. May be shared by threads."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding
        self._lock = threading.Lock()
        self._rows: dict[str, int] = {}
        self._vectors: Matrix = np.zeros((1024, embedding.dimension), np.float32)

    def __len__(self) -> int:
        return len(self._rows)

    def numbers(self, words: Sequence[str]) -> Numbers:
        """Return the numbers (n,) of words, which are taken in where they are new."""
        with self._lock:
            new = [word for word in dict.fromkeys(words) if word not in self._rows]
            if new:
                self._add(new)
            return np.fromiter(map(self._rows.__getitem__, words), np.int64, len(words))

    def vectors(self, numbers: Numbers, dimension: int | None = None) -> Matrix:
        """Return the unit vectors (n, d) of words by their numbers; zero for one without any known token.

        `dimension` is how many of their first values are given, None for all.
        """
        return self._vectors[:, :dimension][numbers]

    def _add(self, words: Sequence[str]) -> None:
        first = len(self._rows)
        if first + len(words) > len(self._vectors):
            grown = np.zeros((2 * (first + len(words)), self._vectors.shape[1]), np.float32)
            grown[:first] = self._vectors[:first]
            self._vectors = grown
        self._vectors[first : first + len(words)] = self._embedding.encode_documents(words)
        self._rows |= {word: first + at for at, word in enumerate(words)}


class Lexicon:
    """The vectors of words; may be shared by threads."""

    def __init__(self, embedding: Embedding) -> None:
        self.embedding = embedding
        self._table = WordTable(embedding)

    def table(self) -> WordTable:
        """Return the table of words, a new one where it is full; numbers are those of one table."""
        if len(self._table) > MOST_WORDS:
            self._table = WordTable(self.embedding)
        return self._table

    def vectors(self, words: Sequence[str], dimension: int | None = None) -> Matrix:
        """Return the unit vectors (n, d) of words, or their first values; see `WordTable.vectors`."""
        table = self.table()
        return table.vectors(table.numbers(words), dimension)


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """Return the lexicon of the shipped embedding, loaded once."""
    return Lexicon(shipped_embedding())
