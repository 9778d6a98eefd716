"""An asynchronous stream as an iterator that can be let go of while the stream is silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import cache
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator as ClosableIterator

# Seconds of silence after which the reader gets a word in: so long does it take at most to stop a silent model.
TICK = 0.25
_starting = Lock()


def interruptible(stream: Callable[[], AsyncGenerator[str, None]], limit: float) -> ClosableIterator[str]:
    """Yield the text that a stream gives, and "" after each TICK without any; closing ends the stream at once.

    Raises what the stream raises, and TimeoutError where it gives nothing for `limit` seconds, not even an empty text,
    whatever its connection does meanwhile.
    """
    given: SimpleQueue[str | Exception | None] = SimpleQueue()

    async def read() -> None:
        try:
            async with aclosing(stream()) as chunks:
                while True:
                    async with asyncio.timeout(limit):
                        chunk = await anext(chunks)
                    if chunk:
                        given.put(chunk)
        except StopAsyncIteration:
            pass
        except Exception as error:
            given.put(error)
        finally:  # whatever ended it, a library's own cancelling too, the reader waits no longer
            given.put(None)

    reading = asyncio.run_coroutine_threadsafe(read(), _loop())
    try:
        while (got := _next(given)) is not None:
            if isinstance(got, Exception):
                raise got
            yield got
    finally:
        reading.cancel()


def _next(given: SimpleQueue[str | Exception | None]) -> str | Exception | None:
    try:
        return given.get(timeout=TICK)
    except Empty:
        return ""


def _loop() -> asyncio.AbstractEventLoop:
    with _starting:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    """Return the loop of all streams: clients keep connections that belong to one loop."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="streams", daemon=True).start()
    return loop
