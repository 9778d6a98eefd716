"""Bytes → text: every encoding an office uses, and what is no text at all."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding import decode
from rag.errors import ReportError

TEXT = "青禾市2022年度报告\n共受理案件35件。\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="utf-8 with a byte-order mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="line ends of old Macs"),
        pytest.param(TEXT.encode("gb18030"), id="gb18030"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16, little-endian"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16, big-endian"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == TEXT


def test_a_lost_byte_does_not_cost_the_report() -> None:
    damaged = (TEXT * 20).encode()
    damaged = damaged[:10] + b"\xff" + damaged[11:]
    text = decode(damaged)
    assert text.count("\ufffd") <= 3
    assert text.endswith(TEXT)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(1000), id="NUL"),
        pytest.param(bytes(range(256)) * 20, id="every byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(0, 250, 3)) * 50, id="a picture"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReportError, match="UTF-8"):
        decode(data)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_comes_back_exactly(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(st.binary())
def test_any_bytes_give_text_or_a_report_error(data: bytes) -> None:
    with suppress(ReportError):
        assert isinstance(decode(data), str)
