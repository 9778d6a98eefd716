"""Marks of punctuation as wide as printed, told by the room around them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.typeset.ocr_marks import Reading, settle_marks

EM = 5.0
MARKS = ",;:()?!，；：（）？！"


def reading(text: str, marks: float, em: float = EM) -> Reading:
    """Return a line whose marks take `marks` of an ideograph's room, digits half of it."""
    columns, at = [], 0.0
    for char in text:
        room = marks if char in MARKS else 0.5 if char.isascii() else 1.0
        columns.append((at + room / 2) * em)
        at += room
    return Reading(text, tuple(columns))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # read half-width, printed full-width
        ([reading("全年办结案件,其中调解", 1.0)], ["全年办结案件，其中调解"]),
        # read full-width, printed half-width
        ([reading("全年办结案件，其中调解", 0.4)], ["全年办结案件,其中调解"]),
        # between a digit and a letter
        ([reading("共办结案件12,其中调解", 1.0)], ["共办结案件12，其中调解"]),
        # two marks share the room
        ([reading("依法行政(试行),全面推进", 1.0)], ["依法行政（试行），全面推进"]),
        # at a line's end: like the others of the page, on whatever line
        ([reading("全年办结案件,其中调解", 1.0), reading("审查合同(", 1.0)], ["全年办结案件，其中调解", "审查合同（"]),
        # nothing on the page tells: as read
        ([reading("审查合同(", 1.0)], ["审查合同("]),
        # too few ideographs side by side to know their distance
        ([reading("甲,乙,丙", 1.0)], ["甲,乙,丙"]),
        # a dash between figures is no numeral, a numeral between ideographs is none
        ([reading("规划2021一2025年第一章", 1.0)], ["规划2021—2025年第一章"]),
        # points and pause marks are never changed
        ([reading("增长3.5、下降0.6。全部办结", 1.0)], ["增长3.5、下降0.6。全部办结"]),
        ([], []),
        ([Reading("", ())], [""]),
    ],
)
def test_marks(lines: Sequence[Reading], expected: list[str]) -> None:
    assert settle_marks(lines) == expected


@given(st.text(alphabet="法治案件12年一" + MARKS, max_size=30), st.data())
def test_nothing_else_changes(text: str, data: st.DataObject) -> None:
    """Whatever the columns are, the letters stay, and each mark stays the mark that it is."""
    columns = data.draw(st.lists(st.floats(0, 1000), min_size=len(text), max_size=len(text)))
    (settled,) = settle_marks([Reading(text, tuple(sorted(columns)))])
    folded = str.maketrans("，；：（）？！—", ",;:()?!一")
    assert settled.translate(folded) == text.translate(folded)
