"""Whether one line is a heading, or begins with one, and how deep it is: by its numbering, or by what the format says.

第…编 > 章 > 节 > 条 > 一、 > (一) > 1. > 1) > (1) > ①. 一是, 二是 … are no headings. Whether a numbered line heads
anything is seen only from the lines around it: see `structure`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.fields import PART_LABELS, is_label, label_of
from rag.numerals import parse_numeral

# A heading on a line of its own may be longer than one that shares its line: there, a long first sentence is text.
LONGEST_HEADING, LONGEST_INLINE = 80, 50
SHORTEST_PLAIN, LONGEST_PLAIN = 4, 60
# How deep a heading is, by its numbering; what a proposal's form names its parts lies above all of them.
PART, OPEN_LEVEL, ARTICLE, CHAPTER, POINT = 5, 10, 18, 20, 40
_DIGITS = "一二三四五六七八九十百零〇"
_COUNT = rf"[{_DIGITS}\d]{{1,5}}"
_SMALL = "[一二三四五六七八九十]{1,3}"
# 一、二审 and 5、6月 name two things, and 1.5 is a figure.
_NO_PAIR = r"(?![一二三四五六七八九十]{1,2}[、审级类线期季产])"
_NO_DATE = r"(?!\d{1,2}[月日号个])"
_NUMBERINGS = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (8, rf"第({_COUNT})[编篇][\s　、:：]*"),
        (10, rf"第({_COUNT})(?:章|部分)[\s　、:：]*"),
        (15, rf"第({_COUNT})节[\s　、:：]*"),
        (ARTICLE, rf"第({_COUNT})条(?:(?:之[一二三四五六七八九])?[\s　、:：]+|(?![规的第、和至及款项所中之]))"),
        (CHAPTER, rf"({_SMALL})\s?(?:、{_NO_PAIR}|[.．])\s*"),
        (30, rf"[（(]\s?({_SMALL})\s?[)）][、.．]?\s*"),
        (POINT, rf"(\d{{1,2}})\s?(?:[.．](?!\d)|、{_NO_DATE})\s*|([⒈-⒛])\s*"),
        (42, r"\d{1,2}[.．](\d{1,2})\s+(?=[一-鿿])(?![万亿个件名元年月天次])"),
        (45, r"(\d{1,2})\s?[)）]\s*"),
        (50, r"[（(]\s?(\d{1,2})\s?[)）]\s*|([⑴-⒇])\s*"),
        (55, r"([①-⑳])\s*"),
    )
)
# 第一，… on a line of its own; inside a text it only counts.
_FIRST = re.compile(r"第([一二三四五六七八九十]{1,2})[,，、]\s*")
_FIRST_RANK = 32
_UNMARKED = re.compile(rf"({_SMALL})(?=[一-鿿]{{3}})")
# The first line of a year's part in reports whose parts have no numbers.
_YEAR_PART = re.compile(
    r"20\d\d\s?年.{0,12}(?:回顾|情况|安排|任务|计划|打算|总结|要求|目标|工作|思路)[^，。：；！？]{0,6}"
)
_APPENDIX = re.compile(
    r"附[件录表]\s?[一二三四五六七八九十\d]{0,2}(?:[\s　:：]+.{2,40})?|名词解释|(?:部分)?名词注释|注释"
)
# Where the heading ends that shares its line with text: at its sentence's end, at a gap, before 一是.
_END = re.compile(r"[。！？]|\s{2,}|[　]|[,，:：;；]?(?=一是)")
_ARTICLE_NAME = re.compile(r"(?:[（(【][^（(【)）】]{1,20}[)）】])?")
_COLON = re.compile(r"[:：](?!\d)")
# What ends no heading that has no number, and what never stands in one.
_UNFINISHED = ("。", "！", "？", "!", "?", "；", ";", "，", ",", "、", "…")
_NO_HEADING = re.compile(
    r"[。！？；;:：\s|]|^[—•·*#\-]|[日号]$|^[（(]|(?:政府|办公室|委员会|办|局|厅|院|署|处|中心|集团|公司|大学)$"
)
# What stands above a table or below a figure: it heads nothing.
_CAPTION = re.compile(
    r"[附续]?[表图]\s?(?:\d{1,3}(?:[-－—.．]\d{1,2})?(?![\d年月日张幅份个])"
    r"|[一二三四五六七八九十]{1,3}(?=[\s　:：、.．]|$))"
)
BLANKS_AND_STOPS = " \t\n\u3000\xa0,，:：;；、。.．*"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `rank` is its depth, `number` what its numbering counts (0: none), `alone`: it has its own line.

    Without a `text` it is an item of a list, which heads nothing but ends what deeper headings head.
    """

    rank: int
    text: str
    alone: bool
    number: int = 0


def heading_of(line: str, rank: int | None = None) -> Heading | None:
    """Return the heading that `line` is or begins with, None for text; `rank` is the depth that the format gives it."""
    if "\t" in line or _CAPTION.match(line):
        return None
    if is_label(line) and label_of(line) in PART_LABELS:
        return Heading(PART, label_of(line), alone=True)
    found = numbering(line)
    if rank is not None and len(line) <= LONGEST_HEADING:
        return Heading(found[0] if found else rank, tidy(line), alone=True, number=found[1] if found else 0)
    return _numbered(line, *found) if found else _titled(line)


def numbering(line: str) -> tuple[int, int, int] | None:
    """Return the rank of the numbering that the line begins with, its number, and where it ends; None without one."""
    for rank, pattern in _NUMBERINGS:
        if match := pattern.match(line):
            return rank, _ordinal(next(group for group in match.groups() if group)), match.end()
    return None


def level_ranks(lines: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Return how deep headings without number are, by the levels (from 1) that the format gives to lines.

    Where headings with a number have the same level they are as deep as most of these; else between the levels around.
    """
    seen: dict[int, Counter[int]] = {}
    for line, level in lines:
        found = numbering(line)
        seen.setdefault(level, Counter()).update([found[0]] if found else [])
    ranks: dict[int, int] = {}
    above = PART
    for level in sorted(seen):
        known = seen[level].most_common(1)
        below = [rank - 1 for deeper, numbered in seen.items() if deeper > level for rank in numbered]
        rank = known[0][0] if known else min([max(10 * level, above + 5), *(each for each in below if each > above)])
        above = ranks[level] = rank
    return ranks


def may_head(line: str) -> bool:
    """Tell whether a line without number or level looks like a heading; its neighbours decide whether it is one."""
    if not SHORTEST_PLAIN <= len(line) <= LONGEST_PLAIN or line.endswith(_UNFINISHED) or _CAPTION.match(line):
        return False
    return not _NO_HEADING.search(line) and not is_label(line)


def renumbered(headings: Sequence[Heading | None]) -> list[Heading | None]:
    """Return the headings (None: text); those of 一、 that lost their mark in a scan (一基本情况) lie as deep as any.

    Only one that stands in a row: the number before or after its own is there too.
    """
    lost = [_UNMARKED.match(each.text) if each and each.alone and not each.number else None for each in headings]
    numbers = [_ordinal(match[1]) if match else 0 for match in lost]
    row = {*numbers, *(each.number for each in headings if each and each.rank == CHAPTER)} - {0}
    return [
        replace(each, rank=CHAPTER, number=number) if each and number and row & {number - 1, number + 1} else each
        for each, number in zip(headings, numbers, strict=True)
    ]


def tidy(heading: str) -> str:
    """Return a heading without marks of emphasis and the stops around it."""
    return heading.replace("**", "").replace("__", "").strip(BLANKS_AND_STOPS)


def _ordinal(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip("().")
    if plain.isdecimal():
        return int(plain)
    return int(parse_numeral(plain) or 0)


def _titled(line: str) -> Heading | None:
    """Return the heading that a line is by its words: a year's part, an appendix, or one that 第一， counts."""
    if len(line) <= LONGEST_INLINE and (_YEAR_PART.fullmatch(line) or _APPENDIX.fullmatch(line)):
        return Heading(OPEN_LEVEL, line, alone=True)
    first = _FIRST.match(line)
    if first and len(line) <= LONGEST_INLINE and not line.endswith(_UNFINISHED):
        return Heading(_FIRST_RANK, line, alone=True, number=_ordinal(first[1]))
    return None


def _numbered(line: str, rank: int, number: int, after: int) -> Heading | None:
    if rank == ARTICLE:
        name = _ARTICLE_NAME.match(line, after)
        end = name.end() if name else after
        return Heading(rank, tidy(line[:end]), alone=not line[end:].strip(), number=number)
    match = _END.search(line, after)
    end = match.start() if match else len(line)
    text, rest = tidy(line[:end]), line[end:].strip(BLANKS_AND_STOPS)
    if end <= after:
        return None
    if not rest and line.endswith((";", "；", ",", "，")):
        return None
    if (match and not rest) or len(text) > LONGEST_INLINE:
        # (一)加强领导:成立了…: a short stretch before a colon heads the rest
        text = _COLON.split(text, maxsplit=1)[0]
    longest = LONGEST_INLINE if rest or len(line) > LONGEST_HEADING else LONGEST_HEADING
    text = text if len(text) <= longest else ""
    return Heading(rank, text, alone=not rest and bool(text) and len(line) <= LONGEST_HEADING, number=number)
