"""Files that cannot be read, among others that can: the others go in, and nothing that was indexed is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest import build
from ingest.__main__ import main
from ingest.build import Reading, ingest
from tests.ingest.faults import Folder, Lengths, state


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("faults"))


# What may lie in a folder of reports, by the name that it has there.
BROKEN = {
    "empty.txt": b"",
    "zeros.txt": bytes(1000),
    "blank.txt": b" \n\t\n",
    "cut.docx": b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R",
    "cut.ofd": b"PK\x03\x04\x14\x00\x00\x00\x00\x00OFD.xml",
    "cut.zip": b"PK\x03\x04" + bytes(30),
    "cut.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "cut.rtf": b"{\\rtf1\\ansi {\\fonttbl",
    "cut.mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n",
    "noise.html": bytes(range(128, 256)) * 40,
}


def test_files_that_cannot_be_read_leave_the_others_in(folder: Folder, tmp_path: Path) -> None:
    broken = tmp_path / "in"
    shutil.copytree(folder.reports, broken)
    for name, data in BROKEN.items():
        (broken / name).write_bytes(data)
    summary = ingest([broken], index=tmp_path / "index", embedding=Lengths())
    assert {Path(file).name for file, _ in summary.failed} == BROKEN.keys()
    assert not [reason for _, reason in summary.failed if "Error" in reason], "each has a reason of its own"
    assert [entry.file for entry in summary.added] == ["a.txt", "c.txt", "d.txt", "z.txt"]


def test_what_was_indexed_stays_when_its_file_breaks(folder: Folder, tmp_path: Path) -> None:
    index = folder.fresh(update=False)
    reports = tmp_path / "in"
    shutil.copytree(folder.reports, reports)
    ingest([reports], index=index, embedding=Lengths())
    before = state(index)
    (reports / "a.txt").write_bytes(bytes(100))
    assert main([str(reports), "--index", str(index)]) == 2, "another embedding"
    summary = ingest([reports], index=index, embedding=Lengths(), prune=True)
    assert ([Path(file).name for file, _ in summary.failed], summary.removed) == (["a.txt"], [])
    assert state(index) == before


def test_a_file_that_changes_while_it_is_read(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, reports = tmp_path / "index", tmp_path / "in"
    shutil.copytree(folder.reports, reports)
    ingest([reports], index=index, embedding=Lengths())
    before, growing, fstat = state(index), reports / "a.txt", os.fstat

    def grows(handle: int) -> os.stat_result:
        status = fstat(handle)
        if os.path.samestat(status, growing.stat()):
            growing.write_bytes(growing.read_bytes() + "又一句。".encode())
        return status

    with monkeypatch.context() as patch:
        patch.setattr("ingest.load.os.fstat", grows)
        summary = ingest([reports], index=index, embedding=Lengths())
    ((file, reason),) = summary.failed
    assert (Path(file).name, "正在被其他程序修改" in reason) == ("a.txt", True)
    assert state(index) == before
    assert len(ingest([reports], index=index, embedding=Lengths()).updated) == 1


def test_a_reader_that_fails_in_an_unknown_way_is_no_reason_to_stop(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = build.read_report

    def fails(data: bytes, name: str, facts: Mapping[str, str]) -> Reading:
        if name == "a.txt":
            raise RecursionError("too deep")
        return read(data, name, facts)

    monkeypatch.setattr(build, "read_report", fails)
    summary = ingest([folder.reports], index=tmp_path / "index", embedding=Lengths())
    ((file, reason),) = summary.failed
    assert (Path(file).name, len(summary.added)) == ("a.txt", 3)
    assert "RecursionError：too deep" in reason
