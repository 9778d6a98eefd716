"""Web pages (.html, .htm): one walk over the tree keeps everything that is visible; what is furniture is marked."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree, html

from ingest.blocks import Loaded, TextBuilder
from ingest.formats.encoding import decode_page
from ingest.formats.web.body import with_body
from ingest.formats.web.lines import joined
from ingest.formats.web.walk import Walk
from rag.errors import ReportError

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def load_webpage(data: bytes) -> Loaded:
    """Return the visible text of a page, a line for each block element or table row.

    Raises ReportError where the page cannot be decoded or holds no text.
    """
    return load_page(decode_page(data))


def load_page(source: str) -> Loaded:
    """Return the visible text of a page's source; raises ReportError as `load_webpage` does."""
    root = _parsed(source)
    tree = Walk().run(root)
    if not tree.entries:
        raise ReportError(_empty(root))
    tree = replace(tree, entries=list(joined(tree.entries)))
    builder = TextBuilder()
    for line in with_body(tree, root):
        builder.add(line.text, level=line.level, body=line.body)
    return builder.loaded()


def _parsed(source: str) -> etree._Element:
    # lxml refuses a text that declares an encoding of its own
    if declaration := _XML_DECLARATION.match(source):
        source = source[declaration.end() :]
    parser = html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReportError("网页中没有可以读取的内容。请在浏览器中打开后另存为网页再试。") from error
    if any("depth" in error.message for error in parser.error_log):
        # libxml2 drops all that is nested deeper than 2,048 elements
        raise ReportError("网页的标签嵌套过深，内容读取不全。请在浏览器中打开，复制正文另存为文本文件再试。")
    return root


def _empty(root: etree._Element) -> str:
    if next(root.iter("frame", "iframe", "frameset"), None) is not None:
        return "网页由框架组成，正文在框架所指的页面里。请在浏览器中单独打开正文页面，另存为网页再试。"
    if next(root.iter("script"), None) is not None:
        return "网页中没有正文，可能要运行脚本才能显示。请在浏览器中打开，等正文出现后另存为网页再试。"
    return "网页中没有文字。如果正文是图片，请先转换为文本。"
