"""What scoring needs of a passage, read once: its sentences, their clauses, and the words and figures in each."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from rag.figures import Quantity, find_figures
from rag.lexicon import Lexicon, Numbers, WordTable
from rag.ranks import ranks_in
from rag.text import ENUMERATOR, HEADING_NUMBER, clause_spans, cut, normalise, words
from rag.types import Passage, Span
from rag.vocabulary import STOP_WORDS

# Numbers that are names of services.
_HOTLINES = frozenset(
    ("110", "119", "120", "122", "12309", "12315", "12328", "12333", "12345", "12348", "12368", "12388")
)
Matrix = NDArray[np.float16]
# A sentence that only announces the next ones (三是推进政务公开工作。).
LONGEST_LEAD = 32
# Characters of a label with its value on the next line.
LONGEST_LABEL = 8
_LEAD = re.compile(f"{ENUMERATOR}|{HEADING_NUMBER}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_QUOTED = re.compile(r"[“《「]")
# Without any of these, nothing is counted.
_COUNTS = re.compile(r"[\d一二两三四五六七八九十百千万零〇半ⅠⅡⅢⅣⅤIV首]")
# Passages whose analysis and vectors are kept: some 55 kB each.
KEPT = 8192


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence: `text` is its normal form, `span` (offsets of the report's text) where it stands.

    `letters` counts those of its words that say something; `years` are those that it names; `quotes`: it holds the
    beginning of a quotation or of a title.
    """

    span: Span
    raw: str
    text: str
    words: tuple[str, ...]
    letters: int
    figures: tuple[Quantity, ...]
    years: frozenset[int]
    quotes: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses, which cover it.

    `leads`: it only announces what follows; `label` holds the words of a label with its value on the next line, none
    for any other sentence.
    """

    span: Span
    raw: str
    text: str
    clauses: tuple[Clause, ...]
    leads: bool
    label: tuple[str, ...]


@lru_cache(maxsize=KEPT)
def analyse(passage: Passage) -> tuple[Sentence, ...]:
    """Return the sentences of a passage, each cut into clauses."""
    return tuple(_sentence(passage, span) for span in passage.sentences)


def _sentence(passage: Passage, span: Span) -> Sentence:
    raw = passage.slice(span)
    clauses = tuple(_clause(raw[start:end], (span[0] + start, span[0] + end)) for start, end in _clauses(raw))
    return Sentence(span, raw, normalise(raw), clauses, is_lead(raw), _label(raw))


def is_lead(sentence: str) -> bool:
    """Tell whether a sentence only announces what follows, as 三是推进政务公开工作 does."""
    return (
        bool(_LEAD.match(sentence))
        and len(sentence) <= LONGEST_LEAD
        and not any(char.isdigit() for char in sentence[3:])
    )


@lru_cache(maxsize=KEPT)
def figures_of(sentence: str) -> tuple[Quantity, ...]:
    """Return the figures of a whole sentence, with the numbers of services."""
    return tuple(find_figures(sentence))


def _label(sentence: str) -> tuple[str, ...]:
    label, _, value = sentence.partition("\n")
    return tuple(words(label)) if value and len(label) <= LONGEST_LABEL else ()


@lru_cache(maxsize=KEPT)
def title_of(heading: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the normal form of a path of headings, and its words."""
    text = normalise(" ".join(heading))
    return text, tuple(map(sys.intern, cut(text)))


def _clauses(raw: str) -> list[Span]:
    return clause_spans(raw, 0, len(raw))


def _clause(raw: str, span: Span) -> Clause:
    text = normalise(raw)
    figures = (*find_figures(raw), *ranks_in(raw)) if _COUNTS.search(raw) else ()
    figures = tuple(figure for figure in figures if figure.text not in _HOTLINES)
    # the same few thousand words stand in all passages: each is kept once
    said = tuple(map(sys.intern, cut(text)))
    letters = sum(len(word) for word in said if word not in STOP_WORDS and word[0].isalpha())
    years = frozenset(map(int, _YEAR.findall(raw)))
    return Clause(span, raw, text, said, letters, figures, years, bool(_QUOTED.search(raw)))


@lru_cache(maxsize=KEPT)
def vectors(passage: Passage, lexicon: Lexicon) -> tuple[Matrix, Matrix]:
    """Return the vectors (s, d) of a passage's sentences and (c, d) of all their clauses, in half precision."""
    sentences = analyse(passage)
    clauses = [clause.raw for sentence in sentences for clause in sentence.clauses]
    found = lexicon.embedding.encode_documents([*(sentence.raw for sentence in sentences), *clauses])
    half = found.astype(np.float16)
    return half[: len(sentences)], half[len(sentences) :]


def single(half: Matrix) -> NDArray[np.float32]:
    """Return finite numbers of half precision in single precision, as they are.

    numpy takes several times as long, one number at a time. The bits are moved to where single precision has them; its
    exponents count from 127, not from 15.
    """
    bits = half.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= ~0x70000000  # the copies of the sign
    values = bits.view(np.float32)
    values *= 2.0 ** (127 - 15)
    return values


def word_numbers(passage: Passage, table: WordTable) -> tuple[Numbers, Numbers]:
    """Return the numbers in a table of all words (w,) of a passage, and how many each clause (c,) has."""
    kept = _numbers(passage)
    if table not in kept:
        found = [clause.words for sentence in analyse(passage) for clause in sentence.clauses]
        lengths = np.fromiter(map(len, found), np.int64, len(found))
        kept[table] = table.numbers(list(chain.from_iterable(found))), lengths
    return kept[table]


@lru_cache(maxsize=KEPT)
def _numbers(passage: Passage) -> WeakKeyDictionary[WordTable, tuple[Numbers, Numbers]]:
    """Return what `word_numbers` keeps of a passage; a table that nobody else needs is not kept by it."""
    return WeakKeyDictionary()
