"""Points of a section: what a report lists under 存在的问题, 下一步打算 or any heading, one span a point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from rag.text import ENUMERATOR, clause_spans, sentence_spans
from rag.types import Passage, Span

_NUMBERED = re.compile(rf"(?:(?<=[。；;:：\n,，])|^)\s*{ENUMERATOR}")
_LEAD = re.compile(r"(?:存在|面临|仍有|还有|有).{0,12}(?:问题|不足|短板|差距|困难|薄弱)")
MIN_POINTS = 2


def section_passages(passages: Sequence[Passage], pattern: re.Pattern[str]) -> list[list[Passage]]:
    """Return the sections of one report whose heading path matches, each as its passages in order.

    A report that puts its problems in running text has no such heading: then the passages that say so stand for it.
    """
    under = [passage for passage in passages if any(pattern.search(heading) for heading in passage.heading)]
    if not under:
        under = [passage for passage in passages if _LEAD.search(passage.text) and pattern.search(passage.text)]
    return [list(group) for _, group in groupby(under, key=lambda passage: _section(passage, pattern))]


def _section(passage: Passage, pattern: re.Pattern[str]) -> tuple[str, ...]:
    for depth, heading in enumerate(passage.heading, 1):
        if pattern.search(heading):
            return passage.heading[:depth]
    return ()


def points(section: Sequence[Passage], text: str, *, depth: int = 0) -> list[tuple[Passage, Span]]:
    """Return the points of a section in order: its sub-headings, else its 一是 … 二是 …, else its sentences.

    `text` is the report's extracted text, `depth` the length of the section's own heading path.
    """
    titles = list(dict.fromkeys(passage.heading[: depth + 1] for passage in section if len(passage.heading) > depth))
    if len(titles) >= MIN_POINTS:
        firsts = [next(passage for passage in section if passage.heading[: depth + 1] == title) for title in titles]
        return [(passage, _headed(passage, title[-1], text)) for passage, title in zip(firsts, titles, strict=True)]
    found = [point for passage in section for point in enumerated(passage, text)]
    if len(found) >= MIN_POINTS:
        return found
    return [(passage, span) for passage in section for span in passage.sentences]


def _headed(passage: Passage, heading: str, text: str) -> Span:
    """Return the stretch from the heading's own line, or else from the first sentence, to the passage's end."""
    lines = (start for start, end in passage.sentences if heading in text[start:end])
    return next(lines, passage.sentences[0][0]), passage.end


def enumerated(passage: Passage, text: str) -> list[tuple[Passage, Span]]:
    """Return what a passage counts up, 一是 … 二是 …, each from its number to the next one."""
    marks = [match.start() for match in _NUMBERED.finditer(passage.text)]
    ends = [*marks[1:], len(passage.text)] if marks else []
    spans = [(passage.start + start, passage.start + end) for start, end in zip(marks, ends, strict=True)]
    return [(passage, span) for span in spans if text[span[0] : span[1]].strip()]


def headline(text: str, span: Span, limit: int) -> Span:
    """Return the beginning of a point that fits `limit` characters: whole sentences, or as many clauses as fit."""
    sentences = sentence_spans(text, *span)
    start, stop = sentences[0][0], sentences[0][0]
    for sentence in sentences:
        for _, end in [(0, sentence[1])] if sentence[1] - start <= limit else clause_spans(text, *sentence):
            if end - start > limit and stop > start:
                return start, stop
            stop = end
    return start, stop


def first_sentence(text: str, span: Span, limit: int) -> Span:
    """Return a point's first sentence, or as many of its clauses as fit `limit` characters."""
    return headline(text, sentence_spans(text, *span)[0], limit)
