from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.support import problems_of, supporting
from rag.types import Citation

PLACES = ("示例市", "禾丰县", "甲县")


def cited(quote: str, place: str = "示例市", year: int = 2022, heading: tuple[str, ...] = ()) -> Citation:
    parents = ("示例市",) if place != "示例市" else ("示例省",)
    title = f"{place}{year}年度法治政府建设情况报告"
    return Citation(
        1, "r1", "a.txt", title, place, year, None, heading, 0, len(quote), quote, parents=parents, year_plan=year + 1
    )


def reasons(statement: str, *citations: Citation) -> list[str]:
    return sorted({problem.reason for problem in problems_of(statement, citations, PLACES)})


CASES = "受理案件120件，办结98件。"
REVIEW = "全年共收到行政复议申请276件，受理249件，审结233件，其中维持109件，驳回19件，直接纠错率14.59%。"
COURT = "全年一审行政诉讼案件29件，法院审结27件，行政机关胜诉24件，胜诉率88.9%，较2021年提高12.3个百分点。"
PLAN = cited("力争2023年行政诉讼胜诉率达到90%。", heading=("三、下一步打算",))


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("审查一百三十五件。", "审查决策135件。", id="numeral"),
        pytest.param("占比百分之八十五。", "占比85%。", id="per cent in words"),
        pytest.param("占比八成五。", "占比85%。", id="tenths"),
        pytest.param("投入12000万元。", "投入1.2亿元。", id="亿元 as 万元"),
        pytest.param("投入专项经费1030000元。", "安排专项经费103万元。", id="万元 as 元"),
        pytest.param("用电12000万千瓦时。", "全市用电1.2亿千瓦时。", id="万千瓦时"),
        pytest.param("办结98件，受理案件120件。", CASES, id="clauses reordered"),
        pytest.param("办结98件。", CASES, id="clause dropped"),
        pytest.param("受理的120件案件中，98件已经办结。", CASES, id="nouns after the figures"),
        pytest.param("2022年示例市共收到行政复议申请276件，其中受理249件、审结233件。", REVIEW, id="frame added"),
        pytest.param("行政复议直接纠错率为14.59%。", REVIEW, id="subject of an earlier clause"),
        pytest.param("一审行政诉讼案件胜诉24件。", COURT, id="subject of an earlier figure"),
        pytest.param("行政机关在27件已审结案件中胜诉24件。", COURT, id="two figures in one clause"),
        pytest.param("胜诉率比上年提升了12.3个百分点。", COURT, id="the year before told as 上年"),
        pytest.param("提出意见超过300条。", "提出意见300余条。", id="余 as 超过"),
        pytest.param("提出意见约300条。", "提出意见300余条。", id="余 as 约"),
        pytest.param("提出意见300条。", "提出意见近300条。", id="近 dropped"),
        pytest.param("示例市收到建议12条。", "我市收到建议12条。", id="我市 is the report's place"),
        pytest.param("示例2022年收到建议12条。", "收到建议12条。", id="short form"),
        pytest.param("法律顾问从3名增至5名。", "法律顾问由3名增加到5名。", id="from and to"),
        pytest.param("信访总量同比减少18.6%。", "信访总量同比下降18.6%。", id="the same direction"),
        pytest.param("示例市没有发生重大安全事故。", "全年未发生重大安全生产事故。", id="未 as 没有"),
        pytest.param("尚有2个问题没有整改到位。", "整改21个，还有2个问题未整改到位。", id="denied in both"),
        pytest.param("加强执法监督。", "不断加强执法监督。", id="不断 denies nothing"),
        pytest.param("配备执法车辆14辆。", "配备执法车辆14台。", id="辆 and 台"),
        pytest.param("受理的是120件，而不是200件。", CASES, id="a false premise denied"),
        pytest.param("不是200件，受理案件120件。", CASES, id="a false premise denied first"),
        pytest.param("根据报告，主要有两方面：受理案件120件；办结98件。", CASES, id="lead-in"),
        pytest.param("| 示例市 | 2022 | 120件 |", CASES, id="table row"),
        pytest.param("示例市2022年：受理案件120件", CASES, id="offline frame"),
        pytest.param("胜诉率为88.9%，较上年有所上升。", COURT, id="a change without its figure"),
        pytest.param("，较上年有所上升。", COURT, id="a change alone, behind a marker"),
        pytest.param("胜诉率为88.9%，比2021年明显提升。", COURT, id="a change since a year"),
        pytest.param("与2021年相比，2022年胜诉率提高12.3个百分点。", COURT, id="the year compared with first"),
        pytest.param("法律顾问增至5名。", "法律顾问由3名增加到5名。", id="to alone"),
        pytest.param("法律顾问增至5名，比之前的3名有明显增加。", "法律顾问由3名增加到5名。", id="to and from"),
        pytest.param("无锡的做法得到推广。", "推广无锡的做法。", id="无 of a name"),
    ],
)
def test_true_rewordings_are_carried(statement: str, quote: str) -> None:
    assert [str(problem) for problem in problems_of(statement, [cited(quote)], PLACES)] == []


@pytest.mark.parametrize(
    ("statement", "quote", "reason"),
    [
        pytest.param("受理案件210件。", CASES, "figure", id="digits exchanged"),
        pytest.param("受理案件120件，较上年有所上升。", CASES, "content", id="a change that nobody tells"),
        pytest.param("胜诉率为88.9%，较上年有所回落。", COURT, "content", id="the other direction"),
        pytest.param("法律顾问增加到31人。", "法律顾问仍为31名。", "negation", id="no change"),
        pytest.param(
            "安排经费118万元，为历年最低。", "安排经费118万元，为历年最高。", "negation", id="lowest for highest"
        ),
        pytest.param("法律顾问增加5名。", "法律顾问由3名增加到5名。", "figure", id="to as the difference"),
        pytest.param("法律顾问增加到3名。", "法律顾问由3名增加到5名。", "figure", id="from as to"),
        pytest.param("受理案件约100件。", CASES, "figure", id="rounded"),
        pytest.param("投入1.2万元。", "投入1.2亿元。", "figure", id="scale"),
        pytest.param("受理案件120人。", CASES, "figure", id="unit"),
        pytest.param("提高12.3%。", COURT, "figure", id="% for 个百分点"),
        pytest.param("办结案件120件。", CASES, "figure", id="neighbouring figure"),
        pytest.param("受理98件，办结120件。", CASES, "figure", id="figures exchanged"),
        pytest.param("受理行政复议申请276件。", REVIEW, "figure", id="收到 told as 受理"),
        pytest.param("法律顾问由5名增加到3名。", "法律顾问由3名增加到5名。", "figure", id="from and to exchanged"),
        pytest.param("收入增长5%，支出增长8%。", "收入增长8%，支出增长5%。", "figure", id="growth rates exchanged"),
        pytest.param("明确十六个方面。", "明确12个方面。", "figure", id="turn of phrase with a number"),
        pytest.param("提出意见近300条。", "提出意见300余条。", "figure", id="余 told as 近"),
        pytest.param("受理案件超过120件。", CASES, "figure", id="exact told as 超过"),
        pytest.param("禾丰县受理案件120件。", CASES, "place", id="another place"),
        pytest.param("全县受理案件120件。", CASES, "place", id="another level"),
        pytest.param("2023年受理案件120件。", CASES, "year", id="the year of publication"),
        pytest.param("2021年胜诉率88.9%。", COURT, "year", id="the year compared with"),
        pytest.param("信访总量同比上升18.6%。", "信访总量同比下降18.6%。", "negation", id="direction"),
        pytest.param("案件未办结98件。", "案件办结98件。", "negation", id="未 inserted"),
        pytest.param("问题整改到位。", "问题未整改到位。", "negation", id="未 removed"),
        pytest.param("基层承接能力强。", "1. **基层承接能力不强。**", "negation", id="不 removed from a numbered item"),
        pytest.param("收回行政职权57项。", "下放行政职权57项。", "negation", id="收回 told as 下放"),
        pytest.param("坚决取消必要的事项。", "坚决取消不必要的事项。", "negation", id="one of two denials removed"),
        pytest.param("胜诉率88.9%，败诉24件。", COURT, "negation", id="opposite"),
        pytest.param("受理4件。", "不予受理4件。", "negation", id="a stretch cut behind its denial"),
        pytest.param("受理案件120件，获得国务院通报表扬。", CASES, "content", id="a clause invented"),
        pytest.param("优化公共法律服务网络布局。", CASES, "content", id="something else"),
    ],
)
def test_false_statements_are_told(statement: str, quote: str, reason: str) -> None:
    assert reason in reasons(statement, cited(quote))


@pytest.mark.parametrize(
    ("statement", "citation", "expected"),
    [
        pytest.param("2023年胜诉率力争达到90%。", PLAN, [], id="the year planned for"),
        pytest.param("力争2022年行政诉讼胜诉率达到90%。", PLAN, ["year"], id="the report's year for the one planned"),
        pytest.param("示例市受理案件120件。", cited(CASES, place="禾丰县"), [], id="the place above"),
        pytest.param("全县受理案件120件。", cited(CASES, place="禾丰县"), [], id="its own level"),
        pytest.param("甲县受理案件120件。", cited(CASES, place="禾丰县"), ["place"], id="another county"),
    ],
)
def test_what_the_report_says_of_itself_counts(statement: str, citation: Citation, expected: list[str]) -> None:
    assert reasons(statement, citation) == expected


def test_several_sentences_carry_a_statement_together() -> None:
    both = [cited(CASES), cited("审查合同41份。")]
    assert problems_of("受理案件120件，审查合同41份。", both) == ()
    assert [problem.reason for problem in problems_of("受理案件120件，审查合同41份。", both[:1])] == ["figure"]


SEVERAL = (cited("办结申请391件。", place="禾丰县"), cited("办结申请120件。"), cited("办结申请98件。", year=2021))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("禾丰县办结391件，示例市办结120件。", [], id="each its own"),
        pytest.param("禾丰县和示例市分别办结391件、120件。", [], id="respectively"),
        pytest.param("示例市办结391件，禾丰县办结120件。", ["place"], id="places exchanged"),
        pytest.param("示例市2021年办结98件，2022年办结120件。", [], id="years"),
        pytest.param("示例市2021年、2022年分别办结98件和120件。", [], id="years, respectively"),
        pytest.param("示例市2021年办结120件，2022年办结98件。", ["place"], id="years exchanged"),
        pytest.param("与2021年相比，2022年示例市办结120件。", [], id="a year compared with"),
    ],
)
def test_figures_of_several_reports_stay_with_their_own(statement: str, expected: list[str]) -> None:
    assert reasons(statement, *SEVERAL) == expected


def test_a_problem_says_in_words_what_is_wrong() -> None:
    [problem] = problems_of("办结案件120件。", [cited(CASES)])
    assert str(problem) == "数字“120件”与所引的句子不符"


def test_without_a_sentence_nothing_is_carried() -> None:
    assert reasons("受理案件120件。") == ["content"]


CLAUSES = st.lists(
    st.tuples(st.sampled_from(["受理案件", "办结申请", "审查合同", "开展培训"]), st.integers(2, 99999)),
    min_size=1, max_size=4, unique_by=(lambda pair: pair[0], lambda pair: pair[1]),
)  # fmt: skip


def told(clauses: list[tuple[str, int]]) -> str:
    return "，".join(f"{what}{number}件" for what, number in clauses) + "。"


@given(CLAUSES, st.randoms(use_true_random=False))
def test_any_order_of_any_clauses_is_carried(clauses: list[tuple[str, int]], dice: object) -> None:
    some = dice.sample(clauses, dice.randint(1, len(clauses)))  # type: ignore[attr-defined]
    assert problems_of(told(some), [cited(told(clauses))]) == ()


@given(CLAUSES, st.integers(2, 99999))
def test_any_other_number_is_told(clauses: list[tuple[str, int]], other: int) -> None:
    if other not in {number for _, number in clauses}:
        assert "figure" in reasons(told([(clauses[0][0], other), *clauses[1:]]), cited(told(clauses)))


@given(CLAUSES)
def test_exchanged_numbers_are_told(clauses: list[tuple[str, int]]) -> None:
    turned = [(what, number) for (what, _), (_, number) in zip(clauses, clauses[1:] + clauses[:1], strict=True)]
    assert reasons(told(turned), cited(told(clauses))) == (["figure"] if len(clauses) > 1 else [])


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_checked(statement: str, quote: str) -> None:
    problems_of(statement, [cited(quote)], PLACES)
    supporting(statement, [cited(quote)], PLACES)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("办结98件，受理案件120件。", CASES, id="carried"),
        pytest.param("受理案件121件。", None, id="another figure"),
        pytest.param("甲县受理案件120件。", None, id="another place"),
        pytest.param("2021年受理案件120件。", None, id="another year"),
        pytest.param("案件。", None, id="too little to tell"),
        pytest.param("120件。", None, id="a figure alone"),
        pytest.param("天气晴朗，适合出行。", None, id="nothing alike"),
    ],
)
def test_supporting(statement: str, expected: str | None) -> None:
    found = supporting(statement, [cited(COURT), cited(CASES), cited(REVIEW)], PLACES)
    assert (found.quote if found else None) == expected


def test_the_sentence_that_shares_most_supports() -> None:
    near, nearest = cited("受理案件120件。"), cited("受理行政复议案件120件。")
    assert supporting("受理行政复议案件120件。", [near, nearest]) == nearest
