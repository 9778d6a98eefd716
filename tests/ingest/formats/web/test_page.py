"""Web pages: everything visible is text, what surrounds the report is furniture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.web.page import load_webpage
from rag.errors import ReportError


def lines(html: str) -> list[str]:
    loaded = load_webpage(html.encode())
    return [loaded.text[block.start : block.end] for block in loaded.blocks]


def body(html: str) -> list[str]:
    loaded = load_webpage(html.encode())
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>甲<b>乙</b>丙</p>丁", ["甲乙丙", "丁"], id="inline elements stay on the line"),
        pytest.param("<p>甲<br>乙</p>", ["甲", "乙"], id="br ends a line"),
        pytest.param("<p>甲<!-- 乙 -->丙</p>", ["甲丙"], id="comments vanish, their tails stay"),
        pytest.param("<p>甲<script>x=1</script>乙<style>p{}</style>丙</p>", ["甲乙丙"], id="scripts and styles vanish"),
        pytest.param("<p>甲</p><p style='display: none'>乙</p><p hidden>丙</p>", ["甲"], id="what is hidden vanishes"),
        pytest.param("<table><tr><td>甲</td><td><p>乙</p></td></tr></table>", ["甲\t乙"], id="a row of data"),
        pytest.param("<table><tr> <td>甲</td> <td>乙</td></tr></table>", ["甲\t乙"], id="blanks between cells"),
        pytest.param("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", ["甲", "乙"], id="a table for layout"),
        pytest.param("<p>甲&nbsp;乙\t  丙</p>", ["甲\xa0乙 丙"], id="NBSP stays, blanks are as a browser shows them"),
        pytest.param(
            "<p>甲\n  乙<b>\n</b>，a\nb 丙</p>", ["甲乙，a b 丙"], id="no blank where the source goes on below"
        ),
        pytest.param("<p>甲\u200b乙\ufeff丙\xad</p>", ["甲乙丙"], id="what has no width vanishes"),
        pytest.param("<p>1 &lt; 2 &amp; 3</p>", ["1 < 2 & 3"], id="entities"),
        pytest.param("<p>甲<o:p>乙</o:p><ucap>丙</ucap></p>", ["甲乙丙"], id="unknown elements stay on the line"),
        pytest.param("<p>甲<span style='display: block'>乙</span></p>", ["甲", "乙"], id="a block by its style"),
        pytest.param("<p>面积3km<sup>2</sup>，H<sub>2</sub>O</p>", ["面积3km2，H2O"], id="sub and sup"),
        pytest.param("<p><ruby>岚<rp>(</rp><rt>lán</rt><rp>)</rp></ruby>川</p>", ["岚(lán)川"], id="ruby"),
        pytest.param("<p><img src='a.png' alt='公章'>甲</p>", ["甲"], id="what a picture shows is no text"),
        pytest.param("<select><option>甲</select><textarea>乙</textarea><p>丙</p>", ["丙"], id="fields of a form"),
        pytest.param("<details><summary>甲</summary><p>乙</p></details>", ["甲", "乙"], id="what opens at a click"),
        pytest.param("<p style='visibility:hidden'>甲</p><p>乙</p>", ["乙"], id="what is invisible"),
        pytest.param(
            "<video>请更换浏览器</video><noframes>无框架</noframes><p>甲</p>", ["甲"], id="words for old browsers"
        ),
        pytest.param("<ol><li>甲<li><p>乙</p></ol><ul><li>丙</ul>", ["1. 甲", "2. 乙", "丙"], id="numbers of a list"),
        pytest.param("<ol start=3 type=a><li>甲<li value=5>乙</ol>", ["c. 甲", "e. 乙"], id="letters"),
        pytest.param("<ol type=i><li>甲<ol><li>乙</ol><li>丙</ol>", ["i. 甲", "1. 乙", "ii. 丙"], id="lists in lists"),
        pytest.param(
            "<ol><li>一、甲<li>（二）乙<li>3.丙</ol>",
            ["一、甲", "（二）乙", "3.丙"],
            id="numbers of their own",
        ),
        pytest.param("<ol style='list-style:none'><li>甲</ol>", ["甲"], id="a list that hides its numbers"),
        pytest.param("<pre>  甲\n\n乙 丙</pre>", ["甲", "乙 丙"], id="lines of verbatim text"),
        pytest.param("<h1>某市关于2022年<br>工作的报告</h1>", ["某市关于2022年工作的报告"], id="a title on two lines"),
        pytest.param(
            "<h1>某市工作报告<br>——在会议上</h1>", ["某市工作报告", "——在会议上"], id="a title with a subtitle"
        ),
    ],
)
def test_visible_text(html: str, expected: list[str]) -> None:
    assert lines(f"<html><body>{html}</body></html>") == expected


def test_headings_know_their_level() -> None:
    loaded = load_webpage("<h1>标题</h1><h2>一、概况</h2><p>正文。</p>".encode())
    assert [block.level for block in loaded.blocks] == [1, 2, None]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 11">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings>设置</o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head><body><div class=Section1>
<p class=MsoNormal style='text-indent:32.0pt'><![if !supportLists]><span
style='mso-list:Ignore'>一、</span><![endif]><span
style='font-size:16.0pt'>全年受理案
件<span lang=EN-US>35</span>件，审
结30件。<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>"""


def test_pages_that_word_saved() -> None:
    assert lines(WORD) == ["一、全年受理案件35件，审结30件。"]


SENTENCE = "全县各级行政机关认真落实行政执法责任制，严格规范公正文明执法，全年办理行政处罚案件三百五十二件。"


def typeset(paragraph: str, size: int = 36) -> list[str]:
    return [paragraph[at : at + size] for at in range(0, len(paragraph), size)]


@pytest.mark.parametrize("newline", ["\n", "<br>", "<br/>\r\n"])
def test_lines_that_typesetting_broke_are_joined(newline: str) -> None:
    # paragraphs of 3, 6, 3 and 6 lines; the last line of each is shorter
    paragraphs = [SENTENCE * 2, SENTENCE * 4, SENTENCE * 2, SENTENCE * 4]
    text = newline.join(line for paragraph in paragraphs for line in typeset("　　" + paragraph))
    assert lines(f"<pre>{text}</pre>" if newline == "\n" else f"<div>{text}</div>") == paragraphs


def test_a_text_whose_paragraphs_are_not_told_apart_is_joined_by_its_widths() -> None:
    text = "".join(typeset(SENTENCE * 12)[at] + "\n" for at in range(16))
    assert lines(f"<pre>{text}</pre>") == [(SENTENCE * 12)[: 16 * 36]]


@pytest.mark.parametrize("indent", ["", "　　"])
def test_short_lines_are_no_broken_ones(indent: str) -> None:
    items = [
        f"（{number}）{name}受理案件三十五件，审结三十件" for number, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯")
    ]
    assert lines("<div>" + "<br>".join(indent + item for item in items) + "</div>") == items


TABLE = """<p>单位：件</p><table><caption>办理情况</caption>
<thead><tr><th rowspan=2>地区</th><th colspan=2>受理</th></tr><tr><th>2021年</th><th>2022年</th></tr></thead>
<tr><td>甲县</td><td>12</td><td>1,035</td></tr><tr><td>乙县</td><td><p>8</p></td><td>—</td></tr></table>"""


def test_rows_of_data_name_their_heads() -> None:
    assert lines(TABLE) == [
        "单位：件",
        "办理情况",
        "地区：甲县，甲县2021年受理12件、2022年受理1,035件。",
        "地区：乙县，乙县2021年受理8件。",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<tr><td rowspan=2>甲<td>1</tr><tr><td>2</tr>", ["甲\t1", "甲\t2"], id="a cell over two rows"),
        pytest.param("<tr><td>索引号<td>X1</tr><tr><td>文号<td>Y2</tr>", ["索引号\tX1", "文号\tY2"], id="a form"),
        pytest.param("<tr><td><a>甲</a><td><a>单位名称</a></tr><tr><td><a>乙</a><td><a>丙</a></tr>",
                     ["甲\t单位名称", "乙\t丙"], id="links have no heads"),
        pytest.param("<tr><td>左<td><table><tr><td>甲<td>1</tr></table></tr>", ["左", "甲\t1"], id="tables in tables"),
        pytest.param("<tr><td>栏目<td>正文</tr><tr><td>左<td>" + "<p>第一段正文的内容很长。</p>" * 40 + "</tr>",
                     ["栏目\t正文", "左", *["第一段正文的内容很长。"] * 40], id="an article in a cell"),
        pytest.param("<tr><td hidden>密<td>甲<td>1</tr><tr><td>乙<td>2</tr>", ["甲\t1", "乙\t2"], id="hidden cells"),
        pytest.param("<tr><td colspan=5000 rowspan=9999>甲<td>1</tr><tr><td>2</tr>", ["甲\t1", "2"], id="wide"),
    ],
)  # fmt: skip
def test_tables(html: str, expected: list[str]) -> None:
    assert lines(f"<table>{html}</table>") == expected


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param("<frameset cols='20%,*'><frame src='a.htm'><frame src='b.htm'></frameset>", "框架", id="frames"),
        pytest.param("<body><iframe src='b.htm'></iframe></body>", "框架", id="a page inside a page"),
        pytest.param("<div id='app'></div><script>render()</script>", "脚本", id="nothing without scripts"),
        pytest.param("<p><img src='scan.jpg'></p>", "图片", id="pictures"),
    ],
)
def test_pages_without_text_say_why(html: str, reason: str) -> None:
    with pytest.raises(ReportError, match=reason):
        lines(f"<html>{html}</html>")


def test_furniture_stays_in_the_text_and_out_of_the_body() -> None:
    page = (
        "<nav>栏目</nav><div class='breadcrumb'>首页 > 公开</div><ul><li><a href='/'>政务</a></li></ul>"
        "<div class='header'><p>正文第一句。</p></div><footer>地址</footer>"
    )
    assert lines(page) == ["栏目", "首页 > 公开", "政务", "正文第一句。", "地址"]
    assert body(page) == ["正文第一句。"], "an element that holds a sentence is no furniture, whatever its name"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("gb18030", "gb2312"),
        pytest.param("gb18030", "utf-8", id="bytes that belie the declaration"),
        pytest.param("utf-8", "gb2312", id="UTF-8 declared as GB2312"),
        ("big5", "big5"),
        pytest.param("gb18030", None, id="nothing declared"),
    ],
)
def test_encodings(encoding: str, declared: str | None) -> None:
    meta = f"<meta charset='{declared}'>" if declared else ""
    page = f"<html><head>{meta}</head><body><p>公文公文中文中文。</p></body></html>"
    loaded = load_webpage(page.encode(encoding))
    assert loaded.text.strip() == "公文公文中文中文。"


def test_deep_nesting_is_read() -> None:
    assert lines("<div>" * 2000 + "深处" + "</div>" * 2000) == ["深处"]


def test_what_is_nested_too_deep_is_told_and_not_lost() -> None:
    with pytest.raises(ReportError, match="嵌套过深"):
        lines("<p>浅处</p>" + "<div>" * 3000 + "深处" + "</div>" * 3000)


@settings(max_examples=60)
@given(st.text(alphabet="<>/pdivtrable= \"'&;#x1甲。!-\n", max_size=200))
def test_malformed_pages_give_text_or_a_report_error(source: str) -> None:
    try:
        loaded = load_webpage(source.encode())
    except ReportError:
        return
    assert all(loaded.text[block.start : block.end].strip() for block in loaded.blocks)
