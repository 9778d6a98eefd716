"""The year covered and the year planned for."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.formats.plaintext import load_text
from ingest.metadata.evidence import Clues, clues_of
from ingest.metadata.kinds import ADMINISTRATION, ANNUAL, PLAN, PROPOSAL, REVIEW, WORK_REPORT
from ingest.metadata.titles import Title
from ingest.metadata.years import BY_DATE, BY_TITLE, Given, years_covered


def clues(title: str, text: str, stem: str = "a8f3") -> Clues:
    loaded = clean(load_text(f"{title}\n{text}" if title else text))
    return clues_of(loaded, Title(title, (0,)) if title else None, stem)


def years(
    kind: str | None,
    title: str = "",
    headings: tuple[str, ...] = (),
    *,
    text: str = "没有说哪一年的情况。",
    stem: str = "a8f3",
    given: int | tuple[int, int] | None = None,
) -> tuple[int | None, int | None]:
    when = Given(*given) if isinstance(given, tuple) else Given(given) if given else None
    year, plan = years_covered(kind, clues(title, text, stem), headings, when)
    return year.value if year else None, plan.value if plan else None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(years(ANNUAL, "青禾市2022年度报告", given=2023), (2022, None), id="the title's year"),
        pytest.param(years(ANNUAL, "青禾市二〇二二年度报告"), (2022, None), id="in Chinese numerals"),
        pytest.param(years(ANNUAL, "青禾市２０２２年度报告"), (2022, None), id="in full width"),
        pytest.param(
            years(ANNUAL, "关于《实施方案(2021-2025年)》2022年落实情况的报告"), (2022, None), id="not a plan's years"
        ),
        pytest.param(
            years(ANNUAL, "青禾市司法局2023年情况报告 (2024-02-26)"), (2023, None), id="not the day of publication"
        ),
        pytest.param(
            years(ADMINISTRATION, "青禾市2021—2022年度报告", given=2023), (2022, None), id="the last of a range"
        ),
        pytest.param(years(ANNUAL, "《青禾县关于2023年度报告》的解读"), (2023, None), id="inside a quoted title"),
        pytest.param(years(ANNUAL, "2021年工作总结和2022年工作计划"), (2021, 2022), id="a plan in the title"),
        pytest.param(
            years(ANNUAL, "青禾市2020年度报告", ("一、成效", "三、2021年工作计划")), (2020, 2021), id="a plan's part"
        ),
        pytest.param(
            years(ANNUAL, "2025年工作报告", ("一、2024年工作情况", "二、2025年工作安排")),
            (2024, 2025),
            id="titled with the year in which it is given",
        ),
        pytest.param(
            years(ADMINISTRATION, "工作报告", text="2018年以来,市政府推进。较2017年。", given=2019),
            (2018, None),
            id="the opening's year, given the year after",
        ),
        pytest.param(
            years(ANNUAL, text="2020年以来,我区推进。总结了2019年工作。"), (2020, None), id="the opening's year"
        ),
        pytest.param(
            years(ANNUAL, text="2018年以来,我区推进五年工作。", given=2023), (2022, None), id="several years: the last"
        ),
        pytest.param(
            years(ANNUAL, text="2021年,我区推进工作。", given=2023), (2021, None), id="put on the web years later"
        ),
        pytest.param(
            years(ANNUAL, text="根据规定,现将县政府2021年度法治政府建设情况报告如下。2019年印发规定。"),
            (2021, None),
            id="what is reported now",
        ),
        pytest.param(
            years(None, text="2023年编制。本报告所列数据的统计期限自2022年1月1日起至12月31日止。"),
            (2022, None),
            id="the period of the figures",
        ),
        pytest.param(
            years(ANNUAL, text="一年来,我区推进工作。", given=2023), (2022, None), id="the year before it was given"
        ),
        pytest.param(
            years(ANNUAL, text="今年以来,我区推进工作。", given=(2023, 7)), (2023, None), id="this year, in July"
        ),
        pytest.param(years(ANNUAL, text="我区推进工作。", given=(2023, 12)), (2023, None), id="given in December"),
        pytest.param(
            years(ANNUAL, "", ("一、2022年推进法治政府建设的主要举措", "二、2023年重点工作措施")),
            (2022, 2023),
            id="by its parts",
        ),
        pytest.param(years(ANNUAL, "", ("二、2024年主要工作",)), (2023, 2024), id="the year before the plans"),
        pytest.param(years(REVIEW, "青禾区2023年上半年行政复议情况报告"), (2023, None), id="half a year"),
        pytest.param(years(PLAN, "青禾区2024年法治政府建设工作要点"), (2024, 2024), id="a plan"),
        pytest.param(
            years(PLAN, "青禾市实施方案(2021—2025年)", given=2021), (2021, None), id="a plan of several years"
        ),
        pytest.param(
            years(PROPOSAL, "关于法治的提案", text="2017年以来,连续5年。", given=2023), (2023, None), id="a proposal"
        ),
        pytest.param(years(PROPOSAL, text="2022年共办理12件。"), (2022, None), id="a proposal without a date"),
        pytest.param(years(None), (None, None), id="nothing told"),
    ],
)
def test_years(found: tuple[int | None, int | None], expected: tuple[int | None, int | None]) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(years(WORK_REPORT, "2025年云岭省政府工作报告"), (2024, 2025), id="titled with the plan's year"),
        pytest.param(
            years(WORK_REPORT, "2023年度政府工作报告", ("一、2023年工作回顾",)), (2023, 2024), id="titled with its own"
        ),
        pytest.param(
            years(WORK_REPORT, "", ("一、2023年工作回顾", "二、2024年工作安排")), (2023, 2024), id="by its parts"
        ),
        pytest.param(years(WORK_REPORT, "", ("一、2023年工作回顾", "2023年目标")), (2023, 2024), id="a plan is later"),
        pytest.param(
            years(WORK_REPORT, "", ("一、过去五年和2021年工作回顾",)), (2021, 2022), id="five years and the last"
        ),
        pytest.param(years(WORK_REPORT, "", ("一、2017—2021年工作回顾",)), (2021, 2022), id="the last of a range"),
        pytest.param(
            years(WORK_REPORT, text="各位代表:现在报告工作。一、2023年工作回顾过去一年。"),
            (2023, 2024),
            id="its parts in the running text",
        ),
        pytest.param(
            years(WORK_REPORT, text="各位代表:现在报告工作。做好2024年政府工作,要坚持稳中求进。"),
            (2023, 2024),
            id="the plans in the running text",
        ),
        pytest.param(years(WORK_REPORT, "政府工作报告", given=2024), (2023, 2024), id="by the day it was given"),
        pytest.param(
            years(WORK_REPORT, "政府工作报告", given=(2021, 12)), (2021, 2022), id="given at the end of the year"
        ),
        pytest.param(years(WORK_REPORT, stem="青禾2024年政府工作报告"), (2023, 2024), id="by the file's name"),
    ],
)
def test_years_of_work_reports(found: tuple[int | None, int | None], expected: tuple[int | None, int | None]) -> None:
    assert found == expected


def test_a_year_that_is_named_is_surer_than_one_that_is_derived() -> None:
    named, _ = years_covered(ANNUAL, clues("青禾市2022年度报告", "情况。"), (), None)
    derived, _ = years_covered(ANNUAL, clues("", "一年来,我区推进工作。"), (), Given(2023, 1, (0, 3)))
    assert named is not None
    assert derived is not None
    assert (named.confidence, named.span) == (BY_TITLE, (0, 11))
    assert (derived.value, derived.confidence, derived.span) == (2022, BY_DATE, (0, 3))
