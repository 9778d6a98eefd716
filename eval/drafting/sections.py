"""Questions about parts of reports: problems, plans, what was done under a heading, and lists in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random

from eval.drafting.points import NUMBERED, Point, bare, counted_up, fits, points_of
from eval.questions import EvalQuestion, Evidence
from rag.announced import Side
from rag.index.reader import Index
from rag.types import Report

# Letters of a heading that a question may name.
HEADING = range(6, 30)
# Items of a list that a question asks for.
FEWEST = 3
_LEADS = (
    ("主要集中在", "主要集中在哪些{what}"), ("集中在", "集中在哪些{what}"), ("分别为", "分别是哪些"),
    ("分别是", "分别是哪些"), ("涵盖", "涵盖哪些{what}"), ("涉及", "涉及哪些{what}"), ("包括", "包括哪些{what}"),
)  # fmt: skip
_LISTED = re.compile(
    rf"(?P<before>[^、，,；;：:。]{{4,24}}?)(?P<lead>{'|'.join(lead for lead, _ in _LEADS)})了?"
    r"(?P<items>[^，,；;：:。、]{2,14}(?:、[^，,；;：:。、]{2,14}){1,8})(?=[，,；;。]|$)"
)
_LAST = re.compile(r"^(?P<one>.{2,10}?)(?:[和及]|以及)(?P<other>.{2,10})$")
_OTHERS = re.compile(
    r"(?:等(?:[\d一二三四五六七八九十]+[个项类大])?|[\d一二三四五六七八九十]+[个项类大])(?P<what>[一-鿿]{0,6})$"
)
_WHATS = frozenset("领域 方面 内容 事项 部门 单位 区域 行业 环节 类别 地区 业务 问题 工作".split())


def problems_and_plans(index: Index, report: Report, dice: Random) -> Iterator[EvalQuestion]:
    """Yield the questions for all the problems and all the plans of a report, where it names each shortly."""
    scope = f"{report.place}{report.year}年"
    asked: tuple[tuple[Side, tuple[str, ...]], ...] = (
        ("problem", ("{scope}工作中存在哪些问题？", "{scope}工作中还有哪些不足？", "{scope}的报告里说了哪些问题？")),
        ("plan", ("{scope}的报告提出下一步要做哪些工作？", "{scope}的报告里，下一步打算有哪些？")),
    )
    if not report.place or not report.year:
        return
    for side, forms in asked:
        if found := points_of(index, report, side):
            yield _listing("problem_plan", dice.choice(forms).format(scope=scope), report, found)


def measures(index: Index, report: Report, dice: Random) -> Iterator[EvalQuestion]:
    """Yield a question for what was done under each heading that counts it up: 一是…二是…."""
    sides, text = index.outline(report.id), index.text(report.id)
    for heading, group in groupby(index.passages(report.id), key=lambda passage: passage.heading):
        section = list(group)
        named = bare(heading[-1]) if heading else ""
        if any(re.search("提案|建议", title) for title in heading):
            continue  # what others ask for, not what was done
        if not (report.place and report.year and len(named) in HEADING) or re.search(r"[“《\d]|^从|方面|来讲", named):
            continue
        found = counted_up(text[section[0].start : section[-1].end])
        if sides.side(section[0].start) == "done" and fits(found):
            about = re.sub("[,，]", "、", named)
            form = dice.choice(("{scope}在{about}方面做了哪些工作？", "{scope}在{about}方面采取了哪些措施？"))
            yield _listing("list", form.format(scope=f"{report.place}{report.year}年", about=about), report, found)


def lists(index: Index, report: Report) -> Iterator[EvalQuestion]:
    """Yield a question for each list in a sentence that says what it is a list of: 涉及教育、卫生、交通等领域."""
    sides = index.outline(report.id)
    seen: set[str] = set()
    for passage in index.passages(report.id) if report.place and report.year else ():
        for span in passage.sentences:
            sentence = passage.slice(span)
            for match in _LISTED.finditer(sentence) if sides.side(span[0]) == "done" else ():
                items, what = _items(match["items"])
                before = NUMBERED.sub("", match["before"])
                if not items or before in seen or re.search(r"^[的和与及]|[“《(（]|^其", before):
                    continue
                seen.add(before)
                asks = dict(_LEADS)[match["lead"]].format(what=what)
                text = f"{report.place}{report.year}年{before}{asks}？"
                yield _listing("list", text, report, [Point(item, sentence) for item in items])


def _items(text: str) -> tuple[list[str], str]:
    """Return the items of a list, and the word that says what they are; no items where they cannot be told apart."""
    what = ""
    if others := _OTHERS.search(text):
        what, text = others["what"], text[: others.start()]
        if what not in _WHATS:
            what = ""
    items = text.split("、")
    if last := _LAST.match(items[-1]):
        items[-1:] = [last["one"], last["other"]]
    whole = len(items) >= FEWEST and all(
        2 <= len(item) <= 14 and not re.search(r"[“”《》()（）的了]", item) for item in items
    )
    return (items if whole and len(set(items)) == len(items) else []), what


def _listing(kind: str, text: str, report: Report, found: Sequence[Point]) -> EvalQuestion:
    quotes = dict.fromkeys(point.quote for point in found)
    return EvalQuestion(
        id="", type=kind, question=text, answers=tuple(point.name for point in found),
        evidence=tuple(Evidence(report.file, quote) for quote in quotes), all_of=True,
    )  # fmt: skip
