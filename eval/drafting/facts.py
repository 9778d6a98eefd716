"""Figures with what they count: the clauses of reports that a question with one answer can be made of.

A clause is taken where it says by itself what its only figure counts, of the place and year of its report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from eval.numbers import NUMBER
from rag.divisions import short_name
from rag.figures import find_figures
from rag.index.reader import Index
from rag.text import ENUMERATOR, clause_spans, normalise, words
from rag.types import Report
from rag.units import same_kind

# Letters of what a figure counts, of a clause, and of a sentence that is quoted as evidence.
FEWEST, MOST, QUOTED = 6, 34, 300
# The same letters of a clause that needs the sentence before it to be understood (其中维持81件).
SHORT = range(2, 9)
_OPENING = re.compile(
    rf"^(?:{ENUMERATOR}|其中|全年|年内|年度内?|目前|截至目前|截[至止](?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:年?底|\d{{1,2}}日)?|共计|总共|共|累计|同时|此外|另外|并且?|已经?|"
    r"先后|今年以?来?|年初以来|去年|本年度?|我们?[省市县区州局]|[全本][省市县区州](?!级)|自?\d{4}年(?:度内?|以来|底|末|,)?|一年来|以来|期间|截止)[,，]?\s*"
)
_ABOUT = re.compile(r"(?:约|近|超过|超|逾|突破|累计|共计?|合计|总计)+$")
_NOTHING_BEFORE = re.compile(r"(?:[第前每各后等及和与、(（/／\-—–~～]|以及)$")
# What a clause begins with that goes on with the one before, and what makes it a rule or a goal rather than a result.
_LEANS = re.compile(
    "^(?:余下|剩余|其余|同一|[和与及或的等但则即又均都较比占从到至由被其该此这对此再也还以]|同比|环比|增长|下降|提高|降低|减少|上升|以上|分别|平均|各|另)"
)
_NO_RESULT = re.compile(
    "不少于|不低于|不得|不超过|不高于|应当|至少|以上|以下|以内|拟|计划|力争|目标|要求|预计|每[年月季周名个人次]|[全各]国|标准|上限|提案|全省|将|要|届|第"
)
_AFTER_NO = re.compile("分别|均|各|都|全部|其中|即|[(（)）、/]|^[和及等的与或至级次-]|以上|左右")
_RATE = re.compile("(?:率|占比|比例|比重|度|面)$")
_CHANGE = re.compile("(?:增长|下降|提高|上升|降低|减少|增加|达到?|占|为|至|到|压减|缩短|压缩|精简|减少了|提升)$")
_OTHER_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# What is counted by these, somebody has to do.
_ACT = re.compile("次$|场|期")
# A single one is no figure that anybody asks for.
_ONE = re.compile(r"^[01](?!\d|\.|,)(?![余多万亿])")
_OPEN, _CLOSE = "《“「(（<", "》”」)）>"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a report: `before` and `after` are what stands around it in its clause, in question form.

    `figure` is as it is written, `measure` its unit, `unit` what follows 多少 (万元, "" for a share); `sentence` is the
    evidence, `others` are the other figures of the sentence in the same kind of unit, `dependents` the short facts
    behind this one that are said of a part of it (其中维持81件).
    """

    report: Report
    sentence: str
    before: str
    figure: str
    measure: str
    unit: str
    after: str
    others: tuple[str, ...] = ()
    dependents: tuple[Fact, ...] = field(default=(), compare=False)

    @property
    def scope(self) -> tuple[str, int]:
        """Return the place and year."""
        return self.report.place or "", self.report.year or 0

    @property
    def indicator(self) -> str:
        """Return what is counted, as far as it can be compared between reports."""
        return normalise(f"{self.before.removesuffix('为')}|{self.measure}|{self.after}")

    @property
    def terms(self) -> frozenset[str]:
        """Return the words of what is counted."""
        return frozenset(word for word in words(self.before + self.after) if len(word) > 1)


def facts(index: Index, report: Report) -> list[Fact]:
    """Return the facts of a report on its own place and year, in order; none where it tells neither."""
    if not report.place or not report.year:
        return []
    sides = index.outline(report.id)
    found: list[Fact] = []
    for passage in index.passages(report.id):
        for span in passage.sentences:
            if sides.side(span[0]) == "done" and span[1] - span[0] <= QUOTED:
                found += _of_sentence(report, passage.slice(span))
    return found


def _of_sentence(report: Report, sentence: str) -> Iterator[Fact]:
    spans = clause_spans(sentence, 0, len(sentence))
    read = [_of_clause(report, sentence, sentence[start:end]) for start, end in spans]
    parted = sentence.find("其中")  # what follows is said of a part of what stands before it
    for at, (fact, (start, _)) in enumerate(zip(read, spans, strict=True)):
        if fact and _letters(fact) >= FEWEST and _stands_alone(fact) and not 0 <= parted < start + 3:
            yield replace(fact, dependents=tuple(_dependents(read[at + 1 :])))


def _dependents(following: Sequence[Fact | None]) -> Iterator[Fact]:
    """Yield the short clauses right behind a fact, up to the first that is none."""
    for fact in following:
        if fact is None or fact.after or _letters(fact) not in SHORT:
            return
        if sum(other is not None and other.before == fact.before for other in following) == 1:
            yield fact


def _letters(fact: Fact) -> int:
    return len(re.findall("[一-鿿]", fact.before + fact.after))


def _stands_alone(fact: Fact) -> bool:
    """Tell whether a clause says of what its figure is: it does not lean on others, and holds a noun."""
    import rjieba

    if _LEANS.search(fact.before) or not fact.before:
        return False
    tags = [(word, tag) for word, tag in rjieba.tag(fact.before + fact.after) if len(word) > 1]
    nouns = sum(tag[0] in "nlij" or tag in ("vn", "b") for _, tag in tags)
    acts = any(tag == "v" for _, tag in rjieba.tag(fact.before))
    return nouns > 0 and len(tags) > 1 and (acts or not _ACT.search(fact.measure))


def _of_clause(report: Report, sentence: str, clause: str) -> Fact | None:
    clause = clause.strip().rstrip("，,；;：:。！!").strip()
    matches = list(NUMBER.finditer(clause))
    counted = [one for one in find_figures(clause) if one.unit not in ("年", "月", "日", "年月", "年月日", "月日", "")]
    if len(matches) != 1 or len(counted) != 1 or len(clause) > MOST or _NO_RESULT.search(clause):
        return None
    match = matches[0]
    if (
        _ONE.match(match.group())
        or any(int(year) != report.year for year in _OTHER_YEAR.findall(clause))
        or _is_inside(clause, match.start())
    ):
        return None
    before, after = _opened(clause[: match.start()], report), clause[match.end() :].strip()
    if _NOTHING_BEFORE.search(before) or _AFTER_NO.search(after) or len(after) > MOST // 2:
        return None
    before = _ABOUT.sub("", before).rstrip("，,：: ")
    unit = (match["times"] or "") + match["unit"]
    if match["unit"] in ("%", "％"):
        unit = ""
        if after or not (_RATE.search(before) or _CHANGE.search(before)):
            return None
    return Fact(report, sentence, before, match.group(), match["unit"], unit, after, _others(sentence, match))


def _is_inside(clause: str, at: int) -> bool:
    return sum(clause.count(mark, 0, at) for mark in _OPEN) > sum(clause.count(mark, 0, at) for mark in _CLOSE)


def _opened(text: str, report: Report) -> str:
    """Return the text without what only opens it, and without the place and year that a question names anyway."""
    place = report.place or ""
    names = re.compile(f"^(?:{re.escape(place)}|{re.escape(short_name(place))})(?![一-鿿]{{0,2}}[局院委办])")
    while True:
        shorter = names.sub("", _OPENING.sub("", text.strip()))
        if shorter == text:
            return text
        text = shorter


def _others(sentence: str, match: re.Match[str]) -> tuple[str, ...]:
    found = [one.group() for one in NUMBER.finditer(sentence) if same_kind(one["unit"], match["unit"])]
    return tuple(dict.fromkeys(one for one in found if one not in match.group() and match.group() not in one))
