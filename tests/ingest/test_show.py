"""Tables and summaries on a terminal."""

from __future__ import annotations

import pytest

from ingest.build import Summary
from ingest.show import as_json, summary_text, table, width
from rag.types import Report

REPORT = Report(
    id="1", file="a.txt", title="青禾市报告", place="青禾市", level="市级", year=2022, kind="总结", passages=12
)
UNKNOWN = Report(id="2", file="b.txt", title="无题", sample=True, passages=3)


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("青禾", 4), ("a青，", 5), ("é", 1), ("e\u0301", 1), ("", 0)])
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


def test_columns_line_up() -> None:
    assert table([REPORT, UNKNOWN]).split("\n") == [
        "地区    级别  年度  类型  段落  标题         文件",
        "青禾市  市级  2022  总结  12    青禾市报告   a.txt",
        "—       —     —     —     3     [示例] 无题  b.txt",
    ]


def test_long_titles_are_shortened() -> None:
    line = table([Report(id="1", file="a.txt", title="长" * 50)]).split("\n")[1]
    assert "长" * 29 + "…" in line
    assert "长" * 30 not in line


def test_json_has_what_the_contract_asks_for() -> None:
    assert {"file", "title", "place", "level", "year", "kind", "passages"} <= as_json(REPORT).keys()


def test_summary() -> None:
    summary = Summary(
        added=[REPORT, UNKNOWN],
        unchanged=["c.txt"],
        skipped=[("d.txt", "示例报告不与真实报告并存，未添加。")],
        failed=[("e.txt", "文件是空的。")],
        ignored={".pdf": 2},
        removed_samples=12,
    )
    text = summary_text(summary)
    for part in (
        "新增 2 份、更新 0 份、未变 1 份、跳过 1 份、失败 1 份。",
        "已移除 12 份示例报告",
        "未能识别",
        "跳过：d.txt：示例报告不与真实报告并存，未添加。",
        "失败：e.txt：文件是空的。",
        "文件夹中不支持的文件未读取：.pdf 2 个。",
    ):
        assert part in text
