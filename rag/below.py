"""A place without a report of its own: what the reports of the places above it tell of it, said as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.divisions import short_name
from rag.gazetteer import above, divisions_named
from rag.scope import Target
from rag.types import Report
from rag.understood import Understood

# What stands before the answer.
NO_OWN_REPORT = "现有报告中没有{}自己的报告，以下是上级报告提到的内容："


def asked_above(understood: Understood, catalogue: Sequence[Report]) -> Understood | None:
    """Return a question about a place that no report is about, as one about the reports of the places above it.

    None where it is no such question, or there are no such reports.
    """
    if len(understood.unknown_places) != 1 or understood.reading.places or understood.reading.kind == "locate":
        return None
    parents = {name for division in divisions_named(understood.unknown_places[0]) for name in above(division)}
    reports = {report.id for report in catalogue if report.place in parents}
    targets = [replace(target, reports=tuple(_of(target, reports))) for target in understood.targets]
    if not any(target.reports for target in targets):
        return None
    return replace(understood, targets=tuple(targets))


def _of(target: Target, reports: set[str]) -> list[str]:
    return [one for one in (reports if target.reports is None else target.reports) if one in reports]


def names_it(text: str, place: str) -> bool:
    """Tell whether a text names a place, in full or in short."""
    short = short_name(place)
    # 市中 of 市中区 stands in 我市中小企业, 朝阳 in 朝阳产业
    return place in text or (len(short) > 1 and not place.endswith("区") and short in text)
