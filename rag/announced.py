"""What a heading announces: what was done, what is wrong, what is planned, or an annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rag.text import BULLETS, ENUMERATOR, HEADING_NUMBER
from rag.vocabulary import PLAN_SECTION, PROBLEM_SECTION

Side = Literal["done", "problem", "plan", "annex"]

SHORT_HEADING = 16
_ANNEX = re.compile(r"附件|名词解释|注释|用语说明|名词说明")
_REVIEW = re.compile(r"回顾|成效|做法|开展情况|进展|完成情况|工作情况|体会|经验")
# Troubles that a heading tells the work on, and those whom it calls 困难群众.
_MENDED = re.compile(
    "解决|化解|破解|破除|纠正|整改|整治|治理|直面|应对|克服|攻[克坚]|聚焦|紧盯|瞄准|导向|补[齐强足]|说明|"
    "困难(?:群众|职工|学生|家庭|企业|人员|户)"
)
# Troubles that are still there, whatever else the heading tells: 存在问题及整改措施.
_THERE = re.compile("存在|面临")
# What was done about them, which a heading ends with: 存在问题整改, 问题整改落实情况.
_MENDED_BEHIND = re.compile("整改(?:落实)?(?:完成|工作)?(?:情况)?[。：:]?$")
# What does work of tasks and plans (完成普法任务, 围绕目标任务): such a heading tells what was done.
_WORKED_ON = re.compile(
    "完成|落实|实施|执行|编制|制[定订]|围绕|聚焦|紧扣|紧盯|锚定|推[进动]|压实|履行|分解|抓[好实牢紧]"
)
# Words of a plan that may be the object of work, too.
_TASK = re.compile("(?:计划|安排|任务)$")
# What stands behind such a word that names the plans: 统筹安排工作 is work, 计划执行情况 a review.
_ENDS = re.compile("$|[和与及、。：:（(]|以及|建议")
_PROBLEMS_BELOW = re.compile(
    "(?:存在|面临|主要).{0,10}(?:问题|不足|困难|短板|挑战)|(?:问题|不足|困难|短板|差距|薄弱环节)(?:[和与及].{1,6})?[。：:]?$"
)
_PLANS_BELOW = re.compile(
    "下一步|下步|今后.{0,6}打算|工作打算|努力方向|工作计划|工作安排|^(?:[一二三四五六七八九十]+、)?(?:意见和?)?建议$"
)
_MARKS = re.compile(rf"(?:{BULLETS}|[【\[—\s　])*(?:{HEADING_NUMBER}|{ENUMERATOR})?\s*")
# A numbered heading behind a bullet.
BULLETED = re.compile(rf"{BULLETS}\s*{HEADING_NUMBER}")
_TROUBLES = "(?:问题|不足|困难|短板|弱项|差距|薄弱环节|挑战)"
_NAMES_PROBLEMS = re.compile(
    rf"(?:当前|目前|工作中?|我[省市县区局]|法治政府建设|[仍还尚])*(?:存在|面临)?[的着]?(?:主要|突出|一些)?的?"
    rf"{_TROUBLES}(?:(?:[和与及、]|以及)?(?:主要)?(?:{_TROUBLES}|原因(?:分析)?))*(?:之处|方面)?"
    "(?:(?:主要)?(?:有|是|为|(?:表现|体现)[为在]))?"
)
# What plans are for.
NEXT = "(?:明年|来年|新的一年|下一?年度?|下一?步|下一?阶段|下一个阶段|今后|后续)"
_NAMES_PLANS = re.compile(
    rf"{NEXT}(?:一个时期)?的?(?:主要|重点)?(?:工作)?的?(?:主要|重点)?(?:打算|计划|安排|思路|要求|重点|措施|举措|方向|任务|设想)?|"
    r"(?:主要)?(?:工作)?(?:打算|计划)|(?:今后)?努力方向|工作(?:思路|安排)|20\d\d年工作(?:打算|思路|设想|谋划)"
)
# Names of plans where they head a section, but not before a colon inside one: there, each problem may have its own.
_NAMES_MENDING = re.compile(
    "(?:主要|具体)?(?:(?:改进|整改)(?:的)?(?:措施|方向|举措|意见)|工作要求|对策(?:与|和|及)?建议)"
)
# Characters of a label before its colon.
LONGEST_LABEL = 24


def side_of_top(heading: str, before: Side, year_plan: int | None) -> Side:
    """Return what a first heading announces; one that announces nothing goes on with plans, if these have begun."""
    if _ANNEX.search(heading) and len(heading) < SHORT_HEADING:
        return "annex"
    if _REVIEW.search(heading):
        return "done"
    if is_plan(heading, year_plan):
        return "plan"
    if PROBLEM_SECTION.search(heading) and not _is_mended(heading):
        return "problem"
    return "plan" if before == "plan" else "done"


def side_below(headings: Sequence[str], above: Side) -> Side:
    """Return what the headings below a first one announce, which is a review or tells what is wrong.

    In a review they speak of troubles overcome and tasks done as well; what is wrong and what is planned may stand
    below one heading (存在的问题及下一步打算).
    """
    for heading in headings:
        if above == "done" and _PROBLEMS_BELOW.search(heading) and not _is_mended(heading):
            return "problem"
        if announces_plans(heading):
            return "plan"
    return above


def announces_problems(headings: Sequence[str], depth: int) -> bool:
    """Tell whether the heading at `depth` (0 is the first) of a heading path announces what is wrong."""
    if len(headings) <= depth or _is_mended(headings[depth]):
        return False
    return bool((PROBLEM_SECTION if depth == 0 else _PROBLEMS_BELOW).search(headings[depth]))


def announces_plans(heading: str) -> bool:
    """Tell whether a heading below another one announces what is planned."""
    return bool(_PLANS_BELOW.search(heading) or _names_plans(heading))


def is_plan(heading: str, year_plan: int | None) -> bool:
    """Tell whether a first heading announces plans: by their name, or by the year that a report plans for."""
    if PROBLEM_SECTION.search(heading):
        return False  # 存在的不足和努力方向 begins with what is wrong
    if year_plan is not None and f"{year_plan}年" in heading:
        return True
    if _names_plans(heading):
        return True
    return any(not _TASK.search(found.group()) or _is_named(heading, found) for found in PLAN_SECTION.finditer(heading))


def _is_named(heading: str, task: re.Match[str]) -> bool:
    """Tell whether a heading names a plan or a task, rather than tells the work on it."""
    return bool(_ENDS.match(heading, task.end())) and not _WORKED_ON.search(heading, 0, task.start())


def named_side(text: str) -> Side | None:
    """Return what a sentence announces that is but the name of a section, marks aside (【存在问题】); else None."""
    bare = _bare(text)
    if len(bare) > LONGEST_LABEL:
        return None
    if _NAMES_PROBLEMS.fullmatch(bare):
        return "problem"
    return "plan" if _names_plans(bare) else None


def labelled_side(text: str) -> Side | None:
    """Return what the label before a sentence's first colon announces (存在问题：人手不够); None without such one."""
    label, colon, _ = text[: LONGEST_LABEL + 1].replace(":", "：").partition("：")
    if not colon or _NAMES_MENDING.fullmatch(_bare(label)):
        return None
    return named_side(label)


def _names_plans(heading: str) -> bool:
    bare = _bare(heading)
    return bool(_NAMES_PLANS.fullmatch(bare) or _NAMES_MENDING.fullmatch(bare))


def _bare(heading: str) -> str:
    match = _MARKS.match(heading)
    return heading[match.end() if match else 0 :].strip("。：:】] \n　")


def _is_mended(heading: str) -> bool:
    if _MENDED_BEHIND.search(heading):
        return True
    there = _THERE.search(heading)
    return bool(_MENDED.search(heading, 0, there.start() if there else len(heading)))
