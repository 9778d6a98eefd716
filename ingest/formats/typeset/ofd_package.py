"""The package that an OFD file is: a zip of XML parts and pictures, read with limits.

Parts are only ever looked up among the package's own entries, so that no name leads out of it. Producers differ in
upper and lower case, slashes and where paths start from: all that has one meaning is understood.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from ingest.formats.package import is_oversized, unpacked
from ingest.sources.zipnames import entry_names
from rag.errors import ReportError

if TYPE_CHECKING:
    from lxml.etree import _Element

# Bytes. A page of text takes 10 kB to 1 MB of XML (one object for each letter), a scanned one 50 kB to 5 MB.
MOST_UNPACKED, LARGEST_XML, LARGEST_PICTURE = 256 * 2**20, 32 * 2**20, 64 * 2**20
MOST_ENTRIES = 20_000
# GM/T 0099 keeps the description of what is encrypted under this name.
_ENCRYPTIONS = "encryptions.xml"
_SAVE_AGAIN = "请用 OFD 阅读器打开后另存，或导出为 PDF 再试。"


class Package:
    """The parts of one OFD file by their names; raises ReportError for what is none, encrypted, or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise ReportError(f"不是有效的 OFD 文件（文件不完整，或只是改了扩展名）。{_SAVE_AGAIN}") from None
        entries = self._zip.infolist()
        total = sum(entry.file_size for entry in entries)
        if total > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
            raise ReportError(
                f"解压后有 {total >> 20} MB、{len(entries)} 个文件，超过上限（{MOST_UNPACKED >> 20} MB、"
                f"{MOST_ENTRIES} 个）。请确认文件来源。"
            )
        self._entries = dict(zip(map(_folded, entry_names(entries)), entries, strict=True))
        if any(posixpath.basename(name) == _ENCRYPTIONS for name in self._entries):
            raise encrypted()

    def find(self, location: str, *folders: str) -> str | None:
        """Return the name of the part at `location`, which starts from the first of `folders` where it exists.

        An absolute location starts from the package's root, which is also tried last. None: there is no such part.
        """
        if not location.strip():
            return None
        starts = ("",) if location.strip()[0] in "/\\" else (*folders, "")
        names = (_folded(posixpath.join(folder, location.strip())) for folder in starts)
        return next((name for name in names if name in self._entries), None)

    def tree(self, part: str) -> _Element:
        """Return the root element of an XML part; raises ReportError where it is no XML."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(self.read(part, LARGEST_XML), parser)
        except etree.XMLSyntaxError as error:
            raise damaged(part) from error

    def read(self, part: str, most: int = LARGEST_PICTURE) -> bytes:
        """Return the bytes of a part; raises ReportError for one of more than `most` bytes, or packed like a bomb."""
        entry = self._entries[part]
        if entry.flag_bits & 1:
            raise encrypted()
        if is_oversized(entry, most):
            raise ReportError(f"其中的 {part[-40:]} 解压后有 {entry.file_size >> 20} MB，超过上限。请确认文件来源。")
        try:
            return unpacked(self._zip, entry)
        except zipfile.BadZipFile as error:
            raise damaged(part) from error


def damaged(what: str) -> ReportError:
    """Return the error for a package that cannot be read; `what` is the part or the kind of damage."""
    return ReportError(f"OFD 文件已损坏，无法读取（{what[-60:]}）。{_SAVE_AGAIN}")


def encrypted() -> ReportError:
    """Return the error for an encrypted package."""
    return ReportError("是加密的 OFD 文件。请用 OFD 阅读器取消密码或加密后另存再试。")


def _folded(name: str) -> str:
    """Return a part's name without leading slash, `.` and `..`, which stop at the package's root."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()
