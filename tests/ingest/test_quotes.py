"""Every sentence that can be cited stands in the source, as programs that are not ours read it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from lxml import html

from ingest.build import Reading, read_report

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "eval" / "reports").iterdir())

# A row of a table as it is read (领域：公安，公安收案35件), and an item that the page numbers by itself.
ROW = re.compile(r"[^：。]{1,24}：(..)[^，。]*，\1")
NUMBERED = re.compile(r"\d{1,2}\. ")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def word_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return (
        squeeze("".join(paragraph.text for paragraph in document.paragraphs)) + "\n" + "\n".join(map(squeeze, tables))
    )


def html_text(data: bytes) -> str:
    return squeeze(html.fromstring(data).text_content())


def file_text(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def quotes(reading: Reading) -> Iterator[str]:
    for draft in reading.drafts:
        for start, end in draft.sentences:
            yield reading.text[start:end]


def check(path: Path) -> None:
    data = path.read_bytes()
    reading = read_report(data, path.name)
    if path.suffix in (".txt", ".md"):
        assert reading.text == file_text(data)
        return
    source = word_text(data) if path.suffix == ".docx" else html_text(data)
    # page numbers that stand inside sentences, as where a PDF was turned into a Word file, are left out of them
    unmarked = re.sub(r"—\d{1,3}—?", "", source)
    for quote in quotes(reading):
        assert all(squeeze(part) in source or squeeze(part) in unmarked for part in parts_of(quote, path)), quote


def parts_of(quote: str, path: Path) -> list[str]:
    """Return what of a sentence stands in its source as it is: the cells of a row, an item without its number."""
    if path.suffix == ".docx":
        return quote.split("\t")
    if path.suffix == ".html" and ROW.match(quote):
        return re.findall(r"\d[\d,.]*", quote)  # the heads of the columns are repeated before each figure
    return [NUMBERED.sub("", quote)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    check(path)


def test_real_reports(shared: Path) -> None:
    for folder in ("corpus", "work-reports"):
        for path in sorted((shared / folder).iterdir()):
            check(path)


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.suffix == ".txt"], ids=lambda path: path.name)
def test_every_format_gives_the_same_sentences(path: Path) -> None:
    expected = [squeeze(quote) for quote in quotes(read_report(path.read_bytes(), path.name))]
    lines = path.read_text("utf-8").split("\n")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    page = "<html><body>" + "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in lines) + "</body></html>"
    for name, data in (("a.docx", buffer.getvalue()), ("a.html", page.encode("gb18030")), ("a.txt", path.read_bytes())):
        assert [squeeze(quote) for quote in quotes(read_report(data, name))] == expected
