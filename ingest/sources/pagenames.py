"""A file name for a page: from what the site sends with it, or from its address."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
    "application/msword": ".doc", "application/rtf": ".rtf", "text/rtf": ".rtf", "application/ofd": ".ofd",
    "multipart/related": ".mht", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
LONGEST_NAME = 120
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def name_sent(disposition: bytes, kind: str) -> str | None:
    """Return the name in a header Content-Disposition (RFC 6266; sites also send raw UTF-8 and GBK), None without one.

    `kind` is the content type, which gives the suffix where the name has none.
    """
    if extended := re.search(rb"filename\*\s*=\s*[\w-]+'[^']*'([^;\s]+)", disposition, re.IGNORECASE):
        return _clean_name(_decoded(unquote_to_bytes(extended[1])), kind)
    if plain := re.search(rb'filename\s*=\s*(?:"([^"]*)"|([^;\s]+))', disposition, re.IGNORECASE):
        return _clean_name(_decoded(unquote_to_bytes(plain[1] or plain[2] or b"")), kind)
    return None


def name_in(path: bytes, host: str, kind: str) -> str:
    """Return the last part of an address's path as a file name, the host's name where there is none."""
    last = _decoded(unquote_to_bytes(path.rpartition(b"/")[2]))
    return _clean_name(last, kind) or _clean_name(host.replace(".", "_"), kind) or "page"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _clean_name(name: str, kind: str) -> str | None:
    """Return a base name that every system can keep, with the suffix of its type where it has none."""
    name = _FORBIDDEN.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    if not name:
        return None
    found = _SUFFIX.search(name)
    suffix = found[0] if found else ""
    stem = name.removesuffix(suffix)
    return stem[: LONGEST_NAME - len(suffix)] + (suffix or _SUFFIXES.get(kind, ""))
