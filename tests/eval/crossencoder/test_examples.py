"""What the cross-encoder learns from: the same texts as the network's, as they stand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.cases import cases
from eval.crossencoder.examples import Asked, asked
from eval.crossencoder.vocabulary import tokenizer_of
from eval.interaction.examples import of_case, texts_of_case
from eval.questions import load_questions
from eval.tune_decision import looked_at
from rag.crossencoder.reading import Pair, Reader, plain, told_around, told_of
from rag.features import NAMES
from rag.interaction.words import Part
from tests.eval.crossencoder.made import made

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions.jsonl"


def test_the_longest_pair_counts() -> None:
    assert Asked((Pair((0, 2), (4, 2)), Pair((0, 5, 2), (4, 0, 2))), (True, False)).length == 3


def test_the_same_texts_as_the_network(sample_index: Path, tmp_path: Path) -> None:
    base = made(tmp_path)
    reader = Reader(tokenizer_of(base, range(len(base.pieces))))
    ranks = np.array([float(name in ("clause", "whole")) for name in NAMES] * 2)
    questions = [one for one in load_questions(QUESTIONS) if one.type in ("fact", "list", "locate")][:40]
    added = 0
    for case in cases(questions, sample_index):
        looked = looked_at(case, ranks)
        assert looked is not None
        words, found = of_case(case, looked.found, looked.right), asked(looked, reader)
        texts = texts_of_case(case, looked.found, looked.right, told_around)
        assert found.right == words.right == tuple(right for _, right in texts)
        question = case.understood.standalone
        candidates = tuple(reader.pair(question, told_of(one)) for one in looked.found)
        assert found.pairs[: len(candidates)] == candidates
        assert found.pairs == tuple(reader.pair(question, told) for told, _ in texts)
        for own, (told, _) in zip(words.texts, texts, strict=True):
            core = [word for word, part in zip(own.words, own.parts, strict=True) if part == Part.CORE]
            assert all(plain(word) in plain(told.core) for word in core)
        added += len(found.pairs) - len(candidates)
    assert added > 3
