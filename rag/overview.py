"""What a whole report says: what was done, what is wrong and what is planned, a line for each point."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.analysis import figures_of
from rag.compose import Line, frame, label, listed, tidy
from rag.departments import office_asked
from rag.facts import asked_reports
from rag.index.reader import Index
from rag.numbered import Point, head_of, sentences_of
from rag.proposals import passages_asked
from rag.sections import first_sentence
from rag.sides import plans, problems, results
from rag.types import Passage, Report
from rag.understood import Understood
from rag.vocabulary import FRAME_WORDS, GENERAL_SUBJECT

# Characters of what was done, of what is wrong and of what is planned: together they fit a page of the chat.
DONE, WRONG, PLANNED = 420, 200, 260
# Characters of a point's beginning, and of the sentence with a figure that is shown behind it.
HEAD, FIGURE = 44, 60
# Reports that are told at once.
MOST = 2
_Part = tuple[str, Callable[[Sequence[Passage], Index], list[Point]], int]
_PARTS: tuple[_Part, ...] = (("主要工作", results, DONE), ("存在的问题", problems, WRONG), ("主要安排", plans, PLANNED))
# Words for a report and its contents, beside those for any subject; those that may be a subject themselves are none.
_WORDS = FRAME_WORDS | GENERAL_SUBJECT - frozenset("提案 推进 存在 措施 举措 全面 环节 薄弱环节".split())
_WORDS |= frozenset(
    """
    政府工作报告 工作报告 年度报告 法治建设 讲述 摘要 概要 概述 简述 简介 简要 要点 重点 全文 整体 总体 大致 看点
    基本 基本情况 主要内容 回顾 全貌 一遍 一句话 归纳 这篇 整个 成果 干 取得 完成 做出 大体 通篇 介绍一下
    """.split()
)
# What a reply is called, which is its own subject only where it is asked what it says.
_REPLY = frozenset("答复 复函 回复 提案 建议 文件".split())
_SAYS = re.compile("讲|说|写|内容|概括|总结|介绍|摘要")
# What only a report on the rule of law is about as a whole.
_LAW = frozenset("法治 法治政府 依法 依法行政 行政 法治建设".split())
_OF_LAW = re.compile("法治|依法行政")
_HAN = re.compile("[一-鿿]")
_DATES = frozenset(("年月日", "年月", "月日"))
# What asks for one thing about a report.
_ONE_THING = re.compile(
    "谁|为什么|为何|为啥|哪里|哪儿|哪[一个年天份]|何时|时候|几|叫|[是有]没有|是否|是不是|[吗吧][?？]?$|区别|不同|变化"
)
# What asks only for what was done.
_DONE_ASKED = re.compile("成绩|成效|亮点|做法|成果|回顾|取得|完成|[做干]了")
# What opens a review and says nothing of it: 刚刚过去的一年，是极不平凡的一年.
_SAYS_NOTHING = re.compile(
    "^(?:——)?(?:各位|同志们)|(?:之|的一|[开关非里重]..?|份)年[，,。！!]?$|^(?:刚刚)?过去的?(?:一年|20\\d\\d年)[，,](?!我们)"
)
WHOSE = "请写明要看哪个地方、哪一年的报告，例如：{}的报告讲了什么？"


def asks_for_overview(understood: Understood, catalogue: Sequence[Report]) -> bool:
    """Tell whether a question asks for no more than what a report says: 镇江市, or 概括一下镇江市2023年的报告."""
    asked = understood
    if asked.numeric or asked.claims or asked.quoted or asked.unknown_places or asked.asked_years or asked.items:
        return False
    if asked.reading.kind not in ("fact", "name", "list", "compare") or _ONE_THING.search(asked.spoken):
        return False
    if not _HAN.search(asked.spoken):
        return False
    reports = {report.id: report for report in catalogue}
    found = [reports[key] for target in asked.targets for key in target.reports or ()]
    office = office_asked(asked.spoken, {report.title for report in found})
    known = _WORDS | _REPLY if _SAYS.search(asked.spoken) else _WORDS
    if any(term not in known and term not in office for term in asked.terms):
        return False
    return not asked.terms.keys() & _LAW or all(_OF_LAW.search(f"{one.kind}{one.title}") for one in found)


def overview_lines(understood: Understood, index: Index) -> list[Line]:
    """Return what the reports asked of say, by what was done, what is wrong and what is planned; none where else asked.

    Of what a question asks back for (取得了哪些成绩), only what was done.
    """
    if not asks_for_overview(understood, index.reports()):
        return []
    found = asked_reports(understood, index)[:MOST]
    lines: list[Line] = []
    for report in found:
        passages = passages_asked(understood.spoken, index.passages(report.id))
        for name, points_of, room in _parts(understood, report):
            lines += _part(name, points_of(passages, index), room // len(found), index)
    return lines


def _parts(understood: Understood, report: Report) -> Sequence[_Part]:
    """Return the parts of a report that a question asks for: of the year that it only plans for, what it plans."""
    done = bool(_DONE_ASKED.search(understood.spoken))
    years = {said.year for said in understood.years}
    if report.year_plan in years and report.year not in years and "报告" not in understood.spoken:
        return () if done else _PARTS[2:]
    return _PARTS[:1] if done else _PARTS


def open_which(understood: Understood, catalogue: Sequence[Report]) -> str | None:
    """Return what to ask back where a question asks what a report says, but not of which place; None where it does."""
    if len(catalogue) < 2 or not asks_for_overview(understood, catalogue):
        return None
    places = {report.id: report.place for report in catalogue}
    if all(target.reports and len({places[key] for key in target.reports}) == 1 for target in understood.targets):
        return None
    return WHOSE.format(label(max(catalogue, key=lambda report: report.year or 0)))


def _part(name: str, found: Sequence[Point], room: int, index: Index) -> list[Line]:
    """Return the points under a line that names their part of the report; none without points."""
    if not found:
        return []
    passage, (start, _) = found[0]
    told = [lines for point in found if (lines := list(_point(point, index)))]
    lines = [replace(line, frame=f"{number}. ") if at == 0 else line
             for number, point in enumerate(told, 1) for at, line in enumerate(point)]  # fmt: skip
    return [Line(frame(passage, start, index).replace("：", f"{name}："), ""), *listed(lines, room)]


def _point(point: Point, index: Index) -> Iterator[Line]:
    """Yield how a point begins, unless that says nothing, and what of its other sentences first tells a figure."""
    passage, span = point
    text = index.text(passage.report)
    head = first_sentence(text, span, HEAD)
    says = not _SAYS_NOTHING.search(text[slice(*head)])
    if says:
        yield from sentences_of("", passage, head, text)
    if _has_figure(text[slice(*head)]):
        return
    for sentence in passage.sentences:
        told = head_of(sentence, text, FIGURE)
        if head[1] <= told[0] and told[1] <= min(span[1], told[0] + FIGURE) and _has_figure(text[slice(*told)]):
            yield Line("", tidy(text[slice(*told)]), passage, sentence, goes_on=says)
            return


def _has_figure(text: str) -> bool:
    """Tell whether a stretch tells a figure, more than a date or what is but named so: 6月30日, “五大任务”, 第三届."""
    return any(not (one.is_year or one.ordinal or one.phrase or one.unit in _DATES) and one.text[:1].isdigit()
               for one in figures_of(text))  # fmt: skip
