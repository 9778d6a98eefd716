"""Where a quote stands, and which sentence holds an answer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import evidence
from eval.evidence import find, holding
from eval.questions import EvalQuestion, Evidence

TEXT = (
    "清源市2022年报告\n受理案件135件，办结 120件。\n另有调解15件。2023年受理135件以上。\n"
    "领域：渔业，渔业受理12件，渔业占比2.5%。"
)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("受理案件135件", "受理案件135件"),
        ("受理案件１３５件,办结120件", "受理案件135件，办结 120件"),  # width and blanks
        ("辦結120件。", "办结 120件。"),  # traditional characters
        ("件。\n另有", "件。\n另有"),
        ("渔业 12件 2.5%", "渔业，渔业受理12件，渔业占比2.5%"),  # a row as it is copied from a table
        ("渔业 12件 5%", None),  # its digits touch others
        ("渔业 12件", None),  # two cells are no row
        ("驳回15件", None),
        (" ", None),
    ],
)
def test_a_quote_is_found_as_it_stands(quote: str, found: str | None) -> None:
    span = find(TEXT, quote)
    assert (TEXT[span[0] : span[1]] if span else None) == found


@given(st.data())
def test_every_stretch_is_found(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    quote = TEXT[start:end]
    span = find(TEXT, quote)
    assert not quote.strip() or (span is not None and TEXT[span[0] : span[1]] == quote)


def asked(*answers: str, all_of: bool = False, **fields: object) -> EvalQuestion:
    return EvalQuestion("1", "fact", "?", answers, all_of=all_of, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (asked("120件"), ["受理案件135件，办结 120件。"]),
        (asked("135件"), []),  # two sentences hold it
        (asked("20件"), []),  # only as a part of 120件
        (asked("一百二十件", variants={"一百二十件": ["120件"]}), ["受理案件135件，办结 120件。"]),
        (asked("120件", "135件", all_of=True), ["受理案件135件，办结 120件。"]),  # one sentence holds both
        (asked("120件", "15件", all_of=True), ["受理案件135件，办结 120件。", "另有调解15件。"]),
        (asked("120件", "16件", all_of=True), []),
        (asked("120件", "15件"), []),  # either would do: which one is meant, nobody knows
    ],
)
def test_the_sentence_that_holds_an_answer(question: EvalQuestion, quotes: list[str]) -> None:
    assert holding(question, [("a.txt", TEXT)]) == tuple(Evidence("a.txt", quote) for quote in quotes)


CELLS = st.lists(st.sampled_from(["1", "12", "甲", "2.5%", "件", "\n"]), max_size=12).map(
    lambda cells: "，".join(cells)
)


@given(CELLS, st.lists(st.sampled_from(["1", "12", "甲", "5%", "件"]), min_size=3, max_size=4))
def test_a_row_stands_where_one_pattern_of_all_cells_does(text: str, cells: list[str]) -> None:
    match = re.search(r"[^\n]*?".join(evidence._alone(cell).pattern for cell in cells), text)
    assert evidence._row(text, " ".join(cells)) == (match.span() if match else None)
