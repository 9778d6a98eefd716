"""Everyday wording and the official words that it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.thesaurus import MOST_FORMS, groups, official_forms

EVERYDAY = sorted({phrase for _, everyday in groups() for phrase in everyday})


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("民告官的案子有几件", {"民告官"}),
        ("这些案子审完了没有", {"案子审完"}),  # not 审完 alone
        ("收了复议又中途撤回", {"收了复议", "中途撤回"}),  # the longest of those that begin at one place
        ("受理多少件", set()),
        ("", set()),
    ],
)
def test_phrases_found(text: str, phrases: set[str]) -> None:
    assert set(official_forms(text)) == phrases


def test_what_a_phrase_means() -> None:
    assert official_forms("民告官的案子")["民告官"][0] == "行政复议"


def test_no_phrase_begins_or_ends_inside_a_word() -> None:
    assert "政府网" not in official_forms("政府网站有多少条留言")
    assert "复议案" not in official_forms("复议案件")


@given(st.lists(st.sampled_from(EVERYDAY), max_size=4), st.text(alphabet="的了在岚川市,2021年 ", max_size=6))
def test_phrases_are_parts_of_the_text(phrases: list[str], between: str) -> None:
    text = between.join(phrases)
    found = official_forms(text)
    assert all(phrase in text for phrase in found)
    assert all(0 < len(forms) <= MOST_FORMS for forms in found.values())


@given(st.text(max_size=40))
def test_any_text_is_searched(text: str) -> None:
    assert all(phrase in text for phrase in official_forms(text))


def test_the_table_is_well_formed() -> None:
    for official, everyday in groups():
        assert official, everyday
        assert everyday, official
        assert not set(official) & set(everyday), official
        assert all(len(phrase) > 1 for phrase in everyday), everyday


def test_what_goes_on_after_an_abbreviation_is_two_phrases() -> None:
    found = official_forms("岚川市gdp增速是多少")
    assert "gdp" in found
    assert not [phrase for phrase in found if phrase[0].isascii() and not phrase.isascii()]
