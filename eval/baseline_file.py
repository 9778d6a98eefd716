"""The baseline's file, which is part of the repository: whatever changes a bound shows in its history."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.baseline import TOLERANCE, Baseline, BaselineError, Bound, Lowered

FORMAT = 1


def read_baseline(path: Path) -> Baseline | None:
    """Return the baseline in a file, None where there is no file; raises BaselineError where it is no baseline."""
    try:
        values = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BaselineError(f"读不了基线文件 {path}（{error}）。请从版本库恢复它。") from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        seen = values.get("format") if isinstance(values, dict) else type(values).__name__
        raise BaselineError(f"基线文件 {path} 的格式是 {seen}，本程序使用的格式是 {FORMAT}。请从版本库恢复它。")
    try:
        return _baseline(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BaselineError(f"基线文件 {path} 的内容不对（{error!r}）。请从版本库恢复它。") from error


def _baseline(values: Mapping[str, Any]) -> Baseline:
    bounds = {}
    for what, one in values["bounds"].items():
        is_ceiling = "ceiling" in one
        limit = float(one["ceiling" if is_ceiling else "floor"])
        bounds[what] = Bound(limit, float(one["measured"]), int(one["n"]), is_ceiling)
    reasons = tuple(Lowered(one["date"], one["what"], one["from"], one["to"], one["why"]) for one in values["reasons"])
    tolerance = {group: float(values["tolerance"][group]) for group in TOLERANCE}
    failed = tuple(map(str, values["failed"]))
    return Baseline(bounds, values["questions"], values["reports"], failed, tolerance, reasons)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline in place of the one before, whole or not at all; raises OSError."""
    values = {
        "format": FORMAT,
        "questions": baseline.questions,
        "reports": baseline.reports,
        "tolerance": dict(baseline.tolerance),
        "bounds": {
            what: {"ceiling" if one.is_ceiling else "floor": one.limit, "measured": one.measured, "n": one.n}
            for what, one in baseline.bounds.items()
        },
        "failed": list(baseline.failed),
        "reasons": [
            {"date": one.date, "what": one.what, "from": one.before, "to": one.after, "why": one.why}
            for one in baseline.reasons
        ],
    }
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", "utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
