"""Which reports a question is about: the pairs of its places and years."""

from __future__ import annotations

import pytest

from rag.places import PlaceSaid, find_places
from rag.scope import Target, asked_among, limited, targets
from rag.types import Filter, Report
from rag.years import YearSaid, years_said


def report(place: str, year: int, plan: int | None = None, title: str = "") -> Report:
    return Report(id=f"{place}{year}", file="", title=title, place=place, year=year, year_plan=plan)


# 岚川市 tells what it plans for the next year; 澜川区 has but one report.
CATALOGUE = [
    *(report("岚川市", year, year + 1) for year in (2020, 2021, 2022)),
    *(report("禾丰县", year) for year in (2020, 2021, 2022)),
    report("澜川区", 2020),
]
LAN, HE, QU = "岚川市", "禾丰县", "澜川区"


def labels(*said: PlaceSaid | YearSaid, planned: bool = False) -> list[str]:
    return [target.label for target in found(*said, planned=planned)]


def found(*said: PlaceSaid | YearSaid, planned: bool = False) -> tuple[Target, ...]:
    places = [one for one in said if isinstance(one, PlaceSaid)]
    years = [one for one in said if isinstance(one, YearSaid)]
    return targets(places, years, CATALOGUE, planned=planned)


def test_neither_place_nor_year_asks_all_reports() -> None:
    assert found() == (Target("", None, None, None),)
    assert Target().filter == Filter(reports=None)


def test_a_place_asks_all_of_its_reports() -> None:
    (target,) = found(PlaceSaid(LAN))
    assert target == Target(LAN, None, ("岚川市2020", "岚川市2021", "岚川市2022"))
    assert target.filter == Filter(reports=target.reports)


def test_a_year_asks_the_reports_on_it() -> None:
    assert found(YearSaid(2021, 0)) == (Target("", 2021, ("岚川市2021", "禾丰县2021"), False),)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # 岚川市2021年
        ([PlaceSaid(LAN, 0), YearSaid(2021, 3)], ["岚川市2021年"]),
        # 岚川市和禾丰县2021年: one year for both
        ([PlaceSaid(LAN, 0), PlaceSaid(HE, 4), YearSaid(2021, 7)], ["岚川市2021年", "禾丰县2021年"]),
        # 岚川市2020年和2021年: one place for both
        ([PlaceSaid(LAN, 0), YearSaid(2020, 3), YearSaid(2021, 9)], ["岚川市2020年", "岚川市2021年"]),
        # 岚川市2020年和禾丰县2021年: in pairs, the place first
        (
            [PlaceSaid(LAN, 0), YearSaid(2020, 3), PlaceSaid(HE, 9), YearSaid(2021, 12)],
            ["岚川市2020年", "禾丰县2021年"],
        ),
        # 2020年的岚川市和2021年的禾丰县: in pairs, the year first
        (
            [YearSaid(2020, 0), PlaceSaid(LAN, 6), YearSaid(2021, 10), PlaceSaid(HE, 16)],
            ["岚川市2020年", "禾丰县2021年"],
        ),
        # 岚川市和禾丰县2020年和2021年: every place with every year
        (
            [PlaceSaid(LAN, 0), PlaceSaid(HE, 4), YearSaid(2020, 7), YearSaid(2021, 13)],
            ["岚川市2020年", "岚川市2021年", "禾丰县2020年", "禾丰县2021年"],
        ),
        # 岚川市和澜川区2020年和2021年: 澜川区 has nothing on 2021, which is left out
        (
            [PlaceSaid(LAN, 0), PlaceSaid(QU, 4), YearSaid(2020, 7), YearSaid(2021, 13)],
            ["岚川市2020年", "岚川市2021年", "澜川区2020年"],
        ),
        # the same twice
        ([PlaceSaid(LAN, 0), YearSaid(2020, 3), YearSaid(2020, 9)], ["岚川市2020年"]),
    ],
)
def test_pairs_and_crosses(said: list[PlaceSaid | YearSaid], expected: list[str]) -> None:
    assert labels(*said) == expected


def test_a_year_without_a_report_must_be_spoken_of() -> None:
    (target,) = found(PlaceSaid(LAN, 0), YearSaid(2015, 3))
    assert (target.said, target.reports) == ((2015,), ("岚川市2020", "岚川市2021", "岚川市2022"))
    (target,) = found(YearSaid(2015, 0))
    assert (target.said, target.reports) == ((2015,), None)


def test_a_pair_without_a_report_is_kept() -> None:
    """澜川区2021年和岚川市2020年: each year was meant for its place, so that 2021 is to be said to be missing."""
    first, second = found(PlaceSaid(QU, 0), YearSaid(2021, 3), PlaceSaid(LAN, 9), YearSaid(2020, 12))
    assert (first.label, first.said) == ("澜川区2021年", (2021,))
    assert (second.label, second.said) == ("岚川市2020年", ())


def test_a_cross_of_which_nothing_has_a_report_is_kept() -> None:
    rows = found(PlaceSaid(LAN, 0), PlaceSaid(HE, 4), YearSaid(2014, 7), YearSaid(2015, 13))
    assert [row.said for row in rows] == [(2014,), (2015,), (2014,), (2015,)]


@pytest.mark.parametrize(
    ("year", "planned", "reports", "side"),
    [
        (YearSaid(2021, 0), False, ("岚川市2021",), False),  # covered: results
        (YearSaid(2023, 0), False, ("岚川市2022",), True),  # only planned for: goals
        (YearSaid(2022, 0, "plan"), True, ("岚川市2021",), True),  # goals for 2022 stand in the report on 2021
        (YearSaid(2023, 0, "plan"), True, ("岚川市2022",), True),
        (YearSaid(2023, 0, "published"), False, ("岚川市2022",), None),  # either side of what came out then
        (YearSaid(2022, 0, "title"), False, ("岚川市2022",), None),
        (YearSaid(2022, 0, "title"), True, ("岚川市2022",), True),  # the goals in the report of that name
        (YearSaid(2021, 0), True, ("岚川市2021",), True),  # 岚川市2021年受理多少件? 有什么打算?
    ],
)
def test_results_or_goals(year: YearSaid, planned: bool, reports: tuple[str, ...], side: bool | None) -> None:
    (target,) = found(PlaceSaid(LAN, 0), year, planned=planned)
    assert (target.reports, target.planned) == (reports, side)


def test_no_plan_tells_what_was_done() -> None:
    """岚川市2023年实际办结多少件, where 2023 is only planned for."""
    (target,) = found(PlaceSaid(LAN), YearSaid(2023, 0, "done"))
    assert (target.said, target.planned) == ((2023,), False)
    (target,) = found(PlaceSaid(LAN), YearSaid(2022, 0, "done"))
    assert (target.reports, target.said, target.planned) == (("岚川市2022",), (), False)


@pytest.mark.parametrize(
    ("years", "planned", "label", "reports", "side"),
    [
        # 2022年度报告对2023年有什么打算
        ((YearSaid(2022, 3, "title"), YearSaid(2023, 11, "plan")), True, "岚川市2023年", ("岚川市2022",), True),
        # 2022年度报告里2022年受理多少件, 2023年公布的报告里2022年受理多少件
        ((YearSaid(2022, 3, "title"), YearSaid(2022, 11)), False, "岚川市2022年", ("岚川市2022",), False),
        ((YearSaid(2023, 3, "published"), YearSaid(2022, 11)), False, "岚川市2022年", ("岚川市2022",), False),
    ],
)
def test_a_year_that_only_names_the_report(
    years: tuple[YearSaid, ...], planned: bool, label: str, reports: tuple[str, ...], side: bool | None
) -> None:
    (target,) = found(PlaceSaid(LAN), *years, planned=planned)
    assert (target.label, target.reports, target.planned) == (label, reports, side)


def test_a_year_that_another_report_tells_of_is_asked_beside() -> None:
    """岚川市2022年度报告里多少件,2021年多少件: the report on 2022 is not about 2021."""
    assert labels(PlaceSaid(LAN), YearSaid(2022, 3, "title"), YearSaid(2021, 15)) == ["岚川市2022年", "岚川市2021年"]


def test_results_of_one_year_and_goals_of_another() -> None:
    """岚川市2022年完成多少,2023年目标是多少: both from the report on 2022."""
    done, goal = found(PlaceSaid(LAN, 0), YearSaid(2022, 3), YearSaid(2023, 14, "plan"), planned=True)
    assert (done.label, done.reports, done.planned) == ("岚川市2022年", ("岚川市2022",), False)
    assert (goal.label, goal.reports, goal.planned) == ("岚川市2023年", ("岚川市2022",), True)


@pytest.mark.parametrize(("planned", "side"), [(False, None), (True, True)])
def test_results_or_goals_without_a_year(planned: bool, side: bool | None) -> None:
    (target,) = found(PlaceSaid(LAN), planned=planned)
    assert target.planned is side


def within(place: str, year: int, *parents: str) -> Report:
    return Report(id=f"{place}{year}", file="", title="", place=place, year=year, parents=parents)


# Of 青屿省 there is no report, 云岭省 has one of its own.
LEVELS = [
    within("岚川市", 2021, "青屿省"),
    within("岚川市", 2022, "青屿省"),
    within("沅阳市", 2022, "云岭省"),
    within("云岭省", 2022),
]


@pytest.mark.parametrize(
    ("question", "among", "known"),
    [
        ("青屿省哪个市建了机场", ["岚川市2021", "岚川市2022"], ()),
        ("青屿哪座城市建了机场", ["岚川市2021", "岚川市2022"], ()),
        ("青屿省哪个市2021年建了机场", ["岚川市2021", "岚川市2022"], ()),
        ("青屿省哪个市2019年建了机场", None, ("岚川市",)),  # none of them tells of that year
        ("青屿省以外哪个市建了机场", ["沅阳市2022"], ()),
        ("青屿之外哪个市建了机场", ["沅阳市2022"], ()),
        ("云岭省以外哪个市建了机场", ["岚川市2021", "岚川市2022"], ()),
        ("除了云岭省外哪个市建了机场", ["岚川市2021", "岚川市2022"], ()),
        ("云岭省哪个市建了机场", ["沅阳市2022", "云岭省2022"], ()),  # its own report may tell, too
        ("云岭省和青屿省哪个市建了机场", [one.id for one in LEVELS], ()),
        ("哪个省建了机场", ["云岭省2022"], ()),
        ("哪个省份2022年建了机场", ["云岭省2022"], ()),
        ("哪个市建了机场", ["岚川市2021", "岚川市2022", "沅阳市2022"], ()),
        ("岚川市哪个省的人最多", None, ("岚川市",)),  # of one place
        ("沅阳市和青屿省哪个市建了机场", None, ("沅阳市",)),  # another place is named, too
        ("哪个市级部门建了机场", None, ()),  # asks for no place
        ("哪个市委建了机场", None, ()),
        ("机场建了没有", None, ()),
    ],
)
def test_which_place_of_a_level(question: str, among: list[str] | None, known: tuple[str, ...]) -> None:
    named = find_places(question, LEVELS)
    places, reports = asked_among(question, named, years_said(question), LEVELS)
    assert places.known == known
    assert [one.id for one in reports] == ([one.id for one in LEVELS] if among is None else among)


def test_the_province_is_no_place_without_a_report() -> None:
    question = "青屿哪个市建了机场"
    places, _ = asked_among(question, find_places(question, LEVELS), (), LEVELS)
    assert (places.unknown, places.rest.strip()) == ((), "哪个市建了机场")


def test_targets_search_in_some_reports_alone() -> None:
    everywhere, one = Target(), Target("岚川市", 2021, ("岚川市2021",))
    assert limited([everywhere, one], LEVELS, LEVELS) == (everywhere, one)
    assert limited([everywhere, one], LEVELS[:2], LEVELS) == (Target(reports=("岚川市2021", "岚川市2022")), one)
