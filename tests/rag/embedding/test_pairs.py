"""What becomes a query and what a passage."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.embedding.pairs import (
    COPIES,
    LONGEST_PASSAGE,
    LONGEST_SENTENCE,
    NEIGHBOURS,
    PASSAGE_CHARACTERS,
    PHRASE_COPIES,
    SHORTEST_SENTENCE,
    Pair,
    _excerpt,
    article_pairs,
    brief_pairs,
    build_pairs,
    everyday,
    inverse_cloze,
    law_pairs,
    news_pairs,
    passages,
    question_pairs,
    sentences,
    texts_of,
    thesaurus_pairs,
)
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Write = Callable[[Path, list[dict[str, str]]], None]


class LoadedDice(random.Random):
    """Dice that always fall on the same number, and choose the first of a list."""

    def __init__(self, number: float) -> None:
        super().__init__()
        self._number = number

    def random(self) -> float:
        return self._number

    def choice(self, seq: Sequence[Any]) -> Any:
        return seq[0]


ALWAYS, NEVER = LoadedDice(0.0), LoadedDice(0.99)  # below, and above, every share


def test_sentences() -> None:
    assert sentences("全年收案。结案多少？\n 分号也分；末句") == ["全年收案。", "结案多少？", "分号也分；", "末句"]


@pytest.mark.parametrize(
    ("lengths", "runs"),
    [
        ([100] * 6, [3, 3]),  # 300 characters are the first to reach 240
        ([240, 240], [1, 1]),  # 240 are enough
        ([240, 79], [1]),  # a rest under a third of 240 falls away
        ([240, 80], [1, 1]),  # a third is kept
        ([10, 20], [2]),  # however short, where there is no other
        ([500, 10, 250], [1, 2]),  # a long sentence is a run by itself
        ([], []),
    ],
)
def test_passages_by_hand(lengths: list[int], runs: list[int]) -> None:
    assert [len(run) for run in passages(["字" * length for length in lengths])] == runs


@given(st.lists(st.integers(1, 300), max_size=40))
def test_passages_are_runs_in_order(lengths: list[int]) -> None:
    parts = [f"{number:03}".ljust(length, "字") for number, length in enumerate(lengths)]
    runs = list(passages(parts))
    joined = [part for run in runs for part in run]
    assert joined == parts[: len(joined)]  # none twice, none left out but at the end
    assert sum(map(len, parts[len(joined) :])) < PASSAGE_CHARACTERS / 3
    assert bool(runs) is bool(parts)
    for run in runs[:-1]:
        assert sum(map(len, run)) >= PASSAGE_CHARACTERS > sum(map(len, run[:-1]))


def numbered(count: int) -> str:
    """Return sentences of 30 characters that begin with their numbers from 00: eight are a passage."""
    return "".join(f"第{number:02}句".ljust(29, "字") + "。" for number in range(count))


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"第(\d\d)句", text)]


@pytest.mark.parametrize(
    ("dice", "passage"),
    [(NEVER, [1, 2, 3, 4, 5, 6, 7]), (ALWAYS, [0, 1, 2, 3, 4, 5, 6, 7])],
    ids=["without the sentence", "with it"],
)
def test_inverse_cloze_by_hand(dice: random.Random, passage: list[int]) -> None:
    (pair,) = inverse_cloze("news", numbered(8), dice, most=4)
    assert (pair.source, numbers(pair.query), numbers(pair.passage)) == ("news", [0], passage)


@given(st.integers(0, 2**32), st.integers(0, 60), st.integers(1, 6))
def test_inverse_cloze_takes_passages_in_a_row_none_twice(seed: int, count: int, most: int) -> None:
    found = list(inverse_cloze("news", numbered(count), random.Random(seed), most=most))
    # a rest of three sentences or more, 90 characters, is a passage too; of one sentence alone there is no rest
    whole, rest = divmod(count, 8)
    assert len(found) == min(most, whole + (rest >= 3 or (whole == 0 and rest == 2)))
    spans = []
    for pair in found:
        (query,) = numbers(pair.query)
        held = sorted({query, *numbers(pair.passage)})
        assert held == list(range(held[0], held[-1] + 1))  # the sentences around the query, without a gap
        assert numbers(pair.passage) in (held, [number for number in held if number != query])
        spans.append((held[0], held[-1] + 1))
    assert all(end == start for (_, end), (start, _) in pairwise(spans))
    assert all(start % 8 == 0 for start, _ in spans)


def test_inverse_cloze_begins_anywhere() -> None:
    # 40 sentences are 5 passages; 3 in a row begin with the first, second or third
    firsts = set()
    for seed in range(50):
        pair = next(inverse_cloze("news", numbered(40), random.Random(seed), most=3))
        firsts.add(numbers(pair.query)[0] // 8)
    assert firsts == {0, 1, 2}


def test_inverse_cloze_takes_sentences_of_fitting_length() -> None:
    text = "太短。这一句话的长度正好合适。" + "长" * 100 + "。"
    for seed in range(20):
        found = list(inverse_cloze("news", text, random.Random(seed), most=3))
        assert [pair.query for pair in found] == ["这一句话的长度正好合适。"]


@pytest.mark.parametrize(
    "text",
    [
        "只有这样一句完整的话。",  # one sentence has no surroundings
        "太短。太短。",  # no sentence that could be a question
        "",
    ],
)
def test_no_inverse_cloze(text: str) -> None:
    assert list(inverse_cloze("news", text, random.Random(0), most=3)) == []


def test_a_passage_has_its_longest() -> None:
    text = "这一句话的长度正好合适。" + "长" * 700 + "。"
    (pair,) = inverse_cloze("news", text, NEVER, most=1)
    assert pair.passage == "长" * LONGEST_PASSAGE


def test_everyday_pairs_follow_the_official_ones(small_thesaurus: object) -> None:
    official = [
        Pair("laws", "提起行政诉讼的期限", "甲段"),
        Pair("laws", "没有这样的词", "乙段"),
        Pair("laws", "信访工作", "丙段"),
    ]
    said = [Pair("laws-everyday", "提起打官司的期限", "甲段"), Pair("laws-everyday", "上访的事", "丙段")]
    assert list(everyday(iter(official), ALWAYS)) == [*official, *said]
    assert list(everyday(official, NEVER)) == official


@pytest.mark.parametrize("at", [0, 150, 900, 995], ids=["begin", "early", "late", "end"])
def test_excerpt_holds_the_answer(at: int) -> None:
    text = "空" * at + "答案在此" + "空" * (996 - at)
    for seed in range(20):
        excerpt = _excerpt(text, "答案在此", random.Random(seed))
        assert "答案在此" in excerpt
        assert len(excerpt) == PASSAGE_CHARACTERS


@pytest.mark.parametrize("answer", [None, "", "不在其中"], ids=["unknown", "empty", "not in the text"])
def test_excerpt_without_answer_is_the_beginning(answer: str | None) -> None:
    text = "甲" * 10 + "乙" * 500
    assert _excerpt(text, answer, random.Random(0)) == text[:PASSAGE_CHARACTERS]


def test_news(tmp_path: Path, write_rows: Write, small_thesaurus: object) -> None:
    rows = [{"title": "国内联播快讯", "text": f"快讯第{number}条。"} for number in range(4)]
    rows += [{"title": "标题", "text": "本台消息（记者某某）：全国提起行政诉讼若干件次。后一句。"}]
    write_rows(tmp_path / "news.jsonl.xz", rows)
    assert list(news_pairs(tmp_path, NEVER)) == [
        # the heading of four items says nothing, and what stands before the news neither
        Pair("news-title", "标题", "全国提起行政诉讼若干件次。后一句。"),
        Pair("news", "全国提起行政诉讼若干件次。", "后一句。"),
    ]
    (said,) = [pair for pair in news_pairs(tmp_path, ALWAYS) if pair.source == "news-everyday"]
    assert said.query == "全国提起打官司若干件次。"


def test_briefs(tmp_path: Path, write_rows: Write) -> None:
    write_rows(tmp_path / "news-briefs.jsonl.xz", [{"title": "标题", "text": "文" * 300}])
    assert list(brief_pairs(tmp_path, NEVER)) == [Pair("briefs", "标题", "文" * PASSAGE_CHARACTERS)]


def test_laws(tmp_path: Path, write_rows: Write, small_thesaurus: object) -> None:
    first, second = "公民有异议的，可以依法申请复议。", "期限为六十日以内，逾期不受理。"
    rows = [
        {"title": "某法 总则", "text": first + second},
        {
            "title": "某法 附则",
            "text": "施行：即日。",
        },  # too short for either
    ]
    write_rows(tmp_path / "laws.jsonl.xz", rows)
    opening = f"可以依法申请复议。{second}"
    assert list(law_pairs(tmp_path, NEVER)) == [
        Pair("laws", "公民有异议的，", opening),
        Pair("laws-inside", first, second),
    ]
    # with the name of the law, and with the sentence left in its place
    assert list(law_pairs(tmp_path, ALWAYS)) == [
        Pair("laws", "某法 总则 公民有异议的，", opening),
        Pair("laws-inside", first, first + second),
    ]


def test_articles(tmp_path: Path, write_rows: Write, small_thesaurus: object) -> None:
    text = "原标题：" + "前面的一句话是这样的。" + "后一句。" + "返回搜狐，查看更多"
    write_rows(tmp_path / "articles.jsonl.xz", [{"text": text}])
    assert list(article_pairs(tmp_path, NEVER)) == [Pair("articles", "前面的一句话是这样的。", "后一句。")]


CMRC = {"question": "答案在哪？", "answer": "答案在此", "source": "CMRC 2018 train, CC-BY-SA 4.0"}


def test_a_question_is_asked_of_the_whole_and_of_an_excerpt(tmp_path: Path, write_rows: Write) -> None:
    text = "空" * 300 + "答案在此" + "空" * 400
    write_rows(tmp_path / "questions.jsonl.xz", [{**CMRC, "text": text}])
    found = list(question_pairs(tmp_path, random.Random(0)))
    assert [(pair.source, pair.query) for pair in found] == [("questions-CMRC", "答案在哪？")] * COPIES["CMRC"]
    wholes, excerpts = found[::2], found[1::2]
    assert {pair.passage for pair in wholes} == {text[:LONGEST_PASSAGE]}
    assert len({pair.passage for pair in excerpts}) > 1  # not the same each time
    for pair in excerpts:
        assert len(pair.passage) == PASSAGE_CHARACTERS
        assert "答案在此" in pair.passage


@pytest.mark.parametrize(
    ("source", "text", "pairs"),
    [
        ("LawBench, Apache-2.0", "依照某法第一条。", [("questions-LawBench", "依照某法第一条。")] * 3),
        ("LawBench, Apache-2.0", "正确答案：A", []),  # the letter of a choice is no passage
        ("lawyer-llama, Apache-2.0", "正确答案是协商。", [("questions-lawyer-llama", "正确答案是协商。")] * 3),
        ("CSL, Apache-2.0", "文" * 300, [("questions-CSL", "文" * PASSAGE_CHARACTERS)] * 2),  # no answer is known
        ("other", "文", [("questions-other", "文")]),  # a source without a weight of its own
    ],
)
def test_questions_of_a_source(
    tmp_path: Path, write_rows: Write, source: str, text: str, pairs: list[tuple[str, str]]
) -> None:
    write_rows(tmp_path / "questions.jsonl.xz", [{"question": "问？", "text": text, "source": source}])
    found = list(question_pairs(tmp_path, random.Random(0)))
    assert [(pair.source, pair.passage) for pair in found] == pairs
    assert {pair.query for pair in found} <= {"问？"}


def test_every_fitting_sentence_of_a_paragraph_asks_for_the_rest_once(tmp_path: Path, write_rows: Write) -> None:
    one, two = "第一句话说的是这件事。", "第二句话说的是那件事。"
    rows = [{**CMRC, "text": f"{one}短句。{two}"}, {**CMRC, "question": "又问？", "text": f"{one}短句。{two}"},
            {**CMRC, "text": "这一段只有这样一句话。"}]  # fmt: skip
    write_rows(tmp_path / "questions.jsonl.xz", rows)
    found = [pair for pair in question_pairs(tmp_path, NEVER) if pair.source == "paragraphs"]
    assert found == [Pair("paragraphs", one, f"短句。{two}"), Pair("paragraphs", two, f"{one}短句。")]


def test_phrases_of_the_thesaurus(tmp_path: Path, small_thesaurus: object) -> None:
    found = list(thesaurus_pairs(tmp_path, random.Random(0)))
    assert {pair.source for pair in found} == {"thesaurus"}
    assert found.count(Pair("thesaurus", "告状", "行政诉讼")) == PHRASE_COPIES
    # 2 phrases × (2 forms + both), 1 × 1, 1 × (3 forms + all four)
    assert len(found) == PHRASE_COPIES * (6 + 1 + 4)


def test_the_same_seed_gives_the_same_pairs(data: Path, small_thesaurus: object) -> None:
    first = build_pairs(data, 1)
    assert first == build_pairs(data, 1)
    assert first != build_pairs(data, 2)
    assert all(pair.query and pair.passage for pair in first)
    assert all(len(pair.passage) <= LONGEST_PASSAGE for pair in first)


def test_every_source_with_neighbours_exists(data: Path, small_thesaurus: object) -> None:
    sources = {pair.source for seed in range(9) for pair in build_pairs(data, seed)}
    assert set(NEIGHBOURS) <= sources


def test_sentences_that_ask_fit(data: Path, small_thesaurus: object) -> None:
    asking = [pair.query for pair in build_pairs(data, 0) if pair.source in ("news", "articles", "paragraphs")]
    assert asking
    assert all(SHORTEST_SENTENCE <= len(query) <= LONGEST_SENTENCE for query in asking)


def test_texts_for_counting_are_all_of_them_in_random_order(data: Path) -> None:
    found = texts_of(data, 1)
    assert found == texts_of(data, 1)
    assert sorted(found) == sorted(texts_of(data, 2))
    assert found != texts_of(data, 2)
    assert len(found) == 6 * 8  # five files of eight, and the questions
    assert "行政复议做得怎么样？" in found


def test_texts_for_counting_need_every_file(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"缺少训练数据文件:news\.jsonl\.xz"):
        texts_of(tmp_path, 0)
