"""When two texts say the same: answers in a text, quotes of one stretch, names of one file."""

from __future__ import annotations

import os.path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import contains, figures_in, normal_form, overlaps, same_file, shared_run


@pytest.mark.parametrize(
    ("text", "needle", "expected"),
    [
        ("受理15件", "15件", True),
        ("受理115件", "15件", False),  # a longer number
        ("受理1,064件", "1064件", True),  # thousands separator
        ("5、2、1人", "521人", False),  # an enumeration is no number
        ("9240.5万", "9240", False),  # a decimal goes on
        ("9240万", "9240", False),  # so does a multiplier
        ("受理１５件", "15件", True),  # full width
        ("受理", "", False),
    ],
)
def test_contains(text: str, needle: str, expected: bool) -> None:
    assert contains(normal_form(text), normal_form(needle)) is expected


@given(st.text("甲乙ABc件", max_size=20), st.sampled_from([" ", "\u3000", "、", "“", "*", "\u200b"]))
def test_what_is_dropped_says_nothing(text: str, dropped: str) -> None:
    assert normal_form(dropped.join(text)) == normal_form(text) == text.lower()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("全年受理复议案件15件", "全年受理复议案件15件", True),
        ("全年受理复议案件15件", "受理复议案件", True),  # the whole of the shorter one
        ("全年受理复议案件15件审结", "另外受理复议案件若干其中", True),  # 6 of 12 in one run
        ("全年受理复议案件15件审结", "另外受理复议事项若干其中", False),  # 4 of 12
        ("共计受理", "受理若干", False),  # 2 of 4, but fewer than four in one run
        ("15件", "全年15件", True),  # all of a short one
        ("", "全年", False),
    ],
)
def test_overlaps(one: str, other: str, expected: bool) -> None:
    assert overlaps(one, other) is overlaps(other, one) is expected


@given(st.text("甲乙丙", max_size=12), st.text("甲乙丙", max_size=12))
def test_a_shared_run_is_the_longest_that_both_hold(one: str, other: str) -> None:
    size = shared_run(one, other)
    assert any(one[at : at + size] in other for at in range(len(one) - size + 1))
    assert not any(one[at : at + size + 1] in other for at in range(len(one) - size))


@pytest.mark.parametrize(
    ("cited", "wanted", "expected"),
    [
        ("甲.txt", "甲.txt", True),
        ("folder/甲.txt", "甲.txt", True),
        ("甲.html", "甲.txt", True),  # the ending does not count
        ("示例-岚川", "示例-岚川市-2020.txt", True),  # cut short
        ("示例", "示例-岚川市-2020.txt", False),  # too short to tell
        ("乙.txt", "甲.txt", False),
        ("", "甲.txt", False),
        ("folder/", "甲.txt", False),
    ],
)
def test_names_of_one_file(cited: str, wanted: str, expected: bool) -> None:
    assert same_file(cited, wanted) is expected


@given(st.text("./a", max_size=8), st.text("./a", max_size=8))
def test_names_are_parted_as_the_operating_system_does(cited: str, wanted: str) -> None:
    one, other = os.path.basename(cited), os.path.basename(wanted)  # noqa: PTH119
    alike = os.path.splitext(one)[0] == os.path.splitext(other)[0]  # noqa: PTH122
    assert same_file(cited, wanted) is (bool(one) and (alike or (len(one) > 2 and other.startswith(one))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理1,064件", ["1064件"]),
        ("负责人出庭应诉率93.6%", ["93.6%"]),
        ("罚没款2.36万元", ["2.36万元"]),
        ("征求意见300余条,采纳15条", ["300余条", "15条"]),
        ("2022年6月30日", []),  # a date is no figure here
        ("十五件", []),  # nor are words
    ],
)
def test_figures_in_digits(text: str, expected: list[str]) -> None:
    assert figures_in(text) == expected
