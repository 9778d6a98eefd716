"""What became of a question that was not answered right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.matching import contains, normal_form
from eval.questions import EvalQuestion
from eval.report.bilingual import ASKED_BACK, FAILED, INCOMPLETE, INVENTED, MISSED, REFUSED, TOO_LONG, WRONG, Label
from eval.verdict import LONG_CHARS, LONG_TYPES, SHORT_CHARS, Verdict


def outcome(question: EvalQuestion, prediction: Mapping[str, Any], verdict: Verdict) -> Label:
    """Return why the verdict on a prediction is not right: the first reason that applies."""
    if prediction.get("error"):
        return FAILED
    if not question.answers:
        return INVENTED
    if prediction.get("refused"):
        return ASKED_BACK if prediction.get("status") == "clarify" else REFUSED
    if verdict.wrong:
        return WRONG
    found = [is_found for _, is_found in expected(question, prediction)]
    if all(found) if question.all_of else any(found):
        return TOO_LONG
    return INCOMPLETE if any(found) else MISSED


def expected(question: EvalQuestion, prediction: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Return each accepted answer, and whether it stands in the given one, in any of its accepted forms."""
    text = normal_form(str(prediction.get("answer") or ""))
    return [
        (answer, any(contains(text, normal_form(form)) for form in (answer, *question.variants.get(answer, ()))))
        for answer in question.answers
    ]


def limit(question: EvalQuestion) -> int:
    """Return how many characters an answer may have to count."""
    return LONG_CHARS if question.type in LONG_TYPES else SHORT_CHARS


def first_relevant(prediction: Mapping[str, Any]) -> int | None:
    """Return the rank, from 1, of the first passage found that holds evidence; 0 where none does, None if not known."""
    passages = prediction.get("passages")
    if not isinstance(passages, list | tuple):
        return None
    ranks = (rank for rank, one in enumerate(passages, 1) if isinstance(one, Mapping) and one.get("relevant"))
    return next(ranks, 0)
