"""Questions for all the places that something is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.everywhere import MORE, MOST, PARTLY, meets
from tests.fakes import assistant_over

REPORT = """【示例】内容为虚构
{place}2022年政府工作报告
一、2022年工作回顾
地区生产总值增长{growth}%。{done}
二、2023年工作安排
{planned}
"""
PLACES = {
    "岚川市": ("4.1", "新建口袋公园8个。", "改造老旧小区12个。"),
    "禾丰县": ("8.2", "新建口袋公园3个。", "加快发展低空经济。"),
    "青屿市": ("9", "新建图书馆2座。", "新建口袋公园5个。"),
    "霁山市": ("6.5", "出台低空经济20条。", "新建体育馆1座。"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    texts = [REPORT.format(place=place, growth=growth, done=done, planned=planned)
             for place, (growth, done, planned) in PLACES.items()]  # fmt: skip
    return assistant_over(tmp_path_factory.mktemp("everywhere"), *texts)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        pytest.param(
            "哪些地方2022年新建了口袋公园？",
            {"岚川市2022年：新建口袋公园8个", "禾丰县2022年：新建口袋公园3个"},
            id="done in that year, not planned for the next",
        ),
        pytest.param(
            "哪些地方提到低空经济？",
            {"禾丰县2023年（计划）：加快发展低空经济", "霁山市2022年：出台低空经济20条"},
            id="done or planned",
        ),
        pytest.param(
            "哪些地方地区生产总值增长超过8%？",
            {"禾丰县2022年：地区生产总值增长8.2%", "青屿市2022年：地区生产总值增长9%"},
            id="by more than",
        ),
        pytest.param(
            "哪些地方地区生产总值增长7%以下？",
            {"岚川市2022年：地区生产总值增长4.1%", "霁山市2022年：地区生产总值增长6.5%"},
            id="by less than",
        ),
    ],
)
def test_a_line_for_each_place(reports: Assistant, question: str, lines: set[str]) -> None:
    answer = reports.answer(question)
    assert answer.status == "answered"
    assert {line.partition("[")[0] for line in answer.answer.split("\n")} == lines
    assert all(statement.supported for statement in answer.statements)
    assert len({citation.report for citation in answer.citations}) == len(lines)


@pytest.mark.parametrize("meant", ["超过9%", "超过12%", "低于4.1%", "5%"])
def test_what_no_place_meets_is_refused(reports: Assistant, meant: str) -> None:
    assert reports.answer(f"哪些地方地区生产总值增长{meant}？").status == "refused"


@pytest.mark.parametrize(
    ("question", "clause", "met"),
    [
        ("增长不低于8%", "增长8%", True),
        ("增长不低于8%", "增长6%", False),
        ("增长超过8%", "增长8%", False),
        ("增长8%及以上", "增长8%", True),
        ("增长不超过8%", "增长9%", False),
        ("增长不到8%", "增长8%", False),
        ("增长8%", "增长8%", True),
        ("收入8亿元", "增长8%", False),
        ("增长快", "增长8%", True),
    ],
)
def test_how_a_figure_is_meant(question: str, clause: str, met: bool) -> None:
    assert meets(question, clause) is met


def test_one_place_is_asked_for(reports: Assistant) -> None:
    assert "\n" not in reports.answer("哪个市2022年新建了图书馆？").answer


def test_more_places_than_are_listed(tmp_path_factory: pytest.TempPathFactory) -> None:
    places = [f"岚{char}市" for char in "川溪湖江海山岭峰谷"]
    texts = [
        REPORT.format(place=place, growth="4", done="新建口袋公园8个。", planned="改造老旧小区9个。")
        for place in places
    ]
    many = assistant_over(tmp_path_factory.mktemp("many"), *texts)
    *lines, last = many.answer("哪些市2022年新建了口袋公园？").answer.split("\n")
    assert len(lines) == MOST < len(places)
    assert last == MORE


def test_each_place_is_told_of_with_what_it_has_done(reports: Assistant) -> None:
    answer = reports.answer("各地地区生产总值增长多少？").answer
    assert {line.split("[")[0] for line in answer.split("\n")} == {
        f"{place}2022年：地区生产总值增长{growth}%" for place, (growth, _, _) in PLACES.items()
    }


def test_of_many_places_not_all_may_be_found(tmp_path: Path) -> None:
    built, planned = ["新建口袋公园2个。"] * 3 + ["修路。"] * 7, "修桥。"
    texts = [
        REPORT.format(place=f"{name}川县", growth=5, done=done, planned=planned)
        for name, done in zip("甲乙丙丁戊己庚辛壬癸", built, strict=True)
    ]
    answer = assistant_over(tmp_path, *texts).answer("哪些县2022年新建了口袋公园？").answer
    assert answer.endswith(PARTLY)
    assert answer.count("新建口袋公园2个") == 3
