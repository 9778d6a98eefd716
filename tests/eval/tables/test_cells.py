"""What a cell says, and that none is a formula."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.tables.cells import guarded, joined, lines, parts, shown, unguarded

VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip() == text)


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (None, "General", ""),
        (12, "General", "12"),
        (12.0, "General", "12"),  # as Excel stores every number
        (93.6, "General", "93.6"),
        (1234.0, "#,##0", "1234"),
        (1e20, "General", "100000000000000000000"),
        (0.936, "0.0%", "93.6%"),
        (0.157, "0.00%", "15.70%"),
        (1, "0%", "100%"),
        (5.0, '0"件%"', "5"),  # the % is a word of the format
        (True, "General", "是"),
        (datetime(2022, 6, 30), 'yyyy"年"m"月"d"日"', "2022年6月30日"),
        (datetime(2022, 6, 1), 'yyyy"年"m"月"', "2022年6月"),
        (datetime(2022, 6, 30), 'm"月"d"日"', "6月30日"),
        (date(2022, 6, 30), "General", "2022年6月30日"),
        (datetime(2022, 6, 30, 9, 5), "yyyy-mm-dd hh:mm", "2022年6月30日09:05"),
        (time(9, 5), "hh:mm", "09:05"),
        (float("nan"), "General", "nan"),
        ("多行\r\n文字", "General", "多行\n文字"),
    ],
)
def test_a_value_is_said_as_it_is_shown(value: object, form: str, said: str) -> None:
    assert shown(value, form) == said


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5.2%", "@SUM(A1)", "\t=1", "＝1", "'=1", "''", "'"])
def test_what_looks_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_guarding_is_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_apostrophe_of_a_writer_stays() -> None:
    assert unguarded("'十四五'规划") == "'十四五'规划"


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", []),
        ("135件", ["135件"]),
        ("135件；90%", ["135件", "90%"]),
        ("135件;90% ； ", ["135件", "90%"]),
        ("甲；乙\n丙", ["甲；乙", "丙"]),  # a cell of several lines is parted at these alone
        ("甲；乙\n", ["甲；乙"]),
    ],
)
def test_the_values_of_a_cell(cell: str, values: list[str]) -> None:
    assert parts(cell) == values


@given(st.lists(VALUES))
def test_values_are_read_as_they_were_joined(values: list[str]) -> None:
    assert parts(joined(values)) == values


def test_quotes_are_parted_at_lines_alone() -> None:
    assert lines("受理3件；办结2件。\n\n 另有1件。 ") == ["受理3件；办结2件。", "另有1件。"]
