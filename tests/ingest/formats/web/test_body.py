"""Which lines of a page are body: all of the report, nothing of what a site puts around it."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.clean import clean
from ingest.fields import read_fields
from ingest.formats.web import body as webbody
from ingest.formats.web.page import load_webpage
from ingest.metadata.titles import find_title
from tests.ingest import webpages_more, webpages_other, webpages_sites
from tests.ingest.webpages import DATE, LINES, NUMBER, SOURCE, TITLE, Page, Skeleton, plain

SKELETONS = (*webpages_sites.SKELETONS, *webpages_other.SKELETONS, *webpages_more.SKELETONS)
VARIANTS = {
    "one sentence": ("2022年，全县受理行政复议案件35件。",),
    "no full stops": ("2022年的情况如下", "一、受理情况", "受理行政复议案件35件", "二、审结情况", "审结30件"),
    "items": ("——受理行政复议案件35件；", "——审结30件；", "——调解5件；"),
    "annexes and a contact at the end": (*LINES[:-2], "附件：1.统计表", "2.分工表", "（联系电话：1234）", *LINES[-2:]),
    "numbered lines": (*(f"{number}. 完成行政执法检查{number}次" for number in range(1, 30)), "以上工作均已完成。"),
    "long": tuple(f"第{number}项工作全年完成{number}件，同比增长{number}.5%。成效明显。" for number in range(80)),
}
skeletons = pytest.mark.parametrize("skeleton", SKELETONS, ids=lambda skeleton: skeleton.__name__)


def body(page: Page) -> list[str]:
    loaded = clean(load_webpage(page.source.encode()))
    return [plain(loaded.text[block.start : block.end]) for block in loaded.blocks if block.body]


def lost(page: Page) -> list[str]:
    kept = set(body(page))
    return [line for line in page.lines if plain(line) not in kept]


@skeletons
def test_all_of_the_report_is_body_and_nothing_else(skeleton: Skeleton) -> None:
    page = skeleton()
    assert lost(page) == []
    known = {plain(line) for line in (*page.lines, *page.beside, TITLE)}
    # a line that says when and where the report was published can be cited
    assert [line for line in body(page) if line not in known and not (DATE in line and "来源" in line)] == []


@skeletons
def test_nothing_is_lost_where_trafilatura_finds_nothing(skeleton: Skeleton, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbody, "main_text", lambda root: "")
    assert lost(skeleton()) == []


@skeletons
@pytest.mark.parametrize("lines", VARIANTS.values(), ids=VARIANTS)
def test_nothing_is_lost_of_other_reports(skeleton: Skeleton, lines: tuple[str, ...]) -> None:
    assert lost(skeleton(lines)) == []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SKELETONS), st.lists(st.sampled_from(LINES), min_size=1, max_size=12, unique=True))
def test_nothing_is_lost_of_any_report(skeleton: Skeleton, lines: list[str]) -> None:
    # the last two are a signature, which has no place but the end
    assert lost(skeleton(["全县受理行政复议案件35件。", *(line for line in lines if line not in LINES[-2:])])) == []


@pytest.mark.parametrize("skeleton", [*webpages_sites.SKELETONS[:4], *webpages_more.SKELETONS[2:]])
def test_the_title_is_found(skeleton: Skeleton) -> None:
    title = find_title(clean(load_webpage(skeleton().source.encode())))
    assert title is not None
    assert title.text == TITLE


def test_what_stands_around_the_report_is_still_read() -> None:
    loaded = load_webpage(webpages_sites.openness().source.encode())
    fields = read_fields(loaded.text, loaded.blocks)
    assert (fields["文号"], fields["发布机构"], fields["发文日期"]) == (NUMBER, SOURCE, DATE)


def blocks(html: str) -> dict[str, bool]:
    loaded = load_webpage(html.encode())
    return {loaded.text[block.start : block.end]: block.body for block in loaded.blocks}


SENTENCES = "<p>全县受理行政复议案件35件，审结30件，调解5件。</p>" * 4


def test_a_heading_in_a_header_is_the_title() -> None:
    found = blocks(
        f"<header><a href='/'>首页</a></header><article><header><h1>情况报告</h1></header>{SENTENCES}</article>"
    )
    assert found["情况报告"]
    assert not found["首页"]


def test_a_form_around_the_page_is_no_furniture() -> None:
    found = blocks("<form><input><p>" + "</p><p>".join(f"受理案件{number}件" for number in range(20)) + "</p></form>")
    assert all(found.values())


def test_a_part_that_trafilatura_leaves_out_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = "第一部分的工作已经全部完成，成效明显。", "第二部分的工作正在按照计划推进，还有四项没有完成。"
    monkeypatch.setattr(webbody, "main_text", lambda root: plain(first * 3))
    found = blocks(f"<div>{f'<p>{first}</p>' * 3}</div><div><p>二、其他</p>{f'<p>{second}</p>' * 3}</div>")
    assert all(found.values())


def test_teasers_of_other_pages_do_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "全县受理行政复议案件35件，审结30件，调解5件。"
    monkeypatch.setattr(webbody, "main_text", lambda root: plain(text * 4))
    teaser = "昨日，县领导调研重点项目建设情况，强调要加快进度，确保质量，按期完成各项任务。"
    others = f"<div><a href='/'>更多</a></div><div><h4>头条</h4><p>{teaser}</p></div>"
    found = blocks(f"<div><div>{f'<p>{text}</p>' * 4}</div>{others}</div>")
    assert found == {text: True, "更多": False, "头条": False, teaser: False}


def test_links_between_paragraphs_are_text() -> None:
    link = "<p><a href='/1'>《某县行政复议规定》</a></p>"
    found = blocks(
        f"<div><ul><li><a href='/'>政务公开</a></li></ul>{SENTENCES}{link}<p>以上文件已经全部公布。</p></div>"
    )
    assert found["《某县行政复议规定》"]
    assert not found["政务公开"]


def test_a_signature_may_stand_below_the_text() -> None:
    found = blocks(
        f"<div><div>{SENTENCES}</div><div><p>某县人民政府</p><p>2023年2月10日</p></div><div>某县人民政府网站</div></div>"
    )
    assert found["某县人民政府"]
    assert found["2023年2月10日"]
    assert not found["某县人民政府网站"]


def test_the_page_s_own_word_for_its_title_counts() -> None:
    loaded = load_webpage(
        "<html><head><meta name='ArticleTitle' content='某县法治工作情况'></head><body><h1>某县司法局</h1>"
        f"<p>某县法治工作情况</p><div>{SENTENCES}</div></body></html>".encode()
    )
    title = find_title(loaded)
    assert title is not None
    assert title.text == "某县法治工作情况"


def test_a_page_without_sentences_keeps_its_lines() -> None:
    assert blocks("<p>甲</p><p>乙</p><p><a href='/'>丙</a></p>") == {"甲": True, "乙": True, "丙": False}


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(f"<title>{'a-' * 10_000}</title>", id="long"),
        pytest.param("".join(f"<title>{number}{'a-' * 140}</title>" for number in range(300)), id="many"),
    ],
)
def test_long_and_many_titles_take_little_memory(titles: str) -> None:
    root = etree.HTML(f"<html><head>{titles}</head><body><p>甲。</p></body></html>")
    tracemalloc.start()
    try:
        webbody._hints(root)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20


@pytest.mark.parametrize("line", ["精彩推荐", "相关导读：", "相关公告"])
def test_what_begins_links_to_other_pages(line: str) -> None:
    assert webbody._OTHERS.fullmatch(line)
