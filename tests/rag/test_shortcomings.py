"""The problems of a report, item by item."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.outline import Outline
from rag.shortcomings import problem_items, sentences_between
from rag.text import sentence_spans
from rag.types import Passage

PROBLEMS = Outline((0,), ("problem",))


def passage(text: str, *heading: str, start: int = 0) -> Passage:
    spans = tuple((a + start, b + start) for a, b in sentence_spans(text))
    return Passage(0, "r", heading, start, start + len(text), spans, text)


def items(text: str, *heading: str, found: Outline = PROBLEMS) -> list[str]:
    return [one.slice(span) for one, span in problem_items([passage(text, *heading)], found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # semicolons
        (
            "人手不够；经费紧张；培训不足。",
            ["人手不够；", "经费紧张；", "培训不足。"],
        ),
        ("人手不够;经费紧张。", ["人手不够;", "经费紧张。"]),  # half width
        # 一是 … 二是 …
        ("一是人手不够，二是经费紧张。", ["一是人手不够，", "二是经费紧张。"]),
        ("一是人手不够；二是经费紧张。", ["一是人手不够；", "二是经费紧张。"]),
        ("（一）人手不够。（二）经费紧张。", ["（一）人手不够。", "（二）经费紧张。"]),
        # sentences
        ("人手不够。经费紧张。", ["人手不够。", "经费紧张。"]),
        # a lead up to its colon
        (
            "我们也清醒地看到，工作中还存在不少困难和问题：人手不够；经费紧张。",
            ["人手不够；", "经费紧张。"],
        ),
        ("主要表现在：一是人手不够；二是经费紧张。", ["一是人手不够；", "二是经费紧张。"]),
        ("存在的不足主要是：人手不够。", ["人手不够。"]),
        # a lead that is a sentence of its own
        ("工作中还存在一些问题。一是人手不够。二是经费紧张。", ["一是人手不够。", "二是经费紧张。"]),
        ("我们清醒地认识到发展中的不足。人手不够。", ["人手不够。"]),
        ("虽然取得一定成绩，但仍有不足。人手不够。", ["人手不够。"]),
        ("工作虽有进步，但差距不容忽视。人手不够。", ["人手不够。"]),
        ("工作中我们也感到，还有差距。人手不够。", ["人手不够。"]),
        ("虽有示范县4个，但9个县规模不足百亿。", ["虽有示范县4个，但9个县规模不足百亿。"]),
        # names of the section, bullets
        ("【存在问题】\n◇ 人手不够。\n◇ 经费紧张。", ["◇ 人手不够。", "◇ 经费紧张。"]),
        ("二、存在问题：人手不够；经费紧张。", ["人手不够；", "经费紧张。"]),
        ("①人手不够。②经费紧张。", ["①人手不够。", "②经费紧张。"]),
        ("1、2022年人手不够；2、经费紧张。", ["1、2022年人手不够；", "2、经费紧张。"]),
        # what explains an item goes with it
        ("一是人手不够。只有9人。二是经费紧张。", ["一是人手不够。只有9人。", "二是经费紧张。"]),
        ("一是人手不够；装备落后。二是经费紧张。", ["一是人手不够；装备落后。", "二是经费紧张。"]),
        ("——人手不够。只有9人；\n——经费紧张。", ["——人手不够。只有9人；", "——经费紧张。"]),
        ("◇ 人手不够。只有9人。\n◇ 经费紧张。", ["◇ 人手不够。只有9人。", "◇ 经费紧张。"]),
        ("一是人手不够。\n只有9人。二是经费紧张。", ["一是人手不够。", "只有9人。", "二是经费紧张。"]),  # another line
        ("一是人手不够。对此，我们将招录。只有9人。二是经费紧张。", ["一是人手不够。", "只有9人。", "二是经费紧张。"]),
        ("人手不够。一是经费紧张。装备落后。", ["人手不够。", "一是经费紧张。", "装备落后。"]),  # no list
        # but an item may say that there are problems
        ("一是执法中还存在一些问题。二是经费紧张。", ["一是执法中还存在一些问题。", "二是经费紧张。"]),
        # closings
        ("人手不够。对此，我们将认真研究。", ["人手不够。"]),
        ("人手不够。这些问题，我们一定下大力气加以解决。", ["人手不够。"]),
        ("人手不够。下一步，加强培训；增加经费。", ["人手不够。"]),  # with all that it lists
        ("人手不够；经费紧张；对这些问题，我们将切实加以解决。", ["人手不够；", "经费紧张；"]),  # of one sentence
        ("人手不够。前行路上，我们将知重负重。", ["人手不够。"]),
        # a problem not solved is no promise
        ("遗留问题没有得到切实解决。", ["遗留问题没有得到切实解决。"]),
        # too short to say anything
        ("人手不够；等。", ["人手不够；"]),
        ("；；。", []),
        ("", []),
    ],
)
def test_items(text: str, expected: list[str]) -> None:
    assert items(text) == expected


def test_only_what_is_wrong() -> None:
    text = "办理80件。人手不够。新建5所。"
    assert items(text, found=Outline((0, 6, 11), ("done", "problem", "plan"))) == ["人手不够。"]
    assert items(text, found=Outline((0,), ("done",))) == []


def test_headings_are_no_problems() -> None:
    assert items("二、存在的问题\n人手不够。", "二、存在的问题") == ["人手不够。"]


def test_passages_in_order() -> None:
    report = [passage("人手不够。"), passage("经费紧张。", start=6)]
    assert problem_items(report, PROBLEMS) == [(report[0], (0, 5)), (report[1], (6, 11))]


def test_sentences_of_a_stretch() -> None:
    one = passage("人手不够。经费紧张。培训不足。", start=100)
    assert sentences_between(one, (105, 115)) == [(105, 110), (110, 115)]
    assert sentences_between(one, (100, 103)) == [(100, 103)]


@given(
    st.lists(
        st.sampled_from(["人手不够", "一是经费紧张", "；", "。", "：", "存在一些问题", "对此，我们将改进", "，", "\n"]),
        max_size=12,
    ).map("".join)
)
def test_items_are_stretches_of_their_lines(text: str) -> None:
    one = passage(text)
    spans = [span for _, span in problem_items([one], PROBLEMS)]
    assert spans == sorted(spans)
    assert all(start < end and "\n" not in one.slice((start, end)) for start, end in spans)
    assert all(any(a <= at <= b for a, b in one.sentences) for span in spans for at in span)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_what_is_seen_may_follow_in_the_same_sentence() -> None:
    text = (
        "同时，我们也清醒认识到，传统产业改造较慢，新兴产业支撑不足，城乡建设管理存在短板，公共服务与群众期盼还有差距。"
    )
    assert items(text) == [text.split("，", 2)[2]]
    assert items("我们也清醒认识到，存在一些问题。") == []  # the next sentences tell them


def test_what_is_seen_may_be_called_problems() -> None:
    told = "传统产业改造较慢，新兴产业支撑不足，城乡建设管理存在短板，公共服务与群众期盼还有差距。"
    assert items(f"我们也认识到工作中的困难和问题，{told}") == [told]
    assert items("我们也认识到工作中的困难和问题，人手不够。") == []


def test_a_long_sentence_tells_problems_itself() -> None:
    told = "人手不够，经费紧张，培训不足，" * 5 + "执法工作存在不少问题。"
    assert len(told) > 80
    assert items(f"{told}人手不够。") == [told, "人手不够。"]
    assert items("执法工作存在不少问题。人手不够。") == ["人手不够。"]
