"""What the check of an answer says of its statements, and of its figures, alone."""

from __future__ import annotations

from collections.abc import Sequence

from rag.cite import check_answer
from rag.types import Citation, Figure, Statement


def statements_of(answer: str, citations: Sequence[Citation]) -> tuple[Statement, ...]:
    """Return the statements of an answer, without their markers."""
    return tuple(checked.statement for checked in check_answer(answer, citations))


def figures_of(answer: str, citations: Sequence[Citation]) -> tuple[Figure, ...]:
    """Return the figures of an answer in order."""
    return tuple(figure for checked in check_answer(answer, citations) for _, figure in checked.figures)
