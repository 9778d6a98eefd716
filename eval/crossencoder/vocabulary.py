"""The vocabulary of the cross-encoder: of the 250,000 pieces of a hundred languages, those that are met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tokenizers import Tokenizer, models

from eval.crossencoder.base import Base
from rag.crossencoder.reading import UNKNOWN, plain
from rag.embedding.pairs import read_rows

# Pieces that are met most often, and how often a single character is met at least, so that few are unknown. Of the 11.8
# million pieces met in the texts, the 8,000 commonest are 98 %.
NUMBER, RAREST_CHARACTER = 8_000, 2
# Files of public text whose pieces are counted, and how much of each, not to count any kind of text alone.
SOURCES = ("articles", "news", "laws", "news-briefs")
MOST_TEXTS, LONGEST = 12_000, 2_000
_AT_ONCE = 1_000


def texts_of(data: Path) -> Iterator[str]:
    """Yield the texts that pieces are counted in; raises RagError where a file is missing."""
    for name in SOURCES:
        rows = islice(read_rows(data / f"{name}.jsonl.xz"), MOST_TEXTS)
        yield from (plain(row["text"])[:LONGEST] for row in rows)
    yield from (plain(row["question"]) for row in read_rows(data / "questions.jsonl.xz"))


def chosen(base: Base, texts: Iterable[str], number: int = NUMBER) -> list[int]:
    """Return the numbers of the pieces to keep: the special ones, the `number` commonest, and single characters."""
    counts = _counts(base, texts)
    common = [piece for piece, _ in counts.most_common(number)]
    characters = [piece for piece, met in counts.items() if len(base.pieces[piece][0]) == 1 and met >= RAREST_CHARACTER]
    return list(dict.fromkeys((*base.special, *common, *characters)))


def _counts(base: Base, texts: Iterable[str]) -> Counter[int]:
    """Return how often each piece is met where texts are cut into pieces of the whole vocabulary."""
    whole = Tokenizer(models.Unigram(base.pieces, unk_id=base.special[UNKNOWN]))
    left, counts = iter(texts), Counter[int]()
    while some := list(islice(left, _AT_ONCE)):
        for encoded in whole.encode_batch(some, add_special_tokens=False):
            counts.update(encoded.ids)
    return counts


def tokenizer_of(base: Base, numbers: Sequence[int]) -> Tokenizer:
    """Return what cuts plain text into the pieces of these numbers, and numbers them anew in this order."""
    return Tokenizer(models.Unigram([base.pieces[at] for at in numbers], unk_id=UNKNOWN))
