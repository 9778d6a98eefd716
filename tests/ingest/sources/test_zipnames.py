"""Names of entries in zips that do not say how they are encoded."""

from __future__ import annotations

import struct
from zipfile import ZipInfo
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.encoding import COMMON
from ingest.sources.zipnames import entry_names

UTF8 = 0x800
# Rare characters may be valid in both encodings (娅丗 in GBK is 櫁F in UTF-8), and nobody can tell which are meant.
CHINESE = st.text(st.sampled_from(sorted(char for char in COMMON if "\u4e00" <= char <= "\u9fa5")), min_size=1)


def entry(raw: bytes, flags: int = 0, extra: bytes = b"") -> ZipInfo:
    """Return an entry as zipfile reads it: flagged names are UTF-8, all others code page 437."""
    info = ZipInfo(raw.decode("utf-8" if flags & UTF8 else "cp437"))
    info.flag_bits, info.extra = flags, extra
    return info


def unicode_path(raw: bytes, name: bytes, version: int = 1) -> bytes:
    field = struct.pack("<BI", version, crc32(raw)) + name
    return struct.pack("<HH", 0x7075, len(field)) + field


NTFS = struct.pack("<HH", 0x000A, 4) + b"abcd"


@pytest.mark.parametrize(
    ("info", "name"),
    [
        pytest.param(entry(b"a.txt"), "a.txt", id="ASCII"),
        pytest.param(entry("青禾市.txt".encode(), UTF8), "青禾市.txt", id="UTF-8 with its flag"),
        pytest.param(entry("青禾市.txt".encode()), "青禾市.txt", id="UTF-8 without its flag, as on a Mac"),
        pytest.param(entry("青禾市.txt".encode("gbk")), "青禾市.txt", id="GBK, as on Windows"),
        pytest.param(entry("通知.txt".encode("gbk")), "通知.txt", id="GBK that is valid UTF-8 by chance"),
        pytest.param(entry("電業.txt".encode("gbk")), "電業.txt", id="GBK that is valid UTF-8 by chance, a rarer one"),
        pytest.param(entry("㐀.txt".encode("gb18030")), "㐀.txt", id="four bytes of GB18030"),
        pytest.param(entry(b"\xff\xff.txt"), "\u00a0\u00a0.txt", id="neither: as zipfile reads it"),
        pytest.param(entry(b"a/./b/./c.txt"), "a/b/c.txt", id="a folder that is this one"),
        pytest.param(entry(b"./a.txt"), "a.txt", id="from zip -r x ./"),
        pytest.param(entry(b"a\\b.txt"), "a/b.txt", id="a backslash from Windows"),
        # 瀂 is 0x9E 0x5C in GBK: its second byte is a backslash
        pytest.param(entry("瀂.txt".encode("gbk")), "瀂.txt", id="a backslash inside a character"),
        pytest.param(
            entry(b"qh.txt", extra=NTFS + unicode_path(b"qh.txt", "青禾.txt".encode())), "青禾.txt", id="extra field"
        ),
        pytest.param(
            entry(b"new.txt", extra=unicode_path(b"old.txt", b"x.txt")), "new.txt", id="extra field of an older name"
        ),
        pytest.param(entry(b"a.txt", extra=unicode_path(b"a.txt", b"\xff")), "a.txt", id="extra field that is broken"),
        pytest.param(entry(b"a.txt", extra=unicode_path(b"a.txt", b"b", 2)), "a.txt", id="extra field of the future"),
        pytest.param(entry(b"a.txt", extra=b"\x75\x70\xff\xff\x01"), "a.txt", id="extra field cut off"),
    ],
)
def test_names(info: ZipInfo, name: str) -> None:
    assert entry_names([info]) == [name]


@given(CHINESE)
def test_chinese_names_are_read_in_both_encodings(name: str) -> None:
    assert entry_names([entry(name.encode()), entry(name.encode("gb18030"))]) == [name, name]


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_any_bytes_have_a_name(raw: bytes, extra: bytes) -> None:
    (name,) = entry_names([entry(raw, extra=extra)])
    assert "\\" not in name
    name.encode()
