"""Web pages: everything visible is text, what surrounds the report is furniture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.webpage import load_webpage
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
        pytest.param("<p>甲&nbsp;乙\n  丙</p>", ["甲\xa0乙 丙"], id="NBSP stays, blanks are as a browser shows them"),
        pytest.param("<p>1 &lt; 2 &amp; 3</p>", ["1 < 2 & 3"], id="entities"),
    ],
)
def test_visible_text(html: str, expected: list[str]) -> None:
    assert lines(f"<html><body>{html}</body></html>") == expected


def test_headings_know_their_level() -> None:
    loaded = load_webpage("<h1>标题</h1><h2>一、概况</h2><p>正文。</p>".encode())
    assert [block.level for block in loaded.blocks] == [1, 2, None]


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
