"""A report's catalogue entry with its evidence; and the whole of it on real reports, where they are present."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.build import read_report
from ingest.metadata.kinds import ADMINISTRATION, ANNUAL, PROPOSAL

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
    # the line of the web page, which stays out, parts the title from the text
    assert report.passages == len(reading.drafts) == 4


def test_every_fact_has_its_evidence() -> None:
    report = read_report(REPORT.encode(), "x.txt").report
    evidence = {entry.field: entry for entry in report.evidence}
    assert set(evidence) == {"title", "place", "year", "year_plan", "kind", "published", "issuer", "number"}
    title = "青禾市2022年度法治政府建设情况报告"
    assert [evidence[field].quote for field in ("title", "place", "year", "kind")] == [title] * 4
    assert evidence["year_plan"].quote == "二、2023年工作安排"
    assert (
        evidence["published"].quote
        == evidence["issuer"].quote
        == "时间:2023-02-24 09:18   来源:青禾市司法局   浏览:386次"
    )
    assert evidence["number"].quote == "青政〔2023〕5号"
    assert all(REPORT[entry.start : entry.end] == entry.quote for entry in report.evidence)
    assert not any(report.is_doubtful(entry.field) for entry in report.evidence)


def test_a_derived_year_is_doubtful_and_quotes_the_date() -> None:
    report = read_report(
        "我市推进依法行政,现将情况报告如下。\n青禾市人民政府\n2023年1月15日\n".encode(), "x.txt"
    ).report
    assert report.year == 2022
    assert report.is_doubtful("year")
    assert [entry.quote for entry in report.evidence if entry.field == "year"] == ["2023年1月15日"]


def test_what_a_sidecar_says_wins() -> None:
    facts = {
        "place": "兴义市",
        "year": "2020",
        "year_plan": "2021",
        "kind": "通报",
        "title": "某报告",
        "issuer": "某局",
    }
    report = read_report(REPORT.encode(), "x.txt", facts).report
    assert (report.place, report.level) == ("兴义市", "县级")
    assert report.parents == ("贵州省", "黔西南布依族苗族自治州")
    assert (report.title, report.year, report.year_plan, report.kind) == ("某报告", 2020, 2021, "通报")
    assert (report.issuer, report.number) == ("某局", "青政〔2023〕5号")
    told = {entry.field: entry for entry in report.evidence if entry.source == "sidecar"}
    assert set(told) == set(facts)
    assert (told["year"].quote, told["year"].confidence, told["year"].start) == ("2020", 1.0, None)


def test_a_sidecar_may_tell_the_level() -> None:
    report = read_report(REPORT.encode(), "x.txt", {"place": "青禾新区", "level": "市级"}).report
    assert (report.place, report.level) == ("青禾新区", "市级")


def test_a_file_name_is_evidence_of_its_own() -> None:
    text = "现在,我代表市人民政府,向大会报告工作。"
    report = read_report(text.encode(), "青禾2024年政府工作报告.txt").report
    evidence = {entry.field: entry for entry in report.evidence}
    assert (report.place, report.year, report.year_plan) == ("青禾市", 2023, 2024)
    assert (evidence["place"].source, evidence["place"].quote) == ("file", "青禾2024年政府工作报告")
    assert evidence["place"].confidence == 0.7


def test_a_ministry_has_no_place() -> None:
    text = "司法部2022年法治政府建设年度报告\n2022年,司法部坚持依法行政。对北京市、天津市开展督察,北京市整改到位。"
    report = read_report(text.encode(), "x.txt").report
    assert (report.place, report.level, report.parents) == (None, None, ())
    assert (report.year, report.issuer) == (2022, "司法部")


def test_a_date_in_the_text_is_not_that_of_publication() -> None:
    text = "青禾市2022年度法治政府建设情况报告\n根据2021年8月4日会议精神\n2022年,我市推进依法行政,取得成效。"
    assert read_report(text.encode(), "x.txt").report.published is None


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


def _evidence(text: str) -> dict[str, str]:
    return {entry.field: entry.quote for entry in read_report(text.encode(), "x.txt").report.evidence}


PLAIN = "2023年,示例县推进法治政府建设,现将情况报告如下。\n一、成效\n检查35次。\n"


def test_a_title_of_two_lines_is_quoted_whole() -> None:
    evidence = _evidence(f"示例县人民政府\n关于2023年度法治政府建设情况的报告\n{PLAIN}")
    assert evidence["title"] == "示例县人民政府\n关于2023年度法治政府建设情况的报告"
    assert evidence["kind"] == evidence["year"] == "关于2023年度法治政府建设情况的报告"
    assert evidence["place"] == "示例县人民政府"


def test_parents_in_the_text_have_evidence_those_of_the_table_have_none() -> None:
    title = "青禾市示例县人民政府关于2023年度法治政府建设情况的报告"
    assert _evidence(f"{title}\n{PLAIN}")["parents"] == title
    assert "parents" not in _evidence("繁峙县2023年度法治政府建设情况的报告\n2023年,我县推进法治政府建设。")


def test_a_number_before_the_title_is_no_part_of_it() -> None:
    title = "示例县人民政府关于2023年度法治政府建设情况的报告"
    report = read_report(f"示例县政发［2024]7号{title}\n{PLAIN}".encode(), "x.txt").report
    assert (report.title, report.number, report.place) == (title, "示例县政发〔2024〕7号", "示例县")
    evidence = {entry.field: entry.quote for entry in report.evidence}
    assert evidence["title"] == title
    assert "［2024]7号" in evidence["number"]


def test_a_sample_place_may_be_called_like_plain_words() -> None:
    for name in ("示例县", "示范县"):
        text = f"{name}人民政府关于2023年度法治政府建设情况的报告\n{PLAIN}"
        assert read_report(text.encode(), "x.txt").report.place == name


@pytest.mark.parametrize(
    ("sentence", "plan"),
    [("2024年,示例县将加强学习。", 2024), ("2026年,示例县将加强学习。", None), ("2024年以前有不足。", None)],
)
def test_the_first_sentence_of_a_plan_tells_its_year(sentence: str, plan: int | None) -> None:
    text = f"示例县2023年度法治政府建设情况的报告\n{PLAIN}二、下一步工作安排\n{sentence}\n"
    report = read_report(text.encode(), "x.txt").report
    assert report.year_plan == plan
    assert [entry.quote for entry in report.evidence if entry.field == "year_plan"] == [sentence] * (plan is not None)


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
    ("named", "places"), [pytest.param(True, 70, id="named"), pytest.param(False, 70, id="random")]
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
