"""The baseline's file: it gives back what was written, and is told from what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.baseline import Baseline, BaselineError, Bound, Lowered
from eval.baseline_file import read_baseline, write_baseline


def test_the_file_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert read_baseline(path) is None
    bounds = {"all.right": Bound(0.9, 0.93, 100), "all.wrong": Bound(0.02, 0.01, 100, is_ceiling=True)}
    reasons = (
        Lowered("2024-05-06", "all.right", 0.95, 0.9, "更难的题"),
        Lowered("2024-05-06", "all.mrr", 0.5, None, "-"),
    )
    baseline = Baseline(bounds, "q", "r", ("b", "c"), {"all": 3, "by_type": 0.5}, reasons)
    write_baseline(path, baseline)
    assert read_baseline(path) == baseline
    assert [file.name for file in tmp_path.iterdir()] == ["baseline.json"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"format": 1, "bounds": {"all.right": {}}}'])
def test_no_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BaselineError, match="基线文件"):
        read_baseline(path)
