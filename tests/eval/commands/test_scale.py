"""`python -m eval scale`: a small run to its end, one that is interrupted, and clear words before anything starts."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eval.__main__ import main
from eval.scale import process

SMALL = ["scale", "--reports", "6", "--steps", "3"]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which temporary ones are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing start another process: it takes seconds."""

    def apart(function: Any, progress: process.Progress, **arguments: Any) -> dict[str, Any]:
        return function(**arguments, progress=progress) | {process.PEAK: 1}

    monkeypatch.setattr(process, "apart", apart)


def steps(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((out / "scale.json").read_text("utf-8"))["steps"]
    return found


def test_a_run(tmp_path: Path, scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main([*SMALL, "--out", str(out)]) == 0
    three, six = steps(out)
    assert (three["reports"], six["reports"], three["added"], six["added"]) == (3, 6, 2, 2)
    assert six["passages"] > three["passages"] > 3 * 10
    assert six["right"] == six["questions"] > 0  # six reports are no crowd
    assert six["index_bytes"] > three["index_bytes"] > 0
    printed = capsys.readouterr().out
    assert printed.count("\n|") == 4
    assert (out / "scale.md").read_text("utf-8").count("\n|") == 4
    assert (out / "scale.svg").read_text("utf-8").startswith("<?xml")
    assert list(scratch.iterdir()) == []


@pytest.mark.usefixtures("in_this_process")
def test_the_same_seed_measures_the_same_reports(tmp_path: Path, scratch: Path) -> None:
    known = ("reports", "passages", "questions", "right")
    outs = [tmp_path / "one", tmp_path / "two", tmp_path / "other"]
    for out, seed in zip(outs, ("4", "4", "5"), strict=True):
        assert main([*SMALL, "--seed", seed, "--out", str(out)]) == 0
    one, two, other = ([[step[name] for name in known] for step in steps(out)] for out in outs)
    assert one == two != other


@pytest.mark.usefixtures("in_this_process")
def test_an_interruption_leaves_what_was_measured(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = []
    apart = process.apart

    def interrupted(*given: Any, **arguments: Any) -> dict[str, Any]:
        calls.append(given)
        if len(calls) > 4:  # three a size: in the middle of the second
            raise KeyboardInterrupt
        return apart(*given, **arguments)

    monkeypatch.setattr(process, "apart", interrupted)
    assert main([*SMALL, "--out", str(tmp_path / "out")]) == 130
    assert [step["reports"] for step in steps(tmp_path / "out")] == [3]
    assert "已中断" in capsys.readouterr().err
    assert list(scratch.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_made(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000_000))
    assert main(["scale", "--reports", "10000", "--out", str(tmp_path / "out")]) == 2
    assert "剩余 5.0 GB，10000 份报告约需 6.0 GB" in capsys.readouterr().err
    assert list(scratch.iterdir()) == []


def test_more_reports_than_there_are_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scale", "--reports", "1000000", "--out", str(tmp_path / "out")]) == 2
    assert "--reports 是 1000000" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--reports", "1"], ["--steps", "x"], ["--steps"]])
def test_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scale", *words])
    assert stop.value.code == 2
