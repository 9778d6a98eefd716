"""What the ingest command shows: the table of reports, and the summary of a run."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from ingest.build import Summary
from rag.types import Report

COLUMNS = ("地区", "级别", "年度", "类型", "段落", "标题", "文件")
WIDEST = 60
UNKNOWN = "—"


def as_json(report: Report) -> dict[str, Any]:
    """Return the object that `--list --json` prints for a report."""
    return {
        "file": report.file, "title": report.title, "place": report.place, "level": report.level, "year": report.year,
        "kind": report.kind, "passages": report.passages, "year_plan": report.year_plan, "sample": report.sample,
        "id": report.id, "parents": list(report.parents), "issuer": report.issuer, "number": report.number,
        "published": report.published,
    }  # fmt: skip


def table(reports: Sequence[Report]) -> str:
    """Return the reports as a table whose columns line up on a terminal, East Asian characters two cells wide."""
    rows = [COLUMNS, *(_row(report) for report in reports)]
    widths = [max(width(row[at]) for row in rows) for at in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(_padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(report: Report) -> tuple[str, ...]:
    sample = "[示例] " if report.sample else ""
    known = (report.place, report.level, report.year, report.kind, report.passages)
    cells = (*(str(value or UNKNOWN) for value in known), sample + report.title, report.file)
    return tuple(_shortened(" ".join(cell.split())) for cell in cells)


def width(text: str) -> int:
    """Return how many cells of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _shortened(text: str) -> str:
    if width(text) <= WIDEST:
        return text
    while width(text) > WIDEST - 1:
        text = text[:-1]
    return text + "…"


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def summary_text(summary: Summary) -> str:
    """Return the summary of a run: counts, the reports that came in, and every file that did not with its reason."""
    counts = (
        ("新增", len(summary.added)), ("更新", len(summary.updated)), ("未变", len(summary.unchanged)),
        ("跳过", len(summary.skipped)), ("失败", len(summary.failed)),
    )  # fmt: skip
    lines = ["、".join(f"{name} {count} 份" for name, count in counts) + "。"]
    if summary.removed_samples:
        lines.append(f"已移除 {summary.removed_samples} 份示例报告：示例报告不与真实报告并存。")
    if new := [*summary.added, *summary.updated]:
        lines += ["", table(new)]
        lines += _unknown(new)
    for heading, files in (("跳过", summary.skipped), ("失败", summary.failed)):
        lines += [""] * bool(files) + [f"{heading}：{file}：{reason}" for file, reason in files]
    if summary.ignored:
        kinds = "、".join(f"{suffix} {count} 个" for suffix, count in sorted(summary.ignored.items()))
        lines += ["", f"文件夹中不支持的文件未读取：{kinds}。"]
    return "\n".join(lines)


def _unknown(reports: Sequence[Report]) -> list[str]:
    files = [report.file for report in reports if report.place is None or report.year is None]
    return ["", f"以下报告的地区或年度未能识别，按地区、年度筛选时找不到它们：{'、'.join(files)}"] if files else []
