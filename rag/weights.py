"""Weights of the features by which clauses are ranked; made by `python -m eval.tune`."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.35, "clause_exact": 0.62, "sentence": 1.71, "sentence_exact": 1.29, "whole": 1.40,
    "key_clause": -0.33, "key_whole": 0.55, "second_whole": 0.62, "cosine_clause": 1.67, "cosine_sentence": 2.00,
    "passage": 0.37, "no_figure": -2.40, "other_unit": -1.20, "near": 1.23, "plain": -0.23, "part": 0.07,
    "lead": -0.39, "other_side": -1.73, "annex": 0.02, "long": 0.65, "other_year": 0.17, "quoted": 0.24,
    "no_date": -1.96, "first_clause": -0.11, "news": -0.22, "label": 0.16, "items": 1.22, "count": 0.64,
    "asked_near": 1.07,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.63, "clause_exact": -0.34, "sentence": 0.64, "sentence_exact": 0.09, "whole": 0.53,
    "key_clause": 0.09, "key_whole": 0.05, "second_whole": 0.08, "cosine_clause": 2.03, "cosine_sentence": 1.41,
    "passage": -0.02, "no_figure": -2.40, "other_unit": -1.20, "near": 0.51, "plain": 0.92, "part": -0.06,
    "lead": -0.02, "other_side": 0.07, "annex": -0.15, "long": -1.16, "other_year": 0.04, "quoted": -0.65,
    "no_date": 0.00, "first_clause": -0.62, "news": -0.05, "label": 0.03, "items": 0.00, "count": 0.00,
    "asked_near": 0.34,
}  # fmt: skip
