"""What is read: files, folders, archives, addresses, with what sidecars say of them."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ingest.sources.gather import Gathered, gather
from ingest.sources.source import key_of
from rag.errors import ReportError

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(entries: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return file.getvalue()


def docx() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def names(found: Gathered, folder: Path) -> list[str]:
    return [source.key.removeprefix(key_of(folder) + "/") for source in found.sources]


def facts(found: Gathered, folder: Path) -> dict[str, dict[str, str]]:
    pairs = zip(names(found, folder), found.sources, strict=True)
    return {name: dict(source.facts) for name, source in pairs if source.facts}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ("b.txt", "a.DOCX", "c/d.html", "c/e.pdf", ".hidden.txt", "~$a.docx", ".git/f.txt", "README", "f.xlsx")
    return lay(tmp_path / "in", dict.fromkeys(names, b"x"))


def test_folders_with_their_sub_folders(folder: Path) -> None:
    found = gather([folder])
    assert names(found, folder) == ["a.DOCX", "b.txt", "c/d.html", "c/e.pdf"]
    assert found.ignored == {".xlsx": 1, "无扩展名": 1}
    assert found.failed == []


def test_sources_know_their_name_and_read_their_bytes(folder: Path) -> None:
    (source,) = gather([str(folder / "c" / "d.html")]).sources
    assert (source.name, source.read(), source.url, source.facts) == ("d.html", b"x", None, {})


def test_a_file_is_read_once(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "b.txt")
    found = gather([folder / "b.txt", folder, folder / "c" / ".." / "b.txt"])
    assert names(found, folder) == ["b.txt", "a.DOCX", "c/d.html", "c/e.pdf"]


def test_a_named_file_of_no_known_type_is_tried(folder: Path) -> None:
    found = gather([folder / "f.xlsx", folder / "README", folder / ".hidden.txt"])
    assert names(found, folder) == ["f.xlsx", "README", ".hidden.txt"]


@pytest.mark.parametrize(
    ("data", "read"),
    [
        pytest.param(b"%PDF-1.7\n", True, id="PDF"),
        pytest.param(b"<!DOCTYPE html><p>x", True, id="HTML"),
        pytest.param(b"\xef\xbb\xbf \n<!-- saved -->\n<HTML lang='zh'>", True, id="HTML after BOM and comment"),
        pytest.param(docx(), True, id="DOCX"),
        pytest.param(packed({"a.txt": b"x"}), False, id="an archive that is not named as one"),
        pytest.param(b"PK\x03\x04", False, id="a damaged zip"),
        pytest.param(OLE2 + bytes(600), False, id="OLE2, but no document"),
        pytest.param(b"<?xml version='1.0'?><x/>", False, id="XML"),
        pytest.param("文字".encode(), False, id="text"),
        pytest.param(b"\x89PNG\r\n", False, id="a picture"),
        pytest.param(b"", False, id="nothing"),
    ],
)
@pytest.mark.parametrize("name", ["report", "report.bak"])
def test_files_without_a_known_suffix_are_told_by_their_bytes(
    data: bytes, read: bool, name: str, tmp_path: Path
) -> None:
    lay(tmp_path, {"z.txt": b"x", name: data, "in.zip": packed({name: data})})
    found = gather([tmp_path])
    assert names(found, tmp_path) == ([f"in.zip!/{name}", name, "z.txt"] if read else ["z.txt"])
    assert found.ignored == ({} if read else {Path(name).suffix or "无扩展名": 2})


def test_no_such_path(folder: Path) -> None:
    with pytest.raises(ReportError, match=r"找不到 .*nowhere、ftp://a\.example/b、（空路径）。.*http://"):
        gather([folder / "nowhere", folder, "ftp://a.example/b", ""])
    with pytest.raises(ReportError, match="请检查路径"):
        gather([folder / ("长" * 300)])


def test_nothing_to_read(tmp_path: Path) -> None:
    lay(tmp_path, {"a.xlsx": b"x", "reports.csv": b"file\n"})
    with pytest.raises(ReportError, match=r"没有可以读取的报告文件。支持：.*\.zip"):
        gather([tmp_path])
    with pytest.raises(ReportError, match="没有可以读取的报告文件"):
        gather([tmp_path / "reports.csv"])
    assert gather([tmp_path], may_be_empty=True) == Gathered([], [], {".xlsx": 1})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "d.txt").symlink_to(tmp_path / "d.txt")
    found = gather([tmp_path, tmp_path / "b"])
    assert [source.name for source in found.sources] == ["a.txt", "c.txt", "d.txt", "b"]
    for source in found.sources:
        with pytest.raises(ReportError):
            source.read()


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "c" / "up").symlink_to(folder)
    assert len(gather([folder]).sources) == 4


def test_a_folder_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def denied(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("c"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", denied)
    found = gather([folder])
    assert names(found, folder) == ["a.DOCX", "b.txt"]
    ((where, reason),) = found.failed
    assert where == f"{folder}/c"
    assert "权限" in reason


def test_archives(tmp_path: Path) -> None:
    inner = packed({"d.txt": b"4", "deep.zip": packed({"x.txt": b"x"})})
    entries = {
        "b/c.txt": b"1",
        "a.docx": docx(),
        "x.png": b"x",
        "../evil.txt": b"x",
        "in.zip": inner,
        "is-docx.zip": docx(),
        "no.zip": b"PK\x03\x04",
        "__MACOSX/._c.txt": b"x",
    }
    lay(tmp_path, {"one.zip": packed(entries), "two.docx": packed({"e.txt": b"5"}), "three.zip": docx()})
    found = gather([tmp_path])
    assert names(found, tmp_path) == [
        "one.zip!/a.docx",
        "one.zip!/b/c.txt",
        "one.zip!/in.zip!/d.txt",
        "one.zip!/is-docx.zip",
        "three.zip",
        "two.docx!/e.txt",
    ]
    assert found.ignored == {".png": 1}
    told = {where.removeprefix(f"{tmp_path}/"): reason for where, reason in found.failed}
    assert list(told) == ["one.zip!/../evil.txt", "one.zip!/in.zip!/deep.zip", "one.zip!/no.zip"]
    assert "不安全" in told["one.zip!/../evil.txt"]
    assert "嵌套超过两层" in told["one.zip!/in.zip!/deep.zip"]
    assert "已损坏" in told["one.zip!/no.zip"]
    by_name = {source.name: source.read() for source in found.sources}
    assert (by_name["c.txt"], by_name["d.txt"], by_name["e.txt"]) == (b"1", b"4", b"5")
    assert not (tmp_path.parent / "evil.txt").exists()


def test_damaged_archives(tmp_path: Path) -> None:
    lay(tmp_path, {"a.zip": b"PK\x03\x04 broken", "b.docx": b"PK\x03\x04 broken", "c.zip": b"Rar!\x1a\x07"})
    found = gather([tmp_path])
    # what is no zip by its bytes is told what it is when it is read
    assert names(found, tmp_path) == ["b.docx", "c.zip"]
    assert [Path(where).name for where, _ in found.failed] == ["a.zip"]


def test_an_archive_that_is_named(tmp_path: Path) -> None:
    lay(tmp_path, {"a": packed({"通知.txt": b"1"})})
    found = gather([tmp_path / "a"])
    assert names(found, tmp_path) == ["a!/通知.txt"]


def test_a_sidecar_holds_for_its_folder_and_those_below(tmp_path: Path) -> None:
    table = "file,year,kind\na.txt,2020,甲\nx/b.txt,2021,乙\nc.txt,2022,丙\nz.zip/d.txt,2023,丁\ne.txt,2024,戊\n"
    lay(
        tmp_path,
        {
            "reports.csv": table.encode(),
            "a.txt": b"x",
            "x/a.txt": b"x",
            "x/b.txt": b"x",
            "x/reports.csv": "文件,年度\nb.txt,1999\n".encode("gbk"),
            "x/y/c.txt": b"x",
            "z.zip": packed(
                {"d.txt": b"x", "e.txt": b"x", "sub/f.txt": b"x", "sub/Reports.csv": b"file,year\nf.txt,2000\n"}
            ),
        },
    )
    found = gather([tmp_path])
    assert facts(found, tmp_path) == {
        "a.txt": {"year": "2020", "kind": "甲"},
        "x/b.txt": {"year": "1999", "kind": "乙"},  # the nearer table wins
        "x/y/c.txt": {"year": "2022", "kind": "丙"},
        "z.zip!/d.txt": {"year": "2023", "kind": "丁"},
        "z.zip!/e.txt": {"year": "2024", "kind": "戊"},
        "z.zip!/sub/f.txt": {"year": "2000"},
    }
    assert (found.failed, found.ignored) == ([], {})


def test_a_sidecar_beside_a_file_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "file,year,colour\na.txt,2020,red\nb.txt,no,red\nnowhere.txt,2021,red\nz.zip/d.txt,2023,red\n"
    lay(tmp_path, {"a.txt": b"x", "b.txt": b"x", "z.zip": packed({"d.txt": b"x"}), "reports.csv": table.encode()})
    monkeypatch.chdir(tmp_path)
    found = gather(["a.txt", "b.txt", "reports.csv", "z.zip"])  # as the shell expands *
    assert facts(found, tmp_path) == {"a.txt": {"year": "2020"}, "z.zip!/d.txt": {"year": "2023"}}
    assert [(Path(where).name, reason[:9]) for where, reason in found.failed] == [
        ("reports.csv", "不认识的列“col"),
        ("reports.csv 第3行", "“年度”列的“no"),
    ]


def test_what_is_wrong_in_a_sidecar_is_told_and_the_rest_holds(tmp_path: Path) -> None:
    lay(tmp_path, {"a.txt": b"x", "reports.csv": "文件,年度,地区\na.txt,22,青禾市\nb.txt,2022,\n".encode()})
    found = gather([tmp_path])
    assert facts(found, tmp_path) == {"a.txt": {"place": "青禾市"}}
    assert [where for where, _ in found.failed] == [f"{tmp_path}/reports.csv 第{line}行" for line in (2, 3)]


def test_an_unreadable_sidecar_does_not_stop_the_others(tmp_path: Path) -> None:
    lay(tmp_path, {"a.txt": b"x", "reports.csv": b""})
    found = gather([tmp_path])
    assert names(found, tmp_path) == ["a.txt"]
    assert found.failed == [(f"{tmp_path}/reports.csv", "文件是空的。")]


def test_a_file_named_and_in_a_folder_has_the_facts_of_both(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"x/a.txt": b"x", "reports.csv": b"file,year\nx/a.txt,2020\n", "x/reports.csv": b"file,kind\na.txt,k\n"},
    )
    found = gather([tmp_path / "x" / "a.txt", tmp_path])
    assert facts(found, tmp_path) == {"x/a.txt": {"year": "2020", "kind": "k"}}


def test_addresses() -> None:
    found = gather(
        ["HTTP://Www.Example.CN:80/a b/报告.html#top", "http://www.example.cn/a%20b/%E6%8A%A5%E5%91%8A.html"]
    )
    (source,) = found.sources
    assert source.key == source.url == "http://www.example.cn/a%20b/%E6%8A%A5%E5%91%8A.html"
    assert source.name == "报告.html"


@pytest.mark.parametrize("address", ["http://", "http:///a", "https://user:secret@a.example/", "http://a:99999/"])
def test_addresses_that_are_none(address: str) -> None:
    found = gather([address])
    ((where, reason),) = found.failed
    assert (found.sources, where) == ([], address)
    assert "地址" in reason


def test_many_archives_take_few_file_handles(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.zip").write_bytes(packed({"a.txt": b"x"}))
    handles = Path("/proc/self/fd")
    before = len(list(handles.iterdir())) if handles.exists() else 0
    found = gather([tmp_path])
    assert [source.read() for source in found.sources] == [b"x"] * 50
    if before:
        assert len(list(handles.iterdir())) <= before + 1


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "空.zip", "w"):
        pass
    found = gather([tmp_path])
    assert [(Path(where).name, reason) for where, reason in found.failed] == [("空.zip", "压缩包是空的。")]


def test_many_comments_are_gone_through_once(tmp_path: Path) -> None:
    lay(tmp_path, {"a.bak": b"<!---->" * 140, "b.txt": b"x"})
    started = time.process_time()
    assert names(gather([tmp_path]), tmp_path) == ["b.txt"]
    assert time.process_time() - started < 1


@pytest.mark.parametrize("name", ["a.xlsx", "b.PPT", "c.jar"])
def test_files_of_other_programs_are_not_read_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"z.txt": b"x", name: docx()})
    read: list[str] = []
    monkeypatch.setattr("ingest.sources.gather.read_bytes", lambda path: read.append(path.name))
    found = gather([tmp_path])
    assert (names(found, tmp_path), read) == (["z.txt"], [])
    assert found.ignored == {Path(name).suffix.lower(): 1}
