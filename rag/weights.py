"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.23, "clause_exact": 0.05, "sentence": 2.31, "sentence_exact": 1.15, "whole": 2.07, "key_clause": 0.08,
    "key_whole": 0.48, "second_whole": 0.51, "cosine_clause": 1.87, "cosine_sentence": 1.80, "passage": 0.25,
    "no_figure": -2.39, "other_unit": -1.36, "near": 1.50, "plain": -0.63, "part": -0.16, "lead": -0.56,
    "other_side": -0.94, "annex": -0.13, "long": 0.65, "other_year": 0.22, "quoted": 0.48, "no_date": -2.32,
    "first_clause": 0.15, "news": 0.01, "label": 0.84, "items": 1.59, "count": 0.83, "asked_near": 0.44,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.69, "clause_exact": 0.04, "sentence": 1.15, "sentence_exact": 0.44, "whole": 0.82, "key_clause": 0.10,
    "key_whole": -0.18, "second_whole": 0.13, "cosine_clause": 2.54, "cosine_sentence": 1.50, "passage": 0.04,
    "no_figure": -2.39, "other_unit": -1.36, "near": 0.96, "plain": 1.84, "part": -0.47, "lead": -0.04,
    "other_side": 0.00, "annex": -0.30, "long": -1.73, "other_year": -0.14, "quoted": -0.59, "no_date": 0.00,
    "first_clause": -0.56, "news": -0.11, "label": 0.09, "items": 0.00, "count": 0.00, "asked_near": -0.11,
}  # fmt: skip
