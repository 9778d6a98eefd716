"""First vectors for training: which tokens stand beside which, in the texts of the training data.

Positive pointwise mutual information of tokens within a window, and its best approximation of low rank; with context
counts to the power of 0.75 and singular values to that of 0.5 (Levy, Goldberg, Dagan 2015, TACL 3: 211-225). Words that
stand in the same company begin near each other, as 告示 and 张贴 do, before any pair of texts has been seen.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import scipy.sparse as sp
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_LOG = logging.getLogger(__name__)
WINDOW = 5  # tokens on either side; a neighbour at distance d counts 1/d
MOST_TOKENS = 30_000_000  # of text that is looked at: more takes memory and changes little
FEWEST = 1.0  # weighted meetings of two tokens below which they are chance
_CONTEXT, _SINGULAR = 0.75, 0.5
_TEXTS_AT_ONCE, _PAIRS_AT_ONCE = 20_000, 8_000_000


def first_directions(tokenizer: Tokenizer, texts: Sequence[str], dimension: int, seed: int) -> NDArray[np.float32]:
    """Return one vector of unit length a token, (tokens, dimension); random for tokens that the texts hardly have."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd

    association = _association(_counts(_stream(tokenizer, texts), tokenizer.get_vocab_size()))
    _LOG.info("共现统计:%d 对词元", association.nnz)
    size = min(dimension, min(association.shape) - 1)
    left, values, _ = randomized_svd(
        association, n_components=size, n_iter=2, random_state=seed, power_iteration_normalizer="QR"
    )
    vectors = np.zeros((association.shape[0], dimension), np.float32)
    vectors[:, :size] = left * values**_SINGULAR
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    noise = np.random.default_rng(seed).standard_normal(vectors.shape, np.float32)
    vectors = np.where(lengths > 1e-6, vectors, noise)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _stream(tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.int32]:
    """Return the token numbers of the texts end to end, zeros (the unknown token) between them."""
    import numpy as np

    gap = [0] * WINDOW
    parts: list[NDArray[np.int32]] = []
    total = 0
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        some = list(texts[start : start + _TEXTS_AT_ONCE])
        parts += [np.array(e.ids + gap, np.int32) for e in tokenizer.encode_batch_fast(some, add_special_tokens=False)]
        total = sum(map(len, parts))
        if total > MOST_TOKENS:
            break
    return np.concatenate(parts)[:MOST_TOKENS]


def _counts(stream: NDArray[np.int32], tokens: int) -> sp.csr_matrix:
    import numpy as np
    import scipy.sparse as sp

    counts = sp.csr_matrix((tokens, tokens), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = stream[:-distance], stream[distance:]
        known = (left > 0) & (right > 0)
        left, right = left[known], right[known]
        for start in range(0, len(left), _PAIRS_AT_ONCE):
            some = slice(start, start + _PAIRS_AT_ONCE)
            ones = np.full(len(left[some]), 1 / distance, np.float32)
            counts = counts + sp.coo_matrix((ones, (left[some], right[some])), shape=counts.shape).tocsr()
    counts = counts + counts.T
    counts.data[counts.data < FEWEST] = 0
    counts.eliminate_zeros()
    return counts


def _association(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the positive pointwise mutual information of tokens (rows) and contexts (columns)."""
    import numpy as np
    import scipy.sparse as sp

    rows = np.asarray(counts.sum(axis=1)).ravel()
    contexts = rows**_CONTEXT
    contexts /= max(float(contexts.sum()), 1e-12)
    cells = counts.tocoo()
    values = np.log(cells.data / np.maximum(rows[cells.row], 1e-9) / np.maximum(contexts[cells.col], 1e-12))
    kept = values > 0
    return sp.csr_matrix((values[kept].astype(np.float32), (cells.row[kept], cells.col[kept])), shape=counts.shape)
