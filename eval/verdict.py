"""The verdict on one prediction: answer, figures, wrong answer, citations, refusal.

`right`, `hit`, `wrong`, `cited` and `refusal_right` are those by which the product is measured from outside. Shares of
a prediction are kept as counts (part, whole), so that they can be added up over questions; (0, 0) where there is
nothing to count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.matching import contains, figures_in, normal_form, overlaps, same_file, shared_run
from eval.questions import EvalQuestion

# An answer counts only if an official can read it at a glance.
SHORT_CHARS, LONG_CHARS = 150, 400
LONG_TYPES = frozenset({"list", "problem_plan", "plan", "compare"})

Count = tuple[int, int]
Citation = Mapping[str, Any]
_MARKER = re.compile(r"\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one prediction is worth; None where the column does not apply to the question.

    `hit`: the answer holds what it must and is short enough; `right`: and is no refusal (or the question has no answer
    and it is one); `right_long`: the same where every answer may have 400 characters. `figure`: the accepted figure
    stands in the answer with its unit, or a variant of it that holds a figure with its unit or is in words (None: no
    accepted answer holds a figure). `wrong`: it says what only a wrong answer does (seen where the question has
    `must_not`), or answers what has no answer. `cited`: a citation holds the evidence, or an accepted answer in a file
    of it; `first_cited`: the first one does (None: the question lists no evidence). `refusal_right`: it is refused
    if and only if there is no answer. `answered`: it says something, and that is no refusal.

    After ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"), with the sentences
    that the question lists as evidence in place of an entailment model, of answers to answerable questions alone:
    `citation_recall` counts statements with a citation of evidence among all statements, `citation_precision` citations
    of evidence among all citations (see `overlaps`). `faithful` counts verified figures among all of an answer.

    `retrieved` tells of the passages found, best first, which hold evidence, `relevant` how many do of all there are
    (None: nothing was searched, or there is no evidence to find). `likelihood` is that of the decision.
    """

    id: str
    type: str
    right: bool
    hit: bool | None
    wrong: bool
    cited: bool | None
    refusal_right: bool
    characters: int
    seconds: float
    right_long: bool = False
    figure: bool | None = None
    first_cited: bool | None = None
    answerable: bool = True
    refused: bool = False
    answered: bool = False
    citation_recall: Count = (0, 0)
    citation_precision: Count = (0, 0)
    faithful: Count = (0, 0)
    retrieved: tuple[bool, ...] | None = None
    relevant: int = 0
    likelihood: float | None = None
    same: str | None = None


def judge(question: EvalQuestion, prediction: Mapping[str, Any] | None) -> Verdict:
    """Return the verdict on a prediction; a missing one is a miss everywhere.

    Of a prediction without the field `statements` the whole answer is one statement, with all citations.
    """
    line = prediction or {}
    answer = _MARKER.sub("", str(line.get("answer") or "")).strip()
    refused = bool(line.get("refused"))
    given = prediction is not None and not refused
    answered = given and bool(answer)
    answerable = bool(question.answers)
    return Verdict(
        id=question.id,
        type=question.type,
        **(_said(question, answer, given) if answerable else _held_back(given, refused)),
        **(_cited(question, line, answered) if answerable else {"cited": None}),
        characters=len(answer),
        seconds=float(line.get("seconds") or 0.0),
        answerable=answerable,
        refused=refused,
        answered=answered,
        faithful=_verified(line) if answered else (0, 0),
        retrieved=_retrieved(question, prediction),
        relevant=int(line.get("relevant") or 0),
        likelihood=line.get("likelihood"),
        same=question.same,
    )


def _said(question: EvalQuestion, answer: str, given: bool) -> dict[str, Any]:
    """Return the verdict on what an answer says to a question that has one; `given`: it is no refusal."""
    text = normal_form(answer)
    full = _is_full(question, text)
    short = full and len(answer) <= (LONG_CHARS if question.type in LONG_TYPES else SHORT_CHARS)
    return {
        "right": given and short,
        "hit": short,
        "right_long": given and full and len(answer) <= LONG_CHARS,
        "wrong": not full and any(contains(text, normal_form(string)) for string in question.must_not),
        "figure": _figure(question, text, given),
        "refusal_right": given,
    }


def _held_back(given: bool, refused: bool) -> dict[str, Any]:
    """Return the verdict on the answer to a question that has none."""
    return {"right": refused, "hit": None, "right_long": refused, "wrong": given, "refusal_right": refused}


def _is_full(question: EvalQuestion, text: str) -> bool:
    """Tell whether a normal form holds an accepted answer, or all of them where all are required."""
    items = [any(contains(text, form) for form in _forms(question, item)) for item in question.answers]
    return all(items) if question.all_of else any(items)


def _forms(question: EvalQuestion, answer: str) -> list[str]:
    return [normal_form(form) for form in (answer, *question.variants.get(answer, ()))]


def _figure(question: EvalQuestion, text: str, given: bool) -> bool | None:
    """Tell whether the figures of an accepted answer stand in a normal form; None where none holds a figure."""
    wanted = [forms for answer in question.answers if (forms := _figure_forms(question, answer))]
    if not wanted:
        return None
    items = [any(all(contains(text, figure) for figure in form) for form in forms) for forms in wanted]
    return given and (all(items) if question.all_of else any(items))


def _figure_forms(question: EvalQuestion, answer: str) -> list[list[str]]:
    """Return the figures of an answer, and of each variant that gives them with their units, or in words."""
    if not (own := figures_in(answer)):
        return []
    forms = [own]
    for variant in question.variants.get(answer, ()):
        if figures := figures_in(variant):
            forms.append(figures)
        elif not any(char.isdigit() for char in variant):
            forms.append([normal_form(variant)])
    return forms


def _cites(question: EvalQuestion, citation: Citation) -> bool:
    """Tell whether a citation of an evidence file shares half an evidence quote, or holds an accepted answer."""
    quote = normal_form(str(citation.get("quote") or ""))
    of_file = [one for one in question.evidence if same_file(str(citation.get("file") or ""), one.file)]
    if not quote or not of_file:
        return False
    if any(contains(quote, form) for answer in question.answers for form in _forms(question, answer)):
        return True
    quotes = [normal_form(one.quote) for one in of_file]
    return any(shared_run(wanted, quote) * 2 >= len(wanted) for wanted in quotes)


def _holds_evidence(question: EvalQuestion, citation: Citation) -> bool:
    quote, file = normal_form(str(citation.get("quote") or "")), str(citation.get("file") or "")
    return any(same_file(file, one.file) and overlaps(quote, normal_form(one.quote)) for one in question.evidence)


def _cited(question: EvalQuestion, line: Mapping[str, Any], answered: bool) -> dict[str, Any]:
    """Return the verdict on the citations; those of a refusal count neither for recall nor for precision."""
    if not question.evidence:
        return {"cited": False}
    citations = [one if isinstance(one, Mapping) else {} for one in line.get("citations") or ()]
    cites = [_cites(question, one) for one in citations]
    found: dict[str, Any] = {"cited": any(cites), "first_cited": any(cites[:1])}
    if not answered:
        return found
    holding = [_holds_evidence(question, one) for one in citations]
    good = {one.get("marker") for one, holds in zip(citations, holding, strict=True) if holds}
    recall = int(any(holding)), 1
    if statements := _listed(line, "statements"):
        recall = sum(not good.isdisjoint(one.get("markers") or ()) for one in statements), len(statements)
    return found | {"citation_recall": recall, "citation_precision": (sum(holding), len(holding))}


def _verified(line: Mapping[str, Any]) -> Count:
    figures = _listed(line, "figures")
    return sum(bool(one.get("verified")) for one in figures), len(figures)


def _listed(line: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    value = line.get(field)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _retrieved(question: EvalQuestion, prediction: Mapping[str, Any] | None) -> tuple[bool, ...] | None:
    """Return which passages hold evidence; None where there is no evidence, or the prediction does not list them."""
    if not question.evidence:
        return None
    if prediction is None:
        return ()
    return (
        tuple(bool(one.get("relevant")) for one in _listed(prediction, "passages"))
        if "passages" in prediction
        else None
    )
