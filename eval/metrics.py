"""Scores of a prediction against its question: answer, wrong answer, citation, refusal; each over all questions.

Matching is by normal form: NFKC, lower case, without blanks, commas, quotation marks and markdown stars; a comma or a
blank between digits is dropped only where it groups thousands. A needle that begins or ends with a digit must not touch
another digit of the text (15件 is not in 115件).
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any

from eval.questions import EvalQuestion

# An answer counts only if an official can read it at a glance.
SHORT_CHARS, LONG_CHARS = 150, 400
LONG_TYPES = frozenset({"list", "problem_plan", "plan", "compare"})

_DROPPED = frozenset(" \t\r\n\f\v,、\"'“”‘’「」『』《》〈〉*`")
_MARKER = re.compile(r"\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one prediction is worth; None where the column does not apply to the question."""

    id: str
    type: str
    right: bool
    hit: bool | None
    wrong: bool
    cited: bool | None
    refusal_right: bool
    characters: int
    seconds: float


def normal_form(text: str) -> str:
    """Return the form in which answers are compared."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d)[\s,、]+(?=\d)", "|", text)
    return "".join(c for c in text if c not in _DROPPED and not c.isspace() and unicodedata.category(c) != "Cf")


def contains(text: str, needle: str) -> bool:
    """Tell whether a normal form holds another, digits standing alone."""
    start = text.find(needle) if needle else -1
    while start >= 0:
        if _free_before(text, start, needle) and _free_after(text, start + len(needle), needle):
            return True
        start = text.find(needle, start + 1)
    return False


def _free_before(text: str, start: int, needle: str) -> bool:
    if not needle[0].isdigit() or not start:
        return True
    return not (text[start - 1].isdigit() or (text[start - 1] == "." and start > 1 and text[start - 2].isdigit()))


def _free_after(text: str, end: int, needle: str) -> bool:
    if not needle[-1].isdigit() or end >= len(text):
        return True
    decimal = text[end] == "." and end + 1 < len(text) and text[end + 1].isdigit()
    return not (text[end].isdigit() or text[end] in "万亿" or decimal)


def judge(question: EvalQuestion, prediction: Mapping[str, Any] | None) -> Verdict:
    """Return the verdict on a prediction; a missing one is a miss everywhere."""
    answer = _MARKER.sub("", str((prediction or {}).get("answer") or ""))
    refused = bool((prediction or {}).get("refused"))
    seconds = float((prediction or {}).get("seconds") or 0.0)
    if not question.answers:
        right = prediction is not None and refused
        return Verdict(
            question.id,
            question.type,
            right,
            None,
            prediction is not None and not refused,
            None,
            right,
            len(answer.strip()),
            seconds,
        )
    text = normal_form(answer)
    items = [any(contains(text, form) for form in _forms(question, item)) for item in question.answers]
    full = all(items) if question.all_of else any(items)
    limit = LONG_CHARS if question.type in LONG_TYPES else SHORT_CHARS
    hit = full and len(answer.strip()) <= limit
    wrong = not full and any(contains(text, normal_form(string)) for string in question.must_not)
    answered = prediction is not None and not refused
    cited = _cited(question, (prediction or {}).get("citations") or ())
    return Verdict(
        question.id, question.type, hit and answered, hit, wrong, cited, answered, len(answer.strip()), seconds
    )


def _forms(question: EvalQuestion, answer: str) -> list[str]:
    return [normal_form(form) for form in (answer, *question.variants.get(answer, ()))]


def _cited(question: EvalQuestion, citations: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a citation of an evidence file shares half an evidence quote, or holds an accepted answer."""
    accepted = [form for answer in question.answers for form in _forms(question, answer)]
    for citation in citations:
        quote = normal_form(str(citation.get("quote") or ""))
        for evidence in question.evidence:
            if quote and _same_file(str(citation.get("file") or ""), evidence.file):
                wanted = normal_form(evidence.quote)
                shared = SequenceMatcher(None, wanted, quote, autojunk=False).find_longest_match().size
                if shared * 2 >= len(wanted) or any(contains(quote, form) for form in accepted):
                    return True
    return False


def _same_file(cited: str, wanted: str) -> bool:
    one, other = PurePosixPath(cited).name, PurePosixPath(wanted).name
    return bool(one) and PurePosixPath(one).stem == PurePosixPath(other).stem


def summarise(verdicts: Iterable[Verdict]) -> dict[str, float | None]:
    """Return the mean of each column over the verdicts it applies to, and the latencies' percentiles in seconds."""
    rows = list(verdicts)
    seconds = sorted(row.seconds for row in rows)
    return {
        "n": len(rows),
        "right": _mean(row.right for row in rows),
        "hit": _mean(row.hit for row in rows if row.hit is not None),
        "wrong": _mean(row.wrong for row in rows),
        "cited": _mean(row.cited for row in rows if row.cited is not None),
        "refusal": _mean(row.refusal_right for row in rows),
        "characters": statistics.median(row.characters for row in rows) if rows else None,
        "p50": percentile(seconds, 0.5),
        "p95": percentile(seconds, 0.95),
    }


def checked(predictions: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Return what the checks of a language model's answers found; None where it wrote nothing of the kind.

    `unsupported` and `unverified` are shares of its statements and of its figures; `fallback` that of all questions
    which it gave no answer to that could be used, so that one was extracted.
    """
    written = [line for line in predictions if line.get("mode") == "llm"]
    return {
        "unsupported": _share(written, "unsupported", "statements"),
        "unverified": _share(written, "unverified", "figures"),
        "fallback": _mean(bool(line["fallback"]) for line in predictions if "fallback" in line),
    }


def _share(predictions: Sequence[Mapping[str, Any]], part: str, whole: str) -> float | None:
    of = sum(line[whole] for line in predictions)
    return sum(line[part] for line in predictions) / of if of else None


def _mean(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return the percentile of ascending values by linear interpolation; None of nothing."""
    if not ordered:
        return None
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
