"""Questions for a cell of a table: the row and the column that they name, in any of the forms of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.cells import cell_lines
from rag.embedding import load_embedding
from rag.index.reader import open_index
from rag.lexicon import shipped_lexicon
from rag.terms import Matcher, concepts
from rag.understand import understand
from tests.fakes import assistant_over

REPORT = """# 示例市2022年度行政执法和行政复议工作报告

## 一、行政执法情况

全市执法力量下沉，案卷质量提升。2022年全市重点领域行政执法情况如下：

| 领域 | 检查（家次） | 立案（件） | 罚款（万元） |
| --- | --- | --- | --- |
| 市场监管 | 1,286 | 142 | 86.4 |
| 生态环境 | 464 | 33 | 115.3 |
| 人力资源和社会保障 | 238 | 17 | 9.6 |
| 合计 | 1988 | 192 | 211.3 |

## 二、行政复议情况

表1 2022年全市行政复议案件办理情况（单位：件）

| 项目 | 市本级 | 县级合计 | 全市合计 |
| --- | ---: | ---: | ---: |
| 收到申请 | 79 | 86 | 165 |
| 受理 | 63 | 68 | 131 |
| 其中：维持 | 18 | 15 | 33 |

受理案件涉及的行政管理领域见下表：

| 行政管理领域 | 2022年受理（件） | 占比 | 2021年受理（件） | 纠错（件） |
| --- | --- | --- | --- | --- |
| 自然资源 | 58 | 44.3% | 46 | 9 |
| 公安 | 47 | 35.9% | 35 | 2 |
| 其他 | 26 | 19.8% | 19 | 1 |
| 合计 | 131 | 100% | 100 | 12 |

示例市人民政府
2023年3月1日
"""
LATER = """示例市2023年度法治政府建设情况报告
一、主要工作
全年受理行政复议案件150件，设立行政复议受理点11个。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("cells"), REPORT, LATER)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("示例市2022年生态环境领域罚款了多少钱？", "生态环境：罚款115.3万元"),
        ("2022年示例市市场监管领域检查了多少家次？", "市场监管：检查1,286家次"),
        ("示例市2022年重点领域执法一共立案多少件？", "合计：立案192件"),
        ("2022年示例市市本级行政复议机关受理了多少件案件？", "受理：市本级63件"),
        ("示例市2022年县级行政复议机关维持了多少件？", "维持：县级合计15件"),
        ("示例市2022年生态环境局罚款多少？", "生态环境：罚款115.3万元"),
        ("示例市2022年受理了多少件行政复议申请？", "受理：全市合计131件"),
        ("示例市2022年公安领域受理的复议案件有多少件？", "公安：2022年受理47件"),
        ("示例市2022年受理的复议案件中公安领域占比是多少？", "公安：占比35.9%"),
        ("示例市2022年受理的复议案件中公安占百分之多少？", "公安：占比35.9%"),
        ("示例市2021年自然资源领域受理多少件复议案件？", "自然资源：2021年受理46件"),
        ("示例市2022年人社领域立案多少件？", "人力资源和社会保障：立案17件"),
        ("示例市2022年哪个领域罚款最多？", "生态环境：罚款115.3万元"),
        ("示例市2022年立案最少的是哪个领域？", "人力资源和社会保障：立案17件"),
    ],
)
def test_the_cell_that_is_asked_for(reports: Assistant, question: str, said: str) -> None:
    answer = reports.answer(question)
    assert said in answer.answer
    assert all(statement.supported for statement in answer.statements)
    assert all(figure.verified for figure in answer.figures)
    row, top = answer.citations
    _, text = reports.report(row.report)
    assert row.quote == text[row.start : row.end]
    assert row.quote.startswith("| ")
    assert top.quote.startswith("| ")
    assert "---" not in top.quote


def test_several_rows_or_columns(reports: Assistant) -> None:
    both = reports.answer("示例市2022年市场监管和生态环境领域分别立案多少件？").answer
    assert both.count("：立案142件") == both.count("：立案33件") == 1
    two = reports.answer("示例市2022年生态环境领域检查了多少家次，立案多少件？").answer
    assert all(part in two for part in ("检查464家次", "立案33件"))
    each = reports.answer("示例市2022年各领域立案多少件？").answer
    assert all(part in each for part in ("市场监管：立案142件", "生态环境：立案33件", "人力资源和社会保障：立案17件"))


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["示例市2022年重点领域执法一共立案多少件？"], "其中市场监管领域立了多少？", "市场监管：立案142件"),
        (["示例市2022年市场监管领域立案多少件？"], "那生态环境呢？", "生态环境：立案33件"),
        (["示例市2022年市场监管领域立案多少件？"], "罚款呢？", "市场监管：罚款86.4万元"),
        (["示例市2022年哪个领域受理的复议案件最多？"], "它被纠错的有几件？", "自然资源：纠错9件"),
    ],
)
def test_a_question_that_leans_on_the_one_before(
    reports: Assistant, history: list[str], question: str, said: str
) -> None:
    assert said in reports.answer(question, history=history).answer


@pytest.mark.parametrize(
    "question",
    [
        "示例市2022年不予受理的市本级案件多少件？",  # the row tells what was accepted
        "示例市2022年公安领域和解了多少件？",
        "示例市2022年税务领域罚款多少万元？",
        "示例市2023年生态环境领域罚款多少万元？",
        "示例市2022年市场监管领域吊销了多少张许可证？",
    ],
)
def test_what_no_cell_tells(reports: Assistant, question: str) -> None:
    answer = reports.answer(question)
    assert not any("|" in citation.quote for citation in answer.citations if answer.status == "answered")


def test_two_years_of_one_row(tmp_path: Path) -> None:
    other = REPORT.replace("2022", "2021").replace("2021年受理（件） | 纠错", "2020年受理（件） | 纠错")
    reports = assistant_over(tmp_path, REPORT, other.replace("| 58 |", "| 45 |"))
    answer = reports.answer("示例市2021年和2022年自然资源领域受理复议案件分别多少件？").answer
    assert all(part in answer for part in ("45件", "58件", "2022年比2021年增加13件"))


PARTS = """示例市2022年度行政执法工作报告

2022年全市各领域行政执法情况如下：

| 领域 | 立案（件） | 上年立案（件） | 罚款（万元） | 检查（家次） |
| --- | --- | --- | --- | --- |
| 市场监管 | 42 | 40 | 8 | 61 |
| 其中：食品 | 90 | 80 | 1 | 99 |
| 生态环境 | 33 | 31 | 8 | 50 |
| 小计 | 75 | 71 | 16 | 111 |
| 水利 | 5 | 6 | 2 | 9 |
"""


@pytest.mark.parametrize(
    ("question", "given", "not_given"),
    [
        ("示例市2022年哪个领域立案最多？", "市场监管：立案42件", "90件"),  # 其中：食品 is a part
        ("示例市2022年哪个领域罚款最多？", "", "8万元"),  # two have as much
        ("示例市2022年各领域一共检查了多少家次？", "", "小计：检查111家次"),  # not of all
        ("示例市2022年水利领域立案多少件？", "水利：立案5件", "6件"),  # not the year before
        ("示例市2022年水利领域上年同期立案多少件？", "", "立案5件"),
    ],
)
def test_parts_ties_and_the_year_before(tmp_path: Path, question: str, given: str, not_given: str) -> None:
    answer = assistant_over(tmp_path, PARTS).answer(question).answer
    assert given in answer
    assert not_given not in answer


def test_cells_of_several_places_are_told_apart(tmp_path: Path) -> None:
    other = PARTS.replace("示例市", "样本市").replace("| 5 |", "| 7 |")
    assistant_over(tmp_path, PARTS, other)
    index = open_index(tmp_path / "index", load_embedding(None))
    understood = understand("示例市和样本市2022年水利领域立案多少件？", (), index.reports())
    lines = cell_lines(understood, Matcher(concepts(understood, index), shipped_lexicon()), index)
    assert [line.frame for line in lines] == ["示例市2022年：", "样本市2022年："]
