from __future__ import annotations

from dataclasses import replace

from rag.marked import with_markers
from rag.types import Citation


def sentence(start: int, quote: str) -> Citation:
    end = start + len(quote)
    return Citation(0, "r1", "a.txt", "示例市报告", "示例市", 2022, None, (), start, end, quote)


CASES, CONTRACTS = sentence(0, "受理案件120件。"), sentence(8, "审查政府合同41份。")
GIVEN = (CASES, CONTRACTS)


def marked(text: str, *citations: Citation) -> tuple[str, list[tuple[int, str]]]:
    text, found = with_markers(text, citations, lambda: GIVEN)
    return text, [(citation.marker, citation.quote) for citation in found]


def test_a_statement_without_a_marker_gets_that_of_the_sentence_that_carries_it() -> None:
    text, citations = marked("受理案件120件。审查政府合同41份。")
    assert text == "受理案件120件。[1]审查政府合同41份。[2]"
    assert citations == [(1, CASES.quote), (2, CONTRACTS.quote)]


def test_markers_are_numbered_in_order_of_appearance() -> None:
    text, citations = marked("受理案件120件。审查合同41份[1]。", replace(CONTRACTS, marker=1))
    assert text == "受理案件120件。[1]审查合同41份[2]。"
    assert citations == [(1, CASES.quote), (2, CONTRACTS.quote)]


def test_a_sentence_that_is_cited_keeps_one_number() -> None:
    text, citations = marked("受理案件120件[1]。\n全年受理案件120件。", replace(CASES, marker=1))
    assert text == "受理案件120件[1]。\n全年受理案件120件。[1]"
    assert citations == [(1, CASES.quote)]


def test_what_nothing_carries_stays_bare() -> None:
    assert marked("受理案件121件。\n| 受理案件 | 120件 |\n见〔2022〕3号[99]。")[0] == (
        "受理案件121件。\n| 受理案件 | 120件 |\n见〔2022〕3号[99]。"
    )


def test_sentences_are_asked_for_only_where_a_marker_lacks() -> None:
    def unasked() -> tuple[Citation, ...]:
        raise AssertionError

    assert with_markers("受理案件120件[1]。", [replace(CASES, marker=1)], unasked)[0] == "受理案件120件[1]。"
