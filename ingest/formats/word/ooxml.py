"""The package that a .docx is: a zip of XML parts tied together by relationships, read with limits.

Only what is asked for is unpacked, so that a picture that is missing or damaged loses nobody a report. Names of the
strict variant of the format (ISO/IEC 29500 Strict) are read as the common ones.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from ingest.formats.package import MOST_RATIO, is_oversized, unpacked
from rag.errors import ReportError

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The largest part of 70 real reports is 0.2 MB. Pictures are never unpacked, so that only their sum is bounded.
MOST_UNPACKED, LARGEST_PART = 256 * 2**20, 64 * 2**20

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", _OFFICE),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGED = "Word 文件已损坏，无法读取（{}）。请用 Word 打开后另存为 .docx 再试。"


class Package:
    """The parts of one .docx by their names; raises ReportError for what is none, or too large to be one."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLE_MAGIC):
            raise ReportError("是加密的 Word 文件或旧格式(.doc)。请用 Word 取消密码、另存为 .docx 后重试。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise ReportError(
                "不是有效的 .docx 文件（文件不完整，或只是改了扩展名）。请用 Word 另存为 .docx 后重试。"
            ) from None
        self._entries = {entry.filename.lstrip("/"): entry for entry in self._zip.infolist()}
        if (total := sum(entry.file_size for entry in self._zip.infolist())) > MOST_UNPACKED:
            raise _too_large(total, MOST_UNPACKED)

    def main(self) -> str:
        """Return the name of the part that holds the document's text."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self._entries:
                return target
        raise ReportError(_DAMAGED.format("找不到正文"))

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of each relationship of a part by its id, without targets outside of the package."""
        folder, name = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{name}.rels")
        if name not in self._entries:
            return {}
        return {
            entry.get("Id", ""): (entry.get("Type", "").rpartition("/")[2], _target(folder, entry.get("Target", "")))
            for entry in self.tree(name).iter(_RELATION)
            if entry.get("TargetMode") != "External"
        }

    def holds(self, part: str) -> bool:
        """Tell whether there is a part of that name."""
        return part in self._entries

    def read(self, part: str) -> bytes:
        """Return the bytes of a part; raises ReportError for one that is larger than a report can be."""
        entry = self._entries[part]
        if entry.flag_bits & 1:
            raise ReportError("是加密的 Word 文件。请用 Word 取消密码后重试。")
        if is_oversized(entry, LARGEST_PART):
            raise _too_large(entry.file_size, LARGEST_PART)
        try:
            return unpacked(self._zip, entry)
        except zipfile.BadZipFile as error:
            raise damaged(error) from error

    def tree(self, part: str) -> _Element:
        """Return the root of a part of XML, without entities, comments and instructions."""
        from lxml import etree

        data = self.read(part)
        for strict, common in _STRICT:
            data = data.replace(strict, common)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReportError(_DAMAGED.format("含有不应出现的 DTD 声明"))
        return root


def value_of(element: _Element, name: str = "val") -> str:
    """Return an attribute of WordprocessingML, "" where the element has none of that name."""
    return element.get(WORD + name) or ""


def number_of(element: _Element, name: str) -> int:
    """Return an attribute of WordprocessingML as a whole number, -1 where it is none."""
    text = value_of(element, name)
    return int(text) if text.isdecimal() and len(text) <= 9 else -1


def is_on(element: _Element | None) -> bool:
    """Tell whether a property that is on or off is on: present, and not said to be off."""
    return element is not None and value_of(element) not in ("0", "false", "off")


def damaged(error: Exception) -> ReportError:
    """Return what a user is told about a package whose parts cannot be read."""
    return ReportError(_DAMAGED.format(type(error).__name__))


def _too_large(size: int, limit: int) -> ReportError:
    return ReportError(
        f"解压后有 {size >> 20} MB，超过上限（{limit >> 20} MB，且不超过压缩前的 {MOST_RATIO} 倍）。请确认文件来源。"
    )


def _target(folder: str, target: str) -> str:
    # a name is only ever looked up among the names of the package
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
