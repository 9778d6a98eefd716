"""The level of a place and what lies above it."""

from __future__ import annotations

import pytest

from ingest.metadata.parents import Place, place_of


@pytest.mark.parametrize(
    ("names", "text", "place"),
    [
        (("繁峙县",), "", Place("繁峙县", "县级", ("山西省", "忻州市"))),
        (("吉林市",), "吉林省。", Place("吉林市", "市级", ("吉林省",))),
        (("上海市",), "", Place("上海市", "省级", ())),
        (("静海区",), "", Place("静海区", "县级", ("天津市",))),
        (("朝阳区",), "长春市下放事项,吉林省平台。", Place("朝阳区", "县级", ("吉林省", "长春市"))),
        (("朝阳区",), "落实北京市要求。", Place("朝阳区", "县级", ("北京市",))),
        (("长沙市", "天心区", "坡子街街道"), "", Place("坡子街街道", "乡级", ("湖南省", "长沙市", "天心区"))),
        (("青禾镇",), "《繁峙县要点》。繁峙县委。", Place("青禾镇", "乡级", ("山西省", "忻州市", "繁峙县"))),
        (("大连长兴岛经济技术开发区",), "", Place("大连长兴岛经济技术开发区", "县级", ())),
        (("苏州工业园区",), "", Place("苏州工业园区", "县级", ("江苏省", "苏州市"))),
        pytest.param(("岚川市", "永丰市"), "", Place("永丰市", "县级", ("岚川市",)), id="a city below a city"),
        pytest.param(
            ("岚川市", "朝阳区"), "", Place("朝阳区", "县级", ("岚川市",)), id="a real name below an invented one"
        ),
        pytest.param(
            ("禾丰县",),
            "山西省人民政府要求。山西推进。青禾市人民政府表彰。我县落实青禾市委部署。",
            Place("禾丰县", "县级", ("山西省", "青禾市")),
            id="an invented one in a real province",
        ),
    ],
)
def test_place_of(names: tuple[str, ...], text: str, place: Place) -> None:
    assert place_of(names, text) == place


def test_parents_that_nothing_tells_apart_are_not_guessed() -> None:
    assert place_of(("鼓楼区",), "我区推进。").parents == ()


@pytest.mark.parametrize(
    "name", ["朝阳区", "西安区", "栖霞岭区", "河南岭县", "云南岭市", "桂林洋区", "桂林洋经济开发区"]
)
def test_how_a_name_begins_tells_no_parents(name: str) -> None:
    assert place_of((name,), f"{name}推进。").parents == ()


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        pytest.param("学习浙江省、江苏省经验,与南京市建立协作关系。", (), id="learning and working together"),
        pytest.param("赴江苏省苏州市学习考察,与广东省签订协议。", (), id="a visit"),
        pytest.param("与南京市人民政府签订协议。", (), id="a contract with a government"),
        pytest.param("省委、省政府要求,市委、市政府部署。江苏省有经验。", (), id="bare words"),
        pytest.param("苏州市委部署。南京市委部署。", (), id="two superiors"),
        pytest.param("浙江省委部署。南京市委部署。", (), id="superiors that do not fit"),
        pytest.param("落实江苏省委、南京市委部署。", ("江苏省", "南京市"), id="superiors"),
        pytest.param("在江苏省南京市凤翔岭县开会。", ("江苏省", "南京市"), id="a chain"),
        pytest.param("赴南京市凤翔岭县考察。", (), id="a visitor's chain"),
    ],
)
def test_parents_of_an_invented_county(text: str, parents: tuple[str, ...]) -> None:
    assert place_of(("凤翔岭县",), text).parents == parents


def test_what_is_visited_does_not_tell_namesakes_apart() -> None:
    assert place_of(("朝阳区",), "赴北京市朝阳区学习。").parents == ()
    assert place_of(("杭州市", "鼓楼区"), "落实南京市委部署。").parents == ("浙江省", "杭州市")


def test_the_sentence_that_tells_the_parents() -> None:
    text = "一是学法。落实江苏省委、南京市委部署。二是普法。"
    told = place_of(("凤翔岭县",), text).told
    assert told is not None
    assert text[slice(*told)] == "落实江苏省委、南京市委部署。"
    assert place_of(("繁峙县",), "").told is None
