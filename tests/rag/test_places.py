"""Places in questions, against a catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.places import Places, PlaceSaid, filter_places, find_places, sounding_like, spoken_names
from rag.strange_places import names_place
from rag.types import Report


def report(place: str, *parents: str) -> Report:
    return Report(id=place, file=place, title=place, place=place, parents=parents)


CATALOGUE = [
    report("岚川市", "云岭省"),
    report("澜川区", "沅阳市", "云岭省"),
    report("禾丰县", "岚川市"),
    report("吉林市", "吉林省"),
]


# Besides these, a prefecture that is mostly called by its short name with 州.
WITH_PREFECTURE = [*CATALOGUE, report("岚山苗族自治州", "云岭省")]


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        ("岚川市2021年受理多少件", ("岚川市",), ()),
        ("岚川2021年受理多少件", ("岚川市",), ()),  # short form
        ("禾丰县和岚川市哪个多", ("禾丰县", "岚川市"), ()),  # in the order of the question
        ("吉林省2022年受理多少件", (), ("吉林省",)),  # a province is not the city of its name
        ("吉林市2022年受理多少件", ("吉林市",), ()),
        ("云岭省哪个县受理最多", ("岚川市", "澜川区"), ()),  # asked for what lies below it
        ("太原市2018年受理多少件", (), ("太原市",)),
        ("南漪区2023年开展了多少场", (), ("南漪区",)),  # no dictionary knows it
        ("岚川市禾丰县2021年受理多少件", ("禾丰县",), ()),  # the city only says where the county lies
        ("那榕溪市呢", (), ("榕溪市",)),
        ("那榕溪市2023年受理多少件", (), ("榕溪市",)),
        ("2022年榕溪市受理多少件", (), ("榕溪市",)),
        ("岚川市比榕溪市高吗", ("岚川市",), ("榕溪市",)),
        ("那坡县呢", (), ("那坡县",)),  # a real name that begins so
        ("那全市呢", (), ()),
        ("那这个县呢", (), ()),
        ("老旧小区呢", (), ()),  # words
        ("安置区怎么样", (), ()),
        ("农村地区有多少人", (), ()),
        ("我市各县区受理多少件", (), ()),  # names no place
        ("全省哪些开发区社区小区做得好", (), ()),
        ("岚川、禾丰和澜川哪个多", ("岚川市", "禾丰县", "澜川区"), ()),
        ("岚川和太原哪个多", ("岚川市",), ("太原",)),  # one of the two has no report
        ("岚川市2021年和岚川市2022年", ("岚川市",), ()),  # twice the same
        ("岚川市级部门有多少个", ("岚川市",), ()),
        ("岚川县区有多少个", ("岚川市",), ()),  # what lies in 岚川, not a place called 岚川县
        ("云岭省2021年受理多少件", (), ("云岭省",)),  # the province's own figure is not that of its cities
        ("云岭省各县受理多少件", ("岚川市", "澜川区"), ()),  # asks for those below it
    ],
)
def test_places(question: str, known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    places = find_places(question, CATALOGUE)
    assert (places.known, places.unknown) == (known, unknown)


def test_each_catalogue_has_its_own_names() -> None:
    # names are kept for a catalogue, not for one that is like it or stands in its place
    for _ in range(20):
        for reports in (tuple(CATALOGUE), tuple(CATALOGUE[:3]), ()):
            places = find_places("吉林市2022年受理多少件", reports)
            assert places.known == (("吉林市",) if len(reports) == len(CATALOGUE) else ())


@pytest.mark.parametrize(
    "question",
    [
        "云岭省岚川市2021年受理多少件",
        "云岭省岚川2021年受理多少件",
        "岚川市（云岭省）2021年受理多少件",
        "岚川市和云岭省的要求相比有什么不足",
    ],
)
def test_the_parents_of_a_place_say_only_where_it_lies(question: str) -> None:
    places = find_places(question, CATALOGUE)
    assert (places.known, places.unknown) == (("岚川市",), ())
    assert "云岭" not in places.rest


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("岚山苗族自治州2021年受理多少件", "岚山苗族自治州"),
        ("岚山州2021年受理多少件", "岚山苗族自治州"),
        ("岚山2021年受理多少件", "岚山苗族自治州"),
        ("岚山州级大厅受理多少件", "岚山苗族自治州"),
        ("岚川地区生产总值是多少", "岚川市"),  # no prefecture called 岚川地区
        ("岚川省市重点项目有几个", "岚川市"),
        ("岚川县域城镇建设投资多少", "岚川市"),
        ("岚川区域创新能力排第几", "岚川市"),
    ],
)
def test_a_prefecture_by_all_its_names(question: str, known: str) -> None:
    assert find_places(question, WITH_PREFECTURE).known == (known,)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("岚盟2021年受理多少件", ("岚陵云林盟",)),
        ("2021年岚盟受理多少件", ("岚陵云林盟",)),
        ("请问岚盟受理多少件", ("岚陵云林盟",)),
        ("那岚盟呢", ("岚陵云林盟",)),
        ("晨岚盟约签了多少份", ()),  # the end of another word
        ("2022年岚盟约签了多少份", ()),
        ("岚盟级试点有几个", ()),
    ],
)
def test_a_long_name_by_its_first_and_last_letter(question: str, known: tuple[str, ...]) -> None:
    assert find_places(question, (report("岚陵云林盟"),)).known == known


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("岚川市", ("岚川市", "岚川")),
        ("岚山苗族自治州", ("岚山苗族自治州", "岚山", "岚山州")),
        ("云岭回族自治县", ("云岭回族自治县", "云岭", "云岭县")),
        ("随县", ("随县",)),  # one character is no name
        ("岚陵云林盟", ("岚陵云林盟", "岚陵云林", "岚盟")),
        ("岚陵云林市", ("岚陵云林市", "岚陵云林", "岚市")),
        ("岚陵云市", ("岚陵云市", "岚陵云")),
        ("五陵云林市", ("五陵云林市", "五陵云林")),  # 五市 are five of them
        ("黑龙江省", ("黑龙江省", "黑龙江", "龙江")),
        ("山东省", ("山东省", "山东", "齐鲁")),
    ],
)
def test_what_a_place_is_called(place: str, names: tuple[str, ...]) -> None:
    assert spoken_names(place) == names


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("太原市2018年受理多少件", ("太原市",)),
        ("太原2018年受理多少件", ("太原",)),  # short
        ("吉林省市场监管局办理案件多少", ("吉林省",)),  # not 吉林's 省市
        ("武汉公共资源交易中心完成交易多少宗", ("武汉",)),  # what every city has
        ("深圳资本市场有多少家上市公司", ("深圳",)),
        ("广州受理多少件", ("广州",)),  # short, though it ends like a prefecture
        ("西藏2024年受理多少件", ("西藏",)),
        ("甘孜州受理多少件", ("甘孜州",)),
        ("襄樊市受理多少件", ("襄樊市",)),  # a former name
        ("范县受理多少件", ("范县",)),  # of two characters
        ("鼓楼区受理多少件", ("鼓楼区",)),  # there are several
        ("上海市浦东新区受理多少件", ("浦东新区",)),  # the city only says where it lies
        ("马鞍山市和县受理多少件", ("马鞍山市", "和县")),
        ("甘肃兰州受理多少件", ("兰州", "甘肃")),  # one word for the tagger
        ("太原市、范县和鼓楼区哪个多", ("太原市", "范县", "鼓楼区")),
    ],
)
def test_real_divisions_without_a_report_are_unknown(question: str, unknown: tuple[str, ...]) -> None:
    places = find_places(question, CATALOGUE)
    assert (places.known, sorted(places.unknown)) == ((), sorted(unknown))


@pytest.mark.parametrize(
    "question",
    [
        # a division's name inside another word
        "哪些村评上了示范县",
        "模范县有几个",
        "各市和县受理多少件",
        "任县委书记的是谁",
        # what the tagger takes for a place
        "城镇新增就业多少人",
        "群众满意度是多少",
        "惠及多少人",
        "美丽乡村建了几个",
        "深度贫困县有几个",
        "新建了多少所学校",
        "文明城市创建得怎么样",
        "省级经开区、省级高新区各几个",
        "政府当被告上庭有几次",
        # a division's name as a part of another name
        "太原机场吞吐量多少",
        "郑州大学招了多少人",
        "太原火车站什么时候开通",
        "贵阳大数据交易所交易额多少",
        "粤港澳大湾区的投资多少",
        "现代产业园区有几个",
        # the whole country, and what is none
        "全国排第几",
        "我国第一座是哪座",
        "三区五县都有谁",
    ],
)
def test_what_names_no_place(question: str) -> None:
    places = find_places(question, CATALOGUE)
    assert (places.known, places.unknown, places.heard) == ((), (), {})


def test_a_known_place_inside_another_name_says_where_to_look() -> None:
    places = find_places("岚川机场2021年吞吐量多少", CATALOGUE)
    assert (places.known, places.rest.strip()) == (("岚川市",), "机场2021年吞吐量多少")


@pytest.mark.parametrize(
    ("question", "heard"),
    [
        ("禾风县2021年受理多少件", {"禾风县": ("禾丰县",)}),
        ("兰川县2021年受理多少件", {"兰川县": ("岚川市", "澜川区")}),  # may be either: to be asked
        ("请问一下去年禾风县受理了多少件", {"禾风县": ("禾丰县",)}),  # inside a longer text
        ("想知道和丰县的受理数", {"和丰县": ("禾丰县",)}),
        ("河锋县办了多少件", {"河锋县": ("禾丰县",)}),  # f-e-ng as f-e-n: dialects do not tell them apart
        ("禾丰县2021年受理多少件", {}),
        ("兰川市2021年受理多少件", {"兰川市": ("岚川市",)}),  # the one that is a 市
        ("蓝川2021年受理多少件", {"蓝川": ("岚川市",)}),  # short, but a question begins with it
        ("河道治理多少公里", {}),  # two syllables sound like too much else
    ],
)
def test_misspelt_places(question: str, heard: dict[str, tuple[str, ...]]) -> None:
    assert find_places(question, CATALOGUE).heard == heard


def test_a_real_place_is_never_taken_for_another() -> None:
    places = find_places("榆林市2023年受理多少件", [report("玉林市")])
    assert (places.known, places.unknown, places.heard) == ((), ("榆林市",), {})


def test_a_real_division_of_two_letters_is_no_other_place() -> None:
    catalogue = [report("梧州市")]
    assert find_places("玉州区2023年受理多少件", catalogue).known == ()
    assert find_places("吾州2023年受理多少件", catalogue).known == ("梧州市",)


def test_a_misspelt_name_that_may_be_one_place_only_is_taken_for_it() -> None:
    places = find_places("禾风县2021年受理多少件", CATALOGUE)
    assert (places.known, places.unknown, places.rest) == (("禾丰县",), (), "   2021年受理多少件")


def test_of_two_that_sound_alike_none_is_taken() -> None:
    places = find_places("兰川县2021年受理多少件", CATALOGUE)
    assert (places.known, places.unknown, places.any) == ((), (), True)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("禾风县", ("禾丰县",)),
        ("禾风", ("禾丰县",)),
        ("兰川", ("岚川市", "澜川区")),
        ("南川", ()),  # a real place, and n is not l
        ("吉林", ()),  # a word that the dictionary knows is not misspelt
    ],
)
def test_what_sounds_alike(name: str, places: tuple[str, ...]) -> None:
    assert sounding_like(name, CATALOGUE) == places


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("岚陵云木盟", ("岚陵云林盟",)),
        ("岚陵云木", ("岚陵云林盟",)),  # short
        ("岚陵木木盟", ()),  # two letters
        ("岚州市", ()),  # of two letters, one is half of it
    ],
)
def test_one_letter_of_a_long_name_may_be_wrong(name: str, places: tuple[str, ...]) -> None:
    assert sounding_like(name, [report("岚陵云林盟"), report("岚川市")]) == places


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        ("龙江受理多少件", ("黑龙江省",), ()),
        ("三晋大地受理多少件", ("山西省",), ()),
        ("八桂受理多少件", ("广西壮族自治区",), ()),
        ("龙江县受理多少件", (), ("龙江县",)),  # a county has that name
    ],
)
def test_what_else_provinces_are_called(question: str, known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    places = find_places(question, [report("黑龙江省"), report("山西省"), report("广西壮族自治区")])
    assert (places.known, places.unknown) == (known, unknown)


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        ("水果卖到太原多少吨", (), ()),
        ("禾丰县的水果销往广州多少吨", ("禾丰县",), ()),
        ("列车通达太原要多久", (), ()),
        ("太原的水果卖到广州多少吨", (), ("太原",)),
        ("游客到太原有多少", (), ("太原",)),  # nothing is brought there
    ],
)
def test_where_something_goes_is_not_asked_about(
    question: str, known: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    places = find_places(question, CATALOGUE)
    assert (places.known, places.unknown) == (known, unknown)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("岚川市行政复议", "   行政复议"),
        ("受理多少件", "受理多少件"),
        ("太原市受理多少件", "太原市受理多少件"),  # an unknown name may be a word of the answer
    ],
)
def test_names_leave_the_rest_of_the_question(question: str, rest: str) -> None:
    assert find_places(question, CATALOGUE).rest == rest


def test_where_places_stand() -> None:
    assert find_places("比较禾丰县和岚川", CATALOGUE).said == (PlaceSaid("禾丰县", 2), PlaceSaid("岚川市", 6))


@pytest.mark.parametrize(
    ("wanted", "known", "unknown"),
    [
        (["岚川市"], ("岚川市",), ()),
        ([" 岚川 "], ("岚川市",), ()),
        (["禾丰县", "岚川市", "禾丰"], ("禾丰县", "岚川市"), ()),
        (["火星"], (), ("火星",)),
        (["岚"], (), ("岚",)),  # never a part of a name
        ([], (), ()),
    ],
)
def test_filters(wanted: list[str], known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    places = filter_places(wanted, CATALOGUE)
    assert (places.known, places.unknown, places.rest) == (known, unknown, "")


def test_an_alias_in_a_filter() -> None:
    assert filter_places(["岚山州"], WITH_PREFECTURE).known == ("岚山苗族自治州",)


@pytest.mark.parametrize(
    ("name", "is_place"),
    [
        ("岚川市", True),
        ("岚川", True),  # without a suffix anything may be
        ("开发区", False),
        ("各县区", False),
        ("我市", False),
        ("示范县", False),
        ("省级经开区", False),
        ("五县", False),
    ],
)
def test_what_can_be_the_name_of_a_place(name: str, is_place: bool) -> None:
    assert names_place(name) is is_place


@given(st.text(alphabet="云岭省岚川市澜区禾丰县吉林太原和、的机场级各2021年兰风□?? ", max_size=30))
def test_any_text_is_read(question: str) -> None:
    places = find_places(question, CATALOGUE)
    assert isinstance(places, Places)
    assert set(places.known) <= {entry.place for entry in CATALOGUE}
    assert list(places.said) == sorted(places.said, key=lambda entry: entry.at)
    assert all(0 <= entry.at < len(question) for entry in places.said)
    assert len(places.rest) == len(question)
    assert all(name in question for name in places.unknown)
    assert not set(places.unknown) & set(places.heard)


def test_an_empty_index_knows_no_place() -> None:
    assert find_places("岚川市和太原市哪个多", []).known == ()


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("禾丰县成为岚川市首批示范县是在哪年", ("禾丰县",)),  # the parent says whose first ones
        ("岚川市和禾丰县各有多少件", ("岚川市", "禾丰县")),
        ("岚川市比禾丰县多多少件", ("岚川市", "禾丰县")),
    ],
)
def test_a_parent_beside_its_place(question: str, known: tuple[str, ...]) -> None:
    catalogue = [report("岚川市"), report("禾丰县", "岚川市")]
    assert find_places(question, catalogue).known == known


@pytest.mark.parametrize(
    ("question", "places", "rest"),
    [
        ("毕节省外到位资金多少", ("毕节市",), "省外到位资金多少"),
        ("毕节县乡公路改造多少公里", ("毕节市",), "县乡公路改造多少公里"),
        ("六盘水省运会拿了几块金牌", ("六盘水市",), "省运会拿了几块金牌"),
        ("吉林省外到位资金多少", (), ""),  # a real province, which the index lacks
    ],
)
def test_a_suffix_that_begins_the_next_word_is_none(question: str, places: tuple[str, ...], rest: str) -> None:
    catalogue = [
        Report(f"r{at}", f"{place}.txt", place, place, "市级", 2022)
        for at, place in enumerate(("毕节市", "六盘水市", "吉林市"))
    ]
    found = find_places(question, catalogue)
    assert found.known == places
    assert not places or found.rest.strip() == rest
