"""A small part of the fuzz run, `python -m tests.ingest.fuzz`, and that the run would tell what is wrong."""

from __future__ import annotations

import pytest

from ingest.build import Reading
from rag.errors import ReportError
from tests.ingest.fuzz import check as fuzz
from tests.ingest.fuzz.check import FACTS, check, draw
from tests.ingest.fuzz.samples import samples
from tests.ingest.fuzz.stubs import without_helpers

RUNS, SEED = 200, 7


def test_random_and_damaged_files() -> None:
    known = samples()
    with without_helpers():
        outcomes = [check(draw(number, SEED, known), FACTS[number % len(FACTS)]) for number in range(RUNS)]
    assert [(number, outcome) for number, outcome in enumerate(outcomes) if not isinstance(outcome, int)] == []
    assert sum(outcome > 0 for outcome in outcomes) > RUNS / 4, "damage is not so great that nothing is read"


def test_the_samples_are_read() -> None:
    """Damage is only done to files that can be read without it; those that need LibreOffice are the exception."""
    with without_helpers():
        for sample in samples():
            assert bool(list(fuzz.read(sample, {}))) != sample[0].endswith((".doc", ".rtf")), sample[0]


def test_an_input_is_the_same_every_time() -> None:
    known = samples()
    assert [draw(number, SEED, known) for number in range(50)] == [draw(number, SEED, known) for number in range(50)]
    assert draw(1, SEED, known) != draw(1, SEED + 1, known)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ReportError("文件是空的。"), 0),
        (ReportError(""), "AssertionError: a message that says nothing"),
        (IndexError("out of range"), "IndexError: out of range"),
        (fuzz.TooSlow("more than 20 s"), "TooSlow: more than 20 s"),
    ],
)
def test_what_counts_as_a_failure(error: BaseException, told: str | int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Reading:
        raise error

    monkeypatch.setattr(fuzz, "read_report", fails)
    outcome = check(("a.txt", b"x"), {})
    assert (0 if isinstance(outcome, int) else outcome.error) == told
