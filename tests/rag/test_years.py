"""Years in questions: where they stand, what each is meant as, and the reports that it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Report
from rag.years import (
    Meant,
    YearSaid,
    asks_for_plans,
    expand_ranges,
    in_digits,
    is_expected,
    relative_years,
    reports_on,
    says_years,
    without_expected,
    without_years,
    years_said,
)

COVERED = (2018, 2019, 2020, 2021, 2022)


def report(
    key: str, year: int | None, title: str = "", plan: int | None = None, published: str | None = None
) -> Report:
    return Report(id=key, file="", title=title or key, place="岚川市", year=year, year_plan=plan, published=published)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("岚川市2021年受理多少件", [(2021, "any")]),
        ("岚川2021胜诉率", [(2021, "any")]),  # no 年
        ("岚川2021年度受理多少件", [(2021, "any")]),
        ("岚川21年受理多少件", [(2021, "any")]),
        ("1998年", [(1998, "any")]),
        ("2018年、2019年、2020年", [(2018, "any"), (2019, "any"), (2020, "any")]),
        ("2020到2022年", [(2020, "any"), (2022, "any")]),  # the ends of a range
        ("2020年和21年", [(2020, "any"), (2021, "any")]),
        # the year of a report's name
        ("2022年度报告里受理多少件", [(2022, "title")]),
        ("2022年法治政府建设工作报告写了什么", [(2022, "title")]),
        ("2022年省人代会上说了什么", [(2022, "title")]),
        ("2021年报告制度落实得怎么样", [(2021, "any")]),  # a rule, no report
        # the year of its publication
        ("2023年公布的报告里受理多少件", [(2023, "published")]),
        ("2023年3月公开的", [(2023, "published")]),
        ("2022年底印发的", [(2022, "published")]),
        ("2022年公布的事项清单有几项", [(2022, "any")]),  # what came out is no report
        # the year that something is intended for
        ("2024年的目标是多少", [(2024, "plan")]),
        ("2024年计划新建多少所", [(2024, "plan")]),
        ("2024年要建多少所", [(2024, "plan")]),
        ("2024年盼着建几所", [(2024, "plan")]),
        ("2024年的目标完成了多少", [(2024, "any")]),  # asks what came of it
        ("2024年安排了多少专项经费", [(2024, "any")]),  # given, not planned
        ("2024年安排普法经费多少万元", [(2024, "any")]),
        ("2024年有什么工作安排", [(2024, "plan")]),
        ("2024年照顾老人安排了什么", [(2024, "plan")]),
        ("2024年“百名律师”计划招了多少人", [(2024, "any")]),  # a plan's name, and what it did
        ("2024年实际办结多少件", [(2024, "done")]),
        ("2024年胜诉率实际达到多少", [(2024, "done")]),
        ("2023年实际使用外资多少", [(2023, "any")]),  # the name of an indicator
        ("2024年的目标是多少,2024年实际完成多少", [(2024, "plan"), (2024, "done")]),
        ("十四五规划期间2021年受理多少件", [(2021, "any")]),  # a plan's name asks for no plan
        ("2021年规定的时限是多少", [(2021, "any")]),  # nor does 规定的 or 认定为
        ("2021年认定为示范单位的有几家", [(2021, "any")]),
        # several years, each with its own meaning
        ("2023年完成多少,2024年目标是多少", [(2023, "any"), (2024, "plan")]),
        ("2024年的目标是多少,2023年完成了多少", [(2024, "plan"), (2023, "any")]),
        ("2024年和2025年的目标", [(2024, "plan"), (2025, "plan")]),  # what follows is said of both
        ("2023年公布的报告里2022年受理多少件", [(2023, "published"), (2022, "any")]),
        ("2024年政府工作报告里2023年增长多少", [(2024, "title"), (2023, "any")]),
        # figures that look like years
        ("培训2021人次", []),
        ("投入2021万元", []),
        ("增长2021.5亩", []),
        ("2021多人参加", []),
        ("编号12021", []),
        ("占2021%", []),
        # stretches of time
        ("近20年累计多少件", []),
        ("连续12年无事故", []),
        ("过去15年", []),
        ("10年以上的案件", []),
        ("20年来", []),
        ("15年内办结", []),
        ("90年代", []),
        ("", []),
    ],
)
def test_years_said(text: str, expected: list[tuple[int, Meant]]) -> None:
    assert [(said.year, said.meant) for said in years_said(text)] == expected


def test_where_years_stand() -> None:
    assert [said.at for said in years_said("岚川2020年和21年比2022年")] == [2, 8, 12]


@given(st.text(alphabet="岚川市0129年度和至的目标完成了公布报告近件万%.,- ", max_size=40))
def test_a_year_stands_where_it_is_said_to(text: str) -> None:
    said = years_said(text)
    assert [entry.at for entry in said] == sorted({entry.at for entry in said})
    for entry in said:
        assert 1900 <= entry.year <= 2099
        assert text.startswith((str(entry.year), str(entry.year)[2:]), entry.at)


@given(st.text(alphabet="岚川市0129年度和至万件 ", max_size=40))
def test_what_is_left_without_years_is_from_the_text(text: str) -> None:
    left = without_years(text, "")
    rest = iter(text)
    assert all(char in rest for char in left)  # a subsequence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("岚川2021年受理", "岚川 受理"),
        ("岚川2021年度受理", "岚川 受理"),
        ("岚川21年受理", "岚川 受理"),
        ("2020年到2022年受理", " 到 受理"),
        ("培训2021人次", "培训2021人次"),
        ("连续12年无事故", "连续12年无事故"),
    ],
)
def test_texts_without_years(text: str, expected: str) -> None:
    assert without_years(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二一年", "2021年"),
        ("二零二一年", "2021年"),
        ("二○二一年", "2021年"),
        ("一九九八年", "1998年"),
        ("二〇二一", "二〇二一"),  # without 年 it may be anything
        ("一二三四年", "一二三四年"),
    ],
)
def test_spelt_years(text: str, expected: str) -> None:
    assert in_digits(text) == expected


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("下一步打算怎么干", True),
        ("有什么工作计划", True),
        ("增长目标是多少", True),
        ("要建几所学校", True),
        ("将新建几所学校", True),
        ("争取开多少场", True),
        ("增速定在多少", True),
        ("目标定的是多少", True),
        ("盼着建几所学校", True),
        ("目标定了多少", True),
        ("今年要改造多少公里管网", True),
        ("今年固定资产投资想增长多少", True),
        ("今年主要做了什么", False),
        ("今年思想政治工作做得怎么样", False),
        ("今年查办大案要案多少件", False),
        ("今年常务会议纪要印发了多少份", False),
        ("今年为什么要下调", False),
        ("争取到多少资金", False),  # has been got
        ("目标完成了多少", False),
        ("目标取得进展了吗", False),
        ("三年行动计划实施得怎么样", False),
        ("计划实际投资多少", False),
        ("办了多少件", False),
        ("主要工作有哪些", False),
        ("政府工作报告说了什么", False),
        ("十四五规划实施得怎么样", False),  # names of plans
        ("计划生育家庭多少户", False),
        ("法律规定的时限是多少", False),  # 定 of another word
        ("司法部选定的试点是哪个", False),
    ],
)
def test_what_asks_for_plans(text: str, plans: bool) -> None:
    assert asks_for_plans(text) is plans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年收入预计增长多少", True),
        ("2023年收入预计增长多少", False),  # no report tells of that year
        ("收入预计增长多少", True),
        ("2022年预计的增长目标是多少", False),
        ("2022年收入增长多少", False),
    ],
)
def test_results_that_a_report_expects(text: str, expected: bool) -> None:
    assert is_expected(text, [2021, 2022, None]) is expected
    assert "预计" not in without_expected(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("去年受理多少件", [2022]),  # the newest year that is covered
        ("上年受理多少件", [2022]),
        ("上一年受理多少件", [2022]),
        ("今年受理多少件", [2022]),
        ("最近一年受理多少件", [2022]),
        ("前年受理多少件", [2021]),
        ("大前年受理多少件", [2020]),
        ("去年和前年各受理多少件", [2021, 2022]),
        ("近三年受理多少件", [2020, 2021, 2022]),
        ("近2年受理多少件", [2021, 2022]),
        ("这两年受理多少件", [2021, 2022]),
        ("过去五年受理多少件", [2018, 2019, 2020, 2021, 2022]),
        # compared with: the question is about another year
        ("比上一年多多少", []),
        ("比去年增长多少", []),
        ("较上年增长多少", []),
        ("同前年比", []),
        ("与上年相比增长多少", []),
        ("跟去年比呢", []),
        ("去年比前年多多少", [2022]),  # 去年 is asked for, 前年 compared with
        # other words that hold these
        ("目前年均受理多少件", []),
        ("60岁以上年龄的有多少人", []),
        ("受理多少件", []),
    ],
)
def test_relative_years(text: str, years: list[int]) -> None:
    assert [said.year for said in relative_years(text, COVERED)] == years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("今年的目标是多少", 2023),  # that the newest report sets
        ("本年计划建多少所", 2023),
        ("去年的目标是多少", 2022),
    ],
)
def test_relative_years_of_goals(text: str, year: int) -> None:
    (said,) = relative_years(text, COVERED)
    assert (said.year, said.meant) == (year, "plan")


def test_relative_years_need_a_report_to_count_from() -> None:
    assert relative_years("去年受理多少件", []) == ()
    assert [said.year for said in relative_years("近三年", [2019, 2022])] == [2022]  # 2020 and 2021 have none


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019到2022年受理多少件", [2019, 2020, 2021, 2022]),
        ("2019年至2021年受理多少件", [2019, 2020, 2021]),
        ("2019-2021年受理多少件", [2019, 2020, 2021]),
        ("2019年和2022年受理多少件", [2019, 2022]),  # no range
        ("2016年到2022年受理多少件", [2016, 2022]),  # begins before all reports: its ends are all that is sure
    ],
)
def test_ranges(text: str, years: list[int]) -> None:
    assert [said.year for said in expand_ranges(text, years_said(text), COVERED)] == years


@pytest.mark.parametrize(
    ("text", "years", "says"),
    [
        ("到2025年建成5所。", (2025,), True),
        ("到２０２５年建成5所。", (2025,), True),
        ("2021—2025年建成5所。", (2025,), False),  # the end of a period
        ("2025-2030年建成5所。", (2025,), False),
        ("投入20250元。", (2025,), False),
        ("2024年和2025年。", (2024, 2025), True),
        ("2024年。", (2024, 2025), False),
        ("任何话。", (), True),
    ],
)
def test_what_says_a_year(text: str, years: tuple[int, ...], says: bool) -> None:
    assert says_years(text, years) is says


# The report on 2021 came out in 2022 and plans for 2022; the one on 2022 does not tell when it came out.
ON_2021 = report("on-2021", 2021, "岚川市2021年法治政府建设年度报告", 2022, "2022-02-01")
ON_2022 = report("on-2022", 2022, "岚川市法治政府建设年度报告")
# Held in 2024: on 2023, with goals for 2024.
HELD_2024 = report("held-2024", 2023, "岚川市2024年政府工作报告", 2024, "2024-01-20")
SCOPE = [ON_2021, ON_2022, HELD_2024]


@pytest.mark.parametrize(
    ("year", "meant", "found", "planning"),
    [
        (2021, "any", ["on-2021"], False),  # covered
        (2022, "any", ["on-2022"], False),  # covered by one, planned for by another: what was done comes first
        (2024, "any", ["held-2024"], True),  # only planned for
        (2020, "any", [], False),
        (2021, "title", ["on-2021"], False),
        (2024, "title", ["held-2024"], False),  # the name comes before what it covers
        (2022, "title", ["on-2022"], False),  # in no title: covered
        (2022, "published", ["on-2021"], False),
        (2023, "published", ["on-2022"], False),  # what came out then is about the year before
        (2021, "published", ["on-2021"], False),  # neither published nor presented: covered
        (2022, "plan", ["on-2021"], True),
        (2023, "plan", ["on-2022"], True),  # a report that does not tell plans for the next year
        (2021, "plan", ["on-2021"], False),  # nobody planned for it
        (2030, "plan", [], False),
    ],
)
def test_the_reports_of_a_year(year: int, meant: Meant, found: list[str], planning: bool) -> None:
    reports, plans = reports_on(year, meant, SCOPE)
    assert ([entry.id for entry in reports], plans) == (found, planning)


def test_a_year_of_publication_where_nothing_else_is_known() -> None:
    unknown = report("unknown", None, "某报告", None, "2019-05-01")
    assert reports_on(2019, "any", [unknown]) == ([unknown], False)


def test_a_year_is_a_value() -> None:
    assert YearSaid(2021, 3) == YearSaid(2021, 3, "any")
