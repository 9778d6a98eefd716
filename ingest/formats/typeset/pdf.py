"""PDF files: the text layer page by page, and optical recognition of the pages that have none that can be used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.blocks import Loaded
from ingest.formats.typeset.layout import compose
from ingest.formats.typeset.pdf_layer import Layer, judge, says_more
from ingest.formats.typeset.pdf_objects import Drawn, drawn_on
from ingest.formats.typeset.pdf_rows import Sheet, as_pages
from ingest.formats.typeset.pdf_tables import find_grids, read_table
from ingest.formats.typeset.pdf_text import Frame, Letter, read_letters, runs
from rag.errors import ReportError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PAGES = 2000
# Points: seven metres; a long web page printed on one sheet has at most 14,400.
LONGEST_SIDE = 20_000
# Dots per inch at which pages are recognised, fewer for large pages: an A4 page has 3.9 million pixels.
SHARP, MOST_PIXELS = 200, 12_000_000
# Below this, letters cannot be recognised.
BLURRED = 60
# A page is blank if it shows nothing at this size.
ICON = 36
_PASSWORD = 4
# pdfium must not be entered by two threads at once.
_pdfium = threading.Lock()


def load_pdf(data: bytes) -> Loaded:
    """Return the text of a PDF, its pages and which of them were recognised optically.

    Raises ReportError for files that are encrypted, damaged, too long or of absurd size, and where recognition is
    needed and cannot be had.
    """
    try:
        with _opened(data) as document:
            sheets = [_sheet(document, number) for number in range(_length(document))]
        return compose(as_pages(sheets))
    except ReportError:
        raise
    except Exception as error:  # a malformed file makes pdfium's wrapper raise nearly anything
        raise _damaged(type(error).__name__) from error


def _damaged(reason: str) -> ReportError:
    return ReportError(f"PDF 文件已损坏或不完整，无法读取（{reason}）。请用 PDF 阅读器打开后另存为新文件再试。")


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                message = "PDF 文件已加密，需要密码才能打开。请在 PDF 阅读器中取消密码后另存，再添加。"
                raise ReportError(message) from error
            raise _damaged(str(error)) from error
    try:
        yield document
    finally:
        with _pdfium:
            document.close()


def _length(document: Any) -> int:
    with _pdfium:
        count = len(document)
    if not count:
        raise ReportError("PDF 文件没有页面。请检查文件是否完整。")
    if count > MOST_PAGES:
        raise ReportError(f"PDF 文件有 {count} 页，超过 {MOST_PAGES} 页的上限。请拆分后再添加。")
    return count


def _sheet(document: Any, number: int) -> Sheet:
    """Return one page as it is read; only one page is open at a time."""
    with _pdfium:
        page = document[number]
        try:
            read, text, picture = _read(page, number)
        finally:
            page.close()
    if picture is None:
        return read
    from ingest.formats.typeset.ocr import recognise

    width, height = picture[1]
    recognised = recognise(picture[0], width=width, height=height)
    if not says_more("".join(line.text for line in recognised.lines), text):
        return read
    return Sheet(recognised.width, recognised.height, list(recognised.lines), ocr=True)


_Picture = tuple["NDArray[np.uint8]", tuple[float, float]]


def _read(page: Any, number: int) -> tuple[Sheet, str, _Picture | None]:
    """Return a page from its text layer, the layer's text, and the page's picture with its size if that is needed."""
    left, bottom, right, top = page.get_cropbox()
    frame = Frame(left, bottom, right, top)
    if not all(0 < side <= LONGEST_SIDE for side in frame.size):
        raise ReportError(
            f"PDF 第 {number + 1} 页的尺寸异常（{frame.size[0]:.0f}×{frame.size[1]:.0f} 磅）。请检查文件。"
        )
    letters, frame = read_letters(page.raw, frame)
    drawn = drawn_on(page.raw, frame)
    layer, letters = judge(letters, drawn)
    text = "".join("".join(letter.char for letter in letters).split())
    sheet = _composed(letters, drawn, frame, ocr=layer is Layer.SCANNED)
    needs_picture = layer is Layer.PICTURE and not _is_blank(page)
    return sheet, text, (_picture(page, number), page.get_size()) if needs_picture else None


def _composed(letters: list[Letter], drawn: Drawn, frame: Frame, *, ocr: bool) -> Sheet:
    width, height = frame.size
    sheet = Sheet(width, height, [], ocr=ocr)
    for grid in find_grids(drawn.rules):
        table, letters = read_table(grid, letters)
        if table:
            sheet.tables.append(table)
    sheet.tables.sort(key=lambda table: table.box[1])
    sheet.lines = runs(letters)
    return sheet


def _is_blank(page: Any) -> bool:
    width, height = page.get_size()
    bitmap = page.render(scale=min(ICON / 72, 1000 / max(width, height)), grayscale=True)
    try:
        pixels = bitmap.to_numpy()
        return bool(pixels.max() == pixels.min())
    finally:
        bitmap.close()


def _picture(page: Any, number: int) -> NDArray[np.uint8]:
    """Return the page as (height, width, 3) red, green and blue."""
    width, height = page.get_size()
    scale = min(SHARP / 72, (MOST_PIXELS / (width * height)) ** 0.5)
    if scale * 72 < BLURRED:
        raise ReportError(f"PDF 第 {number + 1} 页是图片，且页面过大，无法识别文字。请分页扫描后再添加。")
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        pixels: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3].copy()
        return pixels
    finally:
        bitmap.close()
