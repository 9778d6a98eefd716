"""The place of a report: names of divisions, and which of those named it is."""

from __future__ import annotations

import pytest

from ingest.places import complete, find_place, told_suffix
from rag.divisions import chain, is_name, level_of, short_name


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
        ("青禾镇人民政府2022年", ("青禾镇",)),
        pytest.param("全市2022年", (), id="全市 is no name"),
        pytest.param("我区2022年", (), id="我区 is no name"),
        pytest.param("2022年青禾市", (), id="not at the beginning"),
        pytest.param("推动乡镇执法", (), id="a word that ends like a division"),
    ],
)
def test_chain(text: str, names: tuple[str, ...]) -> None:
    assert chain(text) == names


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("云岭省", "省级"),
        ("上海市", "省级"),
        ("宁夏回族自治区", "省级"),
        ("青禾市", "市级"),
        ("青禾自治州", "市级"),
        ("青禾盟", "市级"),
        ("青禾区", "县级"),
        ("青禾县", "县级"),
        ("青禾旗", "县级"),
        ("青禾镇", "乡级"),
        ("青禾街道", "乡级"),
        ("办公室", None),
    ],
)
def test_levels(place: str, level: str | None) -> None:
    assert level_of(place) == level


@pytest.mark.parametrize("word", ["全市", "自治区", "本县", "省", "大市", "示范区", "开发区", "中心城市"])
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


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("现在,我代表市人民政府,向大会报告工作。我省支持。", "市"),
        ("我代表青禾市人民政府报告工作。", "市"),
        ("我代表自治区人民政府报告工作。我区发展。", "自治区"),
        ("现在,我代表州人民政府报告工作。", "州"),
        ("下面,我代表行署作报告。全盟增长5%。", "盟"),
        ("我区开展工作。我区再开展。我市表扬。", "区"),
        ("全县共有12个乡镇。", "县"),
        ("没有说。", None),
    ],
)
def test_the_kind_of_place_that_calls_itself_ours(text: str, suffix: str | None) -> None:
    assert told_suffix(text) == suffix


def place(title: str = "", text: str = "", *, lines: tuple[str, ...] = (), stem: str = "a8f3") -> str | None:
    found = find_place(title, lines, text or title, stem)
    return found.name if found else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青禾市2022年度法治政府建设情况报告", "青禾市"),
        ("关于推进青禾市法治政府建设工作的提案", "青禾市"),
        ("2021年青禾区法治政府建设年度报告", "青禾区"),
        ("中共青禾县委全面依法治县委员会办公室关于青禾县2023年度法治政府建设情况的报告", "青禾县"),
        ("青禾市司法局2021年法治政府建设情况报告", "青禾市"),
        ("青禾市人民政府办公室关于印发青禾市2023年法治政府建设工作计划的通知", "青禾市"),
        ("2025年新疆政府工作报告", "新疆维吾尔自治区"),
        ("2025年云南省政府工作报告", "云南省"),
        ("云岭省青禾市禾丰县2022年度法治政府建设情况报告", "禾丰县"),
        ("重庆市2021年法治政府建设情况报告", "重庆市"),
    ],
)
def test_the_title_tells(title: str, expected: str) -> None:
    assert place(title, f"{title}。{title}") == expected


def test_places_named_in_passing_do_not_count() -> None:
    text = (
        "2020年,我区按照云浮市委部署推进工作。赴太原市、大同市学习,太原市经验好,太原市做法新。"
        "《青禾区2020年工作要点》印发。制定《青禾区学法计划》。青禾区全面完成。"
    )
    assert place(text=text) == "青禾区"


def test_a_city_that_is_named_only_in_short() -> None:
    text = "现在,我代表市人民政府,向大会报告工作。视察东营重要指示。东营发展,东营未来,东营港。学习青岛市经验。"
    assert place(text=text) == "东营市"


def test_the_lines_of_the_occasion_tell() -> None:
    lines = ("——2024年1月16日在青禾市第五届人民代表大会第三次会议上",)
    assert place("政府工作报告", "我代表市人民政府报告工作。", lines=lines) == "青禾市"


def test_a_telling_file_name_helps_where_the_text_does_not() -> None:
    text = "现在,我代表市人民政府,向大会报告工作。"
    assert place(text=text, stem="青禾2024年政府工作报告") == "青禾市"
    assert place(text=text, stem="000_ab298d9553f72b0a") is None


def test_short_forms_are_completed_from_the_text() -> None:
    assert complete("凉山", "州", "凉山州委。凉山州。建设凉山彝族自治州。") == "凉山彝族自治州"
    assert complete("吉林", "市", "我市") == "吉林市"
    assert complete("吉林", "省", "我省") == "吉林省"
    assert complete("青禾", None, "没有说") is None


def test_parents() -> None:
    text = "山西省人民政府要求。山西推进。青禾市人民政府表彰。我县落实青禾市委部署。"
    found = find_place("禾丰县2021年度法治政府建设情况报告", (), text, "x")
    assert found is not None
    assert (found.level, found.parents) == ("县级", ("山西省", "青禾市"))


def test_a_city_below_a_city_is_a_county_level_one() -> None:
    found = find_place("青禾市永丰市2021年度法治政府建设情况报告", (), "", "x")
    assert found is not None
    assert (found.name, found.level, found.parents) == ("永丰市", "县级", ("青禾市",))
