"""The kind of a report, by title, first lines or file name."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.formats.plaintext import load_text
from ingest.metadata.evidence import clues_of
from ingest.metadata.kinds import (
    ADMINISTRATION,
    ANNUAL,
    NOTICE,
    OPINION,
    PLAN,
    PROPOSAL,
    REVIEW,
    RULES,
    WORK_REPORT,
    kind_of,
)
from ingest.metadata.kinds import find_kind as find


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青禾市2022年度法治政府建设情况报告", ANNUAL),
        ("青禾街道2022年法治政府工作报告", ANNUAL),  # no 政府工作报告
        ("青禾市人民政府关于依法行政 情况的工作报告", ADMINISTRATION),
        ("青禾区2022年度行政复议和行政应诉工作报告", REVIEW),
        ("2025年云岭省政府工作报告", WORK_REPORT),
        ("关于推进青禾市法治政府建设工作的提案", PROPOSAL),
        ("对市政协十届一次会议第69号提案的答复", PROPOSAL),
        ("青禾市2024年法治政府建设工作要点", PLAN),
        ("青禾市2021年法治政府建设工作总结和2022年工作计划", ANNUAL),  # a report with its plan
        ("关于做好法治政府示范创建的通知", NOTICE),
        ("青禾县人民政府关于印发2022年政府工作报告的通知", WORK_REPORT),  # the notice holds the report
        ("关于印发《2022年政府工作报告》的通知", WORK_REPORT),
        ("关于印发2022年政府工作报告任务分解的通知", NOTICE),
        ("关于加快推进法治政府建设的实施意见", OPINION),
        ("青禾县人民政府工作规则", RULES),
        ("青禾局2022年政府信息公开工作年度报告", "政府信息公开年度报告"),
        ("《青禾县2023年度法治政府建设情况报告》文件解读", "解读"),
        ("青禾市2022年预算执行情况报告", "工作报告"),
        ("青禾见闻", None),
    ],
)
def test_kinds_by_title(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("下面，我代表青禾市人民政府，向大会报告政府工作，请予审议。", WORK_REPORT),
        ("2020年以来,加快建设法治政府。现将情况报告如下:", ANNUAL),
        ("您提出的建议已收悉,现答复如下。", PROPOSAL),
        ("你们提出的《关于加强法律服务的建议》的意见和建议,已交由我局办理。现将情况答复如下。", PROPOSAL),
        ("今天天气很好。", None),
    ],
)
def test_kinds_by_the_first_lines(opening: str, kind: str | None) -> None:
    found = find(clues_of(clean(load_text(opening)), None, "a8f3"))
    assert (found.value if found else None) == kind


def test_the_file_name_tells_last() -> None:
    found = find(clues_of(clean(load_text("今天天气很好。")), None, "青禾2024年政府工作报告"))
    assert found is not None
    assert (found.value, found.source, found.quote) == (WORK_REPORT, "file", "青禾2024年政府工作报告")
