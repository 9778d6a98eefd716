"""Passages: runs of whole sentences under one heading path, of a size that a question can be matched against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.fields import FORM_LABELS, LONGEST_VALUE, is_label, label_of
from ingest.structure import Section
from rag.index.derive import PassageDraft
from rag.text import sentence_spans
from rag.types import Span

# Characters. Inside SHORTEST to LONGEST a passage costs nothing; outside, the cost grows with the distance. No passage
# of more than one sentence is longer than LIMIT. Six sizes were tried, offline: recall@1 / @5 of passages that hold
# the evidence, inside the question's filter, and right answers, both in percent. Samples: 170 questions (136 with
# evidence) over 12 reports; real: the 82 (69) questions dev-… over 75 reports.
#     SHORTEST LONGEST LIMIT   passages of 75   samples: recall  right   real: recall  right
#           60     150   350             8645      77.9 / 96.3   86.5     78.3 / 91.3   87.8
#          100     220   450             6253      73.5 / 97.1   87.1     79.7 / 91.3   89.0
#          150     350   700             4304      69.9 / 97.1   87.6     79.7 / 94.2   89.0
#          200     500   900             3271      68.4 / 97.1   87.6     78.3 / 92.8   89.0
#          300     700  1200             2515      68.4 / 97.1   87.6     81.2 / 95.7   89.0
#          400    1000  1500             1984      68.4 / 97.1   87.6     81.2 / 97.1   90.2
# Smaller ones lose answers. From here on the sizes are one answer of 252 apart, which decides nothing (and recall rises
# with size by itself: there are fewer passages), so the smallest of them stays: a model's budget holds more of these.
# At this size the questions test-… give 76.8 / 98.6 and 79.0 right; they ran with every size, but nothing was chosen
# by them.
SHORTEST, LONGEST, LIMIT = 150, 350, 700
# Nor has it more sentences than this, which only lists of single words reach: it bounds the search for cuts.
MOST_SENTENCES = 60
# A stretch of more sentences than this is a list, not a report's section: there, short ones are taken by the handful
# until they have so many characters, and cut only between handfuls. For a million lines of ten characters the search
# takes 3 s instead of 90; no stretch of the reports above is so long.
LONG_LIST, HANDFUL, HANDFUL_LENGTH = 5000, 5, 50
# What costs a boundary where the text itself has none, against passages too short (up to 1) or too long.
PLAIN_BOUNDARY, EACH_PASSAGE = 0.5, 0.05
# A stretch without a sentence end that is longer than this is no prose: a list, a table of figures, a damaged file. It
# is divided where it has stops or blanks, and left out as far as it has none.
NO_SENTENCE = 5000
_BREAK = re.compile(r"[；;，、\t]|,(?!\d)|(?<!\d)\s+")
# Emphasis marks of Markdown that a sentence may begin or end with.
_MARKS = re.compile(r"(?:\*\*|__)?\s*")
LONGEST_MARK = 8
_TRAILING = re.compile(r"\s*(?:\*\*|__)$")
# Enumerations that the reports' paragraphs are made of: each item makes a good passage.
_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)|(?:首先|其次|再次|最后|第[一二三四五六七八九十])[,，]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    opens: bool
    glued: bool


def passages(text: str, sections: Iterable[Section]) -> list[PassageDraft]:
    """Return the passages of all sections in order; their spans do not overlap."""
    return [draft for section in sections for draft in _section_passages(text, section)]


def _section_passages(text: str, section: Section) -> list[PassageDraft]:
    drafts: list[PassageDraft] = []
    for sentences in _stretches(text, _sentences(text, section)):
        for start, end in best_cuts(sentences):
            run = sentences[start:end]
            spans: tuple[Span, ...] = tuple((sentence.start, sentence.end) for sentence in run)
            drafts.append(PassageDraft(run[0].start, run[-1].end, section.heading, spans))
    return drafts


def _stretches(text: str, sentences: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Divide sentences where something that is no body stands between them: a passage is one stretch of the text."""
    stretch: list[_Sentence] = []
    for sentence in sentences:
        if stretch and any(char.isalnum() for char in text[stretch[-1].end : sentence.start]):
            yield stretch
            stretch = []
        stretch.append(sentence)
    yield stretch


def _sentences(text: str, section: Section) -> list[_Sentence]:
    found: list[_Sentence] = []
    for number, line in enumerate(statements(text, section.lines)):
        spans = [piece for span in line for piece in _pieces(text, *_without_marks(text, *span))]
        for at, (begin, stop) in enumerate(spans):
            # a lone mark or an invisible character says nothing
            if any(char.isalnum() for char in text[begin:stop]):
                opens = at == 0 or bool(_ITEM.match(text, begin, stop))
                found.append(_Sentence(begin, stop, opens, glued=number < section.headings))
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span, or what is readable of one that is too long for a sentence."""
    if end - start <= NO_SENTENCE:
        yield start, end
        return
    breaks = [match.end() for match in _BREAK.finditer(text, start, end)]
    for stop, following in pairwise([*breaks, end, end + NO_SENTENCE + 1]):
        if stop - start < LONGEST and following - start <= NO_SENTENCE:
            continue
        if stop - start <= NO_SENTENCE:
            yield start, start + len(text[start:stop].rstrip())
        start = stop


def statements(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the sentences of each line; the label of a form and the value on the line below are one sentence.

    A value alone says nothing: 提案者 and the name under it belong together.
    """
    label: Span | None = None
    for start, end in lines:
        line = text[start:end]
        if label and not is_label(line) and len(line) <= LONGEST_VALUE and not text[label[1] : start].strip():
            yield [(label[0], end)]
            label = None
            continue
        if label:
            yield [label]
        label = (start, end) if is_label(line) and label_of(line) in FORM_LABELS else None
        if not label:
            yield sentence_spans(text, start, end)
    if label:
        yield [label]


def _without_marks(text: str, start: int, end: int) -> Span:
    opening = _MARKS.match(text, start, end)
    begin = opening.end() if opening else start
    closing = _TRAILING.search(text, max(begin, end - LONGEST_MARK), end)
    return begin, (closing.start() if closing else end)


def best_cuts(sentences: Sequence[_Sentence]) -> list[Span]:
    """Return the runs [from, to) of sentences that cost least, by dynamic programming over the boundaries.

    A boundary after a glued sentence (a heading) is not allowed, unless it is the last one. In a LONG_LIST, only some
    boundaries are tried.
    """
    if len(sentences) <= LONG_LIST:
        return _cheapest(sentences)
    handfuls = list(_handfuls(sentences))
    whole = [_Sentence(sentences[start].start, sentences[end - 1].end, sentences[start].opens, sentences[end - 1].glued)
             for start, end in handfuls]  # fmt: skip
    return [(handfuls[start][0], handfuls[end - 1][1]) for start, end in _cheapest(whole)]


def _handfuls(sentences: Sequence[_Sentence]) -> Iterator[Span]:
    """Yield runs [from, to) of at most HANDFUL short sentences; a glued one is a run of its own."""
    start = 0
    for at, sentence in enumerate(sentences):
        if at > start and (
            sentence.glued
            or sentences[start].glued
            or at - start == HANDFUL
            or sentence.end - sentences[start].start > HANDFUL_LENGTH
        ):
            yield start, at
            start = at
    if sentences:
        yield start, len(sentences)


def _cheapest(sentences: Sequence[_Sentence]) -> list[Span]:
    count = len(sentences)
    starts, ends = [one.start for one in sentences], [one.end for one in sentences]
    glued = [one.glued for one in sentences]
    cost, origin = [0.0] + [float("inf")] * count, [0] * (count + 1)
    for start, sentence in enumerate(sentences):
        if start and glued[start - 1]:
            continue
        # lists of short lines come here sixty times a line: what is the same for all ends is looked up once
        before, begin, boundary = cost[start], starts[start], 0 if sentence.opens else PLAIN_BOUNDARY
        for end in range(start + 1, min(count, start + MOST_SENTENCES) + 1):
            length = ends[end - 1] - begin
            if length > LIMIT and end > start + 1 and not glued[end - 2]:
                break
            if glued[end - 1] and end < count:
                continue
            total = before + (_COSTS[length] if length <= LIMIT else _cost(length)) + boundary
            if total < cost[end]:
                cost[end], origin[end] = total, start
    return _trace(origin)


def _trace(origin: Sequence[int]) -> list[Span]:
    runs: list[Span] = []
    end = len(origin) - 1
    while end > 0:
        runs.append((origin[end], end))
        end = origin[end]
    return runs[::-1]


def _cost(length: int) -> float:
    short, long = max(SHORTEST - length, 0) / SHORTEST, max(length - LONGEST, 0) / (LONGEST - SHORTEST)
    return short + long + EACH_PASSAGE


_COSTS = tuple(_cost(length) for length in range(LIMIT + 1))
