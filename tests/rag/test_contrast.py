"""One of a kind told for another."""

from __future__ import annotations

import pytest

from rag.contrast import RARE, is_of_another_kind
from rag.lexicon import shipped_lexicon
from rag.terms import Concept, Matcher
from rag.types import Reading
from rag.understood import Understood


def told_of_another(question: str, word: str, sentence: str, *, heading: str = "", **fields: object) -> bool:
    """Ask whether a sentence tells of another kind than `word` of the question says."""
    concept = Concept(**({"word": word, "others": (), "weight": RARE + 1} | fields))  # type: ignore[arg-type]
    understood = Understood(question, question, question, Reading())
    return is_of_another_kind(understood, Matcher([concept], shipped_lexicon()), sentence, (heading,))


@pytest.mark.parametrize(
    ("question", "word", "sentence"),
    [
        ("乡镇法律顾问列席会议多少次", "乡镇", "县政府法律顾问共列席政府常务会议2次"),
        ("职工医保报销比例增长多少", "职工", "居民医保报销比例增长3.2%"),
    ],
)
def test_another_word_before_the_same_head(question: str, word: str, sentence: str) -> None:
    assert told_of_another(question, word, sentence)


@pytest.mark.parametrize(
    ("sentence", "heading", "fields"),
    [
        pytest.param("居民医保报销比例60%，职工医保报销比例80%", "", {}, id="both are told"),
        pytest.param("居民医保报销比例增长3.2%", "职工保障", {}, id="the heading says it"),
        pytest.param("各类医保报销比例增长3.2%", "", {}, id="all kinds"),
        pytest.param("医保报销比例增长3.2%", "", {}, id="no kind"),
        pytest.param("居民医保报销比例增长3.2%", "", {"seen": False}, id="an everyday word"),
        pytest.param("居民医保报销比例增长3.2%", "", {"weight": RARE - 1}, id="a common word"),
        pytest.param("居民医保报销比例增长3.2%", "", {"others": ("居民",)}, id="another word for it"),
        pytest.param("居民医保报销比例增长3.2%", "", {"context": True}, id="a word of the question before"),
    ],
)
def test_what_may_be_the_very_kind(sentence: str, heading: str, fields: dict[str, object]) -> None:
    assert not told_of_another("职工医保报销比例增长多少", "职工", sentence, heading=heading, **fields)


def test_what_something_does_is_said_of_any_kind() -> None:
    assert not told_of_another("出口同比增长多少", "同比", "一般贸易增长12%")


def test_a_word_with_its_meaning_is_the_same_kind() -> None:
    assert not told_of_another("网上零售额是多少", "网上", "网络零售额32亿元")


def test_a_shorter_name_of_the_kind_is_the_same() -> None:
    assert not told_of_another("市级重点项目有多少个", "市级", "推进844个市属重点项目建设")
