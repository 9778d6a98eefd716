"""The table of divisions: what is real, what lies above it, former names, short names."""

from __future__ import annotations

from pathlib import Path

import pytest

import rag.gazetteer
from rag.gazetteer import above, divisions_named, full_names, is_real, name_at, name_before, prefectures_from, today

TABLE = Path(rag.gazetteer.__file__).with_name("divisions.csv")


@pytest.mark.parametrize(
    ("name", "level", "parents"),
    [
        ("吉林省", "省级", ()),
        ("吉林市", "市级", ("吉林省",)),
        ("北京市", "省级", ()),
        ("海淀区", "县级", ("北京市",)),  # a municipality has no prefecture between
        ("兴义市", "县级", ("贵州省", "黔西南布依族苗族自治州")),  # a city below a prefecture
        ("仙桃市", "县级", ("湖北省",)),  # right below its province
        ("东莞市", "市级", ("广东省",)),  # a city without districts
        ("石河子市", "县级", ("新疆维吾尔自治区",)),
        ("浦东新区", "县级", ("上海市",)),
        ("石家庄高新技术产业开发区", "县级", ("河北省", "石家庄市")),  # no division, counted as one
        ("襄樊市", "市级", ("湖北省",)),  # a former name
        ("思茅市", "县级", ("云南省", "普洱市")),  # a former name in a former prefecture
    ],
)
def test_levels_and_parents(name: str, level: str, parents: tuple[str, ...]) -> None:
    (division,) = divisions_named(name)
    assert (division.level, above(division)) == (level, parents)


def test_several_divisions_have_one_name() -> None:
    assert {above(division)[-1] for division in divisions_named("鼓楼区")} == {"南京市", "徐州市", "福州市", "开封市"}


@pytest.mark.parametrize("name", ["市辖区", "县", "岚川市", "示例县", "全市", ""])
def test_what_is_no_real_name(name: str) -> None:
    assert not is_real(name)
    assert divisions_named(name) == ()


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("襄樊市", "襄阳市"),
        ("崇文区", "东城区"),  # merged
        ("郫县", "郫都区"),  # a county that became a district
        ("金明区", None),  # divided among others
        ("襄阳市", None),  # today's name
        ("岚川市", None),
    ],
)
def test_former_names(name: str, now: str | None) -> None:
    assert today(name) == now


@pytest.mark.parametrize(
    ("short", "suffix", "names"),
    [
        ("甘孜", "", ("甘孜县", "甘孜藏族自治州")),
        ("甘孜", "州", ("甘孜藏族自治州",)),
        ("阿坝州", "", ("阿坝藏族羌族自治州",)),
        ("伊犁州", "州", ("伊犁哈萨克自治州",)),  # 哈萨克 goes without 族
        ("黔西", "州", ()),  # 黔西南 is another name
        ("吉林", "市", ("吉林市",)),
        ("吉林", "", ("吉林市", "吉林省")),
        ("襄樊", "", ()),  # only today's names have a short form
        ("岚川", "", ()),
    ],
)
def test_short_names(short: str, suffix: str, names: tuple[str, ...]) -> None:
    assert full_names(short, suffix) == names


def test_prefectures_by_their_first_letter() -> None:
    assert prefectures_from("巴") == ("巴音郭楞蒙古自治州",)
    assert prefectures_from("青") == ()


def test_names_inside_a_text() -> None:
    text = "在运城市盐湖区"
    assert name_at(text, 1) == "运城市"
    assert name_at(text, 0) is None
    assert name_before(text, len(text)) == "盐湖区"
    assert name_before(text, len(text), start=5) is None


def test_the_table_is_well_formed() -> None:
    rows = [line.split(",") for line in TABLE.read_text("utf-8").splitlines()]
    codes = {int(row[0]) for row in rows if len(row) == 2}
    assert TABLE.stat().st_size <= 120_000
    assert len(codes) == sum(len(row) == 2 for row in rows) > 3_300
    for code, name, *now in rows:
        assert len(code) == 6
        assert 2 <= len(name) <= rag.gazetteer.LONGEST_NAME
        assert not now or now[0] in ("=", "-") or int(now[0]) in codes, name
