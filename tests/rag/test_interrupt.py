from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator

import pytest

from rag.interrupt import interruptible


async def words() -> AsyncGenerator[str, None]:
    yield "一"
    yield "二"


async def failing() -> AsyncGenerator[str, None]:
    yield "一"
    raise KeyError("断")


def test_a_stream_is_passed_on() -> None:
    assert "".join(interruptible(words, 5.0)) == "一二"


def test_its_failure_is_raised_behind_what_it_gave() -> None:
    stream = interruptible(failing, 5.0)
    assert next(stream) == "一"
    with pytest.raises(KeyError, match="断"):
        list(stream)


def test_a_silent_stream_runs_out_of_time() -> None:
    async def silent() -> AsyncGenerator[str, None]:
        await asyncio.Event().wait()
        yield "never"

    with pytest.raises(TimeoutError):
        list(interruptible(silent, 0.05))


def test_closing_ends_a_silent_stream() -> None:
    ended = threading.Event()

    async def silent() -> AsyncGenerator[str, None]:
        try:
            yield "一"
            await asyncio.Event().wait()
        finally:
            ended.set()

    stream = interruptible(silent, 60.0)
    assert [next(stream), next(stream)] == ["一", ""]
    stream.close()
    assert ended.wait(5)
