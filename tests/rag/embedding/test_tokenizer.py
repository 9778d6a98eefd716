"""The tokenizer: normal forms, character table, choice of pieces."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import normalizers

from rag.embedding.charsmap import compile_charsmap
from rag.embedding.tokenizer import choose_pieces, count_words, empty_tokenizer, simplified_characters

TABLE = {"國": "国", "國家"[0]: "国", "A": "甲乙", "é": "e", "𠮷": "吉", "z": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("國", "国"),  # three bytes
        ("A", "甲乙"),  # one byte, a longer value
        ("é", "e"),  # two bytes
        ("𠮷", "吉"),  # four bytes
        ("B圀ê𠮸", "B圀ê𠮸"),  # neighbours of the keys stay
        ("中國A国", "中国甲乙国"),  # in a row
        ("", ""),
    ],
)
def test_charsmap(text: str, expected: str) -> None:
    assert normalizers.Precompiled(compile_charsmap(TABLE)).normalize_str(text) == expected


SIMPLIFIED = simplified_characters()
NORMALIZER = normalizers.Precompiled(compile_charsmap(SIMPLIFIED))


def test_every_character_of_the_table_and_no_other() -> None:
    for number in range(0x20, 0x2FFFF):
        if not 0xD800 <= number < 0xE000:
            character = chr(number)
            assert NORMALIZER.normalize_str(character) == SIMPLIFIED.get(character, character)


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from([*list(SIMPLIFIED)[:50], *"甲乙丙abc1 "]), max_size=30))
def test_charsmap_works_character_by_character(text: str) -> None:
    assert NORMALIZER.normalize_str(text) == "".join(SIMPLIFIED.get(character, character) for character in text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("行政复议案件", ["行政复议", "案件"]),  # the likeliest cut, not the shortest pieces
        ("行政復議、案件。", ["行政复议", "案件"]),  # traditional, with punctuation
        ("２０２０年", ["2", "0", "2", "0", "年"]),  # full-width digits, each alone
        ("GDP 年", ["gdp", "年"]),  # lower case, blank
        ("。，", []),  # punctuation only
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    pieces = ["行政", "复议", "行政复议", "案件", "案", "件", "年", "gdp", "2", "0"]
    assert empty_tokenizer([(piece, -1.0) for piece in pieces]).encode(text).tokens == tokens


def test_count_words() -> None:
    assert count_words(["法治政府,2020年"]) == Counter({"法治": 1, "政府": 1, "2": 2, "0": 2, "年": 1})


def test_choose_pieces_keeps_characters_first_and_the_commonest_words() -> None:
    counts = Counter({"法治": 5, "政府": 9, "人民代表大会": 50, "罕": 1, "年": 3})
    pieces = [piece for piece, _ in choose_pieces(counts, 12)]
    # 法治政府人民代表大会年 are 11 characters, 罕 is too rare, the six-character word too long; one place is left.
    assert sorted(pieces) == sorted([*"法治政府人民代表大会年", "政府"])
    assert pieces[0] == "政府"
