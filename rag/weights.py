"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.24, "clause_exact": 0.26, "sentence": 1.73, "sentence_exact": 0.86, "whole": 1.64,
    "key_clause": -0.17, "key_whole": 0.67, "second_whole": 0.62, "cosine_clause": 2.02, "cosine_sentence": 1.70,
    "passage": 0.29, "no_figure": -2.63, "other_unit": -1.27, "near": 1.43, "plain": -0.62, "part": -0.08,
    "lead": -0.62, "other_side": -1.27, "annex": -0.08, "long": 0.81, "other_year": 0.41, "quoted": 0.35,
    "no_date": -2.42, "first_clause": 0.16, "news": -0.09, "label": 0.54, "items": 1.39, "count": 0.62,
    "asked_near": 0.63,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.73, "clause_exact": -0.20, "sentence": 0.87, "sentence_exact": -0.04, "whole": 0.57,
    "key_clause": 0.23, "key_whole": -0.11, "second_whole": 0.06, "cosine_clause": 2.89, "cosine_sentence": 1.87,
    "passage": 0.03, "no_figure": -2.63, "other_unit": -1.27, "near": 0.92, "plain": 1.60, "part": -0.40,
    "lead": -0.03, "other_side": 0.01, "annex": -0.33, "long": -1.75, "other_year": -0.29, "quoted": -0.50,
    "no_date": 0.00, "first_clause": -0.43, "news": -0.05, "label": 0.03, "items": 0.00, "count": 0.00,
    "asked_near": 0.12,
}  # fmt: skip
