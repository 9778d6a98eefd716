"""The command: words, exit codes, messages."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
TEXT = "青禾市2022年度法治政府建设情况报告\n2022年，青禾市推进工作，全年受理案件35件。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RAG_INDEX", raising=False)
    monkeypatch.delenv("RAG_EMBEDDING", raising=False)


def test_add_and_list(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = str(tmp_path / "x")
    assert main([str(report), "--index", index]) == 0
    assert "新增 1 份" in capsys.readouterr().out
    assert main(["--list", "--index", index]) == 0
    assert "青禾市  市级  2022" in capsys.readouterr().out
    assert main(["--list", "--json", "--index", index]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["file"], entry["place"], entry["year"], entry["passages"]) == ("报告.txt", "青禾市", 2022, 1)
    assert main([str(report), "--index", index]) == 0
    assert "未变 1 份" in capsys.readouterr().out


def test_the_index_folder_comes_from_the_settings(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([str(report)]) == 0
    assert (tmp_path / "index" / "manifest.json").exists()
    monkeypatch.setenv("RAG_INDEX", str(tmp_path / "other"))
    assert main([str(report)]) == 0
    assert (tmp_path / "other" / "manifest.json").exists()


def test_some_file_failed(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "scan.pdf").touch()
    assert main([str(report), str(tmp_path / "empty.txt"), str(tmp_path / "scan.pdf")]) == 1
    shown = capsys.readouterr().out
    assert "新增 1 份" in shown
    assert "文件是空的" in shown
    assert "不支持的文件类型 .pdf" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "用法", id="nothing"),
        pytest.param(["nowhere"], "找不到 nowhere", id="no such path"),
        pytest.param(["."], "没有可以读取的报告文件", id="an empty folder"),
        pytest.param(["--list"], "还没有索引", id="no index to list"),
        pytest.param(["--rebuild"], "还没有索引", id="no index to rebuild"),
        pytest.param([".", "--list"], "用法", id="paths beside --list"),
        pytest.param([".", "--json"], "用法", id="--json without --list"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_samples_only_into_an_empty_index(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--samples"]) == 0
    assert "[示例]" in capsys.readouterr().out
    assert main(["--samples"]) == 0
    assert "已有报告" in capsys.readouterr().out
    assert main([str(report)]) == 0
    assert "已移除" in capsys.readouterr().out


def test_rebuild(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(report)]) == 0
    assert main(["--rebuild"]) == 0
    assert "已重建索引 index：1 份报告，1 个段落" in capsys.readouterr().out


def test_an_index_folder_that_cannot_be_made(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(report), "--index", str(report)]) == 2
    assert capsys.readouterr().err.count("\n") == 1, "one line, no traceback"


def test_the_real_reports_are_quick(shared: Path, tmp_path: Path) -> None:
    start = time.perf_counter()
    command = [sys.executable, "-m", "ingest", str(shared / "corpus"), "--index", str(tmp_path / "x")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.perf_counter() - start < 15


def test_help_imports_nothing_heavy() -> None:
    heavy = "('numpy', 'lxml', 'docx', 'faiss', 'torch', 'tantivy')"
    code = (
        f"import sys; from ingest.__main__ import _parser; _parser(); print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
