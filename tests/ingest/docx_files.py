"""Word files made from the XML of their parts, for the tests: python-docx writes only the simplest of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from ingest.formats.word.document import load_word

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": WORD,
        "r": OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def part(tag: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {NAMESPACES}>{inside}</w:{tag}>'


def p(text: str = "", properties: str = "", inside: str = "") -> str:
    """Return a paragraph with a text, or with what is inside of it."""
    runs = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def styled(text: str, style: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def numbered(text: str, list_id: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(each if each.startswith("<") else cell(p(each)) for each in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def relations(entries: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in entries.items()
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def word_file(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a .docx with this body; `parts` are others by kind (numbering, styles, footnotes, header …).

    Each has its kind as the id of its relationship.
    """
    others = {f"{kind}.xml": content for kind, content in (parts or {}).items()}
    entries = {name.removesuffix(".xml"): (name.removesuffix(".xml"), name) for name in others}
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(entries),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    return package(files | {f"word/{name}": content for name, content in others.items()})


def package(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# Styles of every kind that matters, as Word and WPS name them.
STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="章标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="flat"><w:name w:val="x"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="deep"><w:name w:val="y"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="hide"><w:name w:val="z"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="c"><w:name w:val="c"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="self"><w:name w:val="s"/><w:basedOn w:val="self"/></w:style>',
)


def read(body: str, parts: Mapping[str, str | bytes] | None = None, *, body_only: bool = True) -> list[str]:
    """Return the lines of a document with this body; `body_only` False: those that are furniture."""
    loaded = load_word(word_file(body, parts))
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body == body_only]
