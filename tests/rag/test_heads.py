"""The word that names what a question asks for."""

from __future__ import annotations

import pytest

from rag.heads import asked_for, head_of
from rag.text import words


@pytest.mark.parametrize(
    ("text", "head"),
    [
        # right behind the measure word
        ("配了多少名消防员", "消防员"),
        ("收到几件案件", "案件"),
        ("投入多少万元的资金", "资金"),
        # before the words that ask
        ("毕业生平均月薪多少", "月薪"),
        ("法律援助案件一共有多少件", "案件"),
        ("谁是组长", "组长"),  # nothing stands before: the last word
        ("县长是谁", "县长"),
        # last of all, where nothing asks
        ("行政应诉案件", "案件"),
        ("", ""),
    ],
)
def test_heads(text: str, head: str) -> None:
    assert head_of(text, words(text)) == head


def test_a_head_is_a_term() -> None:
    assert head_of("配了多少名消防员", ["队伍"]) == ""
    assert head_of("配了多少名消防员", ["消防员队伍"]) == "消防员队伍"  # a term that holds it


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("办理多少件法律援助案件", ("法律援助", "案件")),
        ("法律援助案件有多少件", ("法律援助", "案件")),
        ("", ()),
    ],
)
def test_the_phrase_around_the_head(text: str, phrase: tuple[str, ...]) -> None:
    assert asked_for(text, words(text)) == phrase
