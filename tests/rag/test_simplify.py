"""Traditional characters and full width in questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.simplify import simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("嵐川市受理複議案件多少件", "岚川市受理复议案件多少件"),
        ("雲嶺省禾豐縣發展計劃", "云岭省禾丰县发展计划"),
        ("２０２１年受理８０％", "2021年受理80%"),  # full width
        ("ＧＤＰ与GDP", "gdp与gdp"),  # lower case
        ("岚川市受理复议案件多少件", "岚川市受理复议案件多少件"),
        ("", ""),
    ],
)
def test_simplified(text: str, expected: str) -> None:
    assert simplified(text) == expected


@given(st.text(alphabet="岚川市受理复议案件多少2021年%,。abc", max_size=30))
def test_simple_text_stays(text: str) -> None:
    assert simplified(text) == text.replace("。", simplified("。"))


@given(st.text(max_size=30))
def test_what_is_simplified_stays_so(text: str) -> None:
    once = simplified(text)
    assert simplified(once) == once
