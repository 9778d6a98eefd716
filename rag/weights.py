"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.32, "clause_exact": 0.66, "sentence": 1.71, "sentence_exact": 1.30, "whole": 1.36,
    "key_clause": -0.34, "key_whole": 0.52, "second_whole": 0.61, "cosine_clause": 1.63, "cosine_sentence": 1.98,
    "passage": 0.36, "no_figure": -2.40, "other_unit": -1.18, "near": 1.28, "plain": -0.20, "part": 0.07,
    "lead": -0.39, "other_side": -1.60, "annex": 0.04, "long": 0.62, "other_year": 0.16, "quoted": 0.24,
    "no_date": -2.02, "first_clause": -0.10, "news": -0.21, "label": 0.13, "items": 1.21, "count": 0.64,
    "asked_near": 1.09,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.58, "clause_exact": -0.34, "sentence": 0.61, "sentence_exact": 0.06, "whole": 0.49,
    "key_clause": 0.12, "key_whole": 0.05, "second_whole": 0.06, "cosine_clause": 1.99, "cosine_sentence": 1.38,
    "passage": -0.02, "no_figure": -2.40, "other_unit": -1.18, "near": 0.53, "plain": 0.94, "part": -0.06,
    "lead": -0.02, "other_side": 0.08, "annex": -0.13, "long": -1.10, "other_year": 0.05, "quoted": -0.64,
    "no_date": 0.00, "first_clause": -0.62, "news": -0.05, "label": 0.00, "items": 0.00, "count": 0.00,
    "asked_near": 0.34,
}  # fmt: skip
