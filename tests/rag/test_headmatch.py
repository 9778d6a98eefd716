"""Whether a question says the head of a row or column."""

from __future__ import annotations

import pytest

from rag.headmatch import asks_sort, column_name, row_name, said, shortens


@pytest.mark.parametrize(
    ("name", "text", "share"),
    [
        ("市场监管", "市场监管领域受理多少件", 1.0),
        ("人力资源和社会保障", "人力资源社会保障领域多少件", 0.95),  # word by word
        ("受理", "不予受理多少件", 0.0),  # denied
        ("审结", "未审结的有多少件", 0.0),
        ("维持", "撤销了多少件", 0.0),
        ("城市管理", "应急管理局罚款多少", 0.475),  # one word of two
        ("", "多少件", 0.0),
    ],
)
def test_how_far_a_head_is_said(name: str, text: str, share: float) -> None:
    assert said(name, text) == pytest.approx(share)


def test_short_forms() -> None:
    assert shortens("人社", "人力资源和社会保障")
    assert shortens("住建", "住房和城乡建设")
    assert not shortens("税务", "市场监管")
    assert not shortens("市场", "市场监管")  # a part of it, said as it stands


def test_what_a_head_only_counts_by() -> None:
    assert (row_name("公安领域"), column_name("受理件数"), column_name("数量")) == ("公安", "受理", "")
    assert row_name("类") == ""


def test_shares_and_changes_are_asked_for_as_such() -> None:
    assert asks_sort("占比", "公安占多少") is True
    assert asks_sort("同比增长", "公安受理多少件") is False
    assert asks_sort("受理", "公安占多少") is None
