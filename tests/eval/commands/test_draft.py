"""`python -m eval draft`, and a table of one's own from the draft to the run."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from eval.__main__ import main

REPORT = """清源市2022年法治政府建设情况报告

一、主要工作
（一）强化行政执法监督。全年举办行政执法培训班14期，培训行政执法人员1260人次。抽查行政执法案卷318卷。
（二）做好复议应诉。全年受理行政复议申请135件，审结120件，其中维持66件。行政机关负责人出庭应诉率92.5%。
二、存在的问题
一是基层执法力量不足。二是复议宣传不够深入。
三、下一步打算
一是充实基层执法队伍。二是加强行政复议宣传。
"""


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "reports"
    folder.mkdir()
    for year, times in ((2022, 1), (2023, 2)):
        text = REPORT.replace("2022", str(year)).replace("135件", f"{134 + times}件").replace("92.5", f"9{times}.5")
        (folder / f"清源市{year}.txt").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_from_reports_over_a_corrected_draft_to_a_run(
    reports: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = reports.parent / f"draft.{ending}"
    assert main(["draft", str(reports), "--out", str(out), "--most", "30"]) == 0
    correct(out)
    assert main([str(out), "--reports", str(reports), "--out", "one"]) == 0
    assert main([str(out), "--reports", str(reports), "--out", "other", "--config", "bm25"]) == 0
    assert main(["compare", "one", "other"]) == 0
    assert "两次评测的比较" in capsys.readouterr().out
    asked = [json.loads(line) for line in Path("one/questions.jsonl").read_text("utf-8").splitlines()]
    own = next(one for one in asked if one["id"] == "own-1")
    assert own["evidence"] == [{"file": "清源市2022.txt", "quote": "抽查行政执法案卷318卷。"}]  # found by its answer


def correct(path: Path) -> None:
    """Delete the draft's first question and add one, as one does in a spreadsheet."""
    if path.suffix == ".csv":
        lines = path.read_text("utf-8-sig").splitlines()
        added = "own-1,,清源市2022年抽查案卷多少卷？,,318卷,,,,清源市2022.txt,,,,自己加的"
        path.write_text("\n".join([lines[0], *lines[2:], added]), "gbk")  # as Excel saves it
        return
    book = openpyxl.load_workbook(path)
    sheet = book["题目"]
    sheet.delete_rows(2)
    sheet.append(["own-1", None, "清源市2022年抽查案卷多少卷？", None, "318卷", *[None] * 3, "清源市2022.txt"])
    book.save(path)


def test_the_same_seed_drafts_the_same(reports: Path) -> None:
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        assert main(["draft", str(reports), "--out", f"{name}.jsonl", "--seed", seed]) == 0
    one, same, other = (Path(f"{name}.jsonl").read_text("utf-8") for name in "abc")
    assert one == same != other


def test_a_file_that_may_hold_corrections_stays(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft.csv").write_text("核对过的", "utf-8")
    assert main(["draft", str(reports)]) == 2
    assert "draft.csv 已经存在" in capsys.readouterr().err
    assert Path("draft.csv").read_text("utf-8") == "核对过的"
    assert main(["draft", str(reports), "--force"]) == 0
    assert Path("draft.csv").read_text("utf-8-sig").startswith('"编号","类型","问题"')


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "没有报告文件夹"),
        (["reports", "--out", "draft.doc"], "应以 .csv、.xlsx、.jsonl 结尾"),
        (["reports", "--most", "0"], "--most 应为正整数"),
        (["reports", "--out", "nowhere/draft.csv"], "写不了"),
    ],
)
def test_wrong_usage(reports: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_reports_that_nothing_can_be_asked_of(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in reports.iterdir():
        path.write_text("没有地区和年度的文字。\n" * 5, "utf-8")
    assert main(["draft", str(reports)]) == 2
    assert "没有起草出题目" in capsys.readouterr().err
