"""The place of a report: which of the divisions named it is."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.formats.plaintext import load_text
from ingest.metadata.evidence import Clues, clues_of
from ingest.metadata.issuers import find_issuer
from ingest.metadata.places import find_place, in_title
from ingest.metadata.titles import find_title
from ingest.metadata.told import Told


def clues(text: str, stem: str = "a8f3") -> Clues:
    loaded = clean(load_text(text))
    return clues_of(loaded, find_title(loaded), stem)


def place(text: str, stem: str = "a8f3", *, reply: bool = False) -> str | None:
    known = clues(text, stem)
    found = find_place(known, find_issuer(known, {}, reply=reply), reply=reply)
    return found.value.name if found else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青禾市2022年度法治政府建设情况报告", "青禾市"),
        ("关于推进青禾市法治政府建设工作的提案", "青禾市"),
        ("2021年青禾区法治政府建设年度报告", "青禾区"),
        ("中共青禾县委全面依法治县委员会办公室关于青禾县2023年度法治政府建设情况的报告", "青禾县"),
        ("青禾市司法局2021年法治政府建设情况报告", "青禾市"),
        ("青禾市人民政府办公室关于印发青禾市2023年法治政府建设工作计划的通知", "青禾市"),
        ("关于印发青禾县2020年度法治政府建设工作安排的通知", "青禾县"),
        ("2025年新疆政府工作报告", "新疆维吾尔自治区"),
        ("2025年云南省政府工作报告", "云南省"),
        ("甘孜2024年政府工作报告", "甘孜藏族自治州"),  # told by 我州
        ("云岭省青禾市禾丰县2022年度法治政府建设情况报告", "禾丰县"),
        ("重庆市2021年法治政府建设情况报告", "重庆市"),
        ("阿坝州2021年法治政府建设工作情况报告", "阿坝藏族羌族自治州"),
        ("青禾区人民政府金禾街道办事处关于2022年度法治政府建设情况的报告", "金禾街道"),
        ("留下街道2022年度法治政府建设工作报告", "留下街道"),  # a name that means something
        ("(山西省)2021年运城市盐湖区人民政府工作报告", "盐湖区"),  # the province is only where it lies
        ("【政策解读】《青禾县人民政府关于2023年度法治政府建设工作的报告》的解读", "青禾县"),
        ("第一师阿拉尔市2022年法治政府建设情况报告", "阿拉尔市"),
        ("新疆生产建设兵团2022年法治政府建设情况报告", "新疆生产建设兵团"),
        ("青禾市经济技术开发区2022年法治政府建设情况报告", "青禾市经济技术开发区"),
        ("国家税务总局青禾市税务局2022年法治政府建设情况报告", "青禾市"),
        ("青禾市公安局禾丰区分局关于2022年度法治政府建设情况的报告", "禾丰区"),
        ("中共青禾市禾丰区岚桥镇委员会青禾市禾丰区岚桥镇人民政府关于2022年法治政府建设情况的报告", "岚桥镇"),
        ("法治政府建设情况报告", None),
        ("某县2022年法治政府建设情况报告", None),
    ],
)
def test_the_title_tells(title: str, expected: str | None) -> None:
    told = Told("州") if expected and expected.endswith("州") else Told()
    names = in_title(title, told, f"{title}。{title}")
    assert (names[-1] if names else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "政府工作报告\n——2024年1月16日在青禾市第五届人民代表大会第三次会议上\n我代表市人民政府报告工作。",
            "青禾市",
            id="the occasion",
        ),
        pytest.param("现在,我代表青禾市人民政府,向大会报告工作。赴太原市学习。", "青禾市", id="who speaks"),
        pytest.param("2023年,在市委、市政府领导下,青禾市司法局坚持依法行政。", "青禾市", id="whom the text is about"),
        pytest.param(
            "青禾州2022年度法治政府建设情况报告\n来源:青禾苗族自治州司法局\n2022年,青禾州推进工作。",
            "青禾苗族自治州",
            id="a prefecture's full name",
        ),
        pytest.param("2023年,广东坚持依法行政。省委全面领导。", "广东省", id="a province in short"),
        pytest.param("2023年,禾丰乡在县委、县政府领导下推进工作。全乡学法。", "禾丰乡", id="a town before a verb"),
        pytest.param("2023年,岚桥镇在县委、县政府的领导下,坚持依法行政。", "岚桥镇", id="a town that a county led"),
        pytest.param("2023年,下岚镇坚持依法行政。一是镇党委会学法,镇党委加强领导。", "下岚镇", id="a town named 下…"),
        pytest.param(
            "2023年,人民街街道办事处坚持依法行政。落实青禾区工作要点。", "人民街街道", id="a street named 人民街"
        ),
        pytest.param("关于2023年度情况的报告\n我区推进依法行政。(朝阳教办〔2023〕2号)", "朝阳区", id="a number"),
        pytest.param(
            "本报告依规定编制,请与岚川经济开发区办公室联系。\n2023年,岚川经济开发区深入贯彻要求。我区推进。",
            "岚川经济开发区",
            id="a zone",
        ),
        pytest.param(
            "根据规定,现将省政府2021年度情况报告如下。省政府印发《湖南省人民政府工作规范》。",
            "湖南省",
            id="the rules that it made",
        ),
        pytest.param(
            "2022年,我局推进工作,各项工作取得进展,现将情况报告如下。\n一是学法。\n青禾区司法局\n2023年1月5日",
            "青禾区",
            id="who signs",
        ),
        pytest.param(
            "现在,我代表市人民政府,向大会报告工作。视察东营重要指示。东营发展,东营未来,东营港。学习青岛市经验。",
            "东营市",
            id="a city that is named only in short",
        ),
        pytest.param("我乡推进法治建设,加快法治舒桥建设。", "舒桥乡", id="a town that is named only in a slogan"),
        pytest.param(
            "2020年,我区按照云浮市委部署推进工作。赴太原市、大同市学习,太原市经验好,太原市做法新。"
            "《青禾区2020年工作要点》印发。制定《青禾区学法计划》。青禾区全面完成。",
            "青禾区",
            id="places named in passing do not count",
        ),
        pytest.param(
            "2022年,我区坚持依法行政。自治区人民政府印发《内蒙古自治区实施方案》。",
            "内蒙古自治区",
            id="我区 of a region",
        ),
        pytest.param("2022年,司法部坚持依法行政。赴北京市、天津市督察。", None, id="a national body"),
        pytest.param("今天天气很好。", None, id="nothing"),
    ],
)
def test_the_text_tells(text: str, expected: str | None) -> None:
    assert place(text) == expected


def test_links_to_other_governments_do_not_sign() -> None:
    links = "\n".join(f"{name}人民政府" for name in ("岚川市", "沅阳市", "云陵市", "南漪市", "东澜市"))
    text = "2022年,我区推进依法行政,取得进展,现将有关的情况报告如下。《青禾区学法计划》印发。青禾区人民政府组织督察。"
    assert place(f"{links}\n{text}") == "青禾区"


def test_who_answers_a_proposal_counts_not_what_it_is_about() -> None:
    text = "关于学习借鉴太原市经验的提案的答复\n您的提案收悉,现答复如下。我市已经部署。\n青禾市司法局\n2023年5月1日"
    assert place(text, reply=True) == "青禾市"


def test_a_telling_file_name_helps_where_the_text_does_not() -> None:
    text = "现在,我代表市人民政府,向大会报告工作。"
    assert place(text, "青禾2024年政府工作报告") == "青禾市"
    assert place(text, "000_ab298d9553f72b0a") is None


def test_an_office_without_a_name_is_that_of_the_page() -> None:
    report = "市水务局2025年度法治政府建设情况报告\n我局学习《湖北省人民政府办公厅通知》,推进依法行政工作。"
    assert place(f"{report}\n版权所有:岚川市人民政府") == "岚川市"


def test_the_page_around_the_report_helps_last() -> None:
    text = "2022年,我县推进依法行政,全县学法12次。\n版权所有:青禾县人民政府\n主办:岚川市人民政府办公室"
    known = clues(text)
    assert known.furniture
    found = find_place(known, None)
    assert found is not None
    assert (found.value.name, found.confidence) == ("青禾县", 0.45)


@pytest.mark.parametrize(
    ("text", "confident"),
    [
        ("青禾市2022年度法治政府建设情况报告\n2022年,我市推进。", True),
        ("我市推进依法行政,推动东营发展。", False),
    ],
)
def test_a_vote_is_less_sure_than_a_title(text: str, confident: bool) -> None:
    known = clues(text)
    found = find_place(known, None)
    assert found is not None
    assert (found.confidence >= 0.9) == confident
    assert found.span is not None
    assert known.line(found.span).strip()
