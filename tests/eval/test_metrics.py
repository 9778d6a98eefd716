"""The verdicts on predictions: worked examples, and the same as the measure from outside on every prediction."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from eval.metrics import checked, contains, judge, normal_form, percentile, summarise
from eval.questions import EvalQuestion, Evidence


def question(**values: Any) -> EvalQuestion:
    return EvalQuestion(**{"id": "q", "type": "fact", "question": "?", "answers": ("15件",)} | values)


@pytest.mark.parametrize(
    ("text", "needle", "expected"),
    [
        ("受理15件", "15件", True),
        ("受理115件", "15件", False),  # a longer number
        ("受理1,064件", "1064件", True),  # thousands separator
        ("5、2、1人", "521人", False),  # an enumeration is no number
        ("9240.5万", "9240", False),  # a decimal goes on
        ("9240万", "9240", False),  # so does a multiplier
        ("受理１５件", "15件", True),  # full width
        ("受理", "", False),
    ],
)
def test_contains(text: str, needle: str, expected: bool) -> None:
    assert contains(normal_form(text), normal_form(needle)) is expected


@pytest.mark.parametrize(
    ("given", "prediction", "right", "wrong"),
    [
        (question(), {"answer": "受理15件[1]"}, True, False),
        (question(), {"answer": "受理15件", "refused": True}, False, False),  # a refusal is no answer
        (question(), {"answer": "受理15件" + "长" * 150}, False, False),  # too long to be read at a glance
        (question(must_not=("16件",)), {"answer": "受理16件"}, False, True),
        (question(must_not=("16件",)), {"answer": "不是16件,是15件"}, True, False),
        (question(answers=("甲", "乙"), all_of=True), {"answer": "甲"}, False, False),
        (question(answers=("甲", "乙")), {"answer": "甲"}, True, False),
        (question(variants={"15件": ["十五件"]}), {"answer": "十五件"}, True, False),
        (question(answers=()), {"answer": "没有", "refused": True}, True, False),
        (question(answers=()), {"answer": "15件"}, False, True),  # unanswerable: any answer is wrong
        (question(), None, False, False),  # a missing prediction is a miss
    ],
)
def test_verdicts(given: EvalQuestion, prediction: dict[str, Any] | None, right: bool, wrong: bool) -> None:
    verdict = judge(given, prediction)
    assert (verdict.right, verdict.wrong) == (right, wrong)


@pytest.mark.parametrize(
    ("file", "quote", "expected"),
    [
        ("a.txt", "全年受理复议案件20件", True),  # shares half of the evidence
        ("a.txt", "全年15件", True),  # holds the answer
        ("b.txt", "全年受理复议案件15件", False),  # another report
        ("a.txt", "无关", False),
    ],
)
def test_citations(file: str, quote: str, expected: bool) -> None:
    given = question(evidence=(Evidence("a.txt", "全年受理复议案件15件"),))
    verdict = judge(given, {"answer": "15件", "citations": [{"file": file, "quote": quote}]})
    assert verdict.cited is expected


def test_percentiles_by_hand() -> None:
    assert percentile([], 0.5) is None
    assert percentile([1, 2, 3, 4], 0.5) == 2.5
    assert percentile([0, 10], 0.95) == 9.5


def test_summary_is_over_all_questions() -> None:
    rows = [judge(question(id="1"), {"answer": "15件", "seconds": 1}), judge(question(id="2", answers=()), None)]
    summary = summarise(rows)
    assert (summary["n"], summary["right"], summary["hit"], summary["p50"]) == (2, 0.5, 1.0, 0.5)


def test_the_measure_from_outside_says_the_same(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    given = question(must_not=("16件",), evidence=(Evidence("a.txt", "全年受理复议案件15件"),))
    raw = {
        "id": "q", "type": "fact", "answers": ["15件"], "must_not": ["16件"],
        "evidence": [{"file": "a.txt", "quote": "全年受理复议案件15件"}],
    }  # fmt: skip
    for answer in ("15件", "115件", "16件", "", "15件" + "长" * 200, "1,5件", "第15件[1]"):
        for refused in (True, False):
            line = {
                "answer": answer,
                "refused": refused,
                "citations": [{"file": "x/a.txt", "quote": answer + "全年受理"}],
            }
            verdict, theirs = judge(given, line), score.judge(raw, line, 150, 400)
            ours = (verdict.right, verdict.hit, verdict.wrong, verdict.cited, verdict.refusal_right)
            assert ours == tuple(theirs[key] for key in ("right", "hit", "wrong", "cite", "refus")), line


def test_what_the_checks_found_by_hand() -> None:
    written = {"mode": "llm", "fallback": False, "statements": 3, "unsupported": 1, "figures": 4, "unverified": 1}
    extracted = {
        "mode": "extractive", "fallback": True, "statements": 9, "unsupported": 0, "figures": 9, "unverified": 0,
    }  # fmt: skip
    assert checked([written, extracted]) == {"unsupported": 1 / 3, "unverified": 0.25, "fallback": 0.5}
    assert checked([{"id": "offline"}]) == {"unsupported": None, "unverified": None, "fallback": None}
