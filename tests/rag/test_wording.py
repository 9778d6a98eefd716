"""The form in which a question is read."""

from __future__ import annotations

import pytest

from rag.wording import plain_question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("岚川市2022年主動公開的政府信息有幾多條", "岚川市2022年主动公开的政府信息有多少条"),
        ("旅游总收入估计有多少个亿", "旅游总收入估计有多少亿元"),
        ("旅游总收入几个亿呢?", "旅游总收入多少亿元呢?"),
        ("外贸多少万亿", "外贸多少亿元"),
        ("发电量多少亿kWh", "发电量多少亿kwh"),
        ("这几亿的资金花在哪", "这几亿的资金花在哪"),
        ("接待游客几个万", "接待游客多少"),
        ("粮食产量多少亿斤", "粮食产量多少亿斤"),
        ("外贸几个亿美元", "外贸几亿美元"),
        ("引来多少个亿元以上项目", "引来多少个亿元以上项目"),
        ("二〇二二年几万人", "2022年几万人"),
        ("受理了几件", "受理了几件"),
        ("您好，受理了几件呀 谢谢啦！", "受理了几件呀 "),
        ("谢谢", "谢谢"),
    ],
)
def test_spoken_forms(question: str, expected: str) -> None:
    assert plain_question(question) == expected
