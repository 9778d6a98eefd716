"""OFD files for tests: typeset reports, single objects in every way that writers place them, pictures, odd packages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

# Millimetres; 16 points, as official documents are set (GB/T 9704).
A4 = "0 0 210 297"
SIZE, TITLE_SIZE, SMALL_SIZE = 5.64, 7.76, 4.94
LEFT, TOP, WIDTH, PITCH, LINES = 28.0, 40.0, 156.0, 10.2, 22
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FONT = "NotoSansCJK-Regular.ttc"
# What is not parted at a line's end.
_UNIT = re.compile(r"[“‘（《〈【〔(]*(?:[A-Za-z0-9.,%]+|.)[，。、；：！？”’）》〉】〕,;:!?)%]*", re.DOTALL)

Part = str | bytes
# text, left, baseline, size
Placed = tuple[str, float, float, float]


def advance(char: str) -> float:
    """Return a character's width in units of the font size."""
    return 0.5 if char.isascii() else 1.0


def width(text: str) -> float:
    return sum(map(advance, text))


def broken(text: str, indent: float, size: float) -> Iterator[str]:
    """Yield the lines of a paragraph whose first one is indented."""
    line, room = "", WIDTH - indent
    for unit in _UNIT.findall(text):
        if line and width(line + unit) * size > room:
            yield line
            line, room = "", WIDTH
        line += unit
    yield line


def typeset(paragraphs: Sequence[str], *, head: str = "", first_is_title: bool = True) -> list[list[Placed]]:
    """Return the pages of a report: a centred title, indented paragraphs, a running head, page numbers."""
    pages: list[list[Placed]] = [[]]
    row = 0
    for number, paragraph in enumerate(paragraphs):
        title = first_is_title and number == 0
        size, indent = (TITLE_SIZE, 0.0) if title else (SIZE, 2 * SIZE)
        for at, line in enumerate(broken(paragraph, indent, size)):
            if row == LINES:
                pages.append([])
                row = 0
            left = LEFT + (WIDTH - width(line) * size) / 2 if title else LEFT + (0.0 if at else indent)
            pages[-1].append((line, left, TOP + row * PITCH, size))
            row += 1
    for number, page in enumerate(pages, 1):
        foot = f"— {number} —"
        page.append((foot, 105 - width(foot) * SMALL_SIZE / 2, TOP + (LINES + 0.7) * PITCH, SMALL_SIZE))
        if head:
            page.append((head, 105 - width(head) * SMALL_SIZE / 2, 20.0, SMALL_SIZE))
    return pages


def text_object(text: str, left: float, baseline: float, size: float = SIZE, attributes: str = "") -> str:
    """Return a TextObject that stands on its baseline, each letter placed."""
    steps = " ".join(f"{advance(char) * size:.4g}" for char in text[:-1])
    box = f"{left:.4f} {baseline - size:.4f} {width(text) * size:.4f} {1.2 * size:.4f}"
    return (
        f'<ofd:TextObject ID="9" Font="1" Size="{size}" Boundary="{box}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def letter_objects(text: str, left: float, baseline: float, size: float = SIZE) -> str:
    """Return a TextObject for each letter, in small units that a CTM enlarges, as converters write them."""
    found = []
    for char in text:
        box = f"{left:.4f} {baseline - size:.4f} {advance(char) * size:.4f} {size:.4f}"
        found.append(
            f'<ofd:TextObject ID="9" Font="1" Size="{20 * size:.4f}" Boundary="{box}" CTM="0.05 0 0 0.05 0 0">'
            '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs>'
            "</ofd:CGTransform>"
            f'<ofd:TextCode X="0" Y="{20 * size:.4f}">{escape(char)}</ofd:TextCode></ofd:TextObject>'
        )
        left += advance(char) * size
    return "".join(found)


def page(objects: str, *, before: str = "", box: str = A4) -> str:
    """Return a page; `before` is what stands before its content, such as a template."""
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>" if box else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {OFD}>{area}{before}'
        f'<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def document(pages: Sequence[str], *, common: str = "", folder: str = "Doc_0") -> dict[str, Part]:
    """Return the parts of a document; pages are numbered from 0 in their order."""
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    parts: dict[str, Part] = {
        f"{folder}/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {OFD}><ofd:CommonData>'
        f"<ofd:PageArea><ofd:PhysicalBox>{A4}</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    }
    parts.update({f"{folder}/Pages/Page_{at}/Content.xml": content for at, content in enumerate(pages)})
    return parts


def main(*roots: str) -> str:
    """Return OFD.xml for documents at these locations."""
    bodies = "".join(f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>" for root in roots)
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {OFD} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'


def packed(parts: Mapping[str, Part]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def ofd(pages: Sequence[str], *, common: str = "", extra: Mapping[str, Part] | None = None) -> bytes:
    """Return an OFD file of one document."""
    return packed({"OFD.xml": main("Doc_0/Document.xml"), **document(pages, common=common), **(extra or {})})


def report(paragraphs: Sequence[str], *, head: str = "", first_is_title: bool = True, letters: bool = False) -> bytes:
    """Return a typeset report; `letters`: with an object for each letter."""
    draw = letter_objects if letters else text_object
    sheets = typeset(paragraphs, head=head, first_is_title=first_is_title)
    return ofd([page("".join(draw(*line) for line in sheet)) for sheet in sheets])


def scans(pictures: Sequence[bytes], *, suffix: str = "png", objects: str = "") -> bytes:
    """Return a document with one picture on each page, which it fills."""
    media = "".join(
        f'<ofd:MultiMedia ID="{100 + at}" Type="Image"><ofd:MediaFile>Image_{at}.{suffix}</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for at in range(len(pictures))
    )
    resources = f'<ofd:Res {OFD} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    image = '<ofd:ImageObject ID="5" ResourceID="{}" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    return ofd(
        [page(image.format(100 + at) + objects) for at in range(len(pictures))],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        extra={"Doc_0/DocumentRes.xml": resources}
        | {f"Doc_0/Res/Image_{at}.{suffix}": picture for at, picture in enumerate(pictures)},
    )


def printed(lines: Sequence[Placed], *, dpi: int = 200, size: tuple[float, float] = (210, 297)) -> Image.Image:
    """Return a page's lines as a picture, set in the font FONT; raises OSError where it is not installed."""
    scale = dpi / 25.4
    picture = Image.new("L", (round(size[0] * scale), round(size[1] * scale)), 255)
    pen = ImageDraw.Draw(picture)
    for text, left, baseline, height in lines:
        font = ImageFont.truetype(FONT, round(height * scale), index=2)
        pen.text((left * scale, baseline * scale), text, font=font, fill=0, anchor="ls")
    return picture


def saved(picture: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()
