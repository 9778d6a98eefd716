from __future__ import annotations

from dataclasses import replace

import pytest

from rag.cite import cite
from rag.text import sentence_spans
from rag.types import Citation, Passage, Report
from tests.checks import figures_of, statements_of

TEXT = "示例市2022年报告\f一、立法\n审查决策135件,提出意见300余条。6月30日前完成清理，占比百分之八十五。"
REPORT = Report(id="r1", file="a.txt", title="示例市2022年法治政府建设报告", place="示例市", year=2022, pages=(0, 11))


class OneReport:
    def report(self, report_id: str) -> Report:
        assert report_id == "r1"
        return REPORT

    def text(self, report_id: str) -> str:
        assert report_id == "r1"
        return TEXT


def citation(marker: int, quote: str, *, year: int | None = 2022, heading: tuple[str, ...] = ()) -> Citation:
    return Citation(marker, "r1", "a.txt", "示例市报告", "示例市", year, None, heading, 0, len(quote), quote)


def test_a_citation_quotes_exactly_its_span() -> None:
    start = TEXT.index("审查")
    passage = Passage(1, "r1", ("一、立法",), start, len(TEXT), tuple(sentence_spans(TEXT, start)), TEXT[start:])
    found = cite(OneReport(), passage, passage.sentences[1], 3)
    assert found.quote == TEXT[found.start : found.end] == "6月30日前完成清理，占比百分之八十五。"
    assert (found.marker, found.file, found.place, found.year) == (3, "a.txt", "示例市", 2022)
    assert (found.page, found.heading, found.title) == (2, ("一、立法",), REPORT.title)
    assert not found.ocr


def test_a_citation_of_a_recognised_page_says_so() -> None:
    class Scan(OneReport):
        def report(self, report_id: str) -> Report:
            return replace(REPORT, ocr=(2,))

    passage = Passage(1, "r1", (), 0, len(TEXT), tuple(sentence_spans(TEXT)), TEXT)
    assert [cite(Scan(), passage, span, 1).ocr for span in passage.sentences] == [
        False,
        *[True] * (len(passage.sentences) - 1),
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("审查135件。[1]提出300条。[2]", ["审查135件。", "提出300条。"], id="markers after the full stop"),
        pytest.param("审查135件[1]。提出300条[2]。", ["审查135件。", "提出300条。"], id="markers before the full stop"),
        pytest.param("审查135件 [1][2]\n提出300条[2]", ["审查135件", "提出300条"], id="lines"),
        pytest.param("审查135件[1]，提出300条[2]。", ["审查135件，提出300条。"], id="markers inside a sentence"),
        pytest.param("主要有：\n- 审查135件[1]\n- 提出300条[2]", ["- 审查135件", "- 提出300条"], id="lead-in left out"),
        pytest.param(
            "主要有135件：\n- 提出300条[2]", ["主要有135件：", "- 提出300条"], id="lead-in with a figure stays"
        ),
        pytest.param("## 立法\n审查135件[1]", ["审查135件"], id="heading left out"),
        pytest.param("| 事项 | 数 |\n|---|---|\n| 审查 | 135件 [1] |", ["| 审查 | 135件 |"], id="table"),
        pytest.param("甲说“已办结。”[1]乙。", ["甲说“已办结。”", "乙。"], id="closing quotation mark"),
        pytest.param("见示政发[2019]860号[1]。", ["见示政发[2019]860号。"], id="a document number is no marker"),
        pytest.param("", [], id="empty"),
        pytest.param("[1]", [], id="a marker alone"),
    ],
)
def test_statements(answer: str, expected: list[str]) -> None:
    assert [statement.text for statement in statements_of(answer, ())] == expected


CITED = (
    citation(1, "审查决策135件,提出意见300余条。"),
    citation(2, "6月30日前完成清理，占比百分之八十五。", heading=("(二)2021年工作",)),
    citation(3, "加强队伍建设。", year=None),
)


@pytest.mark.parametrize(
    ("answer", "markers", "supported"),
    [
        pytest.param("审查135件[1]。", (1,), True, id="figure held"),
        pytest.param("审查136件[1]。", (1,), False, id="figure altered"),
        pytest.param("审查135件[2]。", (2,), False, id="figure of another citation"),
        pytest.param("审查135件，占85%[1][2]。", (1, 2), True, id="two markers together"),
        pytest.param("占85%[1]，审查135件[2]。", (1, 2), False, id="figures swapped between markers"),
        pytest.param("审查135件[1]，提出300条。", (1,), True, id="what follows the last marker belongs to it"),
        pytest.param("加强队伍建设[3]。", (3,), True, id="no figure"),
        pytest.param("加强队伍建设。", (), False, id="no marker"),
        pytest.param("加强队伍建设[9]。", (), False, id="unknown marker"),
    ],
)
def test_supported(answer: str, markers: tuple[int, ...], supported: bool) -> None:
    [statement] = statements_of(answer, CITED)
    assert (statement.markers, statement.supported) == (markers, supported)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("2022年审查135件[1]。", [("2022年", 1, True), ("135件", 1, True)], id="year of the report"),
        pytest.param("2023年审查135件[1]。", [("2023年", 1, False), ("135件", 1, True)], id="another year"),
        pytest.param("2021年清理[2]。", [("2021年", 2, True)], id="year of a heading"),
        pytest.param("2022年6月30日前清理[2]。", [("2022年6月30日", 2, True)], id="the report's year on a day"),
        pytest.param("2021年6月30日前清理[2]。", [("2021年6月30日", 2, False)], id="another year on a day"),
        pytest.param("占85%，提300条[1][2]。", [("85%", 2, True), ("300条", 1, True)], id="the marker that holds it"),
        pytest.param("审查135件。", [("135件", None, False)], id="no marker"),
        pytest.param("一是加强建设[3]。", [], id="no figure"),
        pytest.param("1. 审查135件[1]\n2. 提300条[1]", [("135件", 1, True), ("300条", 1, True)], id="list numbers"),
        pytest.param("| 年 | 件 |\n|--|--|\n| 2022 | 135 [1] |", [("2022", 1, True), ("135", 1, True)], id="table"),
    ],
)
def test_figures(answer: str, expected: list[tuple[str, int | None, bool]]) -> None:
    assert [(figure.text, figure.marker, figure.verified) for figure in figures_of(answer, CITED)] == expected
