"""The extractive answerer: the stretches of the reports that answer, as they stand, or a refusal that says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.compose import Line, compose, frame, listed, refused, tidy, within
from rag.figures import find_figures
from rag.index.reader import Index
from rag.points import LONG, point_lines
from rag.refuse import NOT_MENTIONED, clarification, not_said, refusal
from rag.score import Candidate, candidates
from rag.terms import Concept, concepts
from rag.text import clause_spans
from rag.types import Answer, Filter, Hit, Reading, Report
from rag.understand import Understood
from rag.years import says_years

# Characters of an answer, markers left out, that an official reads at a glance; a list's sentence may be longer.
SHORT, LIST_STRETCH = 140, 240
# A second sentence is given beside the first when it scores nearly as well and says another figure.
SECOND_BEST = 0.85
# Refuse where score + KEY_WEIGHT × key lies below: a stretch that misses the weightiest word of the question has to
# make up for it by all others. Of 252 tuning questions 26 of 27 unanswerable ones that reach this test lie below, and
# 3 % of those that would be answered rightly.
MIN_SCORE, KEY_WEIGHT = 0.8, 0.35

NO_REPORT = "现有报告中没有该地的报告"
Search = Callable[[Filter], list[Hit]]


def extract(understood: Understood, search: Search, index: Index) -> Answer:
    """Return the final answer to a question as read; `search` retrieves passages inside a filter."""
    blocked = turned_away(understood, index.reports())
    if blocked:
        return blocked
    wanted = concepts(understood, index)
    kind = understood.reading.kind
    if kind == "compare":
        lines = _compare(understood, wanted, search, index)
    elif kind in ("problem", "plan", "list") and not understood.asked_years:
        hits = search(_scope(understood.reading))
        lines = point_lines(understood, wanted, hits, index) or _best(understood, wanted, search, index)
    else:
        lines = _best(understood, wanted, search, index)
    if not lines:
        return refused(understood, not_said(understood, index.reports()))
    return compose(understood, lines, index)


def turned_away(understood: Understood, catalogue: Sequence[Report]) -> Answer | None:
    """Return the answer of a question that needs no search: a question back, or a refusal; None where it needs one."""
    question_back = clarification(understood)
    if question_back:
        return replace(refused(understood, question_back), status="clarify")
    reason = refusal(understood, catalogue)
    return refused(understood, reason) if reason else None


def _best(understood: Understood, wanted: Sequence[Concept], search: Search, index: Index) -> list[Line]:
    found = _answering(understood, wanted, search(_scope(understood.reading)), index)
    if not found:
        return []
    source = frame(found[0].passage, index)
    if understood.reading.kind == "list":
        return [_list(found[0], source)]
    lines = [_line(candidate, source if at == 0 else "") for at, candidate in enumerate(_with_second(found))]
    return list(within(lines, SHORT))


def _scope(reading: Reading) -> Filter:
    return Filter(places=reading.places, years=reading.years)


def _answering(understood: Understood, wanted: Sequence[Concept], hits: Sequence[Hit], index: Index) -> list[Candidate]:
    """Return the candidates that are good enough to answer, best first; none means: the reports do not say."""
    ranked = candidates(understood, wanted, hits, index)
    ranked = [found for found in ranked if says_years(found.passage.slice(found.sentence), understood.asked_years)]
    if not ranked or not answers(ranked[0]):
        return []
    return ranked


def answers(candidate: Candidate) -> bool:
    """Tell whether a candidate holds enough of what was asked to be given as an answer."""
    return candidate.score + KEY_WEIGHT * candidate.key >= MIN_SCORE


def _with_second(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the best candidate, and one that says another figure nearly as well: both are to be seen."""
    first = found[0]
    for other in found[1:]:
        if other.score < SECOND_BEST * first.score or other.fit < first.fit:
            break
        if other.passage.report == first.passage.report and _differs(_figures(first), _figures(other)):
            return [first, other]
    return [first]


def _differs(first: set[tuple[object, str]], other: set[tuple[object, str]]) -> bool:
    """Tell whether each of two stretches states a figure that the other does not, in the same unit."""
    return bool({unit for _, unit in first - other} & {unit for _, unit in other - first})


def _figures(candidate: Candidate) -> set[tuple[object, str]]:
    found = find_figures(candidate.passage.slice(candidate.stretch))
    return {(figure.value, figure.unit) for figure in found if not figure.is_year}


def _line(candidate: Candidate, source: str) -> Line:
    return Line(source, tidy(candidate.passage.slice(candidate.stretch)), candidate.passage, candidate.sentence)


def _list(candidate: Candidate, source: str) -> Line:
    """Return the whole sentence where it is short, else what follows from the stretch on: the items come last."""
    start, end = candidate.sentence
    if end - start > LIST_STRETCH:
        start = candidate.stretch[0]
    offset = candidate.passage.start
    stops = [stop + offset for _, stop in clause_spans(candidate.passage.text, start - offset, end - offset)]
    stop = max((stop for stop in stops if stop - start <= LIST_STRETCH), default=candidate.stretch[1])
    return Line(source, tidy(candidate.passage.slice((start, stop))), candidate.passage, candidate.sentence)


def _compare(understood: Understood, wanted: Sequence[Concept], search: Search, index: Index) -> list[Line]:
    """Return one line a place and year; each is searched by itself, so that no report crowds another out.

    Where a report does not say, the line says so; where none does, there is nothing to compare.
    """
    reading = understood.reading
    lines = []
    for place in reading.places or ("",):
        for year in reading.years or (0,):
            scope = replace(reading, places=(place,) if place else (), years=(year,) if year else ())
            found = _answering(replace(understood, reading=scope), wanted, search(_scope(scope)), index)
            if found:
                lines.append(_line(found[0], frame(found[0].passage, index)))
            else:
                lines.append(Line(f"{place}{f'{year}年' if year else ''}：", NOT_MENTIONED))
    lines.extend(Line(f"{place}：", NO_REPORT) for place in understood.unknown_places)
    return listed(lines, LONG) if any(line.passage for line in lines) else []
