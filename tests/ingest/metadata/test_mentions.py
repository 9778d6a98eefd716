"""Real divisions named in a text, and names of the form of one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.metadata.mentions import listed, marked, mentions, trimmed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在运城市盐湖区召开", [("运城市", "盐湖区")]),
        ("赴太原市、大同市学习", [("太原市",), ("大同市",)]),
        pytest.param("沿海城市适宜城市发展", [], id="海城市 and 宜城市 inside words"),
        pytest.param("宜城市教育局", [("宜城市",)], id="宜城市 itself"),
        pytest.param("建设健康县和文明县", [], id="康县 inside a word"),
        pytest.param("市委、市政府和县委的领导", [], id="和县 is not meant"),
        pytest.param("2022年,和县人民政府", [("和县",)], id="和县 is meant"),
        pytest.param("中心城区建设", [], id="城区 as a word"),
        pytest.param("岚川市推进", [], id="invented"),
    ],
)
def test_mentions(text: str, names: list[tuple[str, ...]]) -> None:
    assert [mention.names for mention in mentions(text)] == names


def test_places_in_a_row() -> None:
    text = "赴太原市、大同市和阳泉市学习。运城市推进。"
    found = mentions(text)
    assert [mention.names[-1] for mention in found if mention in listed(text, found)] == ["太原市", "大同市", "阳泉市"]


def test_marked_names() -> None:
    text = "在岚川市人民政府领导下,《岚川市促进办法》施行。围绕岚川市委部署。在运城市人民政府学习。"
    assert marked("市", text) == {"岚川市": 3}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("运城市", "运城市"),
        ("围绕岚川市", "岚川市"),
        ("第一师阿拉尔市", "阿拉尔市"),  # a real name at the end of a longer form
        ("岚川经济开发区", "岚川经济开发区"),  # 开发 is no verb here
        ("围绕岚川经济开发区", "岚川经济开发区"),
        ("下岚镇", "下岚镇"),  # nor are 下 and 大 words of their own
        ("大中街道", "大中街道"),
        ("开发区", ""),
        ("我县", ""),
    ],
)
def test_trimmed(name: str, expected: str) -> None:
    assert trimmed(name, f"{name}。{expected}。{expected}。") == expected


@given(st.text(alphabet="运城市盐湖区和县、在2。\n", max_size=60))
def test_mentions_are_where_they_say(text: str) -> None:
    found = mentions(text)
    assert all(text[mention.start : mention.end].endswith(mention.names[-1]) for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
