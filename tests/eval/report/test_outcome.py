"""Why a question is not right."""

from __future__ import annotations

from typing import Any

import pytest

from eval.questions import EvalQuestion
from eval.report.outcome import first_relevant, outcome
from eval.verdict import judge
from tests.eval.report.made import prediction, question

BOTH = question(answers=("57件", "52件"), all_of=True)


@pytest.mark.parametrize(
    ("asked", "given", "zh"),
    [
        (question(), prediction(error="语言模型没有响应", answer=""), "出错"),
        (question(answers=()), prediction(), "应拒答而作答"),
        (question(), prediction(refused=True, status="refused"), "误拒答"),
        (question(), prediction(refused=True, status="clarify"), "反问"),
        (question(must_not=("52件",)), prediction(), "答错"),
        (question(), prediction(answer="57件" + "，情况如下" * 40), "过长"),  # 203 characters of a fact
        (BOTH, prediction(answer="审结52件"), "不完整"),
        (BOTH, prediction(answer="审结多件"), "未答到"),
        (question(), prediction(answer="审结52件"), "未答到"),
        (question(), prediction(answer="审结52件" + "，情况如下" * 40), "未答到"),  # long, and says nothing
    ],
)
def test_the_first_reason_that_applies(asked: EvalQuestion, given: dict[str, Any], zh: str) -> None:
    verdict = judge(asked, given)
    assert not verdict.right
    assert outcome(asked, given, verdict).zh == zh


@pytest.mark.parametrize(
    ("passages", "rank"),
    [
        ([{"relevant": True}], 1),
        ([{"relevant": False}, {}, {"relevant": True}, {"relevant": True}], 3),
        ([{"relevant": False}], 0),
        ([], 0),
        (None, None),  # not noted
        (["text"], 0),  # malformed
    ],
)
def test_rank_of_the_first_relevant_passage(passages: Any, rank: int | None) -> None:
    assert first_relevant(prediction(passages=passages)) == rank
    assert first_relevant(prediction()) is None
