"""Which reports a question is about: one target for each place and year that it names, and for their pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.places import PlaceSaid
from rag.types import Filter, Report
from rag.years import YearSaid, reports_on

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
