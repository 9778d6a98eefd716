"""Questions typed as keywords: where and when are put first, and nothing else is moved."""

from __future__ import annotations

import pytest

from rag.keywords import in_order
from rag.kinds import kind_of
from tests.rag.test_places import CATALOGUE


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("受理案件数 岚川市 2023", "岚川市 2023 受理案件数"),
        ("受理案件数,岚川,2023年度", "岚川 2023年度 受理案件数"),
        ("岚川 受理案件数 2023年底", "2023年底 岚川 受理案件数"),
        ("岚川市 2023 受理案件数", "岚川市 2023 受理案件数"),
        ("岚川市2023年受理案件多少件?", "岚川市2023年受理案件多少件?"),
        ("受理案件,岚川市的有多少件", "受理案件,岚川市的有多少件"),
        ("岚川市 2023", "岚川市 2023"),  # nothing is asked
        ("受理案件数 20231", "受理案件数 20231"),
    ],
)
def test_where_and_when_come_first(typed: str, read: str) -> None:
    assert in_order(typed, CATALOGUE) == read


def test_a_quantity_alone_asks_for_a_figure() -> None:
    typed = "进出口总额 岚川市 2023"
    assert kind_of(typed, placed=True, planned=False) == "fact"
    assert kind_of(in_order(typed, CATALOGUE), placed=True, planned=False) == "figure"
