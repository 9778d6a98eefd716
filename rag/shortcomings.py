"""What a report calls its problems, item by item, wherever it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.announced import named_side
from rag.outline import Outline
from rag.text import BULLETS, ENUMERATOR, sentence_spans
from rag.types import Passage, Span

# What opens a list of problems, up to its colon, and what closes it: neither is a problem.
_OPENING = re.compile(
    r"^[^：:]{0,120}(?:问题|不足|困难|短板|差距|挑战|主要(?:是|有|表现(?:为|在)?|体现(?:为|在)?)|表现在|体现在|认识到|看到)[^：:，,；;。]{0,12}[：:]"
)
_LEADS = re.compile(
    r"虽[^；;]{0,24}(?:成绩|成效|成果|进展|进步)[^；;]{0,8}但[^；;，,]{0,16}(?:问题|不足|差距|短板)[^；;，,]{0,6}[。，,]?$|也感到[，,]?[^；;，,]{0,20}(?:问题|不足|差距|短板)[。]?$|"
    r"(?:清醒|深刻|也)地?(?:看到|认识到|知道|意识到)|(?:存在|面临)(?:着|的)?(?:一些|一定|不少|不小|诸多|许多|较多|很多).{0,16}(?:问题|不足|困难|短板|挑战|薄弱环节)[。，,]?$|"
    r"^主要(?:是|有|表现为|表现在|体现在)?[：:，,]?$|^(?![一二三四五六七八九十]{1,2}是)[^；;]{0,90}(?:存在|面临|有)(?:着|的)?(?:一些|一定|不少|不小|诸多|许多|较多|很多|较大)"
    r"(?:的)?(?:问题|不足|困难|短板|挑战|薄弱环节|差距)[^；;]{0,24}$"
)
_CLOSING = re.compile(
    r"对此|对于这些|对这些|这些(?:都)?(?:需要|要|问题)|为此|上述|我们(?:一定|将|要|必须|会)|下一步|今后|针对"
)
# A promise may end the very sentence that lists the problems.
_PROMISE = re.compile(
    r"(?<!得到)(?:切实|认真|努力|着力|下大力气|采取有力措施).{0,8}(?:加以解决|解决|改进)|决不辜负|我们(?:一定|将|无畏)"
)
# What is seen, after its comma, and its characters at least: else the next sentences tell it.
_SEES = re.compile("看到|认识到|知道|意识到")
_TROUBLES = "(?:问题|不足|困难|短板|挑战|差距|薄弱环节)"
_SEEN = re.compile(
    rf"[^：:；;。]{{0,40}}(?:{_SEES.pattern})(?:[^：:；;。，,]{{0,36}}{_TROUBLES}(?:[和与]{_TROUBLES})?)?[，,]"
)
LONG_REST = 40
# Characters from which a sentence that sees nothing and has so many words for troubles tells them, however it ends.
LONG_LEAD, SEVERAL = 80, 3
# Characters of what is too short to say what is wrong.
SHORTEST = 3
# What says, before the first of several points, that they are problems.
_SHORT_OF = re.compile("差距|不足|问题|困难|短板|薄弱|挑战")
# What parts the points of one sentence.
MARK = re.compile(rf"{ENUMERATOR}|[；;](?!\s*$)")
# What an item of a list begins with.
_ITEM = re.compile(rf"\s*(?:—+|{BULLETS}|{ENUMERATOR}|第[一二三四五六七八九十]{{1,2}}[，,、])")


def problem_items(passages: Sequence[Passage], found: Outline) -> list[tuple[Passage, Span]]:
    """Return the problems of a report in order, each as its stretch in a passage; none where it tells none.

    `passages` are all of the report's. A list of problems is cut at 一是…二是…, else at semicolons, else at sentences.
    """
    items: list[tuple[Passage, Span]] = []
    for passage in passages:
        for start, end in passage.sentences:
            if found.side(start) == "problem" and not _is_heading(passage, (start, end)):
                items.extend((passage, span) for span in _items(passage, (start, end)))
    marked = [bool(_ITEM.match(passage.slice(span))) for passage, span in items]
    return list(_explained(items, marked)) if sum(marked) > 1 else items


def _explained(items: Sequence[tuple[Passage, Span]], marked: Sequence[bool]) -> Iterator[tuple[Passage, Span]]:
    """Yield the marked items, each with what explains it: the unmarked ones that follow it on its line."""
    last: tuple[Passage, Span] | None = None
    for (passage, (start, end)), opens in zip(items, marked, strict=True):
        if last and not opens and last[0] is passage and _goes_on(passage, last[1][1], start):
            last = passage, (last[1][0], end)
            continue
        if last:
            yield last
        last = (passage, (start, end)) if opens else None
        if not opens:
            yield passage, (start, end)
    if last:
        yield last


def _goes_on(passage: Passage, end: int, start: int) -> bool:
    """Tell whether nothing but blanks stands between an end and a start in a line."""
    between = passage.slice((end, start))
    return not between.strip() and "\n" not in between


def _is_heading(passage: Passage, span: Span) -> bool:
    if named_side(passage.slice(span)):
        return True
    text = passage.slice(span).strip("。：: ")
    return any(text == heading.strip("。：: ") for heading in passage.heading)


def _items(passage: Passage, sentence: Span) -> Iterator[Span]:
    text = passage.slice(sentence)
    opening = _OPENING.match(text)
    first = re.search(ENUMERATOR, text)
    begin = opening.end() if opening else first.start() if first and _SHORT_OF.search(text[: first.start()]) else 0
    seen = _SEEN.match(text)
    if not begin and seen and len(text) - seen.end() > LONG_REST and _SHORT_OF.search(text, seen.end()):
        begin = seen.end()  # what is seen follows in the same sentence
    leads = not begin and not MARK.match(text) and _LEADS.search(text)
    if leads and len(text) > LONG_LEAD and not _SEES.search(text) and len(_SHORT_OF.findall(text)) >= SEVERAL:
        leads = None
    if leads or _CLOSING.match(text, begin):
        return
    cuts = [begin, *(match.start() + (match.group() in "；;") for match in MARK.finditer(text, begin)), len(text)]
    for start, end in pairwise(cuts):
        item = text[start:end].strip("；;。，, ")
        if len(item) > SHORTEST and not _CLOSING.match(item) and not _PROMISE.search(item):
            yield sentence[0] + start, sentence[0] + end


def sentences_between(passage: Passage, span: Span) -> list[Span]:
    """Return the sentences of a stretch, as offsets of the report's text."""
    offset = passage.start
    return [
        (start + offset, end + offset)
        for start, end in sentence_spans(passage.text, span[0] - offset, span[1] - offset)
    ]
