"""The benchmark's own questions: as many and as various as it promises, and each held by the sample reports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.questions import Asked, read_questions
from eval.validate import against, unsupported
from rag.embedding import load_embedding
from rag.index.reader import open_index

OWN = Path(__file__).resolve().parents[2] / "eval" / "questions.jsonl"
TYPES = (
    "fact", "fact_paraphrase", "list", "problem_plan", "compare", "locate", "followup", "unanswerable", "false_premise",
    "noisy",
)  # fmt: skip


@pytest.fixture(scope="module")
def own(sample_index: Path) -> Asked:
    return against(read_questions(OWN), open_index(sample_index, load_embedding(None)))


def test_no_line_is_bad(own: Asked) -> None:
    assert own.told() == ""


def test_evidence_is_quoted_exactly(own: Asked) -> None:
    given = {entry.line: entry.question.evidence for entry in read_questions(OWN).entries}
    for entry in own.entries:
        for one, exact in zip(given[entry.line], entry.question.evidence, strict=True):
            assert "".join(one.quote.split()) == "".join(exact.quote.split()), entry.line


def test_answers_stand_in_the_evidence(own: Asked) -> None:
    assert list(unsupported(own.entries)) == []


def test_there_are_enough_of_every_type(own: Asked) -> None:
    counts = Counter(entry.question.type for entry in own.entries)
    assert sum(counts.values()) >= 400
    assert {kind: counts[kind] for kind in TYPES if counts[kind] < 25} == {}
    assert sum(not entry.question.answers for entry in own.entries) >= 80
