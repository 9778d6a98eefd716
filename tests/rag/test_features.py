"""What is known of each clause that may answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.features import (
    AFTER,
    IN_HEADING,
    IN_LEAD,
    IN_PASSAGE,
    LIKE_UNIT,
    NAMES,
    OTHER_UNIT,
    REACH,
    Clauses,
    features,
    fit_of,
    unit_fit,
)
from rag.figures import find_figures
from rag.lexicon import Lexicon
from rag.terms import Concept, Matcher
from rag.types import Filter
from rag.understand import understand
from tests.fakes import KeywordEmbedder, PlainIndex

LEXICON = Lexicon(KeywordEmbedder())
REPORT = """【示例】内容为虚构
岚川市2022年度法治政府建设情况报告
一、行政诉讼工作
收到复议申请213件，其中维持120件。胜诉率90.5%，比2017年提高。
承办单位
市司法局
二、存在的问题
一是执法力量不足。二是办案还有困难。
三、2023年工作打算
办结复议申请240件。
名词解释
1.复议申请：公民提出的请求，平均每天1件。
"""


def table(
    question: str, wanted: Sequence[str | Concept], planned: bool | None = None, report: str = REPORT
) -> Clauses | None:
    """Return the clauses of a report with their features for a question about these concepts."""
    index = PlainIndex(report)
    found = [Concept(word, (), 1.0) if isinstance(word, str) else word for word in wanted]
    understood = understand(question, (), index.reports())
    return features(understood, Matcher(found, LEXICON), index.search(Filter()), index, LEXICON, planned)


def columns(found: Clauses | None, *names: str) -> dict[str, tuple[float, ...]]:
    """Return these features of each clause, by the clause as it stands."""
    assert found is not None
    at = [NAMES.index(name) for name in names]
    return {
        clause.raw: tuple(row[at].round(5).tolist())
        for clause, row in zip(found.clauses, found.values.astype(float), strict=True)
    }


def column(name: str, question: str, wanted: Sequence[str | Concept], planned: bool | None = None,
           report: str = REPORT) -> dict[str, float]:  # fmt: skip
    return {raw: value for raw, (value,) in columns(table(question, wanted, planned, report), name).items()}


@pytest.mark.parametrize(
    ("planned", "shown"),
    [
        (False, {"收到复议申请213件，", "1.复议申请："}),  # results, and what explains them
        (True, {"办结复议申请240件。", "1.复议申请："}),  # a goal is no result, nor a result a goal
        (None, {"收到复议申请213件，", "办结复议申请240件。", "1.复议申请："}),
    ],
)
def test_the_other_side_is_left_out_where_a_figure_is_asked_for(planned: bool | None, shown: set[str]) -> None:
    found = table("岚川市复议申请多少件", ["复议"], planned)
    assert found is not None
    assert {clause.raw for clause in found.clauses if "复议申请" in clause.raw} == shown


def test_the_other_side_is_only_marked_where_none_is() -> None:
    found = columns(table("岚川市复议怎么做的", ["复议"], planned=False), "other_side", "annex")
    assert found["办结复议申请240件。"] == (1, 0)
    assert found["收到复议申请213件，"] == (0, 0)
    assert found["1.复议申请："] == (0, 1)


def test_titles_and_headings_say_nothing_themselves() -> None:
    found = table("岚川市复议怎么做的", ["复议"])
    assert found is not None
    said = {clause.raw for clause in found.clauses}
    assert not {"岚川市2022年度法治政府建设情况报告", "一、行政诉讼工作", "二、存在的问题", "名词解释"} & said
    assert "一是执法力量不足。" in said


def test_nothing_to_score() -> None:
    assert table("岚川市复议多少件", []) is None
    assert features(understand("复议", (), ()), Matcher([Concept("复议", (), 1)], LEXICON), [], PlainIndex(REPORT),
                    LEXICON, None) is None  # fmt: skip


def test_shapes() -> None:
    found = table("岚川市复议多少件", ["复议", "诉讼", "维持"])
    assert found is not None
    clauses = len(found.clauses)
    assert found.values.shape == (clauses, len(NAMES))
    assert found.held.shape == found.whole.shape == (3, clauses)
    assert found.fit.shape == found.sentence.shape == (clauses,)
    assert np.isfinite(found.values).all()
    assert ((found.held >= 0) & (found.held <= found.whole) & (found.whole <= 1)).all()


def test_a_figure_that_the_question_states_is_no_answer() -> None:
    echo = column("no_figure", "岚川市收到的213件复议申请中维持了多少件", ["复议", "维持"])
    assert (echo["收到复议申请213件，"], echo["其中维持120件。"]) == (1, 0)
    asked = column("no_figure", "岚川市收到复议申请213件，对吗", ["复议"])
    assert asked["收到复议申请213件，"] == 0  # here it is asked about


@pytest.mark.parametrize(
    ("question", "text", "fit"),
    [
        ("收到多少件", "收到213件，", 1.0),
        ("收到多少件", "收到213宗，", 1.0),  # cases are counted by several words
        ("收到多少件", "收到213个，", LIKE_UNIT),
        ("收到多少件", "收到213人次，", OTHER_UNIT),
        ("收到多少件", "有所增加，", 0.0),
        ("收到多少件", "2022年，", 0.0),  # a year counts nothing
        ("率是多少", "提高3.2个百分点，", 1.0),
        ("占几成", "占三成五，", 1.0),
        ("产值是多少", "占全市产值的28.5%。", OTHER_UNIT),  # a share of it is not the thing itself
        ("产值占全市的比重是多少", "占全市产值的28.5%。", 1.0),
        ("产值增速是多少", "占全市产值的28.5%。", OTHER_UNIT),  # nor is it the thing's growth
        ("产值增速是多少", "增长5.7%。", 1.0),
        ("怎么做的", "有所增加，", 1.0),  # no figure is asked for
        ("什么时候收到", "6月8日收到，", 1.0),
        ("什么时候收到", "二〇二二年六月收到，", 1.0),
        ("什么时候收到", "收到213件，", 0.0),
    ],
)
def test_whether_a_clause_has_the_kind_of_figure_asked_for(question: str, text: str, fit: float) -> None:
    assert fit_of(understand(question, (), ()), text, find_figures(text)) == pytest.approx(fit)


@pytest.mark.parametrize(
    ("unit", "text", "fit"),
    [
        (None, "213人", 1.0),  # any will do
        ("人", "213人", 1.0),
        ("个", "213家", 1.0),
        ("家", "213个", LIKE_UNIT),
        ("人", "213名", LIKE_UNIT),
        ("件", "213元", OTHER_UNIT),
        ("日", "1.5个工作日", LIKE_UNIT),  # 几天 is answered in working days, or in hours
        ("日", "4个工作小时", LIKE_UNIT),
        ("工作日", "3日", OTHER_UNIT),
        ("%", "213件", OTHER_UNIT),
        ("%", "85%", 1.0),
        ("%", "三分之一", 1.0),
        ("%", "1.33倍", LIKE_UNIT),  # a growth
        ("元", "5000万美元", LIKE_UNIT),
        ("座", "26个", LIKE_UNIT),
        ("人", "3万人次", LIKE_UNIT),
        ("人次", "3万人", OTHER_UNIT),
        ("届", "第三届", 1.0),
        ("家", "第三届", 0.0),  # numbers one thing
        (None, "第3届", 0.0),
        (None, "3届", 1.0),
    ],
)
def test_how_well_a_unit_fits(unit: str | None, text: str, fit: float) -> None:
    (figure,) = find_figures(text)
    assert unit_fit(unit, figure) == pytest.approx(fit)


@pytest.mark.parametrize(
    ("clause", "near"),
    [
        ("维持120件。", 1.0),  # the word right before the figure
        ("维持原来决定120件。", 1 - 4 / REACH),  # four letters further away
        ("120件维持。", AFTER),  # behind it
        ("120件予以维持。", AFTER * (1 - 2 / REACH)),
        ("撤销30件、维持120件。", 1.0),  # the nearest of several figures
        ("维持。", 0.0),  # no figure
        ("维持120人。", 0.0),  # no such figure
        ("撤销120件。", 0.0),  # no such word
    ],
)
def test_how_near_a_word_stands_to_a_figure(clause: str, near: float) -> None:
    found = column("near", "岚川市维持多少件", ["维持"], report=f"岚川市2022年工作报告\n全年情况如下。{clause}\n")
    assert found[clause] == pytest.approx(near, abs=1e-4)


def test_a_part_is_not_the_whole() -> None:
    wanted = ["复议"]
    clause = "其中维持120件。"
    assert column("part", "岚川市复议多少件", wanted)[clause] == 2
    assert column("part", "岚川市一共有多少件复议", wanted)[clause] == 5  # asked for in so many words
    assert column("part", "岚川市复议中其中维持多少件", wanted)[clause] == 0
    assert column("part", "岚川市复议多少件", wanted)["收到复议申请213件，"] == 0


def test_a_value_under_its_label() -> None:
    clause = "承办单位\n市司法局"
    assert column("label", "岚川市承办单位是谁", ["承办"])[clause] == 1
    assert column("label", "岚川市收到多少件", ["收到"])[clause] == 0  # another one's label
    assert set(column("label", "岚川市承办单位是谁", ["承办"]).values()) == {0, 1}


def test_another_year_than_the_one_asked_for() -> None:
    asked = column("other_year", "岚川市2022年胜诉率多少", ["胜诉率"])
    assert (asked["比2017年提高。"], asked["胜诉率90.5%，"]) == (1, 0)
    assert column("other_year", "岚川市2017年胜诉率多少", ["胜诉率"])["比2017年提高。"] == 0
    assert column("other_year", "岚川市胜诉率多少", ["胜诉率"])["比2017年提高。"] == 0  # no year is asked for


def test_what_stands_around_a_sentence_counts_less_than_what_it_says() -> None:
    report = """岚川市2022年工作报告
一、行政诉讼工作
全年胜诉90件。
二、其他工作
办理诉讼案件。全年胜诉80件。
三、有关工作
一是做好诉讼应对。全年胜诉70件。全年败诉5件。
四、应诉工作
诉讼案件胜诉60件。
"""
    found = column("whole", "岚川市诉讼", ["诉讼"], report=report)
    assert found["全年胜诉90件。"] == pytest.approx(IN_HEADING)
    assert found["全年胜诉80件。"] == pytest.approx(IN_PASSAGE)
    assert found["全年胜诉70件。"] == found["全年败诉5件。"] == pytest.approx(IN_LEAD)  # both follow what leads them in
    assert found["诉讼案件胜诉60件。"] == 1


def test_what_comes_from_the_question_before_tells_the_sentence() -> None:
    clause = "其中维持120件。"
    own = columns(table("岚川市维持多少件", ["复议", "维持"]), "clause", "sentence")
    inherited = columns(
        table("岚川市维持多少件", [Concept("复议", (), 1.0, context=True), "维持"]), "clause", "sentence"
    )
    assert own[clause] == (0.5, 1)
    assert inherited[clause] == (1, 1)


def test_the_clause_with_a_date_need_not_say_what_happened_then() -> None:
    report = "岚川市2022年工作报告\n2022年6月8日，复议中心揭牌。全年平稳。\n"
    found = columns(table("岚川市复议中心什么时候揭牌", ["复议", "揭牌"], report=report), "clause", "no_date")
    assert found["2022年6月8日，"] == (1, 0)
    assert found["全年平稳。"] == (0, 1)


def test_sentences_that_name_several_things() -> None:
    report = "岚川市2022年工作报告\n推行公示、记录、审核制度。推行公示、记录制度。建立四项制度。\n"
    found = columns(table("岚川市推行了哪三项制度", ["制度"], report=report), "items", "count")
    assert found["推行公示、记录、审核制度。"] == (1, 1)
    assert found["推行公示、记录制度。"] == (0, 0)
    assert found["建立四项制度。"] == (0, 0)
    assert columns(table("岚川市制度多少项", ["制度"], report=report), "items")["推行公示、记录、审核制度。"] == (0,)


def test_an_echo_of_the_question_is_no_news() -> None:
    report = "岚川市2022年工作报告\n做好行政复议工作。行政复议实行繁简分流快审快结。\n"
    found = column("news", "岚川市怎么做好行政复议工作", ["复议"], report=report)
    assert found["做好行政复议工作。"] == 0
    assert found["行政复议实行繁简分流快审快结。"] == 1
