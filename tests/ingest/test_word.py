"""Word documents: paragraphs and tables in order, heading styles, and files that are none."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from ingest import word
from ingest.word import OLE_MAGIC, load_word
from rag.errors import ReportError


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def document() -> docx.document.Document:
    made = docx.Document()
    made.add_heading("青禾市2022年度法治政府建设情况报告", level=0)
    made.add_heading("一、概况", level=1)
    made.add_paragraph("第一行\n第二行\xa0末尾。")
    table = made.add_table(rows=2, cols=3)
    for at, cell in enumerate(table.rows[0].cells):
        cell.text = f"列{at}"
    table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "合并"
    table.rows[1].cells[2].text = "35件"
    made.add_paragraph("表后。")
    return made


def test_paragraphs_and_tables_in_order(document: docx.document.Document) -> None:
    loaded = load_word(saved(document))
    assert [loaded.text[block.start : block.end] for block in loaded.blocks] == [
        "青禾市2022年度法治政府建设情况报告",
        "一、概况",
        "第一行",
        "第二行\xa0末尾。",
        "列0\t列1\t列2",
        "合并\t35件",
        "表后。",
    ]
    assert [block.level for block in loaded.blocks] == [0, 1, None, None, None, None, None]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"no zip at all", "不是有效的 .docx", id="another kind of file"),
        pytest.param(OLE_MAGIC + bytes(600), "加密", id="encrypted, or the old format"),
        pytest.param(b"PK\x03\x04 cut off", "不是有效的 .docx", id="truncated"),
    ],
)
def test_what_is_no_docx(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load_word(data)


def test_a_zip_that_is_no_document() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(ReportError, match="已损坏"):
        load_word(buffer.getvalue())


def test_every_truncation_is_told(document: docx.document.Document) -> None:
    data = saved(document)
    for length in range(0, len(data) - 1, len(data) // 40):
        with pytest.raises(ReportError):
            load_word(data[:length])


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch, document: docx.document.Document) -> None:
    monkeypatch.setattr(word, "MOST_UNPACKED", 1000)
    with pytest.raises(ReportError, match="上限"):
        load_word(saved(document))
