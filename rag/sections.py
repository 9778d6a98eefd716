"""Points of a section: what a report lists under 存在的问题, 下一步打算 or any heading, one span a point."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from rag.numerals import parse_numeral
from rag.text import ENUMERATOR, clause_spans, sentence_spans, without_stars
from rag.types import Passage, Span

_NUMBERED = re.compile(rf"(?:(?<=[。；;:：\n,，])|^)\s*{ENUMERATOR}")
_LEAD = re.compile(r"(?:存在|面临|仍有|还有|有).{0,12}(?:问题|不足|短板|差距|困难|薄弱)")
_MARK = re.compile(rf"\s*({ENUMERATOR})")
_CIRCLED = re.compile("[①-⑳]")
_COUNT = re.compile(r"[一二三四五六七八九十]+|\d+")
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
    found = headed(section, text, depth=depth)
    if len(found) >= MIN_POINTS:
        return found
    found = [point for passage in section for point in enumerated(passage, text)]
    if len(found) >= MIN_POINTS:
        return found
    return [(passage, span) for passage in section for span in passage.sentences]


def headed(section: Sequence[Passage], text: str, *, depth: int) -> list[tuple[Passage, Span]]:
    """Return the points under the headings below a section's own, with those between them that go on with their count.

    A point of a single sentence, (二) between the headings (一) and (三), has none of its own.
    """
    titles = dict.fromkeys(passage.heading[: depth + 1] for passage in section if len(passage.heading) > depth)
    shapes = {_counted(title[-1])[0] for title in titles} - {""}
    found: list[tuple[Passage, Span]] = []
    count = 0
    for passage in section:
        starts: list[int] = []
        title = passage.heading[: depth + 1]
        if title in titles:
            del titles[title]
            starts, count = [_headed(passage, title[-1], text)], _counted(title[-1])[1]
        for start in _marks(passage) if len(passage.heading) <= depth + 1 else ():
            shape, number = _counted(passage.text[start:])
            if shape in shapes and number == count + 1:
                starts, count = [*starts, passage.start + start], number
        found += [(passage, span) for span in zip(starts, [*starts[1:], passage.end], strict=False)]
    return found


def _counted(text: str) -> tuple[str, int]:
    """Return the form of the number that a text begins with, and what it counts; no form, and 0, without one."""
    match = _MARK.match(text)
    if match is None:
        return "", 0
    mark = unicodedata.normalize("NFKC", match[1]).replace("、", ".")
    found = _COUNT.search(mark)
    number = int(parse_numeral(found.group()) or 0) if found and not found.group().isdecimal() else 0
    kind = "①" if _CIRCLED.match(match[1]) else "一" if number else "1"
    return kind + _COUNT.sub("", mark), number or int(found.group() if found else 0)


def _headed(passage: Passage, heading: str, text: str) -> int:
    """Return where the heading's own line begins in a passage, or else its first sentence."""
    lines = (start for start, end in passage.sentences if heading in without_stars(text[start:end]))
    return next(lines, passage.sentences[0][0])


def _marks(passage: Passage) -> Iterator[int]:
    """Yield where a passage counts up something, as offsets of its own text."""
    return (match.start() for match in _NUMBERED.finditer(passage.text))


def enumerated(passage: Passage, text: str) -> list[tuple[Passage, Span]]:
    """Return what a passage counts up, 一是 … 二是 …, each from its number to the next one."""
    marks = list(_marks(passage))
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
