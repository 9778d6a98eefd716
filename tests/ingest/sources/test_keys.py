"""Which sources lie under a path, and how they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sources.keys import is_under, shown_key


@pytest.mark.parametrize(
    ("key", "paths", "expected"),
    [
        ("/a/b.txt", [], True),  # no path: all
        ("/a/b.txt", ["/a"], True),
        ("/a/b.txt", ["/a/"], True),
        ("/a/b.txt", ["/"], True),
        ("/a/b.txt", ["/a/b.txt"], True),
        ("/a/b.txt", ["/x", "/a"], True),
        ("/ab/c.txt", ["/a"], False),  # a name that begins in the same way
        ("/a/b.zip!/c/d.txt", ["/a/b.zip"], True),
        ("/a/b.zip!/c/d.txt", ["/a"], True),
        ("/a/b.zip.txt", ["/a/b.zip"], False),
        ("/a/b.txt", ["http://a.example/b"], False),
        ("http://a.example/b", ["/"], False),
    ],
)
def test_is_under(key: str, paths: list[str], expected: bool) -> None:
    assert is_under(key, paths) is expected


def test_shown_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_key(f"{tmp_path}/a/b.zip!/c.txt") == "a/b.zip!/c.txt"
    assert shown_key("/elsewhere/a.txt") == "/elsewhere/a.txt"
    assert shown_key("https://a.example/b") == "https://a.example/b"
