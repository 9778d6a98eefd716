"""Questions that lean on the one before: what they take over from it, and how one would ask them alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rag import kinds
from rag.divisions import short_name
from rag.numerals import parse_numeral
from rag.places import Places
from rag.types import Report
from rag.understood import HISTORY_WEIGHT, NUMERIC, Understood
from rag.vocabulary import QUESTION_WORDS
from rag.years import YearSaid, without_years

# What is left in front of a question whose places are gone: 和 of 岚川市和禾丰县各多少件.
_NEXT_YEAR = re.compile("再?(?:往后|向后|过)一年|(?:第二|次|下一|后一|转过)年")
_YEAR_BEFORE = re.compile("(?:再?[往向])?(?<![比较同])[前上]一年")
_SAME_YEAR = re.compile("(?:在?同一?|那一|该)年度?(?!龄)(?:里|内|的)?")
_JOINED = re.compile(r"^[的和与及跟、,， ]+")
_ELLIPTIC = re.compile(r"^(?:那|那么|其中|里面|里头|还有|这|这些|它|他们|另外|再|又|同样|上述|前者|后者)|呢[?？]?$")
_MORE_OR_LESS = "(?:更|比较)?[多高大低少小快慢](?:一些|一点|点)?"
_COMPARED_WITH = re.compile(
    "(?:那|那么|它)?(?:跟|和|与|同)(?!.*[年目计全])[一-鿿]{2,10}?(?:相比|比起来|比一?下|比)(?:呢|怎么样|如何)?[?？]*"
)
_THEM = (
    "(?:它们|他们|(?:它们|他们)?[这那]?(?:几|[两二三四五])[个者市县省地](?:地方|城市|市|县|省)?)(?:之间|里面|里|中)?"
)
_COMPARES = re.compile(
    f"(?:那|那么)?(?:{_THEM})?(?:谁|哪[个边一家]个?){_MORE_OR_LESS}[呢?？]*|"
    f"(?:那|那么)?{_THEM}(?:谁|哪[个边一家]个?)最{_MORE_OR_LESS}[呢?？]*|"
    f"(?:那|那么)?(?:{_THEM})?(?:相)?差(?:了)?(?:多少|多大|几个百分点)[呢?？]*"
)
# Earlier questions that are looked at for what they were about.
MOST_BEFORE = 3
# Places that are compared where 这几个 does not say how many.
SOME = 5
_HOW_MANY = re.compile("[两二三四五](?=[个者市县省地])")
_LEADING = re.compile(r"^(?:那(?![里边儿个些年年时])么?|其中|里面的?|里头的?)[,，]?")
# What is said in half a sentence, and what it means after another question.
_CHANGE_ALONE = re.compile("(?:那么?)?(?:同比|环比|增速|增幅|涨幅|比[上去]年)(?:呢|怎么样|如何|情况)?[?？]*")
_REMEDY_ALONE = re.compile(
    "(?:那么?)?(?:第[一二三四五六七八九十\\d]+[条个点项]|这些?|上述)?(?:问题|困难|短板|不足)?(?:打算|准备|下一?步)?"
    "(?:咋|怎么|如何|怎样)(?:来|去)?(?:解决|整改|改进|应对|弄|办)呢?[?？]*"
)
_INSTEAD = re.compile(
    "(?:那么?)?(?:换成|改成|回到|切换到|再看看?)(?!了)(?!.*(?:问题|别的|其[他它]|说法|地方|的(?!情况)))"
    "(.{2,8}?)(?:的?情况)?(?:吧|呢|看看)?[?？。]*"
)
_ITEM_IN_DETAIL = re.compile(
    "(?:那么?)?(?:[上前]面|刚才)?(?:[说讲]的)?(第[一二三四五六七八九十\\d]+[条个点项件])的?(?:内容)?再?(?:展开|详细|具体|仔细)来?"
    "(?:[讲说谈看]|一下)*[?？。]*"
)
_MORE_ASKED = re.compile("(?:那)?(?:还有|其[他它])(?:别的|其[他它]的?|哪些|什么)?(?:呢|吗|没有)[?？]*")
_CORRECTED = re.compile(
    "(?:你?(?:不对|搞错了|弄错了|错了)|(?:我(?:问的)?)?不是[^，,。;；]{0,14})[，,。;；、 ]+"
    "我?(?:是|要|想)?(?:问|要|说|查|看|是)的?是?(.{2,}?)"
)
# Words for when, which another question may mean otherwise.
_WHEN = re.compile("[今去前]年(?!初|末|底)|上一?年(?!度)")


def compares_back(text: str, *, placed: bool) -> bool:
    """Tell whether a question wants what was asked before compared: 跟禾丰县比呢 (`placed`), 哪个更高, 差多少."""
    return bool((_COMPARED_WITH if placed else _COMPARES).fullmatch(text.strip()))


def compared_back(text: str) -> int:
    """Return how many places a question wants compared: three in 这三个哪个最高, else two, or some of 这几个."""
    said = _HOW_MANY.search(text)
    if "几" in text:
        return SOME
    return int(parse_numeral(said.group().replace("两", "二")) or 0) if said else 2


def of_both(earlier: Understood, places: Sequence[str]) -> str:
    """Return the question before, asked of these places together."""
    own = [*earlier.reading.places, *map(short_name, earlier.reading.places)]
    return f"{'、'.join(places[:-1])}和{places[-1]}{_JOINED.sub('', _without(own, earlier.standalone))}"


def spelt_out(text: str, history: Sequence[str]) -> str:
    """Return what half a sentence after other questions means: 那岚川市呢 for 换成岚川市, B for 不对，我问的是B."""
    if _CHANGE_ALONE.fullmatch(text):
        return "增速是多少"
    if _REMEDY_ALONE.fullmatch(text) and any(map(kinds.asks_for_problems, history[-MOST_BEFORE:])):
        return "下一步打算怎么做"
    if _MORE_ASKED.fullmatch(text):
        # of a list, of which one item was asked for meanwhile
        lists = (one for one in reversed(history) if not (kinds.ORDINAL.search(one) or _MORE_ASKED.fullmatch(one)))
        return next(lists, text)
    if item := _ITEM_IN_DETAIL.fullmatch(text):
        return f"{item.group(1)}具体说说"
    if instead := _INSTEAD.fullmatch(text):
        return f"那{instead.group(1)}呢"
    corrected = _CORRECTED.fullmatch(text)
    return corrected.group(1) if corrected else text


def corrects(text: str) -> bool:
    """Tell whether a question takes the one before back: 不对，我问的是罚款."""
    return bool(_CORRECTED.fullmatch(text.strip()))


def is_elliptic(text: str) -> bool:
    """Tell whether a question is half of one: 那罚款呢, 其中复议的."""
    return bool(_ELLIPTIC.search(text))


def depends(text: str, terms: dict[str, float], named: Places) -> bool:
    """Tell whether a question leans on the one before: it names no place, or hardly anything but a place or a year.

    One that asks which place it is stands alone.
    """
    if is_elliptic(text) or not terms:
        return True
    return not named.any and kinds.kind_of(text, placed=False, planned=False) != "locate"


def asks_otherwise(text: str, earlier: Understood, *, planned: bool) -> bool:
    """Tell whether a question without words of its own asks for another kind of thing: 为什么? 有什么打算?"""
    before = earlier.reading.kind
    if before in ("compare", "locate"):
        return False
    if planned and not earlier.planned and before not in NUMERIC:
        return True
    return kinds.asks(text) and kinds.kind_of(text, placed=True, planned=planned) != before


def asked_before(terms: Mapping[str, float], earlier: Understood | None) -> tuple[tuple[str, ...], str]:
    """Return what is asked for, and its head, of a follow-up that names nothing of its own (那2023年呢)."""
    if earlier is None:
        return (), ""
    return tuple(word for word in earlier.asked if word in terms), earlier.head if earlier.head in terms else ""


def inherit(
    named: Places,
    said: tuple[YearSaid, ...],
    terms: dict[str, float],
    earlier: Understood,
    catalogue: Sequence[Report],
    step: int,
) -> tuple[Places, tuple[YearSaid, ...], dict[str, float]]:
    """Return the places, years and terms of a question with what it takes over from the one before.

    `step` is how many years it goes on or back from that one's.
    """
    before = _beside(step, earlier.years)
    if not named.any:
        # That the index lacks a place is no reason to speak of it again where the next question has words of its own.
        unknown = () if terms else earlier.unknown_places
        named = Places(earlier.places.said, unknown, named.rest, {} if terms else earlier.heard)
        said = said or before
    elif not said:
        # Another place is asked about the same year, if it has a report on it, or none at all.
        has = {report.year for report in catalogue if report.place in named.known}
        said = tuple(
            entry for entry in before if not named.known or entry.year in has or entry.meant not in ("any", "done")
        )
    gone = "".join(_given_up(named, earlier))
    carried = {term: value for term, value in earlier.terms.items() if term not in gone}
    if terms:
        # what that one took over itself is two questions ago
        carried = {term: HISTORY_WEIGHT * value for term, value in carried.items() if value == 1}
    return named, said, carried | terms


def step_of(text: str) -> int:
    """Return how many years a question goes on (第二年: 1) or back (上一年: -1) from the one before; 0 for neither."""
    return 1 if _NEXT_YEAR.search(text) else -1 if _YEAR_BEFORE.search(text) else 0


def without_steps(text: str) -> str:
    """Return the text with blanks for what only says which year is meant, told from that of the question before."""
    for pattern in (_NEXT_YEAR, _YEAR_BEFORE, _SAME_YEAR):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _beside(step: int, years: tuple[YearSaid, ...]) -> tuple[YearSaid, ...]:
    """Return the years of the question before, or the one after or before a single one of them (第二年, 前一年)."""
    if not step or len(years) != 1:
        return years
    # of the year before the one that is planned for, results are told
    meant = "any" if step < 0 and years[0].meant == "plan" else years[0].meant
    return (replace(years[0], year=years[0].year + step, meant=meant),)


def content(named: Places, text: str, earlier: Understood | None) -> str:
    """Return what a question is about, `text`, behind what the one before was about where it leans on that."""
    before = _without(_given_up(named, earlier), earlier.topic if text else earlier.content) if earlier else ""
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


def standalone(
    question: str, named: Places, said: Sequence[YearSaid], earlier: Understood | None, *, own: bool
) -> tuple[str, str]:
    """Return the question as one would ask it alone, and the same without the words of the one before.

    `own`: it says more than another place or year; else it has no words but those of the one before.
    """
    if earlier is None:
        return question, question
    places = "、".join(name for name in named.known if not own or short_name(name) not in question)
    years = "、".join(
        f"{year}年" for year in dict.fromkeys(entry.year for entry in said) if not own or str(year) not in question
    )
    where = f"{places}{years}"
    if not own:
        whole, alone = (_topic(text, named, earlier) for text in (earlier.standalone, earlier.alone))
        return f"{where}{whole.rstrip('的,， ')}", f"{where}{alone.rstrip('的,， ')}"
    topic = QUESTION_WORDS.sub("", kinds.without_unit(_topic(earlier.alone, named, earlier), "")).strip("的,，?？。 ")
    alone = f"{where}{_LEADING.sub('', question)}"
    return (f"{where}{topic}，{_LEADING.sub('', question)}" if topic else alone), alone


def _topic(text: str, named: Places, earlier: Understood) -> str:
    """Return what the question before was about, without its places and years."""
    read = [name for name, meant in earlier.heard.items() if len(meant) == 1]
    names = [*_given_up(named, earlier), *read, *earlier.reading.places, *map(short_name, earlier.reading.places)]
    return _JOINED.sub("", _WHEN.sub("", _without(names, without_years(text, ""))))
