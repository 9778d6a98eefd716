"""Report files → text with blocks: the one place that knows which formats there are."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from ingest.blocks import Loaded
from ingest.encoding import decode
from ingest.plaintext import load_markdown, load_text
from rag.errors import ReportError

# Bytes. A report is rarely more than 1 MB; 64 MB of text still get through in bounded memory.
LARGEST = 64 * 2**20
Loader = Callable[[bytes], Loaded]


def _text(data: bytes) -> Loaded:
    return load_text(decode(data))


def _markdown(data: bytes) -> Loaded:
    return load_markdown(decode(data))


def _webpage(data: bytes) -> Loaded:
    from ingest.webpage import load_webpage

    return load_webpage(data)


def _word(data: bytes) -> Loaded:
    from ingest.word import load_word

    return load_word(data)


LOADERS: dict[str, Loader] = {".txt": _text, ".md": _markdown, ".html": _webpage, ".htm": _webpage, ".docx": _word}


def is_supported(path: Path) -> bool:
    """Tell whether files of this name can be read."""
    return path.suffix.lower() in LOADERS


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes; raises ReportError where it cannot be read, is empty or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReportError("不是普通文件，无法读取。请指定报告文件。")
        size = status.st_size
        if size > LARGEST:
            raise ReportError(f"文件有 {size / 2**20:.0f} MB，超过 {LARGEST >> 20} MB 的上限。请拆分后再添加。")
        data = path.read_bytes()
    except OSError as error:
        raise ReportError(f"文件无法读取（{error.strerror or error}）。请检查文件和读取权限。") from error
    if not data.strip():
        raise ReportError("文件是空的。")
    return data


def load(data: bytes, suffix: str) -> Loaded:
    """Return the text and blocks of a file's bytes; `suffix` is that of its name.

    Raises ReportError for a type that is not supported, and for what cannot be read or holds no text.
    """
    loader = LOADERS.get(suffix.lower())
    if loader is None:
        raise ReportError(unsupported(suffix))
    loaded = loader(data)
    if not loaded.blocks:
        raise ReportError("文件中没有文字。如果是扫描件，请先转换为文本。")
    return loaded


def unsupported(suffix: str) -> str:
    """Return the message for a type of file that cannot be read."""
    known = "、".join(LOADERS)
    return f"不支持的文件类型 {suffix or '（无扩展名）'}。支持：{known}；其他格式请先另存为其中一种。"
