"""OFD: text in page order however it is written, templates, turned pages, scans, broken and hostile files."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest.blocks import Loaded
from ingest.formats.typeset import ocr, ofd_objects, ofd_package, ofd_text
from ingest.formats.typeset import ofd as ofdformat
from ingest.formats.typeset.layout import Line, Page
from ingest.formats.typeset.ofd import load_ofd
from rag.errors import ReportError
from tests.conftest import REPORTS
from tests.ingest.ofd_files import (
    OFD,
    SIZE,
    Part,
    document,
    letter_objects,
    main,
    ofd,
    packed,
    page,
    report,
    saved,
    scans,
    text_object,
)

# A heading inside a paragraph that a scraper made of a whole section begins one of its own where it begins a line.
SCRAPED = re.compile(r"^.*[(（]一[)）].*[(（]二[)）]", re.MULTILINE)
SAMPLES = [path for path in sorted(REPORTS.glob("*.txt")) if not SCRAPED.search(path.read_text("utf-8"))]
PARAGRAPHS = [
    "青禾市2022年度法治政府建设情况报告",
    "一、主要举措",
    "全年审查规范性文件35件，提出意见120条，制发建议书8份，均按期答复。全市各级行政机关负责人出庭应诉率达到100%。",
    "（一）完善制度。出台《青禾市重大行政决策程序规定》，明确公众参与、专家论证、风险评估各环节的要求。",
]


def body(loaded: Loaded) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body]


def lines_of(content: str, common: str = "", extra: Mapping[str, Part] | None = None) -> list[str]:
    return body(load_ofd(ofd([page(content)], common=common, extra=extra)))


def test_pages_paragraphs_and_furniture() -> None:
    loaded = load_ofd(report(PARAGRAPHS * 8, head="示例简报", first_is_title=False))
    assert body(loaded) == PARAGRAPHS * 8
    assert len(loaded.pages) == 3
    furniture = [loaded.text[block.start : block.end] for block in loaded.blocks if not block.body]
    assert furniture.count("示例简报") == 3
    assert [line for line in furniture if "—" in line] == ["— 1 —", "— 2 —", "— 3 —"]
    assert not loaded.ocr


@pytest.mark.parametrize("letters", [False, True], ids=["an object for each line", "an object for each letter"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_sample_reports_come_back(sample: Path, letters: bool) -> None:
    paragraphs = [line.strip() for line in sample.read_text("utf-8").splitlines() if line.strip()]
    # blanks between the label fields of a web page are set as room
    expected = ["".join(line.split()) for line in paragraphs]
    found = body(load_ofd(report(paragraphs, head="示例简报", letters=letters)))
    assert ["".join(line.split()) for line in found] == expected
    assert [line for line in found if "。" in line] == [line for line in paragraphs if "。" in line]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # offsets that repeat: five of one size
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 5 5.64">重复的步距</ofd:TextCode>', ["重复的步距"]),
        # blanks keep their room
        ('<ofd:TextCode X="0" Y="5" DeltaX="5.64 5.64 2.82 5.64">甲乙 丙丁</ofd:TextCode>', ["甲乙 丙丁"]),
        # no offsets: letters as wide as they are
        ('<ofd:TextCode X="0" Y="5">没有步距12件</ofd:TextCode>', ["没有步距12件"]),
        # too few offsets, and one that is no number
        ('<ofd:TextCode X="0" Y="5" DeltaX="5.64 x">步距残缺</ofd:TextCode>', ["步距残缺"]),
        # the source's own line breaks are none of the text
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5.64">\n        分行书\n    </ofd:TextCode>', ["分行书"]),
        # CDATA
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5.64"><![CDATA[甲<乙]]></ofd:TextCode>', ["甲<乙"]),
        # one TextCode over two lines, the pen goes back
        (
            '<ofd:TextCode X="0" Y="5" DeltaX="5.64 -5.64 5.64" DeltaY="0 30 0">上行下行</ofd:TextCode>',
            ["上行", "下行"],
        ),
        # a second TextCode without X and Y of its own is set where the last one was: below, with its own Y
        ('<ofd:TextCode X="0" Y="5">第一</ofd:TextCode><ofd:TextCode Y="40">第二</ofd:TextCode>', ["第一", "第二"]),
        # vertical writing is one line
        ('<ofd:TextCode X="0" Y="5" DeltaY="g 3 6">竖排文字</ofd:TextCode>', ["竖排文字"]),
        # a gap as wide as a tab
        ('<ofd:TextCode X="0" Y="5" DeltaX="30 5.64">第一章</ofd:TextCode>', ["第  一章"]),
    ],
)
def test_where_letters_stand(content: str, expected: list[str]) -> None:
    found = lines_of(f'<ofd:TextObject ID="3" Font="1" Size="{SIZE}" Boundary="30 50 120 7">{content}</ofd:TextObject>')
    assert found == expected


def test_lines_in_points() -> None:
    """A letter of 10 mm at 20, 30 with its baseline 8 mm lower: CTM and Boundary both move it."""
    element = (
        '<ofd:TextObject Size="5" Boundary="20 30 10 10" CTM="2 0 0 2 0 0"><ofd:TextCode X="0" Y="4">字</ofd:TextCode>'
    )
    tree = ofd_package.Package(packed({"a.xml": f"<ofd:Page {OFD}>{element}</ofd:TextObject></ofd:Page>"})).tree(
        "a.xml"
    )
    (run,) = ofd_text.text_runs(tree[0], ofd_text.IDENTITY)
    assert run.turns == 0
    millimetres = [at / ofd_text.POINTS for at in (run.line.left, run.line.top, run.line.right, run.line.bottom)]
    assert millimetres == pytest.approx([20, 38 - 8.6, 30, 38 + 1.4])
    assert run.line.size / ofd_text.POINTS == pytest.approx(10)


def test_order_is_that_of_the_page_not_of_the_file() -> None:
    objects = (
        text_object("第二行在下。", 30, 60) + text_object("第一行在上。", 30, 50) + text_object("第三行。", 30, 70)
    )
    assert "".join(lines_of(objects)) == "第一行在上。第二行在下。第三行。"


def test_pages_in_the_order_of_the_document() -> None:
    parts = document([page(text_object(f"第{at}页正文。", 30, 50)) for at in "一二三"])
    root = str(parts["Doc_0/Document.xml"])
    first, second = (
        '<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>',
        '<ofd:Page ID="2" BaseLoc="Pages/Page_2/Content.xml"/>',
    )
    parts["Doc_0/Document.xml"] = root.replace(first, "X").replace(second, first).replace("X", second)
    loaded = load_ofd(packed({"OFD.xml": main("Doc_0/Document.xml"), **parts}))
    assert "".join(body(loaded)) == "第三页正文。第二页正文。第一页正文。"


def test_a_template_belongs_to_its_pages() -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    template = {"Doc_0/Tpls/Tpl_0/Content.xml": page(text_object("青禾市司法局信笺", 60, 20))}
    pages = [
        page(text_object(text, 30, 60), before='<ofd:Template TemplateID="7"/>') for text in ("甲事项。", "乙事项。")
    ]
    loaded = load_ofd(ofd(pages, common=common, extra=template))
    assert "".join(body(loaded)) == "甲事项。乙事项。"
    assert loaded.text.count("青禾市司法局信笺") == 2  # on every page: a running head


def test_blocks_composites_and_what_does_not_show() -> None:
    inside = text_object("组合对象中的文字。", 0, 10)
    resources = (
        f'<ofd:Res {OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77" Width="99" Height="20">'
        f"<ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    objects = (
        f"<ofd:PageBlock><ofd:PageBlock>{text_object('块中的文字。', 30, 50)}</ofd:PageBlock></ofd:PageBlock>"
        '<ofd:CompositeObject ResourceID="77" Boundary="30 80 99 20"/>'
        + text_object("不显示的文字" * 9, 30, 120, attributes='Visible="false"')
        + text_object("这是足够长的一行正文，说明本页不是扫描件，共有三十多个字，足够了。", 10, 150, 4)
    )
    found = "".join(
        lines_of(objects, "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", {"Doc_0/PublicRes.xml": resources})
    )
    assert found.startswith("块中的文字。组合对象中的文字。这是足够长")
    assert "不显示" not in found


def test_a_composite_that_holds_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_objects, "MOST_OBJECTS", 1000)
    again = '<ofd:CompositeObject ResourceID="77" Boundary="0 0 9 9"/>' * 2
    resources = (
        f'<ofd:Res {OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77"><ofd:Content>{again}'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    with pytest.raises(ReportError, match="1000"):
        lines_of(again, "<ofd:PublicRes>R.xml</ofd:PublicRes>", {"Doc_0/R.xml": resources})


def test_the_text_of_a_composite_used_many_times_is_limited() -> None:
    resources = (
        f'<ofd:Res {OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77"><ofd:Content>'
        f"{text_object('甲' * 10_000, 0, 9)}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    uses = '<ofd:CompositeObject ResourceID="77" Boundary="0 0 9 9"/>' * 21
    with pytest.raises(ReportError, match="200000 字"):
        lines_of(uses, "<ofd:PublicRes>R.xml</ofd:PublicRes>", {"Doc_0/R.xml": resources})


def repeated(times: int, content: str, roots: int = 1) -> bytes:
    """Return a file that refers to one page so often."""
    parts = document([page(content)])
    listed = '<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'
    name = "Doc_0/Document.xml"
    whole = str(parts[name]).replace(listed, listed * times)
    return packed({**parts, "OFD.xml": main(*[name] * roots), name: whole})


@pytest.mark.parametrize(
    ("times", "roots"),
    [
        (2001, 1),
        # a document may be repeated as well
        (21, 100),
    ],
)
def test_pages_are_limited(times: int, roots: int) -> None:
    with pytest.raises(ReportError, match="2000 页的上限"):
        load_ofd(repeated(times, text_object("甲。", 20, 30), roots))


def test_the_text_of_all_pages_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofdformat, "MOST_TEXT", 100)
    data = repeated(6, text_object("甲" * 20, 20, 30))
    with pytest.raises(ReportError, match="100 字"):
        load_ofd(data)


@pytest.mark.parametrize(
    ("matrix", "first", "step"),
    [
        # a landscape page on upright paper, its top at the right
        ("0 1 -1 0", (190, 30), (-10, 0)),
        # and at the left
        ("0 -1 1 0", (20, 250), (10, 0)),
        # upside down
        ("-1 0 0 -1", (190, 250), (0, -10)),
    ],
)
def test_turned_pages(matrix: str, first: tuple[int, int], step: tuple[int, int]) -> None:
    lines = ["横向页面的第一行文字较长一些，写满了整行，下面", "接着是第二行。"]
    objects = "".join(
        f'<ofd:TextObject Size="{SIZE}" Boundary="0 0 210 297"'
        f' CTM="{matrix} {first[0] + at * step[0]} {first[1] + at * step[1]}">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="g {len(line)} {SIZE}">{line}</ofd:TextCode></ofd:TextObject>'
        for at, line in enumerate(lines)
    )
    assert "".join(lines_of(objects)) == "".join(lines)


def test_a_watermark_across_the_page_is_left_out() -> None:
    across = (
        '<ofd:TextObject Size="20" Boundary="40 200 150 150" CTM="0.707 -0.707 0.707 0.707 0 0">'
        '<ofd:TextCode X="0" Y="0" DeltaX="g 3 20">内部资料</ofd:TextCode></ofd:TextObject>'
    )
    assert lines_of(across + text_object("正文一行。", 30, 50)) == ["正文一行。"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("ofd:", "").replace("xmlns:ofd", "xmlns"), id="no prefix"),
        pytest.param(lambda text: text.replace("ofd:", "x:").replace("xmlns:ofd", "xmlns:x"), id="another prefix"),
        pytest.param(lambda text: text.replace(OFD, "").replace("ofd:", ""), id="no namespace"),
        pytest.param(
            lambda text: text.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org"), id="old namespace"
        ),
        pytest.param(
            lambda text: text.replace("Pages/Page_0/Content.xml", "/Doc_0/Pages/Page_0/Content.xml"), id="absolute"
        ),
        pytest.param(lambda text: text.replace("Pages/Page_0", "./Pages/../Pages/Page_0"), id="dots"),
        pytest.param(lambda text: text.replace("Pages/Page_0/", "pages\\PAGE_0\\"), id="case and backslashes"),
        pytest.param(lambda text: text.replace(">Doc_0/", ">/Doc_0/"), id="absolute root"),
    ],
)
def test_dialects(change) -> None:
    parts = {"OFD.xml": main("Doc_0/Document.xml"), **document([page(text_object("正文一行。", 30, 50))])}
    assert body(load_ofd(packed({name: change(content) for name, content in parts.items()}))) == ["正文一行。"]


def test_chinese_names_of_parts_without_a_flag() -> None:
    """Windows packs names in GBK: here two characters of two bytes each."""
    parts = {"OFD.xml": main("正文/Document.xml"), **document([page(text_object("正文一行。", 30, 50))], folder="ABCD")}
    assert body(load_ofd(packed(parts).replace(b"ABCD", "正文".encode("gbk")))) == ["正文一行。"]


def test_several_documents_follow_one_another() -> None:
    first = document([page(text_object("第一份文件。", 30, 50))])
    second = document([page(text_object("第二份文件。", 30, 50))], folder="Doc_1")
    data = packed({"OFD.xml": main("Doc_0/Document.xml", "Doc_1/Document.xml"), **first, **second})
    assert "".join(body(load_ofd(data))) == "第一份文件。第二份文件。"


# --- scans


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Recognise a line on each page; return the pictures that were asked for."""
    seen: list[np.ndarray] = []

    def recognise(picture: np.ndarray, *, width: float, height: float) -> Page:
        seen.append(picture)
        text = f"{'甲乙丙'[len(seen) - 1]}页是扫描的。"
        return Page(width, height, (Line(text, 80, 300, 240, 316),), ocr=True)

    monkeypatch.setattr(ocr, "recognise", recognise)
    return seen


def test_a_page_that_is_repeated_is_recognised_once(read: list[np.ndarray]) -> None:
    with zipfile.ZipFile(io.BytesIO(scans([corner()]))) as package:
        parts: dict[str, Part] = {name: package.read(name) for name in package.namelist()}
    listed = b'<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'
    whole = parts["Doc_0/Document.xml"]
    assert isinstance(whole, bytes)
    loaded = load_ofd(packed(parts | {"Doc_0/Document.xml": whole.replace(listed, listed * 3)}))
    assert len(read) == 1
    assert loaded.ocr == (1, 2, 3)


def corner(kind: str = "PNG", mode: str = "L") -> bytes:
    """Return a white page with its upper left quarter black."""
    picture = Image.new("L", (420, 594), 255)
    picture.paste(0, (0, 0, 210, 297))
    return saved(picture.convert(mode), kind)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "L"), ("PNG", "1"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("BMP", "RGB"), ("TIFF", "1")],
)
def test_scanned_pages_are_recognised(read: list[np.ndarray], kind: str, mode: str) -> None:
    loaded = load_ofd(scans([corner(kind, mode), corner(kind, mode)]))
    assert "".join(body(loaded)) == "甲页是扫描的。乙页是扫描的。"
    assert loaded.ocr == (1, 2)
    rows, columns, colours = read[0].shape
    assert (rows, columns, colours) == (2339, 1654, 3)  # A4 at 200 dpi
    quarters = [read[0][at : at + 100, left : left + 100].mean() for at, left in ((500, 300), (500, 1200), (1800, 300))]
    assert quarters == pytest.approx([0, 255, 255], abs=3)


def test_a_page_number_beside_the_scan_stays(read: list[np.ndarray]) -> None:
    loaded = load_ofd(scans([corner()], objects=text_object("— 7 —", 95, 285)))
    assert body(loaded) == ["甲页是扫描的。"]
    assert "— 7 —" in loaded.text


def test_the_text_layer_of_a_scan_is_used(read: list[np.ndarray]) -> None:
    layer = text_object(
        "扫描件下面的文字层，看不见，但是已经识别好了，共三十多个字，可以直接用。", 10, 50, 4, 'Visible="false"'
    )
    assert "".join(body(load_ofd(scans([corner()], objects=layer)))).startswith("扫描件下面的文字层")
    assert not read


def test_a_small_picture_is_no_scan(read: list[np.ndarray]) -> None:
    objects = text_object("正文一行。", 30, 50) + '<ofd:ImageObject ResourceID="100" Boundary="20 200 40 40"/>'
    resources = (
        f'<ofd:Res {OFD}><ofd:MultiMedia ID="100"><ofd:MediaFile>seal.png</ofd:MediaFile></ofd:MultiMedia></ofd:Res>'
    )
    common, extra = "<ofd:PublicRes>R.xml</ofd:PublicRes>", {"Doc_0/R.xml": resources, "Doc_0/seal.png": corner()}
    loaded = load_ofd(ofd([page(objects)], common=common, extra=extra))
    assert (body(loaded), loaded.ocr, read) == (["正文一行。"], (), [])


def test_pictures_are_turned_and_put_together(read: list[np.ndarray]) -> None:
    """Two strips; the lower one lies upside down in its file, so its black quarter comes to the lower right."""
    resources = (
        f'<ofd:Res {OFD} BaseLoc="Res"><ofd:MultiMedia ID="1"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
        "</ofd:Res>"
    )
    objects = (
        '<ofd:ImageObject ResourceID="1" Boundary="0 0 210 148.5" CTM="210 0 0 148.5 0 0"/>'
        '<ofd:ImageObject ResourceID="1" Boundary="0 148.5 210 148.5" CTM="-210 0 0 -148.5 210 148.5"/>'
    )
    extra = {"Doc_0/R.xml": resources, "Doc_0/Res/a.png": corner()}
    load_ofd(ofd([page(objects)], common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", extra=extra))
    places = ((200, 300), (200, 1300), (2100, 300), (2100, 1300))
    dark = [read[0][row : row + 50, column : column + 50].mean() < 128 for row, column in places]
    assert dark == [True, False, False, True]


def test_scans_that_cannot_be_decoded(read: list[np.ndarray]) -> None:
    with pytest.raises(ReportError, match="JBIG2"):
        load_ofd(scans([b"\x97JB2\r\n\x1a\n" + bytes(60), corner()[:200]]))
    # one page of two is left out
    assert body(load_ofd(scans([b"\x97JB2" + bytes(60), corner()]))) == ["甲页是扫描的。"]


# --- broken and hostile files

WHOLE = report(PARAGRAPHS)


def broken(**parts: Part) -> bytes:
    """Return a document some of whose parts are replaced; `_` in a name stands for a point or a slash."""
    whole = {"OFD.xml": main("Doc_0/Document.xml"), **document([page(text_object("正文一行。", 30, 50))])}
    names = {"main": "OFD.xml", "root": "Doc_0/Document.xml", "page": "Doc_0/Pages/Page_0/Content.xml"}
    return packed(whole | {names.get(name, name): content for name, content in parts.items()})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"no zip at all", "不是有效的 OFD", id="another kind of file"),
        pytest.param(packed({"a.txt": "a"}), "OFD.xml", id="a zip of something else"),
        pytest.param(broken(main="<OFD/>"), "找不到正文", id="no document"),
        pytest.param(broken(main=main("Doc_9/Document.xml")), "找不到正文", id="a document that is missing"),
        pytest.param(broken(main=main("")), "找不到正文", id="a document without a name"),
        pytest.param(broken(main="<OFD"), "已损坏", id="no XML"),
        pytest.param(broken(page=b"\x00\x01"), "已损坏", id="a page that is no XML"),
        pytest.param(broken(root=str(document([])["Doc_0/Document.xml"]).replace(
            "<ofd:Pages>", '<ofd:Pages><ofd:Page BaseLoc="x"/>')), "第 1 页", id="a page that is missing"),
        pytest.param(broken(**{"Encryptions.xml": "<Encryptions/>"}), "加密", id="encrypted as in GM/T 0099"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        load_ofd(data)


def test_an_encrypted_zip() -> None:
    data = bytearray(WHOLE)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(ReportError, match="加密"):
        load_ofd(bytes(data))


def test_every_truncation_is_told() -> None:
    for length in range(0, len(WHOLE) - 1, max(1, len(WHOLE) // 60)):
        with pytest.raises(ReportError):
            load_ofd(WHOLE[:length])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_raises_nothing_else(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    with contextlib.suppress(ReportError):
        load_ofd(bytes(data))


ATTRIBUTES = ("Boundary", "CTM", "Size", "DeltaX", "DeltaY", "X", "Y", "PhysicalBox")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ATTRIBUTES), st.text(alphabet="0123456789.-eg nNaAfI", max_size=24))
def test_odd_numbers_lose_no_letter(attribute: str, value: str) -> None:
    """Whatever the numbers are, what can be read is read, or the file is refused."""
    values = dict.fromkeys(ATTRIBUTES, "") | {
        "Boundary": "30 50 90 7",
        "CTM": "1 0 0 1 0 0",
        "Size": "5",
        "X": "0",
        "Y": "5",
    }
    values |= {"DeltaX": "5 5", "PhysicalBox": "0 0 210 297", attribute: value}
    written = " ".join(f'{name}="{values[name]}"' for name in ("Boundary", "CTM", "Size"))
    codes = " ".join(f'{name}="{values[name]}"' for name in ("X", "Y", "DeltaX", "DeltaY"))
    content = f"<ofd:TextObject {written}><ofd:TextCode {codes}>甲乙丙</ofd:TextCode></ofd:TextObject>"
    loaded = load_ofd(ofd([page(content, box=values["PhysicalBox"])]))
    if attribute not in ("CTM", "Size"):  # turned to a watermark, or without size
        assert sorted("".join(loaded.text.split())) == sorted("甲乙丙")


@pytest.mark.parametrize(("limit", "value"), [("MOST_UNPACKED", 1000), ("MOST_ENTRIES", 2), ("LARGEST_XML", 400)])
def test_limits(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_package, limit, value)
    with pytest.raises(ReportError, match="上限"):
        load_ofd(WHOLE)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(ReportError, match="上限"):
        load_ofd(broken(page=page(" " * 3_000_000)))


def test_a_part_that_is_larger_than_the_directory_says() -> None:
    data = broken(page=page(" " * 300_000))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo("Doc_0/Pages/Page_0/Content.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    with pytest.raises(ReportError, match="已损坏"):
        load_ofd(lying)


def test_entities_are_not_expanded() -> None:
    secret = (
        '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + page(text_object("正文一行。", 30, 50) + text_object("Q", 30, 90))
        .partition("?>")[2]
        .replace(">Q<", ">&b;&f;<")
    )
    assert body(load_ofd(broken(page=secret))) == ["正文一行。"]


def test_no_name_leads_out_of_the_package(tmp_path: Path) -> None:
    outside = tmp_path / "Content.xml"
    outside.write_text(page(text_object("包外的文字。", 30, 50)), "utf-8")
    root = str(document([page("")])["Doc_0/Document.xml"])
    for location in (str(outside), "../" * 20 + str(outside).lstrip("/"), f"file://{outside}"):
        with pytest.raises(ReportError, match="第 1 页"):
            load_ofd(broken(root=root.replace("Pages/Page_0/Content.xml", location)))


def test_objects_of_letters_join_to_words() -> None:
    objects = letter_objects("采用 ISO 9001 标准，Web 服务。", 30, 50)
    assert lines_of(objects) == ["采用 ISO 9001 标准，Web 服务。"]
