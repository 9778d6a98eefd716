"""The product without its filter of places and years: every question is searched for in all reports.

What a system does that knows the reports' texts but not whose they are and what year they cover. Left as they are: the
passages with the place and year that ingest has put in front of them, the ranking of their clauses, the decision. Gone:
targets, refusals for a place or year that no report is about, comparisons row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.assistant import Assistant
from rag.extract import Search
from rag.index.reader import Index
from rag.scope import Target
from rag.trace import Trace
from rag.types import Answer, Filter, Hit
from rag.understood import Understood


class Unscoped(Assistant):
    """The assistant, answering each question from what is found for it anywhere."""

    def _answers(self, question: str, read: Sequence[Understood], index: Index, trace: Trace) -> Iterator[Answer]:
        yield from super()._answers(question, [unscoped(one) for one in read], index, trace)

    def _search(self, understood: Understood, index: Index) -> Search:
        def search(wanted: Filter) -> list[Hit]:
            # The whole question, with its places and years: here they are words to be found like any other.
            return self._retriever.hits(
                understood.standalone, expansion=understood.expansion, wanted=Filter(), index=index
            )

        return search


def unscoped(understood: Understood) -> Understood:
    """Return a question as read, about no report in particular; what it says of places and years stays in its words."""
    return replace(
        understood,
        targets=(Target(planned=True if understood.planned else None),),
        unknown_places=(),
        filter_missed=False,
        heard={},
        too_many=False,
    )
