"""The reader without torch gives the vectors that sentence-transformers gives, in every format of numbers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save_file

from rag.embedding.loader import SHIPPED, load_embedding
from rag.embedding.static import WEIGHTS, StaticEncoder, _eight_bit_values

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

    # In float32, since torch has no sums of 8-bit numbers, and half precision leaves three digits for them.
    model = SentenceTransformer(str(folder), device="cpu").float()
    return model.encode(texts, normalize_embeddings=True)


def stored(folder: Path) -> dict[str, object]:
    """Return the type and the shape of the numbers in a model's file."""
    ((_, tensor),) = deserialize((folder / WEIGHTS).read_bytes())
    return {"dtype": tensor["dtype"], "shape": tensor["shape"]}


@pytest.mark.parametrize("which", ["tiny", "shipped"])
def test_same_vectors_as_sentence_transformers(which: str, tiny_static: Path) -> None:
    folder = tiny_static if which == "tiny" else SHIPPED
    encoder = StaticEncoder(folder)
    assert stored(folder) == {"dtype": "F8_E4M3", "shape": list(encoder._vectors.shape)}
    found = encoder.encode(TEXTS)
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS), encoder.dimension)
    np.testing.assert_allclose(found, reference(folder, TEXTS), atol=1e-6)


@pytest.mark.parametrize(("kind", "name"), [(np.float16, "F16"), (np.float32, "F32")])
def test_numbers_of_16_and_32_bits_are_read_as_well(kind: type, name: str, tiny_static: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_static, tmp_path / "copy")
    # numbers that 8 bits do not hold
    vectors = np.random.default_rng(1).normal(size=(15, 4)).astype(kind)
    save_file({"embedding.weight": vectors}, folder / WEIGHTS)
    assert stored(folder)["dtype"] == name
    encoder = StaticEncoder(folder)
    np.testing.assert_array_equal(encoder._vectors, vectors.astype(np.float32))
    np.testing.assert_allclose(encoder.encode(TEXTS), reference(folder, TEXTS), atol=1e-6)


def test_all_numbers_of_8_bits_are_those_of_torch() -> None:
    import torch

    expected = torch.arange(256, dtype=torch.uint8).view(torch.float8_e4m3fn).float().numpy()
    assert np.flatnonzero(np.isnan(expected)).tolist() == [127, 255]
    found = _eight_bit_values()
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.nan_to_num(expected))  # no number is nothing
    np.testing.assert_array_equal(np.signbit(found[:255]), np.signbit(expected[:255]))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (0b0_0000_000, 0),
        (0b0_0000_001, 1 / 8 * 2**-6),  # the smallest: without the leading one
        (0b0_0111_000, 1),  # exponent 7 stands for 2^0
        (0b1_1000_100, -3),  # -(1 + 4/8) · 2^1
        (0b0_1111_110, 448),  # the largest: (1 + 6/8) · 2^8
        (0b0_1111_111, 0),  # not a number
    ],
)
def test_numbers_of_8_bits_by_hand(code: int, value: float) -> None:
    assert _eight_bit_values()[code] == value


def test_a_file_of_8_bit_numbers_cut_short(tiny_static: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_static, tmp_path / "copy")
    (folder / WEIGHTS).write_bytes((tiny_static / WEIGHTS).read_bytes()[:-1])
    with pytest.raises(SafetensorError):
        StaticEncoder(folder)


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
    assert load_embedding().encode_documents([]).shape == (0, 512)


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
