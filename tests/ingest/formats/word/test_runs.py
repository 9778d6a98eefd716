"""The text of paragraphs of Word: what is shown of their runs, fields, controls and boxes."""

from __future__ import annotations

import pytest

from tests.ingest.docx_files import p, r, read


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def field(mark: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{mark}"/>')


def symbol(code: str, font: str = "Wingdings") -> str:
    return run(f'<w:sym w:font="{font}" w:char="{code}"/>')


def control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def alternatives(first: str, second: str) -> str:
    return (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{first}</mc:Choice>"
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


def vml(inside: str) -> str:
    box = f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    return run(f"<w:pict><v:shape>{box}</v:shape></w:pict>")


def drawn(inside: str) -> str:
    """Return a text box as Word writes it: once as a drawing, once more for old versions."""
    box = f"<w:drawing><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></w:drawing>"
    return run(alternatives(box, vml(inside)))


def inside(xml: str, before: str = "") -> str:
    return p(before, inside=xml)


CODE = run("<w:instrText>PAGEREF</w:instrText><w:t>码</w:t>")
RUBY = f"<w:ruby><w:rt>{r('lán')}</w:rt><w:rubyBase>{r('岚')}</w:rubyBase></w:ruby>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("甲") + p("乙"), ["甲", "乙"]),
        # a line break ends a line
        (inside(run("<w:br/><w:t>乙</w:t>"), "甲"), ["甲", "乙"]),
        # a page may end within a sentence
        (inside(run('<w:br w:type="page"/><w:t>乙</w:t>'), "甲"), ["甲乙"]),
        # a tab is a gap, but parts no cells
        (inside(run("<w:tab/><w:t>乙</w:t>"), "甲"), ["甲  乙"]),
        # hyphens that show only at the end of a line, and one that holds words together
        (inside(run("<w:softHyphen/><w:t>乙\xad丙</w:t>"), "甲"), ["甲乙丙"]),
        (inside(run("<w:noBreakHyphen/><w:t>B</w:t>"), "A"), ["A-B"]),
        # line ends of the XML are blanks, its comments and instructions nothing
        (inside(run("<w:t>乙\n丙</w:t>"), "甲"), ["甲乙 丙"]),
        (inside("<!-- 注 --><?x y?>" + r("乙"), "甲"), ["甲乙"]),
        # the boxes of a form, and symbols that only their font knows
        (inside(symbol("F052", "Wingdings 2") + r("否") + symbol("F0A8"), "是"), ["是☑否□"]),
        (inside(symbol("F0FF", "X") + symbol("zz") + symbol("D800") + r("甲")), ["甲"]),
        (inside(symbol("25CB") + r("甲")), ["○甲"]),
        # changes that are recorded: what was inserted stays, what was deleted is gone, what moved is where it went
        (inside(f"<w:ins>{r('乙')}</w:ins>", "甲"), ["甲乙"]),
        (inside("<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲"), ["甲"]),
        (inside(f"<w:moveFrom>{r('乙')}</w:moveFrom><w:moveTo>{r('丙')}</w:moveTo>", "甲"), ["甲丙"]),
        # the end of a paragraph was deleted; of the last one, too
        (p("甲", "<w:rPr><w:del/></w:rPr>") + p("乙"), ["甲乙"]),
        (p("甲", "<w:rPr><w:del/></w:rPr>"), ["甲"]),
        # hidden text
        (inside(r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>'), "甲"), ["甲丙"]),
        # links, and elements of other schemas
        (inside(f'<w:hyperlink r:id="x">{r("附件")}</w:hyperlink>', "见"), ["见附件"]),
        (inside(f"<w:smartTag>{r('乙')}</w:smartTag>", "甲"), ["甲乙"]),
        (f"<w:customXml>{p('甲')}</w:customXml><w:sectPr/>", ["甲"]),
        # of a field its result is shown
        (inside(f"<w:fldSimple w:instr='DATE'>{r('2022年')}</w:fldSimple>"), ["2022年"]),
        (inside(field("begin") + CODE + field("separate") + r("35件") + field("end") + r("。")), ["35件。"]),
        # one with a field in its code
        (inside(field("begin") + field("begin") + CODE + field("end") + CODE + field("end"), "甲"), ["甲"]),
        # a code without an end, an end without a beginning
        (inside(field("begin") + r("码")) + p("乙"), ["乙"]),
        (inside(field("end") + r("甲")), ["甲"]),
        # a pronunciation above a character, a formula
        (inside(RUBY), ["岚"]),
        (inside("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "率"), ["率a+b"]),
        # text boxes follow the paragraph that they hang on, each once
        (inside(drawn(p("框")), "甲") + p("乙"), ["甲", "框", "乙"]),
        (inside(vml(p("文件") + p("第5号"))), ["文件", "第5号"]),
        (inside(drawn(inside(vml(p("内")), "外")), "甲"), ["甲", "外", "内"]),
        # of alternatives the first that shows something
        (inside(alternatives("", r("乙")), "甲"), ["甲乙"]),
        (alternatives(p("甲"), p("乙")), ["甲"]),
        # content controls around paragraphs and inside one; what only asks for content is none
        (control(p("甲")), ["甲"]),
        (inside(control(r("甲"))), ["甲"]),
        (inside(control(r("请输入"), "<w:showingPlcHdr/>"), "甲") + control(p("请输入"), "<w:showingPlcHdr/>"), ["甲"]),
        ("<w:sdt/>", []),
    ],
)
def test_what_the_reader_sees(body: str, expected: list[str]) -> None:
    assert read(body) == expected
