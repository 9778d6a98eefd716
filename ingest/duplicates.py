"""The same report from several files: which one is searched, and which only repeat it.

Two files hold the same report if their texts are the same, or if place and year are the same (both known) and they
share at least SHARED of their shingles: runs of SHINGLE characters of the passages' text in its NFKC form without
blanks, less the lines that only say where it comes from (each site has its own). The share is the number of distinct
shingles in both, over that in the text that has more of them. Place and year have to agree because the reports of
different places, and of one place's years, repeat each other nearly word for word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.fields import is_field_line
from rag.index.sources import SourceEntry

SHARED = 0.95
SHINGLE = 8
# Characters. What is longer is no report, and is compared by its whole text only: it would take too much memory.
LONGEST = 5_000_000
# Texts are first compared by their smallest hashes, which tells nearly all that differ: of SKETCH hashes SKETCH_SHARED
# have to be the same. Of two texts that share 95 % of all, one pair in 10^12 has fewer.
SKETCH, SKETCH_SHARED = 32, 12

Shingles = NDArray[np.uint64]
Entries = Mapping[str, SourceEntry]
# Odd constants of 64 bits: the base of the polynomial hash, and the multiplier that spreads its bits (Murmur's).
_BASE, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)


def shingles(body: str) -> Shingles:
    """Return the hashes of the distinct shingles of a text, in rising order; a text shorter than one has one."""
    plain = "".join(unicodedata.normalize("NFKC", body).split())
    if not plain:
        return np.empty(0, np.uint64)
    codes = np.frombuffer(plain.ljust(SHINGLE).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    hashes = np.zeros(count, np.uint64)
    for at in range(SHINGLE):
        hashes = hashes * _BASE + codes[at : at + count]
    hashes ^= hashes >> np.uint64(33)
    hashes *= _SPREAD
    return np.unique(hashes ^ (hashes >> np.uint64(33)))


def shared(one: Shingles, other: Shingles) -> float:
    """Return the share of shingles in both among those of the larger set; 0 where one is empty."""
    larger = max(len(one), len(other))
    if not min(len(one), len(other)):
        return 0.0
    return np.intersect1d(one, other, assume_unique=True).size / larger


def is_same_text(one: Shingles, other: Shingles) -> bool:
    """Tell whether at least SHARED of the shingles are shared, after two quick looks that tell most that differ."""
    smaller, larger = sorted((len(one), len(other)))
    if smaller < SHARED * larger:
        return False
    if smaller > SKETCH and len(set(one[:SKETCH].tolist()) & set(other[:SKETCH].tolist())) < SKETCH_SHARED:
        return False
    return shared(one, other) >= SHARED


def find_repeats(
    entries: Entries, touched: Iterable[SourceEntry], before: Collection[str], body: Callable[[str], str]
) -> dict[str, str | None]:
    """Return, for each source of which it changes, the source that it repeats (None: it is searched itself).

    `touched` are the entries, old and new, that came, went or changed: only sources that may hold the same report as
    one of these are looked at. Of several that hold one report, that which knows its place and year comes first, then
    that which is searched already (its key is in `before`), then that which came in first. `body` gives a source's
    text.
    """
    keys = _related(entries, touched)
    first = sorted(keys, key=lambda key: (_unknown(entries[key]), key not in before))  # stable: then as they came in
    searched = _Searched(entries, body)
    found = {key: searched.twin_or_add(key) for key in first}
    return {key: twin for key, twin in found.items() if twin != entries[key].repeats}


def _related(entries: Entries, touched: Iterable[SourceEntry]) -> list[str]:
    """Return the sources that have text, or place and year, in common with one touched, directly or through others."""
    seen: set[object] = set()
    fresh = {mark for entry in touched for mark in _marks(entry)}
    while fresh - seen:
        seen |= fresh
        fresh = {mark for entry in entries.values() if seen & _marks(entry) for mark in _marks(entry)}
    return [key for key, entry in entries.items() if seen & _marks(entry)]


def _marks(entry: SourceEntry) -> set[object]:
    return {entry.report} if _unknown(entry) else {entry.report, (entry.place, entry.year)}


def _unknown(entry: SourceEntry) -> int:
    return (entry.place is None) + (entry.year is None)


class _Searched:
    """The sources that are searched, as they are found to repeat none of those before them."""

    def __init__(self, entries: Entries, body: Callable[[str], str]) -> None:
        self._entries = entries
        self._by_text: dict[str, str] = {}
        self._by_place: dict[tuple[str | None, int | None], list[str]] = {}
        self._shingles = cache(lambda key: _shingles_of(body(key)))

    def twin_or_add(self, key: str) -> str | None:
        """Return the source that `key` repeats, or add it."""
        entry = self._entries[key]
        if twin := self._by_text.get(entry.report):
            return twin
        near = [] if _unknown(entry) else self._by_place.setdefault((entry.place, entry.year), [])
        twin = next((other for other in near if self._is_same(key, other)), None)
        if twin is None:
            near.append(key)
        self._by_text[entry.report] = twin or key
        return twin

    def _is_same(self, key: str, other: str) -> bool:
        # two districts of one name are told apart by what they belong to
        above = {self._entries[key].parents, self._entries[other].parents} - {()}
        return len(above) < 2 and is_same_text(self._shingles(key), self._shingles(other))


def _shingles_of(body: str) -> Shingles:
    if len(body) > LONGEST:
        return np.empty(0, np.uint64)
    return shingles("\n".join(line for line in body.split("\n") if not is_field_line(line)))
