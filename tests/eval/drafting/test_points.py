"""The points of a section by their names, and the lists in sentences."""

from __future__ import annotations

from random import Random

import pytest

from eval.drafting.points import counted_up, points_of
from eval.drafting.sections import lists, measures, problems_and_plans
from tests.fakes import PlainIndex

HEAD = "清源市2022年法治政府建设情况报告\n一、主要工作\n受理行政复议申请135件。\n"


def names(section: str, side: str) -> list[str]:
    index = PlainIndex(HEAD + section)
    return [point.name for point in points_of(index, index.reports()[0], side)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "section",
    [
        "二、存在的问题\n一是执法力量不足。夜间难以保障。二是复议宣传不够。知晓率偏低。",
        "二、存在的问题\n（一）执法力量不足。夜间难以保障。\n（二）复议宣传不够。知晓率偏低。",
        "二、存在的问题\n仍有以下不足：\n- **执法力量不足。**夜间难以保障。\n- **复议宣传不够。**知晓率偏低。",
    ],
)
def test_problems_by_their_first_words(section: str) -> None:
    assert names(section, "problem") == ["执法力量不足", "复议宣传不够"]


def test_a_long_point_is_named_by_its_first_clause() -> None:
    long = "加快完善综合行政执法协调机制，统筹市县两级执法力量下沉一线，切实解决基层看得见却管不着的问题"
    section = f"二、下一步打算\n一是{long}。二是加强行政复议宣传。"
    assert names(section, "plan") == ["加快完善综合行政执法协调机制", "加强行政复议宣传"]


@pytest.mark.parametrize(
    "section",
    [
        "二、存在的问题\n一是执法力量不足。三是复议宣传不够。",  # the second is missing
        f"二、存在的问题\n一是{'很' * 40}长。二是复议宣传不够。",  # not every one has a name
        "二、存在的问题\n一是执法力量不足。",  # a single one
    ],
)
def test_points_that_cannot_all_be_named_are_not_asked_for(section: str) -> None:
    assert names(section, "plan") == []
    assert counted_up(section.partition("\n")[2]) == []


def test_questions_for_problems_and_plans() -> None:
    index = PlainIndex(
        f"{HEAD}二、存在的问题\n一是执法力量不足。二是复议宣传不够。\n三、下一步打算\n一是充实队伍。二是加强宣传。"
    )
    asked = list(problems_and_plans(index, index.reports()[0], Random(1)))  # type: ignore[arg-type]
    assert [one.answers for one in asked] == [("执法力量不足", "复议宣传不够"), ("充实队伍", "加强宣传")]
    assert all(one.all_of and one.question.startswith("清源市2022年") for one in asked)
    assert [one.quote for one in asked[0].evidence] == ["一是执法力量不足。", "二是复议宣传不够。"]


def test_what_was_done_under_a_heading() -> None:
    index = PlainIndex(
        f"{HEAD}（一）健全工作机制,促进依法决策。一是健全决策机制。会前审查。二是建立审查制度。逐件把关。"
    )
    (asked,) = measures(index, index.reports()[0], Random(1))  # type: ignore[arg-type]
    assert "在健全工作机制、促进依法决策方面" in asked.question
    assert asked.answers == ("健全决策机制", "建立审查制度")


def test_what_a_proposal_asks_for_was_not_done() -> None:
    index = PlainIndex(f"{HEAD}二、建议\n（一）健全工作机制,促进依法决策。一是健全决策机制。二是建立审查制度。")
    assert list(measures(index, index.reports()[0], Random(1))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "question", "answers"),
    [
        ("受理案件主要集中在公安、自然资源和市场监管等领域。", "清源市2022年受理案件主要集中在哪些领域？",
         ("公安", "自然资源", "市场监管")),
        ("败诉案件集中在公安、市场监管、自然资源3个领域，占比较高。", "清源市2022年败诉案件集中在哪些领域？",
         ("公安", "市场监管", "自然资源")),
        ("首批公开事项包括执法主体、执法依据、执法程序。", "清源市2022年首批公开事项包括哪些？",
         ("执法主体", "执法依据", "执法程序")),
    ],
)  # fmt: skip
def test_a_list_in_a_sentence(sentence: str, question: str, answers: tuple[str, ...]) -> None:
    index = PlainIndex(HEAD + sentence)
    assert [(one.question, one.answers) for one in lists(index, index.reports()[0])] == [(question, answers)]  # type: ignore[arg-type]


def test_no_list_of_titles_or_of_two() -> None:
    index = PlainIndex(f"{HEAD}审议文件包括《甲办法》、《乙办法》、《丙办法》。公开事项包括执法主体、执法依据。")
    assert list(lists(index, index.reports()[0])) == []  # type: ignore[arg-type]
