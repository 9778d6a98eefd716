"""How something is done: the sentence that answers with those around it, as far as an answer of points may go."""

from __future__ import annotations

from collections.abc import Sequence

from rag.compose import Line, frame, tidy
from rag.index.reader import Index
from rag.score import Candidate
from rag.text import clause_spans
from rag.types import Passage, Span

# Characters of all sentences together.
LONG = 380
# Other sentences score nearly as well as the best one.
NEARLY = 1.0
# Candidates that are looked at.
MOST = 4


def told(ranked: Sequence[Candidate], index: Index) -> list[Line]:
    """Return the sentence of the best candidate, those nearly as good, and its neighbours, in reading order."""
    best = ranked[0]
    source = frame(best.passage, index)
    if best.sentence[1] - best.sentence[0] > LONG:
        span = _cut(best)
        return [Line(source, tidy(best.passage.slice(span)), best.passage, best.sentence)]
    parts = _parts(ranked, _paragraph(best.passage, best.sentence, index.text(best.passage.report)))
    return [Line("" if at else source, tidy(passage.slice(span)), passage, span, goes_on=at > 0)
            for at, (passage, span) in enumerate(parts)]  # fmt: skip


def _cut(best: Candidate) -> Span:
    """Return as many clauses as fit, from the stretch that answers on."""
    (start, stop), offset = best.stretch, best.passage.start
    for _, end in clause_spans(best.passage.text, start - offset, best.sentence[1] - offset):
        if end + offset - start <= LONG:
            stop = max(stop, end + offset)
    return start, stop


def _parts(ranked: Sequence[Candidate], paragraph: Sequence[Span]) -> list[tuple[Passage, Span]]:
    best = ranked[0]
    kept = {best.sentence: best.passage}
    room = LONG - _length(best.sentence)
    at = paragraph.index(best.sentence)
    near = [found for found in ranked[1:MOST] if found.score >= best.score - NEARLY]
    others = [(found.passage, found.sentence) for found in near if found.passage.report == best.passage.report]
    beside = [(best.passage, span) for span in (*paragraph[at + 1 :], *reversed(paragraph[:at]))]
    for passage, span in (*others, *beside):
        if span not in kept and _length(span) <= room:
            kept[span] = passage
            room -= _length(span)
    return [(kept[span], span) for span in sorted(kept)]


def _length(span: Span) -> int:
    return span[1] - span[0]


def _paragraph(passage: Passage, sentence: Span, text: str) -> list[Span]:
    """Return the sentences of the passage that no line end parts from a sentence."""
    spans, at = passage.sentences, passage.sentences.index(sentence)
    first = last = at
    while first > 0 and "\n" not in text[spans[first - 1][1] : spans[first][0]]:
        first -= 1
    while last + 1 < len(spans) and "\n" not in text[spans[last][1] : spans[last + 1][0]]:
        last += 1
    return list(spans[first : last + 1])
