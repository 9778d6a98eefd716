"""The page: its structure, the numbers on it, and that no text of a report, question or answer acts in it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from pathlib import Path

import pytest
from lxml import html

from eval.report import write_report
from eval.report.page import page
from tests.eval.report.made import EVIDENCE, measured, metrics, prediction, question, run

HOSTILE = (
    """</title></style></script><script>window.hacked = 1</script><img src=x onerror="hacked()">"'&]]>\u202e<!--"""
)


def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_landmarks_headings_and_language() -> None:
    root = tree(page([run(), run("bm25")]))
    assert root.get("lang") == "zh-CN"
    assert [element.tag for element in root.body.iter("header", "nav", "main", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in root.xpath("//a/@href"):
        assert link.removeprefix("#") in ids


def test_tables_have_captions_scopes_and_whole_rows() -> None:
    root = tree(page([run(), run("bm25")]))
    tables = root.xpath("//table")
    assert len(tables) >= 8  # all metrics, three breakdowns, four plots, settings
    for table in tables:
        assert words(table.find("caption"))
        assert all(cell.get("scope") for cell in table.iter("th"))
        assert table.xpath(
            "ancestor::div[@class='scroll'][@tabindex='0'][@role='region'][@aria-label or @aria-labelledby]"
        )
        width = len(table.xpath("thead/tr/th"))
        spanned = 0
        for row in table.xpath("tbody/tr"):
            cells = sum(int(cell.get("colspan", 1)) for cell in row) + (spanned > 0)
            spanned = max(spanned - 1, 0) + max((int(cell.get("rowspan", 1)) - 1 for cell in row), default=0)
            assert cells == width


def test_the_numbers_are_those_of_the_metrics_to_the_digit() -> None:
    root = tree(page([run()]))
    cards = [words(card) for card in root.xpath("//ul[@class='cards']/li")]
    assert cards == [
        "答对 right 81.7 % 75.1–88.3 % · n = 170",
        "答错 wrong 2.9 % 0.0–5.9 % · n = 170",
        "拒答召回率 refusal recall 94.1 % 85.0–100.0 % · n = 34",
        "用时中位数 latency p50 10.2 ms 9.0–12.3 ms · n = 170",
        "用时 95 分位 latency p95 1.25 s 900.0 ms–1.50 s · n = 170",
    ]
    rows = [words(row) for row in root.xpath("//section[@id='parts']//tbody/tr")]
    assert rows[:2] == ["事实 fact 30 12.3 % 10.0–20.0 %", "own_kind 3 100.0 %"]
    assert "12 份 · 1,412 段" in words(root.xpath("//header")[0])


def test_a_failed_question_stands_with_its_answer_citation_and_evidence() -> None:
    asked = question(history=("云溪县2021年呢？",))
    given = prediction(
        citations=[{"file": "云溪县-2021.txt", "quote": "审结52件。"}], passages=[{}, {"relevant": True}]
    )
    (one,) = tree(page([run(pairs=[(asked, given)])])).xpath("//details[@class='failure']")
    assert one.get("data-type") == "fact"
    assert "云溪县2022年受理多少件？" in words(one.find("summary"))
    assert "未答到" in words(one.find("summary"))
    assert "云溪县2021年呢？" in words(one.xpath(".//div[@class='history']")[0])
    left, right = (words(side) for side in one.xpath("div[@class='sides']/div"))
    assert "审结52件[1]" in left
    assert "云溪县-2021.txt" in left
    assert "没有引到证据" in left
    assert "排名第 2" in left
    assert "57件" in right
    assert EVIDENCE.quote in right


def test_several_configurations_show_which_of_them_fail() -> None:
    right = run("bm25", [(question(), prediction(answer="57件"))])
    root = tree(page([run("default"), right]))
    (one,) = root.xpath("//details[@class='failure']")
    assert one.get("data-config").split() == ["0"]
    chips = [words(chip) for chip in one.xpath(".//span[@class='chips']/span")]
    assert chips == ["default ：未答到 not answered", "bm25 ：答对 right"]


def test_every_text_is_escaped() -> None:
    evidence = type(EVIDENCE)(HOSTILE, HOSTILE)
    asked = question(
        id=HOSTILE, type=HOSTILE, question=HOSTILE, answers=(HOSTILE,), history=(HOSTILE,), evidence=(evidence,)
    )
    given = prediction(answer=f"{HOSTILE[:60]}…", citations=[{"file": HOSTILE, "quote": HOSTILE}])
    part = {HOSTILE: {"right": measured(0.5)}}
    hostile = metrics(
        settings={HOSTILE: HOSTILE}, by_type=part, by_place=part, by_year=part, machine={"platform": HOSTILE}
    )
    broken = prediction(error=HOSTILE)
    pairs = [(asked, given), (question(id="other"), broken)]
    text = page([run(HOSTILE, pairs, hostile), run("other", pairs, hostile)])
    root = tree(text)
    assert len(root.xpath("//script")) == 1
    assert root.xpath("//img | //@onerror") == []
    assert text.count("<!--") == 0
    assert HOSTILE in root.xpath("//bdi[@class='question']")[0].text
    assert HOSTILE in root.xpath("//cite")[0].text
    assert root.xpath("//details[@class='failure']/@data-type")[0] == HOSTILE


def test_nothing_comes_from_elsewhere_and_only_our_script_runs() -> None:
    text = page([run(), run("bm25")])
    root = tree(text)
    assert all(link.startswith("#") for link in root.xpath("//@href | //@src | //@action | //@poster"))
    assert not re.search(r"url\((?!#)|@import", text)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(root.xpath("//script")[0].text.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize(
    "pairs",
    [
        [(question(), prediction(answer="57件"))],  # one question, answered right
        [(question(), {})],  # nothing is known of the prediction
    ],
    ids=["right", "empty"],
)
def test_without_metrics_there_is_still_a_page(pairs: list[object]) -> None:
    root = tree(page([run(pairs=pairs, given={})]))
    assert root.xpath("//section[@id='failed']")
    assert not root.xpath("//section[@id='all'] | //section[@id='parts'] | //ul[@class='cards']")
    for link in root.xpath("//nav//a/@href"):
        assert root.xpath(f"//*[@id='{link[1:]}']")


def test_all_right() -> None:
    root = tree(page([run(pairs=[(question(), prediction(answer="57件"))])]))
    assert "全部答对" in words(root.xpath("//section[@id='failed']")[0])
    assert not root.xpath("//form")


def test_a_page_of_many_failures_is_small(tmp_path: Path) -> None:
    cited = [{"file": f"云溪县-20{n}.txt", "quote": f"{n}" + "全年受理行政复议申请，" * 30} for n in range(10, 16)]
    pairs = [
        (question(id=f"q{n}"), prediction(answer="57件" if n >= 100 else "审结。" * 60, citations=cited))
        for n in range(500)
    ]
    write_report([run(pairs=pairs)], tmp_path / "new")
    assert (tmp_path / "new" / "report.html").stat().st_size < 3_000_000
    assert len(tree((tmp_path / "new" / "report.html").read_text("utf-8")).xpath("//details[@class='failure']")) == 100


def test_half_a_character_is_written_as_a_question_mark(tmp_path: Path) -> None:
    write_report([run(pairs=[(question(), prediction(answer="\ud83d件"))])], tmp_path)
    assert "?件" in (tmp_path / "report.html").read_text("utf-8")


def test_runs_over_different_questions_are_no_report(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        write_report([], tmp_path)
    with pytest.raises(ValueError, match="same questions"):
        write_report([run(), run("b", [(question(id="q2"), prediction())])], tmp_path)
