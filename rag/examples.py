"""Example questions about the reports at hand; the page shows those that are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from rag.types import Report

# What reports of the various kinds mostly tell; {scope} is a place with its year.
_TEMPLATES = (
    "{scope}受理行政复议案件多少件？",
    "{scope}还存在哪些问题和不足？",
    "{scope}审查备案规范性文件多少件？",
    "{scope}地区生产总值增长多少？",
    "{scope}办理法律援助案件多少件？",
    "{scope}调解成功率是多少？",
)
_PAIR = "{first}和{second}受理行政复议案件各多少件？"
# Places that examples are taken from: enough for variety, few enough to try all in a moment.
PLACES = 3
EXAMPLES = 4


def examples(reports: Sequence[Report], is_answered: Callable[[str], bool]) -> list[str]:
    """Return questions about these reports that are answered, of each kind the first one."""
    groups = ((text for text in group if is_answered(text)) for group in candidates(reports))
    return list(islice((text for group in groups for text in islice(group, 1)), EXAMPLES))


def candidates(reports: Sequence[Report]) -> list[list[str]]:
    """Return questions about the newest reports of a few places, grouped by what they ask; some may have no answer."""
    newest: dict[str, Report] = {}
    for report in sorted(reports, key=lambda report: report.year or 0, reverse=True):
        if report.place and report.year:
            newest.setdefault(report.place, report)
    chosen = list(newest.values())[:PLACES]
    groups = [
        # Each kind of question begins with another place.
        [template.format(scope=f"{report.place}{report.year}年") for report in chosen[at:] + chosen[:at]]
        for number, template in enumerate(_TEMPLATES)
        if chosen
        for at in [number % len(chosen)]
    ]
    pair = [_PAIR.format(first=chosen[0].place, second=chosen[1].place)] if len(chosen) > 1 else []
    return [*groups[:2], pair, *groups[2:]]
