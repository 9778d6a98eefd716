"""A language model's answer so far, and what becomes of it where its checks fail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from rag.cite import Checked, check_answer
from rag.flag import LEFT_OUT, flagged, unflagged, without_failing
from rag.refuse import NOT_MENTIONED
from rag.trace import Call
from rag.types import Answer, Citation, Figure, Statement

PART = "以上只是中断前收到的部分。"
# Characters about failing statements in the second prompt; the least context that the settings allow holds them and
# some passages.
LONGEST_COMPLAINT = 600


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer so far: `text` with markers numbered in order of appearance, one for each distinct cited sentence.

    Only the last draft of a stream has `checks`, as they need whole statements, and flags in its text; `refused` (the
    model says that the passages do not say) and `thinking` also stand there alone. `notice`: the answer is incomplete,
    or not from the first model or all passages, and why. `ended`: the model has said all of it; `places` are the full
    names that the checks know.
    """

    text: str
    citations: tuple[Citation, ...]
    checks: tuple[Checked, ...] = ()
    refused: bool = False
    notice: str | None = None
    thinking: str | None = None
    call: Call | None = None
    ended: bool = False
    places: Collection[str] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements, none but in the last draft."""
        return tuple(checked.statement for checked in self.checks)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures in order, none but in the last draft."""
        return tuple(figure for checked in self.checks for _, figure in checked.figures)

    @property
    def failing(self) -> tuple[Checked, ...]:
        """Return the statements that their cited sentences do not carry."""
        return tuple(checked for checked in self.checks if not checked.statement.supported)

    @property
    def carried(self) -> tuple[int, int]:
        """Return how many statements are carried by their cited sentences, and how many figures are verified."""
        return len(self.checks) - len(self.failing), sum(figure.verified for figure in self.figures)

    @property
    def has_support(self) -> bool:
        """Tell whether any statement is carried by its cited sentences."""
        return any(checked.statement.supported for checked in self.checks)

    def notice_of_failure(self, failure: str) -> str:
        """Return the notice of an answer that gives way to another; of one that broke off, it keeps the text."""
        kept = f"中断前收到的是：“{unflagged(self.text)}”。"
        return (self.notice or "").replace(PART, kept) + failure

    def as_answer(self, empty: Answer) -> Answer:
        """Return the answer that this is, with what `empty` says of how the question was read."""
        return replace(
            empty,
            answer=self.text,
            statements=self.statements,
            citations=self.citations,
            figures=self.figures,
            notice=f"{empty.notice or ''}{self.notice or ''}" or None,
            thinking=self.thinking,
            status="refused" if self.refused else "answered",
            reason=self.text if self.refused else None,
        )


def shown_draft(draft: Draft, *, remove: bool = False) -> Draft:
    """Return an ended draft as the reader gets it: what fails is flagged, or left out, which the notice tells.

    Where nothing is left, that is a refusal.
    """
    if not remove:
        return replace(draft, text=flagged(draft.text, draft.checks))
    if not draft.failing:
        return draft
    kept = without_failing(draft.text, draft.citations, draft.checks)
    notice = f"{draft.notice or ''}{LEFT_OUT.format(kept.left_out)}"
    if not kept.text:
        return replace(draft, text=NOT_MENTIONED, citations=(), checks=(), refused=True, notice=notice)
    checks = check_answer(kept.text, kept.citations, draft.places)
    return replace(draft, text=kept.text, citations=kept.citations, checks=checks, notice=notice)


def complaint(draft: Draft) -> str:
    """Return the failing statements, a line each, with what is wrong with them, as far as LONGEST_COMPLAINT allows."""
    lines = dict.fromkeys(
        f"- {checked.statement.text}（{'；'.join(checked.statement.problems)}）" for checked in draft.failing
    )
    kept = ""
    for line in lines:
        if len(kept) + len(line) < LONGEST_COMPLAINT:
            kept += f"{line}\n"
    return kept.rstrip() or next(iter(lines))[:LONGEST_COMPLAINT]


def better(first: Draft, second: Draft) -> Draft:
    """Return the second of two answers, but the first where that one stands better: more that is carried, less not.

    A second answer that refuses takes the place only of a first of which nothing is carried, and one that broke off
    only of one that has no more of what is carried.
    """
    if second.refused:
        return first if first.has_support else second
    if second.notice and second.carried < first.carried:
        return first
    worse = (second.has_support, -len(second.failing)) < (first.has_support, -len(first.failing))
    return first if worse else second
