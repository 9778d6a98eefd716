"""Weights of the features by which clauses are ranked, and by which a question is answered or refused."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.26, "clause_exact": 0.34, "sentence": 1.45, "sentence_exact": 0.57, "whole": 1.96,
    "key_clause": 0.59, "key_whole": 0.56, "second_whole": 1.14, "cosine_clause": 2.17, "cosine_sentence": 1.12,
    "passage": 0.29, "no_figure": -2.36, "other_unit": -1.56, "near": 1.70, "plain": 0.12, "part": -0.19,
    "lead": -0.42, "other_side": -0.92, "annex": -0.49, "long": -0.69, "other_year": 0.56, "quoted": 0.21,
    "no_date": -2.77, "first_clause": 0.57, "news": 1.15, "label": 0.82, "items": 1.22, "count": -0.23,
    "asked_near": 0.65,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.43, "clause_exact": -0.19, "sentence": 1.70, "sentence_exact": 1.11, "whole": 1.46,
    "key_clause": 0.15, "key_whole": 0.09, "second_whole": 0.22, "cosine_clause": 2.67, "cosine_sentence": 2.32,
    "passage": -0.02, "no_figure": -2.36, "other_unit": -1.56, "near": 0.86, "plain": 0.93, "part": -0.13,
    "lead": -0.06, "other_side": 0.00, "annex": -0.48, "long": -0.99, "other_year": -0.28, "quoted": -0.41,
    "no_date": 0.00, "first_clause": -1.10, "news": 0.00, "label": 0.02, "items": 0.00, "count": 0.00,
    "asked_near": -0.18,
}  # fmt: skip
# Logistic regression over the evidence for the best candidate, signs held to what each piece of evidence can mean, and
# the likelihood from which it is given as an answer.
ANSWER: dict[str, float] = {
    "sentence": 0.54, "whole": 0.56, "key_whole": 0.19, "second_whole": 0.30, "cosine_clause": 0.47,
    "cosine_sentence": 1.36, "passage": 0.15, "near": 0.40, "no_figure": -2.84, "other_unit": -1.07,
    "other_year": -0.29, "news": 3.26, "items": 1.09, "count": 0.01, "annex": 0.85, "score": 0.53, "margin": 1.48,
    "numeric": 0.42, "miss_seen": -1.00, "head": 0.14, "head_missing": -1.03, "undated": -3.83, "nobody": -0.95,
    "unlisted": -1.38, "reason": -2.32, "no_change": -0.94, "key_missing": -0.37, "key_gone": -0.18,
    "wrong_unit": -1.18, "gone": -0.46, "concepts": 1.23, "weight": -0.42,
}  # fmt: skip
BIAS, LIKELY = -5.97, 0.4
