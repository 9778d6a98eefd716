"""The same report from two files: by text, or by place, year and shingles."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.duplicates import SHINGLE, find_repeats, is_same_text, shared, shingles
from rag.index.sources import SourceEntry

# 1007 different characters: 1000 different shingles
LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 1007)))


def entry(report: str, place: str | None = "青禾市", year: int | None = 2022, *, repeats: str | None = None,
          parents: tuple[str, ...] = ()) -> SourceEntry:  # fmt: skip
    return SourceEntry(report, "", f"{report}.txt", place, parents, year, sample=False, repeats=repeats)


def repeats(entries: Mapping[str, SourceEntry], bodies: Mapping[str, str], *before: str) -> dict[str, str | None]:
    return find_repeats(entries, entries.values(), before, lambda key: bodies[entries[key].report])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\u3000", 0),
        ("法治", 1),  # shorter than a shingle: one
        ("一二三四五六七八", 1),
        ("一二三四五六七八九", 2),
        ("一二三四 五六\n七八九", 2),  # blanks do not count
        ("啊" * 100, 1),  # the same shingle again and again
    ],
)
def test_shingles(text: str, count: int) -> None:
    assert len(shingles(text)) == count


def test_full_width_is_half_width() -> None:
    np.testing.assert_array_equal(shingles("共１２件，５８％以上"), shingles("共12件,58%以上"))


@given(one=st.text("法治政府1 ", max_size=60), other=st.text("法治政府1 ", max_size=60))
def test_shared_equals_counting_by_hand(one: str, other: str) -> None:
    def by_hand(text: str) -> set[str]:
        plain = "".join(text.split()).ljust(SHINGLE) if text.split() else ""
        return {plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1)}

    first, second = by_hand(one), by_hand(other)
    expected = len(first & second) / max(len(first), len(second)) if first and second else 0.0
    assert shared(shingles(one), shingles(other)) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (LONG, True),
        (LONG[:957], True),  # 950 of 1000 shingles
        (LONG[:956], False),  # 949
        (LONG[:500] + "改" + LONG[501:], True),  # one character changes eight shingles
        (LONG[:100] + LONG[900:] + LONG[100:900], True),  # moving a part changes few
        ("".join(char + "改" * (at % 100 == 0) for at, char in enumerate(LONG)), False),  # 11 × 7 or more shingles
        (LONG[::-1], False),
        ("", False),
    ],
)
def test_is_same_text(other: str, expected: bool) -> None:
    assert is_same_text(shingles(LONG), shingles(other)) is expected


BODIES = {"a": LONG, "b": LONG[:-9], "c": LONG[::-1]}


@pytest.mark.parametrize(
    ("entries", "before", "expected"),
    [
        pytest.param({"1": entry("a"), "2": entry("b")}, (), {"2": "1"}, id="the first comes first"),
        pytest.param({"1": entry("a"), "2": entry("b")}, ("2",), {"1": "2"}, id="what is searched already comes first"),
        pytest.param({"1": entry("a"), "2": entry("c")}, (), {}, id="another text"),
        pytest.param({"1": entry("a"), "2": entry("b", "禾丰县")}, (), {}, id="another place"),
        pytest.param({"1": entry("a"), "2": entry("b", year=2023)}, (), {}, id="another year"),
        pytest.param({"1": entry("a", None), "2": entry("b", None)}, (), {}, id="no place known"),
        pytest.param({"1": entry("a", year=None), "2": entry("b", year=None)}, (), {}, id="no year known"),
        pytest.param(
            {"1": entry("a", parents=("东省",)), "2": entry("b", parents=("西省",))}, (), {}, id="places of one name"
        ),
        pytest.param(
            {"1": entry("a", parents=("东省",)), "2": entry("b")}, (), {"2": "1"}, id="parents are not always known"
        ),
        pytest.param({"1": entry("a", None), "2": entry("a", None)}, (), {"2": "1"}, id="the same text, no place"),
        pytest.param(
            {"1": entry("a", None), "2": entry("a")}, ("1",), {"1": "2"}, id="the one that knows its place comes first"
        ),
        pytest.param(
            {"1": entry("a"), "2": entry("b", repeats="1"), "3": entry("b", None)},
            ("1",),
            {"3": "1"},
            id="the same text as one that repeats another",
        ),
        pytest.param({"1": entry("a"), "2": entry("b", repeats="1")}, ("1",), {}, id="nothing changes"),
        pytest.param(
            {"1": entry("c"), "2": entry("b", repeats="1")}, ("1",), {"2": None}, id="the first has become another"
        ),
    ],
)
def test_find_repeats(
    entries: dict[str, SourceEntry], before: tuple[str, ...], expected: dict[str, str | None]
) -> None:
    assert repeats(entries, BODIES, *before) == expected


def test_only_what_may_be_the_same_is_read() -> None:
    entries = {"1": entry("a"), "2": entry("b"), "3": entry("c", "禾丰县"), "4": entry("d", "禾丰县")}
    found = find_repeats(entries, [entries["2"]], (), {"1": LONG, "2": LONG}.__getitem__)
    assert found == {"2": "1"}


def test_what_is_too_long_is_compared_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.duplicates.LONGEST", 900)
    assert repeats({"1": entry("a"), "2": entry("b"), "3": entry("a")}, BODIES) == {"3": "1"}


def test_what_each_site_says_of_a_report_is_not_compared() -> None:
    bodies = {
        "a": f"发布日期：2023-02-01 来源：青禾市司法局\n{LONG[:200]}",
        "b": f"时间：2023-03-05  作者：某办公室\n{LONG[:200]}",
        "c": f"二〇二二年度工作总结以及二〇二三年度安排\n{LONG[:200]}",
    }
    assert repeats({"1": entry("a"), "2": entry("b")}, bodies) == {"2": "1"}
    # 20 characters of text count: 193 of 213 shingles
    assert repeats({"1": entry("a"), "3": entry("c")}, bodies) == {}
