"""Parts of packages whose directories lie about them."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from ingest.blocks import Loaded
from ingest.formats.package import is_oversized, unpacked
from ingest.formats.typeset.ofd import load_ofd
from ingest.formats.word.document import load_word
from rag.errors import ReportError
from tests.ingest.docx_files import p, package, word_file
from tests.ingest.ofd_files import ofd, page

STATED, REAL = 500_000, 40 * 2**20


def forged(data: bytes, name: str) -> bytes:
    """Return a package in which a part of REAL zeros says in both of its heads that it has STATED bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {each: archive.read(each) for each in archive.namelist()}
    made = package(files | {name: bytes(REAL)})
    return made.replace(struct.pack("<I", REAL), struct.pack("<I", STATED))


@pytest.mark.parametrize(
    ("load", "data", "name"),
    [
        pytest.param(load_word, word_file(p("甲。")), "word/document.xml", id="docx"),
        pytest.param(load_ofd, ofd([page("")]), "Doc_0/Pages/Page_0/Content.xml", id="ofd"),
    ],
)
def test_no_more_is_unpacked_than_is_stated(load: Callable[[bytes], Loaded], data: bytes, name: str) -> None:
    bomb = forged(data, name)
    tracemalloc.start()
    try:
        with pytest.raises(ReportError, match="损坏"):
            load(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < REAL / 4


def entry_of(method: int, content: bytes) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.xml", content)
    opened = zipfile.ZipFile(buffer)
    return opened, opened.infolist()[0]


def test_what_a_part_holds() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        archive, entry = entry_of(method, b"abc")
        assert unpacked(archive, entry) == b"abc"
        assert not is_oversized(entry, 3)
        assert is_oversized(entry, 2)


def test_methods_that_no_writer_uses_and_sizes_that_are_wrong() -> None:
    with pytest.raises(zipfile.BadZipFile):
        unpacked(*entry_of(zipfile.ZIP_BZIP2, b"abc"))
    archive, entry = entry_of(zipfile.ZIP_STORED, b"abc")
    entry.file_size = 5
    with pytest.raises((zipfile.BadZipFile, EOFError)):
        unpacked(archive, entry)
