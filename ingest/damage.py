"""Damaged stretches of a text: what was lost or garbled stays in the text, and out of the passages.

Text that was once read in a wrong encoding and saved (mojibake) is known by its inverse: its characters, written in the
wrong encoding, give bytes that read as Chinese in the right one. Readable text practically never does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from ingest.blocks import Block, Loaded
from ingest.formats.encoding import COMMON
from rag.text import sentence_spans
from rag.types import Span

# Characters of COMMON that a run has to hold once it is read in the right encoding. In 93 million characters of news,
# laws and articles, and in 87 reports (as they are, and in traditional characters), no run holds two; 0.0001 % of the
# characters are in a run with one (刘淇、 reads as 中 and half a character). Mojibake holds one in 1.9 characters.
STRONG = 2
# Characters of a run that are read right to tell.
ENOUGH = 300
# Characters: a run so close to damage is damage whatever it holds.
NEAR = 100
# What lies between two damaged stretches is part of them up to this length, unless it has common characters; between
# two garbled ones it may have as many, which happen to be among the wrong ones.
LONGEST_GAP = 20
MOST_COMMON = 3
_CHINESE = frozenset(char for char in COMMON if char > "\u2e7f")
# What stands where bytes were lost: the replacement character, question marks, and private-use characters of GBK.
_LOST = "?\ufffd€\ue000-\uf8ff"
_SURE = re.compile(
    "|".join((
        "[\ufffd\ufffe\uffff\ufdd0-\ufdef]+",
        "锟[锟斤拷]+",  # U+FFFD itself, once read as GBK
        "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]{2,}",
        # one alone is a bullet or a rare name's character, but between digits it hides a point or a digit; U+E5E5 is
        # a blank
        "[\ue000-\ue5e4\ue5e6-\uf8ff]{3,}",
        r"(?<=\d)[\ue000-\ue5e4\ue5e6-\uf8ff]+(?=\d)",
    ))
)  # fmt: skip
# Question marks instead of characters, with the digits and signs between them, and the rest of their sentence.
_QUESTION_MARKS = re.compile(r"\?[^?\n。]{0,2}(?:\?[^?\n。]{0,2}){7,}[^?\n。]*")
# One of these is in all that _SURE matches; to look for it first takes a twentieth of the time.
_SUSPECT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff\ufdd0-\ufdef锟]")
_LATIN = "".join(chr(code) for code in range(0x80, 0x100)) + "".join(
    bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)
)


@dataclass(frozen=True, slots=True)
class _Misreading:
    """One way to garble a text: bytes in the encoding `right`, read as the characters that `written` gives bytes to.

    Each character of the text begins with one of `marks`, or inside the one before; `run` matches from the first mark
    on what may be such a text.
    """

    run: re.Pattern[str]
    marks: frozenset[str]
    written: Mapping[str, bytes]
    right: str

    def find(self, text: str) -> Iterator[tuple[Span, int]]:
        """Yield the runs of `text`, and how many common characters each holds when read right, or right twice."""
        for match in self.run.finditer(text):
            found = match.group()
            last = next(at for at in range(len(found) - 1, -1, -1) if found[at] in self.marks)
            once = self._read_right(found[:ENOUGH])
            hidden = max(_common(once), _common(self._read_right(once)))
            # a character has three bytes: what comes later may be readable text
            yield (match.start(), min(match.end(), match.start() + last + 3)), hidden

    def _read_right(self, run: str) -> str:
        return b"".join(self.written.get(char, b"\xff") for char in run).decode(self.right, "replace")


@cache
def _misreadings() -> tuple[_Misreading, ...]:
    tails = range(0x80, 0xC0)
    heads = (*range(0xE2, 0xEA), 0xEF)  # of all Chinese characters and punctuation in UTF-8
    pairs = [bytes((first, second)) for first in (*tails, *heads) for second in (*tails, *heads)]
    gbk = {text: pair for pair in pairs if len(text := pair.decode("gb18030", "ignore")) == 1}
    latin = {char: char.encode("cp1252", "ignore") or char.encode("latin-1") for char in _LATIN}
    return (
        _misreading(gbk, [char for char, pair in gbk.items() if pair[0] in heads], "utf-8"),
        _misreading(latin, map(chr, heads), "utf-8"),
        _misreading(latin, map(chr, range(0xB0, 0xF8)), "gb18030"),
    )


def _misreading(written: Mapping[str, bytes], marks: Iterable[str], right: str) -> _Misreading:
    beginnings = "".join(marks)
    # to look for marks, which are rare in readable text, takes a quarter of the time that all characters would
    run = re.compile(f"[{beginnings}][{re.escape(''.join(written))}{_LOST}]+")
    return _Misreading(run, frozenset(beginnings), written, right)


def exclude_damage(loaded: Loaded) -> Loaded:
    """Return `loaded` with the sentences that hold damage out of its body, and with the share that is damaged."""
    damage = damaged_spans(loaded.text)
    if not damage:
        return replace(loaded, damaged=0.0)
    letters = sum(map(len, loaded.text.split()))
    lost = sum(len(part) for start, end in damage for part in loaded.text[start:end].split())
    return replace(loaded, blocks=tuple(_divided(loaded, damage)), damaged=lost / max(1, letters))


def damaged_spans(text: str) -> list[Span]:
    """Return the damaged stretches of `text`, in order and apart from each other."""
    sure = [match.span() for match in _SURE.finditer(text)] if _SUSPECT.search(text) else []
    sure += [match.span() for match in _QUESTION_MARKS.finditer(text)]
    runs = sorted(run for misreading in _misreadings() for run in misreading.find(text))
    garbled = _with_near([span for span, hidden in runs if hidden >= STRONG], [span for span, _ in runs])
    return _joined(text, sorted(sure + _joined(text, garbled, MOST_COMMON)), 0)


def _with_near(strong: Sequence[Span], weak: Sequence[Span]) -> list[Span]:
    """Return the strong spans and the weak ones that are close to them, or to a weak one that is; both are in order."""
    kept = set(strong)
    last = -NEAR - 1
    for span in weak:
        if span in kept or span[0] - last <= NEAR:
            kept.add(span)
            last = span[1]
    following = float("inf")
    for span in reversed(weak):
        if span in kept or following - span[1] <= NEAR:
            kept.add(span)
            following = span[0]
    return sorted(kept)


def _joined(text: str, spans: Iterable[Span], most: int) -> list[Span]:
    """Return the spans, which are in order, with those joined that have at most `most` common characters between."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= LONGEST_GAP and _is_part(text[joined[-1][1] : start], most):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_part(gap: str, most: int) -> bool:
    return "\n" not in gap and _common(gap) <= most


def _common(text: str) -> int:
    return sum(char in _CHINESE for char in text)


def _divided(loaded: Loaded, damage: Sequence[Span]) -> Iterator[Block]:
    """Yield the blocks, those that hold damage divided between whole sentences and damaged ones."""
    ends = [end for _, end in damage]

    def is_damaged(span: Span) -> bool:
        at = bisect_right(ends, span[0])
        return at < len(damage) and damage[at][0] < span[1]

    for block in loaded.blocks:
        if not block.body or not is_damaged((block.start, block.end)):
            yield block
            continue
        for damaged, group in groupby(sentence_spans(loaded.text, block.start, block.end), is_damaged):
            sentences = list(group)
            yield replace(block, start=sentences[0][0], end=sentences[-1][1], body=not damaged)
