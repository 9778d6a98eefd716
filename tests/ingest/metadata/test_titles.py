"""Finding the title among the first lines."""

from __future__ import annotations

import pytest

from ingest.blocks import TITLE_LEVEL, Block, Loaded
from ingest.clean import clean
from ingest.formats.plaintext import load_markdown, load_text
from ingest.metadata.titles import find_title

TEXT = (
    "2022年,青禾市坚持依法行政,全面推进法治政府建设各项工作,取得了新的成效,"
    "现将有关情况报告如下,请予审议,并请提出宝贵意见。"
)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param(
            "青禾市2022年度法治政府建设情况报告\n2023-02-15", "青禾市2022年度法治政府建设情况报告", id="first line"
        ),
        pytest.param(
            "青禾市第四届人大常委会第三十次会议\n青禾市人民政府关于依法行政 工作的报告\n青禾市人民政府",
            "青禾市人民政府关于依法行政 工作的报告",
            id="after the occasion",
        ),
        pytest.param(
            "中共青禾县委全面依法治县委员会办公室\n关于青禾县2023年度法治政府建设情况的报告",
            "中共青禾县委全面依法治县委员会办公室关于青禾县2023年度法治政府建设情况的报告",
            id="issuer above",
        ),
        pytest.param(
            "青禾市人民政府关于推进\n2022年度法治政府建设情况的报告",
            "青禾市人民政府关于推进2022年度法治政府建设情况的报告",
            id="broken over two lines",
        ),
        pytest.param(
            "青禾市禾丰区教育局2022年法治政府建设\n年度报告\n2023-01-03",
            "青禾市禾丰区教育局2022年法治政府建设年度报告",
            id="broken in its middle",
        ),
        pytest.param(
            "青禾县人民政府办公室\n关于印发青禾县2020年度法治政府建设\n工作安排的通知",
            "青禾县人民政府办公室关于印发青禾县2020年度法治政府建设工作安排的通知",
            id="broken over three lines",
        ),
        pytest.param("政 府 工 作 报 告\n2022年1月19日", "政府工作报告", id="letters apart"),
        pytest.param("青禾县人民政府工作规则\n第一章 总则", "青禾县人民政府工作规则", id="rules"),
        pytest.param("《青禾县2023年度报告》文件解读", "《青禾县2023年度报告》文件解读", id="an explanation"),
        pytest.param("青禾市2023年情况报告 (2024-02-26)", "青禾市2023年情况报告 (2024-02-26)", id="its day behind it"),
        pytest.param("现在，我代表市人民政府报告工作，请提出意见", None, id="a broken sentence"),
        pytest.param(
            "政府工作报告\n——2024年1月16日在青禾市第五届人民代表大会上\n市长 张某", "政府工作报告", id="short"
        ),
        pytest.param(
            "各位代表：\n现在,我代表市人民政府,向大会报告工作,请予审议,并提出意见。\n一、2023年工作回顾",
            None,
            id="none",
        ),
        pytest.param("2023年工作回顾\n一、经济发展情况", None, id="parts of the report are no titles"),
        pytest.param(
            "标题\n关于加强青禾市法治建设的提案\n提案者\n张某", "关于加强青禾市法治建设的提案", id="in a form"
        ),
    ],
)
def test_titles(head: str, title: str | None) -> None:
    found = find_title(clean(load_text(f"{head}\n{TEXT}\n关于其他事项的报告")))
    assert (found.text if found else None) == title


def test_the_format_tells_the_title() -> None:
    found = find_title(load_markdown(f"# 青禾法治这一年\n\n{TEXT}"))
    assert found is not None
    assert found.text == "青禾法治这一年"
    text = "公告\n青禾法治这一年"
    styled = Loaded(text, (Block(0, 2), Block(3, 10, level=TITLE_LEVEL)))
    assert find_title(styled) == find_title(styled)
    assert getattr(find_title(styled), "text", None) == "青禾法治这一年"


def test_lines_after_the_text_has_begun_are_no_titles() -> None:
    assert find_title(load_text(f"{TEXT}\n青禾市2022年度法治政府建设情况报告")) is None
