"""Years in a question: how they are written, what each is meant as, and the reports that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.text import normalise
from rag.types import Report
from rag.vocabulary import MEASURES, PLAN_SECTION

# What a year is said of: "title" the name of a report, "published" its publication, "plan" what is intended for it,
# "done" what came of that in the end.
Meant = Literal["any", "title", "published", "plan", "done"]

# A year needs no 年 behind it (岚川2021胜诉率), but what a measure word or a decimal follows is a figure.
_YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.,]|[余多]?(?:[万亿%]|(?!年)(?:{MEASURES})))")
_YEAR_RANGE = re.compile(r"(?<!\d)(20\d\d)年?\s*(?:至|到|-|—|~)+\s*(20\d\d)(?=年)")
_SPELT_YEAR = re.compile(r"[二一][零〇○九][零〇○一二三四五六七八九]{2}(?=年)")
_LETTER_O = re.compile(r"(?<=[12])o(?=\d\d(?:年|\D|$))")
_SPELT = str.maketrans("零〇○一二三四五六七八九", "000123456789")
# 21年 is 2021, but 近20年 and 连续12年 are stretches of time.
_SHORT_YEAR = re.compile(r"(?<![\d近第满])(?<!过去|连续|历时|长达|为期)([12]\d)年度?(?!代|以上|以下|来|内|间|前|后)")
_FUTURE = re.compile(
    r"准备|目标|盼(?=[着能望])|(?:(?<![来之了完])以后|今后|接下来)(?:怎么|如何|要|将|打算)|将要|将会|将(?=[在于对把推建新开完实启])|要怎么|(?<![主重首])要(?:在|把|新|建|完成|办|推|做|干|抓|开|实现|加快|重点|达到)|预期(?=目标|增|为|是|达到|值|数)|预计|"
    r"拟(?=[建定在新])|(?<![向对]上)争取(?!到|了)|力争|确保|重点抓|(?<![搞选规法稳认确制评指判鉴固特一肯约决审核锁])定(?:在|为|的)|想(?:把|要)|(?<![思理梦联设幻])想(?:提[高升到]|达到|增[加长]|涨到|冲|新[建增]|建成|突破)|打算|规划|"
    r"今年[^,，。;；?？]{0,16}(?:(?<![主重需首必只不纪摘提概简么啥何])要(?![求素点闻么件害到来不案约塞事])|(?<![思理梦设联畅感])想(?![象法不]))"
)
_ACHIEVED = re.compile(
    r"实际|曾|争取到|争取了|完成了|实现了|达到了|办了|建了|建成了|已经|总结|回顾|过去|取得了|"
    r"^(?!.*(?:要|力争|计划|预计|确保|拟|将)).*取得(?:进展|突破|成效)|"
    r"^(?!.*(?:目标|预期|计划|打算|力争)).*(?<![高低多少加减升降调提定设排列增出])了(?:多少|几)"
)
# Words for plans that tell of something done: 安排了多少经费, 安排经费多少; 志愿者计划招了多少人.
_GIVEN = re.compile(
    r"安排(?:[了过](?!什么|哪|啥)|(?=[^,，。;；?？]{0,12}(?:经费|资金|预算|补助|补贴|[万亿]元)))|计划(?=[^,，。;；?？]{1,4}了)"
)
# A year's results, asked for as such: its plan is none of them.
_REALISED = re.compile(
    r"实际(?:上|已经?)?(?:完成|办结|办理|办|达|实现|做|建|新建|受理|审结|发生|执行|支出|招|开展|化解|整改|培训|落实|降|得)|"
    r"(?:实际|最终)(?:完成)?(?:情况|结果|数|值)|已经?(?:完成|办结|实现|建成|达到)了?"
)
# What stands between a year and the word report that it belongs to.
_OF_REPORT = re.compile(
    r"年?度?(?:的|那份|这份|那个)?[^,，。;；?？、年]{0,18}?报告(?!期|制度|会)|"
    r"年?度?(?:的)?(?:省|市|区|县|州)?(?:人大|人代会|两会)"
)
# How questions call the kinds of reports that are apart from all others.
_REPORT_KINDS = {"政府工作报告": "政府工作报告", "法治政府": "法治政府建设年度报告", "复议": "行政复议应诉报告"}
# What joins a year to the next, so that what follows is said of both.
_JOINED = re.compile(r"\s*年?度?[\s、,，和与及跟同到至—~-]*")
# What a year published, if not something else than a report: the list published in a year is told of by its report.
_PUBLISHED = re.compile(
    r"年度?(?:底|初|春|\d{1,2}月)?(?:公布|发布|公开(?![招选征听审拍竞遴开透课])|印发|发表|挂网|上网(?=的|[,，。?？]|$))"
    "(?!的?[^报告,，。?？]{0,12}(?:清单|目录|办法|规定|条例|方案|名单|文件|意见|通知|标准|规划))"
)
_RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile("大前年"), -2),
    (re.compile("(?<![大目当之以此])前年"), -1),  # not 目前年均
    (re.compile("去年|(?<!以)上一?年|[今本]年|最[近新]一年"), 0),  # not 60岁以上年龄
)
_LAST_YEARS = re.compile(r"(?:近|最近|这|过去)([两二三四五2-5])年")
# 比上年提高多少 asks about this year's change.
_BESIDE = re.compile("[比较同](?:大?前年|去年|上一?年)|[与跟和](?:大?前年|去年|上一?年)度?(?:同期)?相?比")
_CLAIM, _SINCE = (
    re.compile("是(?:在|从|于)?$"),
    re.compile(r"\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:才|就|起|开始)"),
)
_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class YearSaid:
    """A year in a question, where it stands, and what it is said of; `kind` is the kind of report that it names."""

    year: int
    at: int
    meant: Meant = "any"
    kind: str = ""


def in_digits(text: str) -> str:
    """Return the text with spelt years in digits: 二〇二一年 → 2021年."""
    text = _LETTER_O.sub("0", text)  # 2O22年
    return _SPELT_YEAR.sub(lambda match: match.group().translate(_SPELT), text)


def is_claimed(text: str, said: YearSaid) -> bool:
    """Tell whether a year is what is to be confirmed (是2022年上线的吗), and not the year that is asked about."""
    return bool(_CLAIM.search(text[: said.at]) or _SINCE.match(text, said.at))


def without_years(text: str, instead: str = " ") -> str:
    """Return the text with its years left out."""
    return _SHORT_YEAR.sub(instead, re.sub(rf"{_YEAR.pattern}\s*(?:年度?)?", instead, text))


def asks_for_plans(text: str) -> bool:
    """Tell whether a question asks what is intended, not what was done."""
    plain = _GIVEN.sub("", _without_reports(text))
    return bool(PLAN_SECTION.search(plain) or _FUTURE.search(plain)) and not _ACHIEVED.search(text)


def is_expected(text: str, covered: Iterable[int | None]) -> bool:
    """Tell whether results are asked for as a report on that year, or any report, expects them: 2023年预计增长多少."""
    if "预计" not in text or asks_for_plans(without_expected(text)):
        return False
    return {said.year for said in years_said(text)} <= set(covered)


def without_expected(text: str) -> str:
    """Return the text without the word that makes a result an expected one."""
    return text.replace("预计", "")


def _without_reports(text: str) -> str:
    """Return the text without the names of reports (工作报告, 五年规划) that hold words of planning."""
    return re.sub(
        r"工作报告|十[一二三四五]五规划|年行动计划|(?:人才|专项|百人|千人)计划|计划数|(?<![来后下明])[一二三四五]年计划(?![新投建培完到引实再改])|计划生育|计划单列|目标责任",
        "",
        text,
    )


def years_said(text: str) -> tuple[YearSaid, ...]:
    """Return the years in a normalised question, in order; both ends of a range."""
    found = [(match.start(), match.end(1), int(match.group(1))) for match in _YEAR.finditer(text)]
    found += [(match.start(), match.end(1), 2000 + int(match.group(1))) for match in _SHORT_YEAR.finditer(text)]
    found.sort()
    stops = [*(start for start, _, _ in found[1:]), len(text)][: len(found)]
    whole = asks_for_plans(text)
    return tuple(
        YearSaid(
            year,
            start,
            _meant(text, start, end, stop, planned=whole, alone=len(found) == 1),
            _kind_named(text, end, stop),
        )
        for (start, end, year), stop in zip(found, stops, strict=True)
    )


def _kind_named(text: str, end: int, stop: int) -> str:
    """Return the kind of report that is named behind a year; "" where none is, or it is left open which."""
    named = _OF_REPORT.match(text, end, stop)
    return next((kind for words, kind in _REPORT_KINDS.items() if named and words in named.group()), "")


def _meant(text: str, start: int, end: int, stop: int, *, planned: bool, alone: bool) -> Meant:
    """Tell what a year is said of: the words up to the next year decide where there are several."""
    own = text[start:stop]
    if _PUBLISHED.match(text, end):
        return "published"
    if _OF_REPORT.match(text, end, stop):
        return "title"
    shared = _JOINED.fullmatch(text, end, stop) and _shares_plan(text, stop)
    if planned if alone else asks_for_plans(own) or (planned and shared):
        return "plan"
    return "done" if _REALISED.search(own) else "any"


def _shares_plan(text: str, stop: int) -> bool:
    """Tell whether what follows the last year says that all of them are planned for (2024年和2025年的目标)."""
    return asks_for_plans(text[stop:]) if stop < len(text) else False


def relative_years(text: str, covered: Iterable[int]) -> tuple[YearSaid, ...]:
    """Return the years that 去年, 前年 or 近三年 mean: counted back from the newest year that reports cover.

    None where one is only compared with (比去年). 今年 is the year after it where goals are asked for, as the newest
    report sets them.
    """
    known = sorted(set(covered))
    if not known:
        return ()
    text = _BESIDE.sub(" ", text)
    meant: Meant = "plan" if asks_for_plans(text) else "any"
    if match := _LAST_YEARS.search(text):
        count = _COUNT.get(match.group(1)) or int(match.group(1))
        return tuple(YearSaid(year, match.start()) for year in known if year > known[-1] - count)
    found = {
        known[-1] + back: YearSaid(known[-1] + back, match.start(), meant)
        for pattern, back in _RELATIVE
        if (match := pattern.search(text))
    }
    if meant == "plan" and (match := re.search("今年|本年", text)):
        found = {known[-1] + 1: YearSaid(known[-1] + 1, match.start(), meant)}
    return tuple(found.values())


def expand_ranges(text: str, said: Sequence[YearSaid], covered: Iterable[int]) -> tuple[YearSaid, ...]:
    """Return the years said with those between the ends of a range that reports cover (2020到2022年: 2021, too)."""
    known = set(covered)
    found = list(said)
    for match in _YEAR_RANGE.finditer(text):
        first, last = int(match.group(1)), int(match.group(2))
        if {first, last} <= known:
            found += [YearSaid(year, match.start()) for year in range(first + 1, last) if year in known]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.year)))


def says_years(text: str, years: Iterable[int]) -> bool:
    """Tell whether a text speaks of each of these years; the ends of a period (2021—2025年) do not count."""
    plain = normalise(text)
    return all(re.search(rf"(?<![\d—–~至-]){year}(?!\d|\s*[—–~至-])", plain) for year in years)


def reports_on(year: int, meant: Meant, scope: Sequence[Report], kind: str = "") -> tuple[list[Report], bool]:
    """Return the reports of `scope` that a year stands for, and whether it is the year that they plan for.

    A year is first what it is said of; then the year covered; then the one planned for. None: no report is about that
    year. What was done in a year, no plan for it tells. `kind` is the kind of report asked for, where there is one.
    """
    scope = [report for report in scope if kind and report.kind == kind] or scope
    covered = [report for report in scope if report.year == year]
    titled = [report for report in scope if str(year) in report.title]
    planning = [report for report in scope if report.year_plan == year]
    published = [report for report in scope if (report.published or "").startswith(str(year))]
    # what is presented or published in a year is about the one before, where nothing else is known
    presented = [report for report in scope if report.year == year - 1]
    if meant == "published":
        return published or presented or covered, False
    if meant == "title":
        return next((found for found in (titled, covered, planning, published, presented) if found), []), False
    if meant == "plan":
        before = [report for report in scope if report.year == year - 1 and report.year_plan in (None, year)]
        if planning or before:
            return planning or before, True
        return covered, False
    # the year of publication is nobody's year unless it is called so: what a report of 2023 tells is about 2022
    alone = published if not any(report.year for report in published) else []
    if covered or meant == "done":
        return covered, False
    return (planning, True) if planning else (alone, False)
