"""The verdicts on predictions: worked examples, and the same as the measure from outside on every prediction."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions import EvalQuestion, Evidence, load_questions
from eval.verdict import judge
from rag.assistant import Assistant

QUESTIONS = Path(__file__).resolve().parents[2] / "eval" / "questions.jsonl"
RECEIVED = "全年受理复议案件15件"


def question(**values: Any) -> EvalQuestion:
    return EvalQuestion(**{"id": "q", "type": "fact", "question": "?", "answers": ("15件",)} | values)


@pytest.mark.parametrize(
    ("asked", "prediction", "right", "wrong"),
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
        (question(answers=()), None, False, False),  # even where a refusal would be right
    ],
)
def test_verdicts(asked: EvalQuestion, prediction: dict[str, Any] | None, right: bool, wrong: bool) -> None:
    verdict = judge(asked, prediction)
    assert (verdict.right, verdict.wrong) == (right, wrong)


@pytest.mark.parametrize(
    ("length", "kind", "right", "right_long"),
    [
        (150, "fact", True, True),
        (151, "fact", False, True),
        (400, "list", True, True),
        (401, "list", False, False),
    ],
)
def test_two_lengths(length: int, kind: str, right: bool, right_long: bool) -> None:
    verdict = judge(question(type=kind), {"answer": "15件".ljust(length, "长") + "[1]"})
    assert (verdict.right, verdict.right_long, verdict.characters) == (right, right_long, length)


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        (question(), "受理15件", True),
        (question(), "受理15件" + "长" * 400, True),  # of any length
        (question(), "受理15起", False),  # another unit
        (question(answers=("15",)), "15件", None),  # no unit, no figure
        (question(answers=("复议",)), "15件", None),
        (question(answers=()), "15件", None),
        (question(answers=("受理15件,办结12件",)), "办结12件,受理15件", True),  # each figure, in any order
        (question(answers=("受理15件,办结12件",)), "受理15件", False),
        (question(answers=("15件", "15起")), "15起", True),  # one of two
        (question(answers=("15件", "12件"), all_of=True), "15件", False),
        (question(answers=("复议15件", "调解"), all_of=True), "15件", True),  # 调解 holds no figure
        (question(variants={"15件": ["十五件"]}), "十五件", True),
        (question(variants={"15件": ["15"]}), "15人", False),  # without its unit it is another figure
    ],
)
def test_exact_figures(asked: EvalQuestion, answer: str, expected: bool | None) -> None:
    assert judge(asked, {"answer": answer}).figure is expected


def test_a_refusal_gives_no_figure() -> None:
    assert judge(question(), {"answer": "没有找到。最接近的是15件", "refused": True}).figure is False


@pytest.mark.parametrize(
    ("file", "quote", "expected"),
    [
        ("a.txt", "全年受理复议案件20件", True),  # shares half of the evidence
        ("a.txt", "全年15件", True),  # holds the answer
        ("b.txt", RECEIVED, False),  # another report
        ("a.txt", "无关", False),
        ("a.txt", "", False),
    ],
)
def test_citations(file: str, quote: str, expected: bool) -> None:
    asked = question(evidence=(Evidence("a.txt", RECEIVED),))
    cited = {"file": file, "quote": quote}
    other = {"file": "a.txt", "quote": "别的一句"}
    assert judge(asked, {"answer": "15件", "citations": [cited, other]}).cited is expected
    assert judge(asked, {"answer": "15件", "citations": [cited, other]}).first_cited is expected
    assert judge(asked, {"answer": "15件", "citations": [other, cited]}).first_cited is False


def cited(marker: int, quote: str, file: str = "a.txt") -> dict[str, Any]:
    return {"marker": marker, "file": file, "quote": quote}


def stated(*markers: int) -> dict[str, Any]:
    return {"text": "…", "markers": list(markers), "supported": True}


@pytest.mark.parametrize(
    ("citations", "statements", "recall", "precision"),
    [
        ([cited(1, RECEIVED)], [stated(1)], (1, 1), (1, 1)),
        ([cited(1, RECEIVED), cited(2, "会议召开了三次")], [stated(1, 2)], (1, 1), (1, 2)),  # one of two is enough
        ([cited(1, RECEIVED)], [stated(1), stated(1)], (2, 2), (1, 1)),  # two statements from one sentence
        ([cited(1, RECEIVED)], [stated(1), stated()], (1, 2), (1, 1)),  # one without a marker
        ([cited(1, RECEIVED, "b.txt")], [stated(1)], (0, 1), (0, 1)),  # the same words of another report
        ([cited(1, "会议召开了三次")], [stated(1)], (0, 1), (0, 1)),
        ([cited(1, RECEIVED)], [stated(2)], (0, 1), (1, 1)),  # a marker that leads nowhere
        ([], [stated()], (0, 1), (0, 0)),  # no citation: none of one statement, nothing to be precise about
        ([cited(1, RECEIVED), cited(2, "另有说明")], None, (1, 1), (1, 2)),  # the whole answer is one statement
    ],
)
def test_citation_recall_and_precision(
    citations: list[dict[str, Any]], statements: list[dict[str, Any]] | None, recall: tuple[int, int],
    precision: tuple[int, int],
) -> None:  # fmt: skip
    asked = question(evidence=(Evidence("a.txt", RECEIVED),))
    line = {"answer": "15件", "citations": citations} | ({} if statements is None else {"statements": statements})
    verdict = judge(asked, line)
    assert (verdict.citation_recall, verdict.citation_precision) == (recall, precision)


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        (("15件",), {"answer": "没有找到[1]", "refused": True}),  # a refusal cites nothing that it says
        ((), {"answer": "15件[1]"}),  # where there is no evidence, none can be cited
        (("15件",), {"answer": "", "error": "…"}),
    ],
)
def test_citations_of_what_is_no_answer_do_not_count(answers: tuple[str, ...], line: dict[str, Any]) -> None:
    verdict = judge(question(answers=answers), line | {"citations": [cited(1, RECEIVED)], "statements": [stated(1)]})
    assert (verdict.citation_recall, verdict.citation_precision) == ((0, 0), (0, 0))


def test_figures_are_counted_in_answers_alone() -> None:
    figures = [{"text": "15件", "marker": 1, "verified": True}, {"text": "9件", "marker": None, "verified": False}]
    assert judge(question(), {"answer": "15件", "figures": figures}).faithful == (1, 2)
    assert judge(question(answers=()), {"answer": "15件", "figures": figures}).faithful == (1, 2)
    assert judge(question(), {"answer": "15件", "figures": figures, "refused": True}).faithful == (0, 0)


@pytest.mark.parametrize(
    ("evidence", "line", "expected"),
    [
        ((Evidence("a.txt", "…"),), {"passages": [{"relevant": False}, {"relevant": True}]}, (False, True)),
        ((Evidence("a.txt", "…"),), {"passages": []}, ()),  # nothing found: a miss
        ((Evidence("a.txt", "…"),), None, ()),
        ((Evidence("a.txt", "…"),), {}, None),  # not searched
        ((), {"passages": [{"relevant": False}]}, None),  # nothing to find
    ],
)
def test_what_was_retrieved(
    evidence: tuple[Evidence, ...], line: dict[str, Any] | None, expected: tuple[bool, ...] | None
) -> None:
    assert judge(question(evidence=evidence), line).retrieved == expected


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """Return the measure from outside."""
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def agree(score: ModuleType, asked: EvalQuestion, line: Mapping[str, Any] | None) -> None:
    raw = asdict(asked) | {"evidence": [asdict(one) for one in asked.evidence]}
    verdict, theirs = judge(asked, line), score.judge(raw, line, 150, 400)
    ours = (verdict.right, verdict.hit, verdict.wrong, verdict.cited, verdict.refusal_right)
    assert ours == tuple(theirs[key] for key in ("right", "hit", "wrong", "cite", "refus")), (asked, line)
    assert verdict.characters == (theirs["len"] or 0)


PIECES = st.sampled_from(
    [*"15件 115件 15 16件 1,5件 十五件 [1] 受理 复议 、 * “".split(" "), " ", "长" * 149, "长" * 398]
)
TEXTS = st.lists(PIECES, max_size=5).map("".join)
FILES = st.sampled_from(["a.txt", "x/a.txt", "a.html", "a.t", "b.txt", "", "x/"])
ANSWERS = st.fixed_dictionaries({"answer": TEXTS}, optional={"refused": st.booleans()})
SOURCES = st.lists(st.fixed_dictionaries({"file": FILES, "quote": TEXTS}), max_size=3)


@given(
    answers=st.lists(TEXTS.filter(bool), max_size=2, unique=True),
    variants=st.lists(TEXTS, max_size=2),
    must_not=st.lists(TEXTS, max_size=2),
    evidence=SOURCES,
    all_of=st.booleans(),
    kind=st.sampled_from(["fact", "list", "unanswerable"]),
    line=st.none() | ANSWERS,
    citations=SOURCES,
)
def test_the_measure_from_outside_says_the_same(
    score: ModuleType, answers: list[str], variants: list[str], must_not: list[str], evidence: list[dict[str, str]],
    all_of: bool, kind: str, line: dict[str, Any] | None, citations: list[dict[str, str]],
) -> None:  # fmt: skip
    asked = question(
        answers=tuple(answers), variants=dict.fromkeys(answers[:1], variants), must_not=tuple(must_not),
        evidence=tuple(Evidence(**one) for one in evidence), all_of=all_of, type=kind,
    )  # fmt: skip
    agree(score, asked, line if line is None else line | {"citations": citations})


def test_it_says_the_same_of_the_product(score: ModuleType, assistant: Assistant) -> None:
    for asked in load_questions(QUESTIONS):
        answer = assistant.answer(asked.question, history=asked.history)
        cited = [{"file": one.file, "quote": one.quote} for one in answer.citations]
        line = {"answer": answer.answer, "citations": cited, "refused": answer.status != "answered", "seconds": 0.0}
        agree(score, asked, line)
