"""What the reader sees of statements that fail: flags in the text, or that they were left out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cite import FLAG, check_answer
from rag.flag import flagged, unflagged, without_failing
from rag.types import Citation
from tests.checks import figures_of, statements_of

F, S = "【数字未核实】", "【未找到依据】"


def citation(marker: int, quote: str) -> Citation:
    return Citation(marker, "r1", "示例.txt", "示例市2022年报告", "示例市", 2022, None, (), marker * 100,
                    marker * 100 + len(quote), quote)  # fmt: skip


CITED = (citation(1, "全年审查决策135件,提出意见300余条。"), citation(2, "办理规章备案22件,聘任法律顾问11名。"))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param("审查决策135件[1]。", "审查决策135件[1]。", id="carried"),
        pytest.param("审查决策136件[1]。", f"审查决策136件{F}[1]。", id="a wrong figure"),
        pytest.param("审查决策135件，备案23件[1][2]。", f"审查决策135件，备案23件{F}[1][2]。", id="one of two figures"),
        pytest.param("审查决策135件[1]，备案23件[2]。", f"审查决策135件[1]，备案23件{F}[2]。", id="a marker inside"),
        pytest.param("备案11件[2]。", f"备案11件{F}[2]。", id="a figure of something else"),
        pytest.param("新建公园环境优美[1]。", f"新建公园环境优美[1]{S}。", id="other words"),
        pytest.param("新建公园环境优美。[1]", f"新建公园环境优美{S}。[1]", id="the marker behind the stop"),
        pytest.param("他说“新建公园环境优美。”[1]", f"他说“新建公园环境优美。”{S}[1]", id="behind a quotation"),
        pytest.param("新建公园9座[1]", f"新建公园9座{F}[1]{S}", id="without a stop"),
        pytest.param("据我所知是9999件。", f"据我所知是9999件{F}{S}。", id="without a source"),
        pytest.param("- 新建公园优美[1]\n- 备案22件[2]", f"- 新建公园优美[1]{S}\n- 备案22件[2]", id="list items"),
        pytest.param(
            "| 事项 | 件数 |\n|---|---|\n| 审查决策 | 136件 [1] |\n| 公园 | 很美 |",
            f"| 事项 | 件数 |\n|---|---|\n| 审查决策 | 136件{F} [1] |\n| 公园 | 很美{S} |",
            id="rows of a table",
        ),
        pytest.param("决策不对，不是9件，而是135件[1]。", "决策不对，不是9件，而是135件[1]。", id="a denied figure"),
        pytest.param("决策不对，不是9件，而是136件[1]。", f"决策不对，不是9件，而是136件{F}[1]。", id="behind it"),
        pytest.param("如下：\n甲县2022年：报告未提及。", "如下：\n甲县2022年：报告未提及。", id="what states nothing"),
        pytest.param("甲县很差，报告未提及。", f"甲县很差，报告未提及{S}。", id="what hides behind 报告未提及"),
        pytest.param("甲县9件报告未提及。", f"甲县9件{F}报告未提及{S}。", id="a figure before 报告未提及"),
    ],
)  # fmt: skip
def test_flags_stand_behind_what_fails(answer: str, told: str) -> None:
    checks = check_answer(answer, CITED)
    assert flagged(answer, checks) == told
    assert unflagged(told) == answer
    assert re.findall(r"\[\d+\]", told) == re.findall(r"\[\d+\]", answer)
    for checked in checks:
        assert not FLAG.search(checked.statement.text)


@given(st.text(alphabet="审查决策备案甲135件年22名[]12。，：”“|\n -【】", max_size=60))
def test_flags_add_to_a_text_and_change_nothing_else(answer: str) -> None:
    checks = check_answer(answer, CITED)
    told = flagged(answer, checks)
    assert unflagged(told) == unflagged(answer)
    assert re.findall(r"\[\d{1,3}\]", told) == re.findall(r"\[\d{1,3}\]", answer)
    failing = sum(not checked.statement.supported for checked in checks)
    assert bool(FLAG.search(told)) == bool(failing)


def test_the_statements_of_a_flagged_answer_are_found_again() -> None:
    answer = "审查决策136件[1]。“新建公园环境优美。”[1]备案22件[2]。"
    told = flagged(answer, check_answer(answer, CITED))
    assert [one.text for one in statements_of(told, CITED)] == [one.text for one in statements_of(answer, CITED)]


def test_a_figure_that_is_said_of_something_else_is_not_verified() -> None:
    # the sentence has 11名 and 22件, but not 备案11件
    [figure] = figures_of("备案11件[2]。", CITED)
    assert (figure.text, figure.marker, figure.verified) == ("11件", 2, False)


@pytest.mark.parametrize(
    ("answer", "kept", "cited", "left_out"),
    [
        pytest.param("审查决策135件[1]。", "审查决策135件[1]。", [1], 0, id="nothing fails"),
        pytest.param("审查决策136件[1]。备案22件[2]。", "备案22件[1]。", [2], 1, id="markers are numbered anew"),
        pytest.param("- 新建公园[1]\n- 备案22件[2]\n- 9座桥[1]", "- 备案22件[1]", [2], 2, id="with their lines"),
        pytest.param(
            "| 项 | 数 |\n|---|---|\n| 决策 | 9件[1] |\n| 备案 | 22件[2] |",
            "| 项 | 数 |\n|---|---|\n| 备案 | 22件[1] |",
            [2],
            1,
            id="rows of a table",
        ),
        pytest.param(
            "审查决策135件[1]。\n\n| 项 | 数 |\n|---|---|\n| 决策 | 9件[1] |",
            "审查决策135件[1]。",
            [1],
            1,
            id="a table without a row goes with its head",
        ),
        pytest.param(
            "| 项 | 数 |\n|---|---|\n| 决策 | 9件[1] |\n\n| 项 | 数 |\n|---|---|\n| 备案 | 22件[2] |",
            "| 项 | 数 |\n|---|---|\n| 备案 | 22件[1] |",
            [2],
            1,
            id="one of two tables",
        ),
        pytest.param(
            "1. 新建公园[1]\n2. 备案22件[2]\n3. 9座桥[1]\n4. 决策135件[1]\n\n1. 备案22件[2]",
            "1. 备案22件[1]\n2. 决策135件[2]\n\n1. 备案22件[1]",
            [2, 1],
            2,
            id="list numbers close the gaps",
        ),
        pytest.param("如下：\n新建公园[1]。", "", [], 1, id="a lead-in alone is no answer"),
    ],
)
def test_what_fails_can_be_left_out(answer: str, kept: str, cited: list[int], left_out: int) -> None:
    found = without_failing(answer, CITED, check_answer(answer, CITED))
    assert (found.text, found.left_out) == (kept, left_out)
    assert [one.marker for one in found.citations] == list(range(1, len(cited) + 1))
    assert [one.quote for one in found.citations] == [CITED[number - 1].quote for number in cited]
