"""Reading a question: stand-alone form, places, years, kind, and the terms that an answer has to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rag.divisions import short_name
from rag.errors import QuestionError
from rag.places import Places, filter_places, find_places
from rag.text import normalise, words
from rag.types import Reading, Report
from rag.vocabulary import MEASURES, PROBLEM_SECTION, QUESTION_WORDS, STOP_WORDS, SYNONYMS
from rag.years import asks_for_plans, in_digits, split_years, without_years, years_named

# Places that a question for the highest or lowest is answered over, one line each.
MOST_COMPARED = 8
# Weight of terms that come from the earlier question of a conversation, and of everyday words' official counterparts.
HISTORY_WEIGHT = 0.5
SYNONYM_WEIGHT = 0.8

_NUMBER = rf"(?:[0-9][0-9,.]*[余多万亿]*(?:%|{MEASURES})?)"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "locate",
        re.compile(r"哪(?:一)?个?(?:地方|市|县|区|省|城市|地区|州)|哪里|哪儿|什么地方|哪些(?:地方|市|县|区|城市|地区)"),
    ),
    ("list", re.compile(r"哪些|有?哪几|哪[两三四五六七八九十]|分别是(?:什么|哪)|有什么|包括什么|列举|列出")),
    (
        "figure",
        re.compile(
            rf"多少|(?<![这近前后])几(?:{MEASURES})|百分之几|占比|比例|率(?:是|为|达|有)?(?:多|几|呢|\?|$)|多大|第几"
        ),
    ),
    ("date", re.compile(r"什么时候|啥时候|何时|哪一?年|哪天|哪一天|几月|哪个月|日期|时间是")),
    ("name", re.compile(r"谁|哪[个位家部项种]|什么|叫啥|啥")),
    ("check", re.compile(r"是不是|是否|对吗|对吧|对不对|吗[?？]?$|吧[?？]?$|有没有")),
)
_UNIT = re.compile(rf"(?:多少|(?<![这近前后每])几)(?:余|多)?(?:万|亿)?({MEASURES})")
_RATE = re.compile(r"率(?!先|领)|百分之几|占比|比例|几成|百分点")
_MONEY = re.compile(r"多少钱|几块钱|多少(?:资金|经费)")
_NUMERIC = re.compile(r"多少|几|百分|比例|率|(?:哪[个边一家]|谁|更|最|比).{0,8}[多少高低大小快慢]")
_CLAIM = re.compile(_NUMBER)
_TOGETHER = re.compile(r"相比|比较|对比|哪[个边]更?[多高大少低小]|各[有为是]?多少|分别")
_SUPERLATIVE = re.compile(
    r"哪(?:一)?[个些座]?(?:地方|市|县|区|城市|地区|州)?.{0,24}(?:最[多少高低大小好差]|更[多少高低大小])"
)
_LEADING = re.compile(r"^(?:那么?|其中|里面的?|里头的?)[,，]?")
_ELLIPTIC = re.compile(r"^(?:那|那么|其中|里面|里头|还有|这|这些|它|他们|另外|再|又|同样|上述)")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read.

    `spoken` is the normal form of the words that ask: of the question before, where this one only names another place.
    `terms` maps each word that an answer has to match to its weight before rarity counts; `asked_years` are years that
    were named but are no year covered in scope, so the answering sentence itself must hold them
    (`filter_missed`: they are the years chosen as a filter, and admit nothing); `unit` is the measure
    word after 多少, "%" for rates, None where any will do; `numeric`: a figure is asked for; `planned`: what is
    intended, not what was done; `claims` are figures that the question itself states; `heard` maps misspelt places to
    those that sound like them; `too_many`: the highest of more places is asked for than can be compared.
    """

    question: str
    spoken: str
    standalone: str
    reading: Reading
    terms: dict[str, float] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown_places: tuple[str, ...] = ()
    asked_years: tuple[int, ...] = ()
    filter_missed: bool = False
    unit: str | None = None
    numeric: bool = False
    planned: bool = False
    claims: tuple[str, ...] = ()
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)
    too_many: bool = False


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
    text = in_digits(normalise(question))
    earlier = _read_history(history, catalogue)
    named = find_places(text, catalogue)
    asked = years_named(named.rest, catalogue)
    terms = _terms(_content(named.rest))
    own = bool(terms)
    spoken = text if own or not earlier else earlier.spoken
    leans = earlier is not None and _depends(text, terms, named)
    if earlier and leans:
        named, asked, terms = _inherit(named, asked, terms, earlier)
        # Another place is asked about the same year, if it has a report on it.
        has = {report.year for report in catalogue if report.place in named.known}
        asked = asked or tuple(year for year in earlier.reading.years if year in has)
    named, everywhere = _widened(named, spoken, places, catalogue)
    place_filter = named.known
    scope = [report for report in catalogue if not place_filter or report.place in place_filter]
    missing = () if asked else tuple(year for year in years if year not in {report.year for report in scope})
    planned = asks_for_plans(spoken)
    covered, open_years = split_years(asked or tuple(years), scope, planned=planned)
    named_apart = len(place_filter) + len(named.unknown) > 1 and bool(_TOGETHER.search(spoken))
    kind = "compare" if named_apart else _kind(spoken, place_filter, covered, planned=planned)
    claims = _claims(named.rest) if kind in ("check", "figure", "name", "date") else ()
    return Understood(
        question=question,
        spoken=spoken,
        standalone=_standalone(question, named, asked, earlier if leans else None, own=own),
        reading=Reading(place_filter, covered, kind),
        terms=terms,
        synonyms={word: SYNONYMS[word] for word in SYNONYMS if word in text and _stands_alone(word, terms)},
        unknown_places=named.unknown,
        asked_years=open_years,
        filter_missed=bool(missing) and len(missing) == len(years),
        unit=_unit(spoken) or _claimed_unit(claims),
        numeric=bool(_NUMERIC.search(spoken)) or bool(claims),
        planned=planned,
        claims=claims,
        heard=named.heard,
        too_many=everywhere and not named.known,
    )


def _widened(named: Places, spoken: str, places: Sequence[str], catalogue: Sequence[Report]) -> tuple[Places, bool]:
    """Return the places with the filter's where the question names none, and whether all places are to be compared."""
    if places and not (named.known or named.unknown or named.heard):
        named = replace(filter_places(places, catalogue), rest=named.rest)
    everywhere = bool(_SUPERLATIVE.search(spoken)) and not (named.known or named.unknown)
    return replace(named, known=_all_places(catalogue)) if everywhere else named, everywhere


def _all_places(catalogue: Sequence[Report]) -> tuple[str, ...]:
    """Return all places, where they are few enough to be compared one by one; none where they are not."""
    places = tuple(dict.fromkeys(report.place for report in catalogue if report.place))
    return places if len(places) <= MOST_COMPARED else ()


def _stands_alone(everyday: str, terms: Iterable[str]) -> bool:
    """Tell whether an everyday word of one character is a word of its own, not a part of another (证 in 公证)."""
    import rjieba

    return len(everyday) > 1 or not any(everyday in t and t != everyday and rjieba.has_word(t) for t in terms)


def _read_history(history: Sequence[str], catalogue: Sequence[Report]) -> Understood | None:
    """Return the last earlier question, itself read in what went before it."""
    if not history:
        return None
    return understand(history[-1], history[:-1], catalogue)


def _content(rest: str) -> str:
    return QUESTION_WORDS.sub(" ", _UNIT.sub(" ", without_years(rest)))


def _terms(content: str) -> dict[str, float]:
    return {word: 1.0 for word in words(content) if word not in STOP_WORDS and not re.fullmatch(_NUMBER, word)}


def _depends(text: str, terms: dict[str, float], named: Places) -> bool:
    """Tell whether a question leans on the one before: it names no place, or hardly anything but a place or a year.

    One that asks which place it is stands alone.
    """
    if _ELLIPTIC.match(text) or not terms:
        return True
    return not (named.known or named.unknown or _kind(text, (), (), planned=False) == "locate")


def _inherit(
    named: Places, asked: tuple[int, ...], terms: dict[str, float], earlier: Understood
) -> tuple[Places, tuple[int, ...], dict[str, float]]:
    new_place = bool(named.known or named.unknown or named.heard)
    if not new_place:
        # That the index lacks a place is no reason to speak of it again where the next question has words of its own.
        unknown = () if terms else earlier.unknown_places
        named = Places(earlier.reading.places, unknown, named.rest, {} if terms else earlier.heard)
        asked = asked or earlier.reading.years + earlier.asked_years
    weight = 1.0 if not terms else HISTORY_WEIGHT
    inherited = {term: weight * value for term, value in earlier.terms.items()}
    return named, asked, inherited | terms


def _kind(text: str, places: Sequence[str], years: Sequence[int], *, planned: bool) -> str:
    if len(places) > 1 or len(years) > 1:
        return "compare"
    kinds = (name for name, pattern in _KINDS if pattern.search(text) and not (name == "locate" and places))
    kind = next(kinds, "fact")
    if kind in ("list", "name", "fact", "check"):
        if planned:
            return "plan"
        if PROBLEM_SECTION.search(text):
            return "problem"
    return kind


def _unit(text: str) -> str | None:
    if _RATE.search(text):
        return "%"
    if _MONEY.search(text):
        return "元"
    match = _UNIT.search(text)
    return match.group(1) if match else None


def _claims(rest: str) -> tuple[str, ...]:
    return tuple(_CLAIM.findall(without_years(rest)))


def _claimed_unit(claims: Sequence[str]) -> str | None:
    units = [match.group() for claim in claims if (match := re.search(rf"(?:%|{MEASURES})$", claim))]
    return units[0] if units and units[0] not in ("年", "天") else None


def _standalone(question: str, named: Places, asked: Sequence[int], earlier: Understood | None, *, own: bool) -> str:
    """Return the question as one would ask it alone; `own`: it has words of its own beside a place or a year."""
    if earlier is None:
        return question
    if own:
        place = "、".join(name for name in named.known if short_name(name) not in question)
        year = "、".join(f"{year}年" for year in asked if str(year) not in question)
        return f"{place}{year}{_LEADING.sub('', question)}"
    text = without_years(earlier.standalone, "")
    for name in earlier.reading.places:
        text = text.replace(name, "").replace(short_name(name), "")
    return f"{'、'.join(named.known)}{'、'.join(f'{year}年' for year in asked)}{text.strip('的,， ')}"
