"""Plain text and Markdown: the text is the file, blocks leave the marks out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import line_spans
from ingest.formats.plaintext import load_markdown, load_text


def test_plain_text_stays_as_it_is() -> None:
    text = "\u3000\u3000第一段。\n\n \xa0\n第二段 "
    loaded = load_text(text)
    assert loaded.text == text
    assert [text[block.start : block.end] for block in loaded.blocks] == ["第一段。", "第二段"]


@given(st.text(alphabet="甲。 \n\xa0\u3000a"))
def test_line_spans_are_the_stripped_lines(text: str) -> None:
    assert [text[start:end] for start, end in line_spans(text)] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]


@pytest.mark.parametrize(
    ("line", "content", "level"),
    [
        pytest.param("# 青禾市报告", "青禾市报告", 1, id="heading"),
        pytest.param("### (一)概况 ###", "(一)概况", 3, id="closed heading"),
        pytest.param("> 来源:办公室", "来源:办公室", None, id="quotation"),
        pytest.param("- 一项", "一项", None, id="list"),
        pytest.param("**重点**", "重点", None, id="emphasis around the line"),
        pytest.param("1. **短板**。其他", "1. **短板**。其他", None, id="marks inside the line stay"),
        pytest.param("#标签不是标题", "#标签不是标题", None, id="no blank, no heading"),
    ],
)
def test_markdown_marks(line: str, content: str, level: int | None) -> None:
    loaded = load_markdown(line + "\n")
    (block,) = loaded.blocks
    assert (loaded.text, loaded.text[block.start : block.end], block.level) == (line + "\n", content, level)


@pytest.mark.parametrize("line", ["---", "|---|:--|", "```python", "***"])
def test_markdown_rules_are_no_body(line: str) -> None:
    assert [block.body for block in load_markdown(line).blocks] == [False]
