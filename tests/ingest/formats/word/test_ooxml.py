"""Packages: parts that are missing, the strict variant, and what is no Word file, whatever was done to it."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.word import ooxml
from ingest.formats.word.document import load_word
from ingest.formats.word.ooxml import OLE_MAGIC
from rag.errors import ReportError
from tests.ingest.docx_files import (
    OFFICE,
    STYLES,
    WORD,
    numbered,
    p,
    package,
    part,
    relations,
    row,
    styled,
    table,
    word_file,
)


def test_the_strict_variant() -> None:
    strict = word_file(table(row("提案号", "1号")) + styled("甲", "1"), {"styles": STYLES})
    swapped = {}
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        for name in archive.namelist():
            data = archive.read(name).replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            swapped[name] = data.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    loaded = load_word(package(swapped))
    assert [(loaded.text[block.start : block.end], block.level) for block in loaded.blocks] == [
        ("提案号\t1号", None),
        ("甲", 1),
    ]


def test_parts_that_are_missing_are_no_matter() -> None:
    entries = {
        "rId1": ("image", "../NULL"),
        "rId2": ("styles", "styles.xml"),
        "rId3": ("footnotes", "../../../etc/passwd"),
        "rId4": ("header", "header9.xml"),
    }
    files = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "/word/document.xml")}),
        "word/_rels/document.xml.rels": relations(entries),
        "word/document.xml": part(
            "document", f'<w:body>{p("甲。")}<w:sectPr><w:headerReference r:id="rId4"/></w:sectPr></w:body>'
        ),
    }
    assert load_word(package(files)).text == "甲。\n"


def only(document: str | bytes) -> bytes:
    """Return a package that holds nothing but its main part."""
    return package({"_rels/.rels": relations({"a": ("officeDocument", "x")}), "x": document})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"no zip at all", "不是有效的 .docx", id="another kind of file"),
        pytest.param(OLE_MAGIC + bytes(600), "加密", id="encrypted, or the old format"),
        pytest.param(b"PK\x03\x04 cut off", "不是有效的 .docx", id="truncated"),
        pytest.param(package({"a.txt": "a"}), "已损坏", id="a zip that is no document"),
        pytest.param(only("<w/>"), "没有正文", id="no body"),
        pytest.param(only("<w"), "已损坏", id="no XML"),
        pytest.param(only('<!DOCTYPE w [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'), "DTD", id="entities"),
    ],
)
def test_what_is_no_docx(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load_word(data)


def test_every_truncation_is_told() -> None:
    data = word_file(p("青禾市受理案件35件。" * 30), {"styles": STYLES})
    for length in range(len(data)):
        with pytest.raises(ReportError):
            load_word(data[:length])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_file_with_wrong_bytes_is_read_or_told(data: st.DataObject) -> None:
    body = p("青禾市受理案件35件。") + table(row("甲", "乙")) + numbered("丙") + styled("丁", "1")
    xml = bytearray(part("document", f"<w:body>{body}</w:body>").encode())
    # not among the namespaces: they would only make every element an unknown one
    first = xml.index(b"<w:body>")
    for at in data.draw(st.lists(st.integers(first, len(xml) - 1), min_size=1, max_size=8)):
        xml[at] = data.draw(st.integers(0, 255))
    with suppress(ReportError):
        load_word(only(bytes(xml)))


NAMES = (
    "p r t tbl tr tc sdt sdtContent ins del br txbxContent fldChar pPr numPr numId gridSpan vMerge tcPr pict altChunk"
)
TAGS = st.sampled_from(NAMES.split())
VALUES = st.sampled_from(("", "1", "-5", "restart", "99999999"))
TREES = st.recursive(
    st.builds('<w:{} w:val="{}"/>'.format, TAGS, VALUES),
    lambda inner: st.builds("<w:{0}>甲{1}</w:{0}>".format, TAGS, st.lists(inner, max_size=4).map("".join)),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, max_size=5))
def test_elements_in_any_order_are_read_or_told(trees: list[str]) -> None:
    loaded = load_word(word_file("".join(trees)))
    for before, block in zip(((0, 0), *((b.start, b.end) for b in loaded.blocks)), loaded.blocks, strict=False):
        assert before[1] <= block.start < block.end <= len(loaded.text)


def test_a_package_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = word_file(p("甲" * 3000))
    monkeypatch.setattr(ooxml, "MOST_UNPACKED", 1000)
    with pytest.raises(ReportError, match="上限"):
        load_word(data)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<w:p/>" * 300_000, id="packed to nearly nothing"),
        pytest.param(p("甲" * (22 * 2**20)), id="one part beyond the limit"),
    ],
)
def test_a_part_that_unpacks_to_too_much(body: str) -> None:
    with pytest.raises(ReportError, match="上限"):
        load_word(word_file(body))


def test_an_encrypted_entry_is_told() -> None:
    data = bytearray(word_file(p("甲")))
    for header in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(header)
        while at >= 0:
            data[at + (6 if header.endswith(b"\x04") else 8)] |= 1
            at = data.find(header, at + 4)
    with pytest.raises(ReportError, match="加密"):
        load_word(bytes(data))


# a malformed directory makes zipfile raise nearly anything
@pytest.mark.parametrize("error", [struct.error("unpack"), OverflowError(), IndexError()])
def test_whatever_zipfile_raises_is_told(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise error

    monkeypatch.setattr(ooxml.zipfile, "ZipFile", broken)
    with pytest.raises(ReportError, match="损坏"):
        load_word(b"PK")
