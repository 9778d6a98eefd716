"""Places and years that a statement names, held against those of its cited reports."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from rag.divisions import short_name
from rag.placed import Placed, placed_figures, year_of
from rag.places import find_places, spoken_names
from rag.text import normalise
from rag.types import Citation

_Name = TypeVar("_Name")
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


def is_of_other_report(
    figure: Placed, statement: str, citations: Sequence[Citation], holders: Sequence[Citation]
) -> bool:
    """Tell whether a statement on several places, or years, gives a figure to one whose report does not hold it.

    A figure belongs to the places and years named since the figure before it, or else to those of that one.
    """
    figures = placed_figures(statement)
    named = [(one.figure.start, year) for one in figures if (year := year_of(one.figure)) and not one.is_compared]
    others = [one.figure.start for one in figures if not one.figure.is_year]
    years = _meant(figure.figure.start, named, others)
    if len({citation.year for citation in citations}) > 1 and years and not any(_is_of(one, years) for one in holders):
        return True
    places = {citation.place for citation in citations if citation.place}
    said = [(match.start(), place) for place in places for name in spoken_names(place)
            for match in re.finditer(re.escape(name), statement)]  # fmt: skip
    meant = _meant(figure.figure.start, said, others)
    return len(places) > 1 and bool(meant) and not any(_lies_in(one, meant) for one in holders)


def _meant(at: int, named: Sequence[tuple[int, _Name]], figures: Sequence[int]) -> set[_Name]:
    """Return what was named last before `at`: all that stands between two figures counts as one."""
    before: list[int] = [start for start in figures if start <= at]
    stops: list[int] = [0, *before]
    for begin, end in reversed([*pairwise(stops)]):
        found = {name for start, name in named if begin <= start < end}
        if found:
            return found
    return set()


def _is_of(citation: Citation, years: set[int]) -> bool:
    told = "\n".join((citation.quote, citation.title, *citation.heading))
    return citation.year in years or any(str(year) in told for year in years)


def _lies_in(citation: Citation, places: set[str]) -> bool:
    told = _told(citation)
    return any(place in told or short_name(place) in citation.quote for place in places)
