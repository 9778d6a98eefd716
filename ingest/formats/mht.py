"""Web pages saved as one file (.mht): a mail whose first HTML part is the page (RFC 2557)."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.errors import CloseBoundaryNotFoundDefect

from ingest.blocks import Loaded
from ingest.formats.encoding import decode_page
from rag.errors import ReportError

# A page has a part for each picture and script, rarely more than 200; what has more was made to keep its reader busy.
MOST_PARTS = 5000
# A page of frames comes before what they show.
MOST_PAGES = 20
_DAMAGED = "网页单文件（.mht）不完整或已损坏，找不到网页内容。请在浏览器中打开后另存为 .html 再试。"


def load_mht(data: bytes) -> Loaded:
    """Return the text of the first page with text in a .mht file, as load_webpage does.

    Raises ReportError where there is no page in it, or none that can be read.
    """
    from ingest.formats.web.page import load_page

    refused = ReportError(_DAMAGED)
    try:
        for at, source in enumerate(_pages(data)):
            try:
                return load_page(source)
            except ReportError as error:
                # the reason why the first page cannot be read is the one that matters
                refused = refused if at else error
    except ReportError:
        raise
    except Exception as error:  # malformed input makes the mail parser raise nearly anything
        raise ReportError(_DAMAGED) from error
    raise refused


def _pages(data: bytes) -> Iterator[str]:
    message = email.message_from_bytes(data.lstrip())
    is_cut = any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects)
    found = 0
    for at, part in enumerate(message.walk()):
        if at >= MOST_PARTS or found >= MOST_PAGES:
            return
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            found += 1
            source = decode_page(payload, part.get_content_charset() or "")
            # a file that lost its end may have lost only pictures
            if is_cut and "</html" not in source.lower():
                raise ReportError(_DAMAGED)
            yield source
