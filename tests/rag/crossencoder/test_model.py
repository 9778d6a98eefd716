"""The shipped cross-encoder: what it has learnt, and that it may be shared."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.crossencoder.model import shipped_cross_encoder
from rag.crossencoder.reading import Told, shipped_reader

QUESTION = "全市受理行政复议案件多少件"


def score(question: str, core: str, before: str = "") -> float:
    return shipped_cross_encoder().score(shipped_reader().pair(question, Told("依法化解争议", before, core, "")))


@pytest.mark.parametrize(
    "other", ["办理行政应诉案件80件", "审结行政复议案件80件", "受理劳动仲裁案件80件", "全市粮食总产量达到80万吨"]
)
def test_what_answers_is_likelier_than_what_nearly_does(other: str) -> None:
    assert score(QUESTION, "全市受理行政复议案件80件") > score(QUESTION, other) + 1


def test_another_wording_still_answers() -> None:
    assert score("复议案子收了几件", "全市收到行政复议申请80件") > score("复议案子收了几件", "开庭审理民事案件80件")


def test_threads_may_share_it() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: score(QUESTION, "受理行政复议案件80件"), range(16)))
    assert len(set(found)) == 1
