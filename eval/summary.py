"""What `metrics.json` says of a run: what was asked of what, with which settings, and all that was measured."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

from eval.matching import same_file
from eval.metrics import calibration, measure
from eval.questions import EvalQuestion
from eval.verdict import Verdict
from rag.divisions import short_name
from rag.settings import Settings
from rag.types import Report

FORMAT = 1
_DIGITS = 6
# What of the settings is nobody else's business, or has no part in what is measured.
_LEFT_OUT = frozenset({"index", "host", "port", "log_text", "llm_api_key", "llm_fallback_api_key"})
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which a configuration was measured: what it answered from and with, when and for how many seconds.

    `skipped` lines of the questions file were no questions and are left out.
    """

    config: str
    questions: Path
    settings: Settings
    reports: Sequence[Report]
    started: datetime
    seconds: float
    skipped: int = 0


def summary(asked: Sequence[EvalQuestion], verdicts: Sequence[Verdict], circumstances: Circumstances) -> dict[str, Any]:
    """Return the content of `metrics.json` for verdicts in the order of the questions asked."""
    reports = circumstances.reports
    pairs = list(zip(asked, verdicts, strict=True))
    return {
        "format": FORMAT,
        "config": circumstances.config,
        **_circumstances(circumstances, len(asked)),
        "all": _measured(verdicts),
        "by_type": _by(pairs, lambda one: [one.type]),
        "by_place": dict(sorted(_by(pairs, lambda one: places_of(one, reports)).items())),
        "by_year": dict(sorted(_by(pairs, lambda one: map(str, years_of(one, reports))).items())),
        "calibration": [{name: _rounded(value) for name, value in row.items()} for row in calibration(verdicts)],
        "failed": [verdict.id for verdict in verdicts if not verdict.right],
    }


def _circumstances(told: Circumstances, count: int) -> dict[str, Any]:
    ids = sorted(report.id for report in told.reports)
    return {
        "questions": {
            "file": told.questions.name,
            "sha256": _sha256(told.questions.read_bytes()),
            "count": count,
            "skipped": told.skipped,
        },
        "index": {
            "reports": len(ids),
            "passages": sum(report.passages for report in told.reports),
            "sha256": _sha256("".join(ids).encode()),
        },
        "settings": shown(told.settings),
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "platform": platform.platform(),
        },
        "started": told.started.astimezone(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(told.seconds, 1),
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def shown(settings: Settings) -> dict[str, Any]:
    """Return the settings that decide answers, without keys, users' names in addresses, and folders of the machine."""
    values = {name: value for name, value in asdict(settings).items() if name not in _LEFT_OUT}
    for name in ("llm_base_url", "llm_fallback_base_url"):
        if values[name]:
            scheme, _, rest = values[name].partition("://")
            values[name] = f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"
    for name in ("embedding", "reranker"):
        if values[name] and PurePath(values[name]).is_absolute():
            values[name] = PurePath(values[name]).name
    return values


def places_of(question: EvalQuestion, reports: Sequence[Report]) -> list[str]:
    """Return the full names of the places that the evidence is of, without evidence those that the question names."""
    places = {one.place for one in _of_evidence(question, reports) if one.place}
    if not question.evidence:
        places = {one.place for one in reports if one.place and short_name(one.place) in _spoken(question)}
    return sorted(places)


def years_of(question: EvalQuestion, reports: Sequence[Report]) -> list[int]:
    """Return the years covered by the reports that the evidence is of, without evidence those that are named."""
    if question.evidence:
        return sorted({one.year for one in _of_evidence(question, reports) if one.year})
    return sorted({int(year) for year in _YEAR.findall(_spoken(question))})


def _of_evidence(question: EvalQuestion, reports: Sequence[Report]) -> list[Report]:
    files = {one.file for one in question.evidence}
    return [one for one in reports if any(same_file(name, file) for name in (one.file, *one.also) for file in files)]


def _spoken(question: EvalQuestion) -> str:
    return " ".join((*question.history, question.question))


def _by(
    pairs: Sequence[tuple[EvalQuestion, Verdict]], groups: Callable[[EvalQuestion], Iterable[str]]
) -> dict[str, dict[str, Any]]:
    """Return what was measured in each group; a question may be in several, or in none."""
    grouped: defaultdict[str, list[Verdict]] = defaultdict(list)
    for question, verdict in pairs:
        for group in groups(question):
            grouped[group].append(verdict)
    return {group: _measured(verdicts) for group, verdicts in grouped.items()}


def _measured(verdicts: Sequence[Verdict]) -> dict[str, dict[str, float | None]]:
    return {
        name: {field: _rounded(value) for field, value in asdict(one).items()}
        for name, one in measure(verdicts).items()
    }


def _rounded(value: float | None) -> float | None:
    return round(value, _DIGITS) if isinstance(value, float) else value
