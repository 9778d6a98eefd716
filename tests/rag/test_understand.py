"""How questions are read."""

from __future__ import annotations

import pytest

from rag.errors import QuestionError
from rag.types import Reading, Report
from rag.understand import check_question, understand

CATALOGUE = [
    Report(id=f"{place}{year}", file="", title="", place=place, year=year)
    for place, years in {"岚川市": (2020, 2021, 2022), "禾丰县": (2020, 2021, 2022), "澜川区": (2020,)}.items()
    for year in years
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("岚川市2021年受理多少件?", Reading(("岚川市",), (2021,), "figure")),
        ("岚川市２０２１年受理多少件", Reading(("岚川市",), (2021,), "figure")),  # full width
        ("岚川二〇二一年受理多少件", Reading(("岚川市",), (2021,), "figure")),  # spelt out
        ("岚川21年受理多少件", Reading(("岚川市",), (2021,), "figure")),
        ("岚川2021胜诉率", Reading(("岚川市",), (2021,), "figure")),  # no 年
        ("禾丰县培训2021人次是哪年", Reading(("禾丰县",), (), "date")),  # a figure, no year
        ("岚川市有哪些问题", Reading(("岚川市",), (), "list")),
        ("岚川市存在什么不足", Reading(("岚川市",), (), "problem")),
        ("岚川市2022年有什么工作计划", Reading(("岚川市",), (2021,), "plan")),  # made in the report on 2021
        ("岚川市和禾丰县谁多", Reading(("岚川市", "禾丰县"), (), "compare")),
        ("岚川市2020年到2022年的变化", Reading(("岚川市",), (2020, 2021, 2022), "compare")),
        ("哪个县评上了示范县", Reading((), (), "locate")),
        ("揭牌是什么时候", Reading((), (), "date")),
        ("办了80件,对吗", Reading((), (), "check")),
    ],
)
def test_readings(question: str, expected: Reading) -> None:
    reading = understand(question, [], CATALOGUE).reading
    if expected.kind == "list":  # 哪些问题 asks for points
        expected = Reading(expected.places, expected.years, "problem")
    assert reading == expected


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("受理多少件", "件"),
        ("培训了几期", "期"),
        ("胜诉率是多少", "%"),
        ("成功的占几成", "%"),
        ("这几年招了多少人", "人"),  # 几年 asks nothing here
        ("是80件吗", "件"),  # the unit of the claim
        ("赢了多少", None),
    ],
)
def test_units(question: str, unit: str | None) -> None:
    assert understand(question, [], CATALOGUE).unit == unit


def test_a_year_without_a_report_is_kept_apart() -> None:
    understood = understand("岚川市2018年受理多少件", [], CATALOGUE)
    assert (understood.reading.years, understood.asked_years) == ((), (2018,))


@pytest.mark.parametrize(
    ("history", "question", "place", "year", "words"),
    [
        (["岚川市2021年受理复议多少件"], "那禾丰县呢", "禾丰县", 2021, {"受理", "复议"}),  # the same year
        (["岚川市2022年受理复议多少件"], "那澜川区呢", "澜川区", None, {"受理", "复议"}),  # has no such report
        (["岚川市2021年受理复议多少件"], "2022年呢", "岚川市", 2022, {"受理", "复议"}),
        (["岚川市2021年受理复议多少件"], "其中撤销的有几件", "岚川市", 2021, {"受理", "复议", "撤销"}),
        (["岚川市2021年受理复议多少件", "那禾丰县呢"], "2020年呢", "禾丰县", 2020, {"受理", "复议"}),  # two steps
        (["岚川市2021年受理多少件"], "禾丰县2020年备案文件多少件", "禾丰县", 2020, {"备案", "文件"}),  # stands alone
    ],
)
def test_follow_ups(history: list[str], question: str, place: str, year: int | None, words: set[str]) -> None:
    understood = understand(question, history, CATALOGUE)
    assert understood.reading.places == (place,)
    assert understood.reading.years == ((year,) if year else ())
    assert set(understood.terms) == words


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ("太原市2021年受理多少件", "你好"),  # a place that the index lacks is not held against the next question
        ("岚川市2021年受理多少件", "哪个县评上了示范县"),  # asks which place it is
    ],
)
def test_what_is_not_taken_over(history: str, question: str) -> None:
    understood = understand(question, [history], CATALOGUE)
    assert (understood.reading.places, understood.unknown_places) == ((), ())


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (["岚川市2021年受理复议多少件?"], "那2022年呢?", "岚川市2022年受理复议多少件?"),
        (["岚川市2021年受理复议多少件?"], "禾丰县呢", "禾丰县2021年受理复议多少件?"),
        (["岚川市2021年受理复议多少件?"], "其中撤销多少件?", "岚川市2021年撤销多少件?"),
        (["岚川市2021年受理复议多少件?"], "禾丰县2020年备案多少件?", "禾丰县2020年备案多少件?"),
        ([], "岚川市2021年受理复议多少件?", "岚川市2021年受理复议多少件?"),
    ],
)
def test_stand_alone_forms(history: list[str], question: str, standalone: str) -> None:
    assert understand(question, history, CATALOGUE).standalone == standalone


def test_the_filter_holds_unless_the_question_names_another() -> None:
    assert understand("受理多少件", [], CATALOGUE, places=["禾丰县"], years=[2021]).reading.places == ("禾丰县",)
    assert understand("受理多少件", [], CATALOGUE, places=["禾丰"], years=[2021]).reading.years == (2021,)
    assert understand("岚川市受理多少件", [], CATALOGUE, places=["禾丰县"]).reading.places == ("岚川市",)


@pytest.mark.parametrize("name", ["火星", "柯坪", "abc", "岚"])
def test_a_filter_that_admits_nothing_is_never_dropped(name: str) -> None:
    understood = understand("受理多少件", [], CATALOGUE, places=[name])
    assert (understood.reading.places, understood.unknown_places) == ((), (name,))
    assert understand("办理了15件,对吗", [], CATALOGUE, years=[1999]).filter_missed


def test_the_highest_is_asked_of_all_places() -> None:
    reading = understand("哪个地方的行政复议案件最多?", [], CATALOGUE).reading
    assert (reading.places, reading.kind) == (("岚川市", "禾丰县", "澜川区"), "compare")
    many = [Report(id=str(n), file="", title="", place=f"{n}市", year=2021) for n in "甲乙丙丁戊己庚辛壬"]
    assert understand("哪个地方的行政复议案件最多?", [], many).too_many


@pytest.mark.parametrize(
    ("question", "message"),
    [("", "请输入问题"), (" ?? ", "请输入问题"), ("长" * 501, "问题有 501 个字，最多 500 个字")],
)
def test_what_is_no_question(question: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        check_question(question, 500)
