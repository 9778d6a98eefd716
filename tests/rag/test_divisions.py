"""Names of divisions: chains of them, levels, short forms; real ones by the table, invented ones by their form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.divisions import chain, chain_at, is_name, level_of, short_name
from rag.gazetteer import is_real

PIECES = st.lists(
    st.sampled_from(
        ["青禾", "运城", "市", "县", "区", "省", "州", "镇", "和", "在", "2022年", "人民政府", "法治", "，"]
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("青禾市2022年度报告", ("青禾市",)),
        ("云岭省青禾市禾丰县人民政府", ("云岭省", "青禾市", "禾丰县")),
        ("内蒙古自治区青禾盟行政公署", ("内蒙古自治区", "青禾盟")),
        ("新疆维吾尔自治区2022年", ("新疆维吾尔自治区",)),
        ("北京市青禾区司法局", ("北京市", "青禾区")),
        ("青禾彝族自治州人民政府", ("青禾彝族自治州",)),
        ("青州市2021年", ("青州市",)),
        ("随县2022年", ("随县",)),
        ("青禾左旗2022年", ("青禾左旗",)),
        ("青禾市城市管理局", ("青禾市",)),
        ("青禾经济开发区2022年", ("青禾经济开发区",)),
        pytest.param("青禾市经济技术开发区管委会", ("青禾市经济技术开发区",), id="a city's zone goes by its name"),
        ("青禾镇人民政府2022年", ("青禾镇",)),
        pytest.param("青禾区人民政府禾丰街道办事处", ("青禾区", "禾丰街道"), id="a district's office in a street"),
        pytest.param("长沙市天心区坡子街街道办事处", ("长沙市", "天心区", "坡子街街道"), id="街 in a street's name"),
        pytest.param("阿坝州2021年", ("阿坝藏族羌族自治州",), id="a prefecture's everyday name"),
        pytest.param("黔东南州凯里市2021年", ("黔东南苗族侗族自治州", "凯里市"), id="and a city in it"),
        pytest.param("山西运城市盐湖区", ("山西省", "运城市", "盐湖区"), id="a province in short before its own"),
        pytest.param("晋城市城区2022年", ("晋城市", "城区"), id="a district named 城区"),
        pytest.param("城区建设2022年", (), id="城区 as a word"),
        pytest.param("市和县政府", (), id="和县 is not meant"),
        pytest.param("和县人民政府", ("和县",), id="和县 is meant"),
        pytest.param("青禾区禾丰镇委员会", ("青禾区", "禾丰镇"), id="a town's committee"),
        pytest.param("人民路街道办事处2022年", ("人民路街道",), id="a street named 人民路"),
        pytest.param("青禾市公安局禾丰区分局关于", ("青禾市", "禾丰区"), id="a branch"),
        pytest.param("运城市生态环境局盐湖分局2022年", ("运城市", "盐湖区"), id="a branch named in short"),
        pytest.param("运城市公安局交警分局2022年", ("运城市",), id="a branch of no district"),
        pytest.param("安居区域发展", (), id="区域 is a word"),
        pytest.param("山西省级示范", (), id="省级 is a word"),
        pytest.param("全市2022年", (), id="全市 is no name"),
        pytest.param("我区2022年", (), id="我区 is no name"),
        pytest.param("2022年青禾市", (), id="not at the beginning"),
        pytest.param("推动乡镇执法", (), id="a word that ends like a division"),
        pytest.param("青禾市法治政府建设示范区创建", ("青禾市",), id="a heading's words are no name"),
    ],
)
def test_chain(text: str, names: tuple[str, ...]) -> None:
    assert chain(text) == names


def test_where_a_chain_ends() -> None:
    assert chain_at("在山西运城市盐湖区的", 1) == (("山西省", "运城市", "盐湖区"), 9)
    assert chain_at("在的", 1) == ((), 1)


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("云岭省", "省级"),
        ("上海市", "省级"),
        ("宁夏回族自治区", "省级"),
        ("青禾市", "市级"),
        ("吉林市", "市级"),
        ("兴义市", "县级"),  # by the table
        ("青禾自治州", "市级"),
        ("青禾盟", "市级"),
        ("青禾区", "县级"),
        ("青禾县", "县级"),
        ("青禾旗", "县级"),
        ("青禾经济技术开发区", "县级"),
        ("青禾镇", "乡级"),
        ("青禾街道", "乡级"),
        ("办公室", None),
    ],
)
def test_levels(place: str, level: str | None) -> None:
    assert level_of(place) == level


@pytest.mark.parametrize(
    "word", ["全市", "自治区", "本县", "省", "大市", "示范区", "开发区", "中心城市", "法治政府建设示范区", "各州市"]
)
def test_no_names(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    ("place", "short"),
    [
        ("青禾市", "青禾"),
        ("凉山彝族自治州", "凉山"),
        ("随县", "随县"),
        ("宁夏回族自治区", "宁夏"),
        ("青禾地区", "青禾"),
    ],
)
def test_short_names(place: str, short: str) -> None:
    assert short_name(place) == short


@given(PIECES)
def test_a_chain_descends_and_stays_inside_its_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    names, end = chain_at(text, 0)
    assert 0 <= end <= len(text)
    levels = [["省级", "市级", "县级", "乡级"].index(level_of(name) or "") for name in names]
    assert levels == sorted(levels)
    # a city below a city that is not in the table is a county-level one, which its form does not tell
    assert [level for level in levels if level != 1] == sorted({*levels} - {1})
    assert levels.count(1) <= 2
    assert all(is_real(name) or is_name(name) for name in names)
