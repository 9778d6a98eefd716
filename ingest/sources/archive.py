"""Zip archives: what lies in them, and its bytes, read one at a time into memory and never written anywhere.

An archive is not trusted: what its directory says of sizes and names is checked, and sizes are measured while reading.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ingest.load import LARGEST
from ingest.sources.source import INSIDE, is_hidden
from ingest.sources.zipnames import entry_names
from rag.errors import ReportError

ENTRIES = 10_000
# Bytes unpacked of one archive and those inside it: what a run may have to go through.
TOTAL = 1 << 30
# The most that text is ever packed is about 50:1 (XML with little in it); a bomb begins at 1000:1.
RATIO, RATIO_FROM = 200, 10 << 20
# Bytes of the directory: 10,000 entries with names as long as file systems allow, in two encodings.
DIRECTORY = 8 << 20
# What is unpacked at a time; methods without a limit of their own (bzip2, LZMA) get 80 MB out of it at most.
CHUNK = 4096
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# A zip with one of these entries is a document or a program, not an archive of files.
_PACKAGE = frozenset(("[content_types].xml", "ofd.xml", "mimetype", "meta-inf/manifest.mf"))
# Bits of an entry's flags: encrypted, strongly encrypted.
_ENCRYPTED = 0x1 | 0x40
_UNSAFE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)|.*[\x00-\x1f\x7f]", re.DOTALL)

DAMAGED = "压缩包已损坏，无法解压。请重新下载，或重新压缩后再添加。"


class Shelf:
    """The archive that is open: one at a time, so that a folder of a thousand archives takes one file handle."""

    def __init__(self) -> None:
        self._key = ""
        self._zip: ZipFile | None = None

    def take(self, key: str, open_file: Callable[[], IO[bytes]]) -> ZipFile:
        """Return the archive of that key, opened unless it is the one at hand."""
        if self._zip is None or self._key != key:
            if self._zip:
                self._zip.close()
            self._zip = None
            self._zip, self._key = _Zip(open_file()), key
        return self._zip


class Meter:
    """How many bytes were unpacked; what is read again counts once."""

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self.total = 0

    def add(self, key: str, size: int) -> None:
        """Count the bytes of an entry."""
        self.total += max(0, size - self._sizes.get(key, 0))
        self._sizes[key] = max(size, self._sizes.get(key, 0))


class Archive:
    """A plain zip: the names of its files, those refused with the reason, and the bytes of each.

    Raises ReportError where it is damaged or has too many entries. `is_package` tells that it is no archive at all
    but a document kept as a zip (DOCX, OFD …).
    """

    def __init__(
        self,
        key: str,
        open_file: Callable[[], IO[bytes]],
        *,
        shelf: Shelf | None = None,
        meter: Meter | None = None,
    ) -> None:
        """Read the directory; `meter` is that of the archive around this one, if it lies in another."""
        self.key, self._open_file, self._shelf = key, open_file, shelf or Shelf()
        self.is_nested = meter is not None
        self._meter, self._inside = meter or Meter(), Shelf()
        self.refused: list[tuple[str, str]] = []
        self._infos: dict[str, ZipInfo] = {}
        try:
            infos = self._zip().infolist()
            names = entry_names(infos)
        except ReportError:
            raise
        except OSError as error:
            raise ReportError(f"文件无法读取（{error.strerror or error}）。请检查文件和读取权限。") from error
        except Exception as error:  # malformed input raises nearly anything
            raise ReportError(DAMAGED) from error
        if len(infos) > ENTRIES:
            raise ReportError(f"压缩包中有 {len(infos)} 个文件，超过 {ENTRIES} 个的上限。请拆分后再添加。")
        self.is_package = any(name.lower() in _PACKAGE for name in names)
        for name, info in sorted(zip(names, infos, strict=True), key=lambda pair: pair[0]):
            self._list(name, info)
        self.names = list(self._infos)

    def _zip(self) -> ZipFile:
        return self._shelf.take(self.key, self._open_file)

    def _list(self, name: str, info: ZipInfo) -> None:
        if name.endswith("/") or not name:
            return
        if reason := _refusal(name, info):
            self.refused.append((_printable(name), reason))
        elif is_hidden(name):
            return
        elif name in self._infos:
            self.refused.append((name, "压缩包中有同名文件，只读取第一个。请改名后重新压缩。"))
        else:
            self._infos[name] = info

    def read(self, name: str) -> bytes:
        """Return an entry's bytes; raises ReportError where it is damaged, empty or beyond a limit."""
        data = self._unpacked(name)
        if not data.strip():
            raise ReportError("文件是空的。")
        return data

    def head(self, name: str, size: int) -> bytes:
        """Return an entry's first bytes, none where they cannot be read."""
        try:
            with self._zip().open(self._infos[name]) as stream:
                return stream.read(size)
        except Exception:  # malformed input raises nearly anything; `read` tells the reason
            return b""

    def inner(self, name: str) -> Archive:
        """Return the archive in an entry; raises ReportError where it cannot be read."""
        return Archive(
            self.key + INSIDE + name, lambda: BytesIO(self.read(name)), shelf=self._inside, meter=self._meter
        )

    def _unpacked(self, name: str) -> bytes:
        info = self._infos[name]
        if info.file_size > LARGEST:
            raise _too_large(info.file_size)
        data = bytearray()
        try:
            with self._zip().open(info) as stream:
                while chunk := stream.read(CHUNK):
                    data += chunk
                    self._measure(name, info, len(data))
        except (ReportError, MemoryError):
            raise
        except Exception as error:  # malformed input raises nearly anything
            raise ReportError(DAMAGED) from error
        return bytes(data)

    def _measure(self, name: str, info: ZipInfo, size: int) -> None:
        if size > LARGEST:
            raise _too_large(size)
        if size > RATIO_FROM and size > RATIO * info.compress_size:
            raise ReportError(f"文件的压缩比超过 {RATIO} 倍，可能是恶意压缩包，未读取。请检查压缩包的来源。")
        self._meter.add(self.key + INSIDE + name, size)
        if self._meter.total > TOTAL:
            raise ReportError(f"压缩包解压后超过 {TOTAL >> 30} GB 的上限，其余文件未读取。请拆分后再添加。")


@lru_cache(maxsize=16)
def listing(path: Path, changed: int, size: int) -> frozenset[str]:
    """Return the names of the archive's files, those of archives in it as entry!/name.

    `changed` and `size` tell apart the states of the file for the cache. Raises ReportError where it cannot be read.
    """
    archive = Archive(str(path), lambda: path.open("rb"))
    names = set(archive.names)
    for name in archive.names:
        if is_zip_name(name):
            names.update(name + INSIDE + inner for inner in archive.inner(name).names)
    return frozenset(names)


def is_zip_name(name: str) -> bool:
    """Tell whether a file is named as an archive."""
    return name.lower().endswith(".zip")


class _Bounded:
    """A file that is never read by more than a directory may take: the size that a zip tells of it may be a lie."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int | None = -1) -> bytes:
        data = self._file.read(min(size, DIRECTORY + 1) if size is not None and size >= 0 else DIRECTORY + 1)
        if len(data) > DIRECTORY:
            raise BadZipFile("directory too large")
        return data

    def close(self) -> None:
        self._file.close()


class _Zip(ZipFile):
    """A zip that closes its file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._given = file
        super().__init__(_Bounded(file))

    def close(self) -> None:
        super().close()
        self._given.close()


def _too_large(size: int) -> ReportError:
    return ReportError(f"文件解压后有 {size / 2**20:.0f} MB，超过 {LARGEST >> 20} MB 的上限。请拆分后再添加。")


def _refusal(name: str, info: ZipInfo) -> str | None:
    if _UNSAFE.match(name):
        return "压缩包中的路径不安全（绝对路径、上级目录或控制字符），未读取。请检查压缩包的来源。"
    if info.create_system == 3 and stat.S_ISLNK(info.external_attr >> 16):
        return "压缩包中是符号链接，不是文件，未读取。请放入文件本身，重新压缩后再添加。"
    if info.flag_bits & _ENCRYPTED:
        return "压缩包已加密。请用密码解压后再添加。"
    return None


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in name)
