"""Files of every format → text with blocks, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import load as module
from ingest.blocks import Loaded
from ingest.formats.detect import FORMATS
from ingest.load import SUFFIXES, load, read_bytes
from rag.errors import ReportError

TEXT = "青禾市2022年法治政府建设年度报告\n全年共受理行政复议案件35件，审结30件。\n"


def word(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(loaded: Loaded) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body]


PAGE = "<html><body><div class=article><p>{}</p><p>{}</p></div></body></html>".format(*TEXT.split("\n")[:2])
MAIL = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        pytest.param(TEXT.encode(), ".txt", id="text"),
        pytest.param(TEXT.encode("gb18030"), "", id="text in GB18030 without a suffix"),
        pytest.param(f"**{TEXT}".encode(), ".md", id="markdown"),
        pytest.param(PAGE.encode(), ".html", id="page"),
        pytest.param(PAGE.encode("gb18030"), ".doc", id="page in GB18030 saved as .doc"),
        pytest.param((MAIL + PAGE).encode(), ".mht", id="MHT"),
        pytest.param(word(*TEXT.split("\n")[:2]), ".docx", id="DOCX"),
        pytest.param(word(*TEXT.split("\n")[:2]), ".wps", id="DOCX saved as .wps"),
    ],
)
def test_every_format_gives_the_same_lines(data: bytes, suffix: str) -> None:
    assert lines(load(data, suffix)) == TEXT.split("\n")[:2]


def test_every_format_has_a_loader() -> None:
    assert {kind for kind in FORMATS if kind != "zip" and callable(module._loader(kind))} == {*FORMATS} - {"zip"}


def test_folders_are_searched_for_every_suffix() -> None:
    assert SUFFIXES == (
        ".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".docx", ".pdf", ".ofd", ".doc", ".wps", ".rtf", ".zip",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(word("", " "), "没有文字.*识别", id="a document of pictures"),
        pytest.param("\u3000\n\xa0".encode(), "没有文字", id="a text of blanks"),
        pytest.param(b"<html><body><img src=x></body></html>", "没有", id="a page of pictures"),
        pytest.param(TEXT.encode().decode("gb18030", "replace").encode(), r"乱码约占 \d+%.*重新获取", id="all garbled"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "PNG 图片", id="a picture"),
    ],
)
def test_what_holds_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load(data, ".txt")


@pytest.mark.parametrize(
    ("suffix", "message"),
    [
        (".zip", "压缩包"),
        # what is left of a Word file without its directory is no archive to its owner
        (".docx", "不完整"),
        (".ofd", "不完整"),
    ],
)
def test_an_archive_is_no_report(suffix: str, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load(b"PK\x05\x06" + bytes(18), suffix)


def test_damaged_sentences_are_no_body_in_any_format() -> None:
    for data in (f"{TEXT}坏\ufffd句。".encode(), word(*TEXT.split("\n")[:2], "坏\ufffd句。")):
        loaded = load(data, "")
        assert lines(loaded) == TEXT.split("\n")[:2]
        assert 0 < loaded.damaged < 0.1


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(TEXT, "utf-8")
    assert read_bytes(tmp_path / "报告.txt") == TEXT.encode()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: None, "无法读取", id="missing"),
        pytest.param(lambda path: path.mkdir(), "不是普通文件", id="a folder"),
        pytest.param(os.mkfifo, "不是普通文件", id="a pipe, which nobody writes to"),
        pytest.param(lambda path: path.write_bytes(b" \n"), "空的", id="blanks"),
        pytest.param(lambda path: path.write_bytes(b"x" * 2_500_000), "有 2 MB，超过 2 MB", id="too large"),
    ],
)
def test_files_that_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Any], message: str
) -> None:
    monkeypatch.setattr(module, "LARGEST", 2 * 2**20)
    make(tmp_path / "报告.txt")
    with pytest.raises(ReportError, match=message):
        read_bytes(tmp_path / "报告.txt")


class _Growing(io.FileIO):
    """A file that another program adds to after it was opened, the first times that it is read."""

    left = 0

    def read(self, size: int = -1) -> bytes:
        data = super().read(size)
        if _Growing.left:
            _Growing.left -= 1
            with io.FileIO(self.name, "ab") as other:
                other.write(b"more\n")
        return data


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, "utf-8")
    monkeypatch.setattr(_Growing, "left", times)
    monkeypatch.setattr(Path, "open", lambda self, mode: _Growing(self, mode))
    assert read_bytes(path) == TEXT.encode() + b"more\n" * times


def test_a_file_that_keeps_changing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, "utf-8")
    monkeypatch.setattr(_Growing, "left", 1000)
    monkeypatch.setattr(Path, "open", lambda self, mode: _Growing(self, mode))
    with pytest.raises(ReportError, match="正在被其他程序修改"):
        read_bytes(path)
    assert _Growing.left == 1000 - module.ATTEMPTS


SEEDS = (b"", TEXT.encode(), TEXT.encode("gb18030"), PAGE.encode(), (MAIL + PAGE).encode(), word(TEXT))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SEEDS), st.binary(max_size=30), st.integers(0, 5000), st.sampled_from(["", ".md", ".htm"]))
def test_any_bytes_are_read_or_refused(seed: bytes, data: bytes, at: int, suffix: str) -> None:
    with suppress(ReportError):
        loaded = load(seed[:at] + data + seed[at + 2 * len(data) :], suffix)
        assert all(loaded.text[block.start : block.end].strip() for block in loaded.blocks)
