"""What a stretch adds to a question that asks for no figure."""

from __future__ import annotations

import pytest

from rag.adds import NAMES, adds
from rag.lexicon import shipped_lexicon
from rag.terms import Concept, Matcher
from rag.text import words
from rag.understand import understand


def found(question: str, stretch: str) -> dict[str, float]:
    asked = understand(question, (), ())
    wanted = Matcher([Concept(word, (), 1.0) for word in words(question)], shipped_lexicon())
    return adds(asked, wanted, stretch, stretch)


@pytest.mark.parametrize(
    ("name", "question", "with_it", "without"),
    [
        ("counted", "新增的三甲医院叫什么名字", "新增三甲医院3家", "新增三甲医院是岚川医院"),
        ("counted", "哪几家企业入选", "4家企业入选", "岚泉、岚山、岚谷4家企业入选"),
        ("counted", "入选的平台叫什么", "1个平台入选", "“岚办通”等1个平台入选"),
        ("counted", "4家企业是谁", "4家企业入选", "4家企业、3个平台、2座工厂入选"),
        ("counted_itself", "哪几家企业入选", "4家企业入选", "岚泉、岚山、岚谷4家企业入选"),
        ("most_missing", "降得最多的是哪类问题", "信访问题减少", "物业问题降得最多"),
        ("unnamed", "示范企业是哪几家", "新建学校3所，示范企业2家", "岚泉、岚山等示范企业2家"),
        ("unnamed", "示范企业是哪几家", "新增示范企业2家", "示范企业2家：岚泉、岚山"),
        ("unnamed", "示范企业是哪几家", "示范企业2家", "“岚泉”示范企业2家"),
        ("unnamed", "入选的企业叫啥", "两家企业入选", "第二家企业入选"),
        ("nowhere", "新馆建在哪条街", "新馆建成开放", "北京路新馆建成"),
        ("nowhere", "哪个镇建了新馆", "新馆建成开放", "太原新馆建成"),
    ],
)
def test_what_is_asked_is_not_added(name: str, question: str, with_it: str, without: str) -> None:
    assert (found(question, with_it)[name], found(question, without)[name]) == (1, 0)


def test_words_and_names_beside_the_question_s_own() -> None:
    none = found("哪家医院牵头组建联盟", "3家医院牵头组建联盟")
    one = found("哪家医院牵头组建联盟", "北京协和医院牵头组建联盟")
    assert (none["news_beside"], none["names_beside"]) == (0, 0)
    assert one["names_beside"] == pytest.approx(1 / 3)
    assert one["news_beside"] == pytest.approx(1 / 5)


def test_words_further_away_are_not_beside() -> None:
    near = found("哪家医院牵头组建联盟", "联盟由3家医院牵头组建")
    far = found("哪家医院牵头组建联盟", "联盟由3家医院牵头组建,桥梁竣工,公园开放,北京代表团来访")
    assert (far["news_beside"], far["names_beside"]) == (near["news_beside"], near["names_beside"])


@pytest.mark.parametrize("stretch", ["", "、、。", "8件"])
def test_a_stretch_without_words(stretch: str) -> None:
    told = found("谁牵头", stretch)
    assert (told["news_beside"], told["names_beside"], told["most_missing"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "question", "stretch"),
    [
        ("counted", "人才公寓是哪个月交付的", "5月交付人才公寓300套"),  # when, not which
        ("most_missing", "最低生活保障标准提高到多少", "城乡低保标准提高到800元"),  # is called so
        ("unnamed", "哪家医院牵头", "医院牵头"),  # counts nothing
        ("unnamed", "哪个市有示范企业", "示范企业2家"),  # which place
        ("nowhere", "新馆建在哪里", "新馆建成开放"),  # the report's place answers
    ],
)
def test_what_only_looks_like_it(name: str, question: str, stretch: str) -> None:
    assert found(question, stretch)[name] == 0


def test_a_question_for_a_figure_is_no_question_for_names() -> None:
    assert found("受理多少件", "受理复议案件8件") == dict.fromkeys(NAMES, 0.0)
