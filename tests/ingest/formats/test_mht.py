"""Web pages saved as one file: the page is found whatever way its mail is written in."""

from __future__ import annotations

from base64 import encodebytes
from contextlib import suppress
from quopri import encodestring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Loaded
from ingest.formats import mht
from ingest.formats.mht import load_mht
from rag.errors import ReportError

TITLE = "青禾市2022年法治政府建设年度报告"
SENTENCE = "全年共受理行政复议案件35件，其中撤销3件，占8.6%。"
PAGE = (
    '<html><head><meta charset="{}"><title>x</title></head>'
    f'<body><h1>{TITLE}</h1><p style="margin:0">{SENTENCE}</p></body></html>'
)
HEAD = 'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="--=_x"\n'
PICTURE = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + "iVBORw0KGgo=\n"


def part(page: bytes, content_type: str, transfer: str = "8bit") -> bytes:
    written = {"base64": encodebytes, "quoted-printable": encodestring}.get(transfer, bytes)(page)
    return f"Content-Type: {content_type}\nContent-Transfer-Encoding: {transfer}\n\n".encode() + written


def mail(*parts: bytes) -> bytes:
    return HEAD.encode() + b"".join(b"\n----=_x\n" + each for each in parts) + b"\n----=_x--\n"


def lines(loaded: Loaded) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks]


UTF8 = PAGE.format("utf-8").encode()
GBK = PAGE.format("gb2312").encode("gb18030")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(mail(part(UTF8, "text/html", "quoted-printable")), id="as browsers save"),
        pytest.param(mail(part(UTF8, "text/html", "quoted-printable")).replace(b"\n", b"\r\n"), id="line ends"),
        pytest.param(b"\r\n\n" + mail(part(UTF8, "text/html")), id="blank lines first"),
        pytest.param(mail(part(GBK, 'text/html; charset="gb2312"', "quoted-printable")), id="GB2312, of the header"),
        pytest.param(mail(part(GBK, "text/html", "base64")), id="GB2312, of the page"),
        pytest.param(mail(part(GBK, "text/html; charset=utf-8", "base64")), id="GB2312, wrong in the header"),
        pytest.param(mail(part(GBK, "text/html; charset=us-ascii")), id="GB2312, not told by Word"),
        pytest.param(mail(part(UTF8.decode().encode("utf-16"), "text/html; charset=unicode", "base64")), id="UTF-16"),
        pytest.param(mail(PICTURE.encode(), part(UTF8, "text/html")), id="a picture first"),
        pytest.param(mail(part(b"", "text/html"), part(UTF8, "text/html")), id="an empty part first"),
        pytest.param(
            mail(part(b"<frameset><frame src=a><frame src=b></frameset>", "text/html"), part(UTF8, "text/html")),
            id="frames first",
        ),
        pytest.param(mail(mail(part(UTF8, "text/html"))), id="a mail in a mail"),
        pytest.param(mail(part(UTF8, "text/html"))[:-9], id="its last line is lost"),
        pytest.param(b"MIME-Version: 1.0\n" + part(UTF8, "text/html", "base64"), id="one part only"),
        pytest.param(b"MIME-Version: 1.0\n" + part(UTF8, "application/xhtml+xml"), id="XHTML"),
    ],
)
def test_the_page_is_read(data: bytes) -> None:
    assert lines(load_mht(data)) == [TITLE, SENTENCE]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(mail(PICTURE.encode()), "找不到网页内容", id="a picture only"),
        pytest.param(HEAD.encode(), "找不到网页内容", id="the head only"),
        pytest.param(mail(part(UTF8, "text/html"))[:270], "不完整", id="a page that lost its end"),
        pytest.param(b"", "找不到网页内容", id="nothing"),
        pytest.param(b"Content-Type: multipart/related; boundary*=x'y\n\n--x\n", "找不到网页内容", id="malformed head"),
        pytest.param(mail(part(b"<html><body><img></body></html>", "text/html")), "网页中没有", id="no text"),
    ],
)
def test_what_holds_no_page_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load_mht(data)


def test_no_more_than_so_many_parts_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mht, "MOST_PARTS", 50)
    with pytest.raises(ReportError, match="找不到网页内容"):
        load_mht(mail(*[PICTURE.encode()] * 60, part(UTF8, "text/html")))


def test_mails_in_mails_end_somewhere() -> None:
    data = UTF8
    for depth in range(1500):
        head = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b{depth}\n\n--b{depth}\n"
        data = head.encode() + data
    with pytest.raises(ReportError, match="找不到网页内容"):
        load_mht(data)


@given(st.binary(max_size=80), st.integers(0, 700), st.integers(0, 80))
def test_any_bytes_are_read_or_refused(data: bytes, at: int, cut: int) -> None:
    whole = mail(part(GBK, "text/html; charset=gb2312", "quoted-printable"), PICTURE.encode())
    with suppress(ReportError):
        load_mht(whole[:at] + data + whole[at + cut :])
