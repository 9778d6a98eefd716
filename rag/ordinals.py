"""Questions for one item of an enumeration by its number: 第二件是什么, 最后一条建议."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.compose import Line, frame, tidy
from rag.index.reader import Index
from rag.numerals import parse_numeral
from rag.terms import Matcher
from rag.text import normalise, sentence_spans
from rag.types import Hit, Passage, Span
from rag.understood import Understood

_ASKED = re.compile(
    r"第([一二三四五六七八九十]{1,2}|\d{1,2})(?:[个条件项点大类]|方面|个?方面|条建议)|(最后)一?(?:[个条件项点]|方面)"
)
_MARK = re.compile(
    r"(?:^|(?<=[。；;:：\n,， ]))[\s　]*(?:([一二三四五六七八九十]{1,2})[是、]|"
    r"[(（]([一二三四五六七八九十\d]{1,2})[)）]|(\d{1,2})[、.．](?!\d))"
)
LONGEST = 130
# Share of the question that the words before an item must hold.
ABOUT = 0.4


def ordinal_asked(text: str) -> int | None:
    """Return the number of the item that a question asks for, -1 for the last; None where it asks for none."""
    match = _ASKED.search(text)
    if match is None:
        return None
    return -1 if match.group(2) else _value(match.group(1))


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else int(parse_numeral(numeral) or 0)


def ordinal_lines(understood: Understood, matcher: Matcher, hits: Sequence[Hit], index: Index) -> list[Line]:
    """Return the line of the item asked for, from the enumeration that holds most of the question, if there is one."""
    number = ordinal_asked(understood.spoken)
    if number is None or not hits or not matcher.concepts:
        return []
    found = [(hit.passage, item) for hit in hits for item in _items(hit.passage, number)]
    reports = dict.fromkeys(hit.passage.report for hit in hits)
    found += [item for report in reports for item in _headed(index.passages(report), number)]
    if understood.planned:
        # what is wrong is counted up, too, and no plan
        found = [(p, item) for p, item in found if index.outline(p.report).side(item[0]) != "problem"]
    if not found:
        return []
    above = [
        normalise(" ".join((*p.heading[:-1], p.heading[-1] if p.heading else "", p.text[: item[0] - p.start])))
        for p, item in found
    ]
    held = matcher.coverage(matcher.exact(above))
    if float(held.max()) < ABOUT:
        return []
    passage, (start, end) = found[int(held.argmax())]
    span = sentence_spans(passage.text, start - passage.start, end - passage.start)[0]
    whole = next((s for s in passage.sentences if s[0] <= start < s[1]), (start, end))
    return [Line(frame(passage, start, index), tidy(passage.text[span[0] : span[1]])[:LONGEST], passage, whole)]


def _headed(passages: Sequence[Passage], number: int) -> Iterator[tuple[Passage, Span]]:
    """Yield the first passage below each heading that has this number among its like (-1: the last of them)."""
    groups: dict[tuple[str, ...], dict[str, Passage]] = {}
    for passage in passages:
        for depth, heading in enumerate(passage.heading):
            if _MARK.match(heading):
                groups.setdefault(passage.heading[:depth], {}).setdefault(heading, passage)
    for headings in groups.values():
        numbered = [(_number(heading), passage) for heading, passage in headings.items()]
        for value, passage in numbered[-1:] if number == -1 else numbered:
            if number in (-1, value):
                yield passage, (passage.start, passage.end)


def _number(heading: str) -> int:
    match = _MARK.match(heading)
    return _value(next(filter(None, match.groups()))) if match else 0


def _items(passage: Passage, number: int) -> Iterator[Span]:
    """Yield the stretch of each item of a passage that has this number in its enumeration (-1: the last of several)."""
    marks = [
        (match.end(), _value(next(filter(None, match.groups()))), match.start())
        for match in _MARK.finditer(passage.text)
    ]
    stops = [*(start for _, _, start in marks[1:]), len(passage.text)][: len(marks)]
    for at, ((start, value, _), stop) in enumerate(zip(marks, stops, strict=True)):
        last = number == -1 and value > 1 and (at + 1 == len(marks) or marks[at + 1][1] <= value)
        # the number of a section's own heading counts no item of it
        own = any(passage.text[start:stop].strip().startswith(_bare(heading)) for heading in passage.heading[:1])
        if (value == number or last) and not own:
            yield passage.start + start, passage.start + stop


def _bare(heading: str) -> str:
    return _MARK.sub("", heading, count=1).strip("。：: ")
