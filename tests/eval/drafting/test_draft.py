"""A whole draft: its mix, and that the reports bear out each question."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from eval.drafting.draft import SHARES, draft
from eval.drafting.facts import facts
from eval.drafting.pairs import alike, compared, followed
from eval.drafting.unsaid import elsewhere, in_other_years, of_other_things
from eval.questions import Asked, Entry, EvalQuestion
from eval.validate import against, unsupported
from rag.embedding import load_embedding
from rag.index.reader import Index, open_index
from tests.fakes import PlainIndex

TEXT = "{place}{year}年法治政府建设情况报告\n一、主要工作\n全年受理行政复议申请{figure}件。"


@pytest.fixture(scope="module")
def index(sample_index: Path) -> Index:
    return open_index(sample_index, load_embedding(None))


@pytest.fixture(scope="module")
def drafted(index: Index) -> list[EvalQuestion]:
    return draft(index, 200, 1)


def test_every_type_has_its_share(drafted: list[EvalQuestion]) -> None:
    counts = Counter(one.type for one in drafted)
    assert len(drafted) == 200
    # a type that is furthest behind comes next, so that none is more than one ahead
    assert {kind: count for kind, count in counts.items() if abs(count - 2 * SHARES[kind]) > 1} == {}


def test_ids_and_questions_are_different(drafted: list[EvalQuestion]) -> None:
    assert len({one.id for one in drafted}) == len({(one.history, one.question) for one in drafted}) == 200


def test_the_reports_bear_out_each_question(index: Index, drafted: list[EvalQuestion]) -> None:
    asked = against(Asked(Path("d.jsonl"), tuple(Entry(at, one) for at, one in enumerate(drafted))), index)
    assert asked.told() == ""
    assert list(unsupported(asked.entries)) == []


def test_no_wrong_string_is_in_a_right_answer(drafted: list[EvalQuestion]) -> None:
    assert not [one.id for one in drafted if not one.all_of for wrong in one.must_not for answer in one.answers
                if wrong in answer]  # fmt: skip


def test_fewer_are_drafted_where_there_are_no_more() -> None:
    index = PlainIndex(TEXT.format(place="清源市", year=2022, figure=135))
    assert 0 < len(draft(index, 1000, 1)) < 1000  # type: ignore[arg-type]


def pair_index() -> PlainIndex:
    known = (("清源市", 2022, 135), ("清源市", 2023, 163), ("浣溪县", 2022, 41), ("浣溪县", 2021, 135))
    return PlainIndex(*(TEXT.format(place=place, year=year, figure=figure) for place, year, figure in known))


def test_pairs_share_the_place_or_the_year_and_differ_in_the_figure() -> None:
    index = pair_index()
    found = [fact for report in index.reports() for fact in facts(index, report)]  # type: ignore[arg-type]
    scopes = {frozenset((one.scope, other.scope)) for one, other in alike(found)}
    assert scopes == {
        frozenset({("清源市", 2022), ("清源市", 2023)}),
        frozenset({("清源市", 2022), ("浣溪县", 2022)}),
        frozenset({("浣溪县", 2022), ("浣溪县", 2021)}),
    }  # 清源市 2022 and 浣溪县 2021 share neither


def test_comparisons_and_conversations() -> None:
    index = pair_index()
    found = [fact for report in index.reports() for fact in facts(index, report)]  # type: ignore[arg-type]
    (pair,) = (one for one in alike(found) if {fact.scope[0] for fact in one} == {"清源市"})
    (compare,) = compared([pair], Random(1))
    assert compare.question == "清源市2022年和2023年分别受理行政复议申请多少件？"
    assert (set(compare.answers), compare.all_of, len(compare.evidence)) == ({"135件", "163件"}, True, 2)
    (follow,) = followed([pair], Random(1))
    asked, other = ("2022", "163件") if "2023" in follow.question else ("2023", "135件")
    assert (asked in follow.history[0], follow.answers) == (True, (other,))


def test_what_the_reports_do_not_say() -> None:
    index = pair_index()
    reports = index.reports()
    found = [fact for report in reports for fact in facts(index, report)]  # type: ignore[arg-type]
    texts = [(report.place or "", index.text(report.id)) for report in reports]
    places = list(elsewhere(found, reports, [text for _, text in texts], Random(1)))
    years = list(in_other_years(found, reports, texts, Random(1)))
    things = list(of_other_things(reports, texts, Random(1), of_the_field=True))
    assert len(places) == len(years) == len(found)
    assert not any("清源" in one.question or "浣溪" in one.question for one in places)
    assert not any(f"{place}{year}" in one.question for one in years for place, year in (fact.scope for fact in found))
    assert all(one.answers == () for one in (*places, *years, *things))


def test_an_indicator_that_a_report_has_a_word_of_is_not_asked_for() -> None:
    index = PlainIndex(TEXT.format(place="清源市", year=2022, figure=135) + "\n办理公证事项9件，接待信访群众。")
    texts = [("清源市", index.text(report.id)) for report in index.reports()]
    asked = "".join(one.question for one in of_other_things(index.reports(), texts, Random(1), of_the_field=True))
    assert "公证" not in asked
    assert "信访" not in asked
    assert "仲裁" in asked
