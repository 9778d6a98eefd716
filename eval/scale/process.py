"""Functions run in a process of their own, so that memory and start-up are theirs alone."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rag.errors import RagError

# (what is done, done, total)
Progress = Callable[[str, int, int], None]
# Takes its arguments by name, and one of these.
Measuring = Callable[..., dict[str, Any]]
_STATUS = Path("/proc/self/status")
PEAK = "peak_bytes"


def apart(function: Measuring, progress: Progress, **arguments: Any) -> dict[str, Any]:
    """Return what a function returns in a new process, and under `peak_bytes` the most memory that this process had.

    That is the resident set, files that are mapped included; None where the system does not tell. `progress` is called
    as the function reports. Raises RagError with the message of one that the function raises, or where the process
    ends without a result; an interruption ends the process.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, function, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        return _received(receiver, progress)
    except EOFError:
        process.join()
        raise RagError(f"测量进程意外结束（退出码 {process.exitcode}），可能是内存不足。请减少 --reports。") from None
    finally:
        process.terminate()
        process.join()


def _received(receiver: Connection, progress: Progress) -> dict[str, Any]:
    while True:
        kind, value = receiver.recv()
        if kind == "progress":
            progress(*value)
        elif kind == "failed":
            raise RagError(value)
        else:
            result: dict[str, Any] = value
            return result


def _run(sender: Connection, function: Measuring, arguments: Mapping[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    try:
        result = function(**arguments, progress=lambda *step: sender.send(("progress", step)))
        sender.send(("done", result | {PEAK: peak_bytes()}))
    except (RagError, OSError) as error:
        sender.send(("failed", str(error)))


def peak_bytes() -> int | None:
    """Return the most memory that this process was resident with; None where the system does not tell."""
    if _STATUS.exists():  # of this program alone: getrusage also counts what started it
        lines = _STATUS.read_text("ascii", "replace").splitlines()
        return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
