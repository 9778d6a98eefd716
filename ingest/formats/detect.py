"""Which format a file is in, told by its bytes: web pages saved as .doc and renamed packages are common."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from ingest.formats import ole
from ingest.formats.encoding import decode
from rag.errors import ReportError

FORMATS = ("text", "markdown", "html", "mht", "docx", "pdf", "ofd", "office", "zip")
MARKDOWN = frozenset((".md", ".markdown"))
# Bytes: what of a text is looked at. Pages begin with their own tags, whatever scripts follow.
HEAD = 16 * 2**10
# ISO 32000 allows so many bytes before the header.
PDF_HEAD = 1024
# Entries of a package: a document has one for each part or picture. To list more than these takes seconds.
MOST_ENTRIES = 20_000
# Tags for each line from which on a text without <html> is a part of a web page; lines of text have none.
TAGS_PER_LINE, FEWEST_TAGS = 0.5, 3

_ENTRY = b"PK\x01\x02"
_SAVE_AS = "请用原来的软件打开后另存为 .docx 或 PDF 再添加。"
_UNPACK = "请解压后添加其中的报告，或重新压缩为 .zip。"
_SCAN = "请把图片合并为 PDF 再添加，扫描的 PDF 可以识别文字。"
_SHEET = "是电子表格，不是报告。如果需要其中的内容，请另存为 PDF 再添加。"
_SLIDES = "是演示文稿，不是报告。如果需要其中的内容，请另存为 PDF 再添加。"
_ENCRYPTED = "是加密的 Office 文件。请用 Word 打开，取消密码后另存为 .docx 再添加。"
# Beginning → what it is, and what to do. Those in the second table are common words too, and need a NUL byte.
_FOREIGN = (
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", _SCAN), (b"\xff\xd8\xff", "JPEG 图片", _SCAN),
    (b"GIF87a", "GIF 图片", _SCAN), (b"GIF89a", "GIF 图片", _SCAN), (b"II*\0", "TIFF 图片", _SCAN),
    (b"MM\0*", "TIFF 图片", _SCAN), (b"AT&TFORM", "DjVu 文件", "请转换为 PDF 再添加。"),
    (b"\x1f\x8b", "gzip 压缩文件", _UNPACK), (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件", _UNPACK),
    (b"Rar!\x1a\x07", "RAR 压缩文件", _UNPACK), (b"\xfd7zXZ\0", "xz 压缩文件", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "Zstandard 压缩文件", _UNPACK), (b"MSCF\0\0\0\0", "CAB 压缩文件", _UNPACK),
    (b"\x7fELF", "程序文件", "请检查是否选错了文件。"), (b"SQLite format 3\0", "数据库文件", "请检查是否选错了文件。"),
    (b"%!PS", "PostScript 文件", "请转换为 PDF 再添加。"),
    (b"\xef\xbb\xbf%!PS", "PostScript 文件", "请转换为 PDF 再添加。"),
)  # fmt: skip
_FOREIGN_BINARY = (
    (b"MZ", "程序文件", "请检查是否选错了文件。"), (b"BM", "BMP 图片", _SCAN), (b"RIFF", "图片或音像文件", _SCAN),
    (b"BZh", "bzip2 压缩文件", _UNPACK), (b"ID3", "音频文件", "请检查是否选错了文件。"),
    (b"CAJ", "CAJ 文件", "请用 CAJViewer 打开后另存为 PDF 再添加。"),
    (b"HN", "CAJ 文件", "请用 CAJViewer 打开后另存为 PDF 再添加。"),
)  # fmt: skip
_MAIL_HEAD = re.compile(rb"\s*(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL_TYPE = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
# Atomic: a comment that could end in several places would be tried in all of them.
BEFORE_TAGS = r"\s*+(?:(?><!--.*?-->|<\?.*?\?>)\s*+)*+"
_PAGE = re.compile(BEFORE_TAGS + r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.IGNORECASE | re.DOTALL)
_PART_OF_PAGE = re.compile(
    BEFORE_TAGS + r"<(?:a|article|b|br|center|div|font|form|h[1-6]|iframe|img|li|link|main|meta|ol|p|script|section|"
    r"span|strong|style|table|tbody|td|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_LATER = re.compile(r"<(?:!doctype\s+html|html|body)\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:br|div|h[1-6]|li|p|span|table|td|tr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_WORD_XML = re.compile(r"progid=\"Word\.Document\"|<w:wordDocument\b")
_SHEET_XML = re.compile(r"progid=\"Excel\.Sheet\"|urn:schemas-microsoft-com:office:spreadsheet\"")


def detect(data: bytes, suffix: str = "") -> str:
    """Return which of FORMATS a file's bytes are; `suffix`, that of its name, only tells Markdown from plain text.

    Raises ReportError for anything else, with what it is and what to do.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(ole.MAGIC):
        return _container(data)
    if _is_pdf(data):
        return "pdf"
    start = data.removeprefix(b"\xef\xbb\xbf")[:HEAD].lstrip()
    if start.startswith(b"{\\rtf"):
        return "office"
    if (head := _MAIL_HEAD.match(start)) and _MAIL_TYPE.search(head.group()):
        return "mht"
    _refuse_foreign(data)
    return _text(decode(data[:HEAD]), is_markdown=suffix.lower() in MARKDOWN)


def _package(data: bytes) -> str:
    if data.count(_ENTRY) > MOST_ENTRIES:
        return "zip"
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {name.replace("\\", "/").lower().lstrip("/") for name in package.namelist()}
    except Exception:  # malformed input raises nearly anything; a package that lost its end still tells what it was
        parts = ("[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "OFD.xml")
        names = {part.lower() for part in parts if part.encode() in data}
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names:
        return _office_package(names)
    if "mimetype" in names and "content.xml" in names:
        raise ReportError(f"是 OpenDocument 文件（如 .odt）。{_SAVE_AS}")
    if "mimetype" in names and "meta-inf/container.xml" in names:
        raise ReportError("是 EPUB 电子书。请转换为 PDF 再添加。")
    return "zip"


def _office_package(names: set[str]) -> str:
    folders = {name.split("/")[0] for name in names if "/" in name}
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        raise ReportError(_SHEET)
    if "ppt" in folders:
        raise ReportError(_SLIDES)
    # the main part of a document may lie anywhere: its reader finds it, or says that there is none
    return "docx"


def _container(data: bytes) -> str:
    try:
        names = ole.Container(data).names
    except ValueError:
        names = frozenset()
    if "worddocument" in names:
        return "office"
    if "encryptedpackage" in names:
        raise ReportError(_ENCRYPTED)
    if not names.isdisjoint(("workbook", "book")):
        raise ReportError(_SHEET)
    if "powerpoint document" in names:
        raise ReportError(_SLIDES)
    if not names:
        raise ReportError(f"旧格式的 Office 文件不完整或已损坏。请重新获取，或{_SAVE_AS.removeprefix('请')}")
    raise ReportError(f"不是 Word 或 WPS 文字文档，而是另一种软件的文件。{_SAVE_AS}")


def _is_pdf(data: bytes) -> bool:
    at = data.find(b"%PDF-", 0, PDF_HEAD)
    # a text may name the header, too: after other bytes there has to be an object
    return at == 0 or (at > 0 and data.find(b"endobj", at) > 0)


def _refuse_foreign(data: bytes) -> None:
    table = _FOREIGN + _FOREIGN_BINARY if b"\0" in data[:512] else _FOREIGN
    for start, what, advice in table:
        if data.startswith(start):
            raise ReportError(f"是{what}，不是报告文本。{advice}")
    if data[4:8] == b"ftyp":
        raise ReportError("是音像文件或图片，不是报告文本。请检查是否选错了文件。")
    if data[257:262] == b"ustar":
        raise ReportError(f"是 tar 打包文件，不是报告文本。{_UNPACK}")


def _text(head: str, *, is_markdown: bool) -> str:
    if head.lstrip().startswith(("<?xml", "<?mso-application", "<w:wordDocument")) and not _PAGE_LATER.search(head):
        return _xml(head)
    if _PAGE.match(head):
        return "html"
    if is_markdown:
        # which may hold tags
        return "markdown"
    return "html" if _is_part_of_page(head) else "text"


def _xml(head: str) -> str:
    if _WORD_XML.search(head):
        if "<pkg:package" in head:
            raise ReportError(f"是 Word 的单文件 XML 格式。{_SAVE_AS}")
        return "office"
    if _SHEET_XML.search(head):
        raise ReportError(_SHEET)
    raise ReportError(f"是 XML 数据文件，不是报告文本。{_SAVE_AS}")


def _is_part_of_page(head: str) -> bool:
    if _PART_OF_PAGE.match(head) or (_PAGE_LATER.search(head) and "</" in head):
        return True
    tags = sum(1 for _ in _BLOCK_TAG.finditer(head))
    lines = sum(1 for line in head.split("\n") if line.strip())
    return tags >= max(FEWEST_TAGS, TAGS_PER_LINE * lines)
