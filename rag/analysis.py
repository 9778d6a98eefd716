"""What scoring needs of a passage, read once: its sentences, their clauses, and the words and figures in each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.figures import Quantity, find_figures
from rag.lexicon import Lexicon
from rag.text import clause_spans, normalise, words
from rag.types import Passage, Span
from rag.vocabulary import STOP_WORDS

# Numbers that are names of services.
_HOTLINES = frozenset(
    ("110", "119", "120", "122", "12309", "12315", "12328", "12333", "12345", "12348", "12368", "12388")
)
Matrix = NDArray[np.float16]
# Passages whose analysis is kept: some 6 kB each, and as much again for the vectors of half of them.
KEPT = 8192


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence: `text` is its normal form, `span` (offsets of the report's text) where it stands.

    `letters` counts those of its words that say something.
    """

    span: Span
    raw: str
    text: str
    words: tuple[str, ...]
    letters: int
    figures: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses, which cover it."""

    span: Span
    raw: str
    text: str
    clauses: tuple[Clause, ...]


@lru_cache(maxsize=KEPT)
def analyse(passage: Passage) -> tuple[Sentence, ...]:
    """Return the sentences of a passage, each cut into clauses."""
    return tuple(_sentence(passage, span) for span in passage.sentences)


def _sentence(passage: Passage, span: Span) -> Sentence:
    raw = passage.slice(span)
    clauses = tuple(_clause(raw[start:end], (span[0] + start, span[0] + end)) for start, end in _clauses(raw))
    return Sentence(span, raw, normalise(raw), clauses)


def _clauses(raw: str) -> list[Span]:
    return clause_spans(raw, 0, len(raw))


def _clause(raw: str, span: Span) -> Clause:
    text = normalise(raw)
    figures = tuple(find_figures(raw)) if any(map(str.isdigit, raw)) or _may_count(raw) else ()
    figures = tuple(figure for figure in figures if figure.text not in _HOTLINES)
    said = tuple(words(text))
    letters = sum(len(word) for word in said if word not in STOP_WORDS and word[0].isalpha())
    return Clause(span, raw, text, said, letters, figures)


def _may_count(raw: str) -> bool:
    return any(char in raw for char in "一二两三四五六七八九十百千万零〇半")


@lru_cache(maxsize=KEPT // 2)
def vectors(passage: Passage, lexicon: Lexicon) -> tuple[Matrix, Matrix]:
    """Return the vectors (s, d) of a passage's sentences and (c, d) of all their clauses, in half precision."""
    sentences = analyse(passage)
    clauses = [clause.raw for sentence in sentences for clause in sentence.clauses]
    found = lexicon.embedding.encode_documents([*(sentence.raw for sentence in sentences), *clauses])
    half = found.astype(np.float16)
    return half[: len(sentences)], half[len(sentences) :]
