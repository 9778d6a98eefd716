"""Places that a statement names, held against the place of its cited report."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from rag.divisions import short_name
from rag.places import find_places, spoken_names
from rag.text import normalise
from rag.types import Citation

_OWN = re.compile(r"[全我本]([省市县区州盟旗])(?![域级])")
# A short form that is a word is taken for a place's only where a statement, or a part of it, begins: 平安.
_BEGINS = r"(?:^|[，,、；;：:。|\s]|(?<=\d年))[\s*#-]*"


def strange_places(statement: str, citations: Sequence[Citation], known: Collection[str] = ()) -> list[str]:
    """Return the places that a statement names and no cited sentence, heading or report is of.

    `known` are full names of places besides the real ones, such as those of the catalogue. 全市 and 我县 mean the place
    of the report, so they are strange where it is a county's or a city's.
    """
    told = normalise("\n".join(_told(citation) for citation in citations))
    plain = normalise(statement)
    own = [*known, *(name for citation in citations for name in _own(citation))]
    # a tagger that knows no fictional or small place joins it with what stands beside it
    others = re.sub("|".join(map(re.escape, sorted(own, key=len, reverse=True))), " ", plain) if own else plain
    named = [*_named(others), *(name for place in known for name in _said(place, plain))]
    found = [name for name in dict.fromkeys(named) if name not in told and short_name(name) not in told]
    return [*found, *_other_level(plain, citations)]


def _told(citation: Citation) -> str:
    return "\n".join((citation.quote, citation.title, *citation.heading, *_own(citation)))


def _own(citation: Citation) -> tuple[str, ...]:
    return (*(spoken_names(citation.place) if citation.place else ()), *citation.parents)


@lru_cache(maxsize=512)
def _named(statement: str) -> tuple[str, ...]:
    return find_places(statement, ()).unknown


def _said(place: str, statement: str) -> list[str]:
    if place in statement:
        return [place]
    import rjieba

    short = [name for name in spoken_names(place)[1:] if name in statement]
    return [name for name in short if not rjieba.has_word(name) or re.search(_BEGINS + re.escape(name), statement)]


def _other_level(statement: str, citations: Sequence[Citation]) -> list[str]:
    levels = {citation.place[-1] for citation in citations if citation.place}
    quotes = "\n".join(citation.quote for citation in citations)
    found = [match for match in _OWN.finditer(statement) if levels and match.group(1) not in levels]
    return [match.group() for match in found if not re.search(f"[全我本]{match.group(1)}", quotes)]
