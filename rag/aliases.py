"""One place under two names: what one report calls 青禾州 is the 青禾苗族自治州 of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.divisions import short_name
from rag.gazetteer import NATIONALITIES, full_names, is_real
from rag.types import Report


def in_full(name: str, text: str) -> str:
    """Return the name of the autonomous division that `name` is short for, by the table or by the text's own words.

    Any other name, and one that the text gives two names in full, stays as it is.
    """
    if not _may_be_short(name):
        return name
    form = rf"{re.escape(name[:-1])}(?:(?:{NATIONALITIES})族?)+自治{name[-1]}"
    found = _real(name) or tuple(dict.fromkeys(match.group() for match in re.finditer(form, text)))
    return found[0] if len(found) == 1 else name


def under_one_name(reports: Iterable[Report]) -> list[Report]:
    """Return the reports with the names of their places, and of what lies above these, in full where one tells them."""
    given = list(reports)
    names = {name for report in given for name in (report.place, *report.parents) if name}
    full = {name: _among(name, names) for name in names if _may_be_short(name)}
    full = {name: whole for name, whole in full.items() if whole != name}
    return [_renamed(report, full) for report in given] if full else given


def _renamed(report: Report, full: dict[str, str]) -> Report:
    parents = tuple(full.get(parent, parent) for parent in report.parents)
    return replace(report, place=full.get(report.place or "", report.place), parents=parents)


def _among(name: str, names: Iterable[str]) -> str:
    whole = _real(name) or [
        other for other in names if "自治" in other and other[-1] == name[-1] and short_name(other) == name[:-1]
    ]
    return whole[0] if len(whole) == 1 else name


def _may_be_short(name: str) -> bool:
    return len(name) > 2 and name[-1] in "州县旗" and "自治" not in name and not is_real(name)


def _real(name: str) -> Sequence[str]:
    return [whole for whole in full_names(name) if "自治" in whole]
