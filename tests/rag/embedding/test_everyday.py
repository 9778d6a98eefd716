"""Official phrases of a query are exchanged for everyday ones, and nothing else is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.embedding import everyday
from rag.embedding.everyday import EXCHANGED, LONGEST_QUERY, MOST_EXCHANGES, MOST_FORMS, in_everyday_words, phrase_pairs
from rag.thesaurus import groups

Groups = list[tuple[list[str], list[str]]]


def spoken(text: str, seeds: range = range(200)) -> set[str]:
    """Return all that the dice make of a text, without None."""
    said = (in_everyday_words(text, random.Random(seed)) for seed in seeds)
    return {query for query in said if query is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提起行政诉讼的期限", {"提起打官司的期限", "提起告状的期限"}),  # each of the group's everyday forms
        ("信访工作", {"上访的事"}),  # the whole query
        ("甲类和丙类", {"某类和丙类", "甲类和某类", "某类和某类"}),  # one of two, or both
        ("甲类乙类丙类", {"某类乙类丙类", "甲类某类丙类", "甲类乙类某类",
                          "某类某类丙类", "某类乙类某类", "甲类某类某类"}),  # two at most
        ("丁类", set()),  # the fourth official form is not used
        ("打官司", set()),  # everyday already
        ("行政", set()),  # a part of a phrase
        ("", set()),
    ],
)  # fmt: skip
def test_what_can_be_said(small_thesaurus: Groups, text: str, expected: set[str]) -> None:
    assert spoken(text) == expected


def test_the_longest_phrase_is_exchanged(small_thesaurus: Groups) -> None:
    # 行政诉讼案件 is passed over by chance at times, and then the rest of it stands as it is
    assert spoken("受理行政诉讼案件") == {"受理打官司", "受理告状"}


@pytest.mark.parametrize(
    ("length", "said"), [(LONGEST_QUERY - 1, True), (LONGEST_QUERY, False)], ids=["just short", "long"]
)
def test_a_long_text_is_no_question(small_thesaurus: Groups, length: int, said: bool) -> None:
    assert bool(spoken("信访工作".ljust(length, "字"))) is said


def test_about_half_of_the_queries_are_exchanged(small_thesaurus: Groups) -> None:
    said = [in_everyday_words("信访工作", random.Random(seed)) for seed in range(1000)]
    # one of two queries, and then seven of ten phrases: 350 of 1,000, give or take three deviations of 15
    assert 1000 * EXCHANGED * everyday.EXCHANGE == 350
    assert 305 < sum(query is not None for query in said) < 395


@given(st.integers(0, 2**32))
def test_the_seed_decides(seed: int) -> None:
    text = "全年办理行政复议案件和行政诉讼案件"
    assert in_everyday_words(text, random.Random(seed)) == in_everyday_words(text, random.Random(seed))


def exchanges(text: str, forms: dict[str, set[str]]) -> set[str]:
    """Return all that can be made of a text by exchanging any official forms in it, none included."""
    if not text:
        return {""}
    found = {text[0] + rest for rest in exchanges(text[1:], forms)}
    for form in filter(text.startswith, forms):
        found |= {phrase + rest for phrase in forms[form] for rest in exchanges(text[len(form) :], forms)}
    return found


PARTS = ["行政诉讼", "胜诉率", "再审", "市", "今年", "12件", "☃"]


@given(st.lists(st.sampled_from(PARTS), max_size=6), st.integers(0, 999))
def test_only_official_phrases_are_exchanged(parts: list[str], seed: int) -> None:
    said = in_everyday_words("|".join(parts), random.Random(seed))
    if said is None:
        return
    forms = {form: set(phrases) for form, phrases in everyday._everyday()[0].items() if form in "|".join(parts)}
    changed = [(old, new) for old, new in zip(parts, said.split("|"), strict=True) if old != new]
    assert 1 <= len(changed) <= MOST_EXCHANGES
    assert all(new in exchanges(old, forms) for old, new in changed)


def test_the_forms_are_those_of_the_thesaurus() -> None:
    forms, longest = everyday._everyday()
    assert longest == max(map(len, forms))
    assert set(forms) == {form for official, _ in groups() for form in official[:MOST_FORMS]}
    assert all(phrase in forms[form] for official, said in groups() for form in official[:1] for phrase in said)


def test_the_real_thesaurus_speaks() -> None:
    assert "全年打官司多少" in spoken("全年行政诉讼多少", range(500))


def test_pairs_of_phrases(small_thesaurus: Groups) -> None:
    assert list(phrase_pairs()) == [
        ("打官司", "行政诉讼"),
        ("打官司", "行政诉讼案件"),
        ("打官司", "行政诉讼 行政诉讼案件"),
        ("告状", "行政诉讼"),
        ("告状", "行政诉讼案件"),
        ("告状", "行政诉讼 行政诉讼案件"),
        ("上访的事", "信访工作"),  # one form is all of them
        ("某类", "甲类"),
        ("某类", "乙类"),
        ("某类", "丙类"),
        ("某类", "甲类 乙类 丙类 丁类"),  # the fourth stands with the others only
    ]
