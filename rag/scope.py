"""Which reports a question is about: one target for each place and year that it names, and for their pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.divisions import short_name
from rag.places import Places, PlaceSaid
from rag.types import Filter, Report
from rag.vocabulary import NO_LEVEL
from rag.years import YearSaid, reports_on

# Asks which place of one level it is, and which levels these are.
_WHICH_LEVEL = re.compile(
    rf"哪[一些几]?[个座]?(?:(?P<province>省份?|自治区)|城市|地级市|市州|地市|[市县区州盟旗]){NO_LEVEL}"
)
# 广东以外, 除广东外, 除了广东还有.
_OUTSIDE = "(?:{0})[省市州盟区]?(?:以|之)外|除了?(?:{0})[省市州盟区]?(?:(?:以|之)?外|还|都|[,，])"
_PROVINCES = ("省", "自治区", "特别行政区")
_Pair = tuple[PlaceSaid | None, YearSaid | None]


@dataclass(frozen=True, slots=True)
class Target:
    """The reports that one row of the answer comes from.

    `place` and `year` are those asked for ("" and None: none was named). `reports` are the ids to search in; None: all.
    `planned`: goals are asked for, or the year is one that the reports only plan for; False: results; None: either.
    `said`: years that the answering sentence itself must speak of, as no report is about them.
    """

    place: str = ""
    year: int | None = None
    reports: tuple[str, ...] | None = None
    planned: bool | None = None
    said: tuple[int, ...] = ()

    @property
    def filter(self) -> Filter:
        """Return where to search."""
        return Filter(reports=self.reports)

    @property
    def label(self) -> str:
        """Return what the row is called: 岚川市2022年."""
        return f"{self.place}{f'{self.year}年' if self.year else ''}"


def targets(
    places: Sequence[PlaceSaid], years: Sequence[YearSaid], catalogue: Sequence[Report], *, planned: bool
) -> tuple[Target, ...]:
    """Return the targets of a question: every place with every year, or each with its own where they come in pairs.

    `planned`: goals are asked for, of the years planned for if it names such, else of all.
    """
    years, catalogue = _inside_named(places, years, catalogue)
    paired = _pairs(places, years)
    wanted = paired or [(place, year) for place in (places or (None,)) for year in (years or (None,))]
    done = not planned or any(year.meant == "plan" for year in years)
    found = [_target(place, year, catalogue, planned=planned, done=done) for place, year in wanted]
    if not paired and len(places) > 1 and len(years) > 1:
        # of 2018年的运城 and 2022年的吉林 a cross would ask for years that nobody meant
        found = [target for target in found if not target.said] or found
    return tuple(dict.fromkeys(found))


def _inside_named(
    places: Sequence[PlaceSaid], years: Sequence[YearSaid], catalogue: Sequence[Report]
) -> tuple[Sequence[YearSaid], Sequence[Report]]:
    """Return the years told of, and the reports that tell of them, where another year only names these reports.

    2023年度报告对2024年有什么打算 asks the report on 2023 alone, and so does 2024年的报告里2023年.
    """
    naming = [year for year in years if year.meant in ("title", "published")]
    told = [year for year in years if year not in naming]
    known = {place.place for place in places}
    scopes = [[report for report in catalogue if report.place == place] for place in known] or [list(catalogue)]
    named = [report for scope in scopes for year in naming for report in _reports(year, scope)]
    if not told or not all(_reports(year, named) for year in told):
        return years, catalogue
    return told, named


def _reports(year: YearSaid, scope: Sequence[Report]) -> list[Report]:
    return reports_on(year.year, year.meant, scope, year.kind)[0]


def _pairs(places: Sequence[PlaceSaid], years: Sequence[YearSaid]) -> list[_Pair]:
    """Return each place with the year beside it, where a question names them in turn; nothing where it does not."""
    if len(places) < 2 or len(places) != len(years):
        return []
    ordered = sorted([(said.at, 0) for said in places] + [(said.at, 1) for said in years])
    kinds = [kind for _, kind in ordered]
    in_turn = all(one != other for one, other in zip(kinds[::2], kinds[1::2], strict=True))
    by_place = sorted(places, key=lambda said: said.at)
    by_year = sorted(years, key=lambda said: said.at)
    return list(zip(by_place, by_year, strict=True)) if in_turn else []


def _target(
    place: PlaceSaid | None, year: YearSaid | None, catalogue: Sequence[Report], *, planned: bool, done: bool
) -> Target:
    """Return the target of one pair; `done`: a year that nothing else is said of asks for results."""
    name = place.place if place else ""
    scope = [report for report in catalogue if not name or report.place == name]
    side = True if planned else None
    if year is None:
        return Target(name, None, tuple(report.id for report in scope) if name else None, side)
    found, planning = reports_on(year.year, year.meant, scope, year.kind)
    if not found:
        side = False if year.meant == "done" else side
        return Target(name, year.year, tuple(report.id for report in scope) if name else None, side, (year.year,))
    if planning or (planned and year.meant in ("plan", "title")):
        side = True
    elif done and year.meant in ("any", "done") and any(report.year == year.year for report in found):
        side = False
    return Target(name, year.year, tuple(report.id for report in found), side)


def asked_among(
    text: str, named: Places, years: Sequence[YearSaid], catalogue: Sequence[Report]
) -> tuple[Places, Sequence[Report]]:
    """Return the places and the reports of a question, where it asks which place it is: of its level, 哪个省.

    What is named and lies above others (山东哪个市) is where they lie, if their reports or its own tell of a year asked
    for; 广东以外哪个市 is where they do not.
    """
    asked = _WHICH_LEVEL.search(text)
    if asked is None:
        return named, catalogue
    level = [report for report in catalogue if (report.place or "").endswith(_PROVINCES) == bool(asked["province"])]
    above = _above(text, level)
    if not above:
        return named, level if level and not named.any else catalogue
    among = _around(text, above, level, catalogue)
    if _names_others(text, named, above) or (years and not any(_reports(year, among) for year in years)):
        return named, catalogue
    short = [short_name(name) for name in above]
    rest = re.sub("|".join(map(re.escape, (*above, *short))), " ", named.rest)
    unknown = tuple(name for name in named.unknown if short_name(name) not in short)
    return replace(named, said=(), unknown=unknown, rest=rest), among


def _above(text: str, level: Sequence[Report]) -> list[str]:
    """Return what a question names that lies above some of these reports' places, the nearest of one chain alone.

    A name with another suffix (吉林市 for 吉林省) is not it.
    """
    parents = dict.fromkeys(parent for report in level for parent in report.parents)
    found = [name for name in parents if name in text or re.search(f"{short_name(name)}(?![省市州县区盟])", text)]
    higher = {name for report in level for name in report.parents[:-1] if report.parents[-1] in found}
    return [name for name in found if name not in higher]


def _around(text: str, above: Sequence[str], level: Sequence[Report], catalogue: Sequence[Report]) -> list[Report]:
    """Return the reports of what lies below these places, and their own, or of the same level outside of them."""
    below = {report.id for report in level if set(above) & {*report.parents}}
    if re.search(_OUTSIDE.format("|".join(map(short_name, above))), text):
        return [report for report in level if report.id not in below]
    return [report for report in catalogue if report.id in below or report.place in above]


def _names_others(text: str, named: Places, above: Sequence[str]) -> bool:
    """Tell whether a question names other places than these, which as parents stand for all that lies below them."""
    starts = {text.find(name) for name in above}
    return any(said.place not in above and said.at not in starts for said in named.said)


def limited(found: Sequence[Target], among: Sequence[Report], catalogue: Sequence[Report]) -> tuple[Target, ...]:
    """Return targets that search in some reports of the catalogue alone."""
    if len(among) == len(catalogue):
        return tuple(found)
    ids = tuple(report.id for report in among)
    return tuple(replace(target, reports=ids) if target.reports is None else target for target in found)
