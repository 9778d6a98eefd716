"""What the network reads of a question and of a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from rag.analysis import analyse
from rag.interaction.words import (
    DIMENSION,
    MOST_ASKED,
    MOST_BESIDE,
    Part,
    Table,
    Words,
    asking_words,
    candidate_words,
    question_words,
    sentence_words,
)
from rag.lexicon import shipped_lexicon
from rag.score import Candidate
from rag.types import Passage, Report
from rag.understand import understand

TEXT = "全年受理复议案件80件,审结72件,调解12件。"


def passage(text: str = TEXT, heading: tuple[str, ...] = ()) -> Passage:
    return Passage(1, "示例", heading, 0, len(text), ((0, len(text)),), text)


def candidate(found: Passage, clause: tuple[int, int]) -> Candidate:
    whole = (found.start, found.end)
    return Candidate(found, whole, whole, clause, 1.0, 1.0, (), (), ())


def of(words: Words, part: Part) -> list[str]:
    return [word for word, own in zip(words.words, words.parts, strict=True) if own == part]


def test_places_and_years_are_not_asking_words() -> None:
    report = Report("a", "a.txt", "青禾市2023年度法治政府建设报告", "青禾市", year=2023)
    read = understand("青禾市2023年审结了多少件复议案件", (), (report,))
    words = asking_words(read).words
    assert "审结" in words
    assert not {"青禾市", "青禾", "2023"} & set(words)


@pytest.mark.parametrize(
    ("question", "place", "kept", "gone"),
    [
        (
            "青禾市2023年城市管理罚了1630次",
            "青禾市",
            ["城市", "1630"],
            ["青禾市", "2023"],
        ),  # 市 of 青禾市 is not that of 城市
        ("新建区2023年新建了多少公里", "新建区", ["新建", "多少"], ["新建区"]),
        ("新建2023年罚了多少", "新建区", ["多少"], ["新建"]),
    ],
)
def test_only_the_name_itself_goes(question: str, place: str, kept: list[str], gone: list[str]) -> None:
    report = Report("a", "a.txt", f"{place}2023年度法治政府建设报告", place, year=2023)
    found = asking_words(understand(question, (), (report,))).words
    assert set(kept) <= set(found)
    assert not set(gone) & set(found)


def test_a_question_of_a_place_alone_keeps_it() -> None:
    assert asking_words(understand("2023", (), ())).words == ("2023",)
    assert asking_words(understand("？", (), ())).words == ("",)


def test_a_clause_is_the_core_of_its_sentence() -> None:
    found = candidate_words(candidate(passage(heading=("一、主要情况", "(一)行政复议")), (12, 18)))
    assert of(found, Part.CORE) == ["审结", "72", "件"]
    assert of(found, Part.BEFORE) == ["全年", "受理", "复议", "案件", "80", "件"]
    assert of(found, Part.AFTER) == ["调解", "12", "件"]
    assert "".join(of(found, Part.HEADING)).endswith("行政复议")


def test_a_stretch_of_several_clauses_is_the_core() -> None:
    found = candidate_words(candidate(passage(), (0, 18)))
    assert of(found, Part.CORE)[-3:] == ["审结", "72", "件"]
    assert not of(found, Part.BEFORE)


def test_what_stands_nearest_is_kept() -> None:
    text = "".join(f"第{number}项," for number in range(200)) + "审结72件," + "".join("又一项," for _ in range(60))
    sentence = analyse(passage(text))[0]
    core = next(one for one in sentence.clauses if "审结" in one.raw)
    found = sentence_words(sentence, core.span, ["标题"] * 90)
    assert len(of(found, Part.BEFORE)) == len(of(found, Part.AFTER)) == MOST_BESIDE
    assert "199" in "".join(of(found, Part.BEFORE))
    assert len(question_words(["字"] * 200).words) == MOST_ASKED


@pytest.mark.parametrize("text", ["……", "!!!"])
def test_a_text_without_words_is_one_empty_word(text: str) -> None:
    assert candidate_words(candidate(passage(text), (0, len(text)))).words == ("",)


def test_the_table_knows_each_word_once() -> None:
    texts = [Words(("案件", "80"), (0, 0)), Words(("案件", "件"), (0, 1))]
    table = Table(texts, shipped_lexicon())
    assert [table.numbers(text) for text in texts] == [[0, 1], [0, 2]]
    assert table.vectors.shape == (3, DIMENSION)
    np.testing.assert_allclose(np.linalg.norm(table.vectors[[0, 2]], axis=1), 1, atol=1e-5)
    assert table.digits.tolist() == [0, 1, 0]
    shared = table.letters @ table.letters.T
    assert (shared[0, 2], shared[0, 1], shared[0, 0]) == (1, 0, 2)  # 件 is in 案件
