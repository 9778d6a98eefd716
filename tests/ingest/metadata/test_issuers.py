"""Who issued a report, and its number."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.fields import read_fields
from ingest.formats.plaintext import load_text
from ingest.metadata.evidence import clues_of
from ingest.metadata.issuers import find_issuer, find_number, is_national
from ingest.metadata.titles import find_title

TEXT = "2022年,我局推进依法行政,法治政府建设各项工作取得了新的进展,现将有关情况和下一步打算报告如下,请予审阅。"


def issuer(text: str, *, reply: bool = False) -> str | None:
    loaded = clean(load_text(text))
    fields = read_fields(loaded.text, loaded.blocks)
    found = find_issuer(clues_of(loaded, find_title(loaded), "x"), fields, reply=reply)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"来源:青禾市司法局\n{TEXT}", "青禾市司法局", id="a label"),
        pytest.param(f"来源:青禾市司法局 点击率:12\n{TEXT}", "青禾市司法局", id="another label behind it"),
        pytest.param(f"来源:青禾日报\n{TEXT}\n青禾市人民政府\n2023年1月5日", "青禾市人民政府", id="no newspaper"),
        pytest.param(f"来源:本网\n{TEXT}", None, id="no web site"),
        pytest.param(f"{TEXT}\n青禾市司法局\n2023年1月5日", "青禾市司法局", id="the signature"),
        pytest.param(f"青禾市司法局关于2022年度工作情况的报告\n{TEXT}", "青禾市司法局", id="the title"),
        pytest.param(f"司法部2022年法治政府建设年度报告\n{TEXT}", "司法部", id="a ministry"),
        pytest.param("2022年,青禾市司法局坚持依法行政。", "青禾市司法局", id="whom the text is about"),
        pytest.param("2022年,司法部坚持依法行政。", "司法部", id="a ministry that the text is about"),
        pytest.param(TEXT, None, id="nobody"),
    ],
)
def test_issuers(text: str, expected: str | None) -> None:
    assert issuer(text) == expected


def test_who_answers_a_proposal() -> None:
    text = f"答复单位\t青禾市司法局\n来源:青禾市政协\n{TEXT}"
    assert issuer(text, reply=True) == "青禾市司法局"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("青政〔2023〕5号", "青政〔2023〕5号"),
        ("青政办发[2023]12号", "青政办发〔2023〕12号"),
        ("青政函（2023）第 7 号", "青政函〔2023〕第 7 号"),
        ("青司﹝2023﹞5号", "青司〔2023〕5号"),
        ("发文字号:青政〔2023〕5号", "青政〔2023〕5号"),
        ("根据青政〔2023〕5号要求", None),  # somebody else's
        ("文号: 原文链接", None),
    ],
)
def test_numbers(line: str, number: str | None) -> None:
    loaded = clean(load_text(f"{line}\n{TEXT}"))
    found = find_number(clues_of(loaded, None, "x"), read_fields(loaded.text, loaded.blocks))
    assert (found.value if found else None) == number


def test_an_office_of_a_national_body_in_a_city_is_not_national() -> None:
    loaded = clean(load_text(f"来源:国家税务总局太原市税务局\n{TEXT}"))
    found = find_issuer(clues_of(loaded, None, "x"), read_fields(loaded.text, loaded.blocks), reply=False)
    assert found is not None
    assert not is_national(found)
    assert not is_national(None)
