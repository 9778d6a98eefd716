"""Points as numbered lines: each sentence with its own marker, and only the beginning of what is too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.compose import Line, frame, listed, tidy
from rag.index.reader import Index
from rag.sections import first_sentence
from rag.shortcomings import sentences_between
from rag.text import clause_spans, sentence_spans
from rag.types import Passage, Span

# Characters of all points together, and of one point where all of a section's are listed.
LONG, POINT = 390, 64
# Characters of a connective with its comma at most.
CONNECTIVE = 5
_SIGNATURE = re.compile(
    r"[^，。,;；]{2,24}(?:政府|委员会|办公室|局|(?<![大餐客])厅|政府办|办事处|管委会|司法所|[总支大]队)|\d{4}年?\d{1,4}(?:月\d{1,2})?日"
)
Point = tuple[Passage, Span]


def numbered(chosen: Sequence[Point], source: Passage, index: Index) -> list[Line]:
    """Return the points as numbered lines: whole where all of them fit, else the beginning of each."""
    text = index.text(source.report)
    whole = sum(span[1] - span[0] + 4 for _, span in chosen) <= LONG
    room = max(POINT, LONG // len(chosen) - 4) if len(chosen) > 2 else LONG // len(chosen) - 8
    passage, (start, _) = chosen[0]
    lines = [Line(frame(passage, start, index), "")]
    for number, (passage, span) in enumerate(chosen, 1):
        lines.extend(sentences_of(f"{number}. ", passage, span if whole else head_of(span, text, room), text))
    return listed(lines, LONG)


def head_of(span: Span, text: str, room: int) -> Span:
    """Return the beginning of a point that fits: whole sentences, else as many clauses as fit, at least one.

    It ends on no mere 但是 or 与此同时, behind which what it introduces is cut off.
    """
    first = first_sentence(text, span, room)
    stop = first[1]
    for start, end in (c for s in sentence_spans(text, first[1], span[1]) for c in clause_spans(text, *s)):
        if end - first[0] > room:
            break
        if end - start > CONNECTIVE:
            stop = end
    return first[0], stop


def sentences_of(number: str, passage: Passage, span: Span, text: str) -> Iterator[Line]:
    """Yield a point's sentences as lines of one paragraph, each with its own marker; who signs is no part of it."""
    told = [(start, end) for start, end in sentences_between(passage, span) if not is_signed(text[start:end])]
    for at, (start, end) in enumerate(told):
        whole = next((known for known in passage.sentences if known[0] <= start < known[1]), (start, end))
        yield Line("" if at else number, tidy(text[start:end]), passage, whole, goes_on=bool(at))


def is_signed(text: str) -> bool:
    """Tell whether a sentence is but the name of an office, or a date, as stands under a report."""
    return bool(_SIGNATURE.fullmatch(text.strip("。：: \n　")))
