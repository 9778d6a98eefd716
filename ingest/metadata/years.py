"""The year that a report covers and the year that it makes plans for, out of all the years that it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.metadata.dates import in_digits
from ingest.metadata.evidence import Clues, Fact, sentence_at
from ingest.metadata.kinds import PLANS, PROPOSAL, WORK_REPORT
from rag.types import Span

_RANGE = re.compile(r"(20\d\d)年?\s*(?:[-—–~～－]+|至|到)\s*(20\d\d)年?(?:\s?\d{1,2}月)?")
_NO_YEARS = re.compile(
    r"《[^》]*》|[〔［\[【(（﹝]\s?20\d\d\s?[〕］\]】)）﹞]\s?第?\d*号?|20\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}日?"
)
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_PLAN_WORDS = "安排|任务|计划|打算|要求|目标|思路|重点|预期|下一步|措施|展望|下步"
_REVIEW_WORDS = "回顾|总结|成效|情况|举措|成绩|做法|履行|履职"
_HEADED = re.compile(r"^.{0,14}?(?:20\d\d年?\s?[-—–~～至]+\s?)?(20\d\d)\s?年(.{0,24})")
# The first sentence of a part without a year in its heading: 2023年，某市将….
_WILL = re.compile(
    r"[ 　。：:]*(?:[（(]?[一1][）)、.．]\s*)?(20\d\d)\s?年(?:度)?[,，]?[^。\n]{0,60}?(?:将|要|计划|拟|继续|力争)"
)
_MARKS = " 　。：:"
_FIRST_PART = re.compile(r"^(?:第?一|[(（]一|1[、.．]|20)")
# In the running text, where the headings are lost: 2023年工作回顾, 做好2024年工作.
_INNER_REVIEW = re.compile(r"(20\d\d)\s?年(?:政府)?(?:主要)?工作(?:的)?(?:回顾|总结)")
_INNER_PLAN = re.compile(
    r"(20\d\d)\s?年(?:[一-鿿、，,]{0,10}?)(?:工作(?:安排|打算|重点|任务|思路|的?总体要求)|主要(?:任务|目标|工作|预期)|预期目标|重点工作"
    r"|总体要求|目标任务|政府工作)"
)
# 现将2022年度法治政府建设情况报告如下; 数据统计期限为2022年1月1日至2022年12月31日
_STATED = re.compile(
    r"(?:(?:现将|现就|就|将|对|对照|作出|形成)[^。;；《]{0,24}?(?<!\d)(20\d\d)\s?年(?:度|上半年|全年)?[^。;；《]{0,30}?"
    r"(?:报告|汇报|总结|通报|公开|公布|说明|分析)"
    r"|(?:统计|数据)[^。;；]{0,20}?(20\d\d)年1月1日起?[至到]+(?:20\d\d年)?12月31日)"
)
_OPENING = re.compile(
    r"(?:^|[。;；,，\s])(20\d\d)\s?年(?:以来|度|是|来|[,，]|全|我|各|上半年|[一-鿿]{2,8}(?:[省市县区州盟旗镇乡]|街道))",
    re.MULTILINE,
)
_SINCE = re.compile(r"\s?年(?:\d{1,2}月)?(?:以来|来)")
_THIS_YEAR = re.compile(r"今年(?:以来|上半年|[一二三四1-4]季度|\d月|年初|,|，)|一年来|本年度")
_ANY = re.compile(r"(?<![\d-])(20\d\d)\s?年(?!\s?[-—–~～至])")
_FOR_A_YEAR = re.compile("计划|要点|安排|方案|打算")
# The confidence of each way, in [0, 1]; a year that is derived from a date is less sure than one that is named.
BY_TITLE, BY_STATEMENT, BY_HEADING, BY_OPENING, BY_FILE, BY_DATE, BY_COUNT = 0.95, 0.93, 0.9, 0.85, 0.7, 0.55, 0.4
# From this month on a report is on the current year; an assembly in these months hears next year's plan.
LATE = 11


@dataclass(frozen=True, slots=True)
class Given:
    """When a report was published or given: its year, its month where that is legible, and where it says so."""

    year: int
    month: int | None = None
    span: Span | None = None


Year = Fact[int] | None


def years_covered(kind: str | None, clues: Clues, headings: Sequence[str], given: Given | None) -> tuple[Year, Year]:
    """Return the year that the report covers and the year that it makes plans for, each None where it is not told.

    A government's work report titled with year N is given at the beginning of N and covers N - 1; a proposal or its
    reply belongs to the year of its publication; a plan, a notice or a rule to the year that it is for.
    """
    read = _Reader(clues, headings, given)
    if kind == WORK_REPORT:
        return _of_work_report(read)
    if kind == PROPOSAL:
        return read.given() or read.titled() or read.latest(), None
    if kind in PLANS:
        year = next(iter(read.titles(ranges=False)), None) or read.stated() or read.given() or read.opening()
        return year, year if _FOR_A_YEAR.search(clues.title) and not _RANGE.search(clues.title) else None
    reviewed, plan = read.headed()
    titles = read.titles()
    if titles and plan and reviewed and titles[0].value == plan.value == reviewed.value + 1:
        # 2025年工作报告, given at the beginning of 2025
        return reviewed, plan
    if titles:
        second = titles[1] if len(titles) > 1 and titles[1].value == titles[0].value + 1 else None
        later = plan if plan and plan.value > titles[0].value else None
        return titles[0], second or later or read.planned_after(titles[0])
    year = read.stated() or read.opening() or reviewed or read.file() or read.before()
    year = year or (_shifted(plan, -1, BY_DATE) if plan else read.most_named())
    return year, plan if plan and (not year or plan.value > year.value) else (
        read.planned_after(year) if year else None
    )


def _of_work_report(read: _Reader) -> tuple[Year, Year]:
    reviewed, planned = read.headed()
    titled = read.titled() or read.file()
    inner = read.inner(_INNER_REVIEW)
    if not reviewed and inner and (not titled or inner.value in (titled.value, titled.value - 1)):
        reviewed = inner
    if reviewed and titled and titled.value <= reviewed.value:
        titled = None
    plan = titled or (reviewed and _shifted(reviewed, 1)) or planned or read.assembly() or read.inner(_INNER_PLAN)
    year = reviewed or (_shifted(plan, -1) if plan else read.opening() or read.before())
    return year, plan or (_shifted(year, 1) if year else None)


def _shifted(fact: Fact[int], by: int, confidence: float = 1.0) -> Fact[int]:
    return Fact(fact.value + by, min(fact.confidence, confidence), fact.span, fact.quote, fact.source)


class _Reader:
    """Reads years in one report, each way by itself; years after the one in which it was given are not its own."""

    def __init__(self, clues: Clues, headings: Sequence[str], given: Given | None) -> None:
        self._clues = clues
        self._text = in_digits(clues.text)
        self._headings = headings
        self._given = given

    def _known(self, year: int) -> bool:
        return self._given is None or year <= self._given.year

    def titles(self, *, ranges: bool = True) -> list[Fact[int]]:
        """Return the years of the title; of a range only the last, where it names no other year."""
        title = in_digits(self._clues.title)
        bare = _NO_YEARS.sub("", title)
        years = [int(year) for year in _TITLE_YEAR.findall(_RANGE.sub("", bare))]
        if not years and ranges:
            years = [int(last) for _, last in _RANGE.findall(bare) if self._known(int(last))][-1:]
        if not years:
            years = [int(year) for year in _TITLE_YEAR.findall(_RANGE.sub("", title)) if self._known(int(year))][:1]
        return [Fact(year, BY_TITLE, self._clues.in_title(str(year))) for year in years]

    def titled(self) -> Year:
        return next(iter(self.titles()), None)

    def file(self) -> Year:
        years = _TITLE_YEAR.findall(_RANGE.sub("", in_digits(self._clues.stem)))
        if not years or not re.search("[一-鿿]", self._clues.stem):
            return None
        return Fact(int(years[0]), BY_FILE, quote=self._clues.stem, source="file")

    def headed(self) -> tuple[Year, Year]:
        """Return the years that the headings review and plan: 一、2023年工作回顾, 二、2024年主要工作."""
        reviewed: Year = None
        planned: Year = None
        for heading in self._headings:
            match = _HEADED.match(in_digits(heading))
            if match is None:
                continue
            year, words = int(match.group(1)), match.group(2)
            later = reviewed is not None and year > reviewed.value
            plans = bool(re.search(_PLAN_WORDS, words)) or (
                not re.search(_REVIEW_WORDS, words) and (later or not (reviewed or _FIRST_PART.match(heading)))
            )
            fact = Fact(year, BY_HEADING, *self._heading(heading))
            if plans:
                planned = planned or fact
            elif self._known(year):
                reviewed = reviewed or fact
        if reviewed and planned and planned.value <= reviewed.value:
            planned = None
        return reviewed, planned

    def _heading(self, heading: str) -> tuple[Span | None, str]:
        at = self._clues.text.find(heading)
        return ((at, at + len(heading)) if at >= 0 else None), heading

    def planned_after(self, year: Fact[int]) -> Year:
        """Return the year after `year` where the first sentence of a part on plans says what it will bring."""
        plans = {head for head in self._headings if re.search(_PLAN_WORDS, head) and not _TITLE_YEAR.search(head)}
        lines = self._clues.lines
        for at, (start, end) in enumerate(lines):
            heading = next((head for head in plans if self._clues.text.startswith(head, start)), None)
            below = [(start + len(heading), end), *lines[at + 1 : at + 3]] if heading else []
            first = next((span for span in below if self._text[slice(*span)].strip(_MARKS)), (end, end))
            if (match := _WILL.match(self._text, *first)) and int(match[1]) == year.value + 1:
                return Fact(year.value + 1, BY_FILE, sentence_at(self._clues.text, *match.span(1)))
        return None

    def inner(self, pattern: re.Pattern[str]) -> Year:
        """Return the year that most matches in the whole text name."""
        matches = list(pattern.finditer(self._text))
        years = Counter(int(match.group(1)) for match in matches)
        if not years:
            return None
        year = years.most_common(1)[0][0]
        match = next(match for match in matches if int(match.group(1)) == year)
        return Fact(year, BY_OPENING, sentence_at(self._clues.text, *match.span()))

    def stated(self) -> Year:
        for match in self._matches(_STATED):
            year = int(match.group(1) or match.group(2))
            if self._known(year):
                since = bool(_SINCE.match(self._text, match.end(1) if match.group(1) else match.end()))
                return self._since(Fact(year, BY_STATEMENT, sentence_at(self._clues.text, *match.span())), since)
        return None

    def opening(self) -> Year:
        """Return the year that the report's own text begins with; of several years' report the last full one."""
        matches = [match for match in self._matches(_OPENING) if self._known(int(match.group(1)))]
        if not matches:
            return None
        year = int(matches[0].group(1))
        span = sentence_at(self._clues.text, *matches[0].span(1))
        return self._since(Fact(year, BY_OPENING, span), bool(_SINCE.match(self._text, matches[0].end(1))))

    def _since(self, fact: Fact[int], since: bool) -> Fact[int]:
        """Return the last full year of the years since one (2018年以来), the year itself where it is the only one."""
        if not since or self._given is None or fact.value >= self._given.year - 1:
            return fact
        return Fact(self._given.year - 1, BY_DATE, self._given.span or fact.span)

    def given(self) -> Year:
        """Return the year of publication."""
        return Fact(self._given.year, BY_OPENING, self._given.span) if self._given else None

    def assembly(self) -> Year:
        """Return the year that an assembly hears the plans for."""
        if self._given is None:
            return None
        late = self._given.month is not None and self._given.month >= LATE
        return Fact(self._given.year + late, BY_OPENING, self._given.span)

    def before(self) -> Year:
        """Return the year before the one of publication, or that year itself where the report speaks of 今年 in it."""
        if self._given is None:
            return None
        month = self._given.month or 1
        same = month >= LATE or (month > 3 and any(True for _ in self._matches(_THIS_YEAR)))
        return Fact(self._given.year - (not same), BY_DATE, self._given.span)

    def most_named(self) -> Year:
        years = Counter(int(match.group(1)) for match in self._matches(_ANY) if self._known(int(match.group(1))))
        return self._named(years.most_common(1)[0][0]) if years else None

    def latest(self) -> Year:
        years = [int(match.group(1)) for match in self._matches(_ANY)]
        return self._named(max(years)) if years else None

    def _named(self, year: int) -> Fact[int]:
        at = self._text.find(f"{year}")
        return Fact(year, BY_COUNT, sentence_at(self._clues.text, at, at + 4))

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for start, end in self._clues.opening:
            yield from pattern.finditer(self._text, start, end)
