"""A proposal and its reply, which stand in one report: which of the two a question asks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Passage

_SAYS = "说|认为|觉得|指出|建议|主张|反映|提(?:了|出|到|议|的)|点(?:了|出)|嫌|要求|呼吁|批评"
_OF_PROPOSAL = re.compile(f"(?:提案人?|委员|代表|建议人)[^,，。;；?？]{{0,16}}(?:{_SAYS})|提案(?:里|中|内容|人)")
_OF_REPLY = re.compile("答复|回复|回应|办理|采纳|落实")
# The first heading of a proposal, and of a reply.
_PROPOSED = re.compile("(?:提案|建议)(?:内容|全文|原文|正文)")
_REPLY = re.compile("答复|办理|办复")


def asks_of_proposal(question: str) -> bool:
    """Tell whether a question asks what a proposal says, which the reply need not say as well."""
    return bool(_OF_PROPOSAL.search(question)) and not _OF_REPLY.search(question)


def is_proposed(passage: Passage) -> bool:
    """Tell whether a passage is a proposal's text, printed above the reply to it."""
    top = passage.heading[0] if passage.heading else ""
    return bool(_PROPOSED.search(top)) and not _REPLY.search(top)


def passages_asked(question: str, passages: Sequence[Passage]) -> Sequence[Passage]:
    """Return those passages of reports that a question asks of: of a proposal, where it asks what that says.

    What is done about it is told by the reply. A report without a heading for its reply is read as a whole.
    """
    if _OF_REPLY.search(question):
        return [passage for passage in passages if not is_proposed(passage)] or passages
    if not asks_of_proposal(question):
        return passages
    replies = {passage.report for passage in passages if _replies(passage)}
    own = [passage for passage in passages if passage.report not in replies or not _replies(passage)]
    return own or passages


def _replies(passage: Passage) -> bool:
    return any(_REPLY.search(heading) for heading in passage.heading[:1])
