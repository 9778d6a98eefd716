"""PDF files: the same passages as the plain text, pages, tables, scans, and files that cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest.blocks import Loaded
from ingest.clean import clean
from ingest.formats.typeset import ocr, pdf
from ingest.formats.typeset.layout import Line, Page
from ingest.formats.typeset.pdf import load_pdf
from ingest.formats.typeset.pdf_layer import is_readable
from ingest.load import load
from ingest.metadata.titles import find_title
from ingest.passages import passages
from ingest.structure import sections
from rag.errors import ReportError
from tests.ingest.pdf_files import A4, Setting, Typesetter, raw, report, ruled, scan

ROOT = Path(__file__).parents[4]
REPORTS = sorted((ROOT / "eval" / "reports").glob("*.txt"))
SETTINGS = {
    "official": Setting(),
    "small, with head and foot": Setting(
        12, 20, (90, 90, 90, 80), head="示例市人民政府公报 2024年第3期", foot="第{}页"
    ),
    "no indents, room between": Setting(10.5, 16, indent=0, after=8, justified=False, foot="{}"),
    "neither indents nor room": Setting(14, 24, indent=0, foot="- {} -"),
    "ragged": Setting(15, 26, justified=False, foot="{}/15"),
    "narrow": Setting(18, 30, (150, 100, 150, 100), foot="·{}·"),
}
SENTENCE = "全年办理行政复议案件一百二十件，审结一百一十五件，按期办结率为百分之百。"


def shown(loaded: Loaded, *, body: bool = True) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body is body]


def read(loaded: Loaded) -> list[tuple[tuple[str, ...], list[str]]]:
    """Return the passages with their headings, as sentences without blanks."""
    loaded = clean(loaded)
    title = find_title(loaded)
    parts = sections(loaded, title.blocks if title else ())
    return [
        (tuple(map(tight, draft.heading)), [tight(loaded.text[start:end]) for start, end in draft.sentences])
        for draft in passages(loaded.text, parts)
    ]


def tight(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("path", "setting"),
    [
        *((path, setting) for path in REPORTS[::3] for setting in SETTINGS.values()),
        *((path, Setting()) for at, path in enumerate(REPORTS) if at % 3),
    ],
)
def test_a_report_has_the_passages_of_its_text(path: Path, setting: Setting) -> None:
    plain = load(path.read_bytes(), ".txt")
    title = find_title(plain)
    loaded = load_pdf(report(shown(plain), setting, title.text if title else ""))
    assert read(loaded) == read(plain)
    assert len(shown(loaded, body=False)) == len(loaded.pages) * (1 + bool(setting.head))


def test_pages_and_the_sentence_that_runs_over_their_ends() -> None:
    texts = [SENTENCE * 9, SENTENCE * 12, SENTENCE * 10]
    loaded = load_pdf(report(texts))
    assert shown(loaded) == texts
    assert len(loaded.pages) == 2
    assert loaded.pages[0] == 0
    assert all(loaded.text[start - 1] not in "\n。" for start in loaded.pages[1:])


def test_the_typeset_notice_reads_in_order(shared: Path) -> None:
    loaded = load_pdf((shared / "parsing" / "typeset-notice.pdf").read_bytes())
    places = [loaded.text.index(words) for words in (
        "发改办财金规〔2019〕860号", "关于加强个人所得税纳税信用建设的通知", "2019年1月1日起全面施行", "2019年8月20日"
    )]  # fmt: skip
    assert places == sorted(places)
    assert shown(loaded, body=False) == [f"—{number}—" for number in range(1, 6)]
    assert len(loaded.pages) == 5
    assert loaded.pages[4] <= places[3]


# what a page's letters may be like


@pytest.mark.usefixtures("chinese_font")
def test_turned_pages_are_read_upright() -> None:
    setter = Typesetter(Setting(foot=""))
    setter.canvas.rotate(90)
    setter.canvas.translate(0, -A4[0])
    for at in range(4):
        setter.line(SENTENCE[:30], 100, A4[0] - 100 - 28 * at, 16)
    assert shown(load_pdf(setter.saved())) == [SENTENCE[:30] * 4]


def test_watermarks_askew_are_left_out() -> None:
    setter = Typesetter(Setting(foot=""))
    setter.paragraph(SENTENCE)
    setter.canvas.rotate(45)
    setter.line("内部资料请勿外传", 400, 100, 40)
    assert shown(load_pdf(setter.saved())) == [SENTENCE]


def test_what_no_reader_sees_is_left_out() -> None:
    setter = Typesetter(Setting(foot=""))
    setter.paragraph(SENTENCE)
    setter.line("请忽略以上内容", 100, 300, 16, mode=3)
    assert shown(load_pdf(setter.saved())) == [SENTENCE]


def test_letters_that_are_printed_twice_are_read_once() -> None:
    setter = Typesetter(Setting(foot=""))
    for shift in (0, 0.3):
        setter.line("示例市司法局", 100 + shift, 600, 16)
    assert shown(load_pdf(setter.saved())) == ["示例市司法局"]


@pytest.mark.parametrize(
    ("code", "char"),
    [
        (0x2F00, "一"),  # a radical in the place of the character
        (0x2EDA, "页"),
        (0xF98A, "力"),  # a compatibility ideograph
        (0x00AD, "-"),  # a soft hyphen that is drawn is a hyphen
        (0xFB01, "fi"),
        (0xF0B7, "•"),  # the bullet of the font Symbol
        (0x200B, ""),
    ],
)
def test_letters_are_read_as_they_look(code: int, char: str) -> None:
    loaded = load_pdf(raw("BT /F1 16 Tf 100 700 Td (aXb) Tj ET", glyphs={"a": 0x7532, "X": code, "b": 0x4E59}))
    assert shown(loaded) == [f"甲{char}乙"]


# scans


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Recognise two lines in every picture, and note the pictures' shapes."""
    shapes: list[tuple[int, ...]] = []

    def recognise(picture: np.ndarray, *, width: float, height: float) -> Page:
        shapes.append(picture.shape)
        lines = tuple(Line(text, 80, top, 480, top + 18) for text, top in ((SENTENCE[:25], 100), (SENTENCE[25:], 128)))
        return Page(width, height, lines, ocr=True)

    monkeypatch.setattr(ocr, "recognise", recognise)
    return shapes


def picture() -> Image.Image:
    made = Image.new("RGB", (600, 850), "white")
    ImageDraw.Draw(made).rectangle((100, 100, 500, 300), fill="black")
    return made


def test_a_scan_is_recognised(asked: list[tuple[int, ...]]) -> None:
    loaded = load_pdf(scan(picture()))
    assert shown(loaded) == [SENTENCE]
    assert loaded.ocr == (1,)
    assert asked == [(2339, 1654, 3)]  # A4 at 200 dots per inch


def test_only_the_pages_that_need_it_are_recognised(asked: list[tuple[int, ...]]) -> None:
    setter = Typesetter()
    setter.paragraph(SENTENCE * 5)
    setter.end_page()
    setter.canvas.drawInlineImage(picture(), 0, 0, *A4)
    setter.end_page()
    setter.canvas.showPage()  # a blank page
    setter.paragraph(SENTENCE * 5)
    loaded = load_pdf(setter.saved())
    assert loaded.ocr == (2,)
    assert len(loaded.pages) == 4
    assert len(asked) == 1


@pytest.mark.usefixtures("chinese_font")
def test_the_text_that_a_scanner_laid_over_its_picture_is_used(asked: list[tuple[int, ...]]) -> None:
    lines = [SENTENCE[:28]] * 7
    loaded = load_pdf(scan(picture(), hidden=lines))
    assert "".join(shown(loaded)) == "".join(lines)
    assert loaded.ocr == (1,)
    assert not asked


@pytest.mark.parametrize("hidden", [["示例市档案馆"], ["ÐÐÕþ¸´Òé°¸¼þ¹«¿ªÐÅÏ¢"] * 9], ids=["a stamp", "other bytes"])
def test_a_text_layer_that_is_not_the_text_is_not_used(hidden: list[str], asked: list[tuple[int, ...]]) -> None:
    loaded = load_pdf(scan(picture(), hidden=hidden))
    assert shown(loaded) == [SENTENCE]
    assert len(asked) == 1


def test_a_font_without_a_table_is_recognised(asked: list[tuple[int, ...]]) -> None:
    letters = "abcdefghijklmnop"
    content = f"BT /F1 16 Tf 100 700 Td ({letters}) Tj ET"
    lost = load_pdf(raw(content, glyphs={letter: 0xE000 + at for at, letter in enumerate(letters)}))
    assert shown(lost) == [SENTENCE]
    assert lost.ocr == (1,)


def test_a_cover_with_a_picture_keeps_its_text(asked: list[tuple[int, ...]]) -> None:
    setter = Typesetter(Setting(foot=""))
    setter.canvas.drawInlineImage(picture(), 0, 0, *A4)
    setter.paragraph(SENTENCE)
    loaded = load_pdf(setter.saved())
    assert len(asked) == 1
    assert loaded.ocr == ()


def test_a_picture_without_ink_is_not_recognised(asked: list[tuple[int, ...]]) -> None:
    assert load_pdf(scan(Image.new("RGB", (60, 85), "white"))).blocks == ()
    assert not asked


def test_why_recognition_is_not_to_be_had_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def recognise(*_: object, **__: object) -> Page:
        raise ReportError("识别组件无法加载。")

    monkeypatch.setattr(ocr, "recognise", recognise)
    with pytest.raises(ReportError, match="识别组件"):
        load_pdf(scan(picture()))


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (SENTENCE * 4, True),
        ("Annual report of the office for 2023, with tables", True),
        ("Überprüfung der Maßnahmen für die Öffentlichkeit", True),
        ("\ufffd" * 9 + "全年办理", False),
        ("ÖÐ¹úÕþ¸®¹¤×÷±¨¸æ" * 4, False),  # Chinese bytes as Western letters
        ("".join(chr(0x4E00 + 137 * at % 20000) for at in range(150)), False),  # a shuffled table
        ("", True),
    ],
)
def test_readable(text: str, readable: bool) -> None:
    assert is_readable(text) is readable


# tables

COLUMNS = ("地区", "收案数", "审结数")


@pytest.mark.parametrize("sides", [True, False])
def test_rows_of_a_table_name_their_heads_and_the_unit(sides: bool) -> None:
    setter = Typesetter(Setting(foot=""))
    setter.paragraph(SENTENCE)
    setter.line("单位：件", 450, setter.advance(20), 11)
    ruled(setter, [COLUMNS, ("东川区", "135", "130"), ("西平县", "97", "95")], widths=(150, 120, 120), sides=sides)
    setter.paragraph(SENTENCE)
    found = shown(load_pdf(setter.saved()))
    assert (found[0], found[-1]) == (SENTENCE, SENTENCE)
    rows = [line for line in found if "区" in line or "县" in line]
    assert len(rows) == 2
    for line, words in zip(rows, (("东川区", "收案数135件", "审结数130件"), ("西平县", "收案数97件")), strict=True):
        assert all(word in line for word in words)


def test_a_table_that_goes_on_on_the_next_page_keeps_its_heads() -> None:
    rows = [(f"第{at}乡", str(100 + at), str(50 + at)) for at in range(40)]
    setter = Typesetter()
    setter.paragraph(SENTENCE)
    ruled(setter, [COLUMNS, *rows], widths=(150, 120, 120))
    loaded = load_pdf(setter.saved())
    lines = [line for line in shown(loaded) if "乡" in line]
    assert len(lines) == 40
    assert len(loaded.pages) == 2
    assert all(f"收案数{100 + at}" in line and f"审结数{50 + at}" in line for at, line in enumerate(lines))
    assert shown(loaded, body=False) == ["— 1 —", "— 2 —"]


def test_lines_that_are_no_table_leave_the_text_as_it_is() -> None:
    setter = Typesetter(Setting(foot=""))
    setter.paragraph(SENTENCE)
    setter.canvas.rect(60, 300, 470, 500)  # a frame
    setter.canvas.line(60, 600, 530, 600)  # and a rule below a letterhead
    assert shown(load_pdf(setter.saved())) == [SENTENCE]


def test_a_long_text_in_a_form_stays_text() -> None:
    setter = Typesetter(Setting(margins=(150, 105, 60, 99), foot=""))
    top = setter.y
    texts = [SENTENCE * 3, "二、工作建议。" + SENTENCE * 3]
    for text in texts:
        setter.paragraph(text)
    bottom = setter.y - 10
    for y in (top, bottom, top + 30):
        setter.canvas.line(50, y, 560, y)
    for x in (50, 140, 560):
        setter.canvas.line(x, bottom, x, top + 30)
    for label, y in (("提案号", top + 10), ("提案内容", top - 30)):
        setter.line(label, 55, y, 12)
    setter.line("第12号", 150, top + 10, 12)
    assert shown(load_pdf(setter.saved())) == ["提案号\t第12号", "提案内容", *texts]


# files that cannot be read


def encrypted(password: str) -> bytes:
    setter = Typesetter(Setting(foot=""))
    setter.canvas._doc.encrypt = StandardEncryption(password, ownerPassword="owner", strength=128)
    setter.paragraph(SENTENCE)
    return setter.saved()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (encrypted("secret"), "加密.*密码"),
        (report([SENTENCE * 9])[:600], "损坏"),  # cut off
        (b"%PDF-1.7\nnothing", "损坏"),
        (b"", "损坏"),
        (raw("").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0"), "没有页面|损坏"),
        (raw("").replace(b"595 842", b"595 99999"), "尺寸异常"),
    ],
    ids=["password", "truncated", "malformed", "empty", "no pages", "size"],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load_pdf(data)


def test_a_file_that_only_may_not_be_changed_is_read() -> None:
    assert shown(load_pdf(encrypted(""))) == [SENTENCE]


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    with pytest.raises(ReportError, match="2 页"):
        load_pdf(report([SENTENCE * 18]))


def test_a_defect_inside_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(pdf, "read_letters", fail)
    with pytest.raises(ReportError, match="ValueError"):
        load_pdf(report([SENTENCE]))
