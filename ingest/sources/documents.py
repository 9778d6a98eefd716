"""Which of the many other files in a folder are documents to be read, told by their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.formats.detect import BEFORE_TAGS, detect
from rag.errors import ReportError

# Bytes: what a file begins with tells a PDF or a web page.
HEAD = 1024
_TOLD_BY_HEAD = re.compile(
    rb"%PDF-|(?:\xef\xbb\xbf)?" + BEFORE_TAGS.encode() + rb"<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)
# Zip, OLE2, RTF: documents begin so, and much else, which is read whole to be told.
_TOLD_BY_ALL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_DOCUMENTS = frozenset(("docx", "ofd", "office"))
# Zip and OLE2 files of other kinds, often large and many: they are not read whole to learn what their name says.
_OTHERS = frozenset((
    ".xls", ".xlsx", ".xlsm", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods", ".numbers",
    ".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".pot", ".potx", ".dps", ".dpt", ".odp", ".key",
    ".vsd", ".vsdx", ".mpp", ".pub", ".msg", ".mdb", ".accdb", ".epub",
    ".apk", ".aar", ".ipa", ".jar", ".war", ".ear", ".whl", ".nupkg", ".xpi", ".crx", ".vsix", ".msi", ".msp",
    ".kmz", ".npz", ".db",
))  # fmt: skip


def is_document(head: bytes, read: Callable[[], bytes], suffix: str) -> bool:
    """Tell whether a file without a known suffix is a document to be read, by its bytes.

    `head` is its first HEAD bytes, `read` returns all, `suffix` (lower case) is that of its name.
    """
    if _TOLD_BY_HEAD.match(head):
        return True
    if suffix in _OTHERS or not head.startswith(_TOLD_BY_ALL):
        return False
    try:
        return detect(read()) in _DOCUMENTS
    except ReportError:
        return False
