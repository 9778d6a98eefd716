"""The conversation of one browser session: its turns, and the question that is being answered now.

Each question runs on a thread of its own, so that a stalled language model holds up nobody else, and stopping takes
effect at once even while the model says nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import Literal

from rag.errors import RagError
from rag.types import Answer

UNEXPECTED = "系统内部出错，这个问题没有得到处理。请重试；若仍然出错，请把提问时间告诉管理员，详情见程序日志。"
State = Literal["running", "done", "stopped"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with what came of it: an answer (maybe still growing) or a failure's message; None: nothing yet."""

    question: str
    answer: Answer | None = None
    failure: str | None = None
    state: State = "running"


def history(turns: Sequence[Turn]) -> list[str]:
    """Return the earlier questions that a follow-up may refer to, oldest first; failed ones are left out."""
    return [turn.question for turn in turns if turn.answer is not None]


class Asking:
    """One question being answered on its own thread; `answers` is called there and gives the growing answers."""

    def __init__(self, question: str, answers: Callable[[], Iterator[Answer]]) -> None:
        self._turn = Turn(question)
        self._answers = answers
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._ended = False

    async def turns(self) -> AsyncIterator[Turn]:
        """Yield the turn each time it has grown; the last one is done or stopped. Never raises for a failed answer.

        A reader slower than the answer gets the newest state and misses some in between.
        """
        Thread(target=self._work, name="asking", daemon=True).start()
        try:
            turn = self._turn
            while turn.state == "running":
                await self._changed.wait()
                self._changed.clear()
                turn = self._turn
                yield turn
        finally:
            self._ended = True

    def stop(self) -> None:
        """End the answer with what there is of it; from any thread. The model's stream is closed at its next word."""
        self._post(state="stopped")

    def _work(self) -> None:
        answers: Iterator[Answer] | None = None
        try:
            answers = self._answers()
            for answer in answers:
                if self._ended:
                    return
                self._post(answer)
            self._post(state="done")
        except RagError as error:
            self._post(failure=str(error), state="done")
        except Exception:  # whatever it was, the user is told in words; the log keeps the traceback
            _log.exception("unexpected error while answering")
            self._post(failure=UNEXPECTED, state="done")
        finally:
            if isinstance(answers, Generator):
                answers.close()

    def _post(self, answer: Answer | None = None, *, failure: str | None = None, state: State = "running") -> None:
        # A loop that was closed under a running question belongs to a server that has been shut down.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._set, answer, failure, state)

    def _set(self, answer: Answer | None, failure: str | None, state: State) -> None:
        if not self._ended:
            self._turn = Turn(self._turn.question, answer or self._turn.answer, failure, state)
            self._ended = state != "running"
            self._changed.set()
