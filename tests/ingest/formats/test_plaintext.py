"""Plain text and Markdown: the text is the file, blocks leave the marks out."""

from __future__ import annotations

import re
from time import perf_counter

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


_CLOSING = re.compile(r"(?:\s*#+|\*{1,3}|_{2})?$")


@given(st.text(alphabet="甲 #*_\u3000", max_size=12))
def test_the_marks_that_close_a_line_are_those_at_its_end(rest: str) -> None:
    line = f"# 甲{rest}甲{rest}".rstrip()
    (block,) = load_markdown(line).blocks
    closing = _CLOSING.search(line, block.start)
    assert closing is not None
    assert block.end == closing.start()


@pytest.mark.parametrize("middle", [" " * 100_000, "#" * 100_000, " #" * 50_000])
def test_a_long_line_takes_no_longer_than_its_length(middle: str) -> None:
    start = perf_counter()
    assert len(load_markdown(f"# a{middle}b").blocks) == 1
    assert perf_counter() - start < 10  # quadratic would be minutes
