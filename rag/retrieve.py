"""Hybrid retrieval: lexical and dense search inside the filter, fused by a weighted sum of standardised scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.index.reader import Index
from rag.types import Filter, Hit

# Passages that each search hands to the fusion; deeper lists changed no recall@10 in the trials.
CANDIDATES = 100
# Weight of the standardised dense score beside the lexical sum, and the height of the best lexical score (in standard
# deviations) above which the weight falls with the cube of the height: names and rare words that only one passage has
# are evidence by themselves.
DENSE_WEIGHT, STANDOUT, FALL = 4.0, 3.0, 3
# Height above which the query's own words are enough, and no other words for them are looked for.
OPEN = 4.0
# Points of recall@1 / @10 beyond the best BM25 of each column, on what was tuned on (`python -m eval.retrieval`); the
# last column is half of eval/paraphrases.jsonl over 75 reports. 108 settings were tried: of those never worse than
# BM25 by more than 0.15, the best sum. The other halves of the sets are in README.md.
#     weight standout fall open   STARD odd     among all laws   CMRC trial    XQuAD zh      everyday wording
#        1.5     3     3    5     0.0 / +1.9     -0.9 / -0.4    -0.1 / +0.1   +0.1 / +0.1    +13.1 / +20.0
#        4       3     3    0    +2.5 / +3.6     -0.1 / +1.3    +0.2 / +0.1    0.0 /  0.0     +8.5 / +18.5
#        4       3     3    4    +1.9 / +3.4     +0.3 / +0.9    +0.2 / +0.1   -0.1 /  0.0    +10.8 / +24.6
#        4       3     3    5    +1.0 / +3.4     +0.3 / +0.9    +0.1 / +0.1   -0.3 / +0.1    +13.1 / +27.7
#        4       3     2    4    +1.9 / +4.0      0.0 / +1.6    +0.1 / +0.1   -0.5 /  0.0    +12.3 / +30.0
#        4       4     3    4    +1.8 / +4.1     +0.1 / +1.3    +0.1 / +0.1   -0.6 /  0.0    +14.6 / +32.3
#        6       3     3    4    +1.8 / +4.0      0.0 / +1.4    +0.3 / +0.1   -0.3 /  0.0    +12.3 / +28.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A row of the index with its fused score and the two it was fused from."""

    row: int
    score: float
    dense: float | None
    lexical: float | None


def rank(
    index: Index, query: str, wanted: Filter, k: int, *, search: str = "hybrid", expansion: str = ""
) -> list[Scored]:
    """Return the `k` best rows inside the filter, best first; a filter that admits no report finds nothing.

    `search` is "hybrid", or "lexical" or "dense" for that score alone.
    """
    reports = index.report_ids(wanted)
    vector = index.embedding.encode_query(query)
    lexical = {} if search == "dense" else _lexical(index, query, reports, expansion)
    near = [] if search == "lexical" else index.near(vector, CANDIDATES, index.keep(reports))
    rows = sorted(lexical.keys() | set(near))
    if not rows:
        return []
    similarities = index.similarities(vector, rows)
    floor = min(lexical.values(), default=0.0)
    lexical_scores = [lexical.get(row, floor) for row in rows]
    dense_scores = [0.0 if search == "lexical" else similarities[row] for row in rows]
    fused = fuse(lexical_scores, dense_scores)
    scored = [
        Scored(row, float(score), similarities[row], lexical.get(row)) for row, score in zip(rows, fused, strict=True)
    ]
    return sorted(scored, key=lambda hit: (-hit.score, hit.row))[:k]


def _lexical(index: Index, query: str, reports: Sequence[str] | None, expansion: str) -> dict[int, float]:
    """Return the lexical scores by row; other words count only where the query's own leave it open what is meant."""
    found = dict(index.lexical(query, CANDIDATES, reports))
    if not expansion or _height(list(found.values())) > OPEN:
        return found
    return dict(index.lexical(query, CANDIDATES, reports, expansion))


def _height(scores: Sequence[float]) -> float:
    """Return how far the best score stands above the others, in standard deviations."""
    return float(_standardised(scores).max(initial=0.0)) if len(scores) else 0.0


def fuse(lexical: Sequence[float], dense: Sequence[float]) -> NDArray[np.float64]:
    """Return the weighted sum (n,) of both score lists (n,), each brought to mean 0 and deviation 1 first.

    The more the best lexical score stands out from the others, the less the dense scores count.
    """
    words = _standardised(lexical)
    height = float(words.max(initial=0.0))
    weight = DENSE_WEIGHT * min(1.0, STANDOUT / height) ** FALL if height > 0 else DENSE_WEIGHT
    return words + weight * _standardised(dense)


def _standardised(scores: Sequence[float]) -> NDArray[np.float64]:
    values = np.asarray(scores, dtype=np.float64)
    deviation = values.std()
    # Scores that differ by rounding alone say nothing, and must not be blown up to say much.
    return (values - values.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)


class Reranker(Protocol):
    """A cross-encoder: scores pairs of question and text, higher is better."""

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the score (n,) of each text."""


def rerank(index: Index, scored: Sequence[Scored], query: str, reranker: Reranker) -> list[Scored]:
    """Return the rows with the reranker's scores in place of their own, best first."""
    texts = [content for _, content, _ in index.documents([hit.row for hit in scored])]
    scores = reranker.scores(query, texts).tolist() if texts else []
    rescored = [replace(hit, score=score) for hit, score in zip(scored, scores, strict=True)]
    return sorted(rescored, key=lambda hit: (-hit.score, hit.row))


def to_hits(index: Index, scored: Sequence[Scored]) -> list[Hit]:
    """Return the passages of reports at these rows as hits, in their order."""
    passages = index.passages_at([hit.row for hit in scored])
    return [
        Hit(passage=passages[hit.row], score=hit.score, dense=hit.dense, lexical=hit.lexical)
        for hit in scored
        if hit.row in passages
    ]
