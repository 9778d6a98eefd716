"""How questions are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionError
from rag.followup import spelt_out
from rag.types import Reading, Report
from rag.understand import check_question, understand
from rag.understood import HISTORY_WEIGHT, MOST_COMPARED, Understood
from rag.units import TIME, same_kind

CATALOGUE = [
    Report(id=f"{place}{year}", file="", title="", place=place, year=year)
    for place, years in {"岚川市": (2020, 2021, 2022), "禾丰县": (2020, 2021, 2022), "澜川区": (2020,)}.items()
    for year in years
]
# Reports that tell more of themselves: what lies above the place, the year planned for, when they came out.
TELLING = [
    Report(
        id=f"{place}{year}",
        file="",
        title=f"{place}{year + 1}年政府工作报告",
        place=place,
        parents=("云岭省",),
        year=year,
        year_plan=year + 1,
        published=f"{year + 1}-01-20",
    )
    for place, years in {"岚川市": (2021, 2022), "禾丰县": (2022,)}.items()
    for year in years
]


def read(question: str, *history: str, catalogue: list[Report] = CATALOGUE) -> Understood:
    return understand(question, history, catalogue)


def rows(understood: Understood) -> list[tuple[str, bool | None, tuple[int, ...]]]:
    """Return each target's label, whether it is planned, and the years that the sentence itself must say."""
    return [(target.label, target.planned, target.said) for target in understood.targets]


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
        ("嵐川市2021年受理複議多少件", Reading(("岚川市",), (2021,), "figure")),  # traditional
        ("岚川市去年受理多少件", Reading(("岚川市",), (2022,), "figure")),  # the newest year of that place
        ("澜川区去年受理多少件", Reading(("澜川区",), (2020,), "figure")),
        ("岚川市近三年受理多少件", Reading(("岚川市",), (2020, 2021, 2022), "compare")),
        ("岚川市去年和前年各受理多少件", Reading(("岚川市",), (2021, 2022), "compare")),
        ("岚川市比上一年增长多少", Reading(("岚川市",), (), "figure")),  # compared with, not asked for
        ("岚川市、禾丰县和澜川区2020年受理多少件", Reading(("岚川市", "禾丰县", "澜川区"), (2020,), "compare")),
        ("从岚川到禾丰要多久", Reading(("岚川市", "禾丰县"), (), "figure")),  # two places, no comparison
        ("岚川市多久听一次法治汇报", Reading(("岚川市",), (), "fact")),  # 每季度 is no figure
        ("岚川市多久没出过事故了", Reading(("岚川市",), (), "figure")),
        ("岚川市连续12年无事故是哪年", Reading(("岚川市",), (), "date")),  # a stretch of time
        ("禾风县2021年受理多少件", Reading(("禾丰县",), (2021,), "figure")),  # misspelt
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


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("受理多少件", [("", None, ())]),
        ("岚川市受理多少件", [("岚川市", None, ())]),
        ("2021年受理多少件", [("2021年", False, ())]),
        ("岚川市2021年受理多少件", [("岚川市2021年", False, ())]),
        # in pairs
        ("岚川市2020年和禾丰县2022年哪个多", [("岚川市2020年", False, ()), ("禾丰县2022年", False, ())]),
        ("2020年的岚川市和2022年的禾丰县哪个多", [("岚川市2020年", False, ()), ("禾丰县2022年", False, ())]),
        # every place with every year, but none that nobody meant: 澜川区 has nothing on 2021
        (
            "岚川市和澜川区2020年、2021年各受理多少件",
            [("岚川市2020年", False, ()), ("岚川市2021年", False, ()), ("澜川区2020年", False, ())],
        ),
        # no report on that year: the sentence itself has to speak of it
        ("岚川市2018年受理多少件", [("岚川市2018年", None, (2018,))]),
        ("2018年受理多少件", [("2018年", None, (2018,))]),
        ("岚川市2018年和2021年受理多少件", [("岚川市2018年", None, (2018,)), ("岚川市2021年", False, ())]),
        # goals
        ("岚川市2022年的目标是多少", [("岚川市2022年", True, ())]),
        ("岚川市今年的目标是多少", [("岚川市2023年", True, ())]),
        ("岚川市2022年完成多少,2023年目标是多少", [("岚川市2022年", False, ()), ("岚川市2023年", True, ())]),
        ("岚川市有什么打算", [("岚川市", True, ())]),
    ],
)
def test_targets(question: str, expected: list[tuple[str, bool | None, tuple[int, ...]]]) -> None:
    assert rows(read(question)) == expected


@pytest.mark.parametrize(
    ("question", "report", "planned", "year"),
    [
        ("岚川市2022年增长多少", "岚川市2022", False, 2022),  # covered
        ("岚川市2023年增长多少", "岚川市2022", True, 2022),  # only planned for
        ("岚川市2022年增长目标是多少", "岚川市2021", True, 2021),  # set in the report on the year before
        ("岚川市2022年政府工作报告说增长多少", "岚川市2021", None, 2021),  # its name
        ("岚川市2022年政府工作报告提出要建多少所", "岚川市2021", True, 2021),
        ("岚川市2022年公布的报告里增长多少", "岚川市2021", None, 2021),  # came out
    ],
)
def test_what_a_year_is_said_of(question: str, report: str, planned: bool | None, year: int) -> None:
    understood = read(question, catalogue=TELLING)
    (target,) = understood.targets
    assert (target.reports, target.planned) == ((report,), planned)
    assert understood.reading.years == (year,)


def test_a_year_without_a_report_is_kept_apart() -> None:
    understood = understand("岚川市2018年受理多少件", [], CATALOGUE)
    assert (understood.reading.years, understood.asked_years) == ((), (2018,))


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        ("云岭省岚川市2022年受理多少件", ("岚川市",), ()),  # the parent only says where it lies
        ("云岭省2022年受理多少件", (), ("云岭省",)),
        ("太原市2022年受理多少件", (), ("太原市",)),
        ("岚川市和太原市2022年各受理多少件", ("岚川市",), ("太原市",)),
        ("城镇新增就业多少人", (), ()),  # no place at all
        ("群众满意度是多少", (), ()),
    ],
)
def test_places(question: str, known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    understood = read(question, catalogue=TELLING)
    assert (understood.reading.places, understood.unknown_places) == (known, unknown)


def test_an_unknown_place_beside_a_known_one_is_compared() -> None:
    assert read("岚川市和太原市2021年各受理多少件").reading.kind == "compare"


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("岚川市2021年受理行政复议多少件", {"受理", "行政复议"}),  # without place, year, unit and what asks
        ("请问岚川市2021年一共受理多少件", {"受理"}),
        ("岚川市2021年城乡收入相差多少", {"城乡", "收入"}),
        ("岚川市2022年的增长目标是多少", {"增长"}),  # a sentence with a goal need not say 目标
        ("岚川市2022年目标完成了多少", {"目标", "完成"}),  # asks what came of it
        ("岚川市2021年", set()),
        ("岚川市2021年地区生产总值", {"地区生产总值"}),  # 海洋生产总值 is another figure
        ("岚川市2021年哪个地区生产粮食", {"生产", "粮食"}),
    ],
)
def test_terms(question: str, terms: set[str]) -> None:
    assert read(question).terms == dict.fromkeys(terms, 1.0)


def test_the_name_of_a_place_is_no_everyday_wording() -> None:
    catalogue = (Report("r", "r.txt", "锦湾区报告", place="锦湾区", year=2022),)
    assert "湾区" not in understand("锦湾区2022年受理复议多少件", (), catalogue).synonyms
    assert "湾区" in understand("锦湾区2022年融入湾区办了哪些事", (), catalogue).synonyms


def test_everyday_wording() -> None:
    understood = read("岚川市2021年民告官的案子有几件")
    assert "行政复议" in understood.synonyms["民告官"]
    assert "行政复议" in understood.expansion.split()


@pytest.mark.parametrize(
    ("question", "claims", "unit"),
    [
        ("岚川市2021年办了80件,对吗", ("80件",), "件"),
        ("岚川市2021年投入1,064万元,是吗", ("1,064万元",), "元"),
        ("岚川市2021年胜诉率是85%,对不对", ("85%",), "%"),
        ("岚川市2021年有哪些措施", (), None),
    ],
)
def test_claims(question: str, claims: tuple[str, ...], unit: str | None) -> None:
    understood = read(question)
    assert (understood.claims, understood.unit) == (claims, unit)


@pytest.mark.parametrize(
    ("question", "items", "head"),
    [
        ("岚川市2021年三项制度是哪三项", 3, "制度"),
        ("岚川市2021年受理201件案件对吗", 0, "案件"),
        ("岚川市2021年配了多少名消防员", 0, "消防员"),
        ("岚川市2021年毕业生平均月薪多少", 0, "月薪"),
    ],
)
def test_items_and_heads(question: str, items: int, head: str) -> None:
    understood = read(question)
    assert (understood.items, understood.head) == (items, head)


@pytest.mark.parametrize(
    ("history", "question", "place", "year", "words"),
    [
        (["岚川市2021年受理复议多少件"], "那禾丰县呢", "禾丰县", 2021, {"受理", "复议"}),  # the same year
        (["岚川市2022年受理复议多少件"], "那澜川区呢", "澜川区", None, {"受理", "复议"}),  # has no such report
        (["岚川市2021年受理复议多少件"], "2022年呢", "岚川市", 2022, {"受理", "复议"}),
        (["岚川市2021年受理复议多少件"], "其中撤销的有几件", "岚川市", 2021, {"受理", "复议", "撤销"}),
        (["岚川市2021年受理复议多少件", "那禾丰县呢"], "2020年呢", "禾丰县", 2020, {"受理", "复议"}),  # two steps
        (["岚川市2021年受理多少件"], "禾丰县2020年备案文件多少件", "禾丰县", 2020, {"备案", "文件"}),  # stands alone
        (["岚川市2021年聘用多少人"], "内聘的呢", "岚川市", 2021, {"聘用", "内聘"}),
        (["岚川市2021年受理复议多少件"], "同比增长多少", "岚川市", 2021, {"受理", "复议", "同比", "增长"}),
        (["岚川市2021年受理复议多少件"], "群众满意度是多少", "岚川市", 2021, {"受理", "复议", "群众", "满意度"}),
        (["澜川区2020年受理复议多少件"], "去年呢", "澜川区", 2020, {"受理", "复议"}),  # 澜川区's newest
        (["岚川市2021年受理复议多少件"], "那2023年的目标呢", "岚川市", 2022, {"受理", "复议"}),  # in the report on 2022
        # a place without a report is given up for another, with its name
        (["太原市2021年受理复议多少件"], "岚川市呢", "岚川市", 2021, {"受理", "复议"}),
        (["兰川县2021年受理复议多少件"], "岚川市", "岚川市", 2021, {"受理", "复议"}),  # asked back
    ],
)
def test_follow_ups(history: list[str], question: str, place: str, year: int | None, words: set[str]) -> None:
    understood = understand(question, history, CATALOGUE)
    assert understood.reading.places == (place,)
    assert understood.reading.years == ((year,) if year else ())
    assert set(understood.terms) == words


def test_the_head_is_that_of_the_question_before() -> None:
    assert read("禾丰县呢", "岚川市2021年配了多少名消防员").head == "消防员"
    assert read("岚川市呢", "太原市").head == ""  # not a place that is given up


def test_what_the_question_before_said_weighs_less() -> None:
    terms = read("其中撤销的有几件", "岚川市2021年受理复议多少件").terms
    assert terms == {"受理": HISTORY_WEIGHT, "复议": HISTORY_WEIGHT, "撤销": 1.0}
    assert read("那禾丰县呢", "岚川市2021年受理复议多少件").terms == {"受理": 1.0, "复议": 1.0}


@pytest.mark.parametrize(
    ("history", "question", "kind", "unit", "planned"),
    [
        # what only names another place or year asks for the same
        ("岚川市2021年受理复议多少件", "那禾丰县呢", "figure", "件", False),
        ("岚川市2021年存在哪些问题", "禾丰县呢", "problem", None, False),
        ("岚川市2021年办了80件,对吗", "2022年呢", "check", None, False),
        ("岚川市2021年受理复议多少件", "内聘的呢", "figure", "件", False),
        # what asks for itself
        ("岚川市2021年受理复议多少件", "同比增长多少", "figure", "%", False),
        ("岚川市2021年受理复议多少件", "撤销的有哪些", "list", None, False),
        ("岚川市2021年受理复议多少件", "为什么", "name", None, False),
        ("岚川市2021年存在哪些问题", "有什么打算", "plan", None, True),
        ("岚川市2021年有什么打算", "存在哪些问题", "problem", None, False),
        # goals
        ("岚川市2022年受理复议多少件", "那2023年的目标呢", "figure", "件", True),
        ("岚川市2023年受理的目标是多少件", "那禾丰县呢", "figure", "件", True),
        ("岚川市2023年受理的目标是多少件", "2022年实际完成多少", "figure", None, False),
        # comparisons
        ("岚川市和禾丰县2021年各受理多少件", "2022年呢", "compare", "件", False),
        ("岚川市和禾丰县2021年各受理多少件", "禾丰县2022年呢", "figure", "件", False),
    ],
)
def test_what_a_follow_up_asks_for(history: str, question: str, kind: str, unit: str | None, planned: bool) -> None:
    understood = read(question, history)
    assert (understood.reading.kind, understood.unit, understood.planned) == (kind, unit, planned)


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        ("岚川市2022年受理多少件", "那2023年的目标呢", [("岚川市2023年", True, ())]),
        ("岚川市2023年受理的目标是多少件", "2022年呢", [("岚川市2022年", True, ())]),  # the goal for 2022
        ("岚川市2023年受理的目标是多少件", "那禾丰县呢", [("禾丰县2023年", True, ())]),
        ("岚川市2021年受理多少件", "有什么打算", [("岚川市2021年", True, ())]),
        ("岚川市2020年和禾丰县2021年哪个多", "2022年呢", [("岚川市2022年", False, ()), ("禾丰县2022年", False, ())]),
        ("岚川市2018年受理多少件", "撤销多少件", [("岚川市2018年", None, (2018,))]),
    ],
)
def test_targets_of_follow_ups(
    history: str, question: str, expected: list[tuple[str, bool | None, tuple[int, ...]]]
) -> None:
    assert rows(read(question, history)) == expected


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
        (["岚川市2021年受理复议多少件?"], "其中撤销多少件?", "岚川市2021年受理复议，撤销多少件?"),
        (["岚川市2021年受理复议多少件?"], "内聘的呢?", "岚川市2021年受理复议，内聘的呢?"),
        (["岚川市2021年受理复议多少件?"], "同比增长多少?", "岚川市2021年受理复议，同比增长多少?"),
        (["岚川市2021年受理复议多少件?"], "为什么?", "岚川市2021年受理复议，为什么?"),
        (["岚川市2022年受理复议多少件?"], "那2023年的目标呢?", "岚川市受理复议，2023年的目标呢?"),
        (["岚川市2021年受理复议多少件?", "那禾丰县呢?"], "2020年呢?", "禾丰县2020年受理复议多少件?"),
        (["岚川市和禾丰县2021年各受理多少件?"], "2022年呢?", "岚川市、禾丰县2022年各受理多少件?"),
        (["禾风县2021年受理复议多少件?"], "2022年呢?", "禾丰县2022年受理复议多少件?"),  # as it was read
        (["太原市2021年受理复议多少件?"], "岚川市呢?", "岚川市2021年受理复议多少件?"),
        (["太原市2021年受理复议多少件?"], "那2022年呢?", "2022年太原市受理复议多少件?"),
        (["岚川市2021年受理复议多少件?"], "禾丰县2020年备案多少件?", "禾丰县2020年备案多少件?"),
        ([], "岚川市2021年受理复议多少件?", "岚川市2021年受理复议多少件?"),
        # only the question before is taken over, not what that one took over itself
        (
            ["岚川市2021年受理复议多少件?", "其中撤销多少件?"],
            "调解成功率呢?",
            "岚川市2021年撤销，调解成功率呢?",
        ),
        (["岚川市2021年研发投入多少?"], "占比多少?", "岚川市2021年研发投入，占比多少?"),
        (["岚川市2021年受理复议多少件?"], "同比呢?", "岚川市2021年受理复议，增速是多少"),
        (["岚川市2021年受理复议多少件?"], "增速呢", "岚川市2021年受理复议，增速是多少"),
        (["岚川市2021年受理复议多少件?"], "换成禾丰县", "禾丰县2021年受理复议多少件?"),
        (["岚川市2021年受理复议多少件?"], "再看看禾丰县吧", "禾丰县2021年受理复议多少件?"),
        (["岚川市2021年受理复议多少件?"], "不对，我问的是禾丰县", "禾丰县2021年受理复议多少件?"),
        (["岚川市2021年受理复议多少件?"], "不是2021年，我要2022年的", "岚川市2022年受理复议多少件?"),
        (["岚川市2021年存在哪些问题?"], "第二条咋解决?", "岚川市2021年存在问题，下一步打算怎么做"),
        (["岚川市2021年受理复议多少件?"], "那里的办结率是多少", "岚川市2021年受理复议，那里的办结率是多少"),
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
    assert len(many) > MOST_COMPARED
    assert understand("哪个地方的行政复议案件最多?", [], many).too_many
    assert not understand("甲市和乙市哪个市的行政复议案件更多?", [], many).too_many


@pytest.mark.parametrize(
    ("question", "message"),
    [("", "请输入问题"), (" ?? ", "请输入问题"), ("长" * 501, "问题有 501 个字，最多 500 个字")],
)
def test_what_is_no_question(question: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        check_question(question, 500)


WORDS = st.sampled_from(
    [
        *"岚川市 岚川 禾丰县 禾风县 兰川市 太原市 云岭省 澜川区 2018年 2020年 2021 21年 去年 近三年".split(),
        *"比上年 目标 完成了 公布 报告 受理 复议 多少件 几个 哪些 问题 打算 谁 为什么 那 呢 ? ， 和 最多".split(),
        *"哪个地方 民告官 80件 95% 1.2万元 對嗎 ２０２２年 □".split(),
    ]
)
QUESTIONS = st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=10).map("".join))


@given(QUESTIONS, st.lists(QUESTIONS, max_size=3), st.sampled_from([[], CATALOGUE, TELLING]))
def test_any_question_in_any_conversation_is_read(question: str, history: list[str], catalogue: list[Report]) -> None:
    understood = understand(question, history, catalogue, places=["禾丰县"], years=[2021])
    known = {report.id for report in catalogue}
    assert understood.question == question
    assert understood.targets
    assert all(set(target.reports) <= known for target in understood.targets if target.reports)
    assert set(understood.reading.places) <= {report.place for report in catalogue}
    assert understood.asked_years == tuple(dict.fromkeys(year for target in understood.targets for year in target.said))
    assert all(0 < weight <= 1 for weight in understood.terms.values())
    assert not understood.head or understood.head in understood.terms
    assert understood == understand(question, history, catalogue, places=["禾丰县"], years=[2021])


@given(QUESTIONS)
def test_a_question_without_a_history_stands_alone(question: str) -> None:
    assert understand(question, [], CATALOGUE).standalone == question


def test_a_long_conversation() -> None:
    asked = "岚川市2021年受理复议多少件"
    understood = read("2020年呢", asked, *["那2022年呢", "那2021年呢"] * 30)
    assert (understood.reading.places, understood.reading.years) == (("岚川市",), (2020,))
    assert read("2020年呢", *[asked, "那2022年呢"] * 1000).reading.places == ("岚川市",)
    read("2020年呢", *["那2022年呢"] * 2000)  # however long


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("第二年呢？", 2022),
        ("次年办了多少件？", 2022),
        ("再往后一年是多少？", 2022),
        ("前一年呢？", 2020),
        ("上一年呢？", 2020),
        ("再往前一年有多少？", 2020),
        ("岚川市同一年呢？", 2021),
    ],
)
def test_the_year_beside_that_of_the_question_before(question: str, year: int) -> None:
    catalogue = [Report(id=str(at), file="a", title="a", place="岚川市", year=at) for at in range(2019, 2024)]
    found = understand(question, ["岚川市2021年受理行政复议多少件？"], catalogue)
    assert found.reading.years == (year,)
    assert str(year) in found.standalone
    assert {"受理", "行政复议"} <= set(found.terms) <= {"受理", "行政复议", "办"}  # 往后 is nothing to look for


def test_the_same_year_of_another_place() -> None:
    found = read("禾丰县同一年是多少？", "岚川市2020年受理行政复议多少件？", "那2021年呢？")
    assert rows(found) == [("禾丰县2021年", False, ())]
    assert found.standalone == "禾丰县2021年受理行政复议多少件？"


def test_a_place_without_a_report_in_a_follow_up() -> None:
    found = read("那榕溪市呢？", "岚川市2021年受理行政复议多少件？")
    assert (found.reading.places, found.unknown_places) == ((), ("榕溪市",))
    back = read("那禾丰县呢？", "岚川市2021年受理行政复议多少件？", "那榕溪市呢？")
    assert rows(back) == [("禾丰县2021年", False, ())]


def test_a_goal_and_what_came_of_it_are_compared() -> None:
    found = read("岚川市2022年定的调解率目标是多少，2022年实际达到多少？", catalogue=TELLING)
    assert rows(found) == [("岚川市2022年", True, ()), ("岚川市2022年", False, ())]
    assert found.reading.kind == "compare"


def test_how_long_asks_for_any_time() -> None:
    assert understand("平均等候多久？", (), ()).unit == TIME
    assert [unit for unit in ("分钟", "个月", "年") if not same_kind(TIME, unit)] == []
    assert [unit for unit in ("件", "", "%") if same_kind(unit, TIME)] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # the year is what is to be confirmed: the reports on others may know better
        ("岚川市的“云岭通”平台是2022年上线的，对吗？", [("岚川市", None, ())]),
        ("岚川市的条例2022年10月1日起施行，对不对？", [("岚川市", None, ())]),
        ("“云岭通”是2022年才上线的吗？", [("", None, ())]),
        ("岚川市2022年受理213件，对吗？", [("岚川市2022年", False, ())]),  # the year asked about
        ("岚川市“云岭通”平台是2022年哪天上线的？", [("岚川市2022年", False, ())]),  # nothing to confirm
    ],
)
def test_a_year_that_is_to_be_confirmed(
    question: str, expected: list[tuple[str, bool | None, tuple[int, ...]]]
) -> None:
    assert rows(read(question)) == expected


def test_the_kind_of_report_that_a_year_names() -> None:
    kinds = ("法治政府建设年度报告", "政府工作报告")
    catalogue = [
        Report(id=kind, file="", title=f"岚川市{2022 + at}年{kind}", place="岚川市", year=2022, kind=kind)
        for at, kind in enumerate(kinds)
    ]
    (target,) = read("岚川市2022年政府工作报告里增加值多少", catalogue=catalogue).targets
    assert target.reports == ("政府工作报告",)
    (target,) = read("岚川市2022年法治政府建设报告里受理多少件", catalogue=catalogue).targets
    assert target.reports == ("法治政府建设年度报告",)


@pytest.mark.parametrize(
    "text",
    [
        "换届情况", "换电站呢", "换热站改造了多少", "换成了什么", "换个问题", "换成别的市呢", "回到家乡就业的大学生呢",
        "怎么整改的", "怎么办理", "怎么办", "不对外开放的，有多少", "不要数字，要项目呢", "错了几次，处罚多少",
        "同比增长多少", "增长了多少", "第三产业展开调查了吗",
    ],
)  # fmt: skip
def test_what_is_no_half_sentence_stays_as_it_is(text: str) -> None:
    assert spelt_out(text, ["岚川市2021年受理复议多少件?"]) == text


def test_how_troubles_are_mended_asks_for_plans_after_a_question_for_them() -> None:
    assert spelt_out("第二条怎么办", ["岚川市存在哪些问题", "第二条是什么"]) == "下一步打算怎么做"


def test_whether_there_is_more_asks_for_the_list_again() -> None:
    history = ["岚川市存在哪些问题", "第一条是什么", "还有呢"]
    assert spelt_out("还有别的吗", history) == "岚川市存在哪些问题"
    assert spelt_out("还有别的吗", ["第一条是什么"]) == "还有别的吗"
