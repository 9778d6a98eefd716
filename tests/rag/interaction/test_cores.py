"""Which clause of a sentence has the figure asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag import features
from rag.interaction import cores
from rag.interaction.cores import other_cores, with_core
from rag.interaction.words import Part, Words
from rag.lexicon import Lexicon
from rag.score import MAX_STRETCH, Candidate
from rag.types import Passage
from rag.understand import understand
from rag.understood import Understood

ASKED = understand("审结了多少件", (), ())
FIRST = "受理案件80件,"


class ByCore:
    """A network to which a text is the likelier, the more of some words its core has."""

    def __init__(self, *wanted: str) -> None:
        self._wanted = wanted

    def scores(self, question: Words, texts: Sequence[Words], lexicon: Lexicon) -> list[float]:
        core = ["".join(w for w, part in zip(one.words, one.parts, strict=True) if part == Part.CORE) for one in texts]
        return [float(sum(word in text for word in self._wanted)) for text in core]


def candidate(text: str, clause: str = FIRST) -> Candidate:
    passage = Passage(1, "示例", (), 0, len(text), ((0, len(text)),), text)
    span = (text.index(clause), text.index(clause) + len(clause))
    return Candidate(passage, (0, len(text)), span, span, 10.0, 1.0, (0.0,) * len(features.NAMES), (), ())


def shown(asked: Understood, found: Candidate) -> str:
    return found.passage.slice(with_core(asked, found).stretch)


@pytest.fixture
def _resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "shipped_network", lambda: ByCore("审结"))


def test_the_clauses_with_a_figure_of_the_kind_nearest_first() -> None:
    found = candidate("调解9件,全部办结,受理案件80件,审结72件,涉及金额5万元,全年平稳。")
    assert [found.passage.slice(one.span) for one in other_cores(ASKED, found)] == ["审结72件,", "调解9件,"]
    assert other_cores(understand("谁审结的", (), ()), found) == []


@pytest.mark.usefixtures("_resolved")
def test_the_likeliest_is_shown_with_the_one_chosen() -> None:
    assert shown(ASKED, candidate("受理案件80件,审结72件,撤回3件。")) == "受理案件80件,审结72件,"
    assert with_core(ASKED, candidate("受理案件80件,审结72件。")).clause == (8, 14)


@pytest.mark.usefixtures("_resolved")
def test_alone_where_both_are_too_long() -> None:
    between = "有关单位" * (MAX_STRETCH // 4)
    assert shown(ASKED, candidate(f"受理案件80件,{between},审结72件。")) == "审结72件。"


@pytest.mark.parametrize("text", ["受理案件80件,撤回3件。", "受理案件80件,全年平稳。", "受理案件80件,"])
@pytest.mark.usefixtures("_resolved")
def test_nothing_changes_where_no_other_is_surer(text: str) -> None:
    found = candidate(text)
    assert with_core(ASKED, found) == found
