"""The command: words, exit codes, messages."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock

import ingest.__main__ as entry_point
from ingest.__main__ import main
from rag.index.lock import LOCK

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
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 broken")
    assert main([str(report), "empty.txt", "x.zip"]) == 1
    shown = capsys.readouterr().out
    assert "新增 1 份" in shown
    assert "失败：empty.txt：文件是空的" in shown
    assert "失败：x.zip：压缩包已损坏" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "用法", id="nothing"),
        pytest.param(["nowhere"], "找不到 nowhere", id="no such path"),
        pytest.param(["."], "没有可以读取的报告文件", id="an empty folder"),
        pytest.param(["--list"], "还没有索引", id="no index to list"),
        pytest.param(["--rebuild"], "还没有索引", id="no index to rebuild"),
        pytest.param(["--prune"], "还没有索引", id="no index to prune"),
        pytest.param([""], "找不到", id="an empty path"),
        pytest.param(["ftp://a.example/b"], "只支持 http", id="an address of another kind"),
        pytest.param([".", "--list"], "用法", id="paths beside --list"),
        pytest.param([".", "--samples"], "用法", id="paths beside --samples"),
        pytest.param([".", "--rebuild"], "用法", id="paths beside --rebuild"),
        pytest.param([".", "--csv"], "用法", id="--csv without --list"),
        pytest.param(["--json"], "用法", id="--json alone"),
        pytest.param(["--rebuild", "--json"], "用法", id="--json with --rebuild"),
        pytest.param(["--samples", "--json"], "用法", id="--json with --samples"),
        pytest.param(["--list", "--prune"], "用法", id="--prune with --list"),
        pytest.param(["--list", "--allow-private"], "用法", id="--allow-private with --list"),
        pytest.param(["--prune", "--allow-private"], "用法", id="--allow-private without paths"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--list", "--samples"], ["--list", "--json", "--csv"], ["--colour"], ["--index"]]
)
def test_options_that_exclude_each_other_or_do_not_exist(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as told:
        main(arguments)
    assert told.value.code == 2


def test_the_summary_as_json(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").touch()
    assert main([str(report), "empty.txt", "--json"]) == 1
    summary = json.loads(capsys.readouterr().out)
    assert [entry["place"] for entry in summary["added"]] == ["青禾市"]
    assert [entry["file"] for entry in summary["failed"]] == ["empty.txt"]
    assert main([str(report), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == [{"file": "报告.txt"}]


def test_the_list_as_csv(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(report)]) == 0
    capsys.readouterr()
    assert main(["--list", "--csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff")))
    assert (row["file"], row["place"], row["year"]) == ("报告.txt", "青禾市", "2022")


def test_prune(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, year in (("a/1.txt", 2019), ("a/2.txt", 2020), ("b/3.txt", 2021)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT.replace("2022", str(year)), "utf-8")
    assert main(["a", "b", str(report)]) == 0
    (tmp_path / "a" / "1.txt").unlink()
    (tmp_path / "b" / "3.txt").unlink()
    assert main(["a"]) == 0
    assert _files(capsys) == {"1.txt", "2.txt", "3.txt", "报告.txt"}, "nothing goes unasked"
    assert main(["a", "--prune"]) == 0
    assert _files(capsys) == {"2.txt", "3.txt", "报告.txt"}, "what lay elsewhere stays"
    assert main(["b", "--prune"]) == 0
    assert _files(capsys) == {"2.txt", "报告.txt"}, "a folder may be empty now"
    report.unlink()
    assert main(["--prune"]) == 0
    assert _files(capsys) == {"2.txt"}


def _files(capsys: pytest.CaptureFixture[str]) -> set[str]:
    capsys.readouterr()
    assert main(["--list", "--json"]) == 0
    return {entry["file"] for entry in json.loads(capsys.readouterr().out)}


def test_archives_and_sidecars(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("甲/1.txt", TEXT)
        made.writestr("甲/reports.csv", "文件,年度\n1.txt,2019\n".encode("gbk"))
    assert main(["a.zip"]) == 0
    capsys.readouterr()
    assert main(["--list", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["file"], entry["place"], entry["year"]) == ("1.txt", "青禾市", 2019)


@pytest.fixture
def page() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"<html><body><h1>{TEXT.replace(chr(10), '</h1><p>', 1)}</p></body></html>".encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a/t1.html"
        server.shutdown()


def test_addresses(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert main([page]) == 1
    assert "--allow-private" in capsys.readouterr().out
    assert main([page, "--allow-private"]) == 0
    capsys.readouterr()
    assert main(["--list", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["file"], entry["url"], entry["place"]) == ("t1.html", page, "青禾市")
    assert main(["--prune"]) == 0
    assert _files(capsys) == {"t1.html"}, "an address is never gone"


def test_another_ingest_is_waited_for(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = FileLock(Path("index") / LOCK)
    Path("index").mkdir()
    other.acquire()
    tell = entry_point._tell_waiting

    def tell_and_release() -> None:
        tell()
        other.release()

    monkeypatch.setattr(entry_point, "_tell_waiting", tell_and_release)
    assert main([str(report), "--json"]) == 0
    shown = capsys.readouterr()
    assert shown.err.count("另一个进程正在写入索引，等待它结束") == 1
    assert len(json.loads(shown.out)["added"]) == 1


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
    heavy = "('numpy', 'lxml', 'docx', 'faiss', 'torch', 'tantivy', 'httpx', 'tqdm')"
    code = (
        f"import sys; from ingest.__main__ import _parser; _parser(); print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
