"""File names for pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.pagenames import name_in, name_sent


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        (b"/art/2023/t20230215_123.html", "text/html", "t20230215_123.html"),
        (b"/%E6%8A%A5%E5%91%8A.pdf", "", "报告.pdf"),
        (b"/%B1%A8%B8%E6.pdf", "", "报告.pdf"),  # GBK
        (b"/content.jsp", "text/html", "content.jsp"),
        (b"/article/123", "text/html", "123.html"),
        (b"/file/123", "application/pdf", "123.pdf"),
        (b"/file/123", "application/octet-stream", "123"),
        (b"/", "text/html", "www_a_example.html"),
        (b"/a/", "", "www_a_example"),
        (b"/..", "", "www_a_example"),
        (b"/a%2F..%2Fb.txt", "", "b.txt"),
        (b"/a%5Cb.txt", "", "b.txt"),
        (b"/a%00%0Ab.txt", "", "ab.txt"),
        (b"/2022%E5%B9%B4.%E5%B9%B4%E5%BA%A6", "text/html", "2022年.年度.html"),
        (b"/" + b"a" * 300 + b".html", "", "a" * 115 + ".html"),
    ],
)
def test_names_in_addresses(path: bytes, kind: str, name: str) -> None:
    assert name_in(path, "www.a.example", kind) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="report.pdf"', "report.pdf"),
        (b"attachment; filename=report.pdf", "report.pdf"),
        (b"attachment;filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf", "报告.pdf"),
        (b"attachment; filename=x.pdf; filename*=utf-8''%E6%8A%A5%E5%91%8A.pdf", "报告.pdf"),
        (b"attachment; filename*=GBK''%B1%A8%B8%E6.pdf", "报告.pdf"),
        ('attachment; filename="报告.pdf"'.encode(), "报告.pdf"),
        ('attachment; filename="报告.pdf"'.encode("gbk"), "报告.pdf"),
        (b'attachment; filename="%E6%8A%A5%E5%91%8A.pdf"', "报告.pdf"),
        (b'attachment; filename="../../etc/passwd"', "passwd.pdf"),
        (b'attachment; filename="C:\\docs\\a.doc"', "a.doc"),
        (b'attachment; filename=".."', None),
        (b'attachment; filename=""', None),
        (b"inline", None),
        (b"", None),
    ],
)
def test_names_that_are_sent(header: bytes, name: str | None) -> None:
    assert name_sent(header, "application/pdf") == name


@given(st.binary(max_size=60))
def test_every_name_is_a_base_name(raw: bytes) -> None:
    for name in (name_in(b"/" + raw, "a.example", "text/html"), name_sent(b'x; filename="' + raw + b'"', "")):
        assert name is None or (name.strip(" .") and not set(name) & set('/\\\0\n<>:"|?*') and len(name) <= 125)
        (name or "").encode()
