"""One thread for the products of a question."""

from __future__ import annotations

from threadpoolctl import threadpool_info, threadpool_limits

from rag.threads import one_thread_each


def test_products_are_made_in_the_thread_that_asks() -> None:
    threadpool_limits(limits=2, user_api="blas")
    one_thread_each.cache_clear()
    one_thread_each()
    threads = [found["num_threads"] for found in threadpool_info() if found["user_api"] == "blas"]
    assert threads
    assert set(threads) == {1}
