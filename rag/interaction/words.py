"""What the network reads: the words of a question, and those of a sentence with its heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from rag.analysis import Sentence, analyse, title_of
from rag.lexicon import Lexicon
from rag.places import spoken_names
from rag.score import Candidate
from rag.text import cut, normalise
from rag.types import Span
from rag.understood import Understood

Matrix = NDArray[np.float32]
# The shipped embedding is trained so that its first numbers are usable alone.
DIMENSION = 128
# Characters of words are told apart by so many signs; two that share one by chance are rare in one word.
LETTERS = 127
# Words that are read at most, of the question and of each part of a text: of 7,115 questions 16 have more, of 72,711
# clauses 43.
MOST_ASKED, MOST_HEADING, MOST_BESIDE, MOST_CORE = 24, 8, 24, 32


class Part(IntEnum):
    """Which part of what is read a word stands in: of a text, the clause that would answer is its core."""

    CORE = 0
    BEFORE = 1
    AFTER = 2
    HEADING = 3
    QUESTION = 4


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order with the part that each stands in; never empty."""

    words: tuple[str, ...]
    parts: tuple[int, ...]


def asking_words(understood: Understood) -> Words:
    """Return the words of a question that stands alone, without its places and years, which decide where to search."""
    text = normalise(understood.standalone)
    rest = text
    for place in understood.reading.places:
        names = sorted(spoken_names(place), key=len, reverse=True)
        name = next((name for name in names if name in rest), place)
        rest = rest.replace(name, " ")  # 新建区 2023 年新建了多少: only its own name goes
    for year in understood.reading.years:
        rest = re.sub(rf"(?<!\d){year}(?!\d)(?:年度?)?", " ", rest)
    return question_words(cut(rest) or cut(text))


def question_words(found: Sequence[str]) -> Words:
    """Return the first words of a question."""
    kept = tuple(found[:MOST_ASKED]) or ("",)
    return Words(kept, (Part.QUESTION,) * len(kept))


def candidate_words(found: Candidate) -> Words:
    """Return the words of a candidate's sentence around its clause, and of the heading that it stands under."""
    sentence, heading = sentence_of(found)
    return sentence_words(sentence, found.clause, heading)


def sentence_of(found: Candidate) -> tuple[Sentence, Sequence[str]]:
    """Return a candidate's sentence, and the words of the heading that it stands under."""
    sentence = next(one for one in analyse(found.passage) if one.span == found.sentence)
    _, heading = title_of(found.passage.heading[-1:])
    return sentence, heading


def sentence_words(sentence: Sentence, core: Span, heading: Sequence[str]) -> Words:
    """Return the words of a sentence around a span of whole clauses, those nearest to it where there are many."""
    before, inside, after = (
        list(chain.from_iterable(one.words for one in some))
        for some in (
            [one for one in sentence.clauses if one.span[1] <= core[0]],
            [one for one in sentence.clauses if core[0] <= one.span[0] and one.span[1] <= core[1]],
            [one for one in sentence.clauses if one.span[0] >= core[1]],
        )
    )
    parts = [(Part.HEADING, heading[:MOST_HEADING]), (Part.BEFORE, before[-MOST_BESIDE:]),
             (Part.CORE, inside[:MOST_CORE] or [""]), (Part.AFTER, after[:MOST_BESIDE])]  # fmt: skip
    return Words(tuple(word for _, some in parts for word in some), tuple(part for part, some in parts for _ in some))


class Table:
    """The n different words of some texts, numbered, with what the network knows of each.

    `vectors` (n, DIMENSION) are of unit length, zero for a word without any known token; `digits` (n,) is 1 for a word
    with a digit; `letters` (n, LETTERS) is 1 for each letter that a word has.
    """

    def __init__(self, texts: Sequence[Words], lexicon: Lexicon) -> None:
        self.number: Mapping[str, int] = {
            word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(text.words for text in texts)))
        }
        whole = lexicon.vectors(list(self.number), DIMENSION)
        lengths = np.sqrt(np.einsum("ij,ij->i", whole, whole))[:, None]
        self.vectors: Matrix = whole / np.maximum(lengths, 1e-6)
        # most words are of letters alone, which is told at once
        digits = [not word.isalpha() and any(map(str.isdigit, word)) for word in self.number]
        self.digits = np.array(digits, np.float32)
        self.letters = np.zeros((len(self.number), LETTERS), np.float32)
        rows = np.repeat(np.arange(len(self.number)), [len(word) for word in self.number])
        self.letters[rows, [ord(letter) % LETTERS for word in self.number for letter in word]] = 1

    def numbers(self, text: Words) -> list[int]:
        """Return the numbers of a text's words."""
        return [self.number[word] for word in text.words]
