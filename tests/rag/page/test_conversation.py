from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from threading import Event

import pytest

from rag.errors import ModelError
from rag.page.conversation import UNEXPECTED, Asking, Turn, history
from rag.types import Answer

LIMIT = 10


async def all_turns(asking: Asking) -> list[Turn]:
    async with asyncio.timeout(LIMIT):
        return [turn async for turn in asking.turns()]


def growing(*texts: str) -> Iterator[Answer]:
    yield from (Answer("问", answer=text) for text in texts)


async def test_the_last_turn_holds_the_whole_answer() -> None:
    turns = await all_turns(Asking("问", lambda: growing("甲", "甲乙", "甲乙丙")))
    assert turns[-1] == Turn("问", Answer("问", answer="甲乙丙"), None, "done")
    assert all(turn.state == "running" for turn in turns[:-1])


async def test_growth_is_seen_while_the_answer_waits() -> None:
    gate = Event()

    def waiting() -> Iterator[Answer]:
        yield Answer("问", answer="甲")
        assert gate.wait(LIMIT)
        yield Answer("问", answer="甲乙")

    seen = []
    async with asyncio.timeout(LIMIT):
        async for turn in Asking("问", waiting).turns():
            seen.append(turn.answer.answer)
            gate.set()
    assert seen[0] == "甲"
    assert seen[-1] == "甲乙"


async def test_stopping_takes_effect_while_the_model_is_silent_and_closes_it_afterwards() -> None:
    gate, closed = Event(), Event()

    def stalled() -> Iterator[Answer]:
        try:
            yield Answer("问", answer="甲")
            gate.wait(LIMIT)
            yield Answer("问", answer="不再显示")
        finally:
            closed.set()

    asking = Asking("问", stalled)
    async with asyncio.timeout(LIMIT):
        async for turn in asking.turns():
            if turn.state == "running":
                asking.stop()
    assert turn == Turn("问", Answer("问", answer="甲"), None, "stopped")
    assert not closed.is_set()
    gate.set()
    assert await asyncio.to_thread(closed.wait, LIMIT)


async def test_leaving_closes_the_model_too() -> None:
    closed, more = Event(), Event()

    def endless() -> Iterator[Answer]:
        try:
            while True:
                yield Answer("问", answer="甲")
                more.wait(LIMIT)
        finally:
            closed.set()

    turns = Asking("问", endless).turns()
    await anext(turns)
    await turns.aclose()
    more.set()
    assert await asyncio.to_thread(closed.wait, LIMIT)


async def test_a_known_failure_speaks_for_itself_and_keeps_what_was_there() -> None:
    def failing() -> Iterator[Answer]:
        yield Answer("问", answer="甲")
        raise ModelError("模型没有响应。")

    turns = await all_turns(Asking("问", failing))
    assert turns[-1] == Turn("问", Answer("问", answer="甲"), "模型没有响应。", "done")


async def test_an_unknown_failure_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Iterator[Answer]:
        raise ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR):
        turns = await all_turns(Asking("问", broken))
    assert turns[-1].failure == UNEXPECTED
    assert "secret detail" in caplog.text


def test_history_leaves_failed_questions_out() -> None:
    turns = [Turn("甲", Answer("甲"), state="done"), Turn("乙", failure="太长", state="done"), Turn("丙", Answer("丙"))]
    assert history(turns) == ["甲", "丙"]
