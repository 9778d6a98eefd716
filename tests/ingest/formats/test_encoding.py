"""Bytes → text: every encoding an office uses, and what is no text at all."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.encoding import decode, decode_page
from rag.errors import ReportError

TEXT = "青禾市2022年度报告\n共受理案件35件。\n"
# Thirty characters, the shortest that has to be right, and the same in traditional ones.
SHORT = "全市各级行政机关共办理行政复议案件三十五件，纠正违法行为七起。"
TRADITIONAL = "全市各級行政機關共辦理行政複議案件三十五件，糾正違法行為七起。"
LINE = "第{}条：本市行政机关在今年中依法受理并办结了群众申请，答复率达到要求。\n"
LINE_TRADITIONAL = "第{}條：本市行政機關在今年中依法受理並辦結了群眾申請，答復率達到要求。\n"
LONG, LONG_TRADITIONAL = ("".join(line.format(number) for number in range(40)) for line in (LINE, LINE_TRADITIONAL))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(TEXT.encode(), TEXT, id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), TEXT, id="utf-8 with a byte-order mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), TEXT, id="line ends of Windows"),
        pytest.param(TEXT.replace("\n", "\r").encode(), TEXT, id="line ends of old Macs"),
        pytest.param(TEXT.encode("gb18030"), TEXT, id="gb18030"),
        pytest.param("\ufeff".encode("gb18030") + TEXT.encode("gb18030"), TEXT, id="gb18030 with its mark"),
        pytest.param(SHORT.encode("gb2312"), SHORT, id="gb2312"),
        pytest.param("朱镕基、㐂、𠮷".encode("gb18030"), "朱镕基、㐂、𠮷", id="characters that only gb18030 has"),
        pytest.param(TRADITIONAL.encode("gbk"), TRADITIONAL, id="traditional characters in gbk"),
        pytest.param(TRADITIONAL.encode("big5"), TRADITIONAL, id="big5"),
        pytest.param("深水埗㗎".encode("big5hkscs") + TRADITIONAL.encode("big5"), "深水埗㗎" + TRADITIONAL, id="hkscs"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, id="utf-16, little-endian"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, id="utf-16, big-endian"),
        pytest.param(SHORT.encode("utf-16-le"), SHORT, id="utf-16 without its mark, little-endian"),
        pytest.param(SHORT.encode("utf-16-be"), SHORT, id="utf-16 without its mark, big-endian"),
        pytest.param(b"report of 2022\n", "report of 2022\n", id="ascii"),
        pytest.param("report of 2022\n".encode("utf-16-le"), "report of 2022\n", id="ascii in utf-16"),
        pytest.param(b"\xa3\xa0" + "报告。".encode("gb18030"), "\u3000报告。", id="old blank"),
        pytest.param("བོད་ལྗོངས།".encode(), "བོད་ལྗོངས།", id="Tibetan"),
    ],
)  # fmt: skip
def test_every_encoding_gives_its_text(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("change", [b"\xff", b"A", b"", b"\xe6\x81"], ids=["replaced", "by a letter", "lost", "added"])
def test_a_damaged_byte_costs_a_few_characters(encoding: str, change: bytes) -> None:
    text = LONG_TRADITIONAL if encoding == "big5" else LONG
    data = text.encode(encoding)
    at = 2 * (len(data) // 4) + 1
    got = decode((codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b"") + data[:at] + change + data[at + 1 :])
    # what is left before and after the damage is the text
    before = next((i for i, (a, b) in enumerate(zip(text, got, strict=False)) if a != b), len(got))
    rest = got[before:]
    after = max((size for size in range(len(rest)) if text.endswith(rest[len(rest) - size :])), default=0)
    allowed = 40 if encoding.startswith("utf-16") else 8
    assert before + after >= len(text) - allowed


def test_lines_in_another_encoding_are_read_in_theirs() -> None:
    assert decode(LONG.encode("gb18030") + SHORT.encode() + b"\n" + LONG.encode("gb18030")) == f"{LONG}{SHORT}\n{LONG}"
    assert decode(LONG.encode() + SHORT.encode("gb18030") + b"\n" + LONG.encode()) == f"{LONG}{SHORT}\n{LONG}"


PAGE = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize(
    ("claimed", "encoding"),
    [
        pytest.param("utf-8", "utf-8", id="true"),
        pytest.param("gb2312", "gb18030", id="gb2312 means gb18030"),
        pytest.param("utf-8", "gb18030", id="claims utf-8, is gb18030"),
        pytest.param("gb2312", "utf-8", id="claims gb2312, is utf-8"),
        pytest.param("gb2312", "big5", id="claims gb2312, is big5"),
        pytest.param("big5", "gb18030", id="claims big5, is gb18030"),
        pytest.param("iso-8859-1", "gb18030", id="what servers claim for everything"),
        pytest.param("unicode", "gb18030", id="a claim that means nothing"),
        pytest.param("utf-8", "utf-16", id="mark of utf-16"),
    ],
)
def test_a_page_is_read_as_its_bytes_are(claimed: str, encoding: str) -> None:
    page = PAGE.format(claimed, TRADITIONAL if encoding == "big5" else SHORT)
    assert decode_page(page.encode(encoding)) == page


@pytest.mark.parametrize(
    ("page", "declared", "data"),
    [
        # two characters tell nothing: the claim decides
        pytest.param(PAGE.format("big5", "微博"), "", None, id="meta"),
        pytest.param('<?xml version="1.0" encoding="big5"?><p>微博</p>', "", None, id="XML"),
        pytest.param("<p>微博</p>", "Big5", None, id="header"),
        pytest.param(PAGE.format("gb2312", "微博"), "big5", None, id="a header goes before the page"),
        pytest.param(PAGE.format("big5", "微博"), "unicode", None, id="but not one that means nothing"),
        pytest.param(PAGE.format("windows-1252", "“café”"), "", b"\x93caf\xe9\x94", id="a page in English"),
    ],
)
def test_a_claim_decides_where_the_bytes_do_not(page: str, declared: str, data: bytes | None) -> None:
    written = page.encode("big5") if data is None else page.encode("cp1252")
    assert data is None or data in written
    assert decode_page(written, declared) == page


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(1000), id="NUL"),
        pytest.param(bytes(range(256)) * 20, id="every byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(0, 250, 3)) * 50, id="a picture"),
        pytest.param(("Отчёт администрации о деятельности. " * 20).encode("koi8-r"), id="another language's encoding"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReportError, match="UTF-8"):
        decode(data)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_comes_back_exactly(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(st.integers(0, len(SHORT) - 1), st.sampled_from(["gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8"]))
def test_any_order_of_a_sentence_comes_back(turn: int, encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SHORT
    text = text[turn:] + text[:turn]
    assert decode(text.encode(encoding)) == text


@given(st.binary(), st.sampled_from(["", "gb2312", "big5", "utf-8", "utf-16", "iso-8859-1", "rot13", "\x00"]))
def test_any_bytes_give_text_or_a_report_error(data: bytes, declared: str) -> None:
    with suppress(ReportError):
        text = decode_page(data, declared)
        text.encode()  # no half of a surrogate pair


@given(st.data())
def test_damage_stays_where_it_is(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(["utf-8", "gb18030"]))
    written = bytearray(LONG.encode(encoding))
    for at in data.draw(st.lists(st.integers(0, len(written) - 1), min_size=1, max_size=3)):
        written[at] = data.draw(st.integers(0, 255).filter(lambda code: code not in b"\n\r"))
    lines = set(LONG.split("\n"))
    assert sum(line not in lines for line in decode(bytes(written)).split("\n")) <= 4
