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
        ("万亿级产业集群", ["1e12"]),
        ("1,000万元以上", ["1e7"]),
        ("几千万元以上、数百亿级", []),
        ("争取资金25.6亿元支持项目12个", []),
        ("完成投资30亿元的项目", []),
        ("投资超10亿元的项目73个", ["1e9"]),
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
        ("现有专职调解员多少名", ["共有调解员9301人", "其中专职调解员3288人"], 1, 1),
        ("目前高新技术企业有多少家", ["现有规上企业300家", "其中高新技术企业45家"], 1, 1),
        ("目前有养老机构多少家", ["共有医院20家", "养老机构60家"], 1, 1),
        ("累计有多少家企业", ["新增企业41户", "为企业减税5亿元", "总数达到322户"], 0, 2),
        ("50亿元以上的项目有几个", ["引进10亿元以上项目73个", "其中50亿元以上项目11个"], 0, 1),
        ("10亿元以上的项目有几个", ["引进10亿元以上项目73个", "其中50亿元以上项目11个"], 0, 0),
        ("30亿元以上的项目有几个", ["引进10亿元以上项目73个", "其中50亿元以上项目11个"], 0, 0),
    ],
)
def test_the_clause_that_answers(question: str, clauses: list[str], best: int, answering: int) -> None:
    assert clause_beside(question, clauses, [True] * len(clauses), best) == answering


def test_a_clause_without_such_a_figure_does_not_answer() -> None:
    clauses = ["新增规上企业41户", "总数达到新的水平", "总数达到322户"]
    assert clause_beside("规上企业总共有几户", clauses, [True, False, True], 0) == 2


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
def test_another_clause_has_a_figure_of_the_kind(question: str, clauses: list[str], data: st.DataObject) -> None:
    best = data.draw(st.integers(0, len(clauses) - 1))
    fits = data.draw(st.lists(st.booleans(), min_size=len(clauses), max_size=len(clauses)))
    found = clause_beside(question, clauses, fits, best)
    assert found == best or fits[found]
