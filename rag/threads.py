"""How many threads compute at once."""

from __future__ import annotations

from functools import cache


@cache
def one_thread_each() -> None:
    """Let each product of matrices be made in the thread that asks for it.

    Those of a question are small, so that several threads wait for each other longer than they compute: beside one
    other busy program on two cores, half of the questions took 24 to 33 ms with two threads and 12 to 16 with one.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
