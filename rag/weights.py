"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 0.86, "clause_exact": 0.09, "sentence": 1.80, "sentence_exact": 1.04, "whole": 1.60,
    "key_clause": -0.17, "key_whole": 0.71, "second_whole": 0.73, "cosine_clause": 1.78, "cosine_sentence": 1.70,
    "passage": 0.31, "no_figure": -2.65, "other_unit": -1.24, "near": 1.41, "plain": -0.49, "part": -0.10,
    "lead": -0.57, "other_side": -1.15, "annex": -0.09, "long": 1.08, "other_year": 0.32, "quoted": 0.37,
    "no_date": -2.45, "first_clause": 0.05, "news": -0.24, "label": 0.60, "items": 1.50, "count": 0.57,
    "asked_near": 0.49,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.66, "clause_exact": -0.18, "sentence": 0.76, "sentence_exact": -0.14, "whole": 0.52,
    "key_clause": 0.27, "key_whole": -0.18, "second_whole": 0.10, "cosine_clause": 3.00, "cosine_sentence": 1.62,
    "passage": 0.03, "no_figure": -2.65, "other_unit": -1.24, "near": 1.21, "plain": 1.61, "part": -0.31,
    "lead": -0.02, "other_side": 0.01, "annex": -0.30, "long": -1.75, "other_year": -0.30, "quoted": -0.50,
    "no_date": 0.00, "first_clause": -0.46, "news": -0.09, "label": 0.03, "items": 0.00, "count": 0.00,
    "asked_near": 0.29,
}  # fmt: skip
