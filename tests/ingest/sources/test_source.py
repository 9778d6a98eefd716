"""Keys of sources, and which of them are gone."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from ingest.sources.source import gone, is_address, is_hidden, key_of, shown


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://a.example/b", True),
        ("HTTPS://a.example", True),
        (" https://a.example", True),  # copied with a space
        ("https:/a", False),  # what Path makes of an address
        ("ftp://a.example", False),
        ("报告/http://a", False),
        (Path("http://a.example/b"), False),
    ],
)
def test_addresses(given: str | Path, address: bool) -> None:
    assert is_address(given) is address


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("a.txt", False),
        ("a/b.txt", False),
        (".a.txt", True),
        (".git/a.txt", True),
        ("~$a.docx", True),  # Word's lock file
        ("a~$.docx", False),
        ("__MACOSX/a.txt", True),
        ("a/__MACOSX/._b.txt", True),
        ("Thumbs.db", True),
        ("a/.DS_Store", True),
    ],
)
def test_hidden(name: str, hidden: bool) -> None:
    assert is_hidden(name) is hidden


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A report in a folder that holds another one."""
    for name in ("报告.txt", "other.txt"):
        (tmp_path / "drive" / "sub").mkdir(parents=True, exist_ok=True)
        (tmp_path / "drive" / "sub" / name).write_text("x")
    (tmp_path / "drive" / "c.txt").write_text("x")
    return tmp_path / "drive" / "sub" / "报告.txt"


def test_a_file_is_gone_when_it_is_not_there(path: Path) -> None:
    assert not gone(key_of(path))
    path.unlink()
    assert gone(key_of(path))


def test_a_file_is_gone_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    assert gone(key_of(path))


@pytest.mark.parametrize("left", ["drive/sub", "drive", "."])
def test_nothing_is_gone_where_an_empty_folder_is_left(path: Path, tmp_path: Path, left: str) -> None:
    """A drive may have been mounted there."""
    shutil.rmtree(tmp_path / "drive")
    (tmp_path / left).mkdir(parents=True, exist_ok=True)
    assert not gone(key_of(path))
    assert gone(key_of(path), drive_is_there=True)


def test_nothing_is_gone_where_its_root_is(path: Path) -> None:
    lost = Path(path.anchor) / "nowhere-at-all" / "a.txt"
    assert not gone(str(lost))
    assert not gone(str(lost.parent / "sub" / "a.txt"))
    assert gone(str(lost), drive_is_there=True)


def test_nothing_is_gone_where_other_drives_are(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of /media/用户/甲盘 and 乙盘 one is missing."""
    beside = path.parents[1] / "c.txt"
    monkeypatch.setattr(os.path, "ismount", lambda at: at == os.path.realpath(beside))
    shutil.rmtree(path.parent)
    assert not gone(key_of(path))


def test_a_file_in_a_folder_that_has_become_a_file_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert gone(str(tmp_path / "a" / "b.txt"))


def test_an_address_is_never_gone() -> None:
    assert not gone("http://nowhere.example/a.html")


def test_what_cannot_be_told_is_not_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not gone(str(tmp_path / ("长" * 200))), "a name too long for the file system"

    def denied(self: Path, **_: object) -> os.stat_result:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "stat", denied)
    assert not gone(str(tmp_path / "a.txt"))


def test_entries_of_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("甲/b.txt", "x")
        made.writestr("odd!/c.txt", "x")
    key = key_of(path)
    assert not gone(f"{key}!/甲/b.txt")
    assert not gone(f"{key}!/odd!/c.txt")
    assert gone(f"{key}!/d.txt")
    path.write_bytes(b"PK\x03\x04 broken")
    assert not gone(f"{key}!/d.txt"), "an archive that is just being copied"
    path.unlink()
    assert not gone(f"{key}!/甲/b.txt"), "an empty folder is left"
    (tmp_path / "other.txt").write_text("x")
    assert gone(f"{key}!/甲/b.txt")


def test_entries_of_archives_in_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as made:
        made.writestr("b.txt", "x")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.write(tmp_path / "in.zip", "in.zip")
    key = key_of(tmp_path / "a.zip")
    assert not gone(f"{key}!/in.zip!/b.txt")
    assert not gone(f"{key}!/in.zip")
    assert gone(f"{key}!/in.zip!/c.txt")
    assert gone(f"{key}!/no.zip!/b.txt")


def test_a_folder_whose_name_ends_with_an_exclamation_mark(tmp_path: Path) -> None:
    (tmp_path / "重要!").mkdir()
    path = tmp_path / "重要!" / "a.txt"
    path.write_text("x")
    (path.parent / "b.txt").write_text("x")
    assert not gone(key_of(path))
    path.unlink()
    assert gone(key_of(path))


def test_links_are_resolved_and_a_loop_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "c.txt")
    assert key_of(tmp_path / "b.txt") == key_of(tmp_path / "a.txt")
    assert key_of(tmp_path / "c.txt").endswith("c.txt")


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="file names are Unicode there")
def test_a_file_whose_name_is_gbk(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + "/报告".encode("gbk")
    os.mkdir(folder)  # noqa: PTH102
    path = Path(os.fsdecode(folder + "/决定.txt".encode("gbk")))
    path.write_text("x")
    assert key_of(path).endswith("/报告/决定.txt")
    assert shown(path).endswith("/报告/决定.txt")
    assert not gone(key_of(path))
    path.unlink()
    assert not gone(key_of(path)), "an empty folder is left"
    assert gone(key_of(path), drive_is_there=True)
    lost = Path(os.fsdecode(folder + b"/\xff\xff.txt"))
    assert not gone(key_of(lost)), "its name cannot be told from the key"
