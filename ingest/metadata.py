"""What is known of a report beside its text: title, place, years, kind, issuer, dates."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.blocks import Loaded
from ingest.clean import is_sample
from ingest.dates import LONGEST_DATE_LINE, parse_date, published_on, year_given
from ingest.fields import ISSUER_LABELS, NUMBER_LABELS, REPLY_LABELS, read_fields
from ingest.places import Place, find_place
from ingest.titles import Title
from rag.types import Report

WORK_REPORT, PROPOSAL, ANNUAL, ADMINISTRATION, REVIEW = (
    "政府工作报告", "提案答复", "法治政府建设年度报告", "依法行政工作报告", "行政复议应诉报告",
)  # fmt: skip
# The first pattern that fits the title tells the kind.
_KINDS = (
    (
        PROPOSAL,
        r"(?:提案|建议).{0,6}(?:答复|复函|回复|办理)|(?:答复|复函).{0,20}(?:提案|建议)|的提案$|提案$|第\d+号(?:提案|建议)",
    ),
    (WORK_REPORT, r"政府工作报告"),
    (REVIEW, r"行政复议|行政应诉"),
    (ADMINISTRATION, r"依法行政"),
    (ANNUAL, r"法治政府"),
    ("通知", r"通知(?:$|[（(])"),
    ("通报", r"通报(?:$|[（(])"),
    ("意见", r"意见(?:$|[（(])"),
    ("方案", r"(?:方案|计划|要点|规划|纲要)(?:$|[（(])"),
    ("工作报告", r"报告"),
    ("总结", r"总结"),
)
# Where there is no title, the first lines of the text tell it.
_OPENINGS = (
    (WORK_REPORT, r"我(?:受.{0,10}委托,?|代表).{0,20}(?:政府|行署).{0,20}报告"),
    (PROPOSAL, r"(?:提案|建议).{0,12}(?:收悉|答复如下)"),
    (REVIEW, r"行政(?:复议|应诉).{0,40}报告如下"),
    (ANNUAL, r"法治政府"),
    (ADMINISTRATION, r"依法行政"),
)
_NUMBER = re.compile(r"[一-鿿]{1,12}[〔\[【(（]\s?20\d\d\s?[〕\]】)）]\s?第?\s?\d{1,5}\s?号")
_PRESS = re.compile(r"日报|晚报|新闻|网$|电视台|新华|发布$|客户端|融媒")
_OFFICE = re.compile(r"[一-鿿]{2,30}(?:人民政府|办公室|委员会|[局厅办委署院])")
_RANGE = re.compile(r"《[^》]*》|20\d\d年?\s*[-—–~～至]+\s*20\d\d年?")
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_REVIEWED = re.compile(r"^.{0,12}?(20\d\d)\s?年.{0,10}(?:回顾|总结|工作情况|主要工作|工作开展)")
_PLANNED = re.compile(r"^.{0,12}?(20\d\d)\s?年.{0,14}(?:安排|任务|计划|打算|要求|目标|思路|重点|预期)")
_OPENING_YEAR = re.compile(
    r"(?:^|[。;；,，\s])(20\d\d)\s?年(?:以来|度|是|来|[,，]|全|我|各|[一-鿿]{2,6}[省市县区州盟旗])"
)
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?年")
# The stretch of the report's own text in which the year covered is named first, and what counts as its first lines.
OPENING, HEAD, TAIL = 1200, 12, 6


def describe(loaded: Loaded, *, file: str, title: Title | None, headings: Sequence[str]) -> Report:
    """Return the catalogue entry of a loaded report; `passages` is left at 0.

    `file` is the base name of the source; it is used only where the text itself does not tell.
    """
    lines = [loaded.text[block.start : block.end] for block in loaded.blocks if block.body]
    fields = read_fields(loaded.text, loaded.blocks)
    stem = file.rsplit(".", 1)[0]
    opening = "".join(line for line in lines if len(line) > LONGEST_DATE_LINE or "。" in line)[:OPENING]
    kind = kind_of(title.text if title else "", opening, stem)
    issuer = _issuer(fields, lines, REPLY_LABELS if kind == PROPOSAL else ISSUER_LABELS)
    place = find_place(title.text if title else "", _telling(issuer, lines, opening), loaded.text, stem)
    published = published_on(fields, lines)
    year, plan = years_covered(kind, title.text if title else "", headings, opening=opening, stem=stem,
                               given=_year(published) or year_given(lines))  # fmt: skip
    name = title.text if title else _without_title(stem, place, year, kind)
    return Report(
        id=report_id(loaded.text), file=file, title=name, place=place.name if place else None,
        level=place.level if place else None, parents=place.parents if place else (), year=year, year_plan=plan,
        kind=kind, issuer=issuer or _reporting(kind, place), number=_number(fields, lines), published=published,
        sample=is_sample(loaded), pages=loaded.pages,
    )  # fmt: skip


def report_id(text: str) -> str:
    """Return the id of a report with this extracted text: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _without_title(stem: str, place: Place | None, year: int | None, kind: str | None) -> str:
    """Return what to call a report without a title: its file's name if that says anything in Chinese."""
    if re.search("[一-鿿]", stem) or not (place and year and kind):
        return stem
    return f"{place.name}{year}年{kind}（原文无标题）"


def kind_of(title: str, opening: str = "", stem: str = "") -> str | None:
    """Return the kind of report that title, first lines or file name tell, in this order; None where none does."""
    attempts = ((_KINDS, title), (_OPENINGS, opening), (_KINDS, stem))
    return next((kind for patterns, text in attempts for kind, pattern in patterns if re.search(pattern, text)), None)


def years_covered(kind: str | None, title: str, headings: Sequence[str], *, opening: str, stem: str,
                  given: int | None) -> tuple[int | None, int | None]:  # fmt: skip
    """Return the year that the report covers and the year that it makes plans for, each None where it is not told.

    `given` is the year in which it was published or given. A government's work report titled with year N is given at
    the beginning of N and covers N - 1; a proposal or its reply belongs to the year of its publication.
    """
    reviewed, planned = _first(_REVIEWED, headings), _first(_PLANNED, headings)
    titled = _titled(title) or _titled(stem if kind == WORK_REPORT else "")
    if kind == WORK_REPORT:
        plan = (titled[0] if titled else None) or (reviewed + 1 if reviewed else None) or planned or given
        year = reviewed or (plan - 1 if plan else _opening_year(opening, given))
        return year, plan or (year + 1 if year else None)
    if kind == PROPOSAL:
        return given or _most_named(opening, given), None
    plan = planned if planned and planned != reviewed else None
    if titled:
        return titled[0], (titled[1] if len(titled) > 1 else plan)
    return _opening_year(opening, given) or reviewed or _before(given) or _most_named(opening, given), plan


def _titled(title: str) -> list[int]:
    return [int(year) for year in _TITLE_YEAR.findall(_RANGE.sub("", title))]


def _first(pattern: re.Pattern[str], headings: Sequence[str]) -> int | None:
    return next((int(match.group(1)) for heading in headings if (match := pattern.match(heading))), None)


def _opening_year(opening: str, given: int | None) -> int | None:
    """Return the year that the report's own text begins with; a report on several years ends with the last full one."""
    years = [int(year) for year in _OPENING_YEAR.findall(opening) if given is None or int(year) <= given]
    if not years:
        return None
    return years[0] if given is None or years[0] >= given - 1 else given - 1


def _before(given: int | None) -> int | None:
    return given - 1 if given else None


def _most_named(text: str, given: int | None) -> int | None:
    years = Counter(int(year) for year in _ANY_YEAR.findall(text) if given is None or int(year) <= given)
    return years.most_common(1)[0][0] if years else None


def _year(iso: str | None) -> int | None:
    return int(iso[:4]) if iso else None


def _issuer(fields: Mapping[str, str], lines: Sequence[str], labels: Sequence[str]) -> str | None:
    labelled = [fields[label] for label in labels if label in fields]
    alone = [_undated(line) for line in [*lines[:HEAD], *lines[-TAIL:]] if len(line) <= LONGEST_DATE_LINE]
    signed = [line for line in alone if _OFFICE.fullmatch(line)]
    return next((name for name in [*labelled, *signed] if not _PRESS.search(name)), None)


def _undated(line: str) -> str:
    return re.split(r"\s*20\d\d\s?[年-]", line)[0].strip() if parse_date(line) else line


def _telling(issuer: str | None, lines: Sequence[str], opening: str) -> list[str]:
    """Return the lines that may say where the report was made: occasion, issuer, signature, 我代表某市人民政府."""
    near = [line for line in [*lines[:HEAD], *lines[-TAIL:]] if len(line) <= LONGEST_DATE_LINE and "。" not in line]
    occasion = [line for line in near if "届" in line or "政府" in line]
    return [*occasion, *([issuer] if issuer else []), *re.findall(r"代表.{2,20}?政府", opening[:500])]


def _reporting(kind: str | None, place: Place | None) -> str | None:
    return (
        f"{place.name}人民政府" if kind == WORK_REPORT and place and place.level in ("省级", "市级", "县级") else None
    )


def _number(fields: Mapping[str, str], lines: Sequence[str]) -> str | None:
    labelled = [fields[label] for label in NUMBER_LABELS if label in fields]
    near = [
        match.group() for line in lines[:HEAD] if len(line) <= LONGEST_DATE_LINE and (match := _NUMBER.search(line))
    ]
    return next(iter([*labelled, *near]), None)
