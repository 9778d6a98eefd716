"""What the reader sees of a statement that fails its check: a flag in the text, or that it was left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.cite import FIGURE_FLAG, FLAG, OF_FIGURES, SENTENCE_FLAG, Checked
from rag.marked import numbered
from rag.types import Citation, Span

LEFT_OUT = "模型的回答中有 {} 句话未能在报告原文中核实，已略去。"
# Behind which words of a statement its flag stands: before the closing punctuation, but behind a quotation's.
_TAIL = re.compile(r"(?:(?<=[^\s|])\s*\|\s*|[。！？!?]+(?P<closing>[”’」』】》〉)）\"']*)(?:[ \t]*\[\d{1,3}\])*\s*)$")
_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})[.、．)）](?!\d)", re.MULTILINE)
# The head of a table with its rule, and no row below.
_HEAD_ALONE = re.compile(r"^[^\n]*\|[^\n]*\n(?=[^\n]*\|)[ \t]*\|?[ \t]*:?-[-|: \t]*(?:\n(?![^\n]*\|)|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer without what failed, its citations numbered anew, and how many statements were left out."""

    text: str
    citations: tuple[Citation, ...]
    left_out: int


def unflagged(text: str) -> str:
    """Return a text without flags: only ours may stand there."""
    return FLAG.sub("", text)


def flagged(text: str, checks: Sequence[Checked]) -> str:
    """Return an answer with a flag behind each figure that is not verified, and at the end of each other failure."""
    flags: list[tuple[int, str]] = []
    for checked in checks:
        wrong = [(end, figure.text.strip()) for end, figure in checked.figures if not figure.verified]
        flags += [(end, FIGURE_FLAG) for end, _ in wrong]
        if not _are_all_of_figures(checked, {words for _, words in wrong}):
            flags.append((_end(text, checked), SENTENCE_FLAG))
    told, begin = "", 0
    for at, flag in sorted(flags, key=lambda one: one[0]):
        told += text[begin:at] + flag
        begin = at
    return told + text[begin:]


def _are_all_of_figures(checked: Checked, wrong: Collection[str]) -> bool:
    return all(problem.reason in OF_FIGURES and problem.words in wrong for problem in checked.problems)


def _end(text: str, checked: Checked) -> int:
    start, end = checked.span
    tail = _TAIL.search(text, start, end)
    if tail is None:
        return end
    return tail.end("closing") if tail["closing"] else tail.start()


def without_failing(text: str, citations: Iterable[Citation], checks: Sequence[Checked]) -> Kept:
    """Return an answer without the statements that fail; its text is empty where none is left."""
    failing = [checked for checked in checks if not checked.statement.supported]
    if len(failing) == len(checks):
        return Kept("", (), len(failing))
    spans = [checked.span for checked in failing]
    for (start, end), number in sorted([*((span, "") for span in spans), *_renumbered(text, spans)], reverse=True):
        text = f"{text[:start]}{number}{text[end:]}" if number else _without(text, start, end)
    text = _HEAD_ALONE.sub("", text)
    return Kept(*numbered(text.strip(), tuple(citations)), len(failing))


def _renumbered(text: str, left_out: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Yield the numbers of a list behind items that are left out, and what they become."""
    before = missing = 0
    for match in _NUMBERED.finditer(text):
        number = int(match[1])
        missing = missing if number == before + 1 else 0
        before = number
        if any(start <= match.start(1) < end for start, end in left_out):
            missing += 1
        elif missing:
            yield match.span(1), str(number - missing)


def _without(text: str, start: int, end: int) -> str:
    """Return a text without a stretch, and without its line where nothing else stands there."""
    before, after = text[:start], text[end:]
    if before.rstrip(" \t").endswith("\n") or not before.strip():
        after = re.sub(r"^[ \t]*\n", "", after)
    return before + after
