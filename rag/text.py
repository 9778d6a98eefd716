"""Chinese text: normal forms for matching, sentence and clause spans, and the tokens of lexical search.

Everything here is a pure function. Normal forms are for matching only; quotes always come from the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import add

from rag.types import Span

SENTENCE_ENDS = "。！？!?"
# What a sentence goes on with after a quotation that holds a full stop.
GOES_ON = "的等、，,；;：:"
CLOSING = "”’」』】》〉)）\"'"
# What numbers a point: 一是, (一), ① and 1. but not 1.5, though 1、2023年底前; and what numbers a heading beside: 一、
ENUMERATOR = (
    r"(?:[一二三四五六七八九十]{1,2}是|[(（][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳]|"
    r"\d{1,2}[、.．](?:(?!\d)|(?=20\d\d年)))"
)
HEADING_NUMBER = r"[一二三四五六七八九十]{1,2}、"
# What stands before the items of a list without numbers.
BULLETS = r"(?:[■□◆◇●○▪▫•·→➢►▶★※]|[*\-](?=\s))"
OPENING_OF = {"(": ")", "（": "）", "《": "》", "“": "”", "「": "」", "【": "】"}
_TOKEN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[a-z0-9]+(?:\.[0-9]+)?")
_SIDE_BY_SIDE = re.compile("[》”][和及与]?[《“]")
_CLAUSE_ENDS = "，,；;：:"


def normalise(text: str) -> str:
    """Return the form used for matching: NFKC (full width → half width), lower case, blanks as single spaces."""
    # asking first costs a tenth of normalising what is normal
    folded = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return " ".join(folded.lower().split())


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the sentences of `text[start:end]`, without the blanks around them.

    A sentence ends after 。！？ (half width too) with the closing quotes and brackets that follow, or at a line end;
    not where it goes on after a quotation (“严格执法！”的要求), nor at the ? of an address.
    """
    stop = len(text) if end is None else end
    spans: list[Span] = []
    begin = at = start
    while at < stop:
        char = text[at]
        at += 1
        if char in SENTENCE_ENDS:
            mark = at
            while at < stop and text[at] in SENTENCE_ENDS + CLOSING:
                at += 1
            following = text[at : min(at + 1, stop)]
            if (at > mark and following in GOES_ON and following) or _inside_address(text, mark - 1, stop):
                continue
        elif char != "\n":
            continue
        _append(spans, text, begin, at)
        begin = at
    _append(spans, text, begin, stop)
    return spans


def _inside_address(text: str, at: int, stop: int) -> bool:
    before, after = text[max(at - 1, 0) : at], text[at + 1 : min(at + 2, stop)]
    return text[at] in "?!" and (before + after).isascii() and not before.isspace() and after.isalnum()


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def clause_spans(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of the clauses of one sentence, each with its closing punctuation; together they cover it.

    Commas inside brackets, quotation marks and numbers (1,064) divide nothing.
    """
    spans: list[Span] = []
    begin = start
    closers: list[str] = []
    for at in range(start, end):
        char = text[at]
        if closers and char == closers[-1]:
            closers.pop()
        elif char in OPENING_OF and text.find(OPENING_OF[char], at, end) > 0:
            closers.append(OPENING_OF[char])
        elif char in _CLAUSE_ENDS and not closers and not _inside_number(text, at, end):
            spans.append((begin, at + 1))
            begin = at + 1
    if begin < end:
        spans.append((begin, end))
    return spans


def listed_in(text: str, *, titles: bool = True) -> int:
    """Return how many signs of a list a text has: one for each 、, and two for `titles` side by side, 《甲》《乙》."""
    return text.count("、") + (2 * len(_SIDE_BY_SIDE.findall(text)) if titles else 0)


def _inside_number(text: str, at: int, end: int) -> bool:
    return at > 0 and at + 1 < end and text[at - 1].isdigit() and text[at + 1].isdigit()


def without_stars(text: str) -> str:
    """Return a text without the ** around what is bold in Markdown."""
    return text.replace("**", "")


def words(text: str) -> list[str]:
    """Return the rjieba words of the normal form, in order, without punctuation."""
    return cut(normalise(text))


def cut(text: str) -> list[str]:
    """Return the `words` of a text that is in its normal form."""
    import rjieba

    # nearly all words, and all marks of punctuation, are told without looking at each character
    return [word for word in rjieba.cut(text) if word.isalnum() or (len(word) > 1 and any(map(str.isalnum, word)))]


@lru_cache(maxsize=2048)
def bigram_set(text: str) -> frozenset[str]:
    """Return the different ones of `bigrams`."""
    return frozenset(bigrams(text))


def bigrams(text: str) -> list[str]:
    """Return the overlapping pairs of Chinese characters (a lone one stays alone) and the whole latin or digit runs."""
    found: list[str] = []
    for match in _TOKEN.finditer(normalise(text)):
        run = match.group()
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found += map(add, run, run[1:])
    return found
