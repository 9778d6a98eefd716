"""Names of what is no place of a report: what is told of others is no answer."""

from __future__ import annotations

import pytest

from rag.elsewhere import is_of, name_in
from rag.types import Passage, Report


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("花湖机场2022年旅客增长多少", "花湖"),
        ("德国2020年有多少件行政诉讼", "德国"),
        ("行政复议案件多少件", ""),
        ("新能源汽车产量多少", ""),
        ("GDP增长多少", ""),
        ("", ""),
    ],
)
def test_the_first_proper_name(question: str, name: str) -> None:
    assert name_in(question) == name


def passage(text: str, *heading: str) -> Passage:
    return Passage(1, "r", heading, 0, len(text), ((0, len(text)),), text)


@pytest.mark.parametrize(
    ("name", "text", "heading", "of"),
    [
        pytest.param("花湖", "花湖机场旅客3万人次。", (), True, id="in the passage"),
        pytest.param("花湖", "旅客3万人次。", ("花湖机场",), True, id="in a heading"),
        pytest.param("花湖机", "花湖航空港旅客3万人次。", (), True, id="its first half"),
        pytest.param("岚盟", "旅客3万人次。", (), True, id="short for the report's place"),
        pytest.param("岚川山州", "旅客3万人次。", (), False, id="letters of the place and others"),
        pytest.param("兰穿山", "旅客3万人次。", (), True, id="sounds like the place"),
        pytest.param("曼谷", "旅客3万人次。", (), False, id="somewhere else"),
    ],
)
def test_whose_passage_it_is(name: str, text: str, heading: tuple[str, ...], of: bool) -> None:
    report = Report(id="r", file="", title="工作报告", place="岚川山盟", year=2022)
    assert is_of(name, passage(text, *heading), report) is of
