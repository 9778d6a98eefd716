"""Whether a statement says the contrary of a sentence: denied or affirmed, more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rag.figures import Quantity, read_figures
from rag.opposites import DENIAL, DOUBTFUL, DOWN, HARMLESS, ILL, SIDES, UP
from rag.text import bigram_set, normalise
from rag.units import same_kind

_STILL = re.compile(r"(?:仍[为有是]|仍然[为有是]|保持|维持|持平)(?=.?$)")
_CLAUSE = re.compile(r"[，,；;。：:！？!?\n|（()）]")
# Number and emphasis of an item, which are no part of what it says.
_MARKS = re.compile(r"[*`#]+|^(?:\d{1,2}[.、]|[-·])[*]*")
# What a clause that tells a change says beside its direction: 比上年有所提高, 较2021年明显上升.
_COMPARISON = re.compile(
    r"[比较与和同]|上一?年度?|去年|前一年|\d{4}年度?|相比|同期|有所|[有呈现]|明显|显著|略微?|稍|大幅度?|小幅|持续|继续|进一步|趋势|了|也|均|又|再"
)
# Characters after a denial in which the word that it denies begins, and before a word in which a denial is its own.
NEAR, REACH = 3, 8
# Share of a clause's pairs of characters from which the clause of the source that has them is the one that it is of.
SAME_CLAUSE = 0.5
# Characters of the shortest part of a clause that is compared whole.
FEWEST = 4


def contrary(statement: str, source: str) -> str | None:
    """Return the words of a statement that say the contrary of the source's on the same matter; None where none do."""
    said, told = _clauses(statement), _clauses(source)
    found = _denied(said, told) or _undenied(said, told) or _otherwise_denied(statement, source)
    return found or next(_turned(said, told), None) or _direction(said, told)


@lru_cache(maxsize=512)
def _clauses(text: str) -> tuple[str, ...]:
    bare = _MARKS.sub("", "".join(normalise(text).split()))
    plain = HARMLESS.sub(lambda match: "◇" * len(match.group()), bare)
    return tuple(clause for clause in _CLAUSE.split(plain) if clause)


@lru_cache(maxsize=2048)
def _denials(clause: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each denial of a clause with the pairs of characters that follow near, the nearest first."""
    found = []
    for match in DENIAL.finditer(clause):
        rest = clause[match.end() : match.end() + NEAR + 1]
        found.append((match.group(), tuple(pair for pair in map("".join, pairwise(rest)) if _han(pair))))
    return tuple(found)


def _han(pair: str) -> bool:
    return all("一" <= char <= "鿿" for char in pair)


def _denied(said: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """Return what the statement denies and the source, wherever it speaks of it, does not."""
    for clause in said:
        for denial, pairs in _denials(clause):
            shared = next((pair for pair in pairs if any(pair in other for other in told)), None)
            if shared and not any(_before(other, shared) for other in told if shared in other):
                return denial + shared
    return None


def _undenied(said: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """Return what the source denies wherever it speaks of it, and the statement affirms."""
    for clause in told:
        for _, pairs in _denials(clause):
            shared = next((pair for pair in pairs[:1] if any(pair in other for other in said)), None)
            if shared is None:
                continue
            least = min(_depth(other, shared, REACH) for other in told if shared in other)
            if any(_depth(other, shared, len(other)) < least for other in said if shared in other):
                return shared
    return None


def _depth(clause: str, pair: str, reach: int) -> int:
    """Return how many denials stand within `reach` characters before the place where a clause first has a pair."""
    at = clause.find(pair)
    return len(DENIAL.findall(clause[max(0, at - reach) : at]))


def _before(clause: str, pair: str) -> bool:
    """Tell whether a denial stands near before, or right at, one of the places where a clause has the pair."""
    places = [match.start() for match in re.finditer(re.escape(pair), clause)]
    return any(DENIAL.search(clause[max(0, at - REACH) : at + 1]) for at in places)


def _otherwise_denied(statement: str, source: str) -> str | None:
    """Return a part of the statement that is one of the source but for its denials."""
    told: dict[str, set[int]] = {}
    for part in _parts(source):
        told.setdefault(DENIAL.sub("", part), set()).add(len(DENIAL.findall(part)))
    for part in _parts(statement):
        counts = told.get(DENIAL.sub("", part))
        if counts and len(DENIAL.findall(part)) not in counts:
            return part
    return None


def _parts(text: str) -> list[str]:
    return [part for clause in _clauses(text) for part in clause.split("、") if len(part) >= FEWEST]


def _turned(said: tuple[str, ...], told: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of a clause whose opposite, and not they, stands in the clause of the source that it is of."""
    for clause in said:
        if clause in told:
            continue
        for match, opposite, side in _turning(clause):
            near, share = _nearest(_without(clause, match), told)
            if not opposite.search(near) or side.search(near):
                continue
            if _figures(clause) & _figures(near) or not any(side.search(part) for part in told):
                yield match.group()
        ill = ILL.search(clause)
        if ill and not any(ILL.search(part) or DOUBTFUL.search(part) for part in told):
            near, share = _nearest(_without(clause, ill), told)
            if share >= SAME_CLAUSE and not DENIAL.search(near):
                yield ill.group()


def _turning(clause: str) -> Iterator[tuple[re.Match[str], re.Pattern[str], re.Pattern[str]]]:
    """Yield each word of a clause that has an opposite which the clause lacks, with its opposites and its like."""
    for one, other in SIDES:
        for side, opposite in ((one, other), (other, one)):
            match = side.search(clause)
            if match and not opposite.search(_without(clause, match)):
                yield match, opposite, side


def _figures(clause: str) -> set[tuple[object, str]]:
    return {(figure.value, figure.unit) for figure in read_figures(clause)}


def _direction(said: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """Return the word that lets a figure rise where the source lets it fall, or stay, or the other way round."""
    moves = [move for clause in told for move in _moves(clause)]
    for figure, way in (move for clause in said for move in _moves(clause)):
        ways = {other for one, other in moves if one.value == figure.value and same_kind(one.unit, figure.unit)}
        if ways and way not in ways:
            return f"{way}{figure.value.normalize():f}{figure.unit}"
    return None


@lru_cache(maxsize=2048)
def _moves(clause: str) -> tuple[tuple[Quantity, str], ...]:
    """Return the figures of a clause that come right after a word of direction, as (figure, 增, 减 or 仍为)."""
    found = []
    for figure in read_figures(clause):
        before = clause[max(0, figure.start - 4) : figure.start + 1]
        up, down = (max((match.end() for match in way.finditer(before)), default=0) for way in (UP, DOWN))
        if _STILL.search(before):
            found.append((figure, "仍为"))
        elif up != down:
            found.append((figure, "增" if up > down else "减"))
    return tuple(found)


def is_told_change(clause: str, source: str) -> bool:
    """Tell whether a clause says no more than that something rises, or falls, and the source says so of a figure."""
    plain, told = normalise(clause), {way for one in _clauses(source) for _, way in _moves(one)}
    ways = {way for way, words in (("增", UP), ("减", DOWN)) if words.search(plain)}
    rest = UP.sub("", DOWN.sub("", _COMPARISON.sub("", plain)))
    return bool(ways) and ways <= told and not rest.strip("，,、；;。 ")


def _without(clause: str, match: re.Match[str]) -> str:
    return clause[: match.start()] + clause[match.end() :]


def _nearest(clause: str, told: tuple[str, ...]) -> tuple[str, float]:
    """Return the clause of the source that has most of a clause's pairs of characters, and the share of them."""
    wanted = bigram_set(clause)
    shares = ((len(wanted & bigram_set(other)) / max(len(wanted), 1), other) for other in told)
    share, best = max(shares, default=(0.0, ""), key=lambda pair: pair[0])
    return (best, share) if share else ("", 0.0)
