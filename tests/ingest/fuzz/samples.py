"""What the fuzz run starts from: the sample reports in every format and encoding that can be written quickly."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from typing import get_type_hints
from xml.sax.saxutils import escape

from tests.ingest import ofd_files, webpages
from tests.ingest.ole_files import ole_file
from tests.ingest.pdf_files import Setting, Typesetter

Sample = tuple[str, bytes]
REPORTS = Path(__file__).resolve().parents[3] / "eval" / "reports"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5")
# Of a report, so much is enough to have a title, headings and a table, and little enough to be read in milliseconds.
LENGTH, LENGTH_OF_PDF = 1500, 400
# The skeletons of pages in the tests of reading web pages: functions that return one.
MODULES = [import_module(f"tests.ingest.{path.stem}") for path in Path(webpages.__file__).parent.glob("webpages_*.py")]
PAGES = list(dict.fromkeys(
    each for module in (webpages, *MODULES) for each in vars(module).values()
    if isfunction(each) and get_type_hints(each).get("return") is webpages.Page
))  # fmt: skip
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE = (("指标", "2021年", "2022年"), ("行政复议", "35件", "41件"), ("行政诉讼", "12件", "9件"))
# What random texts are made of: what the readers look for, in any order.
WORDS = """
一、 （一） 1. (1) 一是 二是 首先， 第一章 第三条 2022年 ２０２２年 2021625日 35件 98.5% 1,064 120万元
某市 我市 我县 本区 青禾市 东省西市 人民政府 法治政府建设 政府工作报告 关于 情况的报告 的通知 提案 答复
索引号： 发布日期： 发布机构 当前位置： 首页 打印 【字号：大 中 小】 扫一扫在手机打开当前页 版权所有
【示例报告】 发〔2022〕3号 工作回顾 下一步打算 锟斤拷 烫烫烫 鍙戝竷 ï»¿ |---|---| |a|b| ** ```
<table> <tr><td> </table> <!-- --> <script> <p> <br> <meta charset=gbk> &#55296; &nbsp; &amp;
""".split()
CHARACTERS = (
    "一二三四五六七八九十年月日省市县区第章条款号是要、。，；：！？（）〔〕【】《》“”—…·|#*_<>&;:.,!?()[]{}/'-=+~"
)
ODD = '\\"\t\n\r\x0b\x0c\x00\x1a\u3000\xa0\u200b\ufeff\ufffd\u2028\x85\U00020000é\u0301٣⑴①ⅣＡ１'
TOKENS = (*WORDS, *CHARACTERS, *ODD, "  ", "\n\n", "\r\n", "# ", "## ", "| a | b |")


def samples() -> list[Sample]:
    """Return the samples, each with a file name; their formats are those of `WRITERS` and the encodings of text."""
    texts = [path.read_text("utf-8")[:LENGTH] for path in sorted(REPORTS.iterdir())]
    found: list[Sample] = [(path.name, path.read_bytes()) for path in sorted(REPORTS.iterdir())]
    found.extend((f"网页{at}.html", page().source.encode()) for at, page in enumerate(PAGES))
    for at, text in enumerate(texts):
        encoding = ENCODINGS[at % len(ENCODINGS)]
        found.append((f"报告{at}.txt", text.encode(encoding, "replace")))
        found.extend((f"报告{at}{suffix}", write(text)) for suffix, write in WRITERS.items())
    return found


def random_text(source: random.Random) -> Sample:
    """Return a text file of random tokens, long or short, in a random encoding."""
    count = source.choice((0, 1, 3, 10, 100, 100, 1000, 1000, 20_000))
    favourites = source.choices(TOKENS, k=source.choice((1, 2, 3, 10, 40)))
    text = "".join(source.choices(favourites if source.random() < 0.5 else TOKENS, k=count))
    name = "随机" + source.choice((".txt", ".md", ".html", ".htm", ".mht", ".docx", ""))
    return name, text.encode(source.choice(ENCODINGS), "replace")


def page(text: str) -> str:
    """Return the source of a web page with the text, a table and some furniture."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    return (
        f"<html><head><meta charset=utf-8><title>报告</title></head><body><div class=nav>首页 &gt; 公开</div>"
        f"<div id=content>{lines}<table>{rows}</table></div><div>版权所有 扫一扫</div></body></html>"
    )


def webpage(text: str) -> bytes:
    """Return a web page whose declared encoding is not always the true one."""
    return page(text).encode("gb18030" if len(text) % 2 else "utf-8")


def archived_page(text: str) -> bytes:
    """Return a web page as browsers save it in one file, with a picture."""
    message = EmailMessage()
    message["Subject"] = "报告"
    message.set_content(page(text), subtype="html", charset="utf-8")
    message.add_related(b"\x89PNG\r\n", "image", "png", cid="<picture>")
    return message.as_bytes()


def word(text: str) -> bytes:
    """Return a Word file: paragraphs, headings by style and by numbering, a table."""
    styles = {0: "Title", 1: "Heading1", 5: "a3"}
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{styles.get(at, "Normal")}"/></w:pPr><w:r><w:t xml:space="preserve">'
        f"{escape(line)}</w:t></w:r></w:p>"
        for at, line in enumerate(text.split("\n"))
    )
    cells = ["".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) for row in TABLE]
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{main}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"'
        "/></Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="'
        f'{relations}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">' + "".join(
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
            for key, name in (("Title", "Title"), ("Heading1", "heading 1"), ("a3", "标题 2"), ("Normal", "Normal"))
        ) + "</w:styles>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{lines}{table}</w:body></w:document>',
    })  # fmt: skip


def zipped(parts: dict[str, str]) -> bytes:
    """Return a zip with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def archive(text: str) -> bytes:
    """Return an archive with reports, one in a folder, and a sidecar."""
    return zipped({"报告.txt": text, "页/报告.html": page(text),
                   "reports.csv": "file,place,year\n报告.txt,青禾市,2022\n"})  # fmt: skip


def typeset(text: str) -> bytes:
    """Return a PDF with its text in the open, where damage changes what is read."""
    setter = Typesetter(Setting(size=12, leading=18))
    setter.canvas.setPageCompression(0)
    title, *paragraphs = text[:LENGTH_OF_PDF].split("\n")
    setter.centred(title, 20)
    for paragraph in paragraphs:
        setter.paragraph(paragraph)
    setter.canvas.grid([100, 200, 300, 400], [200, 220, 240, 260])
    for at, row in enumerate(TABLE):
        for column, cell in enumerate(row):
            setter.line(cell, 105 + 100 * column, 245 - 20 * at, 10)
    return setter.saved()


def container(text: str) -> bytes:
    """Return what looks like an old Word file."""
    return ole_file("WordDocument", beginning=text.encode("utf-16-le"))


def rich_text(text: str) -> bytes:
    """Return an RTF file."""
    return ("{\\rtf1\\ansi " + "".join(f"\\u{ord(char) % 32768}?" for char in text) + "}").encode()


WRITERS: dict[str, Callable[[str], bytes]] = {
    ".md": lambda text: (
        "# " + text.replace("\n", "\n\n## ", 2) + "\n\n| 指标 | 件 |\n|---|---|\n| 复议 | 35 |\n"
    ).encode(),
    ".html": webpage,
    ".mht": archived_page,
    ".docx": word,
    ".zip": archive,
    ".pdf": typeset,
    ".ofd": lambda text: ofd_files.report(text[:LENGTH_OF_PDF].split("\n"), letters=len(text) % 2 > 0),
    ".doc": container,
    ".rtf": rich_text,
}


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the entries of a zip; raises what zipfile raises where it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            yield name, package.read(name)
