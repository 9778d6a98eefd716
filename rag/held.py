"""Whether a cited sentence holds a figure of a statement, says it of the same thing, and as exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import Quantity, contains_figure, holds
from rag.placed import EMPTY, MOVES, Placed, placed_figures, year_of
from rag.text import normalise
from rag.types import Citation
from rag.units import same_kind
from rag.vocabulary import PLAN_SECTION

# Share of the words that set another figure of a sentence apart, from which a statement is taken to speak of that one.
# Of figures exchanged in 75 real reports 208 of 210 were found at 0.34 to 0.67 and 206 at 0.8; of 2,411 true rewordings
# none was taken for false at any of them (`python -m eval.alterations --reports DIR --most 150 --seed 3`, 60 for five).
OF_ANOTHER = 0.5
_BEFORE = re.compile("去年|上一?年|同期|同比|较上|前一年")
_AFTER = re.compile("今年|明年|来年|下一?年")


def carries(citation: Citation, figure: Quantity) -> bool:
    """Tell whether a cited sentence holds a figure, or its report, title or headings do where it is a year."""
    in_quote = [placed.figure for placed in placed_figures(citation.quote)]
    if holds(figure, in_quote) or (citation.row and contains_figure(figure, citation.row)):
        return True
    if figure.is_year:
        return _covers(citation, int(figure.value)) or contains_figure(figure, _above(citation))
    return _is_day_of_covered_year(citation, figure, in_quote)


def _above(citation: Citation) -> str:
    return "\n".join((citation.title, *citation.heading))


def _covers(citation: Citation, year: int) -> bool:
    """Tell whether a year is the report's, the one it plans for where it plans, or one that is told as 去年 or 明年."""
    if citation.year is None:
        return False
    if year == citation.year_plan and PLAN_SECTION.search("\n".join(citation.heading)):
        return True
    relative = {-1: _BEFORE, 0: re.compile(""), 1: _AFTER}.get(year - citation.year)
    return relative is not None and bool(relative.search(citation.quote))


def _is_day_of_covered_year(citation: Citation, figure: Quantity, in_quote: Sequence[Quantity]) -> bool:
    """Tell whether only the year of a date comes from the report: the quote has 6月30日, and no year of its own."""
    year = year_of(figure)
    if year is None or year != citation.year or any(year_of(found) is not None for found in in_quote):
        return False
    rest = [part for part in figure.parts if part[1] == figure.unit.removeprefix("年")]
    return any(part in ((found.value, found.unit), *found.parts) for part in rest for found in in_quote)


def is_of_another(figure: Placed, quote: str, statement: Sequence[Placed] = ()) -> bool:
    """Tell whether a sentence holds a figure, but says it of something else: of 受理120件,办结98件 not 办结120件.

    What sets two figures of the sentence apart are the words that only one of them has: the statement is taken to mean
    the other one where it has more of those. Words said of an earlier figure may hold for a later one, too
    (收到申请19件,受理17件): they count only where the figure has none of its own words. A
    figure that the statement gives, too, and rightly, is not the one that is meant.
    """
    found = placed_figures(quote)
    own = [one for one in found if holds(figure.figure, [one.figure])]
    others = [one for one in found if one not in own and _comparable(figure.figure, one.figure)]
    if own and figure.leans and (changes := [one for one in found if _leans_alike(figure, one)]):
        return not any(one in own for one in changes)
    elsewhere = [placed for placed in statement if placed != figure]
    return bool(own) and all(
        any(_rather(figure, one, other) and not _rightly_said(other, one, elsewhere) for other in others) for one in own
    )


def _rightly_said(other: Placed, own: Placed, elsewhere: Sequence[Placed]) -> bool:
    terms = _apart(other.terms, own.terms)
    same = [placed for placed in elsewhere if holds(placed.figure, [other.figure])]
    return bool(terms) and any(_share(terms, normalise(one.before + one.after)) for one in same)


def _leans_alike(figure: Placed, other: Placed) -> bool:
    return bool(
        figure.leans and other.leans and holds(figure.leans, [other.leans]) and _comparable(figure.figure, other.figure)
    )


def _comparable(figure: Quantity, other: Quantity) -> bool:
    return figure.is_year == other.is_year and same_kind(figure.unit, other.unit)


def _rather(figure: Placed, own: Placed, other: Placed) -> bool:
    if {own.role, other.role} == {"from", "to"}:
        # what else is said of the one holds for the other; 增加5名 is neither
        return figure.role == other.role or figure.before.endswith(tuple(MOVES))
    if _place(figure) == _place(other) != _place(own) and EMPTY.isdisjoint(_place(other)) and len(other.before) > 1:
        return True
    kept, lost = _apart(own.terms, other.terms), _apart(other.terms, own.terms)
    said = normalise(figure.before + figure.after)
    if not kept or not lost:
        return False
    of_own, of_other = _share(kept, said), _share(lost, said)
    if other.figure.start > own.figure.start:
        return of_other >= OF_ANOTHER and of_other > of_own
    return of_other > OF_ANOTHER and of_own == 0


def _apart(terms: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in terms if not any(term in one for one in other))


def _place(placed: Placed) -> tuple[str, str]:
    return normalise(placed.before), normalise(placed.after)


def _share(terms: frozenset[str], said: str) -> float:
    return sum(term in said for term in terms) / len(terms)


def is_overstated(figure: Placed, quote: str) -> bool:
    """Tell whether a statement gives as a bound (超过300条) what the sentence gives exactly, or as the other bound."""
    bounds = {one.bound for one in placed_figures(quote) if holds(figure.figure, [one.figure])}
    return figure.bound in ("above", "below") and bool(bounds) and figure.bound not in bounds and "about" not in bounds


def is_year_of_comparison(figure: Placed, citation: Citation) -> bool:
    """Tell whether a statement is made of a year that the sentence only compares with (较2020年增长)."""
    year = year_of(figure.figure)
    if not figure.figure.is_year or figure.is_compared or year == citation.year:
        return False
    own = [one for one in placed_figures(citation.quote) if year_of(one.figure) == year]
    return bool(own) and all(one.is_compared for one in own) and str(year) not in _above(citation)


def is_year_of_frame_alone(figure: Placed, citation: Citation) -> bool:
    """Tell whether a statement puts the report's year where the sentence has another one: 力争2021年达到 for 2022年."""
    found = placed_figures(citation.quote)
    if not figure.figure.is_year or any(year_of(one.figure) == year_of(figure.figure) for one in found):
        return False
    said = normalise(figure.before + figure.after)
    rivals = [one for one in found if one.figure.is_year and one.is_compared == figure.is_compared]
    return any(one.terms and _share(one.terms, said) == 1 for one in rivals)


def phrases_changed(text: str, quotes: Sequence[str]) -> list[Placed]:
    """Return the turns of phrase (十六个方面) that the sentences have, all of them, with another number (12个方面)."""
    told = [one for quote in quotes for one in placed_figures(quote)]
    said = [one for one in placed_figures(text) if one.figure.phrase and one.figure.value > 1 and len(one.after) > 1]
    return [one for one in said if (alike := [other for other in told if _same_phrase(one, other)])
            and not holds(one.figure, [other.figure for other in alike])]  # fmt: skip


def _same_phrase(one: Placed, other: Placed) -> bool:
    return one.figure.unit == other.figure.unit and one.after[:2] == other.after[:2]
