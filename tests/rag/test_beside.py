"""Which clause beside the likeliest one has the figure asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.beside import clause_beside, is_of_other_size, sizes_in


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("引进50亿元以上项目11个", ["5e9"]),
        ("百亿级以上项目", ["1e10"]),
        ("亿元及以上项目483个", ["1e8"]),
        ("其中超50亿元15个、超100亿元8个", ["5e9", "1e10"]),
        ("500万元以上固定资产投资", ["5e6"]),
        ("千亿元园区", ["1e11"]),
        ("完成投资32.5亿元", []),
        ("力争做到多少亿元以上", []),
    ],
)
def test_sizes(text: str, sizes: list[str]) -> None:
    assert sizes_in(text) == {Decimal(size) for size in sizes}


@pytest.mark.parametrize(
    ("question", "clauses", "best", "answering"),
    [
        ("规上企业总共有几户", ["新增规上企业41户", "总数达到322户"], 0, 1),
        ("绿色工厂累计几家", ["培育绿色工厂15家", "投资9亿元", "累计54家"], 0, 0),  # 培育 tells nothing of new
        ("绿色工厂累计几家", ["新增绿色工厂15家", "投资9亿元", "累计54家"], 0, 2),
        ("新增了几户规上企业", ["新增规上企业41户", "总数达到322户"], 0, 0),
        ("现有调解员多少名", ["共有调解员9301人", "其中专职调解员3288人"], 1, 0),
        ("现有专职调解员多少名", ["全年平稳", "其中专职调解员3288人"], 1, 1),
        ("50亿元以上的项目有几个", ["引进10亿元以上项目73个", "其中50亿元以上项目11个"], 0, 1),
        ("10亿元以上的项目有几个", ["引进10亿元以上项目73个", "其中50亿元以上项目11个"], 0, 0),
        ("30亿元以上的项目有几个", ["引进10亿元以上项目73个", "其中50亿元以上项目11个"], 0, 0),
    ],
)
def test_the_clause_that_answers(question: str, clauses: list[str], best: int, answering: int) -> None:
    assert clause_beside(question, clauses, best) == answering


@pytest.mark.parametrize(
    ("question", "clause", "other"),
    [
        ("50亿元以上的项目有几个", "引进10亿元以上项目73个", True),
        ("50亿元以上的项目有几个", "引进50亿元以上项目11个", False),
        ("50亿元以上的项目有几个", "引进项目73个", False),
        ("引进了几个项目", "引进10亿元以上项目73个", False),
    ],
)
def test_another_size(question: str, clause: str, other: bool) -> None:
    assert is_of_other_size(question, clause) is other


@given(
    st.text(alphabet="现有总共累计亿元以上级多少", max_size=12),
    st.lists(st.text(alphabet="新增总数达到其中共有亿元以上1个", max_size=10), min_size=1, max_size=5),
    st.data(),
)
def test_it_is_one_of_the_clauses(question: str, clauses: list[str], data: st.DataObject) -> None:
    best = data.draw(st.integers(0, len(clauses) - 1))
    assert 0 <= clause_beside(question, clauses, best) < len(clauses)
