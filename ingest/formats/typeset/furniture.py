"""Page furniture: running heads and feet, page numbers. Told by their place, their form, and by coming back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from ingest.formats.typeset.lines import Line
from ingest.formats.typeset.reading import em_of, merged

# The parts of a page's height at top and bottom in which furniture may stand. GB/T 9704 sets the text 12.5 % from the
# top and 11.8 % from the bottom edge, page numbers 7 mm below the text.
ZONE = 0.15
# Nearer to the edge than this there is no text; further in, a head stands apart from it.
EDGE = 0.09
# At most so many lines at either edge are furniture.
MOST_LINES = 3
# A head comes back at the same height, up to this part of the page's height: scans lie askew.
SAME_HEIGHT = 0.015
SAME_SIZE = 0.15
# From so many pages on, two equal lines at the same place may be chance.
MANY_PAGES = 6
# A line at a place that is furniture's on this share of the pages is furniture, too: heads that name the chapter.
USUAL_PLACE = 0.5
# What stands apart from the text has so much room, in units of the font size; a bare number has to.
APART = 1.2
_NUMBER = r"(?:\d{1,4}|[０-９]{1,4})"
_PAGE_NUMBER = re.compile(
    rf"[-—–―─－~·•一]+{_NUMBER}[-—–―─－~·•一]*|{_NUMBER}[-—–―─－~·•一]+|[〔\[(（【<]{_NUMBER}[〕\])）】>]|"
    rf"第(?:{_NUMBER}|[一二三四五六七八九十百]{{1,5}})页(?:[,，/／]?[共总]?(?:{_NUMBER}|[一二三四五六七八九十百]{{1,5}})页)?|"
    rf"{_NUMBER}[/／|]{_NUMBER}|{_NUMBER}of{_NUMBER}|page{_NUMBER}(?:of{_NUMBER}|[/／]{_NUMBER})?|p\.?{_NUMBER}",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(rf"{_NUMBER}|[ivxlc]{{1,6}}|[IVXLC]{{1,6}}|[一二三四五六七八九十]{{1,3}}")
_DIGITS = re.compile(r"[0-9０-９]+")
_SENTENCE = re.compile(r"[。！？]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line at a page's edge, row `at` of the page; `place` is its middle's height as a part of the page's height."""

    page: int
    at: int
    top: bool
    text: str
    place: float
    size: float
    apart: bool

    @property
    def key(self) -> str:
        return _DIGITS.sub("#", self.text)

    @property
    def step(self) -> int:
        return round(self.place / SAME_HEIGHT)


def find_furniture(pages: Sequence[Sequence[Sequence[Line]]], heights: Sequence[float]) -> list[set[int]]:
    """Return for each page which of its rows are furniture; `pages` holds rows from top to bottom, each its runs."""
    edges = [
        list(_candidates(number, rows, height, top))
        for number, (rows, height) in enumerate(zip(pages, heights, strict=True))
        for top in (True, False)
    ]
    candidates = [candidate for edge in edges for candidate in edge]
    told = {candidate for candidate in candidates if _is_page_number(candidate)}
    told |= _in_sequence(candidates) | _repeated(candidates, len(pages))
    told |= _in_usual_place(candidates, told, len(pages))
    found: list[set[int]] = [set() for _ in pages]
    for edge in edges:
        # only from the edge on inwards: beyond a line of the text there is no furniture
        for candidate in takewhile(told.__contains__, edge):
            found[candidate.page].add(candidate.at)
    return found


def _candidates(page: int, rows: Sequence[Sequence[Line]], height: float, top: bool) -> Iterator[_Candidate]:
    """Yield the outermost lines at one edge of a page from the edge on inwards."""
    order = range(len(rows)) if top else range(len(rows) - 1, -1, -1)
    inward = 1 if top else -1
    for at in order[:MOST_LINES]:
        line = merged(rows[at])
        place = (line.top + line.bottom) / 2 / max(height, 1.0)
        if line.whole or not (place < ZONE if top else place > 1 - ZONE):
            return
        room = float("inf")
        if 0 <= at + inward < len(rows):
            neighbour = merged(rows[at + inward])
            room = (neighbour.top - line.bottom if top else line.top - neighbour.bottom) / em_of(neighbour)
        yield _Candidate(page, at, top, "".join(line.text.split()), place, em_of(line), room >= APART)


def _is_page_number(candidate: _Candidate) -> bool:
    if _PAGE_NUMBER.fullmatch(candidate.text):
        return True
    return bool(candidate.apart and _BARE_NUMBER.fullmatch(candidate.text))


def _in_sequence(candidates: Sequence[_Candidate]) -> set[_Candidate]:
    """Return those bare numbers that count on from page to page."""
    numbers = [one for one in candidates if one.text.isdecimal() and len(one.text) <= 4]
    begin = Counter(int(one.text) - one.page for one in numbers)
    return {one for one in numbers if begin[int(one.text) - one.page] > 1}


def _repeated(candidates: Sequence[_Candidate], pages: int) -> set[_Candidate]:
    """Return the lines that come back at the same height, differing in digits at most."""
    places: dict[tuple[bool, str, int], set[int]] = {}
    for one in candidates:
        places.setdefault((one.top, one.key, one.step), set()).add(one.page)
    told: set[_Candidate] = set()
    for one in candidates:
        near = [places.get((one.top, one.key, one.step + by), set()) for by in (-1, 0, 1)]
        needed = 2 if pages < MANY_PAGES else 3
        if _SENTENCE.search(one.text):
            needed = max(needed, (pages + 1) // 2)
        at_edge = min(one.place, 1 - one.place) < EDGE
        if len(set().union(*near)) >= needed and (one.apart or at_edge):
            told.add(one)
    return told


def _in_usual_place(candidates: Sequence[_Candidate], told: Collection[_Candidate], pages: int) -> set[_Candidate]:
    """Return the lines that stand apart where most pages have furniture of the same size."""
    sizes: dict[tuple[bool, int], list[float]] = {}
    for one in told:
        sizes.setdefault((one.top, one.step), []).append(one.size)
    found: set[_Candidate] = set()
    for one in candidates:
        near = [size for by in (-1, 0, 1) for size in sizes.get((one.top, one.step + by), [])]
        is_usual = pages > 2 and len(near) >= USUAL_PLACE * pages and one.apart
        if is_usual and not _SENTENCE.search(one.text) and abs(one.size / median(near) - 1) <= SAME_SIZE:
            found.add(one)
    return found
