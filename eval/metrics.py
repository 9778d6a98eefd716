"""What is measured over the verdicts on a set of questions: one table of metrics, and no metric outside it.

A metric is the sum of a part over the sum of a whole, over the questions that it applies to; so every one, the mean of
yes and no among them, has its interval in the same way. Medians and percentiles stand beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from eval.intervals import Interval, quantile_interval, ratio_intervals
from eval.ranked import as_ids, ndcg, recall, reciprocal_rank
from eval.relevance import DEPTH
from eval.verdict import Verdict

# Part and whole that a question adds to a metric; None where it does not apply.
Counted = tuple[float, float] | None
Metric = Callable[[Verdict], Counted]

CUTS = (1, 3, 5, 10, 20)
GAIN_CUT = 10
BINS = 10


def _yes(value: bool | None) -> Counted:
    return None if value is None else (float(value), 1.0)


def _of(count: tuple[int, int]) -> Counted:
    return (float(count[0]), float(count[1])) if count[1] else None


def _found(measure: Callable[[Sequence[int], Any, int], float], cut: int, verdict: Verdict) -> Counted:
    if verdict.retrieved is None:
        return None
    return measure(*as_ids(verdict.retrieved, verdict.relevant), cut), 1.0


# Of what each is a share, `Verdict` says. Refusals as a classifier of what has no answer: precision and recall.
# Searches by passage, as trec_eval has them.
METRICS: dict[str, Metric] = {
    "right": lambda one: _yes(one.right),
    "right_long": lambda one: _yes(one.right_long),
    "figure": lambda one: _yes(one.figure),
    "wrong": lambda one: _yes(one.wrong),
    # where a question lists no evidence, nobody knows whether a citation is right
    "cited": lambda one: _yes(None if one.first_cited is None else one.cited),
    "citation_recall": lambda one: _of(one.citation_recall),
    "citation_precision": lambda one: _of(one.citation_precision),
    "first_citation": lambda one: _yes(one.first_cited),
    "refusal_precision": lambda one: _yes(not one.answerable) if one.refused else None,
    "refusal_recall": lambda one: None if one.answerable else _yes(one.refused),
    "answered": lambda one: _yes(one.answered) if one.answerable else None,
    "faithful": lambda one: _of(one.faithful),
    **{f"recall@{cut}": partial(_found, recall, cut) for cut in CUTS},
    "mrr": partial(_found, reciprocal_rank, DEPTH),
    f"ndcg@{GAIN_CUT}": partial(_found, ndcg, GAIN_CUT),
}
CONSISTENCY = "consistency"
# Medians and percentiles: of what, and which share lies below.
QUANTILES: dict[str, tuple[Callable[[Verdict], float], float]] = {
    "characters": (lambda one: one.characters, 0.5),
    "p50": (lambda one: one.seconds, 0.5),
    "p95": (lambda one: one.seconds, 0.95),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A metric over `n` questions (`consistency`: groups) with its 95 % interval; None where n is too low."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def measure(verdicts: Sequence[Verdict]) -> dict[str, Estimate]:
    """Return every metric over these verdicts."""
    counted = {name: [metric(one) for one in verdicts] for name, metric in METRICS.items()}
    counted[CONSISTENCY] = [_yes(all(one.right for one in group)) for group in wordings(verdicts)]
    return _shares(counted) | {
        name: _quantile([value(one) for one in verdicts], share) for name, (value, share) in QUANTILES.items()
    }


def wordings(verdicts: Iterable[Verdict]) -> list[list[Verdict]]:
    """Return the verdicts on wordings of the same question, in groups of two or more.

    `consistency` is the share of groups that are right throughout (Elazar et al. 2021, "Measuring and Improving
    Consistency in Pretrained Language Models", there consistent-acc.), so that being wrong each time is no merit.
    """
    listed = list(verdicts)
    above = {one.id: one.same for one in listed if one.same and one.same != one.id}
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for one in listed:
        groups[_first_wording(one.id, above)].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _first_wording(name: str, above: Mapping[str, str]) -> str:
    seen = {name}
    while name in above and above[name] not in seen:
        name = above[name]
        seen.add(name)
    return name


def _shares(counted: Mapping[str, Sequence[Counted]]) -> dict[str, Estimate]:
    """Return the metrics; those that apply to the same questions have their intervals from the same resamples."""
    alike: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for name, column in counted.items():
        alike[tuple(at for at, one in enumerate(column) if one is not None)].append(name)
    found: dict[str, Estimate] = {}
    for rows, names in alike.items():
        values = np.array([[counted[name][at] for name in names] for at in rows], np.float64)
        found |= _estimates(names, values.reshape(len(rows), len(names), 2))
    return {name: found[name] for name in counted}


def _estimates(names: Sequence[str], values: Any) -> dict[str, Estimate]:
    parts, wholes = values[:, :, 0], values[:, :, 1]
    if not len(values):
        return dict.fromkeys(names, Estimate(None, None, None, 0))
    ratios = (parts.sum(axis=0) / wholes.sum(axis=0)).tolist()
    intervals = ratio_intervals(parts, wholes)
    return {
        name: _estimate(value, interval, len(values))
        for name, value, interval in zip(names, ratios, intervals, strict=True)
    }


def _quantile(values: Sequence[float], share: float) -> Estimate:
    value = percentile(sorted(values), share)
    return (
        Estimate(None, None, None, 0)
        if value is None
        else _estimate(value, quantile_interval(values, share), len(values))
    )


def _estimate(value: float, interval: Interval | None, n: int) -> Estimate:
    low, high = interval or (None, None)
    return Estimate(value, low, high, n)


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return the percentile of ascending values by linear interpolation; None of nothing."""
    if not ordered:
        return None
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def calibration(verdicts: Iterable[Verdict]) -> list[dict[str, float | None]]:
    """Return a reliability diagram (Murphy and Winkler 1977) of the decision's likelihood in ten bins of equal width.

    `likelihood` is the mean of a bin's likelihoods, `right` the share of its questions in which what was taken to be
    the likeliest answer is one: given, and right; or held back, though the sentence shown to the one who is refused
    holds the evidence. Both are None for an empty bin.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one in verdicts:
        if one.likelihood is not None:
            held = one.answerable and (bool(one.cited) if one.refused else one.right)
            bins[min(int(one.likelihood * BINS), BINS - 1)].append((one.likelihood, held))
    return [
        {
            "low": at / BINS,
            "high": (at + 1) / BINS,
            "n": len(rows),
            "likelihood": sum(likely for likely, _ in rows) / len(rows) if rows else None,
            "right": sum(held for _, held in rows) / len(rows) if rows else None,
        }
        for at, rows in enumerate(bins)
    ]


def checked(predictions: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Return what the checks of a language model's answers found; None where it wrote nothing of the kind.

    `unsupported` and `unverified` are shares of its statements and of its figures; `fallback` that of all questions
    which it gave no answer to that could be used, so that one was extracted.
    """
    written = [line for line in predictions if line.get("mode") == "llm"]
    return {
        "unsupported": _mean(not one["supported"] for line in written for one in line["statements"]),
        "unverified": _mean(not one["verified"] for line in written for one in line["figures"]),
        "fallback": _mean(bool(line["fallback"]) for line in predictions if "fallback" in line),
    }


def _mean(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
