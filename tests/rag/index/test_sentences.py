"""Vectors of sentences: how they are kept, and what they add to a passage's similarity."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rag.errors import IndexMismatch
from rag.index.database import Row
from rag.index.manifest import file_hash, read_manifest, write_manifest
from rag.index.reader import Index, open_index
from rag.index.sentences import SHARE, nearest, packed, sentences_of
from rag.index.writer import open_writer, rebuild
from rag.retrieve import rank
from rag.types import Filter
from tests.fakes import KEYWORDS, KeywordEmbedder


class BySentence(KeywordEmbedder):
    fingerprint = "keywords-by-sentence"
    by_sentence = True


# One sentence says 复议 alone; the passage as a whole says each word once, so its cosine with any of them is 1/2.
MIXED = "全年办理复议案件8件。诉讼、备案、调解各有记录。"
PLAIN = "办理诉讼。办理调解。"


def index_of(folder: Path, *texts: str, embedding: KeywordEmbedder) -> Index:
    with open_writer(folder, embedding) as writer:
        writer.put_rows([Row(key=text, content=text, indexed=text, metadata={}) for text in texts])
        writer.commit()
    return open_index(folder, embedding)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("受理8件。办结7件！\n一、\n问题仍在", ["受理8件。", "办结7件！", "问题仍在"]),
        ("一、", ["一、"]),
        ("", [""]),
    ],
)
def test_sentences_of_a_passage(content: str, expected: list[str]) -> None:
    assert sentences_of(content) == expected


def test_the_nearest_sentence_by_hand() -> None:
    query = np.array([1, 0], np.float32)
    stored = [
        packed(np.array([[0.6, 0.8], [0.8, 0.6]], np.float32)),
        packed(np.array([[0, 1]], np.float32)),
        packed(np.array([[0, 0], [-1, 0]], np.float32)),  # no token known, and the opposite
    ]
    np.testing.assert_allclose(nearest(query, stored), [0.8, 0, 0], atol=0.005)


VECTORS = arrays.arrays(np.float32, (3, 8), elements=st.floats(-1, 1, width=32))


@given(VECTORS, VECTORS)
def test_packing_keeps_directions(vectors: np.ndarray, queries: np.ndarray) -> None:
    vectors = np.where(np.linalg.norm(vectors, axis=1, keepdims=True) > 1e-3, vectors, 1).astype(np.float32)
    query = queries[0] / max(float(np.linalg.norm(queries[0])), 1e-3)
    cosines = vectors @ query / np.linalg.norm(vectors, axis=1)
    # a number is off by half a step of the largest one's 127, in each of eight dimensions
    np.testing.assert_allclose(nearest(query, [packed(vectors)]), [cosines.max()], atol=8**0.5 / 2 / 127 + 1e-5)
    np.testing.assert_allclose(nearest(query, [packed(one[None]) for one in vectors]), cosines, atol=0.012)


def test_a_passage_is_as_near_as_its_nearest_sentence_in_part(tmp_path: Path) -> None:
    index = index_of(tmp_path, MIXED, PLAIN, embedding=BySentence())
    query = BySentence().encode_query("复议")
    assert index.similarities(query, [0, 1]) == pytest.approx({0: (1 - SHARE) * 0.5 + SHARE, 1: 0}, abs=1e-6)
    assert index.dense(query, 1) == [(0, pytest.approx((1 - SHARE) * 0.5 + SHARE, abs=1e-6))]
    assert index.similarities(query, []) == {}


def test_without_them_it_is_the_cosine(tmp_path: Path) -> None:
    index = index_of(tmp_path, MIXED, PLAIN, embedding=KeywordEmbedder())
    assert index.similarities(KeywordEmbedder().encode_query("复议"), [0, 1]) == pytest.approx({0: 0.5, 1: 0})


def test_they_decide_what_comes_first(tmp_path: Path) -> None:
    # by its cosine alone the second would win: it speaks of two of the three things in the question
    texts = ("复议事项。诉讼事项。备案调解。", "复议诉讼备案。")
    query = KeywordEmbedder().encode_query("复议")
    whole = index_of(tmp_path / "whole", *texts, embedding=KeywordEmbedder())
    assert [row for row, _ in whole.dense(query, 2)] == [1, 0]
    parts = index_of(tmp_path / "parts", *texts, embedding=BySentence())
    assert [row for row, _ in parts.dense(query, 2)] == [0, 1]
    assert [hit.row for hit in rank(parts, "复议", Filter(), 2, search="dense")] == [0, 1]


def test_a_new_generation_keeps_them(tmp_path: Path) -> None:
    index_of(tmp_path, MIXED, embedding=BySentence())
    index = index_of(tmp_path, PLAIN, embedding=BySentence())
    for word in KEYWORDS:
        found = index.similarities(BySentence().encode_query(word), [0, 1])
        assert found[0] == pytest.approx((1 - SHARE) * 0.5 + SHARE * (1 if word == "复议" else 3**-0.5), abs=0.005)


def test_an_index_of_the_format_before_is_rebuilt(tmp_path: Path) -> None:
    index_of(tmp_path, MIXED, PLAIN, embedding=BySentence())
    manifest = read_manifest(tmp_path)
    database = manifest.folder(tmp_path) / "reports.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("ALTER TABLE passages DROP COLUMN sentence_embeddings")
        connection.commit()
    write_manifest(tmp_path, replace(manifest, format=2, database=file_hash(database)))
    with pytest.raises(IndexMismatch, match="--rebuild"):
        open_index(tmp_path, BySentence())
    rebuild(tmp_path, BySentence())
    index = open_index(tmp_path, BySentence())
    query = BySentence().encode_query("复议")
    assert index.similarities(query, [0, 1]) == pytest.approx({0: (1 - SHARE) * 0.5 + SHARE, 1: 0}, abs=1e-6)
    assert [content for _, content, _ in index.documents([0, 1])] == [MIXED, PLAIN]
