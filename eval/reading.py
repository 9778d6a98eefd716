"""`python -m eval.reading FOLDER`: how fast reports are read into an index, and how often place and year are right.

Each run is a process of its own, so that its start-up counts; peak memory is that process's. For POSIX systems.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from ingest.build import read_report
from rag.errors import ReportError
from rag.types import Report

KIBIBYTES_A_GIGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: seconds from start to end, and peak memory in GB."""

    name: str
    seconds: float
    memory: float


def timed(name: str, folder: Path, index: Path) -> Run:
    """Run an ingest of `folder` in a process of its own; raises RuntimeError where it did not end well."""
    command = [sys.executable, "-m", "ingest", str(folder), "--index", str(index), "--json"]
    start = perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (1, 2)]
    process = os.posix_spawn(sys.executable, command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    seconds = perf_counter() - start
    if os.waitstatus_to_exitcode(status) > 1:
        raise RuntimeError(f"{' '.join(command)} 没有成功，请单独运行它查看原因。")
    return Run(name, seconds, usage.ru_maxrss / KIBIBYTES_A_GIGABYTE)


def speed(reports: Path) -> list[Run]:
    """Time an ingest of a copy of `reports`: from nothing, unchanged, and with one text changed if there is one."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, index = Path(scratch) / "reports", Path(scratch) / "index"
        shutil.copytree(reports, folder, copy_function=shutil.copyfile)
        runs = [timed(name, folder, index) for name in ("从零开始", "全部未变")]
        if changed := next(iter(sorted(folder.rglob("*.txt"))), None):
            changed.write_bytes(changed.read_bytes() + "\n本行是改动。\n".encode())
            runs.append(timed("改动一份", folder, index))
        return runs


def accuracy(reports: Path, truth: Sequence[Mapping[str, object]], *, named: bool) -> dict[str, int]:
    """Count the reports whose place and year covered are right; not `named`: under names that tell nothing."""
    counts = {"报告": 0, "地区正确": 0, "年度正确": 0, "地区存疑": 0}
    for entry in truth:
        path = reports / str(entry["file"])
        name = path.name if named else sha256(path.name.encode()).hexdigest()[:12] + path.suffix
        report = _report(path, name)
        counts["报告"] += 1
        counts["地区正确"] += report is not None and report.place == entry["place"]
        counts["年度正确"] += report is not None and report.year == entry["year_covered"]
        counts["地区存疑"] += report is not None and report.is_doubtful("place")
    return counts


def _report(path: Path, name: str) -> Report | None:
    try:
        return read_report(path.read_bytes(), name).report
    except ReportError:
        return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.reading", description="测量读取报告的速度和地区、年度的准确率。"
    )
    parser.add_argument("reports", type=Path, metavar="FOLDER", help="报告文件夹")
    parser.add_argument("--truth", type=Path, metavar="JSONL", help="每行一份报告的正确答案：file、place、year_covered")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements; return 0, or 2 where the folder is missing."""
    options = _parser().parse_args(arguments)
    if not options.reports.is_dir():
        sys.stderr.write(f"找不到文件夹 {options.reports}。请检查路径。\n")
        return 2
    lines = [f"{run.name}：{run.seconds:.1f} 秒，内存峰值 {run.memory:.2f} GB" for run in speed(options.reports)]
    if options.truth:
        truth = [json.loads(line) for line in options.truth.read_text("utf-8").split("\n") if line.strip()]
        for named, label in ((False, "文件名随机"), (True, "原文件名")):
            counts = accuracy(options.reports, truth, named=named)
            lines.append(f"{label}：" + "，".join(f"{name} {count}" for name, count in counts.items()))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
