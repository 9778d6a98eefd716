"""Word documents (.docx): what the reader of the document sees, in its order, and nothing that he does not see.

Automatic numbers stand before their paragraphs; deleted and hidden text and the codes of fields are left out. Notes
follow the text, heads and feet of pages come last and are no body.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.blocks import Loaded, TextBuilder
from ingest.formats.rejoin import Paragraph, rejoin
from ingest.formats.word.numbering import LEVELS, Numbering
from ingest.formats.word.ooxml import WORD, Package, damaged, value_of
from ingest.formats.word.runs import Runs, is_placeholder
from ingest.formats.word.styles import Styles, numbering_of, outline_level
from ingest.formats.word.tables import table_paragraphs
from rag.errors import ReportError

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BODY = f"{WORD}body"
# Files that one document embeds, each time that it does, and the characters of all of them: a book of 1,000 pages.
MOST_CHUNKS, MOST_EMBEDDED = 100, 2_000_000
# What holds text that was taken away.
_REMOVED = frozenset(WORD + name for name in ("del", "moveFrom", "pPr", "sdtPr", "sectPr", "tblPr", "tcPr"))


def load_word(data: bytes) -> Loaded:
    """Return the text of a .docx: a paragraph or a row of a table is one block.

    Raises ReportError for encrypted, old (.doc), damaged and oversized files.
    """
    try:
        return _load(Package(data))
    except ReportError:
        raise
    except Exception as error:  # a malformed package makes zipfile and lxml raise nearly anything
        raise damaged(error) from error


def _load(package: Package, *, embedded: bool = False) -> Loaded:
    builder = TextBuilder()
    for paragraph in rejoin(list(_Document(package, embedded=embedded).paragraphs())):
        builder.add(paragraph.text, level=paragraph.level, body=paragraph.body)
    return builder.loaded()


class _Document:
    """One pass over a document; `embedded`: it stands inside another one and embeds none itself."""

    def __init__(self, package: Package, *, embedded: bool) -> None:
        self._package = package
        self._embedded = embedded
        self._part = package.main()
        self._relations = package.relations(self._part)
        parts = {kind: target for kind, target in self._relations.values() if package.holds(target)}
        self._notes = {kind: target for kind, target in parts.items() if kind in ("footnotes", "endnotes")}
        self._styles = Styles(package.tree(parts["styles"]) if "styles" in parts else None)
        numbering = package.tree(parts["numbering"]) if "numbering" in parts else None
        self._numbering = Numbering(numbering, self._styles.lists())
        self._runs = Runs(self._styles)
        # the paragraphs of embedded files by their parts, how often they were shown, and with how many characters
        self._embeddings: dict[str, list[Paragraph]] = {}
        self._chunks = self._characters = 0
        # the last paragraph, and the text of paragraphs whose ends were deleted
        self._above = self._carried = ""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs of the text, of its notes, and of the heads and feet of its pages."""
        root = self._package.tree(self._part)
        body = root.find(_BODY)
        if body is None:
            raise ReportError("Word 文件中没有正文。请用 Word 打开后另存为 .docx 再试。")
        yield from self._inside(body)
        if self._carried.strip():
            yield Paragraph(self._carried.strip())
        yield from self._noted()
        parts: set[str] = set()
        texts: set[str] = set()
        for reference in root.iter(f"{WORD}headerReference", f"{WORD}footerReference"):
            _, target = self._relations.get(reference.get(_RELATION_ID) or "", ("", ""))
            if self._package.holds(target) and target not in parts:
                parts.add(target)
                yield from self._furniture(target, texts)

    def _furniture(self, part: str, texts: set[str]) -> Iterator[Paragraph]:
        """Yield the paragraphs of a head or foot whose text is not among `texts`, and add it there."""
        for paragraph in self._inside(self._package.tree(part)):
            if paragraph.text not in texts:
                texts.add(paragraph.text)
                yield Paragraph(paragraph.text, body=False, fixed=True)

    def _noted(self) -> Iterator[Paragraph]:
        """Yield the notes that the text refers to, in the order in which it does."""
        for kind, part in self._notes.items():
            tag = kind.removesuffix("s")
            notes = {value_of(note, "id"): note for note in self._package.tree(part).iter(WORD + tag)}
            for number, note_id in enumerate(self._runs.notes.get(tag, ()), 1):
                if note_id in notes:
                    self._runs.note_number = number
                    yield from self._inside(notes[note_id])

    def _inside(self, container: _Element) -> Iterator[Paragraph]:
        """Yield the paragraphs of whatever holds paragraphs and tables."""
        for child in container:
            tag = child.tag
            if tag == f"{WORD}p":
                yield from self._paragraph(child)
            elif tag == f"{WORD}tbl":
                yield from table_paragraphs(child, self._inside, self._above)
            elif tag == f"{WORD}altChunk":
                yield from self._chunk(child.get(_RELATION_ID) or "")
            elif tag == f"{WORD}sdt":
                yield from self._control(child)
            elif tag not in _REMOVED:
                yield from self._inside(self._runs.chosen(child))

    def _control(self, control: _Element) -> Iterator[Paragraph]:
        properties, content = control.find(f"{WORD}sdtPr"), control.find(f"{WORD}sdtContent")
        if content is None or is_placeholder(control):
            return
        gallery = properties.find(f".//{WORD}docPartGallery") if properties is not None else None
        contents = gallery is not None and value_of(gallery) == "Table of Contents"
        for paragraph in self._inside(content):
            yield Paragraph(paragraph.text, body=False, fixed=True) if contents else paragraph

    def _paragraph(self, element: _Element) -> Iterator[Paragraph]:
        properties = element.find(f"{WORD}pPr")
        named = properties.find(f"{WORD}pStyle") if properties is not None else None
        style_id = value_of(named) if named is not None else ""
        style = self._styles.get(style_id)
        numbering = numbering_of(properties, style)
        boxes: list[_Element] = []
        text = self._carried + self._runs.text(element, boxes, hidden=style.hidden)
        self._carried = ""
        if properties is not None and properties.find(f"{WORD}rPr/{WORD}del") is not None:
            # the paragraph's end was deleted: it goes on in the next one
            self._carried, text = text, ""
        elif numbering:
            label = self._numbering.label(numbering, style_id)
            text = label + text.lstrip() if text.strip() else ""
        level = outline_level(properties)
        level = style.level if level is None else level if level <= LEVELS else None
        self._above = text or self._above
        for line in filter(None, map(str.strip, text.split("\n"))):
            yield Paragraph(line, level, body=not style.contents, fixed=style.contents or numbering is not None)
        for box in boxes:
            yield from self._inside(box)

    def _chunk(self, relation: str) -> Iterator[Paragraph]:
        """Yield the paragraphs of a file of another format that Word shows as part of the text.

        Raises ReportError where such files are more, or together longer, than a report's.
        """
        _, target = self._relations.get(relation, ("", ""))
        if self._embedded or not self._package.holds(target):
            return
        if target not in self._embeddings:
            self._embeddings[target] = list(_embedded(self._package.read(target)))
        paragraphs = self._embeddings[target]
        self._chunks += 1
        self._characters += sum(len(paragraph.text) for paragraph in paragraphs)
        if self._chunks > MOST_CHUNKS or self._characters > MOST_EMBEDDED:
            raise ReportError(
                f"Word 文件中嵌入的其他文件超过 {MOST_CHUNKS} 个或 {MOST_EMBEDDED} 字，不是报告。请确认文件来源。"
            )
        yield from paragraphs


def _embedded(data: bytes) -> Iterator[Paragraph]:
    from ingest.load import load

    loaded = _load(Package(data), embedded=True) if data.startswith(b"PK") else load(data, "")
    for block in loaded.blocks:
        yield Paragraph(loaded.text[block.start : block.end], block.level, block.body, fixed=True)
