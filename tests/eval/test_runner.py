"""The index of a benchmark's reports: made anew whenever the code that reads reports has changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from eval import runner
from eval.answerer import Answerer
from eval.questions import EvalQuestion
from rag.errors import ModelError
from rag.types import Answer

ROOT = Path(__file__).resolve().parents[2]
# What tells of reports, settings and failures; the index, whose files are all looked at; the embedding, which has a
# fingerprint of its own.
APART = {"errors", "settings", "types", "index", "embedding"}


def test_all_that_reading_imports_is_looked_at() -> None:
    sources = [path.read_text("utf-8") for path in ROOT.glob("ingest/**/*.py")]
    used = {name for source in sources for name in re.findall(r"from rag\.(\w+)[\w.]* import", source)}
    assert {f"{name}.py" for name in used - APART} <= set(runner._READING)
    assert all((ROOT / "rag" / name).exists() for name in runner._READING)


def test_a_failed_question_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
            raise ModelError("没有回答")

    clock = iter([10.0, 12.5])
    monkeypatch.setattr(runner, "perf_counter", lambda: next(clock))
    found = runner.predict(EvalQuestion("q", "fact", "问？", ()), cast("Answerer", Broken()))
    assert (found["status"], found["seconds"]) == ("failed", 2.5)
