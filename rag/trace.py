"""One line of the log for each answer, as JSON: how it came about and how long each step took.

Texts of questions and answers stay out of it unless `RAG_LOG_TEXT` asks for them; keys are nowhere near it.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from rag.errors import RagError

if TYPE_CHECKING:
    from types import TracebackType

    from rag.types import Answer, Filter, Hit
    from rag.understood import Understood

# Passages named for an extracted answer: the best of those that were searched.
NAMED = 10
log = logging.getLogger("rag.trace")


@dataclass(slots=True)
class Call:
    """How a language model was asked, as far as it has gone; times are those of `time.perf_counter`."""

    model: str
    passages: tuple[int, ...]
    first: float | None = None
    last: float | None = None
    usage: tuple[int, int] | None = None


def added(*usages: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the tokens of several requests together; None where none was counted."""
    known = [usage for usage in usages if usage]
    return (sum(prompt for prompt, _ in known), sum(answer for _, answer in known)) if known else None


@dataclass(slots=True)
class Trace:
    """What is known of one answer; as a context manager it writes its line however the answer ends."""

    question: str
    with_text: bool = False
    began: float = field(default_factory=time.perf_counter)
    readings: Sequence[Understood] = ()
    read: float | None = None
    searching: float = 0.0
    found: list[int] = field(default_factory=list)
    call: Call | None = None
    failure: str | None = None
    answer: Answer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if log.isEnabledFor(logging.INFO):
            log.info("%s", json.dumps(self._line(error), ensure_ascii=False))

    @property
    def seconds(self) -> float:
        """Return the time since the question came."""
        return round(time.perf_counter() - self.began, 4)

    def understood(self, readings: Sequence[Understood]) -> None:
        """Take note how the question, or each question of the message, was read."""
        self.readings, self.read = readings, self.seconds

    def watched(self, search: Callable[[Filter], list[Hit]]) -> Callable[[Filter], list[Hit]]:
        """Return the search, which then takes note of its time and of what it finds."""

        def watched(wanted: Filter) -> list[Hit]:
            began = time.perf_counter()
            hits = search(wanted)
            self.searching += time.perf_counter() - began
            self.found += [hit.passage.id for hit in hits[:NAMED]]
            return hits

        return watched

    def _line(self, error: BaseException | None) -> dict[str, Any]:
        answer, call = self.answer, self.call
        line: dict[str, Any] = {
            "id": uuid4().hex[:12],
            "status": _status(error, answer),
            "mode": answer.mode if answer else None,
            "readings": [
                {"kind": one.reading.kind, "places": one.reading.places, "years": one.reading.years}
                for one in self.readings
            ],
            "passages": call.passages if call else list(dict.fromkeys(self.found))[:NAMED],
            "model": call.model if call else None,
            "tokens": dict(zip(("prompt", "answer"), call.usage, strict=True)) if call and call.usage else None,
            "seconds": self._times(),
            "checks": _checks(answer) if answer else None,
            "failure": self.failure or _failure(error),
        }
        if self.with_text:
            line |= {"question": self.question, "answer": answer.answer if answer else ""}
        return line

    def _times(self) -> dict[str, float | None]:
        first, last = (self.call.first, self.call.last) if self.call else (None, None)
        return {
            "read": self.read,
            "search": round(self.searching, 4),
            "first_token": round(first - self.began, 4) if first else None,
            "last_token": round(last - self.began, 4) if last else None,
            "checks": round(time.perf_counter() - last, 4) if last else None,
            "total": self.seconds,
        }


def _status(error: BaseException | None, answer: Answer | None) -> str:
    if isinstance(error, GeneratorExit):
        return "stopped"
    return "failed" if error or not answer else answer.status


def _failure(error: BaseException | None) -> str | None:
    if error is None or isinstance(error, GeneratorExit):
        return None
    # Our own messages are fit to be shown; another's may hold anything.
    return str(error) if isinstance(error, RagError) else type(error).__name__


def _checks(answer: Answer) -> dict[str, int]:
    return {
        "statements": len(answer.statements),
        "unsupported": sum(not statement.supported for statement in answer.statements),
        "figures": len(answer.figures),
        "unverified": sum(not figure.verified for figure in answer.figures),
    }
