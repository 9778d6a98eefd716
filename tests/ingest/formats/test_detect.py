"""The format of a file by its bytes, whatever its name says."""

from __future__ import annotations

import codecs
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import ole
from ingest.formats.detect import FORMATS, detect
from rag.errors import ReportError
from tests.ingest.ole_files import ole_file

TEXT = "青禾市2022年法治政府建设年度报告\n全年共受理行政复议案件35件。\n"
PAGE = f"<html><head><meta charset='utf-8'><title>报告</title></head><body><p>{TEXT}</p></body></html>"
MAIL = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n--x\r\n'


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name in names:
            written.writestr(name, "x")
    return buffer.getvalue()


WORD = package("[Content_Types].xml", "_rels/.rels", "word/document.xml")
WORD_XML = '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument/>'


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        pytest.param(TEXT.encode(), ".txt", "text", id="text"),
        pytest.param(TEXT.encode(), ".doc", "text", id="text saved as .doc"),
        pytest.param(TEXT.encode(), ".md", "markdown", id="markdown"),
        pytest.param(TEXT.encode(), ".MD", "markdown", id="suffix in capitals"),
        pytest.param(TEXT.encode("gb18030"), "", "text", id="GB18030, no suffix"),
        pytest.param(TEXT.encode("utf-16"), ".txt", "text", id="UTF-16 with its mark, full of NUL"),
        pytest.param(TEXT.encode("utf-16-be"), ".txt", "text", id="UTF-16 without"),
        pytest.param(b"MZ, BM and RIFF are words of a text\n", ".txt", "text", id="a text that begins like a program"),
        pytest.param(f"%PDF-1.4 的说明\n{TEXT}".encode()[9:], ".txt", "text", id="a text about PDF"),
        pytest.param(f"说明: %PDF-1.4\n{TEXT}".encode(), ".txt", "text", id="a text that names the header of PDF"),
        pytest.param("3<5且a>b，<甲方>与<乙方>\n".encode() * 3, ".txt", "text", id="angle brackets that are no tags"),
        pytest.param(("一段文字。\n" * 20 + "<br>").encode(), ".txt", "text", id="a left-over tag"),
        pytest.param(PAGE.encode(), ".html", "html", id="page"),
        pytest.param(PAGE.encode(), ".doc", "html", id="page saved as .doc"),
        pytest.param(PAGE.encode("gb18030"), ".txt", "html", id="page in GB18030 saved as .txt"),
        pytest.param(PAGE.encode("utf-16"), ".htm", "html", id="page in UTF-16"),
        pytest.param(codecs.BOM_UTF8 + f"\n <!DOCTYPE html>{PAGE}".encode(), "", "html", id="mark, blanks, doctype"),
        pytest.param(f"<!-- a --><!-- b -->\n{PAGE}".encode(), "", "html", id="comments first"),
        pytest.param(f'<?xml version="1.0"?>\n{PAGE}'.encode(), "", "html", id="XHTML"),
        pytest.param(f"<div><p>{TEXT}</p></div>".encode(), ".html", "html", id="part of a page"),
        pytest.param(("位置\n" + 3 * f"<p>{TEXT}</p>\n").encode(), ".txt", "html", id="tags later"),
        pytest.param(f"# 报告\n<p align=center>{TEXT}</p>".encode(), ".md", "markdown", id="markdown with tags"),
        pytest.param(PAGE.encode(), ".md", "html", id="a whole page saved as .md"),
        pytest.param((MAIL + PAGE).encode(), ".mht", "mht", id="MHT"),
        pytest.param((MAIL + PAGE).encode(), ".doc", "mht", id="MHT saved as .doc"),
        pytest.param(f"From: <Saved by Blink>\r\n{MAIL}".encode(), ".mhtml", "mht", id="MHT of a browser"),
        pytest.param(b"From: a\nTo: b\n\nno mail that is a page", ".txt", "text", id="a text with a mail's head"),
        pytest.param(WORD, ".docx", "docx", id="DOCX"),
        pytest.param(WORD, ".wps", "docx", id="DOCX saved as .wps"),
        pytest.param(WORD[:-60], ".docx", "docx", id="DOCX that lost its end: its reader says so"),
        pytest.param(package("OFD.xml", "Doc_0/Document.xml"), ".ofd", "ofd", id="OFD"),
        pytest.param(package("OFD.xml", "Doc_0/Document.xml"), ".zip", "ofd", id="OFD saved as .zip"),
        pytest.param(package("a/报告.docx", "报告.txt"), ".docx", "zip", id="an archive saved as .docx"),
        pytest.param(b"PK\x05\x06" + bytes(18), ".zip", "zip", id="an empty archive"),
        pytest.param(b"%PDF-1.7\n", ".pdf", "pdf", id="PDF"),
        pytest.param(b"%PDF-1.7\n", ".doc", "pdf", id="PDF saved as .doc"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n1 0 obj\nendobj", ".pdf", "pdf", id="PDF after other bytes"),
        pytest.param(ole_file("WordDocument", "1Table"), ".doc", "office", id=".doc"),
        pytest.param(ole_file("WordDocument", "1Table"), ".wps", "office", id=".wps"),
        pytest.param(ole_file("WordDocument", below="Workbook"), ".doc", "office", id=".doc with a sheet in it"),
        pytest.param(b"{\\rtf1\\ansi x}", ".rtf", "office", id="RTF"),
        pytest.param(b"\xef\xbb\xbf {\\rtf1\\ansi x}", ".doc", "office", id="RTF saved as .doc, after a mark"),
        pytest.param(WORD_XML.encode(), ".doc", "office", id="Word 2003 XML"),
    ],
)  # fmt: skip
def test_formats(data: bytes, suffix: str, kind: str) -> None:
    assert detect(data, suffix) == kind


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(package("[Content_Types].xml", "xl/workbook.xml"), "电子表格", id="XLSX"),
        pytest.param(package("[Content_Types].xml", "xl/workbook.xml")[:-60], "电子表格", id="XLSX that lost its end"),
        pytest.param(package("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿", id="PPTX"),
        pytest.param(package("mimetype", "content.xml"), "OpenDocument", id="ODT"),
        pytest.param(package("mimetype", "META-INF/container.xml"), "EPUB", id="EPUB"),
        pytest.param(ole_file("Workbook"), "电子表格", id="XLS"),
        pytest.param(ole_file("Workbook", below="WordDocument"), "电子表格", id="XLS with a document in it"),
        pytest.param(ole_file("PowerPoint Document"), "演示文稿", id="PPT"),
        pytest.param(ole_file("EncryptionInfo", "EncryptedPackage"), "取消密码", id="encrypted DOCX"),
        pytest.param(ole_file("__properties_version1.0"), "另一种软件", id="a mail of Outlook"),
        pytest.param(ole_file("WordDocument")[:600], "不完整", id=".doc that lost its end"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG 图片", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(50), "JPEG 图片", id="JPEG"),
        pytest.param(b"BM" + bytes(50), "BMP 图片", id="BMP"),
        pytest.param(b"MZ\x90\0" + bytes(50), "程序文件", id="program"),
        pytest.param(b"\x1f\x8b\x08" + bytes(50), "gzip", id="gzip"),
        pytest.param(b"Rar!\x1a\x07\0" + bytes(50), "RAR", id="RAR"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z", id="7z"),
        pytest.param(bytes(4) + b"ftypisom" + bytes(50), "音像", id="video"),
        pytest.param(b"x" * 257 + b"ustar\0", "tar", id="tar"),
        pytest.param(b'<?xml version="1.0"?><rss/>', "XML", id="XML of no kind that is read"),
        pytest.param(WORD_XML.replace("w:word", "pkg:package w:").encode(), "单文件 XML", id="one-file DOCX"),
        pytest.param(b'<?xml?><?mso-application progid="Excel.Sheet"?>', "表格", id="Excel XML"),
        pytest.param(bytes(range(256)) * 20, "或者不是文本文件", id="unknown"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        detect(data, ".doc")


def test_a_head_of_comments_is_quick() -> None:
    # comments that may end in many places once took time exponential in their number
    assert detect(b"<!-- -->" * 2000 + b"text", ".txt") == "text"


STARTS = (b"", ole.MAGIC, b"PK\x03\x04", b"%PDF-", b"{\\rtf", MAIL.encode(), b"<?xml ", ole_file("WordDocument"), WORD)


@given(st.sampled_from(STARTS), st.binary(), st.integers(0, 3000), st.sampled_from(["", ".md", ".doc"]))
def test_any_bytes_give_a_format_or_a_report_error(start: bytes, data: bytes, at: int, suffix: str) -> None:
    with suppress(ReportError):
        assert detect(start[:at] + data + start[at:], suffix) in FORMATS


@given(st.binary(max_size=40), st.integers(0, 1600))
def test_any_container_is_read_or_refused(data: bytes, at: int) -> None:
    whole = ole_file("WordDocument", "1Table", below="Workbook")
    with suppress(ValueError):
        container = ole.Container(whole[:at] + data + whole[at + len(data) :])
        assert len(container.beginning("worddocument")) in (0, 512)
