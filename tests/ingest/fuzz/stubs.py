"""What takes seconds for each file is left out of the fuzz run: LibreOffice and optical recognition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from ingest.formats.typeset.layout import Line, Page
from rag.errors import ReportError


def _converted(*_: object) -> bytes:
    raise ReportError("无法转换。请另存为 .docx。")


def _recognised(_: object, *, width: float, height: float) -> Page:
    return Page(width, height, (Line("全年办理行政复议案件35件。", 50, 50, 300, 62, 12),), ocr=True)


@contextmanager
def without_helpers() -> Iterator[None]:
    """Let files that need LibreOffice be refused, and recognition find one line on each page."""
    with (
        patch("ingest.formats.office._convert", _converted),
        patch("ingest.formats.typeset.ocr.recognise", _recognised),
    ):
        yield
