"""What was measured, and with what: the head of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from eval.report.bilingual import Label
from eval.report.measures import NONE
from eval.results import Run

Fact = tuple[Label, str]


def facts(runs: Sequence[Run]) -> list[Fact]:
    """Return what all runs have in common, of the first one's metrics; what is missing there is left out."""
    if not runs:
        return []
    metrics = runs[0].metrics
    questions, index = _part(metrics, "questions"), _part(metrics, "index")
    listed = [
        (Label("题目", "questions"), _joined([_count(questions.get("count"), "题"), _text(questions.get("file"))])),
        (Label("报告", "reports"), _joined([_count(index.get("reports"), "份"), _count(index.get("passages"), "段")])),
        (Label("配置", "configuration"), "、".join(run.config for run in runs)),
        (Label("时间", "date"), _moment(metrics.get("started"))),
        (Label("用时", "run time"), _joined([_seconds(run) for run in runs])),
        (Label("机器", "machine"), _machine(_part(metrics, "machine"))),
        (Label("校验值", "SHA-256"),
         _joined([_prefixed("题目 ", _digest(questions)), _prefixed("报告 ", _digest(index))])),
    ]  # fmt: skip
    return [(label, text) for label, text in listed if text]


def settings(runs: Sequence[Run]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the name of each setting with its value in each run; nothing where none was noted."""
    parts = [_part(run.metrics, "settings") for run in runs]
    names = dict.fromkeys(name for part in parts for name in part)
    return [(name, tuple(_setting(part.get(name)) for part in parts)) for name in names]


def _setting(value: object) -> str:
    return NONE if value is None or value == "" else str(value)


def _part(metrics: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = metrics.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _prefixed(prefix: str, value: object) -> str:
    return f"{prefix}{value}" if value else ""


def _machine(part: Mapping[str, object]) -> str:
    python = _prefixed("Python ", part.get("python"))
    return _joined([_count(part.get("cores"), "核"), _text(part.get("platform")), python])


def _count(value: object, unit: str) -> str:
    return f"{value:,} {unit}" if isinstance(value, int) else ""


def _digest(part: Mapping[str, object]) -> str:
    return _text(part.get("sha256"))[:12]


def _moment(value: object) -> str:
    """Return an ISO time to the minute; as it is where it is none."""
    try:
        return datetime.fromisoformat(_text(value)).strftime("%Y-%m-%d %H:%M %Z").strip()
    except ValueError:
        return _text(value)


def _seconds(run: Run) -> str:
    value = run.metrics.get("wall_seconds")
    return f"{run.config} {value:.1f} s" if isinstance(value, int | float) else ""


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)
