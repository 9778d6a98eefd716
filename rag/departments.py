"""Departments: whose own report one is, which ones a question names, and that none is taken for another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.divisions import short_name
from rag.text import cut, normalise
from rag.types import Passage, Report
from rag.understood import Understood

_TITLED = re.compile("([一-鿿]{2,14}?(?:局|厅|委员会|办公室|总队|支队))(?=20\\d\\d|关于)")
# What acts for the whole place, and whose report is on the whole place.
_FOR_ALL = re.compile("^(?:人民)?政府|管理委员会|依法治")
_ASKED = re.compile("([一-鿿]{2,10}?(?:(?<![布格结全大开当])局|(?<![大餐客展乐])厅))(?![长面部势域级])")
_LEVEL = re.compile("^(?:我|全|本|该|那|和|与|跟|的|[省市县区州盟旗])+")
_ANY = re.compile("[哪各几多某每]|什么")
# What departments were called, and are still.
_FORMER = {"环保": "生态环境", "国土": "自然资源", "工商": "市场监督管理", "旅游": "文化和旅游", "卫计": "卫生健康"}
# What the name of an office, or of a zone or a street that is governed as one, ends with.
_OFFICE_ENDS = re.compile("局|厅|委|会|办|所|院|处|队|中心|街道|开发区|新区|高新区|经开区|园区")
# What stands behind the name of who reports, in a title.
_BEHIND_AUTHOR = re.compile(r"关于|(?:19|20)\d\d年|对")
# Characters of a name, at least: 局里 and 开会 name nobody.
SHORTEST = 4


def department_of(report: Report) -> str:
    """Return the department whose own work a report tells of (生态环境局); "" where it tells of the whole place.

    司法局 reports for the place, too: 示例县司法局关于示例县2022年法治政府建设情况的报告.
    """
    place = report.place or ""
    at = report.title.find(place)
    match = _TITLED.match(report.title, at + len(place)) if place and at >= 0 else None
    if match is None or report.kind == "提案答复" or _FOR_ALL.search(match.group(1)):
        return ""
    rest = report.title[match.end() :]
    return "" if short_name(place) in rest else match.group(1)


def departments_asked(understood: Understood) -> tuple[str, ...]:
    """Return the departments that a question names, without the level of their place: 公安局 of 岚川市公安局."""
    found = (_LEVEL.sub("", name) for name in _ASKED.findall(understood.places.rest))
    return tuple(dict.fromkeys(name for name in found if len(name) > 2 and not _ANY.search(name)))


def is_of_another_department(asked: Sequence[str], passage: Passage, sentence: str, report: Report) -> bool:
    """Tell whether a report is another department's than those asked of, and the sentence names none of these."""
    own = department_of(report)
    if not asked or not own or any(_may_be(name[:-1], own[:-1]) for name in asked):
        return False
    told = "\n".join((*passage.heading, sentence))
    return not any(name[:-1] in told for name in asked)


def _may_be(name: str, own: str) -> bool:
    """Tell whether a name may be a department's: a shorter one (市场监管 of 市场监督管理), misspelt, or its old one."""
    name = _FORMER.get(name, name)
    shared = set(name) & set(own)
    misspelt = len(name) == len(own) and len(shared) >= len(own) - 1
    return misspelt or _longest_in(name, own) == name or len(shared) > len(own) // 2


def office_asked(question: str, titles: Iterable[str]) -> str:
    """Return the name by which a question, in its normal form, names who gives one of the reports; "" for none.

    It may be shorter than in the title: its characters stand there in the same order (市场监管局, 市场监督管理局).
    A word that only begins in it (局下 of 环境局下年度) goes with it.
    """
    offices = [_BEHIND_AUTHOR.split(normalise(title), maxsplit=1)[0] for title in titles]
    said = [question[: match.end()] for match in _OFFICE_ENDS.finditer(question)]
    names = [_longest_in(one, office) for one in said for office in offices]
    name = max((name for name in names if len(name) >= SHORTEST), key=len, default="")
    _, found, behind = question.partition(name or "\n")
    whole = ""
    for word in cut(found + behind):
        if len(whole) >= len(name):
            break
        whole += word
    return whole if whole.startswith(name) else name


def _longest_in(spoken: str, office: str) -> str:
    """Return the longest end of what is said whose characters stand in an office's name in the same order."""
    start, at = len(spoken), len(office)
    while start and (at := office.rfind(spoken[start - 1], 0, at)) >= 0:
        start -= 1
    return spoken[start:]
