from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.reading import accuracy, main

TEXT = "青禾市2022年度法治政府建设情况报告\n2022年，青禾市推进依法行政，全年受理案件35件。\n"
TRUTH = [
    {"file": "a.txt", "place": "青禾市", "year_covered": 2022},
    # told wrong on purpose
    {"file": "b.txt", "place": "禾丰县", "year_covered": 2022},
]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(TEXT + name, "utf-8")
    return tmp_path / "in"


@pytest.mark.parametrize("named", [False, True])
def test_accuracy_counts_what_is_right(reports: Path, named: bool) -> None:
    counts = accuracy(reports, TRUTH, named=named)
    assert (counts["报告"], counts["地区正确"], counts["年度正确"]) == (2, 1, 2)


def test_a_report_that_cannot_be_read_is_not_right(reports: Path) -> None:
    (reports / "a.txt").write_bytes(b"")
    assert accuracy(reports, TRUTH[:1], named=True)["地区正确"] == 0


def test_the_three_runs_are_told(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "truth.jsonl").write_text("\n".join(map(json.dumps, TRUTH)), "utf-8")
    assert main([str(reports), "--truth", str(tmp_path / "truth.jsonl")]) == 0
    told = [line.split("：")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == ["从零开始", "全部未变", "改动一份", "文件名随机", "原文件名"]
    assert (reports / "a.txt").read_text("utf-8") == TEXT + "a.txt", "the reports themselves stay as they are"


def test_a_missing_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["不存在"]) == 2
    assert "不存在" in capsys.readouterr().err
