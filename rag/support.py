"""Whether the cited sentences carry a statement, and if not, why: figures, places, years, denials and content."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.held import (
    carries,
    is_of_another,
    is_overstated,
    is_year_of_comparison,
    is_year_of_frame_alone,
    phrases_changed,
)
from rag.placed import Placed, checkable, year_of
from rag.polarity import contrary, is_told_change
from rag.text import bigram_set, normalise
from rag.types import Citation
from rag.whereabouts import is_of_other_report, strange_places

Reason = Literal["figure", "place", "year", "negation", "content", "uncited"]

# Share of a statement's characters, and of one of its clauses', that are to stand in the cited sentences in pairs. Of
# 210 statements of other sentences of 75 real reports 199 were found at 0.2, 206 at 0.3, 208 at 0.5; of 2,411 true
# rewordings none was taken for false up to 0.5, 2 at 0.6 (for a clause: none at 0.15, 1 at 0.3, 2 at 0.4). The lower
# ones were taken, as a model rewords more freely than the rewordings that were measured.
LEAST_SHARED, LEAST_OF_CLAUSE = 0.3, 0.15
# The same for a sentence that nobody cited; and how many sentences, those that share most, are tried for it.
LEAST_UNCITED, TRIED = 0.6, 5
# Characters below which too little is said to be compared.
FEWEST = 4
_FRAME = re.compile(r"^[^，,。；;：:]{2,20}[：:]")
# What a correction denies (不是200件) is no statement of its own.
_DENIED = re.compile(r"(?:(?<=[，,；;（(])|^)\s*(?:而?不是|并非|而非)[^，,。；;：:）)]*[，,；;]?")
_NO_CONTENT = re.compile(
    r"(?:根据|据|按照?)?(?:该|上述|这份|本)?(?:报告|资料|原文|问题)[中里]?的?(?:显示|提到|指出|称|写明|写的|写|说法|所说|表述)?|此外|同时|另外|其中|具体(?:来说|而言|为)|分别(?:为|是)?|"
    r"不[是符对]|并非|有误|不准确|不正确|全[年市县区省州]|[我本][市县区省州]|[的了是为在和与及对并共已]|"
    # what every report of this kind says
    r"法治|政府|依法|行政|建设|工作|推进|全面|加强|不断|进一步|持续|落实|完善|坚持|健全|深入|推动"
)
_HAN = re.compile(r"[一-鿿]")
# Clauses, but for those that lead in what follows (主要有三方面：).
_CLAUSE = re.compile(r"[^，,；;。：:！？!?\n|]+(?![^，,；;。：:！？!?\n|]|[：:])")
_BLANK = re.compile(r"[\s，,、；;。：:！？!?*#|-]+")
_SAID = {
    "figure": "数字“{}”与所引的句子不符",
    "place": "“{}”与所引报告的地区或年份不符",
    "year": "所引的句子说的不是“{}”",
    "negation": "与所引的句子意思相反：“{}”",
    "content": "所引的句子没有这样说：“{}”",
    "uncited": "没有注明出处",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the cited sentences do not carry a statement: the `words` of it that they do not bear out."""

    reason: Reason
    words: str

    def __str__(self) -> str:
        return _SAID[self.reason].format(self.words)


def problems_of(statement: str, citations: Sequence[Citation], places: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return what keeps the cited sentences, all together, from carrying a statement; none: they do.

    `places` are full names that are places besides the real ones, such as those of the passages that the model saw.
    """
    if not citations:
        return (Problem("content", _start(statement)),)
    statement = without_denied(statement)
    found = [
        *_in_figures(statement, citations),
        *(Problem("place", name) for name in strange_places(statement, citations, places)),
        *_in_words(statement, citations),
    ]
    return tuple(dict.fromkeys(found))


def without_denied(statement: str) -> str:
    """Return a statement with blanks for what it says to be wrong (不是200件，而是135件).

    Whole where it says nothing else. Offsets stay what they are.
    """
    rest = _DENIED.sub(lambda match: " " * len(match.group()), statement)
    return rest if _HAN.search(rest) else statement


def _in_figures(statement: str, citations: Sequence[Citation]) -> Iterator[Problem]:
    for placed in checkable(statement):
        holders = [citation for citation in citations if carries(citation, placed.figure)]
        if not holders:
            yield Problem(_reason(placed, citations), placed.figure.text.strip())
        elif not _is_quoted(statement, citations):
            yield from _misused(placed, holders, statement)
            if not placed.figure.is_year and is_of_other_report(placed, statement, citations, holders):
                yield Problem("place", placed.figure.text.strip())
    for placed in phrases_changed(statement, [citation.quote for citation in citations]):
        yield Problem("figure", placed.figure.text.strip())


def _reason(placed: Placed, citations: Sequence[Citation]) -> Reason:
    year = year_of(placed.figure)
    quoted = {year_of(one.figure) for citation in citations for one in checkable(citation.quote)}
    known = quoted | {citation.year for citation in citations}
    return "year" if year is not None and (placed.figure.is_year or year not in known) else "figure"


def _misused(placed: Placed, holders: Sequence[Citation], statement: str) -> Iterator[Problem]:
    """Yield a problem where every sentence that holds a figure says it of something else, or not so."""
    text, said = placed.figure.text.strip(), checkable(statement)
    if placed.figure.is_year:
        wrong = [
            is_year_of_comparison(placed, one)
            or is_year_of_frame_alone(placed, one)
            or is_of_another(placed, one.told, said)
            for one in holders
        ]
        if all(wrong):
            yield Problem("year", text)
    elif all(is_of_another(placed, one.told, said) or is_overstated(placed, one.told) for one in holders):
        yield Problem("figure", text)


def _in_words(statement: str, citations: Sequence[Citation]) -> Iterator[Problem]:
    quotes = "\n".join(citation.quote for citation in citations)
    turned = contrary(_FRAME.sub("", statement), quotes)
    if turned:
        yield Problem("negation", turned)
    if _is_quoted(statement, citations) or is_told_change(statement, quotes):
        return
    told = bigram_set("\n".join(_told(citation) for citation in citations))
    if "|" not in statement and _shared(_content(statement), told) < LEAST_SHARED:
        yield Problem("content", _start(statement))
        return
    for clause in _CLAUSE.findall(statement):
        content = _content(clause)
        if len(content) > FEWEST and _shared(content, told) < LEAST_OF_CLAUSE and not is_told_change(clause, quotes):
            yield Problem("content", clause.strip())


def _start(statement: str) -> str:
    return statement.strip("，,、；;。：: \n")[:20]


def _told(citation: Citation) -> str:
    return "\n".join((citation.told, citation.title, citation.place or "", *citation.heading))


@lru_cache(maxsize=512)
def _content(text: str) -> str:
    """Return the Chinese characters of a text that say something: without figures and words that only frame."""
    for placed in reversed(checkable(text)):
        text = f"{text[: placed.figure.start]} {text[placed.figure.end :]}"
    return "".join(_HAN.findall(_NO_CONTENT.sub(" ", normalise(text))))


def _shared(content: str, told: Collection[str]) -> float:
    """Return the share of characters that are part of a pair which the source has, too; 1 for too few to compare."""
    if len(content) < FEWEST:
        return 1.0
    held = [content[at : at + 2] in told for at in range(len(content) - 1)]
    covered = [one or other for one, other in zip([False, *held], [*held, False], strict=True)]
    return sum(covered) / len(covered)


def _is_quoted(statement: str, citations: Sequence[Citation]) -> bool:
    """Tell whether a statement is, behind the words that say whose report it is of, a stretch of a cited sentence."""
    bare = _plain(statement)
    said = {bare, _plain(_FRAME.sub("", statement))} - {""}
    return any(words in _plain(citation.quote) for citation in citations for words in said)


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    return _BLANK.sub("", normalise(text))


def supporting(statement: str, sentences: Sequence[Citation], places: Collection[str] = ()) -> Citation | None:
    """Return the one of these sentences that carries a statement which cites none, the one that shares most; or None.

    It has to hold every figure and share most of the words: a source is not forced onto a sentence.
    """
    content = _content(statement)
    if len(content) < FEWEST:
        return None
    shares = [(_shared(content, bigram_set(_told(sentence))), sentence) for sentence in sentences]
    near = sorted((pair for pair in shares if pair[0] >= LEAST_UNCITED), key=lambda pair: -pair[0])[:TRIED]
    return next((sentence for _, sentence in near if not problems_of(statement, [sentence], places)), None)
