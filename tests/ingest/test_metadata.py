"""Years, kinds, issuers; and the whole of it on real reports, where they are present."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.build import read_report
from ingest.metadata import ADMINISTRATION, ANNUAL, PROPOSAL, REVIEW, WORK_REPORT, kind_of, years_covered


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青禾市2022年度法治政府建设情况报告", ANNUAL),
        ("青禾市人民政府关于依法行政 情况的工作报告", ADMINISTRATION),
        ("青禾区2022年度行政复议和行政应诉工作报告", REVIEW),
        ("2025年云岭省政府工作报告", WORK_REPORT),
        ("关于推进青禾市法治政府建设工作的提案", PROPOSAL),
        ("对市政协十届一次会议第69号提案的答复", PROPOSAL),
        ("关于做好法治政府示范创建的通知", ANNUAL),
        ("关于开展学习的通知", "通知"),
        ("青禾见闻", None),
    ],
)
def test_kinds_by_title(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("现在，我代表市人民政府向大会报告工作，请予审议。", WORK_REPORT),
        ("2020年以来,加快建设法治政府。现将情况报告如下:", ANNUAL),
        ("您提出的建议已收悉,现答复如下。", PROPOSAL),
        ("今天天气很好。", None),
    ],
)
def test_kinds_by_the_first_lines(opening: str, kind: str | None) -> None:
    assert kind_of("", opening) == kind


def years(
    kind: str | None,
    title: str = "",
    headings: tuple[str, ...] = (),
    *,
    opening: str = "",
    stem: str = "a8f3",
    given: int | None = None,
) -> tuple[int | None, int | None]:
    return years_covered(kind, title, headings, opening=opening, stem=stem, given=given)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(years(ANNUAL, "青禾市2022年度报告", given=2023), (2022, None), id="the title's year"),
        pytest.param(
            years(ANNUAL, "关于《实施方案(2021-2025年)》2022年落实情况的报告"), (2022, None), id="not a plan's years"
        ),
        pytest.param(years(ANNUAL, "2021年工作总结和2022年工作计划"), (2021, 2022), id="a plan in the title"),
        pytest.param(
            years(ANNUAL, "青禾市2020年度报告", ("一、成效", "三、2021年工作计划")), (2020, 2021), id="a plan's part"
        ),
        pytest.param(
            years(ADMINISTRATION, "工作报告", opening="2018年以来,市政府推进。较2017年。", given=2019),
            (2018, None),
            id="the opening's year, given the year after",
        ),
        pytest.param(
            years(ANNUAL, opening="2020年以来,我区推进。总结了2019年工作。"), (2020, None), id="the opening's year"
        ),
        pytest.param(
            years(ANNUAL, opening="2018年以来,我区推进五年工作。", given=2023),
            (2022, None),
            id="several years: the last",
        ),
        pytest.param(
            years(ANNUAL, opening="一年来,我区推进工作。", given=2023), (2022, None), id="the year before it was given"
        ),
        pytest.param(
            years(PROPOSAL, "关于法治的提案", opening="2017年以来,连续5年。", given=2023), (2023, None), id="a proposal"
        ),
        pytest.param(years(WORK_REPORT, "2025年云岭省政府工作报告"), (2024, 2025), id="titled with the plan's year"),
        pytest.param(
            years(WORK_REPORT, "", ("一、2023年工作回顾", "二、2024年工作安排")), (2023, 2024), id="by its parts"
        ),
        pytest.param(years(WORK_REPORT, "", ("一、2023年工作回顾", "2023年目标")), (2023, 2024), id="a plan is later"),
        pytest.param(years(WORK_REPORT, "政府工作报告", given=2024), (2023, 2024), id="by the day it was given"),
        pytest.param(years(WORK_REPORT, stem="青禾2024年政府工作报告"), (2023, 2024), id="by the file's name"),
        pytest.param(years(None), (None, None), id="nothing told"),
    ],
)
def test_years(found: tuple[int | None, int | None], expected: tuple[int | None, int | None]) -> None:
    assert found == expected


REPORT = """青禾市2022年度法治政府建设情况报告
青政〔2023〕5号
时间:2023-02-24 09:18   来源:青禾市司法局   浏览:386次
2022年,青禾市推进法治政府建设,现报告如下:
一、成效
(一)执法。检查35次。
二、2023年工作安排
加强学习。
青禾市人民政府
2023年1月15日
"""


def test_a_report_whole() -> None:
    reading = read_report(REPORT.encode(), "x.txt")
    report = reading.report
    assert reading.text == REPORT
    assert (report.title, report.place, report.level, report.kind) == (
        "青禾市2022年度法治政府建设情况报告",
        "青禾市",
        "市级",
        ANNUAL,
    )
    assert (report.year, report.year_plan, report.published) == (2022, 2023, "2023-02-24")
    assert (report.issuer, report.number, report.sample) == ("青禾市司法局", "青政〔2023〕5号", False)
    assert report.passages == len(reading.drafts) == 3


def test_the_id_is_that_of_the_text() -> None:
    assert read_report(REPORT.encode(), "a.txt").report.id == read_report(REPORT.encode("gb18030"), "b.txt").report.id
    assert read_report(REPORT.encode(), "a.txt").report.id != read_report((REPORT + "完。").encode(), "a.txt").report.id


def test_a_newspaper_is_no_issuer() -> None:
    text = REPORT.replace("来源:青禾市司法局", "来源:青禾日报")
    assert read_report(text.encode(), "x.txt").report.issuer == "青禾市人民政府"


def test_without_a_title_and_a_telling_file_name_what_is_known_names_it() -> None:
    text = "2020年,我县推进依法行政,法治政府建设取得成效。\n会议审议通过《青禾县2020年法治政府建设工作要点》。\n"
    assert read_report(text.encode(), "a8f3.txt").report.title == "青禾县2020年法治政府建设年度报告（原文无标题）"


def test_without_a_title_the_file_names_the_report() -> None:
    report = read_report("2020年以来,我区推进法治政府建设。《青禾区2020年要点》印发。".encode(), "某文件.txt").report
    assert (report.title, report.place, report.year) == ("某文件", "青禾区", 2020)


CORPUS = {
    "000": ("运城市", "市级", 2018, ADMINISTRATION),
    "001": ("吉林市", "市级", 2022, ANNUAL),
    "002": ("云城区", "县级", 2020, ANNUAL),
    "003": ("繁峙县", "县级", 2021, ANNUAL),
    "004": ("平顶山市", "市级", 2023, PROPOSAL),
}


def test_the_real_reports_without_their_names(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.txt")):
        report = read_report(path.read_bytes(), "x.txt").report
        assert (report.place, report.level, report.year, report.kind) == CORPUS[path.name[:3]], path.name


@pytest.mark.parametrize(
    ("named", "places"), [pytest.param(True, 69, id="named"), pytest.param(False, 69, id="random")]
)
def test_the_work_reports(shared: Path, named: bool, places: int) -> None:
    truth = [json.loads(line) for line in (shared / "work-reports.jsonl").read_text("utf-8").splitlines()]
    right = {"place": 0, "year": 0}
    for row in truth:
        path = shared / "work-reports" / row["file"]
        report = read_report(path.read_bytes(), path.name if named else "a8f3.docx").report
        right["place"] += report.place == row["place"]
        right["year"] += (report.year, report.year_plan) == (row["year_covered"], row["year_plan"])
    assert right["place"] >= places
    assert right["year"] == len(truth)
