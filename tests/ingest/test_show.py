"""Tables and summaries on a terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ingest.build import Summary
from ingest.show import as_csv, as_json, notes, reason_and_action, share, summary_json, summary_text, table, width
from rag.types import Evidence, Report

REPORT = Report(
    id="1", file="a.txt", title="青禾市报告", place="青禾市", level="市级", year=2022, kind="总结", passages=12
)
UNKNOWN = Report(id="2", file="b.txt", title="无题", sample=True, passages=3)
SCAN = Report(
    id="3", file="c.pdf", title="=1+1", place="禾丰县", level="县级", parents=("东省", "青禾市"), year=2021,
    kind="总结", passages=4, ocr=(1, 2, 3, 5), damaged=0.0234, also=("d.docx",), url="https://example.org/c.pdf",
    evidence=(Evidence("place", "c.pdf", 0.4, "file"), Evidence("year", "2021年,", 0.9, "text", 7, 13)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("青禾", 4), ("a青，", 5), ("é", 1), ("e\u0301", 1), ("", 0)])
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


def test_columns_line_up() -> None:
    assert table([REPORT, UNKNOWN]).split("\n") == [
        "地区    级别  年度  类型  段落  标题         文件",
        "青禾市  市级  2022  总结  12    青禾市报告   a.txt",
        "—       —     —     —     3     [示例] 无题  b.txt",
    ]


def test_long_titles_are_shortened() -> None:
    line = table([Report(id="1", file="a.txt", title="长" * 50)]).split("\n")[1]
    assert "长" * 29 + "…" in line
    assert "长" * 30 not in line


def test_doubts_and_notes_are_marked() -> None:
    assert table([REPORT, SCAN]).split("\n") == [
        "地区     级别  年度  类型  段落  标题        文件   备注",
        "青禾市   市级  2022  总结  12    青禾市报告  a.txt",
        "禾丰县?  县级  2021  总结  4     =1+1        c.pdf  OCR：第 1–3、5 页；损坏 2.3%；另见 d.docx",
        "",
        "? 表示把握不大（低于 60%），请核对；可在报告旁的 reports.csv 中写明正确的值。",
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [(1, "100.0%"), (0.0234, "2.3%"), (0.001, "0.1%"), (0.0004, "不到 0.1%"), (0, "0.0%")]
)
def test_share(value: float, shown: str) -> None:
    assert share(value) == shown


@pytest.mark.parametrize(("pages", "shown"), [((2,), "2"), ((1, 2), "1–2"), ((1, 3, 4, 5, 9), "1、3–5、9")])
def test_page_ranges(pages: tuple[int, ...], shown: str) -> None:
    assert notes(Report(id="", file="", title="", ocr=pages)) == f"OCR：第 {shown} 页"


def test_json_has_what_the_contract_asks_for() -> None:
    assert {"file", "title", "place", "level", "year", "kind", "passages"} <= as_json(REPORT).keys()
    found = as_json(SCAN)
    assert (found["url"], found["also"], found["ocr"], found["damaged"]) == (SCAN.url, ["d.docx"], [1, 2, 3, 5], 0.0234)
    assert found["evidence"][1] == {
        "field": "year", "quote": "2021年,", "confidence": 0.9, "source": "text", "start": 7, "end": 13,
    }  # fmt: skip
    json.dumps(found)


def test_csv() -> None:
    text = as_csv([SCAN, UNKNOWN])
    assert text.startswith("\ufefffile,title,place,")
    scan, unknown = csv.DictReader(io.StringIO(text[1:]))
    assert (scan["parents"], scan["ocr"], scan["sample"]) == ("东省、青禾市", "1、2、3、5", "0")
    assert scan["title"] == "'=1+1", "no formula in a spreadsheet"
    assert (unknown["place"], unknown["year"], unknown["sample"]) == ("", "", "1")
    assert as_csv([]).count("\r\n") == 1


@pytest.mark.parametrize(
    ("message", "reason", "action"),
    [
        ("文件已加密。请解密后再添加。", "文件已加密。", "请解密后再添加。"),
        ("文件是空的。", "文件是空的。", "请检查该文件后重新添加。"),  # nothing said: the usual
        ("太大。上限 64 MB。请拆分。再添加。", "太大。上限 64 MB。", "请拆分。再添加。"),
        ("请勿添加此类文件", "请勿添加此类文件", "请检查该文件后重新添加。"),
    ],
)
def test_reason_and_action(message: str, reason: str, action: str) -> None:
    assert reason_and_action(message) == (reason, action)


def test_summary() -> None:
    summary = Summary(
        added=[REPORT, UNKNOWN],
        updated=[SCAN],
        unchanged=["c.txt"],
        skipped=[("d.txt", "示例报告不与真实报告并存，未添加。")],
        merged=[("d.docx", "c.pdf")],
        removed=["f.txt"],
        failed=[("e.txt", "文件是空的。")],
        ignored={".pdf": 2},
        removed_samples=12,
    )
    text = summary_text(summary)
    for part in (
        "新增 2 份、更新 1 份、未变 1 份、重复 1 份、移除 1 份、跳过 1 份、失败 1 份。",
        "已移除 12 份示例报告",
        "未能识别，按地区、年度筛选时找不到它们：b.txt",
        "损坏的文字，已排除在检索之外，请核对原件：c.pdf（2.3%）",
        "由 OCR 识别，引用时请与原件核对：c.pdf（第 1–3、5 页）",
        "重复：d.docx：与 c.pdf 是同一份报告",
        "移除：f.txt：原文件已不存在。",
        "跳过：d.txt：示例报告不与真实报告并存，未添加。",
        "失败：e.txt：文件是空的。请检查该文件后重新添加。",
        "文件夹中不支持的文件未读取：.pdf 2 个。",
    ):
        assert part in text
    found = json.loads(json.dumps(summary_json(summary)))
    assert [entry["file"] for entry in found["added"] + found["updated"]] == ["a.txt", "b.txt", "c.pdf"]
    assert found["failed"] == [{"file": "e.txt", "reason": "文件是空的。", "action": "请检查该文件后重新添加。"}]
    assert (found["merged"][0]["file"], found["merged"][0]["repeats"]) == ("d.docx", "c.pdf")
    assert (found["unchanged"], found["ignored"], found["removed_samples"]) == ([{"file": "c.txt"}], {".pdf": 2}, 12)
    assert found["removed"][0]["file"] == "f.txt"
    assert found["skipped"][0]["file"] == "d.txt"


def test_a_summary_of_nothing() -> None:
    text = "新增 0 份、更新 0 份、未变 0 份、重复 0 份、移除 0 份、跳过 0 份、失败 0 份。"
    assert summary_text(Summary()) == text
