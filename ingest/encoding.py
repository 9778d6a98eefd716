"""Bytes of a text file → text, whatever encoding an office of the last thirty years has used for it."""

from __future__ import annotations

import codecs

from rag.errors import ReportError

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# GB18030 contains GBK and GB2312; UTF-8 comes first because Chinese text in GB18030 is practically never valid UTF-8.
ENCODINGS = ("utf-8", "gb18030")
# A text with more than one character in twenty lost or unprintable cannot be cited from.
MOST_DAMAGE = 0.05
REPLACEMENT = "\ufffd"


def decode(data: bytes) -> str:
    r"""Return the text of `data` without its byte-order mark, line ends (\r\n, \r) as \n and nothing else changed.

    Raises ReportError for what is no text: mostly NUL or control characters, or in no encoding that is known here.
    """
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if text.count(REPLACEMENT) > MOST_DAMAGE * len(text):
        raise ReportError("无法识别文字编码。请另存为 UTF-8 编码的文本文件后重试。")
    # count works at C speed, which matters for a file of 50 MB
    unprintable = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\f\v")
    if unprintable > MOST_DAMAGE * len(text):
        raise ReportError("不是文本文件（含有大量不可显示的字符）。请另存为 UTF-8 编码的文本文件后重试。")
    return text


def _decode(data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _with_losses(data[len(bom) :], encoding)
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # a single lost byte must not cost the whole report: take the encoding that loses least
    return min((_with_losses(data, encoding) for encoding in ENCODINGS), key=_losses)


def _with_losses(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _losses(text: str) -> int:
    return text.count(REPLACEMENT)
