"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.31, "clause_exact": 0.70, "sentence": 1.71, "sentence_exact": 1.33, "whole": 1.34,
    "key_clause": -0.35, "key_whole": 0.51, "second_whole": 0.63, "cosine_clause": 1.58, "cosine_sentence": 1.95,
    "passage": 0.37, "no_figure": -2.40, "other_unit": -1.23, "near": 1.31, "plain": -0.23, "part": 0.06,
    "lead": -0.38, "other_side": -1.63, "annex": 0.02, "long": 0.69, "other_year": 0.15, "quoted": 0.23,
    "no_date": -2.00, "first_clause": -0.10, "news": -0.23, "label": 0.13, "items": 1.18, "count": 0.65,
    "asked_near": 1.09,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.58, "clause_exact": -0.30, "sentence": 0.61, "sentence_exact": 0.06, "whole": 0.48,
    "key_clause": 0.11, "key_whole": 0.05, "second_whole": 0.06, "cosine_clause": 1.93, "cosine_sentence": 1.32,
    "passage": -0.03, "no_figure": -2.40, "other_unit": -1.23, "near": 0.57, "plain": 0.95, "part": -0.07,
    "lead": -0.02, "other_side": 0.07, "annex": -0.15, "long": -1.17, "other_year": 0.05, "quoted": -0.64,
    "no_date": 0.00, "first_clause": -0.62, "news": -0.04, "label": 0.00, "items": 0.00, "count": 0.00,
    "asked_near": 0.36,
}  # fmt: skip
