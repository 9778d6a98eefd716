"""Reading a question: stand-alone form, places, years, kind, and the terms that an answer has to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from rag import kinds
from rag.divisions import short_name
from rag.errors import QuestionError
from rag.figures import find_figures
from rag.heads import asked_for, head_of
from rag.places import Places, PlaceSaid, filter_places, find_places
from rag.scope import Target, targets
from rag.text import words
from rag.thesaurus import official_forms
from rag.types import Reading, Report
from rag.vocabulary import PLAN_WORDS, QUESTION_WORDS, STOP_WORDS
from rag.wording import plain_question
from rag.years import YearSaid, asks_for_plans, expand_ranges, relative_years, without_years, years_said

# Places that a question for the highest or lowest is answered over, one line each.
MOST_COMPARED = 8
# Earlier questions that are read at most: each may lean on the one before it.
MOST_EARLIER = 100
# Years before the oldest report from which on no report is expected.
LONG_AGO = 10
# Weight of terms that come from the earlier question of a conversation, and of everyday words' official counterparts.
HISTORY_WEIGHT = 0.7
SYNONYM_WEIGHT = 0.9

# Kinds of question that a figure may answer; of lists and names only the number is known beforehand.
NUMERIC = frozenset(("figure", "compare", "check"))
_LEADING = re.compile(r"^(?:那么?|其中|里面的?|里头的?)[,，]?")
_ELLIPTIC = re.compile(r"^(?:那|那么|其中|里面|里头|还有|这|这些|它|他们|另外|再|又|同样|上述|前者|后者)|呢[?？]?$")
# What is left in front of a question whose places are gone: 和 of 岚川市和禾丰县各多少件.
_JOINED = re.compile(r"^[的和与及跟、,， ]+")
# When something is planned for, which no plan says of itself.
_NEXT = re.compile("下一步|下步|下一阶段|接下来|今后|以后")
_TRAILING = re.compile(r"(?:呢|吗|吧)?[?？。!！]*$")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read.

    `spoken` is the normal form of the words that ask: of the question before, where this one only names another place.
    `targets` are the reports asked, one for each place and year. `terms` maps each word that an answer has to match to
    its weight before rarity counts; `content` is the text that they come from, without places, years and what only
    asks; `head` is the term that names what is asked for, `asked` the noun phrase around it. `synonyms` maps everyday
    phrases to official words; `filter_missed`: the years chosen as a filter admit nothing; `unit` is the measure word
    after 多少, "%" for rates, None where any will do; `numeric`: a figure is asked for; `planned`: what is intended,
    not what was done. `claims` are figures that the question itself states, `stated` the values of all of them;
    `quoted` is what stands in quotation marks; `items`: how many things it says that there are; `heard` maps misspelt
    places to those that sound like them, `heard_words` other misspelt words to those that were read instead;
    `too_many`: the highest of more places is asked for than can be compared.
    """

    question: str
    spoken: str
    standalone: str
    reading: Reading
    targets: tuple[Target, ...] = ()
    terms: dict[str, float] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown_places: tuple[str, ...] = ()
    filter_missed: bool = False
    unit: str | None = None
    numeric: bool = False
    planned: bool = False
    claims: tuple[str, ...] = ()
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heard_words: dict[str, str] = field(default_factory=dict)
    too_many: bool = False
    content: str = ""
    head: str = ""
    asked: tuple[str, ...] = ()
    stated: frozenset[Decimal] = frozenset()
    items: int = 0
    quoted: tuple[str, ...] = ()
    places: Places = field(default_factory=lambda: Places((), (), ""))
    years: tuple[YearSaid, ...] = ()

    @property
    def asked_years(self) -> tuple[int, ...]:
        """Return the years asked for that no report in scope is about."""
        return tuple(dict.fromkeys(year for target in self.targets for year in target.said))

    @property
    def expansion(self) -> str:
        """Return the official words that the question's everyday phrases stand for."""
        return " ".join(dict.fromkeys(form for forms in self.synonyms.values() for form in forms))


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
    text = plain_question(question)
    history = history[-MOST_EARLIER:]
    named = find_places(text, catalogue)
    planned = asks_for_plans(text)
    terms = _terms(named.rest, planned=planned)
    own = bool(terms)
    leans = bool(history) and _depends(text, terms, named)
    earlier = understand(history[-1], history[:-1], catalogue) if leans else None
    said = _years(named.rest, catalogue, named.known or (earlier.places.known if earlier else ()))
    spoken, goal = text, False
    if earlier:
        goal = planned and not earlier.planned
        spoken = text if own or _asks_otherwise(text, earlier, planned=planned) else earlier.spoken
        if not own and kinds.ORDINAL.search(text):
            spoken = f"{earlier.spoken} {text}"  # 第二条是什么 asks for one of what was asked for
        if not own and not planned and earlier.planned:
            planned = True
            said = tuple(replace(year, meant="plan") if year.meant == "any" else year for year in said)
        named, said, terms = _inherit(named, said, terms, earlier, catalogue)
    named, everywhere = _widened(named, spoken, places, catalogue)
    chosen = said or tuple(YearSaid(year, 0) for year in years)
    found = targets(named.said, chosen, catalogue, planned=planned)
    scope = [report for report in catalogue if not named.said or report.place in named.known]
    missing = () if said else tuple(year for year in years if year not in {report.year for report in scope})
    asking = earlier if earlier and own and not _asks(text) else None
    kind = _kind(spoken, asking, found, named, planned=planned, everywhere=everywhere)
    claims = kinds.claims_of(named.rest) if kind in ("check", "figure", "name", "date") else ()
    bare = without_years(named.rest)
    asked, head = (asked_for(bare, terms), head_of(bare, terms)) if own else _asked_before(terms, earlier)
    return Understood(
        question=question,
        spoken=spoken,
        standalone=_standalone(question, named, said, earlier, own=own or goal or spoken == text),
        reading=Reading(named.known, _covered(found, catalogue), kind),
        targets=found,
        terms=terms,
        stated=frozenset(figure.value for figure in find_figures(named.rest) if not figure.is_year),
        asked=asked,
        head=head,
        items=kinds.items_asked(bare),
        quoted=kinds.quoted_in(bare),
        content=_content(named, own, earlier),
        synonyms=_synonyms(text, terms, earlier),
        unknown_places=named.unknown,
        filter_missed=bool(missing) and len(missing) == len(years),
        unit=(asking.unit if asking else None) or kinds.unit_of(spoken) or kinds.claimed_unit(claims),
        numeric=kind in NUMERIC
        and (bool(asking and asking.numeric) or kinds.is_numeric(spoken) or kinds.counts(claims)),
        planned=planned,
        claims=claims,
        heard=named.heard,
        too_many=everywhere and not named.known,
        places=named,
        years=said,
    )


def says_what_it_asks(text: str, catalogue: Sequence[Report], *, placed: bool = False) -> bool:
    """Tell whether a question has a question word and says itself what it asks for; `placed`: and of which place."""
    text = plain_question(text)
    if not _asks(text):
        return False
    named = find_places(text, catalogue)
    return bool(_terms(named.rest, planned=asks_for_plans(text))) and (named.any or not placed)


def _asked_before(terms: Mapping[str, float], earlier: Understood | None) -> tuple[tuple[str, ...], str]:
    """Return what is asked for, and its head, of a follow-up that names nothing of its own (那2023年呢)."""
    if earlier is None:
        return (), ""
    return tuple(word for word in earlier.asked if word in terms), earlier.head if earlier.head in terms else ""


def _years(text: str, catalogue: Sequence[Report], places: Sequence[str]) -> tuple[YearSaid, ...]:
    covered = [report.year for report in catalogue if report.year and (not places or report.place in places)]
    said = expand_ranges(text, years_said(text), covered)
    # beside a year that a report is about, one of long ago is part of what is asked (1970年以来的文件)
    late = tuple(year for year in said if year.year > min(covered, default=0) - LONG_AGO)
    return late or said or relative_years(text, covered)


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
    if apart or len({year for _, year in rows}) > 1 or (len(rows) > 1 and (everywhere or _listed(named))):
        return "compare"
    if asking is not None and asking.reading.kind != "compare":
        return asking.reading.kind
    return kinds.kind_of(spoken, placed=bool(named.known), planned=planned)


def _listed(named: Places) -> bool:
    """Tell whether a question names its places in a row: 吉林、运城和云城, not 从深圳到中山."""
    gaps = [named.rest[one.at : other.at].strip() for one, other in pairwise(named.said)]
    return bool(gaps) and all(re.fullmatch(r"[、,，和与跟及同还有]{1,2}", gap) for gap in gaps)


def _asks_otherwise(text: str, earlier: Understood, *, planned: bool) -> bool:
    """Tell whether a question without words of its own asks for another kind of thing: 为什么? 有什么打算?"""
    before = earlier.reading.kind
    if before in ("compare", "locate"):
        return False
    if planned and not earlier.planned and before not in NUMERIC:
        return True
    return _asks(text) and kinds.kind_of(text, placed=True, planned=planned) != before


def _asks(text: str) -> bool:
    """Tell whether a question has a question word of its own, more than the 呢 of 内聘的呢."""
    return any(pattern.search(_TRAILING.sub("", text)) for _, pattern in kinds.KINDS)


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


def _content(named: Places, own: bool, earlier: Understood | None) -> str:
    """Return what a question is about, behind what the one before was about where it leans on that."""
    text = _subject(named.rest) if own or earlier is None else ""
    before = _without(_given_up(named, earlier), earlier.content) if earlier else ""
    return " ".join(f"{before} {text}".split())


def _given_up(named: Places, earlier: Understood) -> tuple[str, ...]:
    """Return the places of the question before that the index lacks and that this one does not ask for any more."""
    return tuple(
        name for name in (*earlier.unknown_places, *earlier.heard) if name not in (*named.unknown, *named.heard)
    )


def _without(names: Iterable[str], text: str) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def _subject(rest: str) -> str:
    rest = _NEXT.sub(" ", rest)
    return QUESTION_WORDS.sub(" ", kinds.without_unit(without_years(rest)))


def _terms(rest: str, *, planned: bool) -> dict[str, float]:
    content = _subject(rest)
    left_out = STOP_WORDS | PLAN_WORDS if planned else STOP_WORDS
    return {
        word: 1.0
        for word in words(content)
        if word not in left_out and not kinds.NUMBER.fullmatch(word) and not kinds.ORDINAL.fullmatch(word)
    }


def _depends(text: str, terms: dict[str, float], named: Places) -> bool:
    """Tell whether a question leans on the one before: it names no place, or hardly anything but a place or a year.

    One that asks which place it is stands alone.
    """
    if _ELLIPTIC.search(text) or not terms:
        return True
    return not named.any and kinds.kind_of(text, placed=False, planned=False) != "locate"


def _inherit(
    named: Places, said: tuple[YearSaid, ...], terms: dict[str, float], earlier: Understood, catalogue: Sequence[Report]
) -> tuple[Places, tuple[YearSaid, ...], dict[str, float]]:
    if not named.any:
        # That the index lacks a place is no reason to speak of it again where the next question has words of its own.
        unknown = () if terms else earlier.unknown_places
        named = Places(earlier.places.said, unknown, named.rest, {} if terms else earlier.heard)
        said = said or earlier.years
    elif not said:
        # Another place is asked about the same year, if it has a report on it.
        has = {report.year for report in catalogue if report.place in named.known}
        said = tuple(entry for entry in earlier.years if entry.year in has or entry.meant != "any")
    weight = 1.0 if not terms else HISTORY_WEIGHT
    gone = "".join(_given_up(named, earlier))
    inherited = {term: weight * value for term, value in earlier.terms.items() if term not in gone}
    return named, said, inherited | terms


def _standalone(
    question: str, named: Places, said: Sequence[YearSaid], earlier: Understood | None, *, own: bool
) -> str:
    """Return the question as one would ask it alone; `own`: it says more than another place or year."""
    if earlier is None:
        return question
    places = "、".join(name for name in named.known if not own or short_name(name) not in question)
    years = "、".join(
        f"{year}年" for year in dict.fromkeys(entry.year for entry in said) if not own or str(year) not in question
    )
    read = [name for name, meant in earlier.heard.items() if len(meant) == 1]
    names = [*_given_up(named, earlier), *read, *earlier.reading.places, *map(short_name, earlier.reading.places)]
    topic = _JOINED.sub("", _without(names, without_years(earlier.standalone, "")))
    if not own:
        return f"{places}{years}{topic.rstrip('的,， ')}"
    topic = QUESTION_WORDS.sub("", kinds.without_unit(topic, "")).strip("的,，?？。 ")
    return (
        f"{places}{years}{topic}，{_LEADING.sub('', question)}"
        if topic
        else f"{places}{years}{_LEADING.sub('', question)}"
    )
