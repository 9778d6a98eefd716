"""A disk that is full, wherever it is met: an error, and the index as it was."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.index import database
from tests.ingest.faults import Folder, in_a_process, ingest_starved, state


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("faults"))


def listing(index: Path) -> dict[str, bytes]:
    return {str(path.relative_to(index)): path.read_bytes() for path in index.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("step", "limits"),
    [
        ("passages", (0, 4096, 20000)),  # bytes that a file may have: SQLite writes pages of 4096
        ("vectors", (0, 44, 60)),  # the header of FAISS has 45
        ("lexical", (0, 200, 1000)),  # tantivy's first files are shorter than its others
        ("manifest", (0, 100)),
    ],
)
def test_a_full_disk(folder: Folder, step: str, limits: Sequence[int]) -> None:
    for limit in limits:
        index = folder.fresh(update=True)
        before = listing(index)
        exit_code, told = in_a_process(ingest_starved, folder.reports, index, step, limit)
        assert (exit_code, told and told[0]) == (0, "OSError"), told
        assert listing(index) == before
        assert state(index) == folder.old
        folder.complete(index)


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["shutil.copyfile", "os.fsync", "os.replace", "os.open", "pathlib.Path.mkdir"])
def test_no_space_for_a_call(folder: Folder, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    index = folder.fresh(update=True)
    before = listing(index)
    with monkeypatch.context() as patch:
        patch.setattr(call, no_space)
        with pytest.raises(OSError, match="No space"):
            folder.run(index)
    assert listing(index) == before
    folder.complete(index)


def test_the_database_is_full(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    index = folder.fresh(update=True)
    with monkeypatch.context() as patch:
        patch.setattr(database, "SCHEMA", database.SCHEMA + "PRAGMA max_page_count = 1;")
        with pytest.raises(OSError, match="full"):
            folder.run(index)
    assert state(index) == folder.old
    folder.complete(index)
