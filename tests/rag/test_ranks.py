"""Places in an order, streaks, classes and ratios."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ranks import CLASS, RANK, RATIO, STREAK, UNITS, answers, rank_asked, ranks_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("综合考评居全省第二", [("2", RANK)]),
        ("增长15.9%,排全区第2位", [("2", RANK)]),
        ("获批第三个试点", [("3", RANK)]),
        ("排名上升至22位", [("22", RANK)]),
        ("总量居首位", [("1", RANK)]),
        ("实现粮食生产“二十连丰”", [("20", STREAK)]),
        ("争创“七连冠”", [("7", STREAK)]),
        ("断面水质稳定达到Ⅲ类", [("3", CLASS)]),
        ("水质达到IV类标准", [("4", CLASS)]),
        ("三次产业比优化为12.9:34.9:52.2", [("12.9", RATIO)]),
        ("排名上升4位", []),  # a change is no place
        ("第二产业增长4%", []),
        ("第一批试点", []),
        ("第十四届会议", []),
        ("第二十次会议", []),
        ("第二个年头", []),
        ("城市首位度", []),
        ("聘请专家达到3位专家", []),
        ("第三季度", []),
        ("第三方评估", []),
        ("上午9:30至11:00", []),
        ("首先开展", []),
    ],
)
def test_what_a_text_tells(text: str, told: list[tuple[str, str]]) -> None:
    assert [(one.value, one.unit) for one in ranks_in(text)] == [(Decimal(value), unit) for value, unit in told]


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("在全省排第几", RANK),
        ("是全国第几个试点", RANK),
        ("排第几名", RANK),
        ("列老几", RANK),
        ("在全省什么名次", RANK),
        ("拿了几连冠", STREAK),
        ("养老金是第几次连涨", STREAK),
        ("河口断面水质是几类", CLASS),
        ("这是第几批", None),
        ("提案是第几号", None),
        ("开到第几家了", None),
        ("提高了几类困难群众的标准", None),
        ("排名上升几位", None),
        ("全省排名多少", RANK),
        ("安排多少", None),
        ("编排多少", None),
        ("河南省低收入人口分几类", None),
        ("水费分几类", None),
        ("在第几季度开工", None),
    ],
)
def test_what_a_question_asks_for(question: str, unit: str | None) -> None:
    assert rank_asked(question) == unit


@pytest.mark.parametrize(
    ("told", "asked", "fits"),
    [(RANK, RANK, True), (STREAK, "年", True), (STREAK, "次", True), (RATIO, "%", True),
     (RANK, None, False), (RANK, "%", False), ("件", RANK, False)],
)  # fmt: skip
def test_such_a_figure_answers_no_other_question(told: str, asked: str | None, fits: bool) -> None:
    assert answers(told, asked) is fits


@given(st.text(alphabet="第一二三十百0123456789位名个届次批连冠类ⅢIV:：.居首全省", max_size=24))
def test_what_is_told_stands_in_the_text(text: str) -> None:
    for one in ranks_in(text):
        assert text[one.start : one.end] == one.text
        assert one.unit in UNITS
