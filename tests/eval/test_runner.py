"""The index of a benchmark's reports: made anew whenever the code that reads reports has changed."""

from __future__ import annotations

import re
from pathlib import Path

from eval import runner

ROOT = Path(__file__).resolve().parents[2]
# What tells of reports, settings and failures; the index, whose files are all looked at; the embedding, which has a
# fingerprint of its own.
APART = {"errors", "settings", "types", "index", "embedding"}


def test_all_that_reading_imports_is_looked_at() -> None:
    sources = [path.read_text("utf-8") for path in ROOT.glob("ingest/**/*.py")]
    used = {name for source in sources for name in re.findall(r"from rag\.(\w+)[\w.]* import", source)}
    assert {f"{name}.py" for name in used - APART} <= set(runner._READING)
    assert all((ROOT / "rag" / name).exists() for name in runner._READING)
