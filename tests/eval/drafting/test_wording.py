"""How facts are asked for."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.drafting.facts import Fact
from eval.drafting.wording import altered, body, careless, distributed, everyday, scope_of, variants
from eval.numbers import NUMBER
from rag.types import Report

REPORT = Report("r", "清源.txt", "清源市2022年报告", "清源市", "市级", year=2022)


def fact(before: str, figure: str, unit: str, after: str = "") -> Fact:
    match = NUMBER.fullmatch(figure)
    assert match
    return Fact(REPORT, f"{before}{figure}{after}。", before, figure, match["unit"], unit, after)


@pytest.mark.parametrize(
    ("one", "asked", "of_two"),
    [
        (fact("受理行政复议申请", "135件", "件"), "受理行政复议申请多少件", "分别受理行政复议申请多少件"),
        (fact("新选聘了", "11名", "名", "法律顾问"), "新选聘了多少名法律顾问", "分别新选聘了多少名法律顾问"),
        (fact("直接纠错率为", "12%", ""), "直接纠错率是多少", "直接纠错率分别是多少"),
        (fact("案件同比下降", "12%", ""), "案件同比下降多少", "案件分别同比下降多少"),
        (fact("专职人民调解员", "30人", "人"), "专职人民调解员有多少人", "专职人民调解员分别有多少人"),
        (fact("持有执法证件的人员", "30人", "人"), "持有执法证件的人员多少人", "持有执法证件的人员分别是多少人"),
    ],
)
def test_the_words_that_ask(one: Fact, asked: str, of_two: str) -> None:
    assert (body(one), distributed(one)) == (asked, of_two)


def test_everyday_words_or_none() -> None:
    assert everyday(fact("受理行政复议案件", "135件", "件")) == "接了行政复议案子多少件"
    assert everyday(fact("抽查执法档案", "135份", "份")) == ""


def test_place_and_year_are_said_in_several_ways_but_not_twice() -> None:
    said = {scope_of(fact("受理申请", "1件", "件"), Random(seed)) for seed in range(40)}
    assert said == {"清源市2022年", "2022年清源市", "清源2022年"}
    assert scope_of(fact("市法院受理案件", "5件", "件"), Random(1)) == "清源市2022年"


def test_careless_questions_still_name_place_and_subject() -> None:
    said = {careless(fact("受理行政复议申请", "135件", "件"), Random(seed)) for seed in range(200)}
    assert len(said) == 10  # five forms, each with digits of two widths
    assert all("清源" in text and "受理行政复议申请多少件" in text for text in said)


@pytest.mark.parametrize(
    ("figure", "forms"),
    [
        ("300余条", ["300多条"]),
        ("17万余人次", ["17万多人次"]),
        ("1.2万件", ["12000件"]),
        ("3.5亿元", []),
        ("508人", ["508名"]),
        ("15.70%", ["15.7%"]),
        ("135件", []),
    ],
)
def test_other_right_forms(figure: str, forms: list[str]) -> None:
    assert variants(figure) == ({figure: forms} if forms else {})


@given(st.integers(2, 10**6), st.sampled_from(["件", "%", "万元", "余人次"]), st.integers(0, 99))
def test_a_false_figure_is_another_in_the_same_form(number: int, unit: str, seed: int) -> None:
    figure = f"{number}{unit}"
    other = altered(figure, Random(seed))
    assert other is None or (other != figure and other.endswith(unit) and NUMBER.fullmatch(other))
