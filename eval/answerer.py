"""What the benchmark asks of whatever answers the questions: the product's assistant, or a recipe beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.settings import Settings
from rag.types import Answer, Hit, Passage, Report


class Answerer(Protocol):
    """Answers questions from passages of reports; may be shared by threads."""

    @property
    def settings(self) -> Settings:
        """Return what it runs with."""

    def read_ahead(self) -> None:
        """Read what answers come from, so that the first one is as fast as later ones."""

    def catalogue(self) -> tuple[Report, ...]:
        """Return the reports that it answers from."""

    def report(self, report_id: str, /) -> tuple[Report, str]:
        """Return a report with its extracted text."""

    def passages(self, report_id: str, /) -> Sequence[Passage]:
        """Return the passages of a report that its search can find."""

    def answer(self, question: str, /, *, history: Sequence[str] = ()) -> Answer:
        """Return the answer to a question in a conversation, the earlier questions of which are `history`."""

    def find(self, question: str, /, *, history: Sequence[str] = ()) -> Sequence[Hit]:
        """Return the passages that its search finds for the question, best first."""
