"""Weights of the features by which clauses are ranked, and by which a question is answered or refused."""

from __future__ import annotations

RANK: dict[str, float] = {
    "clause": 1.34, "clause_exact": 0.18, "sentence": 1.84, "sentence_exact": 0.75, "whole": 1.94,
    "key_clause": 0.89, "key_whole": 0.45, "second_whole": 1.02, "cosine_clause": 2.40, "cosine_sentence": 1.29,
    "passage": 0.28, "no_figure": -2.41, "other_unit": -1.41, "near": 2.08, "plain": 0.37, "part": -0.36,
    "lead": -0.39, "other_side": -0.75, "annex": -0.41, "long": -0.59, "other_year": -0.07, "quoted": 0.38,
    "no_date": -2.05, "first_clause": 0.56, "news": 1.30, "label": 0.95, "items": 0.88, "count": -0.60,
}  # fmt: skip
# Added where a figure is asked for.
RANK_NUMERIC: dict[str, float] = {
    "clause": 0.21, "clause_exact": -0.26, "sentence": 1.60, "sentence_exact": 1.18, "whole": 1.37,
    "key_clause": -0.09, "key_whole": -0.12, "second_whole": 0.56, "cosine_clause": 2.77, "cosine_sentence": 2.14,
    "passage": 0.02, "no_figure": -2.41, "other_unit": -1.41, "near": 0.95, "plain": 1.15, "part": -0.32,
    "lead": -0.05, "other_side": 0.00, "annex": -0.39, "long": -1.08, "other_year": -0.06, "quoted": -0.64,
    "no_date": 0.00, "first_clause": -1.00, "news": 0.00, "label": 0.01, "items": 0.00, "count": 0.00,
}  # fmt: skip
# Logistic regression over the evidence for the best candidate, and the likelihood from which it is given as an answer.
ANSWER: dict[str, float] = {
    "clause": -0.51, "sentence": 0.73, "whole": 0.89, "key_whole": 0.39, "second_whole": 0.50, "cosine_clause": 0.79,
    "cosine_sentence": 1.94, "passage": 0.19, "near": 0.43, "plain": -0.53, "no_figure": -4.02, "other_unit": -0.96,
    "other_year": 0.00, "lead": -1.07, "news": 3.90, "label": -0.66, "items": 2.05, "count": -0.28, "annex": 1.15,
    "score": 0.76, "margin": 1.95, "numeric": 0.61, "miss_most": 1.29, "miss_seen": -1.50, "miss_unseen": 0.64,
    "head": 0.33, "head_missing": -1.06, "head_unseen": 0.32, "undated": -3.02, "nobody": -0.48, "unlisted": -1.53,
    "reason": -2.08, "no_change": -1.37, "key_missing": -0.35, "key_gone": -0.46, "gone": -0.79, "concepts": 1.44,
    "weight": -1.81,
}  # fmt: skip
BIAS, LIKELY = -7.91, 0.4
