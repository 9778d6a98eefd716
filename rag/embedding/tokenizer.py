"""The shipped model's tokenizer: a Unigram model whose pieces are the words and characters of the training text."""

from __future__ import annotations

import math
import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.embedding.charsmap import compile_charsmap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tokenizers import Tokenizer

UNKNOWN = "<unk>"
LONGEST_PIECE = 4  # characters
SAMPLE = 150_000  # texts that are counted
RAREST_CHARACTER = 3  # occurrences in the sample


@cache
def _simplifying_charsmap() -> bytes:
    return compile_charsmap(simplified_characters())


def simplified_characters() -> dict[str, str]:
    """Return traditional → simplified single characters, from OpenCC's table TSCharacters (Apache-2.0)."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    rows = (line.split("\t") for line in table.read_text("utf8").splitlines() if line)
    pairs = ((old, new.split(" ")[0]) for old, new in rows)
    return {old: new for old, new in pairs if old != new and len(old) == len(new) == 1}


def empty_tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return the tokenizer with `pieces` (text, log probability), the unknown piece first.

    Text is NFKC, lower case and simplified; punctuation falls away; each digit stands alone.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, 0.0), *pieces], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Precompiled(_simplifying_charsmap()),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation("removed"),
            pre_tokenizers.Digits(individual_digits=True),
        ]
    )
    return tokenizer


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the rjieba words of `texts`, as the tokenizer's normaliser and pre-tokenizer leave them."""
    import rjieba

    shape = empty_tokenizer([])
    counts: Counter[str] = Counter()
    for text in texts:
        normal = shape.normalizer.normalize_str(text)
        for stretch, _ in shape.pre_tokenizer.pre_tokenize_str(normal):
            counts.update(rjieba.cut(stretch))
    return counts


def choose_pieces(counts: Counter[str], size: int) -> list[tuple[str, float]]:
    """Return `size` pieces with their log probabilities: all but the rarest characters, then the commonest words."""
    characters: Counter[str] = Counter()
    for word, count in counts.items():
        for character in word:
            characters[character] += count
    single = {c: counts[c] + 1 for c, n in characters.most_common(size) if n >= RAREST_CHARACTER}
    words = {w: n for w, n in counts.items() if 1 < len(w) <= LONGEST_PIECE}
    common = dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))[: max(0, size - len(single))])
    chosen = single | common
    total = sum(chosen.values())
    return [(piece, round(math.log(n / total), 3)) for piece, n in sorted(chosen.items(), key=lambda i: (-i[1], i[0]))]


def train_tokenizer(texts: Sequence[str], *, size: int, seed: int) -> Tokenizer:
    """Return a tokenizer of at most `size` pieces; the same texts and seed give the same tokenizer."""
    dice = random.Random(seed)  # noqa: S311  no secret
    sample = dice.sample(texts, min(SAMPLE, len(texts)))
    return empty_tokenizer(choose_pieces(count_words(sample), size - 1))
