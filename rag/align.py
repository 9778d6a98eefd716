"""Which sentences of a cited passage carry a statement: those that share most with it, figures before words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.figures import Quantity, find_figures, holds, read_figures
from rag.text import SENTENCE_ENDS, bigrams
from rag.types import Passage, Span

# A statement that draws several figures together rests on several sentences of a passage; more than three are no longer
# a citation of the exact sentence.
MOST_SENTENCES = 3
# One shared pair of characters is chance (的是, 工作); a sentence must share a figure or at least two.
FEWEST_SHARED = 2
_STATEMENT_BREAK = re.compile(rf"[{SENTENCE_ENDS}\n]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    figures: tuple[Quantity, ...]
    tokens: frozenset[str]


class Aligner:
    """Chooses sentences of passages numbered from 1, each given with the spans of its sentences that may be cited."""

    def __init__(self, passages: Sequence[tuple[Passage, Sequence[Span]]]) -> None:
        self._passages = [
            [_read(span, passage.text[span[0] - passage.start : span[1] - passage.start]) for span in spans]
            for passage, spans in passages
        ]
        self._chosen: dict[tuple[int, str], tuple[Span, ...]] = {}

    def sentences(self, passage: int, statement: str) -> tuple[Span, ...]:
        """Return the spans of the sentences of a passage that carry a statement; none where nothing is shared."""
        key = (passage, statement)
        if key not in self._chosen:
            self._chosen[key] = _choose(self._passages[passage - 1], statement)
        return self._chosen[key]


def last_statement(text: str) -> str:
    """Return the last statement of a text: what follows the last sentence end or line end before its own."""
    bare = text.rstrip(SENTENCE_ENDS + " \t\n,，;；、")
    return _STATEMENT_BREAK.split(bare)[-1].strip()


def _read(span: Span, text: str) -> _Sentence:
    return _Sentence(span, tuple(read_figures(text)), frozenset(bigrams(text)))


def _choose(sentences: Sequence[_Sentence], statement: str) -> tuple[Span, ...]:
    # A bare year frames a statement (2022年,全市…) and stands in many sentences; it must not outweigh the words.
    wanted = [figure for figure in find_figures(statement) if not figure.is_year]
    tokens = frozenset(bigrams(statement))
    chosen: list[Span] = []
    while len(chosen) < MOST_SENTENCES:
        best = max(sentences, key=lambda sentence: _score(sentence, wanted, tokens), default=None)
        if best is None or not _carries(best, wanted, tokens, first=not chosen):
            break
        chosen.append(best.span)
        wanted = [figure for figure in wanted if not holds(figure, best.figures)]
    return tuple(chosen)


def _score(sentence: _Sentence, wanted: Sequence[Quantity], tokens: frozenset[str]) -> tuple[int, float]:
    shared = len(sentence.tokens & tokens)
    # The root of the length lets a long sentence win only by what it shares.
    return _held(sentence, wanted), shared / max(len(sentence.tokens), 1) ** 0.5


def _held(sentence: _Sentence, wanted: Sequence[Quantity]) -> int:
    return sum(holds(figure, sentence.figures) for figure in wanted)


def _carries(sentence: _Sentence, wanted: Sequence[Quantity], tokens: frozenset[str], *, first: bool) -> bool:
    if _held(sentence, wanted):
        return True
    return first and len(sentence.tokens & tokens) >= FEWEST_SHARED
