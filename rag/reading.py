"""Reading a question with an index at hand: what sounds like one of its words is read as that word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.context import leans_in_words, without_context
from rag.followup import corrects
from rag.index.reader import Index
from rag.misspelt import corrected, heard_in
from rag.service import service_answer
from rag.text import normalise
from rag.understand import understand
from rag.understood import Understood


def read_question(
    question: str, history: Sequence[str], index: Index, *, places: Sequence[str] = (), years: Sequence[int] = ()
) -> Understood:
    """Return a question as read, its typing errors and those of the one before it as what they sound like."""
    catalogue = index.reports()
    text, heard = heard_in(question, catalogue, index.holding)
    earlier = [asked for asked in history if service_answer(normalise(asked)) is None]  # 谢谢 asks nothing
    for asked in earlier[-1:]:
        before, heard_before = heard_in(asked, catalogue, index.holding)
        earlier[-1] = corrected(before, heard_before) if heard_before else asked
    spelt = corrected(text, heard) if heard else question
    understood = understand(spelt, earlier, catalogue, places=places, years=years)
    if corrects(spelt) and leans_in_words(understood):
        understood = without_context(understood)
    return replace(understood, question=question, heard_words=heard)
