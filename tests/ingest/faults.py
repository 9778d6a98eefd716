"""A folder of reports that changes, what its index holds, and processes that ingest it until they are stopped.

The processes are forked from a server that has imported everything once, so that each of them costs milliseconds.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

# imported here for the server: what an ingest imports late
import faiss  # noqa: F401
import numpy as np
import tantivy  # noqa: F401
from numpy.typing import NDArray

import rag.index
from ingest.build import Summary
from ingest.build import ingest as run_ingest
from rag.errors import IndexMissing
from rag.index import database
from rag.index.reader import open_index
from rag.text import words

MINE = "tests.ingest.faults"
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([MINE])
# What Python tells audit hooks of and touches the index folder.
WATCHED = ("open", "os.", "shutil.", "sqlite3.", "fcntl.", "pathlib.", "glob.")
INDEX_CODE = str(Path(rag.index.__file__).parent)
words("法治")  # loads the dictionary


class Lengths:
    """An embedding to be computed by hand: the length of a text, turned into a direction."""

    name, fingerprint, dimension, by_sentence = "lengths", "lengths-1", 2, False

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        lengths = np.array([len(text) for text in texts], np.float32)
        return np.stack([np.cos(lengths), np.sin(lengths)], axis=1)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.encode_documents([text])[0]


class Counter:
    """Counts points of a process's life, and ends it without any farewell at one of them."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def step(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, _: tuple[object, ...]) -> None:
        """Count what Python is about to ask of the system."""
        if event.startswith(WATCHED) and event != "os.kill":
            self.step()

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        """Count the lines of the index's code that are run."""
        if not frame.f_code.co_filename.startswith(INDEX_CODE):
            return None
        if event == "line":
            self.step()
        return self.trace


def ingest_until(folder: Path, index: Path, kind: str, last: float, *, told: Connection) -> None:
    """Ingest with pruning, up to the `last` event or line, or so many seconds; tell their number at the end."""
    counter = Counter(int(last))
    if kind == "event":
        sys.addaudithook(counter.audit)
    elif kind == "line":
        sys.settrace(counter.trace)
    else:
        # the signal's own action: the process ends wherever it is, in whatever library
        signal.setitimer(signal.ITIMER_REAL, last)
    run_ingest([folder], index=index, embedding=Lengths(), prune=True)
    sys.settrace(None)
    told.send(counter.count)


def ingest_starved(folder: Path, index: Path, step: str, limit: int, *, told: Connection) -> None:
    """Ingest while no file can grow beyond `limit` bytes during one step; tell the exception's class and text."""
    import resource

    from rag.index import derive, manifest, sources

    homes = {"passages": (sources, "write_passages"), "vectors": (derive.vectors, "build"),
             "lexical": (derive.lexical, "build"), "manifest": (manifest, "to_disk")}  # fmt: skip
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    home, name = homes[step]
    original = getattr(home, name)

    def starved(*arguments: Any) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        original(*arguments)

    setattr(home, name, starved)
    try:
        run_ingest([folder], index=index, embedding=Lengths(), prune=True)
    except OSError as error:
        told.send((type(error).__name__, str(error)))
    else:
        told.send(None)


def in_a_process(target: Any, *arguments: object) -> tuple[int | None, Any]:
    """Run `target(*arguments, told=…)` in a process of its own; return its exit code and what it told, or None."""
    told, teller = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=target, args=arguments, kwargs={"told": teller})
    process.start()
    teller.close()
    try:
        answer = told.recv()
    except EOFError:
        answer = None
    process.join()
    return process.exitcode, answer


State = list[tuple[object, ...]] | None
PLACES = ("青禾市", "禾丰县", "岚川市", "云溪区")


def report(place: str, year: int, figure: int = 35) -> str:
    title = f"{place}{year}年度法治政府建设情况报告"
    return f"{title}\n{year}年，{place}推进工作，全年受理案件{figure}件。\n一、问题\n力量不足。\n"


class Folder:
    """A folder of reports in two states, the index of each, and what the index then holds."""

    def __init__(self, base: Path) -> None:
        self.base, self.reports = base, base / "reports"
        self.reports.mkdir()
        self._write(a=report(PLACES[0], 2021), b=report(PLACES[1], 2021), c=report(PLACES[2], 2021))
        self._write(z=report(PLACES[0], 2021))
        self.run(base / "old")
        self.old = state(base / "old")
        self._write(a=report(PLACES[0], 2021, 99), d=report(PLACES[3], 2021))
        (self.reports / "b.txt").unlink()
        shutil.copytree(base / "old", base / "new")
        summary = self.run(base / "new")
        assert (len(summary.added), len(summary.updated), len(summary.removed)) == (1, 1, 1)
        self.new = state(base / "new")
        assert self.old != self.new

    def _write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.reports / f"{name}.txt").write_text(text, "utf-8")

    def run(self, index: Path) -> Summary:
        return run_ingest([self.reports], index=index, embedding=Lengths(), prune=True, waiting=_no_stale_lock)

    def fresh(self, *, update: bool) -> Path:
        """Return where an index is to be made, or a copy of that of the old state."""
        index = self.base / "index"
        shutil.rmtree(index, ignore_errors=True)
        if update:
            shutil.copytree(self.base / "old", index)
        return index

    def complete(self, index: Path) -> None:
        """Run once more, after whatever happened, and check that the work is then done and nothing is left over."""
        self.run(index)
        assert state(index) == self.new
        assert len(list(index.glob("generation-*"))) <= 2


def _no_stale_lock() -> None:
    raise AssertionError("the lock of a process that is gone is still held")


def state(index: Path) -> State:
    """Return all that an index holds; None where there is none."""
    try:
        opened = open_index(index, Lengths())
    except IndexMissing:
        return None
    entries = opened.reports()
    passages = [passage for entry in entries for passage in opened.passages(entry.id)]
    assert len(passages) == opened.manifest.passages == sum(entry.passages for entry in entries)
    with closing(database.connect(opened.manifest.folder(index))) as connection:
        texts = [text for _, _, text in database.read_indexed(connection)]
    for row, vector in enumerate(Lengths().encode_documents(texts)):
        assert opened.similarities(vector, [row])[row] > 0.999, "another text's vector"
    return [
        (replace(entry, evidence=()), opened.text(entry.id), [passage.text for passage in opened.passages(entry.id)])
        for entry in entries
    ]
