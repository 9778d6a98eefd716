"""Files that belong to the program: what is learnt by `eval`, and read by `rag`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rag.errors import ShippedError

Found = TypeVar("Found")


def shipped(path: Path, read: Callable[[Path], Found]) -> Found:
    """Return what `read` makes of a file of the program; raises ShippedError where it is missing or damaged."""
    try:
        return read(path)
    except (ImportError, MemoryError):  # no fault of the file
        raise
    except Exception as error:  # the libraries that read models raise nothing more exact
        raise ShippedError(
            f"程序自带的文件 {path.parent.name}/{path.name} 缺失或损坏（{error}）。请重新获取完整的程序文件。"
        ) from error
