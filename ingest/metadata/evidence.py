"""What was read of a report, and what it was read from: the clues, and facts with their place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ingest.blocks import Loaded
from ingest.metadata.dates import LONGEST_DATE_LINE, in_digits
from ingest.metadata.titles import LONGEST_TITLE, Title, number_length
from rag.text import sentence_spans
from rag.types import Evidence, Span

Value = TypeVar("Value")
Other = TypeVar("Other")
# Characters of the report's own text in which it says what it is about; lines that count as its first and last.
OPENING, HEAD, TAIL = 1200, 12, 6
# A quote is no longer than this, and holds this many characters before what is quoted.
LONGEST_QUOTE, BEFORE = 160, 60
# From so many characters on a line with a comma is prose: some files break their lines after forty characters.
WRAPPED = 25
_PAUSE = re.compile("[,，]")
# 某市2023年法治政府建设情况报告 at the beginning of a line that goes on.
_INSIDE = re.compile(
    r"[^。，,；;：:\n]{2,40}?(?:政府\s?工\s?作\s?报\s?告|(?:情况|工作|年度|建设)的?(?:报告|总结|汇报|通报))(?![如的])"
)
_BLANKS = re.compile(r"(?<=[一-鿿〇○])[ \t　\xa0]+(?=[一-鿿〇○])")


@dataclass(frozen=True, slots=True)
class Fact(Generic[Value]):
    """A value, how sure it is (in [0, 1]), and where it was read.

    `span` is the stretch of the text that tells it; None where that is not in the text: then `quote` holds it.
    """

    value: Value
    confidence: float
    span: Span | None = None
    quote: str = ""
    source: Literal["text", "file", "sidecar"] = "text"

    def but(self, value: Other) -> Fact[Other]:
        """Return another value that was read in the same place."""
        return Fact(value, self.confidence, self.span, self.quote, self.source)

    def evidence(self, field: str, text: str) -> Evidence:
        """Return the evidence for `field` of `Report`."""
        if self.span is None:
            return Evidence(field, self.quote, self.confidence, self.source)
        start, end = self.span
        return Evidence(field, text[start:end], self.confidence, self.source, start, end)


@dataclass(frozen=True, slots=True)
class Clues:
    """What a report can be recognised by; spans are of `text`.

    `body` is the text with blanks for what is no body, `lines` are the body's lines, `furniture` what its web page put
    around it, `opening` the first stretch of its own text, `title` its title without blanks ("" for none), `stem` the
    file's name without suffix.
    """

    text: str
    body: str
    lines: tuple[Span, ...]
    furniture: tuple[Span, ...]
    opening: tuple[Span, ...]
    title: str
    title_spans: tuple[Span, ...]
    stem: str

    @property
    def near(self) -> tuple[Span, ...]:
        """The short lines at the beginning and the end that are no sentences."""
        near = dict.fromkeys((*self.lines[:HEAD], *self.lines[-TAIL:]))
        return tuple(span for span in near if self.is_short(span))

    def is_short(self, span: Span) -> bool:
        """Tell whether a line is as short as a date, a signature or an occasion."""
        return span[1] - span[0] <= LONGEST_DATE_LINE and "。" not in self.text[span[0] : span[1]]

    def line(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span[0] : span[1]]

    def searched(self, pattern: re.Pattern[str], spans: Sequence[Span]) -> Iterator[re.Match[str]]:
        """Yield the places where the pattern stands within spans, in order."""
        for start, end in spans:
            yield from pattern.finditer(self.text, start, end)

    def in_title(self, words: str) -> Span | None:
        """Return the title's line that holds `words`, else the whole title; None without a title."""
        return self.title_where(lambda line: words in in_digits(line) or words in line)

    def title_where(self, tells: Callable[[str], bool]) -> Span | None:
        """Return the first line of the title that tells something, else the whole title; None without a title."""
        whole = self.title_span
        return next((span for span in self.title_spans if tells(squeezed(self.line(span)))), whole)

    @property
    def title_span(self) -> Span | None:
        """The stretch from the title's first line to its last; None without a title."""
        return (self.title_spans[0][0], self.title_spans[-1][1]) if self.title_spans else None


def clues_of(loaded: Loaded, title: Title | None, stem: str) -> Clues:
    """Return the clues of a report whose furniture is marked."""
    text = loaded.text
    lines = tuple((block.start, block.end) for block in loaded.blocks if block.body)
    blocks = title.blocks if title else ()
    spans = tuple((loaded.blocks[at].start, loaded.blocks[at].end) for at in blocks)
    taken = set(spans)
    if spans:
        # a document's number before the title is no part of it
        spans = ((spans[0][0] + number_length(text[slice(*spans[0])]), spans[0][1]), *spans[1:])
    inside = None if title else _inside(text, lines)
    return Clues(
        text=text,
        body=_blanked(text, lines),
        lines=lines,
        furniture=tuple((block.start, block.end) for block in loaded.blocks if not block.body),
        opening=_opening(text, [span for span in lines if span not in taken]),
        title=squeezed(title.text if title else text[slice(*inside)] if inside else ""),
        title_spans=(inside,) if inside else spans,
        stem=stem,
    )


def _blanked(text: str, lines: Sequence[Span]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in lines:
        parts += ("\n" * (start - at), text[start:end])
        at = end
    return "".join(parts)


def _inside(text: str, lines: Sequence[Span]) -> Span | None:
    """Return the title that the first line begins with: some files have lost all their line breaks."""
    if not lines or lines[0][1] - lines[0][0] <= LONGEST_TITLE:
        return None
    match = _INSIDE.match(text, *lines[0])
    return match.span() if match else None


def _opening(text: str, lines: Sequence[Span]) -> tuple[Span, ...]:
    """Return the text from the first line that is a sentence on; lines without furniture between them are one span."""
    first = next((at for at, (start, end) in enumerate(lines) if _is_prose(text[start:end])), len(lines))
    spans: list[Span] = []
    left = OPENING
    for start, end in lines[first:]:
        if left <= 0:
            break
        end = min(end, start + left)
        left -= end - start
        joined = bool(spans) and not text[spans[-1][1] : start].strip()
        spans[-1:] = [(spans[-1][0], end)] if joined else [*spans[-1:], (start, end)]
    return tuple(spans)


def _is_prose(line: str) -> bool:
    return len(line) > LONGEST_DATE_LINE or "。" in line or bool(len(line) >= WRAPPED and _PAUSE.search(line))


def squeezed(line: str) -> str:
    """Return a line without the blanks between Chinese characters: 政 府 工 作 报 告."""
    return _BLANKS.sub("", line)


def sentence_at(text: str, start: int, end: int) -> Span:
    """Return the sentence that holds a stretch of the text; what is long is cut around the stretch."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    spans = sentence_spans(text, max(begin, start - 2000), min(stop, end + 2000))
    first, last = next(((a, b) for a, b in spans if a <= start < b), (start, end))
    last = max(last, end)
    if last - first > LONGEST_QUOTE:
        first = max(first, start - BEFORE)
        last = min(last, max(end, first + LONGEST_QUOTE))
    return first, last
