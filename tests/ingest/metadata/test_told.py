"""What kind of place a report calls its own."""

from __future__ import annotations

import pytest

from ingest.metadata.told import Told, told_kind


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("现在,我代表市人民政府,向大会报告工作。我省支持。", "市"),
        ("我代表青禾市人民政府报告工作。", "市"),
        ("我代表自治区人民政府报告工作。我区发展。", "自治区"),
        ("现在,我代表州人民政府报告工作。", "州"),
        ("下面,我代表行署作报告。全盟增长5%。", "盟"),
        ("我区开展工作。我区再开展。我市表扬。", "区"),
        ("我街道开展工作。", "街道"),
        ("全县共有12个乡镇。", "县"),
        pytest.param("全省第一,全省领先,全省前列。全市学法。", "市", id="ranks tell nothing"),
        pytest.param("全市推进,全市部署,全市督察。全县学法,全县普法。", "县", id="the lowest that is often named"),
        pytest.param("健全镇街机制。全县学法。", "县", id="健全镇 is no town"),
        pytest.param("基本县级完成。全市学法。", "市", id="基本县 is none"),
        pytest.param("2022年,我区推进。自治区党委要求。自治区人民政府部署。", "自治区", id="a region"),
        pytest.param("2022年,我区推进。自治区党委要求。区委、区政府部署。", "区", id="a district in a region"),
        pytest.param("2021年,区政府坚持学法。全市法治工作要点。", "区", id="who acts"),
        pytest.param("市水务局2023年度情况报告\n我局学法。落实省委部署。", "市", id="whose office reports"),
        pytest.param("区教育局关于2023年度情况的报告\n我市推进。", "区", id="a title before 我市"),
        pytest.param("2023年,我县推进。市、县两级司法局学法。", "县", id="市 in a sentence is no office"),
        pytest.param("落实责任,镇党委加强领导,镇政府督察。", "镇", id="a town acts"),
        pytest.param("统筹推进,街道党工委学法。", "街道", id="a street acts"),
        ("没有说。", ""),
    ],
)
def test_the_kind_of_place_that_calls_itself_ours(text: str, suffix: str) -> None:
    assert told_kind(text).suffix == suffix


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("在省委、省政府和市委、市政府的领导下", "市"),
        ("在县委、县政府的正确领导下", "县"),
        ("在市委直接领导下", "市"),
        ("省委常委会会议、省政府常务会议", "省"),
    ],
)
def test_who_led(text: str, suffix: str) -> None:
    assert told_kind(text, [(0, len(text))]) == Told(suffix)


def test_a_district_is_no_region() -> None:
    assert Told("区").fits("青禾区")
    assert not Told("区").fits("宁夏回族自治区")
    assert Told("自治区").fits("宁夏回族自治区")
    assert Told().fits("青禾县")
