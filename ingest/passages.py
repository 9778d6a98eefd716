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

    A boundary after a glued sentence (a heading) is not allowed, unless it is the last one.
    """
    count = len(sentences)
    cost, origin = [0.0] + [float("inf")] * count, [0] * (count + 1)
    for start in range(count):
        if sentences[start - 1].glued and start:
            continue
        for end in range(start + 1, min(count, start + MOST_SENTENCES) + 1):
            length = sentences[end - 1].end - sentences[start].start
            if length > LIMIT and end > start + 1 and not sentences[end - 2].glued:
                break
            if sentences[end - 1].glued and end < count:
                continue
            total = cost[start] + _cost(length) + (0 if sentences[start].opens else PLAIN_BOUNDARY)
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
