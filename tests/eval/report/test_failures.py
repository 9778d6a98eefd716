"""Failed questions: which are listed, what equal answers share, how much of a text is shown."""

from __future__ import annotations

from eval.report.failures import BRIEF, FULL, MOST_IN_FULL, failures
from tests.eval.report.made import prediction, question, run

RIGHT = prediction(answer="受理57件[1]")


def test_a_right_question_is_not_listed() -> None:
    assert failures([run(pairs=[(question(), RIGHT)])]) == []
    assert failures([]) == []


def test_equal_answers_are_shown_once_with_the_rank_of_each() -> None:
    first = run("a", [(question(), prediction(passages=[{"relevant": True}]))])
    other = run("b", [(question(), prediction(passages=[{}, {"relevant": True}]))])
    (one,) = failures([first, other, run("c", [(question(), RIGHT)])])
    assert one.right == ("c",)
    (given,) = one.given
    assert given.configs == ("a", "b")
    assert given.by_rank == [(1, ["a"]), (2, ["b"])]
    assert given.cited


def test_different_answers_are_shown_apart() -> None:
    (one,) = failures([run("a"), run("b", [(question(), prediction(answer="不详"))])])
    assert [given.configs for given in one.given] == [("a",), ("b",)]
    assert one.configs == ("a", "b")


def test_an_incomplete_answer_tells_what_is_missing() -> None:
    both = question(answers=("57件", "52件"), all_of=True)
    (one,) = failures([run(pairs=[(both, prediction())])])
    assert one.given[0].missing == ("57件",)


def test_an_unanswerable_question_has_no_evidence_to_find_or_cite() -> None:
    (one,) = failures([run(pairs=[(question(answers=(), evidence=()), prediction(passages=[{}]))])])
    assert (one.given[0].cited, one.given[0].by_rank, one.evidence) == (None, [], ())


def test_long_texts_are_cut_and_say_so() -> None:
    cited = [{"file": "甲.txt", "quote": f"{n}" + "长" * 500} for n in range(FULL.quotes + 3)]
    (one,) = failures([run(pairs=[(question(), prediction(citations=cited))])])
    given = one.given[0]
    assert (len(given.citations), given.left_out) == (FULL.quotes, 3)
    assert given.citations[0].text == "0" + "长" * (FULL.quote - 1) + "……（共 501 字）"


def test_of_very_many_failures_less_is_shown() -> None:
    pairs = [(question(id=f"q{n}"), prediction(answer="长" * 300)) for n in range(MOST_IN_FULL + 1)]
    assert failures([run(pairs=pairs[:-1])])[0].given[0].answer == "长" * 300
    assert failures([run(pairs=pairs)])[0].given[0].answer == "长" * BRIEF.answer + "……（共 300 字）"


def test_malformed_citations_are_left_out() -> None:
    for malformed in (None, "text", [None, "text"]):
        (one,) = failures([run(pairs=[(question(), RIGHT | {"answer": "不详"})])])
        assert one.given[0].citations
        given = prediction() | {"citations": malformed}
        asked = run()
        (one,) = failures([type(asked)("a", asked.questions, [given], asked.verdicts, {})])
        assert one.given[0].citations == ()
