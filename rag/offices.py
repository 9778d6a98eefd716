"""The office whose own report is asked of: its name in a question tells which report is meant, not what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.text import cut, normalise

# What the name of an office, or of a zone or a street that is governed as one, ends with.
_ENDS = re.compile("局|厅|委|会|办|所|院|处|队|中心|街道|开发区|新区|高新区|经开区|园区")
# What stands behind the name of who reports, in a title.
_BEHIND = re.compile(r"关于|(?:19|20)\d\d年|对")
# Characters of a name, at least: 局里 and 开会 name nobody.
SHORTEST = 4


def office_asked(question: str, titles: Iterable[str]) -> str:
    """Return the name by which a question, in its normal form, names who gives one of the reports; "" for none.

    It may be shorter than in the title: its characters stand there in the same order (市场监管局, 市场监督管理局).
    A word that only begins in it (局下 of 环境局下年度) goes with it.
    """
    offices = [_BEHIND.split(normalise(title), maxsplit=1)[0] for title in titles]
    names = [_name(question[: match.end()], office) for match in _ENDS.finditer(question) for office in offices]
    name = max((name for name in names if len(name) >= SHORTEST), key=len, default="")
    _, found, behind = question.partition(name or "\n")
    whole = ""
    for word in cut(found + behind):
        if len(whole) >= len(name):
            break
        whole += word
    return whole if whole.startswith(name) else name


def _name(spoken: str, office: str) -> str:
    """Return the longest end of what is said whose characters stand in an office's name in the same order."""
    start, at = len(spoken), len(office)
    while start and (at := office.rfind(spoken[start - 1], 0, at)) >= 0:
        start -= 1
    return spoken[start:]
