"""Word documents: headings, notes, heads and feet, and what else stands around the text."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.formats.word import ooxml
from ingest.formats.word.document import load_word
from rag.errors import ReportError
from tests.ingest.docx_files import STYLES, numbered, p, part, r, read, styled, word_file


@pytest.mark.parametrize(
    ("paragraph", "level"),
    [
        (styled("甲", "1"), 1),
        (styled("甲", "t"), 0),
        (p("甲"), None),
        # a style of one's own, by the style that it is based on
        (styled("甲", "own"), 1),
        # and one that says that it is no heading
        (styled("甲", "flat"), None),
        (styled("甲", "deep"), 3),
        (styled("甲", "self"), None),
        (styled("甲", "unknown"), None),
        # what the paragraph itself says goes first
        (p("甲", '<w:outlineLvl w:val="1"/>'), 2),
        (p("甲", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>'), None),
    ],
)
def test_levels(paragraph: str, level: int | None) -> None:
    (block,) = load_word(word_file(paragraph, {"styles": STYLES})).blocks
    assert block.level == level


def test_text_that_a_style_hides() -> None:
    hidden = p("甲", inside=r("乙", '<w:rStyle w:val="c"/>'))
    shown = p(properties='<w:pStyle w:val="hide"/>', inside=r("丙") + r("丁", '<w:vanish w:val="false"/>'))
    assert read(hidden + shown, {"styles": STYLES}) == ["甲", "丁"]


def test_a_table_of_contents_is_no_body() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = (
        styled("一、概况  1", "toc")
        + f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
        + p("一、概况")
    )
    assert read(body, {"styles": STYLES}, body_only=False) == ["一、概况  1", "目录"]


def test_notes_follow_the_text_in_its_order_and_leave_figures_alone() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="-1">' + p("——") + "</w:footnote>"
        '<w:footnote w:id="1">' + p(inside="<w:r><w:footnoteRef/></w:r>" + r("乙注。")) + "</w:footnote>"
        '<w:footnote w:id="2">' + p(inside="<w:r><w:footnoteRef/></w:r>" + r("甲注。")) + "</w:footnote>",
    )
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("受理35件", inside=reference.format(2) + r("。")) + p("审结", inside=reference.format(1) + r("30件。"))
    assert read(body, {"footnotes": notes}) == ["受理35件。", "审结30件。", "[1] 甲注。", "[2] 乙注。"]


def test_heads_and_feet_of_pages_come_last_and_are_no_body() -> None:
    sections = '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>'
    parts = {
        "header": part("hdr", p("青禾市司法局") + p(inside=f"<w:r><w:txbxContent>{p('内部')}</w:txbxContent></w:r>")),
        "footer": part("ftr", p(inside=f"<w:fldSimple w:instr='PAGE'>{r('1')}</w:fldSimple>")),
    }
    body = p("", f"{sections}") + p("正文。") + sections
    assert read(body, parts) == ["正文。"]
    assert read(body, parts, body_only=False) == ["青禾市司法局", "内部", "1"]
    assert load_word(word_file(body, parts)).text.startswith("正文。")


def test_a_file_of_another_format_inside() -> None:
    inner = word_file(p("内层。") + '<w:altChunk r:id="chunk"/>', {"chunk": word_file(p("第三层。"))})
    relation = {"aFChunk": inner}
    assert read(p("外层。") + '<w:altChunk r:id="aFChunk"/><w:altChunk r:id="none"/>', relation) == ["外层。", "内层。"]
    page = "<html><body><p>网页正文。</p></body></html>".encode()
    assert "网页正文。" in read('<w:altChunk r:id="aFChunk"/>', {"aFChunk": page})


def test_numbers_stand_before_their_paragraphs() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    body = numbered("概况") + p("正文。") + numbered("") + numbered("问题")
    assert read(body, {"numbering": numbering}) == ["一、概况", "正文。", "三、问题"]


def test_what_python_docx_writes() -> None:
    made = docx.Document()
    made.add_heading("青禾市2022年度法治政府建设情况报告", level=0)
    made.add_heading("一、概况", level=1)
    made.add_paragraph("第一行\n第二行\xa0末尾。")
    made.add_paragraph("项目", style="List Bullet")
    buffer = io.BytesIO()
    made.save(buffer)
    loaded = load_word(buffer.getvalue())
    assert [(loaded.text[block.start : block.end], block.level) for block in loaded.blocks] == [
        ("青禾市2022年度法治政府建设情况报告", 0),
        ("一、概况", 1),
        ("第一行", None),
        ("第二行\xa0末尾。", None),
        ("项目", None),
    ]


CHUNK = '<w:altChunk r:id="aFChunk"/>'


def test_an_embedded_file_is_read_once_and_shown_wherever_it_is_referred_to(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    read_part = ooxml.Package.read

    def counted(package: ooxml.Package, name: str) -> bytes:
        reads.append(name)
        return read_part(package, name)

    monkeypatch.setattr(ooxml.Package, "read", counted)
    inner = word_file(p("内层。"))
    assert read(CHUNK + p("外层。") + CHUNK, {"aFChunk": inner}) == ["内层。", "外层。", "内层。"]
    assert reads.count("word/aFChunk.xml") == 1


@pytest.mark.parametrize(
    ("times", "length"),
    [
        pytest.param(200, 1, id="too many"),
        pytest.param(20, 165_000, id="too long together"),
    ],
)
def test_embedded_files_are_limited(times: int, length: int) -> None:
    with pytest.raises(ReportError, match="嵌入"):
        read(CHUNK * times, {"aFChunk": word_file(p("甲" * length))})


def test_a_foot_whose_text_is_the_name_of_another_part_stays() -> None:
    sections = '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>'
    parts = {"header": part("hdr", p("word/footer.xml")), "footer": part("ftr", p("青禾市司法局"))}
    assert read(p("甲。") + sections, parts, body_only=False) == ["word/footer.xml", "青禾市司法局"]
