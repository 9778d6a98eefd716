"""What a question narrows down to and a clause does not: a part of something, a share of it, so much for each.

Of the first candidates that were likely, 87 % of those for a figure were right, of those with each of these (in the
order of `NAMES`) 35, 50 and 39 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.terms import Concept
from rag.understood import Understood

NAMES = ("part_missing", "no_share", "no_each")
# Share of a part's words that is missing where it is not there at all.
WHOLLY = 0.99
_INSIDE = r"(?:(?<![公哪这那英邻千百万])里(?![程水])头?面?|当中|(?<![高初其])中(?=[,，、的]|有?(?:多少|几)))"
_PART_ASKED = re.compile(
    rf"{_INSIDE}[,，、]?的?([^,，。;；?？]{{1,12}}?)(?:一共|总共|各|分别)?[有是占到了]*(?:多少|几|百分)"
)
# A part of things that are counted or named, which are no place: 34件案子里, 案件中, not 城里.
_MEASURES = "件个项户人名家条支份起宗篇所座辆处种类部册笔次"
_THINGS = (
    "案件|案子|官司|企业|项目|建议|提案|意见|人才|主体|专家|干部|调解员|委员|人员|负责人|游客|学位|车位|资金|经费|捐赠|证明|诉讼|议题|"
    "文件|纠纷|任务|职权|学校|岗位|编制|诉求|队伍|事项|人口|党员|学员|律师|投资|投诉|工单"
)
_OF_THINGS = (
    rf"(?:[\d两一二三四五六七八九十百千][十百千万亿多余.\d]*[{_MEASURES}][^,，。;；?？]{{0,14}}(?<![区村镇乡县市州])|"
    rf"{_THINGS})"
)
_HOW_MANY = r"(?:一共|总共|各|分别)?[有是占到了]*(?:多少|(?<![第老])几)(?!成)"
# What is left of a whole, how it stands and what it costs is told in many words.
_NO_PART = re.compile("[没未不]|钱|金额|排|名次|百分")
_OTHERS = r"(?:里(?![程水])头?面?|当中|之中|其中|(?<![高初其集])中(?![央国心小华共医级等间部东西亚学标]))"
# 案件里维持的有几件; 案件里有几件是二审的; 34件案子,败诉的有几件.
_PARTS_OF_THINGS = (
    re.compile(rf"{_OF_THINGS}{_OTHERS}[,，、]?的?(?!有?(?:多少|几))([^,，。;；?？]{{1,12}}?){_HOW_MANY}"),
    re.compile(
        rf"{_OTHERS}[,，、]?(?:一共|总共|大概|又)?有?(?:多少|几)[{_MEASURES}]?(?:案子|企业|人)?"
        "(?:是|属于|来自|被|获得?|得了?|拿了?|追究|涉及|用于)([^,，。;；?？]{2,12})"
    ),
    re.compile(
        rf"(?:\d{{2,}}|[百千万])[十百千万亿多余.\d]*[{_MEASURES}][^,，。;；?？]{{0,14}}[,，]"
        rf"([^,，。;；?？]{{2,10}}?)的{_HOW_MANY}"
    ),
)
_SHARE_ASKED = re.compile("占比|比重|占.{0,12}(?:多少|几成|百分之几|比例)|比例")
_SHARE = re.compile("占|比重|比例|比率|份额|率|成(?![立果功效])|结构|之比|产业比|为\\d+(?:\\.\\d+)?[:：]")
_EACH_ASKED = re.compile(
    "每[人户月亩家件个台次平斤吨套名位村]|[人户亩单]均|平均|单价|单产|(?<![第哪唯统])一[亩户人家平斤](?!性)[^,，]{0,6}多少"
)
_EACH = re.compile("每|均|[/／]|单[价产]")


def narrower(
    understood: Understood, clause: str, concepts: Sequence[Concept], inside: Sequence[float]
) -> dict[str, float]:
    """Return for each of `NAMES` how far a clause is wider than a question for a figure, in [0, 1]; else zeros.

    `inside` is how far the clause's sentence holds each of the concepts.
    """
    if not understood.numeric:
        return dict.fromkeys(NAMES, 0.0)
    question = understood.spoken
    return {
        "part_missing": _part_missing(question, concepts, inside),
        "no_share": float(bool(_SHARE_ASKED.search(question)) and not _SHARE.search(clause)),
        "no_each": float(bool(_EACH_ASKED.search(question)) and not _EACH.search(clause)),
    }


def is_of_all(understood: Understood, concepts: Sequence[Concept], inside: Sequence[float]) -> bool:
    """Tell whether a question asks for a part of some things, and a sentence has no word of that part."""
    found = (pattern.search(understood.spoken) for pattern in _PARTS_OF_THINGS if understood.numeric)
    part = next((match.group(1) for match in found if match), "")
    named = bool(part) and not _NO_PART.search(part)
    return named and _missing(part, concepts, inside) >= WHOLLY


def _part_missing(question: str, concepts: Sequence[Concept], inside: Sequence[float]) -> float:
    """Return how far the part that a question asks for, 博士 of 人才里的博士, is missing."""
    part = _PART_ASKED.search(question)
    return _missing(part.group(1), concepts, inside) if part else 0.0


def _missing(part: str, concepts: Sequence[Concept], inside: Sequence[float]) -> float:
    """Return how far all concepts of a part are missing; 0 for a part without any."""
    shares = [share for concept, share in zip(concepts, inside, strict=True) if concept.word in part]
    return 1 - max(shares) if shares else 0.0
