"""Questions about a report itself: when it was published, by whom, under which number, and who gave it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.compose import Line, label
from rag.index.reader import Index
from rag.types import Passage, Report
from rag.understood import Understood

_WHEN = r"(?:日期|时间|哪(?:一)?天|什么时候|啥时候|何时|几号|几月)"
_ISSUED = r"(?:发布|公布|公开|印发|刊登|发表|上网|挂网|发出|成文|签发|落款)"
# Which fact a question is after: its field in `Report`, and how it is asked for.
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("published", re.compile(rf"{_ISSUED}.{{0,8}}{_WHEN}|{_WHEN}.{{0,6}}{_ISSUED}")),
    ("number", re.compile("文号|发文字号|文件编号")),
    (
        "issuer",
        re.compile(
            rf"(?:谁|哪个(?:单位|部门|机关|机构)|什么(?:单位|部门|机关)).{{0,4}}{_ISSUED}|(?:发布|印发|发文)(?:单位|机关|机构)"
        ),
    ),
    ("title", re.compile("(?:标题|题目|全称)(?:是|叫)")),
)
_SIGNED = "落款"
# Who gave a report is asked for, and said within so many characters of its beginning: 示例市市长 张建国.
_WHO = "(?:谁|哪一?位|姓名|名字|叫(?:什么|啥))"
_GAVE = "(?<![工合操创写])[作做]"
_SPEAKER_ASKED = re.compile(
    rf"{_GAVE}(?:[^,，。;；?？]{{0,12}}工作)?报告的?(?:代理?)?(?:人|领导|[省市州盟县区镇乡]长|主席)?(?:是|叫)?{_WHO}|"
    rf"工作报告是?(?:由|谁|哪)[^,，。;；?？]{{0,8}}{_GAVE}的?|(?:谁|哪一?位)[^,，。;；?？]{{0,24}}{_GAVE}(?:的|了)?[^,，。;；?？]{{0,8}}工作报告"
)
_SPEAKER = re.compile(
    r"(?<!副)(?:代理?)?(?:[省市州盟县区镇乡]长|主席)[\s　]*(?!委托|代表|在|质量|热线|带领|负责)"
    r"([一-鿿]{2,3}(?:·[一-鿿]{1,8})?|[一-鿿]{4}|[一-鿿][\s　]{1,2}[一-鿿])(?=[\s(（]|$|[作代在])"
)
HEAD = 400
_DATE_LINE = re.compile(
    r"^[\s　]*((?:\d{4}|[二〇零○一][二〇零○一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,2}月"
    r"[\d一二三四五六七八九十]{1,3}日)[\s　]*$",
    re.MULTILINE,
)
# What a question about a report says besides; any other word is about something that the report tells.
_GENERAL = re.compile(
    f"{_ISSUED}|{_WHEN}|报告|文件|答复|复函|提案|建议|公文|全文|网站|网上|官网|政府|法治|建设|依法行政|年度|工作|情况|单位|机关|部门|标题|题目|全称|"
    "文号|字号|编号|人大|常委会|委员|对外|正式|这份|那份|关于"
)


def fact_lines(understood: Understood, index: Index) -> list[Line]:
    """Return the lines that answer a question about a report itself; none where it is about something else."""
    if _SIGNED in understood.spoken:
        return _signed(understood, index)
    if _SPEAKER_ASKED.search(understood.spoken):
        return _given_by(understood, index)
    field = _field(understood)
    return list(_lines(field, understood, index)) if field else []


def asks_of_report(understood: Understood) -> bool:
    """Tell whether a question is about a report itself, so that no sentence of it on something else answers."""
    apart = _SIGNED in understood.spoken or bool(_SPEAKER_ASKED.search(understood.spoken))
    return apart or _field(understood) is not None


def _field(understood: Understood) -> str | None:
    field = next((name for name, pattern in _ASKED if pattern.search(understood.spoken)), None)
    return None if field is None or _other_subject(understood) else field


def _signed(understood: Understood, index: Index) -> list[Line]:
    """Return the date under each report: the last line that is nothing but a date."""
    lines = []
    for report in asked_reports(understood, index):
        dates = list(_DATE_LINE.finditer(index.text(report.id)))
        if dates:
            passage = _stretch(report.id, *dates[-1].span(1), index)
            lines.append(Line(f"{label(report)}：", passage.text, passage, (passage.start, passage.end)))
    return lines


def _given_by(understood: Understood, index: Index) -> list[Line]:
    """Return who gave each report, where its beginning says so."""
    lines = []
    for report in asked_reports(understood, index):
        if said := _SPEAKER.search(index.text(report.id), 0, HEAD):
            passage = _stretch(report.id, *said.span(), index)
            lines.append(Line(f"{label(report)}：", passage.text, passage, (passage.start, passage.end)))
    return lines


def _other_subject(understood: Understood) -> bool:
    return any(_GENERAL.sub("", term) for term in understood.terms)


def _lines(field: str, understood: Understood, index: Index) -> Iterator[Line]:
    for report in asked_reports(understood, index):
        entry = next((entry for entry in report.evidence if entry.field == field and entry.start is not None), None)
        if entry:
            passage = _stretch(report.id, entry.start or 0, entry.end or 0, index)
            yield Line(f"{label(report)}：", passage.text, passage, (passage.start, passage.end))


def asked_reports(understood: Understood, index: Index) -> list[Report]:
    """Return the newest report of each target; none where the question does not tell which one it is about."""
    catalogue = {report.id: report for report in index.reports()}
    found = []
    for target in understood.targets:
        keys = target.reports if target.reports is not None else tuple(catalogue) if len(catalogue) == 1 else ()
        if keys:
            found.append(max((catalogue[key] for key in keys), key=lambda report: report.year or 0))
    return found


def _stretch(report: str, start: int, end: int, index: Index) -> Passage:
    """Return the words that tell a fact, which may stand outside of all passages, as one."""
    return Passage(0, report, (), start, end, ((start, end),), index.text(report)[start:end])
