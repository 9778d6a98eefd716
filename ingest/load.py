"""Report files → text with blocks: the one place that knows which formats there are."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ingest.blocks import Loaded
from ingest.damage import exclude_damage
from ingest.formats.detect import detect
from ingest.formats.encoding import decode
from ingest.formats.plaintext import load_markdown, load_text
from rag.errors import ReportError

# Bytes. A report is rarely more than 1 MB; 64 MB of text still get through in bounded memory.
LARGEST = 64 * 2**20
# What folders and archives are searched for; a file that is named is read whatever its suffix.
SUFFIXES = (".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".docx", ".pdf", ".ofd", ".doc", ".wps", ".rtf", ".zip")
# Times that a file is read which changes meanwhile.
ATTEMPTS = 3
# From this share on, what is left between the damage are scraps.
MOST_DAMAGED = 0.98
_LOADERS = {
    "html": ("web.page", "load_webpage"),
    "mht": ("mht", "load_mht"),
    "docx": ("word.document", "load_word"),
    "pdf": ("typeset.pdf", "load_pdf"),
    "ofd": ("typeset.ofd", "load_ofd"),
    "office": ("office", "load_office"),
}
_EMPTY = {
    "html": "网页中没有文字。请在浏览器中打开，等内容显示完整后另存为网页再试。",
    "mht": "网页中没有文字。请在浏览器中打开，等内容显示完整后另存为网页再试。",
    "pdf": "PDF 中没有文字，也没有可以识别的扫描页。请检查文件，或另存为带文字的 PDF 再试。",
    "ofd": "OFD 中没有文字，也没有可以识别的扫描页。请检查文件，或另存为 PDF 再试。",
    "docx": "文档中没有文字。如果页面是图片，请另存为 PDF 再试，扫描的 PDF 可以识别文字。",
    "office": "文档中没有文字。如果页面是图片，请另存为 PDF 再试，扫描的 PDF 可以识别文字。",
}
Loader = Callable[[bytes], Loaded]
_ARCHIVE = "是压缩包，不是报告。请解压后添加其中的报告，或检查扩展名是否为 .zip。"
# a document kept as a zip whose directory or main part is missing
_INCOMPLETE = "文件不完整或已损坏。请重新下载，或用原来的程序打开后另存再添加。"


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes; raises ReportError where it cannot be read, is empty or too large, or keeps changing."""
    try:
        for _ in range(ATTEMPTS):
            data = _read_once(path)
            if data is not None:
                break
        else:
            raise ReportError("文件正在被其他程序修改，读取的内容不完整。请关闭该程序，稍后再试。")
    except OSError as error:
        raise ReportError(f"文件无法读取（{error.strerror or error}）。请检查文件和读取权限。") from error
    if not data.strip():
        raise ReportError("文件是空的。")
    return data


def _read_once(path: Path) -> bytes | None:
    """Return the file's bytes, or None where it changed while it was read."""
    # looked at before it is opened: to open a pipe waits for its writer
    if not stat.S_ISREG(path.stat().st_mode):
        raise ReportError("不是普通文件，无法读取。请指定报告文件。")
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if before.st_size > LARGEST:
            raise ReportError(
                f"文件有 {before.st_size / 2**20:.0f} MB，超过 {LARGEST >> 20} MB 的上限。请拆分后再添加。"
            )
        # a file that grows meanwhile is not read on for ever
        data = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    # a program that saves by replacing leaves the old file to us, whole
    return data if same and len(data) == before.st_size else None


def load(data: bytes, suffix: str) -> Loaded:
    """Return the text and blocks of a file's bytes; `suffix`, that of its name, only tells Markdown from plain text.

    Sentences that hold damage are no body. Raises ReportError for a format that is not read, and for what cannot be
    read, holds no text, or none that is undamaged.
    """
    kind = detect(data, suffix)
    if kind == "zip":
        raise ReportError(_ARCHIVE if suffix.lower() in ("", ".zip") else _INCOMPLETE)
    loaded = _loader(kind)(data)
    if not loaded.blocks:
        raise ReportError(_EMPTY.get(kind, "文件中没有文字。请检查文件内容。"))
    checked = exclude_damage(loaded)
    if checked.damaged > MOST_DAMAGED or (_has_body(loaded) and not _has_body(checked)):
        raise ReportError(
            f"文字已损坏，没有可以引用的完整句子（乱码约占 {checked.damaged:.0%}）。请从发布单位的网站重新获取。"
        )
    return checked


def _has_body(loaded: Loaded) -> bool:
    return any(block.body for block in loaded.blocks)


def _loader(kind: str) -> Loader:
    """Return the loader of a format; each is imported when the first file needs it, with the packages behind it."""
    own: dict[str, Loader] = {"text": _text, "markdown": _markdown}
    if kind in own:
        return own[kind]
    module, name = _LOADERS[kind]
    loader: Loader = getattr(import_module(f"ingest.formats.{module}"), name)
    return loader


def _text(data: bytes) -> Loaded:
    return load_text(decode(data))


def _markdown(data: bytes) -> Loaded:
    return load_markdown(decode(data))
