from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.markers import Marker, read_markers, thinking_in, without_thinking


def shown(text: str, known: int = 9, *, complete: bool = True) -> str:
    """Write the pieces with each marker as {1,2}, which no model text of these tests holds."""
    pieces = read_markers(text, known, complete=complete)
    return "".join(
        piece if isinstance(piece, str) else "{" + ",".join(map(str, piece.passages)) + "}" for piece in pieces
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("办结3件[1]。", "办结3件{1}。", id="plain"),
        pytest.param("办结3件【1】。", "办结3件{1}。", id="lenticular brackets"),
        pytest.param("办结3件［１］。", "办结3件{1}。", id="full width"),
        pytest.param("办结3件[1,2]。", "办结3件{1,2}。", id="comma"),
        pytest.param("办结3件[1、2，3]。", "办结3件{1,2,3}。", id="Chinese commas"),
        pytest.param("办结3件[1-3]。", "办结3件{1,2,3}。", id="range"),
        pytest.param("办结3件[3—1]。", "办结3件{1,2,3}。", id="range downwards"),
        pytest.param("办结3件[7-99]。", "办结3件{7,8,9}。", id="range beyond the known"),
        pytest.param("办结3件[1][2]。", "办结3件{1}{2}。", id="two in a row"),
        pytest.param("办结3件[2,2]。", "办结3件{2}。", id="repetition"),
        pytest.param("办结3件[^1]。", "办结3件{1}。", id="footnote"),
        pytest.param("办结3件[来源:1]。", "办结3件{1}。", id="with a word"),
        pytest.param("办结3件 [1]。", "办结3件{1}。", id="blank before"),
        pytest.param("办结3件 [99]。", "办结3件。", id="unknown"),
        pytest.param("办结3件[0]。", "办结3件。", id="zero"),
        pytest.param("办结3件[1,99]。", "办结3件{1}。", id="one of two unknown"),
        pytest.param("示政发[2019]860号", "示政发[2019]860号", id="document number"),
        pytest.param("【重点】工作", "【重点】工作", id="text in brackets"),
        pytest.param("[]和[甲]和[1甲]", "[]和[甲]和[1甲]", id="no numbers"),
        pytest.param("[ [1]", "[{1}", id="bracket before a marker"),
        pytest.param("[" + "1," * 40 + "1]", "[" + "1," * 40 + "1]", id="too long for a marker"),
        pytest.param("办结3件[1", "办结3件[1", id="never finished"),
        pytest.param("", "", id="empty"),
    ],
)
def test_markers(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("办结3件[", "办结3件", id="open bracket"),
        pytest.param("办结3件 [1", "办结3件", id="open marker and its blank"),
        pytest.param("办结3件[1]", "办结3件{1}", id="complete marker"),
        pytest.param("办结3件[来", "办结3件", id="open word"),
        pytest.param("办结3件[1、", "办结3件", id="open list"),
        pytest.param("办结3件[甲", "办结3件[甲", id="no marker any more"),
        pytest.param("办结3件 ", "办结3件", id="blank that a marker may follow"),
        pytest.param("[" + "1" * 31, "[" + "1" * 31, id="too long to become one"),
    ],
)
def test_what_is_held_back(text: str, expected: str) -> None:
    assert shown(text, complete=False) == expected


MODEL_TEXT = st.text(alphabet="甲[]【】［］0123１,、-^ \n来源:。", max_size=60)


@given(MODEL_TEXT, st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=4))
def test_what_was_shown_is_never_taken_back(text: str, cut: int, known: int) -> None:
    """Holds for any way of cutting the text into chunks, as each chunk's end is one such cut."""
    assert shown(text, known).startswith(shown(text[:cut], known, complete=False))


@given(MODEL_TEXT, st.integers(min_value=0, max_value=4))
def test_only_known_passages_are_named(text: str, known: int) -> None:
    pieces = read_markers(text, known, complete=True)
    markers = [piece for piece in pieces if isinstance(piece, Marker)]
    assert all(marker.passages and set(marker.passages) <= set(range(1, known + 1)) for marker in markers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<think>先想想[1]</think>\n办结3件[1]。", "办结3件[1]。", id="thinking first"),
        pytest.param("<THINKING>想</THINKING>办结", "办结", id="another spelling"),
        pytest.param("想</think>办结", "办结", id="no opening tag"),
        pytest.param("<think>想</think>办<think>再想</think>结", "办结", id="twice"),
        pytest.param("办结<think>想到最后", "办结", id="never closed"),
        pytest.param("占比<5%", "占比<5%", id="less than"),
        pytest.param("办结<", "办结<", id="bracket at the end"),
    ],
)
def test_thinking_is_left_out(text: str, expected: str) -> None:
    assert without_thinking(text, complete=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<think>先想想[1]\n</think>\n办结3件[1]。", "先想想[1]", id="thinking first"),
        pytest.param("想</think>办结", "想", id="no opening tag"),
        pytest.param("<think>想</think>办<think>再想</think>结", "想\n再想", id="twice"),
        pytest.param("办结<think>想到最后", "想到最后", id="never closed"),
        pytest.param("<think>\n\n</think>办结", None, id="empty"),
        pytest.param("占比<5%", None, id="none"),
    ],
)
def test_thinking_is_kept_apart(text: str, expected: str | None) -> None:
    assert thinking_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<", ""), ("<thi", ""), ("<think>想", ""), ("<think>想</thi", ""), ("办结<th", "办结"), ("占比<5", "占比<5")],
)
def test_unfinished_tags_are_held_back(text: str, expected: str) -> None:
    assert without_thinking(text, complete=False) == expected


@given(st.lists(st.sampled_from(["甲", "<think>", "</think>", "<", "[1]", "\n"]), max_size=12).map("".join))
def test_complete_text_holds_no_thinking_tags(text: str) -> None:
    kept = without_thinking(text, complete=True)
    assert "<think>" not in kept
    assert "</think>" not in kept
