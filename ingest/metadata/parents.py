"""The level of a place, and the divisions above it: read, never guessed from how a name begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.metadata.evidence import sentence_at
from ingest.metadata.mentions import marked, mentions, trimmed
from rag.divisions import LEVELS, MUNICIPALITIES, ZONE, chain_at, level_of
from rag.gazetteer import Division, above, divisions_named, full_names, is_real
from rag.types import Span

Names = tuple[str, ...]
# The parents that a text tells, and the sentence that does.
Told = tuple[Names, Span | None]
NOTHING: Told = ((), None)
# Characters before a name in which the divisions above it can stand: 新疆维吾尔自治区伊犁哈萨克自治州….
BEFORE = 24
# A name in everybody's reports stands more often; the first ones tell what there is to tell.
MOST_PLACES = 200
_ENDS = re.compile(r"[,，。；;：:！!？?\n]")
# Whom a place visits, learns from, works with: 赴某市学习, 与某市建立协作关系.
_OTHERS = re.compile(
    r"赴|到(?!位)|前往|学习|借鉴|对标|考察|来自|援|协作|合作|对口|结对|帮扶|联合|会同|邀请|招商|途经|通往|毗邻|交界|"
    r"[与和同跟向对比]|[至往]$"
)
_OTHERS_AFTER = re.compile(
    r"学习|考察|经验|做法|协作|合作|签订|签署|结对|共建|对口|援助|帮扶|交流|邀请|调研|招商|通车|接壤|毗邻|交界"
)
# 某省委, 某市人民政府: who leads and praises the place.
_ORGAN = re.compile(r"党?委(?![员托])|人民政府|政府")
_RANKS = tuple(LEVELS)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its administrative level and the divisions above it, the highest first, as far as they are told.

    `told` is the sentence that tells the parents; None where the table of divisions does: then there is no evidence.
    `chained`: they stand before the name itself, in the line that tells the place.
    """

    name: str
    level: str | None
    parents: tuple[str, ...]
    told: Span | None = field(default=None, compare=False)
    chained: bool = field(default=False, compare=False)


def place_of(names: Names, text: str) -> Place:
    """Return the last of `names` as a place; the names before it lie above it.

    Without any the text counts: what stands directly before the name in it and, for a name that is not in the table,
    whose orders the place follows; for one that several divisions share, the divisions that the text names in full.
    """
    name, parents = names[-1], names[:-1]
    whole = bool(parents)
    chained, told = NOTHING if parents else _chained(name, text)
    parents = parents or chained
    divisions = divisions_named(name)
    real, named = _among(divisions, parents, text)
    if real:
        return Place(name, real.level, above(real), told or named, whole)
    level = level_of(name)
    if name.endswith("市") and any(level_of(parent) == "市级" for parent in parents):
        # a city below a city is a county-level one
        level = "县级"
    parents = parents or _zoned(name)
    if not parents and not divisions:
        parents, told = _leading(name, level, text)
    return Place(name, level, _completed(parents, text), told, whole)


def _among(divisions: Sequence[Division], parents: Sequence[str], text: str) -> tuple[Division | None, Span | None]:
    """Return the division of this name that lies below `parents`, and the sentence that tells it from its namesakes.

    Without parents the divisions named in full decide; None where nothing tells them apart.
    """
    if parents:
        # a real name below an invented one is not that division
        divisions = [one for one in divisions if any(parent in above(one) for parent in parents)]
        divisions = divisions if all(map(is_real, parents)) else []
    if len(divisions) < 2:
        return (divisions[0] if divisions else None), None
    places = [[at for parent in above(one) for at in _own(parent, text)] for one in divisions]
    best = max(map(len, places))
    chosen = [at for at, found in enumerate(places) if len(found) == best]
    if not best or len(chosen) > 1:
        return None, None
    first = min(places[chosen[0]])
    return divisions[chosen[0]], sentence_at(text, first, first + 1)


def _own(name: str, text: str, after: re.Pattern[str] | None = None) -> list[int]:
    """Return where a name stands without telling of a visit or of others; `after` has to follow it."""
    found = (match.start() for _, match in zip(range(MOST_PLACES), re.finditer(re.escape(name), text), strict=False))
    return [at for at in found if not (after and not after.match(text, at + len(name))) and not _is_other(text, at)]


def _is_other(text: str, at: int) -> bool:
    """Tell whether the clause around an offset is about somebody else: 学习某省、某省经验."""
    start = max((match.end() for match in _ENDS.finditer(text, max(0, at - 60), at)), default=max(0, at - 60))
    end = _ENDS.search(text, at)
    stop = end.start() if end else len(text)
    return bool(_OTHERS.search(text, start, at) or _OTHERS_AFTER.search(text, at, min(stop, at + 60)))


def _chained(name: str, text: str) -> Told:
    """Return the divisions that stand directly before the name; none where the text tells different ones."""
    found: dict[Names, int] = {}
    for at in _own_ends(name, text):
        starts = range(max(0, at - BEFORE), at)
        chains = ((chain_at(text, start), start) for start in starts)
        for (names, end), start in chains:
            if names[1:] and end == at + len(name) and names[-1] == name and _are_names(names[:-1], text):
                if not _is_other(text, start):
                    found.setdefault(names[:-1], start)
                break
    longest = max(found, key=len, default=())
    if not longest or any(not set(names) <= set(longest) for names in found):
        return NOTHING
    return longest, sentence_at(text, found[longest], found[longest] + 1)


def _own_ends(name: str, text: str) -> Iterator[int]:
    """Yield where the name stands behind another division's last character."""
    last = "|".join(suffix for suffixes in LEVELS.values() for suffix in suffixes)
    pattern = re.compile(rf"(?:{last})(?={re.escape(name)})")
    for _, match in zip(range(MOST_PLACES), pattern.finditer(text), strict=False):
        yield match.end()


def _are_names(names: Names, text: str) -> bool:
    return all(is_real(name) or trimmed(name, text) == name for name in names)


def _zoned(name: str) -> Names:
    """Return the city that a zone goes by: 苏州工业园区 → (苏州市,); 桂林洋经济开发区 does not lie in 桂林市."""
    for length in range(2, len(name) - 2):
        if ZONE.fullmatch(name, length):
            stem = name[:length]
            cities = (stem,) if is_real(stem) else full_names(stem)
            return cities if len(cities) == 1 else ()
    return ()


def _completed(parents: Names, text: str) -> Names:
    """Return the parents with what lies above the highest of them."""
    if not parents:
        return ()
    real, _ = _among(divisions_named(parents[0]), (), text)
    return (*(above(real) if real else ()), *parents)


def _leading(name: str, level: str | None, text: str) -> Told:
    """Return the divisions whose party committees and governments lead the place; of two at one level none."""
    if level in (None, "省级") or name in MUNICIPALITIES:
        return NOTHING
    real = {one for mention in mentions(text) for one in mention.names}
    named = sorted((real | set(marked("省|[市县区旗]", text))) - {name})
    where = {one: places[0] for one in named if (places := _own(one, text, _ORGAN))}
    parents: list[str] = []
    for rank in _RANKS[: _RANKS.index(level)]:
        parents += [one for one in where if level_of(one) == rank]
    if len({level_of(one) for one in parents}) < len(parents) or not _agree(parents):
        return NOTHING
    return (tuple(parents), sentence_at(text, where[parents[-1]], where[parents[-1]] + 1)) if parents else NOTHING


def _agree(parents: Sequence[str]) -> bool:
    """Tell whether each real division can lie below the real ones before it."""
    for at, name in enumerate(parents):
        higher = [one for one in parents[:at] if is_real(one)]
        if is_real(name) and not any(set(higher) <= set(above(one)) for one in divisions_named(name)):
            return False
    return True
