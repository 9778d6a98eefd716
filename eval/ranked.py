"""How well a ranking finds what is relevant: recall, reciprocal rank and discounted gain, as trec_eval defines them.

Pure functions over ids. A question without any relevant id, or with an empty list, is a miss (0) and never leaves the
denominator of a mean; trec_eval leaves such questions out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

Ranking = Sequence[int]
Relevant = Collection[int]


def found(ranked: Ranking, relevant: Relevant, cut: int) -> bool:
    """Tell whether a relevant id is among the first `cut` (trec_eval's success)."""
    return any(entry in relevant for entry in ranked[:cut])


def recall(ranked: Ranking, relevant: Relevant, cut: int) -> float:
    """Return the share of the relevant ids that are among the first `cut` (trec_eval's recall)."""
    return sum(entry in relevant for entry in ranked[:cut]) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Ranking, relevant: Relevant, cut: int) -> float:
    """Return 1 / rank (from 1) of the first relevant id among the first `cut`, 0 where there is none."""
    return next((1 / rank for rank, entry in enumerate(ranked[:cut], 1) if entry in relevant), 0.0)


def ndcg(ranked: Ranking, relevant: Relevant, cut: int) -> float:
    """Return the discounted gain of the first `cut` over that of the best ranking (trec_eval's ndcg_cut).

    An id is relevant or not; its gain at a rank (from 1) is 1 / log2(rank + 1) (Järvelin and Kekäläinen 2002).
    """
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(cut, len(relevant)) + 1))
    gain = sum(1 / math.log2(rank + 1) for rank, entry in enumerate(ranked[:cut], 1) if entry in relevant)
    return gain / best if best else 0.0


def as_ids(flags: Sequence[bool], relevant: int) -> tuple[Ranking, Relevant]:
    """Return a ranking of which is known what is relevant as ids: 0, 1, … as found, negative where it was not found.

    `relevant` is the number of all relevant ids; there are never fewer than were found.
    """
    hits = {at for at, flag in enumerate(flags) if flag}
    return range(len(flags)), hits | {-at for at in range(1, relevant - len(hits) + 1)}
