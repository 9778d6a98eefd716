"""Which place a text names most, and names without their suffix."""

from __future__ import annotations

import pytest

from ingest.metadata.mentions import mentions
from ingest.metadata.told import Told
from ingest.metadata.votes import (
    FAMOUS,
    IN_SHORT,
    LISTED,
    OWN,
    PARENT,
    PLAIN,
    VISITED,
    complete,
    elected,
    in_short,
    named,
)


def test_how_a_name_is_used_counts() -> None:
    text = "《运城市条例》施行。运城市好。学习大同市。太原市、阳泉市参加。临汾市尧都区好。"
    assert named(mentions(text), Told("市"), text) == {
        "运城市": OWN + PLAIN,
        "大同市": VISITED,
        "太原市": LISTED,
        "阳泉市": LISTED,
        "临汾市": PLAIN * PARENT // 10,
    }


def test_words_that_are_cities_in_short() -> None:
    votes = in_short("市", "东营发展,东营港。视察北京。深化合作。")
    assert votes == {"东营市": 2 * IN_SHORT, "北京市": FAMOUS}


def test_everyday_words_are_districts_in_slogans_only() -> None:
    assert in_short("区", "和平发展,和平年代。") == {}
    assert in_short("区", "平安朝阳建设。") == {"朝阳区": IN_SHORT}


def test_the_numbers_of_documents_name_districts() -> None:
    text = "按照有关制度(朝阳教办〔2024〕22号)(朝阳府办〔2024〕3号)办理。推动朝阳产业。"
    assert in_short("区", text) == {"朝阳区": 2 * IN_SHORT}


def test_a_letter_stands_for_a_prefecture_in_its_own_report() -> None:
    assert set(in_short("州", "法治巴州、法治政府。")) == {"巴音郭楞蒙古自治州"}
    assert not in_short("市", "法治巴州、法治政府。")


def test_the_lead_makes_the_confidence() -> None:
    clear = elected(Told("市"), "《运城市条例》。《运城市办法》。运城市人民政府。运城市。", ())
    close = elected(Told("市"), "《运城市条例》。《运城市办法》。《大同市条例》。大同市人民政府。", ())
    assert clear is not None
    assert close is not None
    assert (clear.value, clear.confidence) == (("运城市",), 0.8)
    assert close.confidence == 0.4


@pytest.mark.parametrize(
    ("text", "told", "name"),
    [
        ("《海西州实施方案》印发。海西州司法局督察。", Told("州"), "海西蒙古族藏族自治州"),  # completed by the table
        ("学习全国会议在浙江提出的新要求。浙江。", Told("省"), "浙江省"),
        ("《岚川市条例》施行。在岚川市人民政府。", Told("市"), "岚川市"),  # by its form
    ],
)
def test_elected(text: str, told: Told, name: str) -> None:
    found = elected(told, text, ())
    assert found is not None
    assert found.value == (name,)


def test_nobody_is_elected_without_votes() -> None:
    assert elected(Told("市"), "今天天气很好。", ()) is None


@pytest.mark.parametrize(
    ("short", "told", "text", "full"),
    [
        ("凉山", Told("州"), "凉山州委。凉山州。", "凉山彝族自治州"),
        ("岚川", Told("州"), "岚川州委。建设岚川彝族自治州。", "岚川彝族自治州"),
        ("吉林", Told("市"), "我市", "吉林市"),
        ("吉林", Told("省"), "我省", "吉林省"),
        ("东营", Told(), "东营区。东营市。东营市。", "东营市"),
        ("东营", Told(), "没有说", "东营市"),  # a city rather than a district
        ("岚川", Told(), "没有说", None),
        ("岚川", Told("县"), "没有说", "岚川县"),
        ("关于", Told("区"), "我区", None),  # 关于2023年…
    ],
)
def test_short_forms_are_completed(short: str, told: Told, text: str, full: str | None) -> None:
    assert complete(short, told, text) == full
