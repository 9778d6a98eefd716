"""The figures of a set in SQuAD's form, worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.squad import Asked
from eval.squad_metrics import holds, measured, tables
from eval.squad_run import Chosen, Outcome


def outcome(rank: int | None, inside: Chosen | None, among: Chosen | None = None) -> Outcome:
    """Return what came of a question whose paragraph, 0, every search has at this rank (from 1; None: nowhere)."""
    ranked = list(range(1, 11))
    if rank:
        ranked.insert(rank - 1, 0)
    asked = Asked("q", "办结多少件?", ("15件", "十五件"), 0)
    return Outcome(asked, dict.fromkeys(("bm25", "dense", "hybrid"), ranked[:10]), inside, among)


def chosen(sentence: str, stretch: str, *, given: bool = True) -> Chosen:
    return Chosen(0, sentence, stretch, given)


OUTCOMES = [
    outcome(1, chosen("办结15件。", "15 件，")),  # holds it, and nothing else
    outcome(3, chosen("受理20件，办结十五件。", "受理20件", given=False)),  # the sentence alone holds it
    outcome(10, chosen("办结115件。", "办结115件")),  # another figure
    outcome(None, None),
]


@pytest.fixture(scope="module")
def measures() -> dict:
    return measured(OUTCOMES)


def test_retrieval(measures: dict) -> None:
    values = {name: figure["value"] for name, figure in measures["retrieval"]["dense"].items()}
    assert values == pytest.approx(
        {
            "recall@1": 1 / 4,
            "recall@5": 2 / 4,
            "recall@10": 3 / 4,
            "mrr@10": (1 + 1 / 3 + 1 / 10) / 4,
            # one paragraph is right, so the best gain is 1
            "ndcg@10": (1 + 1 / log2(4) + 1 / log2(11)) / 4,
        }
    )


def test_answers(measures: dict) -> None:
    values = {name: figure["value"] for name, figure in measures["answers"]["inside"].items()}
    # stretches of 5, 5 and 6 characters
    assert values == pytest.approx(
        {"sentence": 2 / 4, "stretch": 1 / 4, "exact": 1 / 4, "given": 2 / 4, "characters": 16 / 3}
    )
    assert measures["answers"]["inside"]["characters"]["n"] == 3
    nothing = {name: figure["value"] for name, figure in measures["answers"]["among"].items()}
    assert nothing == {"sentence": 0, "stretch": 0, "exact": 0, "given": 0, "characters": None}


def test_every_share_lies_in_its_interval(measures: dict) -> None:
    figures = [*measures["retrieval"]["bm25"].values(), *measures["answers"]["inside"].values()]
    shares = [figure for figure in figures if figure["low"] is not None]
    assert len(shares) == len(figures) - 1  # of lengths none is worked out
    assert all(0 <= figure["low"] <= figure["value"] <= figure["high"] <= 1 for figure in shares)
    assert measures["retrieval"]["bm25"]["recall@5"]["low"] < 0.5 < measures["retrieval"]["bm25"]["recall@5"]["high"]


def test_one_question_has_no_interval() -> None:
    figure = measured(OUTCOMES[:1])["retrieval"]["hybrid"]["recall@1"]
    assert figure == {"value": 1.0, "low": None, "high": None, "n": 1}
    assert "| 100.0 % |" in tables(measured(OUTCOMES[:1]))


def test_nothing_asked_is_no_measurement() -> None:
    with pytest.raises(ValueError, match="no questions"):
        measured([])


def test_tables(measures: dict) -> None:
    lines = tables(measures).splitlines()
    assert [line.split(" | ")[0] for line in lines if line.startswith("| ")] == [
        "| 检索段落", "| ---", "| bm25", "| dense", "| hybrid",
        "| 选答案句，选自", "| ---", "| 答案所在段落", "| 全部段落",
    ]  # fmt: skip
    assert len({line.count("|") for line in lines[:5]}) == len({line.count("|") for line in lines[6:]}) == 1
    inside = next(line for line in lines if line.startswith("| 答案所在段落"))
    assert "| 50.0 %（" in inside
    assert inside.endswith("| 5.3 |")
    assert lines[-1].endswith("| - |")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("共办结 15 件", True),
        ("共办结１５件", True),  # full width
        ("共办结115件", False),
        ("共办结“十五件”", True),
        ("", False),
    ],
)
def test_what_holds_an_answer(text: str, held: bool) -> None:
    assert holds(text, ("15件", "十五件")) is held
