"""First vectors: worked examples of the counts, of the association, and of who ends up beside whom."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from rag.embedding import cooccurrence
from rag.embedding.cooccurrence import FEWEST, WINDOW, _association, _counts, _stream, first_directions
from rag.embedding.tokenizer import empty_tokenizer

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOKENS = "甲乙丙丁戊己庚"  # number 1 to 7; 0 is the unknown token
TOKENIZER = empty_tokenizer([(character, -1.0) for character in TOKENS])
# 甲 and 乙 keep the company of 丙 alone, 丁 and 己 that of 戊; nothing is said of 庚.
TEXTS = ["甲丙", "乙丙", "丁戊", "己戊"]


def counted(texts: list[str]) -> NDArray[np.float32]:
    return np.asarray(_counts(_stream(TOKENIZER, texts), TOKENIZER.get_vocab_size()).todense())


def meetings(texts: list[str]) -> dict[str, float]:
    """Return the counts of each two tokens that meet."""
    found = counted(texts)
    np.testing.assert_array_equal(found, found.T)
    pairs = ((one, other) for one in range(1, 8) for other in range(one, 8))
    return {TOKENS[one - 1] + TOKENS[other - 1]: found[one, other] for one, other in pairs if found[one, other]}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["甲乙"], {"甲乙": 1}),
        (["甲乙丙"], {"甲乙": 1, "乙丙": 1}),  # at distance 2 a meeting counts half, and a half is chance
        (["甲乙丙"] * 2, {"甲乙": 2, "乙丙": 2, "甲丙": 1}),
        (["甲乙", "乙甲"], {"甲乙": 2}),  # either side
        (["甲甲"], {"甲甲": 2}),  # each is the other's neighbour
        (["甲", "乙"], {}),  # no meeting across texts
        (["甲☃乙"] * 2, {"甲乙": 1}),  # what is unknown takes a place, and meets nobody
        (["甲，乙"], {"甲乙": 1}),  # punctuation takes none
    ],
)
def test_meetings_by_hand(texts: list[str], expected: dict[str, float]) -> None:
    assert meetings(texts) == expected


def test_the_window_ends_after_five_tokens() -> None:
    assert WINDOW == 5
    assert meetings(["甲丙丁戊己乙"] * 10)["甲乙"] == pytest.approx(10 / 5)
    assert "甲乙" not in meetings(["甲丙丁戊己庚乙"] * 10)


@given(st.lists(st.text(alphabet="甲乙丙☃", max_size=12), min_size=1, max_size=5))
def test_the_same_as_counting_one_by_one(texts: list[str]) -> None:
    expected = np.zeros((8, 8))
    for text in texts:
        ids = TOKENIZER.encode(text, add_special_tokens=False).ids
        for at, one in enumerate(ids):
            for place, other in enumerate(ids):
                if at != place and abs(at - place) <= WINDOW and one and other:
                    expected[one, other] += 1 / abs(at - place)
    found = counted(texts)
    sure = abs(expected - FEWEST) > 1e-5  # where thirds and fifths do not decide
    np.testing.assert_allclose(found[sure], np.where(expected < FEWEST, 0, expected)[sure], rtol=1e-5)


def test_pieces_of_work_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["甲乙丙丁", "丙丁甲", "乙", "甲丁丁乙"]
    whole = counted(texts)
    monkeypatch.setattr(cooccurrence, "_TEXTS_AT_ONCE", 1)
    monkeypatch.setattr(cooccurrence, "_PAIRS_AT_ONCE", 2)
    np.testing.assert_allclose(counted(texts), whole, rtol=1e-6)


def test_no_more_text_than_is_useful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "_TEXTS_AT_ONCE", 1)
    monkeypatch.setattr(cooccurrence, "MOST_TOKENS", 9)
    # two tokens and the gap of five, then two more: the third text is not read
    assert _stream(TOKENIZER, ["甲乙", "丙丁", "戊己"]).tolist() == [1, 2, 0, 0, 0, 0, 0, 3, 4]


def test_association_by_hand() -> None:
    # Row sums are 16 and 1; to the power of 0.75 the contexts weigh 8 and 1, of 9 together.
    found = _association(sp.csr_matrix(np.array([[15, 1], [1, 0]], np.float32))).todense()
    expected = [
        [log(15 / 16 / (8 / 9)), 0],  # log(1 / 16 / (1 / 9)) is negative, so it is left out
        [log(1 / (8 / 9)), 0],
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_nothing_to_associate() -> None:
    assert _association(sp.csr_matrix((3, 3), dtype=np.float32)).nnz == 0


def cosine(vectors: NDArray[np.float32], pair: str) -> float:
    one, other = (vectors[TOKENIZER.token_to_id(token)] for token in pair)
    return float(one @ other)


# The association has rank 4: with 4 numbers or more nothing is lost. 20 are more than there are tokens.
@pytest.mark.parametrize("dimension", [4, 7, 8, 20])
def test_tokens_in_the_same_company_begin_together(dimension: int) -> None:
    vectors = first_directions(TOKENIZER, TEXTS, dimension, seed=0)
    assert (vectors.shape, vectors.dtype) == ((8, dimension), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    found = {pair: cosine(vectors, pair) for pair in ("甲乙", "丁己", "甲丁", "乙己", "甲丙", "丙戊")}
    # the rows of the first two pairs have one entry each, in the same column; the others share no column
    expected = {"甲乙": 1, "丁己": 1, "甲丁": 0, "乙己": 0, "甲丙": 0, "丙戊": 0}
    assert found == pytest.approx(expected, abs=1e-4)


def test_company_shared_in_part() -> None:
    # 甲 meets 丙 and 丁, 乙 meets 丁 and 戊, 己 meets 庚 alone
    texts = ["甲丙", "甲丁", "乙丁", "乙戊", "己庚"]
    vectors = first_directions(TOKENIZER, texts, 7, seed=0)[1:]
    assert 0.1 < float(vectors[0] @ vectors[1]) < 0.95
    assert float(vectors[0] @ vectors[5]) == pytest.approx(0, abs=1e-4)
    # With M = UΣVᵀ, the inner products of the rows of UΣ^½ are UΣUᵀ, the square root of MMᵀ; here by eigenvalues.
    rows = np.asarray(_association(_counts(_stream(TOKENIZER, texts), 8)).todense(), np.float64)[1:]
    values, axes = np.linalg.eigh(rows @ rows.T)
    products = axes * np.sqrt(values.clip(0)) @ axes.T
    lengths = np.sqrt(np.diag(products))
    np.testing.assert_allclose(vectors @ vectors.T, products / np.outer(lengths, lengths), atol=1e-4)


def test_the_seed_decides() -> None:
    first, again, other = (first_directions(TOKENIZER, TEXTS, 6, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    # but not what is known of the tokens
    assert cosine(first, "甲乙") == pytest.approx(cosine(other, "甲乙"), abs=1e-4)


def test_tokens_without_company_begin_anywhere() -> None:
    seen, unseen, once = [chr(0x4E00 + n) for n in range(40)], [chr(0x4E50 + n) for n in range(20)], "龙"
    tokenizer = empty_tokenizer([(character, -1.0) for character in [*seen, *unseen, once]])
    dice = np.random.default_rng(0)
    texts = ["".join(dice.choice(seen, 12)) for _ in range(200)]
    texts.append(f"{seen[0]}☃{once}")  # a meeting that counts half is chance
    first, other = (first_directions(tokenizer, texts, 30, seed) for seed in (1, 2))
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, rtol=1e-5)
    lone = [0, *(tokenizer.token_to_id(token) for token in (*unseen, once))]
    near = np.abs(first[lone] @ first.T)
    near[range(len(lone)), lone] = 0
    # of two random directions 1/√30 = 0.18 is the deviation; no direction is shared, and another seed gives others
    assert near.max() < 4 * 30**-0.5
    assert np.abs((first[lone] * other[lone]).sum(axis=1)).max() < 4 * 30**-0.5
