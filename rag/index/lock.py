"""One writer at a time: the lock of an index folder, which falls with the process that holds it, however it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from rag.errors import IndexBusy, IndexMissing

LOCK = "write.lock"
# Held while derived files are made anew: readers do that, who cannot wait for a writer of many hours.
DERIVE_LOCK = "derive.lock"
# Seconds between two looks at a lock that another process holds.
POLL = 0.2


@contextmanager
def locked(
    folder: Path, *, name: str = LOCK, patience: float = 0, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold the lock `name` of an index folder, which is made if there is none.

    Where another process holds it, `waiting` is called once, and it is waited for during `patience` seconds. Raises
    IndexBusy after that, IndexMissing where the folder is none.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise IndexMissing(f"{folder} 不是文件夹，不能用作索引文件夹。请用 --index 指定另一个位置。") from None
    try:
        held = _acquire(FileLock(folder / name), patience, waiting)
    except Timeout:
        raise IndexBusy(f"另一个进程正在写入索引 {folder}。请等它结束后再试。") from None
    with held:
        yield


def _acquire(lock: BaseFileLock, patience: float, waiting: Callable[[], None] | None) -> AbstractContextManager[object]:
    try:
        return lock.acquire(timeout=0)
    except Timeout:
        if not patience:
            raise
    if waiting:
        waiting()
    return lock.acquire(timeout=patience, poll_interval=POLL)
