"""OFD, the format of official documents (GB/T 33190): its pages' text in page order, scanned pages recognised."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from ingest.blocks import Loaded
from ingest.formats.typeset.layout import Page, compose
from ingest.formats.typeset.ofd_objects import Found, Placed, Resources, collect, with_resources
from ingest.formats.typeset.ofd_package import Package, damaged
from ingest.formats.typeset.ofd_pictures import drawn, share_covered
from ingest.formats.typeset.ofd_text import POINTS, Matrix, numbers, upright
from ingest.formats.typeset.pdf import MOST_PAGES
from rag.errors import ReportError

if TYPE_CHECKING:
    from lxml.etree import _Element

# x, y, width, height in millimetres.
Box = tuple[float, float, float, float]
A4: Box = (0, 0, 210, 297)
# A poster has two metres; more is damage.
LONGEST_PAGE = 3000
# Characters of all pages: those of a book of 2,000 pages, five times. A part may be the content of any number of pages.
MOST_TEXT = 10_000_000
# A page is a scan if pictures cover so much of it, and hardly any text stands beside them: a page number, a stamp.
SCAN_COVERS, FEW_CHARACTERS = 0.3, 30


def load_ofd(data: bytes) -> Loaded:
    """Return the text of an OFD file; templates belong to their pages, annotations and seals are left out.

    Raises ReportError for encrypted, damaged and oversized files, and for scans that cannot be decoded or recognised.
    """
    try:
        return _load(Package(data))
    except ReportError:
        raise
    except Exception as error:  # a malformed package makes zipfile and lxml raise nearly anything
        raise damaged(type(error).__name__) from error


def _load(package: Package) -> Loaded:
    main = package.find("OFD.xml")
    if main is None:
        raise damaged("缺少 OFD.xml")
    roots = [package.find(root.text or "") for root in package.tree(main).iterfind(".//{*}DocRoot")]
    if not roots or None in roots:
        raise damaged("找不到正文")
    documents = {root: _Document(package, root) for root in dict.fromkeys(roots) if root is not None}
    shown = [documents[root] for root in roots if root is not None]
    if (count := sum(map(len, shown))) > MOST_PAGES:
        raise ReportError(f"OFD 文件有 {count} 页，超过 {MOST_PAGES} 页的上限。请拆分后再添加。")
    pages: list[Page] = []
    characters = 0
    for page in chain.from_iterable(document.pages() for document in shown):
        characters += sum(len(line.text) for line in page.lines)
        if characters > MOST_TEXT:
            raise ReportError(f"OFD 文件的文字超过 {MOST_TEXT} 字，不是报告。请确认文件来源。")
        pages.append(page)
    if any(document.has_undecoded for document in shown) and not any(page.lines for page in pages):
        raise ReportError("OFD 的页面是扫描图片，图片格式无法读取（例如 JBIG2）。请用 OFD 阅读器导出为 PDF 再试。")
    return compose(pages)


class _Document:
    """One of the documents in a package; `has_undecoded` tells that pages of pictures could not be decoded."""

    def __init__(self, package: Package, root: str) -> None:
        self._package, self._folder = package, posixpath.dirname(root)
        self._tree = package.tree(root)
        common = self._tree.find("{*}CommonData")
        self._box = _box(common, A4)
        self._resources = with_resources(package, common, self._folder, Resources())
        self._templates = {
            one.get("ID", ""): one.get("BaseLoc", "") for one in self._tree.iterfind(".//{*}TemplatePage")
        }
        self._references = [one.get("BaseLoc", "") for one in self._tree.iterfind("{*}Pages/{*}Page")]
        # by their parts: one that is several pages is read, and recognised, once
        self._pages: dict[str, Page] = {}
        self.has_undecoded = False

    def __len__(self) -> int:
        return len(self._references)

    def pages(self) -> Iterator[Page]:
        """Yield the pages in the order of the document."""
        for number, location in enumerate(self._references, 1):
            part = self._package.find(location, self._folder)
            if part is None:
                raise damaged(f"缺少第 {number} 页")
            if part not in self._pages:
                self._pages[part] = self._page(part)
            yield self._pages[part]

    def _page(self, part: str) -> Page:
        page = self._package.tree(part)
        box = _box(page, self._box)
        found = Found()
        # what lies below first: pictures are drawn over one another
        for name in dict.fromkeys(template.get("TemplateID", "") for template in page.iterchildren("{*}Template")):
            location = self._templates.get(name, "")
            if under := self._package.find(location, self._folder):
                self._collect(self._package.tree(under), under, box, found)
        self._collect(page, part, box, found)
        if sum(len(run.line.text.strip()) for run in found.runs) < FEW_CHARACTERS:
            # the text layer under a scan does not show
            found.runs += found.hidden
        typeset = upright(found.runs, box[2] * POINTS, box[3] * POINTS)
        if sum(len(line.text.strip()) for line in typeset.lines) < FEW_CHARACTERS:
            return self._scanned(typeset, found.pictures, box)
        return typeset

    def _collect(self, content: _Element, part: str, box: Box, found: Found) -> None:
        resources = with_resources(self._package, content, posixpath.dirname(part), self._resources)
        start: Matrix = (1, 0, 0, 1, -box[0], -box[1])
        for layers in content.iterchildren("{*}Content"):
            collect(layers, resources, found, (start, 0))

    def _scanned(self, typeset: Page, pictures: list[Placed], box: Box) -> Page:
        """Return the page with what is recognised in its pictures, if they cover enough of it."""
        _, _, width, height = box
        if share_covered(pictures, width, height) < SCAN_COVERS:
            return typeset
        picture = drawn(self._package, pictures, width, height)
        if picture is None:
            self.has_undecoded = True
            return typeset
        from ingest.formats.typeset.ocr import recognise

        page = recognise(picture, width=width * POINTS, height=height * POINTS)
        return Page(page.width, page.height, (*page.lines, *typeset.lines), ocr=True)


def _box(element: _Element | None, usual: Box) -> Box:
    """Return the paper's box of a page, or of all pages of a document."""
    area = None if element is None else element.find(".//{*}PhysicalBox")
    box = None if area is None else numbers(area.text, 4)
    if box is None or not (1 <= box[2] <= LONGEST_PAGE and 1 <= box[3] <= LONGEST_PAGE):
        return usual
    return box[0], box[1], box[2], box[3]
