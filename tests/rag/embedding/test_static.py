"""The reader without torch gives the vectors that sentence-transformers gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.embedding.loader import SHIPPED, load_embedding
from rag.embedding.static import StaticEncoder

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "2020年受理行政复议案件20件",  # known words
    "行政复议",
    "行政復議",  # traditional characters
    "ＡＢＣ１２３ 法治",  # full width
    "𠮷☃",  # unknown characters only
    "行政𠮷复议",  # an unknown one among known ones
    "",
    " \n",
    "。，！",  # punctuation only
    "第一行\n第二行\t政府",
]


def reference(folder: Path, texts: list[str]) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    # In float32, since the half precision of the file leaves three digits for sums.
    model = SentenceTransformer(str(folder), device="cpu").float()
    return model.encode(texts, normalize_embeddings=True)


@pytest.mark.parametrize("which", ["tiny", "shipped"])
def test_same_vectors_as_sentence_transformers(which: str, tiny_static: Path) -> None:
    folder = tiny_static if which == "tiny" else SHIPPED
    encoder = StaticEncoder(folder)
    found = encoder.encode(TEXTS)
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS), encoder.dimension)
    np.testing.assert_allclose(found, reference(folder, TEXTS), atol=1e-6)


def test_more_texts_than_a_batch(tiny_static: Path) -> None:
    encoder = StaticEncoder(tiny_static)
    texts = [TEXTS[number % len(TEXTS)] for number in range(1300)]
    found = encoder.encode(texts)
    np.testing.assert_array_equal(found[:10], found[1290:])
    assert np.count_nonzero(found.any(axis=1)) == 130 * np.count_nonzero(found[:10].any(axis=1))


@pytest.mark.parametrize("text", ["", " \n", "。，！", "☃"], ids=["empty", "blanks", "punctuation", "unknown"])
def test_zero_vector_where_nothing_is_known(text: str, tiny_static: Path) -> None:
    encoder = StaticEncoder(tiny_static)
    assert not encoder.encode_query(text).any()
    assert not load_embedding().encode_query("" if text == "☃" else text).any()


def test_mean_of_two_tokens_by_hand(tiny_static: Path) -> None:
    encoder = StaticEncoder(tiny_static)
    first, second = (encoder._vectors[encoder._tokenizer.token_to_id(word)] for word in ("行政", "复议"))
    expected = (first + second) / np.linalg.norm(first + second)
    np.testing.assert_allclose(encoder.encode_query("行政复议"), expected, atol=1e-6)


def test_no_texts() -> None:
    assert load_embedding().encode_documents([]).shape == (0, 256)


def test_traditional_full_width_and_case_are_one() -> None:
    embedding = load_embedding()
    for variant, plain in (("法治政府建設年度報告", "法治政府建设年度报告"), ("ＧＤＰ增长", "gdp增长")):
        np.testing.assert_array_equal(embedding.encode_query(variant), embedding.encode_query(plain))


def test_paraphrase_is_nearer_than_another_subject() -> None:
    embedding = load_embedding()
    query = embedding.encode_query("老百姓打官司告政府的有多少")
    near, far = embedding.encode_documents(["全年办理行政诉讼案件一百二十件。", "全市造林面积三万亩，森林覆盖率提高。"])
    assert query @ near > query @ far


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_length_is_one_or_zero(text: str) -> None:
    length = float(np.linalg.norm(load_once().encode_query(text)))
    assert length == pytest.approx(1, abs=1e-5) or length == 0


_LOADED: list[StaticEncoder] = []


def load_once() -> StaticEncoder:
    if not _LOADED:
        _LOADED.append(StaticEncoder(SHIPPED))
    return _LOADED[0]
