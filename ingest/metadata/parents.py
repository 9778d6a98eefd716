"""The level of a place, and the divisions above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.metadata.mentions import marked, mentions
from rag.divisions import MUNICIPALITIES, PROVINCES, level_of, short_name
from rag.gazetteer import Division, above, divisions_named, full_names, name_at

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its administrative level and the divisions above it, the highest first, as far as they are told."""

    name: str
    level: str | None
    parents: tuple[str, ...]


def place_of(names: Names, text: str) -> Place:
    """Return the last of `names` as a place; the names before it lie above it, the text names further ones."""
    name = names[-1]
    if real := _among(divisions_named(name), names[:-1], text):
        return Place(name, real.level, above(real))
    level = level_of(name)
    if name.endswith("市") and any(level_of(parent) == "市级" for parent in names[:-1]):
        # a city below a city is a county-level one
        level = "县级"
    above_it = names[:-1] or _inside(name)
    return Place(name, level, _completed(above_it, text) or tuple(_parents(name, level, text)))


def _inside(name: str) -> Names:
    """Return the city that a zone's name begins with: 大连长兴岛经济技术开发区 → (大连市,)."""
    real = name_at(name, 0)
    if real and real != name:
        return (real,)
    cities = (full_names(name[:length], "市") for length in (3, 2))
    return next((cities for cities in cities if len(cities) == 1 and name.endswith("区")), ())


def _among(divisions: Sequence[Division], parents: Sequence[str], text: str) -> Division | None:
    """Return the division of this name whose parents are told or named most; None where nothing tells them apart."""
    if any(not divisions_named(parent) for parent in parents):
        # a real name below an invented one is not that division
        return None
    votes = {division.code: sum(100 if parent in parents else text.count(short_name(parent))
                                for parent in above(division)) for division in divisions}  # fmt: skip
    best = max(votes.values(), default=0)
    chosen = [division for division in divisions if votes[division.code] == best]
    return chosen[0] if len(chosen) == 1 else None


def _completed(parents: Names, text: str) -> Names:
    """Return the parents with what lies above the highest of them."""
    if not parents:
        return ()
    real = _among(divisions_named(parents[0]), (), text)
    return (*(above(real) if real else ()), *parents)


def _parents(name: str, level: str | None, text: str) -> Iterator[str]:
    if level in (None, "省级") or name in MUNICIPALITIES:
        return
    if level == "乡级" and (county := _county(text)):
        yield from (*_completed((county,), text),)
        return
    if province := _province(name, text):
        yield province
    if level in ("县级", "乡级"):
        cities = marked("市", text)
        cities.update(mention.names[-1] for mention in mentions(text) if level_of(mention.names[-1]) == "市级")
        cities.pop(name, None)
        if cities:
            yield cities.most_common(1)[0][0]


def _county(text: str) -> str | None:
    """Return the county that a town's report names: the only one, or most often by far."""
    counts = Counter(mention.names[-1] for mention in mentions(text) if level_of(mention.names[-1]) == "县级")
    (first, most), *others = counts.most_common(2) or [("", 0)]
    return first if most and (not others or others[0][1] * 2 <= most) else None


def _province(name: str, text: str) -> str | None:
    """Return the province named most, if named at least twice or in full; the place's own name does not count."""
    own = short_name(name)
    counts = Counter({full: text.count(full if short == own else short) for short, full in PROVINCES.items()
                      if full.endswith(("省", "自治区")) and short != "台湾"})  # fmt: skip
    counts.update({full: count for full, count in marked("省", text).items() if count > 1})
    best, count = counts.most_common(1)[0]
    return best if count > 1 or best in text else None
