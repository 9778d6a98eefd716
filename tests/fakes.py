"""Fakes whose results can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

KEYWORDS = ("复议", "诉讼", "备案", "调解")


class KeywordEmbedder:
    """One dimension a keyword, then unit length: a text with one of them is a basis vector, one without any is zero."""

    name = "keywords"
    fingerprint = "keywords-1"
    dimension = len(KEYWORDS)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array([[text.count(word) for word in KEYWORDS] for text in texts], dtype=np.float32)
        counts = counts.reshape(len(texts), self.dimension)
        norms = np.linalg.norm(counts, axis=1, keepdims=True)
        return np.asarray(counts / np.where(norms > 0, norms, 1), dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.encode_documents([text])[0]
