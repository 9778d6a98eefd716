"""Archives: names, limits, damage; nothing is ever written."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import archive
from ingest.sources.archive import Archive, Meter, Shelf, listing
from rag.errors import ReportError


def packed(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in entries:
            made.writestr(name, data)
    return file.getvalue()


def opened(data: bytes) -> Archive:
    return Archive("/a.zip", lambda: io.BytesIO(data))


def with_flags(data: bytes, flags: int) -> bytes:
    """Return a zip of one entry with these flags in its directory."""
    at = data.rindex(b"PK\x01\x02") + 8
    return data[:at] + struct.pack("<H", flags) + data[at + 2 :]


def with_size(data: bytes, size: int) -> bytes:
    """Return a zip of one entry whose directory tells this size."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_entries_in_the_order_of_their_names(method: int) -> None:
    found = opened(packed(("b/c.txt", b"1"), ("b/", b""), ("a.txt", b"2" * 10_000), method=method))
    assert found.names == ["a.txt", "b/c.txt"]
    assert (found.read("a.txt"), found.read("b/c.txt")) == (b"2" * 10_000, b"1")
    assert found.head("a.txt", 3) == b"222"
    assert (found.refused, found.is_package, found.is_nested) == ([], False, False)


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "a/../../b.txt",
        "a/..",
        "..",
        "..\\a.txt",
        "/etc/a.txt",
        "//server/a.txt",
        "\\\\server\\a.txt",
        "C:\\a.txt",
        "c:a.txt",
        "a\nb.txt",
        "a\x1b[31m.txt",
    ],
)
def test_unsafe_paths_are_refused(name: str) -> None:
    found = opened(packed((name, b"x"), ("fine..txt", b"y"), ("..a/b.c", b"z")))
    assert found.names == ["fine..txt"], "..a is hidden"
    ((shown, reason),) = found.refused
    assert "不安全" in reason
    assert shown.isprintable()


def test_a_name_with_a_zero_byte_is_refused() -> None:
    found = opened(packed(("aXb.txt", b"x")).replace(b"aXb", b"a\x00b"))
    assert found.names == []
    assert [name for name, _ in found.refused] == ["a�b.txt"]


PARTS = st.text(st.sampled_from("ab.:/\\甲~ \n"), min_size=1, max_size=12)


@given(st.lists(PARTS, min_size=1, max_size=4, unique=True))
def test_whatever_the_names_no_listed_one_leaves_the_archive(names: list[str]) -> None:
    found = opened(packed(*((name, b"x") for name in names)))
    for name in found.names:
        assert not name.startswith("/")
        assert ".." not in name.split("/")
        assert not re.match("[A-Za-z]:", name)
        assert found.read(name) == b"x"


def test_what_systems_put_in_is_left_out() -> None:
    litter = ("__MACOSX/._a.txt", ".DS_Store", "b/Thumbs.db", "~$a.docx")
    found = opened(packed(*((name, b"x") for name in litter)))
    assert (found.names, found.refused) == ([], [])


def test_two_entries_of_one_name() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed(("a.txt", b"1"), ("a.txt", b"2"))
    found = opened(data)
    assert found.read("a.txt") == b"1"
    assert [name for name, _ in found.refused] == ["a.txt"]


@pytest.mark.parametrize("flags", [0x1, 0x41])
def test_encrypted_entries(flags: int) -> None:
    found = opened(with_flags(packed(("a.txt", b"x")), flags))
    assert found.names == []
    assert found.refused == [("a.txt", "压缩包已加密。请用密码解压后再添加。")]


def test_links_are_refused() -> None:
    info = zipfile.ZipInfo("a.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(info, "/etc/passwd")
    found = opened(file.getvalue())
    assert found.names == []
    assert "符号链接" in found.refused[0][1]


@pytest.mark.parametrize("mark", ["[Content_Types].xml", "OFD.xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_documents_are_no_archives(mark: str) -> None:
    assert opened(packed((mark, b"x"), ("a.txt", b"x"))).is_package


def test_an_empty_archive() -> None:
    assert opened(packed()).names == []


def test_an_empty_entry() -> None:
    with pytest.raises(ReportError, match="文件是空的"):
        opened(packed(("a.txt", b" \n"))).read("a.txt")


WHOLE = packed(("a.txt", b"abc" * 100), ("b.txt", b"def" * 100))


@pytest.mark.parametrize("data", [WHOLE[:-30], WHOLE[:100], b"PK\x03\x04", b"", b"\x00" * 1000])
def test_damaged_archives(data: bytes) -> None:
    with pytest.raises(ReportError, match="已损坏"):
        opened(data)


def test_a_damaged_entry_leaves_the_others() -> None:
    data = packed(("a.txt", b"a" * 100), ("b.txt", b"b" * 100), method=zipfile.ZIP_STORED)
    found = opened(data.replace(b"a" * 100, b"a" * 99 + b"x"))
    with pytest.raises(ReportError, match="已损坏"):
        found.read("a.txt")
    assert found.read("b.txt") == b"b" * 100


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="无法读取"):
        Archive("a", lambda: (tmp_path / "a.zip").open("rb"))


@settings(max_examples=300)
@given(st.data())
def test_mutated_archives_raise_nothing_else(data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = opened(bytes(raw))
        for name in found.names:
            found.head(name, 10)
            assert len(found.read(name)) == 300
    except ReportError:
        pass


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ENTRIES", 2)
    assert len(opened(packed(("a", b"x"), ("b", b"x"))).names) == 2
    with pytest.raises(ReportError, match="3 个文件，超过 2 个"):
        opened(packed(("a", b"x"), ("b", b"x"), ("c", b"x")))


def test_a_directory_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "DIRECTORY", 5000)
    with pytest.raises(ReportError, match="已损坏"):
        opened(packed(*((f"{number:090}", b"x") for number in range(40))))


def test_an_entry_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST", 5000)
    found = opened(packed(("a", b"x" * 5000), ("b", b"x" * 5001)))
    assert len(found.read("a")) == 5000
    with pytest.raises(ReportError, match="上限"):
        found.read("b")


def test_a_size_in_the_directory_that_is_a_lie() -> None:
    with pytest.raises(ReportError, match="已损坏"):
        opened(with_size(packed(("a", b"x" * 50_000)), 10)).read("a")
    with pytest.raises(ReportError, match="上限"):
        opened(with_size(packed(("a", b"x")), 0xFFFF_FFFE)).read("a")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb(method: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "RATIO_FROM", 1 << 20)
    found = opened(packed(("a", bytes(3 << 20)), method=method))
    with pytest.raises(ReportError, match="压缩比超过 200 倍"):
        found.read("a")


def test_a_real_bomb_is_stopped_early() -> None:
    found = opened(packed(("a", bytes(60 << 20))))
    with pytest.raises(ReportError, match="压缩比"):
        found.read("a")
    assert found._meter.total < 2 * archive.RATIO_FROM


def test_a_total_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL", 10_000)
    found = opened(packed(("a", b"x" * 6000), ("b", b"x" * 4000), ("c", b"x" * 6000)))
    for _ in range(3):
        found.read("a")  # what is read again counts once
    found.read("b")
    with pytest.raises(ReportError, match="压缩包解压后超过"):
        found.read("c")


def test_archives_in_archives() -> None:
    inner = packed(("甲.txt", b"1"), ("deep.zip", packed(("x", b"y"))))
    found = opened(packed(("in.zip", inner), ("b.txt", b"2"))).inner("in.zip")
    assert (found.key, found.is_nested, found.names) == ("/a.zip!/in.zip", True, ["deep.zip", "甲.txt"])
    assert found.read("甲.txt") == b"1"


def test_the_total_counts_archives_in_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened(packed(("in.zip", packed(("a", b"x" * 6000), ("b", b"x" * 6000)))))
    monkeypatch.setattr(archive, "TOTAL", 10_000)
    inner = found.inner("in.zip")
    inner.read("a")
    with pytest.raises(ReportError, match="解压后超过"):
        inner.read("b")


def test_a_damaged_archive_in_an_archive() -> None:
    with pytest.raises(ReportError, match="已损坏"):
        opened(packed(("in.zip", b"PK\x03\x04 and no more"))).inner("in.zip")


def test_one_file_is_open_at_a_time() -> None:
    files: list[io.BytesIO] = []

    def open_file(data: bytes) -> io.BytesIO:
        files.append(io.BytesIO(data))
        return files[-1]

    shelf = Shelf()
    data = packed(("x", b"y"))
    archives = [Archive(str(number), lambda: open_file(data), shelf=shelf) for number in range(3)]
    assert [found.read("x") for found in archives] == [b"y"] * 3
    assert [file.closed for file in files] == [True] * 5 + [False]


def test_the_meter_counts_what_is_read_again_once() -> None:
    meter = Meter()
    for key, size in (("a", 5), ("a", 7), ("b", 1), ("a", 7)):
        meter.add(key, size)
    assert meter.total == 8


def test_listing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("a.txt", b"x"), ("b/in.zip", packed(("c.txt", b"x")))))
    status = path.stat()
    names = listing(path, status.st_mtime_ns, status.st_size)
    assert names == {"a.txt", "b/in.zip", "b/in.zip!/c.txt"}


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = opened(packed(("a.txt", b"x"), ("../b.txt", b"x")))
    found.read("a.txt")
    assert list(tmp_path.iterdir()) == []
