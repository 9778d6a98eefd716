"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.18, "clause_exact": 0.04, "sentence": 2.31, "sentence_exact": 1.14, "whole": 2.07, "key_clause": 0.09,
    "key_whole": 0.50, "second_whole": 0.52, "cosine_clause": 1.89, "cosine_sentence": 1.80, "passage": 0.26,
    "no_figure": -2.56, "other_unit": -1.32, "near": 1.54, "plain": -0.64, "part": -0.20, "lead": -0.55,
    "other_side": -0.94, "annex": -0.12, "long": 0.64, "other_year": 0.22, "quoted": 0.48, "no_date": -2.32,
    "first_clause": 0.16, "news": 0.05, "label": 0.82, "items": 1.59, "count": 0.82, "asked_near": 0.45,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.63, "clause_exact": 0.02, "sentence": 1.14, "sentence_exact": 0.41, "whole": 0.80, "key_clause": 0.07,
    "key_whole": -0.19, "second_whole": 0.14, "cosine_clause": 2.60, "cosine_sentence": 1.52, "passage": 0.03,
    "no_figure": -2.56, "other_unit": -1.32, "near": 0.99, "plain": 1.81, "part": -0.56, "lead": -0.03,
    "other_side": 0.00, "annex": -0.30, "long": -1.74, "other_year": -0.15, "quoted": -0.58, "no_date": 0.00,
    "first_clause": -0.53, "news": 0.01, "label": 0.06, "items": 0.00, "count": 0.00, "asked_near": -0.11,
}  # fmt: skip
