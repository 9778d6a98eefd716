"""Places in questions, against a catalogue."""

from __future__ import annotations

import pytest

from rag.places import find_places
from rag.types import Report


def report(place: str, *parents: str) -> Report:
    return Report(id=place, file=place, title=place, place=place, parents=parents)


CATALOGUE = [
    report("岚川市", "云岭省"),
    report("澜川区", "沅阳市", "云岭省"),
    report("禾丰县", "岚川市"),
    report("吉林市", "吉林省"),
]


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
        ("我市各县区受理多少件", (), ()),  # names no place
        ("全省哪些开发区社区小区做得好", (), ()),
    ],
)
def test_places(question: str, known: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    places = find_places(question, CATALOGUE)
    assert (places.known, places.unknown) == (known, unknown)


@pytest.mark.parametrize(
    ("question", "heard"),
    [
        ("禾风县2021年受理多少件", {"禾风县": ("禾丰县",)}),
        ("兰川市2021年受理多少件", {"兰川市": ("岚川市", "澜川区")}),  # may be either: to be asked
    ],
)
def test_misspelt_places(question: str, heard: dict[str, tuple[str, ...]]) -> None:
    assert find_places(question, CATALOGUE).heard == heard


def test_a_real_place_is_never_taken_for_another() -> None:
    places = find_places("榆林市2023年受理多少件", [report("玉林市")])
    assert (places.known, places.unknown, places.heard) == ((), ("榆林市",), {})


def test_names_leave_the_rest_of_the_question() -> None:
    assert find_places("岚川市行政复议", CATALOGUE).rest.strip() == "行政复议"
