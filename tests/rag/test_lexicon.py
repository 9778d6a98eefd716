"""The table of word vectors."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.lexicon import Lexicon, shipped_lexicon
from tests.fakes import KeywordEmbedder


class Counting(KeywordEmbedder):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode_documents(texts)


def test_vectors_stand_in_the_order_of_the_words() -> None:
    found = Lexicon(KeywordEmbedder()).vectors(["诉讼", "复议", "电话", "诉讼"])
    np.testing.assert_array_equal(found, [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]])


def test_no_words_have_no_vectors() -> None:
    assert Lexicon(KeywordEmbedder()).vectors([]).shape == (0, 4)


def test_a_word_is_embedded_once() -> None:
    embedder = Counting()
    lexicon = Lexicon(embedder)
    for words in (["复议", "诉讼", "复议"], ["诉讼", "备案"], ["复议"]):
        lexicon.vectors(words)
    assert embedder.asked == ["复议", "诉讼", "备案"]


def test_the_table_grows_and_keeps_what_it_has() -> None:
    lexicon = Lexicon(KeywordEmbedder())
    lexicon.vectors(["复议"])
    many = [f"诉讼{number}" for number in range(5000)]
    np.testing.assert_array_equal(lexicon.vectors(many), [[0, 1, 0, 0]] * 5000)
    np.testing.assert_array_equal(lexicon.vectors(["复议", many[-1]]), [[1, 0, 0, 0], [0, 1, 0, 0]])


def test_a_full_table_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.lexicon.MOST_WORDS", 3)
    embedder = Counting()
    lexicon = Lexicon(embedder)
    lexicon.vectors(["复议", "诉讼"])
    np.testing.assert_array_equal(lexicon.vectors(["备案", "调解"]), [[0, 0, 1, 0], [0, 0, 0, 1]])
    np.testing.assert_array_equal(lexicon.vectors(["复议"]), [[1, 0, 0, 0]])
    assert embedder.asked == ["复议", "诉讼", "备案", "调解", "复议"]


def test_threads_share_it() -> None:
    lexicon = Lexicon(KeywordEmbedder())
    words = [f"{word}{number}" for number in range(200) for word in ("复议", "诉讼", "备案", "调解")]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lexicon.vectors, [words[at:] + words[:at] for at in range(0, 800, 100)]))
    for at, vectors in zip(range(0, 800, 100), found, strict=True):
        np.testing.assert_array_equal(vectors, np.tile(np.eye(4), (200, 1)), err_msg=str(at))


def test_the_shipped_vectors_are_unit_rows_and_tell_meanings_apart() -> None:
    lexicon = shipped_lexicon()
    assert lexicon is shipped_lexicon()
    found = lexicon.vectors(["增长", "提高", "红烧肉"])
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert found[0] @ found[1] > found[0] @ found[2]
