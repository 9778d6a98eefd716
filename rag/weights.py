"""Weights of the features by which clauses are ranked, and by which a question is answered or refused."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.31, "clause_exact": 0.22, "sentence": 1.87, "sentence_exact": 0.80, "whole": 2.02,
    "key_clause": 0.88, "key_whole": 0.43, "second_whole": 0.91, "cosine_clause": 2.31, "cosine_sentence": 1.32,
    "passage": 0.28, "no_figure": -2.41, "other_unit": -1.40, "near": 2.04, "plain": 0.36, "part": -0.36,
    "lead": -0.35, "other_side": -0.69, "annex": -0.55, "long": -0.65, "other_year": -0.07, "quoted": 0.41,
    "no_date": -2.05, "first_clause": 0.57, "news": 1.26, "label": 0.95, "items": 1.32, "count": -0.21,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.22, "clause_exact": -0.27, "sentence": 1.69, "sentence_exact": 1.08, "whole": 1.49,
    "key_clause": -0.11, "key_whole": -0.17, "second_whole": 0.57, "cosine_clause": 2.81, "cosine_sentence": 2.31,
    "passage": -0.01, "no_figure": -2.41, "other_unit": -1.40, "near": 0.95, "plain": 1.11, "part": -0.32,
    "lead": -0.05, "other_side": 0.00, "annex": -0.53, "long": -1.00, "other_year": -0.06, "quoted": -0.62,
    "no_date": 0.00, "first_clause": -0.98, "news": 0.00, "label": 0.01, "items": 0.00, "count": 0.00,
}  # fmt: skip
# Logistic regression over the evidence for the best candidate, signs held to what each piece of evidence can mean, and
# the likelihood from which it is given as an answer.
ANSWER: dict[str, float] = {
    "sentence": 0.44, "whole": 0.54, "key_whole": 0.23, "second_whole": 0.35, "cosine_clause": 0.56,
    "cosine_sentence": 1.25, "passage": 0.15, "near": 0.28, "no_figure": -2.84, "other_unit": -0.80,
    "other_year": -1.01, "lead": -0.88, "news": 3.16, "items": 1.18, "count": 0.04, "annex": 0.86, "score": 0.53,
    "margin": 1.51, "numeric": 0.45, "miss_seen": -0.98, "head": 0.22, "head_missing": -0.84, "undated": -2.64,
    "nobody": -0.61, "unlisted": -1.40, "reason": -1.77, "no_change": -1.19, "key_missing": -0.24, "key_gone": -0.37,
    "gone": -0.59, "concepts": 0.88, "weight": -0.78,
}  # fmt: skip
BIAS, LIKELY = -5.77, 0.5
