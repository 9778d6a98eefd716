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
# Words whose vectors are kept; beyond them, the table starts anew (two megabytes a thousand).
MOST_WORDS = 100_000


class Lexicon:
    """A growing table of word vectors; may be shared by threads."""

    def __init__(self, embedding: Embedding) -> None:
        self.embedding = embedding
        self._lock = threading.Lock()
        self._rows: dict[str, int] = {}
        self._vectors: Matrix = np.zeros((1024, embedding.dimension), np.float32)

    def vectors(self, words: Sequence[str]) -> Matrix:
        """Return the unit vectors (n, d) of words; zero for one without any known token."""
        found, place = self.distinct(words)
        return found[place]

    def distinct(self, words: Sequence[str]) -> tuple[Matrix, NDArray[np.int64]]:
        """Return the vectors (m, d) of the different ones of n words, and for each word the number (n,) of its own."""
        number = {word: at for at, word in enumerate(dict.fromkeys(words))}
        place = np.fromiter(map(number.__getitem__, words), np.int64, len(words))
        with self._lock:
            if len(self._rows) > MOST_WORDS:
                self._rows.clear()
            if not number.keys() <= self._rows.keys():
                self._add([word for word in number if word not in self._rows])
            rows = np.fromiter(map(self._rows.__getitem__, number), np.int64, len(number))
            return self._vectors[rows], place

    def _add(self, words: Sequence[str]) -> None:
        first = len(self._rows)
        if first + len(words) > len(self._vectors):
            grown = np.zeros((2 * (first + len(words)), self._vectors.shape[1]), np.float32)
            grown[:first] = self._vectors[:first]
            self._vectors = grown
        self._vectors[first : first + len(words)] = self.embedding.encode_documents(words)
        self._rows |= {word: first + at for at, word in enumerate(words)}


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """Return the lexicon of the shipped embedding, loaded once."""
    return Lexicon(shipped_embedding())
