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
        (("朝阳区",), "北京。北京。", Place("朝阳区", "县级", ("北京市",))),
        (("长沙市", "天心区", "坡子街街道"), "", Place("坡子街街道", "乡级", ("湖南省", "长沙市", "天心区"))),
        (("青禾镇",), "《繁峙县要点》。繁峙县委。", Place("青禾镇", "乡级", ("山西省", "忻州市", "繁峙县"))),
        (("大连长兴岛经济技术开发区",), "", Place("大连长兴岛经济技术开发区", "县级", ("辽宁省", "大连市"))),
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
