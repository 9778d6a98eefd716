"""Which passages hold the evidence: by where both stand in a report's text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions import EvalQuestion, Evidence
from eval.relevance import evidence_spans, is_relevant, quote_spans, searched
from rag.settings import Settings
from rag.types import Answer, Hit, Passage, Report

FIRST, SECOND, THIRD = "全年受理复议案件15件。", "办结12件，调解3件。", "办结 12件，调解3件。"
TEXT = f"{FIRST}{SECOND}\n{THIRD}"


class Reports:
    """A report of three passages, in two files, and another that has nothing to do with it."""

    settings = Settings()
    passage_spans = ((0, 12), (12, 23), (24, 36))

    def catalogue(self) -> tuple[Report, ...]:
        return (Report("r1", "甲.txt", "甲", also=("乙.html",)), Report("r2", "丙.txt", "丙"))

    def report(self, report_id: str) -> tuple[Report, str]:
        return self.catalogue()[0], TEXT

    def passages(self, report_id: str) -> list[Passage]:
        assert report_id == "r1"
        return [
            Passage(at, "r1", (), start, end, ((start, end),), TEXT[start:end])
            for at, (start, end) in enumerate(self.passage_spans)
        ]

    def find(self, question: str, *, history: Sequence[str] = ()) -> list[Hit]:
        elsewhere = Passage(9, "r2", (), 0, 12, ((0, 12),), FIRST)
        return [Hit(one, 1.0) for one in (elsewhere, *reversed(self.passages("r1")))]

    def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        return Answer(question)


def asked(*evidence: tuple[str, str]) -> EvalQuestion:
    return EvalQuestion("q", "fact", "?", ("15件",), tuple(Evidence(file, quote) for file, quote in evidence))


@pytest.mark.parametrize(
    ("quote", "spans"),
    [
        (FIRST, [(0, 12)]),
        ("受理复议案件\n15件", [(2, 11)]),  # white space does not count
        ("办结12件", [(12, 17), (24, 30)]),  # every time that it is said
        ("没有这一句", []),
        ("", []),
    ],
)
def test_where_a_quote_stands(quote: str, spans: list[tuple[int, int]]) -> None:
    assert quote_spans(quote, TEXT) == spans


@given(st.text("甲乙 \n", max_size=20), st.data())
def test_a_quote_of_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    spans = quote_spans(quote, text)
    assert bool(spans) is bool(quote.split())
    assert all("".join(text[slice(*span)].split()) == "".join(quote.split()) for span in spans)


@pytest.mark.parametrize(
    ("passage", "evidence", "expected"),
    [
        ((0, 100), [(10, 20)], True),  # holds it
        ((12, 18), [(10, 20)], True),  # is a part of it
        ((0, 15), [(10, 20)], True),  # half of it
        ((0, 14), [(10, 20)], False),  # less
        ((18, 22), [(10, 20)], True),  # half of the passage
        ((20, 30), [(10, 20)], False),  # the next one
        ((0, 100), [], False),
        ((5, 5), [(0, 10)], False),  # an empty passage holds nothing
        ((30, 40), [(10, 20), (30, 40)], True),  # the second quote
    ],
)
def test_what_holds_evidence(passage: tuple[int, int], evidence: list[tuple[int, int]], expected: bool) -> None:
    assert is_relevant(passage, evidence) is expected


def test_evidence_is_looked_for_in_its_file_alone() -> None:
    assert evidence_spans(asked(("乙.txt", FIRST)), Reports()) == {"r1": [(0, 12)]}  # the other file of the report
    assert evidence_spans(asked(("丁.txt", FIRST)), Reports()) == {}


def test_the_search_part_of_a_prediction() -> None:
    found = searched(asked(("甲.txt", FIRST), ("甲.txt", "办结12件，调解3件")), Reports())
    assert [(one["file"], one["start"], one["relevant"]) for one in found["passages"]] == [
        ("丙.txt", 0, False), ("甲.txt", 24, True), ("甲.txt", 12, True), ("甲.txt", 0, True),
    ]  # fmt: skip
    assert found["relevant"] == 3  # one holds the first quote, two the second


def test_without_evidence_nothing_is_relevant() -> None:
    found = searched(asked(), Reports())
    assert (len(found["passages"]), found["relevant"]) == (4, 0)
    assert not any(one["relevant"] for one in found["passages"])
