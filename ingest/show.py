"""What the ingest command shows: the reports of the index, and the summary of a run, for readers and for programs."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.types import DOUBTFUL, Report

if TYPE_CHECKING:
    from ingest.build import Summary

COLUMNS = ("地区", "级别", "年度", "类型", "段落", "标题", "文件")
FACTS = ("place", "level", "year", "kind")
NOTES = "备注"
WIDEST = 60
UNKNOWN = "—"
DOUBT = "?"
LEGEND = f"{DOUBT} 表示把握不大（低于 {DOUBTFUL:.0%}），请核对；可在报告旁的 reports.csv 中写明正确的值。"
GONE = "原文件已不存在。"
# What to do where a message names nothing to be done.
ACTION = "请检查该文件后重新添加。"
NONE = "无需处理。"


def as_json(report: Report) -> dict[str, Any]:
    """Return the object that `--list --json` prints for a report."""
    return {
        "file": report.file, "title": report.title, "place": report.place, "level": report.level, "year": report.year,
        "kind": report.kind, "passages": report.passages, "year_plan": report.year_plan, "sample": report.sample,
        "id": report.id, "parents": list(report.parents), "issuer": report.issuer, "number": report.number,
        "published": report.published, "url": report.url, "also": list(report.also), "ocr": list(report.ocr),
        "damaged": report.damaged, "evidence": [asdict(entry) for entry in report.evidence],
    }  # fmt: skip


def as_csv(reports: Sequence[Report]) -> str:
    """Return the reports as CSV for a spreadsheet, its columns named as in `as_json`; lists are joined by 、.

    The text begins with a byte order mark, without which Excel takes UTF-8 for something else; it leaves the evidence
    out. A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    rows = [_flat(report) for report in reports]
    names = list(_flat(Report(id="", file="", title="")))
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + file.getvalue()


def _flat(report: Report) -> dict[str, object]:
    values = as_json(report)
    del values["evidence"]
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "、".join(map(str, value))
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return int(value) if isinstance(value, bool) else value


def table(reports: Sequence[Report]) -> str:
    """Return the reports as a table whose columns line up on a terminal, East Asian characters two cells wide.

    What was read with little confidence is marked, with a legend below; notes stand in a last column, if there are any.
    """
    rows = [(*COLUMNS, NOTES), *(_row(report) for report in reports)]
    if not any(row[-1] for row in rows[1:]):
        rows = [row[:-1] for row in rows]
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(_padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]
    doubtful = any(report.is_doubtful(name) for report in reports for name in FACTS)
    return "\n".join([*lines, *(["", LEGEND] if doubtful else [])])


def _row(report: Report) -> tuple[str, ...]:
    sample = "[示例] " if report.sample else ""
    facts = [_fact(report, name) for name in FACTS]
    cells = (*facts, str(report.passages), sample + report.title, report.file, notes(report))
    return tuple(_shortened(" ".join(cell.split())) for cell in cells)


def _fact(report: Report, name: str) -> str:
    value = getattr(report, name)
    return UNKNOWN if value is None else f"{value}{DOUBT if report.is_doubtful(name) else ''}"


def notes(report: Report) -> str:
    """Return what a reader should know of a report: pages read by OCR, damage, other files that hold it."""
    found = []
    if report.ocr:
        found.append(f"OCR：第 {_ranges(report.ocr)} 页")
    if report.damaged:
        found.append(f"损坏 {share(report.damaged)}")
    if report.also:
        found.append(f"另见 {'、'.join(report.also)}")
    return "；".join(found)


def share(value: float) -> str:
    """Return a share in [0, 1] as a percentage that is not 0 where the share is not."""
    return "不到 0.1%" if 0 < value < 0.001 else f"{value:.1%}"


def _ranges(pages: Sequence[int]) -> str:
    """Return page numbers with runs drawn together: 1–3、5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


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


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return the summary of a run as an object; each file that did not come in has a reason and what to do about it."""
    return {
        "added": [as_json(report) for report in summary.added],
        "updated": [as_json(report) for report in summary.updated],
        "unchanged": [{"file": file} for file in summary.unchanged],
        "merged": [
            {"file": file, "repeats": other, "reason": _repeats(other), "action": NONE}
            for file, other in summary.merged
        ],
        "removed": [{"file": file, "reason": GONE, "action": NONE} for file in summary.removed],
        "skipped": [_excluded(file, message) for file, message in summary.skipped],
        "failed": [_excluded(file, message) for file, message in summary.failed],
        "ignored": dict(summary.ignored),
        "removed_samples": summary.removed_samples,
    }


def _excluded(file: str, message: str) -> dict[str, str]:
    reason, action = reason_and_action(message)
    return {"file": file, "reason": reason, "action": action}


def reason_and_action(message: str) -> tuple[str, str]:
    """Return what a message says was seen, and what it asks the user to do: from the sentence with 请 on."""
    sentences = re.findall(r"[^。]+。?", message)
    at = next((at for at, sentence in enumerate(sentences) if "请" in sentence), None)
    return (message, ACTION) if not at else ("".join(sentences[:at]), "".join(sentences[at:]))


def _repeats(other: str) -> str:
    return f"与 {other} 是同一份报告，检索时只用一份，两个文件都列出。"


def summary_text(summary: Summary) -> str:
    """Return the summary of a run: counts, the reports that came in, and every file that did not with its reason."""
    counts = (
        ("新增", len(summary.added)), ("更新", len(summary.updated)), ("未变", len(summary.unchanged)),
        ("重复", len(summary.merged)), ("移除", len(summary.removed)), ("跳过", len(summary.skipped)),
        ("失败", len(summary.failed)),
    )  # fmt: skip
    lines = ["、".join(f"{name} {count} 份" for name, count in counts) + "。"]
    if summary.removed_samples:
        lines.append(f"已移除 {summary.removed_samples} 份示例报告：示例报告不与真实报告并存。")
    if new := [*summary.added, *summary.updated]:
        lines += ["", table(new)]
        lines += [*_unknown(new), *_damaged(new), *_recognised(new)]
    groups = (
        ("重复", [(file, _repeats(other)) for file, other in summary.merged]),
        ("移除", [(file, GONE) for file in summary.removed]),
        ("跳过", summary.skipped),
        ("失败", [(file, _with_action(message)) for file, message in summary.failed]),
    )
    for heading, files in groups:
        lines += [""] * bool(files) + [f"{heading}：{file}：{reason}" for file, reason in files]
    if summary.ignored:
        kinds = "、".join(f"{suffix} {count} 个" for suffix, count in sorted(summary.ignored.items()))
        lines += ["", f"文件夹中不支持的文件未读取：{kinds}。"]
    return "\n".join(lines)


def _with_action(message: str) -> str:
    return message if "请" in message else message + ACTION


def _unknown(reports: Sequence[Report]) -> list[str]:
    files = [report.file for report in reports if report.place is None or report.year is None]
    return ["", f"以下报告的地区或年度未能识别，按地区、年度筛选时找不到它们：{'、'.join(files)}"] if files else []


def _damaged(reports: Sequence[Report]) -> list[str]:
    files = [f"{report.file}（{share(report.damaged)}）" for report in reports if report.damaged]
    return ["", f"以下文件有损坏的文字，已排除在检索之外，请核对原件：{'、'.join(files)}"] if files else []


def _recognised(reports: Sequence[Report]) -> list[str]:
    files = [f"{report.file}（第 {_ranges(report.ocr)} 页）" for report in reports if report.ocr]
    return ["", f"以下页面由 OCR 识别，引用时请与原件核对：{'、'.join(files)}"] if files else []
