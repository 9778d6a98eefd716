"""Reading a question: stand-alone form, places, years, kind, and the terms that an answer has to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rag import kinds
from rag.errors import QuestionError
from rag.figures import find_figures
from rag.followup import (
    asked_before,
    asks_otherwise,
    compared_back,
    compares_back,
    content,
    depends,
    inherit,
    is_elliptic,
    of_both,
    spelt_out,
    standalone,
    step_of,
    without_steps,
)
from rag.heads import asked_for, head_of
from rag.keywords import in_order
from rag.places import Places, PlaceSaid, filter_places, find_places
from rag.scope import Target, asked_among, limited, targets
from rag.text import words
from rag.thesaurus import official_forms
from rag.types import Reading, Report
from rag.understood import MOST_COMPARED, NUMERIC, Understood
from rag.vocabulary import PLAN_WORDS, QUESTION_WORDS, STOP_WORDS
from rag.wording import plain_question
from rag.years import (
    YearSaid,
    asks_for_plans,
    expand_ranges,
    is_claimed,
    is_expected,
    relative_years,
    without_expected,
    without_years,
    years_said,
)

# Earlier questions that are read at most: each may lean on the one before it.
MOST_EARLIER = 100
# Years before the oldest report from which on no report is expected.
LONG_AGO = 10

# Asks whether something is so: 会涨吗 after a question for problems asks for none.
_YES_OR_NO = re.compile("吗[?？]?$")
# When something is planned for, which no plan says of itself.
_NEXT = re.compile("下一步|下步|下一阶段|接下来|今后|以后")
# Two words that name one figure.
_SPLIT = re.compile("(地区) (生产总值)")


def check_question(question: str, limit: int) -> str:
    """Return the question without blanks around it; raises QuestionError where it is empty or over `limit` long."""
    text = question.strip()
    if not any(char.isalnum() for char in text):
        raise QuestionError("请输入问题，例如：2022年共受理行政复议案件多少件？")
    if len(text) > limit:
        raise QuestionError(f"问题有 {len(text)} 个字，最多 {limit} 个字。请只留下要问的内容。")
    return text


def understand(
    question: str,
    history: Sequence[str],
    catalogue: Sequence[Report],
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> Understood:
    """Read a question in its conversation; the filter `places` and `years` holds unless the question names others."""
    whole, history = _by_itself(question, history[-MOST_EARLIER:], catalogue)
    whole = spelt_out(whole, history) if history else whole
    text = in_order(plain_question(whole), catalogue)
    named = find_places(text, catalogue)
    expected = is_expected(text, (r.year for r in catalogue if not named.known or r.place in named.known))
    if expected:
        text, named = without_expected(text), replace(named, rest=without_expected(named.rest))
    among = catalogue
    if not places and (named.any or not history):
        named, among = asked_among(text, named, years_said(text), catalogue)
    planned, step = asks_for_plans(text), step_of(named.rest) if history else 0
    if history:
        named = replace(named, rest=without_steps(named.rest))
    terms = _terms(named.rest, planned=planned)
    own, unplaced = bool(terms), named.rest
    leans = bool(history) and depends(text, terms, named)
    earlier = understand(history[-1], history[:-1], catalogue) if leans else None
    said = _years(named.rest, catalogue, named.known or (earlier.places.known if earlier else ()))
    if earlier and len(earlier.years) == 1 and step:
        said = ()  # 上一年 is the one before that year
    if kinds.kind_of(text, placed=named.any, planned=planned) == "check":
        said = tuple(year for year in said if not is_claimed(named.rest, year))
    spoken, goal = _spoken(text, earlier, own=own, planned=planned), False
    if earlier:
        goal = planned and not earlier.planned
        if not own and not planned and earlier.planned:
            planned = True
            said = tuple(replace(year, meant="plan") if year.meant == "any" else year for year in said)
        named, said, terms = inherit(named, said, terms, earlier, catalogue, step)
    named, everywhere = _widened(named, spoken, places, among)
    chosen = said or tuple(YearSaid(year, 0) for year in years)
    found = limited(targets(named.said, chosen, among, planned=planned), among, catalogue)
    if expected and not planned:
        found = tuple(replace(target, planned=False) for target in found)
    missing = () if said else _uncovered(years, named.known, catalogue)
    asking = earlier if earlier and own and not (kinds.asks(text) or _YES_OR_NO.search(text)) else None
    kind = _kind(spoken, asking, found, named, planned=planned, everywhere=everywhere)
    claims = kinds.claims_of(named.rest) if kind in ("check", "figure", "name", "date") else ()
    bare = without_years(named.rest)
    asked, head = (asked_for(bare, terms), head_of(bare, terms)) if own else asked_before(terms, earlier)
    whole, alone = standalone(whole, named, said, earlier, own=own or goal or not earlier or spoken != earlier.spoken)
    subject = _subject(named.rest) if own or earlier is None else ""
    return Understood(
        question=question,
        spoken=spoken,
        standalone=whole,
        alone=alone,
        reading=Reading(named.known, _covered(found, catalogue), kind),
        targets=found,
        terms=terms,
        stated=frozenset(figure.value for figure in find_figures(named.rest) if not figure.is_year),
        asked=asked,
        head=head,
        items=kinds.items_asked(bare),
        quoted=kinds.quoted_in(bare),
        content=content(named, subject, earlier),
        topic=subject or (earlier.topic if earlier else ""),
        synonyms=_synonyms(unplaced, terms, earlier),
        unknown_places=named.unknown,
        filter_missed=bool(missing) and len(missing) == len(years),
        unit=(asking.unit if asking else None) or kinds.unit_of(spoken) or kinds.claimed_unit(claims),
        numeric=kind in NUMERIC and (bool(asking and asking.numeric) or kinds.is_numeric(spoken) or bool(claims)),
        planned=planned,
        claims=claims,
        heard=named.heard,
        too_many=everywhere and not named.known,
        places=named,
        years=said,
    )


def _spoken(text: str, earlier: Understood | None, *, own: bool, planned: bool) -> str:
    """Return the words that ask: a question's `own`, else those of the one before, with what this one asks of it."""
    if earlier is None or own:
        return text
    if kinds.ORDINAL.search(text):
        return f"{earlier.spoken} {text}"  # 第二条是什么 asks for one of what was asked for
    if asks_otherwise(text, earlier, planned=planned):
        return text
    unit = kinds.unit_of(text)
    # 占比多少 asks for the share of what was asked for
    return f"{earlier.spoken} {text}" if unit and unit != earlier.unit else earlier.spoken


def _by_itself(question: str, history: Sequence[str], catalogue: Sequence[Report]) -> tuple[str, Sequence[str]]:
    """Return a question with its history; one that wants earlier answers compared as it would be asked without any.

    Compared are the place of the question before and others, that are named now or were asked of before that.
    """
    text = plain_question(question)
    named = find_places(text, catalogue)
    if not history or not compares_back(text, placed=named.any):
        return question, history
    # those that compare are left out: each that is read so reads others
    asked = [one for one in history[-MOST_COMPARED:] if not compares_back(plain_question(one), placed=False)]
    if not asked:
        return question, history
    earlier = understand(asked[-1], asked[:-1], catalogue)
    known = dict.fromkeys([*earlier.reading.places, *named.known])
    for back in range(2, min(compared_back(text), len(asked)) + 1):
        before = understand(asked[-back], asked[:-back], catalogue)
        if named.any or len(known) >= compared_back(text) or before.terms.keys() != earlier.terms.keys():
            break
        known = dict.fromkeys([*before.reading.places, *known])
    enough = 1 < len(known) <= MOST_COMPARED and bool(earlier.terms)
    return (of_both(earlier, list(known)), ()) if enough else (question, history)


def says_what_it_asks(text: str, catalogue: Sequence[Report], *, placed: bool = False) -> bool:
    """Tell whether a question has a question word and says itself what it asks for; `placed`: and of which place."""
    text = plain_question(text)
    if not kinds.asks(text):
        return False
    named = find_places(text, catalogue)
    return bool(_terms(named.rest, planned=asks_for_plans(text))) and (named.any or not placed)


def asks_of_another_place(text: str, catalogue: Sequence[Report]) -> bool:
    """Tell whether a question asks the one before it again, of another place: 那云城区呢."""
    text = plain_question(text)
    named = find_places(text, catalogue)
    return named.any and is_elliptic(text) and not _terms(named.rest, planned=False)


def _years(text: str, catalogue: Sequence[Report], places: Sequence[str]) -> tuple[YearSaid, ...]:
    covered = [report.year for report in catalogue if report.year and (not places or report.place in places)]
    said = expand_ranges(text, years_said(text), covered)
    # beside a year that a report is about, one of long ago is part of what is asked (1970年以来的文件)
    late = tuple(year for year in said if year.year > min(covered, default=0) - LONG_AGO)
    return late or said or relative_years(text, covered)


def _uncovered(years: Sequence[int], places: Sequence[str], catalogue: Sequence[Report]) -> tuple[int, ...]:
    """Return those of some years that no report of these places (none: of all) covers."""
    if not years:
        return ()
    covered = {report.year for report in catalogue if not places or report.place in places}
    return tuple(year for year in years if year not in covered)


def _covered(found: Iterable[Target], catalogue: Sequence[Report]) -> tuple[int, ...]:
    """Return the years covered by the reports that the years asked for stand for, in their order."""
    years = {report.id: report.year for report in catalogue}
    asked = [years[report] for target in found if target.year and not target.said for report in target.reports or ()]
    return tuple(dict.fromkeys(sorted(year for year in asked if year)))


def _kind(
    spoken: str,
    asking: Understood | None,
    found: Sequence[Target],
    named: Places,
    *,
    planned: bool,
    everywhere: bool,
) -> str:
    rows = {(target.place, target.year) for target in found}
    apart = len(named.known) + len(named.unknown) > 1 and bool(kinds.TOGETHER.search(spoken))
    both = len(found) > len(rows)  # a year's goal and what came of it
    if apart or both or len({year for _, year in rows}) > 1 or (len(rows) > 1 and (everywhere or _listed(named))):
        return "compare"
    if asking is not None and asking.reading.kind != "compare":
        return asking.reading.kind
    return kinds.kind_of(spoken, placed=bool(named.known), planned=planned)


def _listed(named: Places) -> bool:
    """Tell whether a question names its places in a row: 吉林、运城和云城, not 从深圳到中山."""
    gaps = [named.rest[one.at : other.at].strip() for one, other in pairwise(named.said)]
    return bool(gaps) and all(re.fullmatch(r"[、,，和与跟及同还有]{1,2}", gap) for gap in gaps)


def _widened(named: Places, spoken: str, places: Sequence[str], catalogue: Sequence[Report]) -> tuple[Places, bool]:
    """Return the places with the filter's where the question names none, and whether all places are to be compared."""
    if places and not named.any:
        named = replace(filter_places(places, catalogue), rest=named.rest)
    everywhere = bool(kinds.SUPERLATIVE.search(spoken)) and not (named.said or named.unknown)
    return replace(named, said=_all_places(catalogue)) if everywhere else named, everywhere


def _all_places(catalogue: Sequence[Report]) -> tuple[PlaceSaid, ...]:
    """Return all places, where they are few enough to be compared one by one; none where they are not."""
    places = tuple(dict.fromkeys(report.place for report in catalogue if report.place))
    return tuple(map(PlaceSaid, places)) if len(places) <= MOST_COMPARED else ()


def _synonyms(text: str, terms: Iterable[str], earlier: Understood | None) -> dict[str, tuple[str, ...]]:
    found = official_forms(text)
    if earlier and not found.keys() & set(terms):
        found = {phrase: forms for phrase, forms in earlier.synonyms.items() if phrase not in found} | found
    return {phrase: forms for phrase, forms in found.items() if phrase not in PLAN_WORDS}


def _subject(rest: str) -> str:
    rest = _NEXT.sub(" ", rest)
    return QUESTION_WORDS.sub(" ", kinds.without_unit(without_years(rest)))


def _whole(found: Iterable[str]) -> list[str]:
    """Return words with a general one joined to the next where both are the name of one figure.

    海洋生产总值 is no 地区生产总值, and 地区 by itself says nothing.
    """
    return _SPLIT.sub(r"\1\2", " ".join(found)).split()


def _terms(rest: str, *, planned: bool) -> dict[str, float]:
    content = _subject(rest)
    left_out = STOP_WORDS | PLAN_WORDS if planned else STOP_WORDS
    return {
        word: 1.0
        for word in _whole(words(content))
        if word not in left_out and not kinds.NUMBER.fullmatch(word) and not kinds.ORDINAL.fullmatch(word)
    }
