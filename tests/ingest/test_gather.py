"""Which files are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.gather import gather
from rag.errors import ReportError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.DOCX", "c/d.html", "c/e.pdf", ".hidden.txt", "~$a.docx", ".git/f.txt", "README"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_folders_with_their_sub_folders(folder: Path) -> None:
    found = gather([folder])
    assert [str(path.relative_to(folder)) for path in found.files] == ["a.DOCX", "b.txt", "c/d.html"]
    assert found.ignored == {".pdf": 1, "无扩展名": 1}
    assert found.unsupported == []


def test_a_file_is_read_once(folder: Path) -> None:
    assert [path.name for path in gather([folder / "b.txt", folder, folder / "b.txt"]).files] == [
        "b.txt",
        "a.DOCX",
        "d.html",
    ]


def test_a_named_file_of_no_known_type_is_told(folder: Path) -> None:
    found = gather([folder / "c" / "e.pdf"])
    assert found.files == []
    ((file, reason),) = found.unsupported
    assert file.endswith("e.pdf")
    assert ".pdf" in reason
    assert ".docx" in reason


def test_no_such_path(folder: Path) -> None:
    with pytest.raises(ReportError, match=r"找不到 .*nowhere"):
        gather([folder / "nowhere", folder])


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="没有可以读取的报告文件"):
        gather([tmp_path])
