"""The questions that were not answered right, each with what was expected, given and cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.questions import EvalQuestion
from eval.report.bilingual import Label, type_label
from eval.report.outcome import expected, first_relevant, limit, outcome
from eval.results import Run
from eval.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Clip:
    """How much of an answer and of a quotation is shown, in characters, and how many quotations."""

    answer: int
    quote: int
    quotes: int


# A page of 400 failures is at most 3 MB with the first; with more of them, over all configurations, the second is used.
FULL, BRIEF = Clip(answer=800, quote=400, quotes=4), Clip(answer=160, quote=120, quotes=2)
MOST_IN_FULL = 400


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a report file."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is not right, and the configurations that gave it.

    `missing` are the required answers that are not in one that holds others; `left_out` counts the citations not shown;
    `cited` tells whether the evidence is cited, None where the question has none; `ranks` are those of the first
    relevant passage that each configuration found (0: none, None: not known); `over` counts the characters too many.
    """

    configs: tuple[str, ...]
    outcome: Label
    answer: str
    error: str
    missing: tuple[str, ...]
    citations: tuple[Quote, ...]
    left_out: int
    cited: bool | None
    ranks: tuple[int | None, ...]
    over: int

    @property
    def by_rank(self) -> list[tuple[int, list[str]]]:
        """The ranks that are known, each once, with the configurations that have it."""
        known = dict.fromkeys(rank for rank in self.ranks if rank is not None)
        ranked = list(zip(self.configs, self.ranks, strict=True))
        return [(rank, [config for config, own in ranked if own == rank]) for rank in known]


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that at least one configuration did not answer right; `right` names those that did."""

    id: str
    type: Label
    kind: str
    question: str
    history: tuple[str, ...]
    answers: tuple[str, ...]
    all_of: bool
    evidence: tuple[Quote, ...]
    right: tuple[str, ...]
    given: tuple[Given, ...]

    @property
    def outcomes(self) -> tuple[Label, ...]:
        """What became of it, each once."""
        return tuple(dict.fromkeys(one.outcome for one in self.given))

    @property
    def configs(self) -> tuple[str, ...]:
        """The configurations that did not answer it right."""
        return tuple(config for one in self.given for config in one.configs)


def failures(runs: Sequence[Run]) -> list[Failure]:
    """Return every question that some configuration did not answer right, in order; long texts are cut."""
    if not runs:
        return []
    clip = FULL if sum(not verdict.right for run in runs for verdict in run.verdicts) <= MOST_IN_FULL else BRIEF
    found = []
    for at, question in enumerate(runs[0].questions):
        if not all(run.verdicts[at].right for run in runs):
            lines = [(run.config, run.predictions[at], run.verdicts[at]) for run in runs]
            found.append(_failure(question, lines, clip))
    return found


def _failure(question: EvalQuestion, lines: Sequence[tuple[str, Mapping[str, Any], Verdict]], clip: Clip) -> Failure:
    given: dict[Given, list[tuple[str, int | None]]] = {}
    for config, prediction, verdict in lines:
        if not verdict.right:
            same = given.setdefault(_given(question, prediction, verdict, clip), [])
            same.append((config, first_relevant(prediction) if question.answers else None))
    return Failure(
        id=question.id,
        type=type_label(question.type),
        kind=question.type,
        question=question.question,
        history=tuple(question.history),
        answers=tuple(question.answers),
        all_of=question.all_of,
        evidence=tuple(Quote(one.file, _cut(one.quote, FULL.quote)) for one in question.evidence),
        right=tuple(config for config, _, verdict in lines if verdict.right),
        given=tuple(_by(one, found) for one, found in given.items()),
    )


def _given(question: EvalQuestion, prediction: Mapping[str, Any], verdict: Verdict, clip: Clip) -> Given:
    """Return one answer without its configuration, so that equal ones are shown once."""
    citations = _quotes(prediction.get("citations"), clip)
    answerable = bool(question.answers)
    return Given(
        configs=(),
        outcome=outcome(question, prediction, verdict),
        answer=_cut(str(prediction.get("answer") or ""), clip.answer),
        error=str(prediction.get("error") or ""),
        missing=_missing(question, prediction),
        citations=citations[: clip.quotes],
        left_out=len(citations[clip.quotes :]),
        cited=verdict.cited if answerable else None,
        ranks=(),
        over=max(0, verdict.characters - limit(question)),
    )


def _missing(question: EvalQuestion, prediction: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an incomplete answer lacks; nothing of one that holds no accepted answer, or may hold any."""
    checked = expected(question, prediction)
    partly = question.all_of and any(is_found for _, is_found in checked) and not prediction.get("refused")
    return tuple(answer for answer, is_found in checked if not is_found) if partly else ()


def _by(given: Given, found: Sequence[tuple[str, int | None]]) -> Given:
    return replace(given, configs=tuple(config for config, _ in found), ranks=tuple(rank for _, rank in found))


def _quotes(citations: object, clip: Clip) -> tuple[Quote, ...]:
    """Return what an answer cites, each stretch once."""
    if not isinstance(citations, list | tuple):
        return ()
    quotes = (
        Quote(str(one.get("file") or ""), _cut(str(one.get("quote") or ""), clip.quote))
        for one in citations
        if isinstance(one, Mapping)
    )
    return tuple(dict.fromkeys(quotes))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}……（共 {len(text)} 字）"
