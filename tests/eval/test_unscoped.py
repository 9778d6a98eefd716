"""The product without its filter: passages of every report are seen, whatever place and year the question names."""

from __future__ import annotations

import pytest

from eval.unscoped import Unscoped, unscoped
from rag.assistant import Assistant
from rag.settings import Settings
from rag.understand import understand
from tests.fakes import assistant_over

LANCHUAN = "【示例报告】内容为虚构\n岚川市2021年度法治政府建设情况报告\n2021年,岚川市组织法治宣传活动31场次。\n"
HEFENG = "【示例报告】内容为虚构\n禾丰县2020年度法治政府建设情况报告\n2020年,禾丰县开展行政执法案卷评查47卷。\n"
ASKED = "岚川市2021年评查行政执法案卷多少卷?"


@pytest.fixture(scope="module")
def scoped(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("unscoped"), LANCHUAN, HEFENG)


@pytest.fixture(scope="module")
def free(scoped: Assistant) -> Unscoped:
    return Unscoped(Settings(index=scoped.settings.index))


def test_another_report_answers(scoped: Assistant, free: Unscoped) -> None:
    assert scoped.answer(ASKED).status == "refused"
    answer = free.answer(ASKED)
    assert (answer.status, [citation.place for citation in answer.citations]) == ("answered", ["禾丰县"])
    assert "47卷" in answer.answer


def test_no_place_is_refused_unread(scoped: Assistant, free: Unscoped) -> None:
    asked = ASKED.replace("岚川市", "太原市")
    assert scoped.answer(asked).reason == "现有报告中没有太原市的报告。现有地区：岚川市、禾丰县。"
    assert "47卷" in free.answer(asked).answer


def test_the_whole_question_is_searched_for(scoped: Assistant, free: Unscoped, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(
        type(free._retriever), "hits", lambda _, query, **given: seen.append((query, given["wanted"])) or []
    )
    free.answer(ASKED)
    scoped.answer(ASKED)
    (free_query, free_filter), (query, scope) = seen[0], seen[-1]
    assert ("岚川市" in free_query, free_filter.reports) == (True, None)
    assert ("岚川市" in query, len(scope.reports)) == (False, 1)


def test_a_reading_without_targets(scoped: Assistant) -> None:
    read = understand("岚川市和太原市2021年评查案卷哪个多?", (), scoped.catalogue(), years=(1999,))
    bare = unscoped(read)
    assert read.unknown_places == ("太原市",)
    assert [(target.reports, target.said, target.planned) for target in bare.targets] == [(None, (), None)]
    assert (bare.unknown_places, bare.filter_missed, bare.reading) == ((), False, read.reading)
    planned = unscoped(understand("岚川市2022年计划做什么?", (), scoped.catalogue()))
    assert [target.planned for target in planned.targets] == [True]
