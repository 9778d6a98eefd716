"""Scanned pages: what is recognised, where it stands, pages that lie wrong, and engines that cannot be loaded."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest.formats.typeset import ocr
from ingest.formats.typeset.layout import Page, compose
from ingest.formats.typeset.ocr import Picture, recognise
from rag.errors import ReportError
from tests.conftest import REPORTS
from tests.ingest.ofd_files import Placed, printed, typeset

A4 = (595.3, 841.9)
# A strip of paper with two lines of 8 mm is recognised in a fraction of the time of a page.
STRIP = (150, 60)
LINES: list[Placed] = [("严格规范公正文明执法，全年办案35件", 12, 20, 7), ("行政复议体制改革基本完成。", 12, 40, 7)]


def picture(image: Image.Image) -> Picture:
    return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="session")
def strip() -> Image.Image:
    try:
        return printed(LINES, size=STRIP)
    except OSError:
        pytest.skip("no Noto CJK font to print a page with")


def read(image: Image.Image, width: float = 425, height: float = 170) -> Page:
    return recognise(picture(image), width=width, height=height)


def texts(page: Page) -> list[str]:
    return [line.text for line in sorted(page.lines, key=lambda line: line.top)]


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many insertions, deletions and replacements tell two texts apart (Levenshtein)."""
    row = np.arange(len(second) + 1)
    codes = np.array([ord(char) for char in second])
    for char in first:
        above = np.minimum(row[:-1] + (codes != ord(char)), row[1:] + 1)
        below = np.concatenate([[row[0] + 1], above])
        # insertions run along the row
        row = np.minimum.accumulate(below - np.arange(len(below))) + np.arange(len(below))
    return int(row[-1])


@pytest.mark.parametrize(
    ("first", "second", "expected"), [("", "甲乙", 2), ("甲乙丙", "甲丙", 1), ("甲乙丙", "丙乙甲", 2), ("甲", "甲", 0)]
)
def test_the_measure(first: str, second: str, expected: int) -> None:
    assert distance(first, second) == expected


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_a_page_of_a_sample_report(strip: Image.Image) -> None:
    """98 % of the characters, on a page with grain and a grey ground that lies 0.7 degrees askew."""
    sample = next(iter(sorted(REPORTS.glob("*.txt")))).read_text("utf-8")
    lines = typeset([line.strip() for line in sample.splitlines() if line.strip()])[1]
    image = printed(lines).rotate(0.7, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(1).normal(0, 12, (image.height, image.width))
    scan = Image.fromarray(np.clip(np.asarray(image) * 0.75 + 40 + grain, 0, 255).astype(np.uint8))
    page = recognise(picture(scan), width=A4[0], height=A4[1])
    loaded = compose([page])
    found = folded("".join(loaded.text[block.start : block.end] for block in loaded.blocks if block.body))
    expected = folded("".join(text for text, *_ in lines if "—" not in text))
    assert page.ocr
    assert distance(found, expected) <= 0.02 * len(expected)


def test_where_lines_stand(strip: Image.Image) -> None:
    """Points of the page's size: 425 for 150 mm. The first line is 12 mm from the left, its baseline 20 mm down."""
    page = read(strip)
    assert texts(page) == [text for text, *_ in LINES]
    first = min(page.lines, key=lambda line: line.top)
    scale = 425 / 150
    assert first.left == pytest.approx(12 * scale, abs=6)
    assert first.top < 17 * scale < first.bottom
    assert 5 * scale < first.bottom - first.top < 12 * scale
    assert first.right == pytest.approx((12 + 17.0 * 7) * scale, abs=12)


def test_a_line_in_two_parts(strip: Image.Image) -> None:
    page = read(printed([("案件名称", 10, 30, 7), ("办理结果", 100, 30, 7)], size=STRIP))
    left, right = sorted(page.lines, key=lambda line: line.left)
    assert (left.text, right.text) == ("案件名称", "办理结果")
    assert abs(left.top - right.top) < 8


@pytest.mark.parametrize(
    ("turn", "size"),
    [
        (Image.Transpose.ROTATE_90, (170, 425)),
        (Image.Transpose.ROTATE_180, (425, 170)),
        (Image.Transpose.ROTATE_270, (170, 425)),
    ],
)
def test_pages_that_lie_wrong(strip: Image.Image, turn: Image.Transpose, size: tuple[float, float]) -> None:
    page = read(strip.transpose(turn), *size)
    assert texts(page) == [text for text, *_ in LINES]
    assert (page.width, page.height) == (425, 170)


def test_lines_of_a_page_askew_are_straightened(strip: Image.Image) -> None:
    """Three degrees would part the ends of these lines by 6 mm."""
    page = read(strip.rotate(3, Image.Resampling.BICUBIC, fillcolor=255))
    assert texts(page) == [text for text, *_ in LINES]
    assert all(line.bottom - line.top < 10 * 425 / 150 for line in page.lines)


@pytest.mark.parametrize("size", [(1, 1), (20, 4000), (500, 400)])
def test_pictures_without_text(size: tuple[int, int]) -> None:
    assert read(Image.new("L", size, 255)).lines == ()


def test_large_pictures_are_made_smaller(strip: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "LONGEST_SIDE", 1000)
    large = strip.resize((3 * strip.width, 3 * strip.height))
    page = read(large)
    assert texts(page) == [text for text, *_ in LINES]
    assert max(line.right for line in page.lines) < 425


def test_two_pages_at_a_time(strip: Image.Image) -> None:
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(read, [strip, strip]))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ImportError("libGL.so.1: cannot open shared object file"),
            "扫描.*libGL.so.1.*apt-get install libgl1 libglib2.0-0",
        ),
        (
            ModuleNotFoundError("No module named", name="rapidocr_onnxruntime"),
            "扫描.*rapidocr_onnxruntime.*pip install",
        ),
        (RuntimeError("model"), "扫描.*无法加载"),
    ],
)
def test_an_engine_that_cannot_be_loaded(error: Exception, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(ocr, "_engines", [])
    monkeypatch.setattr(ocr, "_load", fail)
    with pytest.raises(ReportError, match=told):
        read(Image.new("L", (200, 200), 255))


def test_an_engine_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_engines", [object()])
    with pytest.raises(ReportError, match="识别失败"):
        read(Image.new("L", (200, 200), 255))


def test_the_scanned_flowchart(shared: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = pypdfium2.PdfDocument(shared / "parsing" / "scanned-flowchart.pdf")[0]
    image = page.render(scale=200 / 72).to_pil()
    found = texts(recognise(picture(image), width=page.get_width(), height=page.get_height()))
    assert any("流程图" in text for text in found)
    assert "一次性补正告知" in found
