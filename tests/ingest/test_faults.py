"""What may go wrong while reports are added: a process that is killed or interrupted, two at once."""

from __future__ import annotations

import errno
import signal
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from ingest.build import EMBEDDING, ingest
from rag.errors import IndexBusy
from rag.index import manifest
from rag.index.derive import PassageDraft
from rag.index.reader import open_index
from rag.index.writer import open_writer
from rag.types import Report
from tests.ingest.faults import Folder, Lengths, in_a_process, ingest_until, state


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("faults"))


def spread(total: int, count: int) -> list[int]:
    """Return so many whole numbers from 1 to `total`, evenly spread, with both ends."""
    return sorted({1 + round(at * (total - 1) / (count - 1)) for at in range(count)})


@pytest.mark.parametrize(("update", "events", "lines"), [(False, 8, 8), (True, 25, 25)])
def test_killed_at_any_point(folder: Folder, update: bool, events: int, lines: int) -> None:
    """An ingest from nothing, and one that adds, updates and prunes; the numbers are those of the points."""
    killed, states = 0, []
    for kind, count in (("event", events), ("line", lines)):
        _, total = in_a_process(ingest_until, folder.reports, folder.fresh(update=update), kind, -1)
        assert total > count
        for last in spread(total, count):
            index = folder.fresh(update=update)
            exit_code, _ = in_a_process(ingest_until, folder.reports, index, kind, last)
            killed += exit_code == -signal.SIGKILL
            states.append(state(index))
            folder.complete(index)
    assert killed >= events + lines - 2, "another run may have an event less"
    assert all(seen in (folder.old if update else None, folder.new) for seen in states)
    assert states[0] != folder.new
    assert states[-1] == folder.new


def test_killed_at_any_time(folder: Folder) -> None:
    """Inside a library's own code, too, as it comes."""
    started = time.perf_counter()
    in_a_process(ingest_until, folder.reports, folder.fresh(update=True), "time", 0)
    took = time.perf_counter() - started
    for part in range(1, 9):
        index = folder.fresh(update=True)
        in_a_process(ingest_until, folder.reports, index, "time", took * part / 10)
        assert state(index) in (folder.old, folder.new)
        folder.complete(index)


def test_interrupted(folder: Folder) -> None:
    index = folder.fresh(update=True)

    def stop(step: str, done: int, total: int) -> None:
        if step == EMBEDDING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([folder.reports], index=index, embedding=Lengths(), progress=stop)
    assert state(index) == folder.old
    folder.complete(index)


def test_a_second_ingest_waits_and_goes_on_from_the_first(folder: Folder) -> None:
    index = folder.fresh(update=True)
    told = []
    with ExitStack() as first:
        writer = first.enter_context(open_writer(index, Lengths()))

        def waiting() -> None:
            told.append("waiting")
            first_report = Report(id="1", file="first.txt", title="先", place="甲市", year=2020)
            drafts = [PassageDraft(0, 3, (), ((0, 3),))]
            writer.put_report(first_report, "先来。", drafts, source="/first.txt", file_hash="")
            writer.commit()
            first.close()

        ingest([folder.reports], index=index, embedding=Lengths(), waiting=waiting)
    assert told == ["waiting"]
    names = {entry.file for entry in open_index(index, Lengths()).reports()}
    assert {"first.txt", "a.txt", "d.txt"} <= names


def test_it_does_not_wait_for_ever(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.build.PATIENCE", 0.01)
    index = folder.fresh(update=True)
    with open_writer(index, Lengths()), pytest.raises(IndexBusy, match="另一个进程"):
        ingest([folder.reports], index=index, embedding=Lengths())


@pytest.mark.parametrize("error", [OSError(errno.EIO, "fails"), KeyboardInterrupt()])
def test_what_comes_after_the_commit_takes_nothing_back(
    folder: Folder, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = folder.fresh(update=True)
    to_disk = manifest.to_disk

    def fails(path: Path) -> None:
        if path == index:
            raise error
        to_disk(path)

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(manifest, "to_disk", fails)
        folder.run(index)
    assert state(index) == folder.new
    folder.complete(index)
