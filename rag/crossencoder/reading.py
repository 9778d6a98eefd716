"""What the cross-encoder reads: a question, and a sentence around the clause that would answer, as tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.analysis import Sentence
from rag.interaction.words import Part, sentence_of
from rag.score import Candidate
from rag.shipped import shipped
from rag.text import normalise
from rag.types import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENIZER = Path(__file__).with_name("tokenizer.json")
# The tokens that every vocabulary begins with: where a pair begins, what fills a row up, where a part ends, what is
# not known.
BEGIN, FILLING, END, UNKNOWN = range(4)
# Tokens that are read at most, of the question and of each part of a sentence: of 11,600 clauses one in a hundred has
# more than 41, of 2,500 questions more than 27.
MOST_ASKED, MOST_HEADING, MOST_BEFORE, MOST_CORE, MOST_AFTER = 32, 10, 24, 48, 12
# What that makes at most, with the three marks around them.
MOST = MOST_ASKED + MOST_HEADING + MOST_BEFORE + MOST_CORE + MOST_AFTER + 3
# Questions and texts whose tokens are kept.
KEPT = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence around the clauses that would answer, as it stands, and the title that it stands under."""

    heading: str
    before: str
    core: str
    after: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The tokens (n,) of a question and a sentence, and the `Part` that each stands in."""

    tokens: tuple[int, ...]
    parts: tuple[int, ...]


def told_around(sentence: Sentence, core: Span, heading: Sequence[str]) -> Told:
    """Return a sentence around a span of whole clauses; `heading` are the words of the title above it."""
    clauses = sentence.clauses
    return Told(
        "".join(heading),
        "".join(one.raw for one in clauses if one.span[1] <= core[0]),
        "".join(one.raw for one in clauses if core[0] <= one.span[0] and one.span[1] <= core[1]),
        "".join(one.raw for one in clauses if one.span[0] >= core[1]),
    )


def told_of(found: Candidate) -> Told:
    """Return a candidate's sentence around its clause."""
    sentence, heading = sentence_of(found)
    return told_around(sentence, found.clause, heading)


def plain(text: str) -> str:
    """Return the form in which text is cut into tokens: blanks divide no words in Chinese, and stand anywhere."""
    return normalise(text).replace(" ", "")


class Reader:
    """Makes pairs of tokens; may be shared by threads."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokens = lru_cache(KEPT)(self._encoded)

    def pair(self, question: str, told: Told) -> Pair:
        """Return a question and a sentence as they are read: of what is too long, what is nearest to the core."""
        pieces: Iterable[tuple[Part, tuple[int, ...]]] = (
            (Part.QUESTION, (BEGIN, *self._tokens(question)[:MOST_ASKED], END)),
            (Part.HEADING, self._tokens(told.heading)[:MOST_HEADING]),
            (Part.BEFORE, self._tokens(told.before)[-MOST_BEFORE:]),
            (Part.CORE, self._tokens(told.core)[:MOST_CORE]),
            (Part.AFTER, (*self._tokens(told.after)[:MOST_AFTER], END)),
        )
        read = [(token, int(part)) for part, tokens in pieces for token in tokens]
        return Pair(tuple(token for token, _ in read), tuple(part for _, part in read))

    def _encoded(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(plain(text), add_special_tokens=False).ids)


@lru_cache(maxsize=1)
def shipped_reader() -> Reader:
    """Return what reads for the shipped cross-encoder, loaded once; raises ShippedError."""
    from tokenizers import Tokenizer

    return Reader(shipped(TOKENIZER, lambda path: Tokenizer.from_file(str(path))))
