"""The office whose own report is asked of."""

from __future__ import annotations

import pytest

from rag.offices import office_asked

OFFICE = "岚川市市场监督管理局关于2022年法治政府建设情况的报告"


@pytest.mark.parametrize(
    ("question", "title", "office"),
    [
        ("岚川市市场监督管理局下一步计划", OFFICE, "岚川市市场监督管理局"),
        ("岚川市场监管局有哪些问题", OFFICE, "岚川市场监管局"),  # a shorter name
        ("请问市场监管局有哪些问题", OFFICE, "市场监管局"),
        ("岚川市公安局有哪些问题", OFFICE, ""),  # another office
        ("岚川市有哪些问题", OFFICE, ""),
        ("局里有哪些问题", OFFICE, ""),  # names nobody
        ("禾丰开发区有哪些问题", "禾丰经济技术开发区管理委员会2022年报告", "禾丰开发区"),
        ("公安局有哪些问题", "禾丰县2022年法治政府建设情况报告", ""),  # a subject of the county's report
        ("法治建设委员会有哪些问题", "禾丰县关于法治建设委员会的报告", ""),  # what a report is about gives none
        ("", OFFICE, ""),
    ],
)
def test_office_asked(question: str, title: str, office: str) -> None:
    assert office_asked(question, [title]) == office
