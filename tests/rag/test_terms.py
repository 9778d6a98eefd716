"""What a question asks about, and how far texts hold it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.lexicon import Lexicon
from rag.terms import ALIKE, FOREIGN, PARTIAL, SOFT, UNSEEN_SHARE, Concept, Matcher, concepts, rarity
from rag.types import Reading
from rag.understood import HISTORY_WEIGHT, SYNONYM_WEIGHT, Understood
from tests.fakes import KEYWORDS, KeywordEmbedder, Size

TEXT = st.lists(st.sampled_from(["复议", "诉讼", "备案", "调解", "宣传", "教育", "法制", "受理", "8件", "，"])).map(
    "".join
)


def matcher(*wanted: Concept) -> Matcher:
    return Matcher(wanted, Lexicon(KeywordEmbedder()))


@pytest.mark.parametrize(
    ("concept", "text", "held"),
    [
        (Concept("复议", (), 1), "受理行政复议8件", 1.0),
        (Concept("复议", (), 1), "受理行政诉讼8件", 0.0),
        (Concept("民告官", ("行政复议",), 1), "受理行政复议8件", SYNONYM_WEIGHT),
        (Concept("复议", ("行政复议",), 1), "受理行政复议8件", 1.0),  # its own letters before the other form's
        (Concept("宣传教育", (), 1), "开展宣传活动、教育培训", PARTIAL * 2 / 3),  # 宣传 and 教育 of 宣传, 传教, 教育
        (Concept("宣传教育", (), 1), "开展教育培训", PARTIAL / 3),
        (Concept("复议", (), 1), "复查后再议", 0.0),  # two characters apart are no part of a word of two
        (Concept("请不起律师", ("法律援助",), 1, phrase=True), "聘请律师", 0.0),  # nor is a part of a phrase
        (Concept("请不起律师", ("法律援助",), 1, phrase=True), "办理法律援助", SYNONYM_WEIGHT),
    ],
)
def test_how_far_a_text_holds_a_concept(concept: Concept, text: str, held: float) -> None:
    assert concept.match(text) == pytest.approx(held)


def test_rows_are_concepts_and_columns_are_texts() -> None:
    exact = matcher(Concept("复议", (), 1), Concept("民告官", ("诉讼",), 1)).exact(["受理复议", "受理诉讼", ""])
    np.testing.assert_allclose(exact, [[1, 0, 0], [0, SYNONYM_WEIGHT, 0]], rtol=1e-6)


@pytest.mark.parametrize(
    ("said", "cosine"),
    [
        (["复议"], 1.0),
        (["行政复议"], 1.0),  # no other keyword
        (["诉讼"], 0.0),
        (["电话"], 0.0),  # no vector at all
        (["复议诉讼备案调解"], 0.5),  # one of four: 1 / √4
        (["复议诉讼备案"], 1 / math.sqrt(3)),
        (["诉讼", "复议诉讼备案调解"], 0.5),  # the nearest word counts
        ([], 0.0),
    ],
)
def test_how_near_the_nearest_word_is(said: list[str], cosine: float) -> None:
    soft = matcher(Concept("复议", (), 1)).soft([said])
    np.testing.assert_allclose(soft, [[SOFT * np.clip((cosine - FOREIGN) / (ALIKE - FOREIGN), 0, 1)]], atol=1e-6)


def test_other_forms_of_a_concept_count_like_its_word() -> None:
    soft = matcher(Concept("电话", ("热线", "诉讼"), 1), Concept("备案", (), 1)).soft([["诉讼"], ["备案", "电话"]])
    np.testing.assert_allclose(soft, [[SOFT, 0], [0, SOFT]], rtol=1e-6)


@pytest.mark.parametrize("texts", [[], [""], ["受理复议", "受理诉讼"]], ids=["no texts", "an empty one", "two"])
@pytest.mark.parametrize("wanted", [[], ["复议"], ["复议", "诉讼", "备案"]], ids=["no concepts", "one", "three"])
def test_shapes(wanted: list[str], texts: list[str]) -> None:
    held = matcher(*(Concept(word, (), 1) for word in wanted))
    assert held.exact(texts).shape == (len(wanted), len(texts))
    assert held.soft([[text] if text else [] for text in texts]).shape == (len(wanted), len(texts))
    assert held.coverage(held.exact(texts)).shape == (len(texts),)


def test_coverage_is_the_weighted_share() -> None:
    held = matcher(Concept("复议", (), 3), Concept("诉讼", (), 1))
    # 3 of 4, 1 of 4, all, nothing; and 3 of 4 halves
    np.testing.assert_allclose(held.coverage(np.array([[1, 0, 1, 0, 0.5], [0, 1, 1, 0, 0]], np.float32)),
                               [0.75, 0.25, 1, 0, 0.375])  # fmt: skip


def test_nothing_is_covered_without_weight() -> None:
    np.testing.assert_array_equal(matcher(Concept("复议", (), 0)).coverage(np.ones((1, 2), np.float32)), [0, 0])


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_more_text_never_holds_less(texts: list[str], more: str) -> None:
    held = matcher(*(Concept(word, ("受理",), 1) for word in (*KEYWORDS, "宣传教育")))
    before, after = held.exact(texts), held.exact([text + more for text in texts])
    assert (before <= after).all()
    assert (before >= 0).all()
    assert (after <= 1).all()


@given(st.lists(st.lists(st.sampled_from(["复议", "复议诉讼", "备案调解", "电话"])), min_size=1), st.lists(TEXT))
def test_more_words_are_never_further_away(texts: list[list[str]], more: list[str]) -> None:
    held = matcher(*(Concept(word, (), 1) for word in KEYWORDS))
    before, after = held.soft(texts), held.soft([text + more for text in texts])
    assert (before <= after).all()
    assert (before >= 0).all()
    assert (after <= SOFT + 1e-6).all()


class Counts:
    """An index of ten passages, of which it only knows how many hold a word."""

    manifest = Size(10)

    def holding(self, word: str) -> int:
        return {"行政": 9, "复议": 2, "律师": 3, "法律": 4, "法律援助": 1, "地区": 5, "生产总值": 5, "执法": 9}.get(
            word, 0
        )


def idf(holding: float) -> float:
    return math.log(1 + (10 - holding + 0.5) / (holding + 0.5))


def of(terms: dict[str, float], synonyms: dict[str, tuple[str, ...]] | None = None) -> tuple[Concept, ...]:
    question = Understood("", "", "", Reading(), terms=terms, synonyms=synonyms or {})
    return concepts(question, Counts())


@pytest.mark.parametrize(
    ("word", "holding"),
    [
        ("复议", 2),
        ("律师", 3),
        ("酒店", UNSEEN_SHARE * 10),  # what no report has may be everyday wording, and weighs no more than this
        ("执法法律", 4),  # a compound is as rare as its rarest part
    ],
)
def test_rare_words_weigh_more(word: str, holding: float) -> None:
    assert rarity(Counts(), word) == pytest.approx(idf(holding))


def test_each_word_is_a_concept_of_its_weight() -> None:
    first, second = of({"复议": 1.0, "酒店": HISTORY_WEIGHT})
    assert first == Concept("复议", (), idf(2))
    # from the question before, so that it tells which sentence is meant; and no report has it
    assert second == Concept("酒店", (), HISTORY_WEIGHT * idf(UNSEEN_SHARE * 10), context=True, seen=False)


def test_a_phrase_takes_the_place_of_its_words() -> None:
    (phrase,) = of({"请不起": 1.0, "律师": 1.0}, {"请不起律师": ("法律援助",)})
    assert (phrase.word, phrase.others, phrase.phrase, phrase.pairs) == ("请不起律师", ("法律援助",), True, ())
    # the words that reports have, or the rarest official form, whichever weighs more: 律师 3, 法律援助 1 of ten
    assert phrase.weight == pytest.approx(max(idf(3), SYNONYM_WEIGHT * idf(1)))


def test_a_phrase_weighs_no_less_than_the_words_that_it_holds() -> None:
    (phrase,) = of({"执法": 1.0, "复议": 1.0}, {"执法复议": ("法律",)})
    assert phrase.weight == pytest.approx(max(idf(9) + idf(2), SYNONYM_WEIGHT * idf(4)))


def test_a_word_with_other_forms_is_one_concept() -> None:
    (concept,) = of({"民告官": 1.0}, {"民告官": ("行政复议", "行政诉讼")})
    assert (concept.word, concept.others, concept.phrase) == ("民告官", ("行政复议", "行政诉讼"), False)


def test_an_abbreviation_is_what_it_stands_for() -> None:
    (concept,) = of({"gdp": 1.0}, {"gdp": ("地区生产总值", "生产总值")})
    assert (concept.word, concept.others) == ("地区生产总值", ("生产总值", "gdp"))
    assert concept.weight == pytest.approx(idf(5))
    assert concept.match("地区生产总值增长5.6%") == 1.0
    assert concept.match("gdp增长5.6%") == SYNONYM_WEIGHT
