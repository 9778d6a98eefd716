"""What `--explain` tells of the decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag import explain as module
from rag import reconsider
from rag.assistant import Assistant
from rag.decide import NAMES, forest, reasons
from rag.reconsider import CROSS, stacking
from rag.settings import Settings

QUESTION = "岚川市2022年行政机关负责人出庭应诉率是多少?"


@pytest.fixture
def assistant(sample_index: Path) -> Assistant:
    return Assistant(Settings(index=sample_index))


def test_the_whole_way_is_told(assistant: Assistant) -> None:
    lines = assistant.explain(QUESTION).splitlines()
    assert lines[0] == f"问题：{QUESTION[:-1]}?"
    starts = ["类型：figure", "范围：岚川市", "  段落（总分", "  句子（", "  判断：第 1 句采用（把握 "]
    assert all(any(line.startswith(start) for line in lines) for start in starts)


def test_a_place_that_is_not_there_is_told(assistant: Assistant) -> None:
    assert "未检索：" in assistant.explain("太原市2021年受理多少件?")


def test_the_second_look_is_among_the_reasons(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REASONS", len(NAMES) + 1)
    assert f"{CROSS} " not in assistant.explain(QUESTION)
    monkeypatch.setattr(reconsider, "SURE", 1.0)
    monkeypatch.setattr(reconsider, "cross_score", lambda *_: 10.0)
    told = re.search(rf"{CROSS} ([+-][\d.]+)", assistant.explain(QUESTION))
    assert told is not None
    assert float(told.group(1)) == pytest.approx(10 * stacking().cross, abs=0.01)


def test_reasons_add_up() -> None:
    evidence = dict.fromkeys(NAMES, 0.5)
    first = reasons(evidence)
    (margin,) = forest().margins([evidence])
    root = margin - sum(first.values())
    assert root == pytest.approx(_root(), abs=0.01)
    both = reasons(evidence | {CROSS: 2.0})
    assert both[CROSS] == pytest.approx(2 * stacking().cross)
    assert sum(both.values()) == pytest.approx(stacking().first * sum(first.values()) + both[CROSS])


def _root() -> float:
    """Return what the forest tells before any value is looked at: its bias and the means of all."""
    roots: Sequence[float] = [nodes[0][4] for nodes in forest().nodes()]
    return forest().bias + sum(roots)
