"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.30, "clause_exact": -0.02, "sentence": 2.26, "sentence_exact": 1.23, "whole": 2.03,
    "key_clause": 0.09, "key_whole": 0.46, "second_whole": 0.54, "cosine_clause": 1.82, "cosine_sentence": 1.75,
    "passage": 0.26, "no_figure": -2.39, "other_unit": -1.36, "near": 1.55, "plain": -0.70, "part": -0.16,
    "lead": -0.48, "other_side": -0.89, "annex": -0.13, "long": 0.62, "other_year": 0.23, "quoted": 0.48,
    "no_date": -2.31, "first_clause": 0.13, "news": -0.01, "label": 0.84, "items": 1.58, "count": 0.83,
    "asked_near": 0.48,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.68, "clause_exact": 0.05, "sentence": 1.16, "sentence_exact": 0.43, "whole": 0.82, "key_clause": 0.09,
    "key_whole": -0.16, "second_whole": 0.12, "cosine_clause": 2.57, "cosine_sentence": 1.52, "passage": 0.03,
    "no_figure": -2.39, "other_unit": -1.36, "near": 0.93, "plain": 1.88, "part": -0.47, "lead": -0.04,
    "other_side": 0.00, "annex": -0.30, "long": -1.71, "other_year": -0.15, "quoted": -0.59, "no_date": 0.00,
    "first_clause": -0.55, "news": -0.11, "label": 0.09, "items": 0.00, "count": 0.00, "asked_near": -0.14,
}  # fmt: skip
