"""Where a report tells what was done, what is wrong, what is planned, and where its glossary begins.

A report on 2023 that plans 2024 gives the same indicator twice, as a result and as a goal: which of the two a sentence
states is told by its place in the report before anything else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.announced import BULLETED, Side, is_plan, labelled_side, named_side, side_below, side_of_top
from rag.text import sentence_spans
from rag.types import Passage

# Opens the shortcomings inside a review without a heading of their own.
_TURN_TO_PROBLEMS = re.compile(
    "清醒地?(?:看到|认识|知道|意识)|我们也(?:深刻|充分)?(?:看到|认识到)|(?:在|也要?|必须)(?:看到|肯定|总结)(?:成绩|成效|成果).{0,40}(?:问题|不足|困难|短板|差距|挑战)|"
    "(?:存在|面临)(?:着|的)?(?:一些|一定|不少|不小|较大|诸多|以下|许多|较多|很多).{0,20}(?:问题|不足|困难|短板|差距|挑战|薄弱)|"
    "虽[^。；]{0,24}(?:成绩|成效|成果|进展|进步)[^。；]{0,8}但[^。；]{0,12}(?:[仍还尚也]|存在)[^。；]{0,12}(?:问题|不足|短板|差距|薄弱)|"
    "虽[^。；]{0,24}(?:成绩|成效|成果|进展|进步)[^。；]{0,8}但[^。；，,]{0,12}(?:问题|不足|短板|差距)[^。；，,]{0,4}(?:存在|不容忽视|突出|明显)|"
    "也(?:让我们|深刻|清醒地?|充分)?(?:看到|感到|认识到|意识到)[^。；]{0,40}(?:问题|不足|困难|短板|差距|薄弱|不相称|不适应|不平衡)|"
    "与[^。；，,]{2,30}相比[^。；]{0,8}[仍还尚]?(?:存在|有)[^。；]{0,8}(?:差距|不足)"
)
_TURN_TO_PLANS = re.compile(r"^(?:下一步|下步|今后|下一阶段|明年|来年|新的一年|下一?年度|针对(?:上述|以上|这些|存在))")
# The same of a sentence that names the year after the report's.
_AHEAD = r"^{year}年[^。；：]{{0,30}}(?:将|要|重点|计划|继续|围绕|着力)"
# Opens the plans of a report that has no heading for them; the year is the one planned for.
_PLANS = (
    r"(?:今年|{year}年).{{0,16}}(?:总体要求|总体思路|主要目标|预期目标|奋斗目标|重点任务|重点工作|工作安排|指导思想|"
    r"是.{{0,40}}(?:之年|一年))"
)
_GOALS = "(?:今年|{year}年).{{0,20}}主要预期目标(?:是|为)?[：:]"
# A review without headings is at least this share of the report.
_SHORTEST_REVIEW = 0.15


@dataclass(frozen=True, slots=True)
class Outline:
    """The sides of a report's text: from `starts[i]` on it is `sides[i]`."""

    starts: tuple[int, ...]
    sides: tuple[Side, ...]

    def side(self, offset: int) -> Side:
        """Return the side of the character at `offset`."""
        at = bisect_right(self.starts, offset) - 1
        return self.sides[at] if at >= 0 else "done"


def outline(passages: Sequence[Passage], year_plan: int | None = None, year: int | None = None) -> Outline:
    """Return the outline of a report, told from its headings, and from its sentences where these do not tell.

    `passages` are all of the report's, in order; `year_plan` is the year that it makes plans for, if it says so, `year`
    the one that it is about.
    """
    turns: list[tuple[int, Side]] = [(0, "done")]
    for turn in _turns(passages, year_plan, year):
        if turn[1] != turns[-1][1]:
            turns.append(turn)
    return Outline(tuple(start for start, _ in turns), tuple(side for _, side in turns))


def _turns(passages: Sequence[Passage], year_plan: int | None, year: int | None) -> Iterator[tuple[int, Side]]:
    planning = _without_headings(passages, year_plan)
    ahead = re.compile(_AHEAD.format(year=year_plan or (year + 1 if year else "明")))
    path: tuple[str, ...] | None = None
    top: Side = "done"
    side: Side = "done"
    for passage in passages:
        if path is None or passage.heading[:1] != path[:1]:
            top = side_of_top(passage.heading[0] if passage.heading else "", top, year_plan)
        if top == "done" and planning is not None and passage.end > planning:
            yield from (turn for turn in _inside(passage, side, ahead) if turn[0] < planning)
            top = side = "plan"
            yield max(passage.start, planning), side
        elif passage.heading != path:
            side = side_below(passage.heading[1:], top) if top in ("done", "problem") else top
            yield passage.start, side
        path = passage.heading
        if top in ("done", "problem"):
            for turn in _inside(passage, side, ahead):
                yield turn
                side = turn[1]


def _inside(passage: Passage, side: Side, ahead: re.Pattern[str]) -> Iterator[tuple[int, Side]]:
    """Yield the turns inside a passage: at the names of sections, and where its sentences turn."""
    for start, end in passage.sentences:
        turned = _turned(passage.slice((start, end)), side, ahead)
        if turned != side:
            side = turned
            yield start, side


def _turned(text: str, side: Side, ahead: re.Pattern[str]) -> Side:
    """Return the side from a sentence on: the one its words name, else problems after results, plans after problems."""
    named = named_side(text) or labelled_side(text)
    if named:
        return named
    if BULLETED.match(text):
        return side_of_top(text, "done", None)  # a heading that its bullet hides, such as ■ 三、
    if side == "done" and _TURN_TO_PROBLEMS.search(text):
        return "problem"
    if side == "problem" and (_TURN_TO_PLANS.match(text) or ahead.match(text)):
        return "plan"
    return side


def _without_headings(passages: Sequence[Passage], year_plan: int | None) -> int | None:
    """Return where the plans begin before any heading for them; None where they do not, or there are none.

    Before a heading, only the year's goals in so many words are plans.
    """
    if year_plan is None or not passages:
        return None
    tops = {passage.heading[0] for passage in passages if passage.heading}
    headed = any(is_plan(top, year_plan) for top in tops)
    opening = re.compile((_GOALS if headed else _PLANS).format(year=year_plan))
    earliest = passages[0].start + _SHORTEST_REVIEW * (passages[-1].end - passages[0].start)
    for passage in passages:
        for start, end in sentence_spans(passage.text):
            if passage.start + start > earliest and opening.search(passage.text, start, end):
                return passage.start + start
    return None
