"""The names of a zip's entries, which archives made in China hardly ever declare the encoding of.

Formats: PKWARE APPNOTE 6.3.10 (flag 0x800: UTF-8), Info-ZIP extrafld.txt (extra field 0x7075: the name in UTF-8).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from contextlib import suppress
from zipfile import ZipInfo
from zlib import crc32

from ingest.formats.encoding import COMMON

_UTF8, _UNICODE_PATH = 0x800, 0x7075


def entry_names(infos: Sequence[ZipInfo]) -> list[str]:
    """Return the entries' names, parts parted by /."""
    return [re.sub(r"^(?:\./)+|(?<=/)(?:\./)+", "", _name(info).replace("\\", "/")) for info in infos]


def _name(info: ZipInfo) -> str:
    if info.flag_bits & _UTF8:
        return info.orig_filename
    # zipfile has read the bytes as code page 437, which has a character for each
    raw = info.orig_filename.encode("cp437")
    return _unicode_path(info.extra, raw) or _decoded(raw) or info.orig_filename


def _decoded(raw: bytes) -> str | None:
    """Return the name that the bytes stand for, UTF-8 or GBK; None where they are neither.

    A short GBK name may be valid UTF-8 by chance: then the one that reads like Chinese is meant.
    """
    names = []
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            names.append(raw.decode(encoding))
    return min(names, key=_strangeness, default=None)


def _strangeness(name: str) -> int:
    """Return how many characters a Chinese name would hardly have; letters below U+0800 count twice."""
    foreign = [char for char in name if char > "\x7f"]
    return sum(2 if char < "\u0800" else char not in COMMON for char in foreign)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name of the extra field 0x7075, which holds only for the name whose checksum it carries."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack("<I", field[1:5])
            if checksum == crc32(raw):
                with suppress(UnicodeDecodeError):
                    return field[5:].decode()
    return None
