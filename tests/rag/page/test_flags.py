"""Flags in the text of an answer, as the page shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cite import FIGURE_FLAG, SENTENCE_FLAG, check_answer
from rag.flag import flagged
from rag.page.answer import answer_html
from rag.types import Answer, Citation, Statement
from tests.rag.page.test_answer import OURS, Reader

CITED = Citation(
    1, "r1", "示例.txt", "示例市2022年报告", "示例市", 2022, None, (), 0, 18, "全年审查决策135件,备案22件。"
)


def shown(text: str) -> str:
    checks = check_answer(text, [CITED], {"禾丰县"})
    answer = Answer(
        "问",
        answer=flagged(text, checks),
        statements=tuple(checked.statement for checked in checks),
        citations=(CITED,),
        figures=tuple(figure for checked in checks for _, figure in checked.figures),
    )
    return answer_html(answer, 3)


def test_a_wrong_figure_has_a_button_that_says_why() -> None:
    assert (
        '审查决策<span class="unverified">136件</span>'
        '<button type="button" class="flag" aria-describedby="flag-3-0">【数字未核实】</button>'
        '<span class="why" role="tooltip" id="flag-3-0">数字“136件”与所引的句子不符。</span><a class="marker"'
    ) in shown("审查决策136件[1]。")


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param("新建公园环境优美[1]。", ["所引的句子没有这样说：“新建公园环境优美”。"], id="other words"),
        pytest.param("新建公园环境优美。", ["没有注明出处。"], id="no source"),
        pytest.param("新建公园9座。", ["没有注明出处。"] * 2, id="no source, a figure"),
        pytest.param(
            "禾丰县审查决策136件[1]。",
            ["数字“136件”与所引的句子不符。", "“禾丰县”与所引报告的地区或年份不符。"],
            id="a figure and a place: each flag says its own",
        ),
        pytest.param(
            "审查决策136件[1]。\n| 项 | 数 |\n|---|---|\n| 备案 | 23件[1] |",
            ["数字“136件”与所引的句子不符。", "数字“23件”与所引的句子不符。"],
            id="a row of a table",
        ),
        pytest.param("审查决策135件[1]。", [], id="nothing fails"),
    ],
)
def test_each_flag_says_its_own_reasons(text: str, reasons: list[str]) -> None:
    html = shown(text)
    told = [part.partition("</span>")[0].partition(">")[2] for part in html.split('role="tooltip"')[1:]]
    assert told == reasons
    assert html.count('class="flag"') == len(reasons)


def test_reasons_are_escaped() -> None:
    text = f"甲<b>很美{SENTENCE_FLAG}。"
    answer = Answer("问", answer=text, statements=(Statement("甲<b>很美。", (), supported=False, problems=('"<i>',)),))
    html = answer_html(answer)
    assert "&quot;&lt;i&gt;。</span>" in html
    assert "<i>" not in html
    assert "<b>" not in html


def test_a_flag_without_a_statement_still_says_something() -> None:
    assert "未能在所引的报告原文中核实。" in answer_html(Answer("问", answer=f"甲{FIGURE_FLAG}"))


@given(st.text(alphabet=f"甲9件[1]。\n|<&\"'{FIGURE_FLAG}{SENTENCE_FLAG}", max_size=60), st.text(max_size=20))
def test_whatever_the_text_only_our_tags_are_made(text: str, problem: str) -> None:
    statements = tuple(Statement(part, (), supported=False, problems=(problem,)) for part in text.split("。"))
    html = answer_html(replace(Answer("问", answer=text, citations=(CITED,)), statements=statements))
    assert set(Reader(html).tags) <= OURS
