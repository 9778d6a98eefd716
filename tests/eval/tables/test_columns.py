"""Cells → fields of a question, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.tables.columns import TYPES, cells_of, field_of, is_note, values_of
from eval.tables.errors import CellError

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)
VALUES = TEXT.filter(lambda text: text.strip() == text)
SEVERAL = st.lists(VALUES, max_size=4, unique=True)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    answers = draw(SEVERAL)
    with_forms = draw(st.lists(st.sampled_from(answers), unique=True)) if answers else []
    return {
        "id": draw(VALUES),
        "type": draw(st.sampled_from(sorted(TYPES)) | VALUES.filter(lambda text: text not in TYPES.values())),
        "question": draw(VALUES),
        "answers": answers,
        "evidence": [{"file": draw(VALUES), "quote": draw(VALUES)} for _ in range(draw(st.integers(0, 3)))],
        "history": draw(SEVERAL),
        "all_of": draw(st.booleans()),
        "variants": {answer: draw(st.lists(VALUES, max_size=3)) for answer in with_forms},
        "must_not": draw(SEVERAL),
        "conflict": draw(st.booleans()),
    } | ({"same": draw(VALUES)} if draw(st.booleans()) else {})


@given(questions())
def test_a_question_is_read_as_it_was_written(question: dict[str, Any]) -> None:
    assert values_of(cells_of(question), 2) == (question, ())


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("问题", "question"),
        ("答案（多个用；分开）", "answers"),
        (" Answer ", "answers"),
        ("序号", "id"),
        ("部门", None),
    ],
)
def test_heads(head: str, field: str | None) -> None:
    assert field_of(head) == field


def test_what_only_its_author_reads() -> None:
    assert [is_note(head) for head in ("备注", "", "Notes", "答按")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"answers": ""}, {"type": "unanswerable", "answers": [], "id": "row-7"}),
        ({"answers": "135件"}, {"type": "fact", "answers": ["135件"]}),
        ({"answers": "甲；乙", "all_of": "√"}, {"type": "list", "all_of": True}),
        ({"answers": "甲；乙", "all_of": "否"}, {"type": "fact", "all_of": False}),
        ({"answers": "甲", "type": "追问"}, {"type": "followup"}),
        ({"answers": "甲", "type": "自定"}, {"type": "自定"}),
        ({"answers": "135件", "variants": "135宗；一百三十五件"}, {"variants": {"135件": ["135宗", "一百三十五件"]}}),
        ({"answers": "甲；乙", "variants": "甲=A＝a；乙=B"}, {"variants": {"甲": ["A", "a"], "乙": ["B"]}}),
        ({"answers": "x=1", "variants": '{"x=1": ["x是1"]}'}, {"variants": {"x=1": ["x是1"]}}),
        ({"answers": "甲", "history": "一问？\n二问？"}, {"history": ["一问？", "二问？"]}),
        ({"answers": "甲", "file": "a.txt；b.txt", "evidence": "甲。\n乙；丙。"},
         {"evidence": [{"file": "a.txt", "quote": "甲。"}, {"file": "b.txt", "quote": "乙；丙。"}]}),
        ({"answers": "甲", "file": "a.txt", "evidence": "甲。\n乙。"},
         {"evidence": [{"file": "a.txt", "quote": "甲。"}, {"file": "a.txt", "quote": "乙。"}]}),
    ],
)  # fmt: skip
def test_what_cells_say(cells: dict[str, str], wanted: dict[str, Any]) -> None:
    values, files = values_of({"question": "问？", **cells}, 7)
    assert {name: values[name] for name in wanted} == wanted
    assert files == ()


def test_files_without_a_quote_are_named() -> None:
    assert values_of({"question": "问？", "answers": "甲", "file": "a.txt；b.txt"}, 2)[1] == ("a.txt", "b.txt")


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"evidence": "甲。"}, "file"),
        ({"file": "a\nb", "evidence": "一。\n二。\n三。"}, "file"),
        ({"all_of": "也许"}, "all_of"),
        ({"answers": "甲；乙", "variants": "丙"}, "variants"),
        ({"variants": "{不是"}, "variants"),
    ],
)
def test_cells_that_say_nothing_usable(cells: dict[str, str], field: str) -> None:
    with pytest.raises(CellError) as caught:
        values_of({"question": "问？", **cells}, 2)
    assert caught.value.field == field
