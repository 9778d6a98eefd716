"""The place that a report is about: not just any place that is named in it.

Read in this order, the first that tells wins: the title; the occasion; who the text begins with; who signs; the file's
name; the names in the text, of the level that 我市, 我区, 我县 … tell; what the web page around it says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.metadata.evidence import HEAD, Clues, Fact, sentence_at
from ingest.metadata.issuers import ACTS, CLAUSE, is_national
from ingest.metadata.mentions import SHARE, SHORTEST, marked, mentions, trimmed, word_starts
from ingest.metadata.parents import Place, place_of
from ingest.metadata.told import Told, told_kind
from ingest.metadata.votes import complete, elected
from rag.aliases import in_full
from rag.divisions import HAN, NAME, PROVINCES, chain_at, is_name, level_of, titled_name
from rag.gazetteer import above, divisions_named, full_names, is_real
from rag.types import Span

CORPS = "新疆生产建设兵团"
# Words before the place in titles: 关于推进某市…的提案, 中共某县委…, 对市政协…
_LEAD = re.compile(
    r"(?:中共|中国共产党|关于|印发|报送|推进|加快|加强|开展|做好|深化|促进|提升|完善|进一步|全面|深入|持续|对|在|的|年度?"
    r"|[《〈“(（【]|政策解读|文字解读|\s|20\d\d年度?)+"
)
# 2025年某省政府工作报告, 某市2024年…: the place may go without its suffix.
_SHORT = re.compile(rf"(?:20\d\d年度?)?({HAN}{{2,8}}?)(?:20\d\d年|(?:人民)?政府工作报告)")
_ASSEMBLY = re.compile(rf"在({HAN}{{2,14}}?)\s*第[一二三四五六七八九十百\d]+届")
_SPEAKER = re.compile(rf"代表({HAN}{{2,20}}?)(?:人民)?政府")
_OFFICE = re.compile(r"政府|办公室|委员会|管委会|[局厅委办院]$")
# What other towns' names end with in titles, a verb follows at the beginning of a clause: 某乡在县委…
_TOWN = re.compile(rf"(?:{NAME}){{1,6}}?(?:镇|乡|街道)")
# The confidence of each way, in [0, 1].
BY_TITLE, BY_OCCASION, BY_SUBJECT, BY_SIGNATURE, BY_FILE, BY_SITE = 0.95, 0.95, 0.85, 0.85, 0.7, 0.45
BY_ANY_VOTE = 0.5
# What a subject loses that the report's own words (我市) do not bear out.
UNCONFIRMED = 0.15
# Later than in these characters of its own text a report also praises others: 某区坚持….
EARLY = 200
# Whom a letter is addressed to.
_TO = re.compile(r"[:：]$|各|、")
# So many offices among the first lines are a list of links.
LINKS = 4
LONGEST_TEXT = 100_000
# A town that is named so often is called so, whatever its name means (留下街道).
OFTEN = 3
# A title begins with a place that stands at this character, or before: 关于对某市政协…
LATEST = 3
# The stretch in which an occasion may stand inside a longer line.
SPEECH = 1500
Names = tuple[str, ...]


def find_place(clues: Clues, issuer: Fact[str] | None, *, reply: bool = False) -> Fact[Place] | None:
    """Return the report's place; None where nothing tells it, and for a report of a national body.

    `reply`: it answers a proposal, whose title may name any place; who answers counts.
    """
    text = clues.body[:LONGEST_TEXT]
    told = told_kind(text, clues.opening)
    attempts: tuple[Callable[[], Fact[Names] | None], ...] = (
        lambda: _by_title(clues, told, text, first=reply),
        lambda: _by_occasion(clues, told),
        lambda: _by_signature(clues, told, issuer) if reply else None,
        lambda: _by_title(clues, told, text) if reply else None,
    )
    if not is_national(issuer):
        attempts += (
            lambda: _by_subject(clues, told),
            lambda: _by_signature(clues, told, issuer),
            lambda: _by_file(clues, told, text),
            lambda: elected(told, text, clues.opening),
            lambda: _by_any_vote(clues, told, text),
            lambda: _by_site(clues, told),
        )
    found = next((found for attempt in attempts if (found := attempt())), None)
    return found.but(place_of((*found.value[:-1], in_full(found.value[-1], text)), text)) if found else None


def in_title(title: str, told: Told, text: str) -> tuple[str, ...]:
    """Return the chain of divisions that a title or a file name tells, () where it tells none."""
    if name := titled_name(title):
        return (name,)
    starts = [(start, *chain_at(title, start)) for start in _starts(title)]
    found = [(names, title[start:end]) for start, names, end in starts if names]
    found = [(names, form) for names, form in found if _is_own(names[0], text)] or found
    begins = min((start for start, names, _ in starts if names), default=len(title))
    match = _SHORT.match(title)
    if match and begins >= match.end(1) and (name := complete(match.group(1), told, text)):
        return (name,)
    if not found:
        return (CORPS,) if CORPS in title else ()
    counts = [text.count(form) for _, form in found]
    first = next(at for at, count in enumerate(counts) if count >= SHARE * max(counts))
    return _deepest([names for names, _ in found[first:]])


def _is_own(name: str, text: str) -> bool:
    """Tell whether a name is one without the word before it: 注销某市 is not."""
    return (
        is_real(name)
        or trimmed(name, text) == name
        or (level_of(name) == "乡级" and is_name(name) and text.count(name) >= OFTEN)
    )


def _deepest(chains: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the first chain; where it is a province's only, the first one that lies in it: (某省)2021年某市."""
    first = chains[0]
    if level_of(first[-1]) != "省级":
        return first
    below = (
        names for names in chains[1:] if any(first[-1] in above(division) for division in divisions_named(names[-1]))
    )
    return next(below, first)


def _starts(title: str) -> list[int]:
    """Return where a place may begin in a title: after words that lead to one, and at every word."""
    lead = _LEAD.match(title)
    starts = {*([lead.end()] if lead else []), *word_starts(title)}
    return sorted(start for start in starts if not _LEAD.match(title, start))


def _by_title(clues: Clues, told: Told, text: str, *, first: bool = False) -> Fact[tuple[str, ...]] | None:
    """Read the title; `first`: only a place that it begins with."""
    names = in_title(clues.title, told, text)
    if not names or (first and clues.title.find(names[0]) > LATEST):
        return None
    return Fact(names, BY_TITLE, clues.in_title(names[-1]))


def _by_file(clues: Clues, told: Told, text: str) -> Fact[tuple[str, ...]] | None:
    names = in_title(clues.stem, told, text)
    return Fact(names, BY_FILE, quote=clues.stem, source="file") if names else None


def _by_occasion(clues: Clues, told: Told) -> Fact[tuple[str, ...]] | None:
    """Read 在某县第十八届人民代表大会…上 and 我代表某市人民政府."""
    for pattern, spans in ((_ASSEMBLY, clues.near), (_ASSEMBLY, ((0, SPEECH),)), (_SPEAKER, clues.opening)):
        for match in clues.searched(pattern, spans):
            names, _ = chain_at(match.group(1), 0)
            if names and told.fits(names[-1]):
                return Fact(names, BY_OCCASION, sentence_at(clues.text, *match.span()))
    return None


def _by_subject(clues: Clues, told: Told) -> Fact[tuple[str, ...]] | None:
    """Read who the first clauses are about: 2023年,某市司法局坚持."""
    for clause in clues.searched(CLAUSE, clues.opening):
        early = not told.sure and clause.end() <= clues.opening[0][0] + EARLY
        names, end = _subject(clues.text, clause.end(), told, early=early)
        if names and ACTS.match(clues.text, end):
            if told.fits(names[-1]) or level_of(names[-1]) == "乡级":
                return Fact(names, BY_SUBJECT, sentence_at(clues.text, clause.end(), end))
            if early and not told.is_below(names[-1]):
                return Fact(names, BY_SUBJECT - UNCONFIRMED, sentence_at(clues.text, clause.end(), end))
    return None


def _subject(text: str, start: int, told: Told, *, early: bool) -> tuple[tuple[str, ...], int]:
    """Return the divisions that a clause begins with, also in short or behind a word (现将某乡…), and their end.

    `early`: the clause is one of the first, where a town is not somebody else's (某镇在县委、县政府的领导下).
    """
    names, end = chain_at(text, start)
    if names:
        last = trimmed(names[-1], text)
        if not is_real(last) and len(last) <= SHORTEST:
            return (), start
        return ((*names[:-1], last) if last == names[-1] else (last,)), end
    if (match := _TOWN.match(text, start)) and (early or told.fits(match[0])) and _is_own(match[0], text):
        return (match.group(),), match.end()
    for length in (2, 3, 4):
        short = text[start : start + length]
        full = full_names(short, told.suffix) if told.suffix else (PROVINCES[short],) if short in PROVINCES else ()
        if len(full) == 1:
            return full, start + length
    return (), start


def _by_signature(clues: Clues, told: Told, issuer: Fact[str] | None) -> Fact[tuple[str, ...]] | None:
    """Read the issuer and the lines at both ends that name an office."""
    signed = [(span, clues.line(span)) for span in clues.near if _OFFICE.search(clues.line(span))]
    first = [span for span, _ in signed if span in clues.lines[:HEAD]]
    lines = [] if len(first) >= LINKS else signed
    if issuer and issuer.span:
        lines.insert(0, (issuer.span, issuer.value))
    for span, line in lines:
        names, _ = chain_at(line.removeprefix("中共"), 0)
        if names and told.fits(names[-1]) and not _TO.search(line):
            return Fact(names, BY_SIGNATURE, span)
    return None


def _by_any_vote(clues: Clues, told: Told, text: str) -> Fact[Names] | None:
    """Return whom the text names most where none is of the kind told, unless the report itself tells the kind."""
    found = None if told.sure else elected(Told(), text, clues.opening)
    if found is None or told.is_below(found.value[-1]):
        return None
    return replace(found, confidence=min(found.confidence, BY_ANY_VOTE))


def _by_site(clues: Clues, told: Told) -> Fact[tuple[str, ...]] | None:
    """Read what the page around the report names, where only one place there can be the report's."""
    if not told.suffix:
        return None
    found: dict[str, Span] = {}
    for span in clues.furniture:
        line = clues.line(span)
        for name in (*(mention.names[-1] for mention in mentions(line)), *marked(told.suffix, line)):
            if told.fits(name):
                found.setdefault(name, span)
    name, place = next(iter(found.items())) if len(found) == 1 else ("", None)
    return Fact((name,), BY_SITE, place) if name else None
