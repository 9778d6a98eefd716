from __future__ import annotations

import pytest

from rag.align import Aligner, last_statement
from rag.text import sentence_spans
from rag.types import Passage

TEXT = "审查决策135件。办理备案22件。办理复议22件。2022年加强队伍建设。"


def sentences(statement: str) -> list[str]:
    spans = sentence_spans(TEXT)
    passage = Passage(1, "r1", (), 0, len(TEXT), tuple(spans), TEXT)
    return [TEXT[start:end] for start, end in Aligner([(passage, spans)]).sentences(1, statement)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("全市审查135件", ["审查决策135件。"], id="figure"),
        pytest.param("复议办理22件", ["办理复议22件。"], id="words decide between equal figures"),
        pytest.param("审查135件，备案22件", ["审查决策135件。", "办理备案22件。"], id="figures of two sentences"),
        pytest.param("加强队伍建设", ["2022年加强队伍建设。"], id="words alone"),
        pytest.param("2022年审查135件", ["审查决策135件。"], id="a bare year does not outweigh a figure"),
        pytest.param("2022年办理备案", ["办理备案22件。"], id="a bare year does not outweigh words"),
        pytest.param("审查136件", ["审查决策135件。"], id="the sentence that is meant, though the figure is wrong"),
        pytest.param("天气晴朗", [], id="nothing shared"),
        pytest.param("", [], id="empty"),
    ],
)
def test_sentences(statement: str, expected: list[str]) -> None:
    assert sentences(statement) == expected


def test_a_passage_without_sentences_carries_nothing() -> None:
    assert Aligner([(Passage(1, "r1", (), 0, 0, (), ""), ())]).sentences(1, "审查135件") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("甲。乙", "乙", id="open sentence"),
        pytest.param("甲。乙。", "乙", id="its own end is left out"),
        pytest.param("甲\n- 乙；", "- 乙", id="list item"),
        pytest.param("。", "", id="punctuation alone"),
        pytest.param("", "", id="empty"),
    ],
)
def test_last_statement(text: str, expected: str) -> None:
    assert last_statement(text) == expected
