"""What the network learns from: made by hand, and seen whole."""

from __future__ import annotations

import json
import lzma
import random
from pathlib import Path, PurePath

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.cases import cases
from eval.interaction.examples import Example, answered, made_up, of_case, without
from eval.matching import contains, normal_form
from eval.questions import load_questions
from eval.tune_decision import looked_at
from rag.features import NAMES
from rag.interaction.words import Part

PARAGRAPH = "青禾河全长80公里,自西向东流经三县。青禾河发源于岚山。河上有桥12座。"


def text(example: Example, at: int) -> str:
    return "".join(example.texts[at].words)


def core(example: Example, at: int) -> str:
    words = example.texts[at]
    return "".join(word for word, part in zip(words.words, words.parts, strict=True) if part == Part.CORE)


def rows(tmp_path: Path, *found: dict[str, str]) -> Path:
    path = tmp_path / "questions.jsonl.xz"
    path.write_bytes(lzma.compress("".join(json.dumps(row) + "\n" for row in found).encode()))
    return path


def test_a_marked_answer_tells_the_sentences_apart(tmp_path: Path) -> None:
    row = {"question": "青禾河有多长?", "text": PARAGRAPH, "answer": "80公里"}
    [found] = answered(rows(tmp_path, row, {"question": "无答案", "text": PARAGRAPH}))
    assert "".join(found.question.words) == "青禾河有多长"
    assert found.right == (True, False, False, False)
    assert "80" in core(found, 0)
    # the last is the sentence without the clause that answers
    assert text(found, 3) == "自西向东流经三县"
    assert {text(found, 1), text(found, 2)} == {"青禾河发源于岚山", "河上有桥12座"}


@pytest.mark.parametrize(
    ("sentence", "forms", "rest"),
    [
        ("受理80件,审结72件,全部按期办结。", ["72件"], ["受理80件,全部按期办结。"]),
        ("受理80件。", ["80件"], []),  # nothing is left
        ("受理80件,全年平稳。", ["90件"], []),  # nothing is left out
        ("受理1,064件,审结工作全年平稳有序。", ["1064件"], ["审结工作全年平稳有序。"]),
    ],
)
def test_a_sentence_without_its_answer(sentence: str, forms: list[str], rest: list[str]) -> None:
    assert [one.raw for one in without(sentence, forms)] == rest


def test_made_up_questions_ask_for_what_was_taken_out() -> None:
    texts = ["全年共受理行政复议案件80件,调解成功率明显提高。各地积极推进示例工作,群众满意。"] * 40
    found = list(made_up(iter(texts), 10, random.Random(1)))
    assert len(found) == 10
    for one in found:
        asked = "".join(one.question.words)
        assert "80" not in asked
        assert "80件" in core(one, 0)
        assert one.right[0]
        assert not any(one.right[1:])
        assert all("80件" not in core(one, at) for at in range(1, len(one.texts)))
    assert len({one.question for one in found}) > 3


def test_texts_without_figures_make_none() -> None:
    assert (
        list(
            made_up(
                iter(["各地积极推进示例工作,群众满意。", "2023年3月5日召开会议并作部署。", ""]), 5, random.Random(0)
            )
        )
        == []
    )


def by_coverage() -> NDArray[np.float64]:
    """Return weights by which what holds most of the question comes first."""
    return np.array([float(name in ("clause", "whole")) for name in NAMES] * 2)


def test_a_case_is_its_candidates_and_one_without_the_answer(sample_index: Path) -> None:
    path = Path(__file__).parents[3] / "eval" / "questions.jsonl"
    asked = [one for one in load_questions(path) if one.type in ("fact", "list")][:40]
    kept = bare = 0
    for case in cases(asked, sample_index):
        looked = looked_at(case, by_coverage())
        assert looked is not None
        found = of_case(case, looked.found, looked.right)
        assert looked.report == PurePath(case.question.evidence[0].file).stem
        assert found.right[: len(looked.found)] == tuple(looked.right)
        added = len(found.texts) - len(looked.found)
        kept += any(looked.right)
        bare += added
        assert added == 0 or (case.question.type == "fact" and any(looked.right))
        said = [contains(normal_form(core(found, at)), normal_form(answer)) for answer in case.question.answers
                for at in range(len(looked.found), len(found.texts))]  # fmt: skip
        assert said == [*found.right[len(looked.found) :]] * len(case.question.answers)
    assert kept > 10
    assert bare > 3
