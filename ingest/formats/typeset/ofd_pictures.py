"""The pictures of an OFD page drawn where they lie: what a scanned page looks like."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ingest.formats.typeset.ofd_objects import Placed
from ingest.formats.typeset.ofd_package import Package
from ingest.formats.typeset.ofd_text import Matrix

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.formats.typeset.ocr import Picture

# 200 dpi, see ocr.py; a page of more than these pixels on a side gets fewer.
DPI, LONGEST_SIDE = 200, 3600
# A3 at 600 dpi.
MOST_PIXELS = 70_000_000
# Scans cut into strips have 10 to 40.
MOST_PICTURES = 64
FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "JPEG2000")


def share_covered(pictures: Iterable[Placed], width: float, height: float) -> float:
    """Return the pictures' area in parts of that of the page; sizes in millimetres."""
    return sum(abs(a * d - b * c) for a, b, c, d, _, _ in (one.matrix for one in pictures)) / (width * height)


def drawn(package: Package, pictures: list[Placed], width: float, height: float) -> Picture | None:
    """Return the page as it looks with its pictures, RGB of shape (rows, columns, 3), sizes in millimetres.

    None where none of the pictures can be decoded: JBIG2, or damaged.
    """
    import numpy as np
    from PIL import Image

    scale = min(DPI / 25.4, LONGEST_SIDE / max(width, height))
    canvas = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    is_empty = True
    for one in pictures[:MOST_PICTURES]:
        a, b, c, d, e, f = (scale * number for number in one.matrix)
        image = _decoded(package.read(one.part), max(abs(a) + abs(c), abs(b) + abs(d)))
        inverse = _inverse((a, b, c, d, e, f))
        if image is None or inverse is None:
            continue
        # Pillow asks where each pixel of the canvas comes from
        a, b, c, d, e, f = inverse
        columns, rows = image.size
        data = a * columns, c * columns, e * columns, b * rows, d * rows, f * rows
        layer = image.transform(canvas.size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
        canvas.paste(layer, mask=layer.getchannel("A"))
        is_empty = False
    return None if is_empty else np.asarray(canvas)


def _decoded(data: bytes, side: float) -> Image | None:
    """Return the picture, not much larger than `side` pixels; outside of it, it is transparent."""
    from PIL import Image

    try:
        # that a picture is cut off or has an odd profile is nothing to bother the user with
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (round(side), round(side)))
            whole = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    except Exception:  # Pillow's decoders raise nearly anything for a damaged picture
        return None
    return whole.reduce(max(1, int(max(whole.size) / max(side, 1)))).convert("RGBA")


def _inverse(matrix: Matrix) -> Matrix | None:
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1:  # less than a pixel
        return None
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area
