"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.37, "clause_exact": 0.31, "sentence": 2.01, "sentence_exact": 1.19, "whole": 1.58,
    "key_clause": -0.33, "key_whole": 0.56, "second_whole": 0.54, "cosine_clause": 2.13, "cosine_sentence": 2.18,
    "passage": 0.34, "no_figure": -2.67, "other_unit": -1.25, "near": 1.47, "plain": -0.34, "part": -0.11,
    "lead": -0.51, "other_side": -1.97, "annex": -0.06, "long": 0.72, "other_year": 0.16, "quoted": 0.41,
    "no_date": -2.11, "first_clause": -0.02, "news": -0.12, "label": 0.37, "items": 1.42, "count": 0.68,
    "asked_near": 0.78,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.72, "clause_exact": -0.41, "sentence": 0.60, "sentence_exact": -0.23, "whole": 0.46,
    "key_clause": 0.21, "key_whole": -0.05, "second_whole": 0.00, "cosine_clause": 2.81, "cosine_sentence": 1.64,
    "passage": -0.01, "no_figure": -2.67, "other_unit": -1.25, "near": 0.83, "plain": 1.40, "part": -0.13,
    "lead": -0.02, "other_side": 0.16, "annex": -0.14, "long": -1.38, "other_year": -0.10, "quoted": -0.64,
    "no_date": 0.00, "first_clause": -0.48, "news": -0.05, "label": 0.02, "items": 0.00, "count": 0.00,
    "asked_near": 0.14,
}  # fmt: skip
