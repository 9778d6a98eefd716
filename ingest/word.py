"""Word documents (.docx) through python-docx: paragraphs and tables in document order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.blocks import TITLE_LEVEL, Loaded, TextBuilder
from rag.errors import ReportError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

# A report of 500 pages unpacks to about 20 MB; what unpacks to more than this was made to fill the memory.
MOST_UNPACKED = 256 * 2**20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CELL = "\t"
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_STYLES = ("title", "标题")


def load_word(data: bytes) -> Loaded:
    """Return the text of a .docx; a table row is one line, its cells parted by tabs.

    Raises ReportError for encrypted, old (.doc), damaged and oversized files.
    """
    _check(data)
    import docx

    try:
        return _load(docx.Document(io.BytesIO(data)))
    except Exception as error:  # a malformed package makes python-docx and lxml raise nearly anything
        raise ReportError(
            f"Word 文件已损坏，无法读取（{type(error).__name__}）。请用 Word 打开后另存为 .docx 再试。"
        ) from error


def _check(data: bytes) -> None:
    if data.startswith(OLE_MAGIC):
        raise ReportError("是加密的 Word 文件或旧格式(.doc)。请用 Word 取消密码、另存为 .docx 后重试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ReportError(
            "不是有效的 .docx 文件（文件不完整，或只是改了扩展名）。请用 Word 另存为 .docx 后重试。"
        ) from None
    if unpacked > MOST_UNPACKED:
        raise ReportError(f"解压后有 {unpacked >> 20} MB,超过 {MOST_UNPACKED >> 20} MB 的上限。请确认文件来源。")


def _load(document: Document) -> Loaded:
    from docx.table import Table

    builder = TextBuilder()
    levels: dict[str, int | None] = {}
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in _rows(item):
                builder.add(row)
        else:
            builder.add(item.text, level=_level(item, levels))
    return builder.loaded()


def _level(paragraph: Paragraph, levels: dict[str, int | None]) -> int | None:
    # looking a style up by name is slow: once for each style of a document is enough
    key = paragraph._p.style or ""
    if key not in levels:
        name = (paragraph.style.name if paragraph.style else None) or ""
        match = _HEADING_STYLE.match(name)
        levels[key] = int(match.group(1)) if match else TITLE_LEVEL if name.lower() in _TITLE_STYLES else None
    return levels[key]


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[_Cell] = []
        for cell in row.cells:
            # python-docx repeats a merged cell for every column that it covers
            if not cells or cell._tc is not cells[-1]._tc:
                cells.append(cell)
        yield CELL.join(" ".join(_lines(cell)) for cell in cells)


def _lines(cell: _Cell) -> Iterator[str]:
    from docx.table import Table

    for item in cell.iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item)
        elif item.text.strip():
            yield " ".join(item.text.split("\n"))
