"""The page in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

if os.environ.get("CI"):
    from playwright import sync_api  # in CI its absence is a failure, not a reason to skip
else:
    sync_api = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright，用 make test 安装")

import app
from rag.assistant import Assistant
from rag.settings import Settings
from tests.chat_server import chat_server
from tests.fake_assistant import HEARING, HOSTILE_SENTENCE, REVIEW, FakeAssistant

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
FIRST_TEXT = 1000  # milliseconds
Page = sync_api.Page
expect = sync_api.expect


@contextmanager
def served(assistant: object, port: int = 0) -> Iterator[str]:
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    blocks = app.build(assistant)
    app.serve(blocks, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        blocks.close()


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[FakeAssistant, str]]:
    assistant = FakeAssistant()
    with served(assistant) as address:
        yield assistant, address


@pytest.fixture
def assistant(site: tuple[FakeAssistant, str]) -> FakeAssistant:
    site[0].asked.clear()
    return site[0]


@pytest.fixture
def open_page(browser: sync_api.Browser, site: tuple[FakeAssistant, str]) -> Iterator[Callable[..., Page]]:
    contexts: list[sync_api.BrowserContext] = []
    foreign: list[str] = []
    errors: list[str] = []

    def opened(size: dict[str, int] = WIDE, address: str = site[1]) -> Page:
        context = browser.new_context(viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: is_local(request.url) or foreign.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        expect(page.locator("#transcript .opening")).to_be_visible(timeout=20_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []
    assert errors == []


def is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"


def ask(page: Page, question: str) -> None:
    page.get_by_label("问题").fill(question)
    page.get_by_label("问题").press("Enter")


def ask_and_wait(page: Page, question: str) -> None:
    turns = page.locator("li.turn").count()
    ask(page, question)
    expect(page.locator("li.turn")).to_have_count(turns + 1)
    finished(page)


def finished(page: Page) -> None:
    expect(page.locator("#send")).to_be_enabled()
    expect(page.locator(".waiting, [aria-busy]")).to_have_count(0)


def in_view(page: Page, selector: str) -> bool:
    return page.locator(selector).evaluate(
        """element => {
            const boxes = [...element.getClientRects()];
            return boxes.length > 0 && boxes.every(box => box.top >= 0 && box.bottom <= innerHeight
                && element.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)));
        }"""
    )


def test_the_answer_grows_and_its_citation_opens_the_sentence(
    open_page: Callable[..., Page], assistant: FakeAssistant
) -> None:
    page = open_page()
    ask(page, "复议卡住了吗")
    reply = page.locator(".reply.answered")
    expect(reply).to_contain_text(REVIEW)
    expect(reply).not_to_contain_text(HEARING)
    expect(page.locator("#sources article")).to_have_count(1)
    assistant.gate("复议卡住了吗").set()
    expect(reply).to_contain_text("96.5%")
    expect(page.locator("#sources article")).to_have_count(2)
    page.get_by_label("来源 2", exact=True).and_(page.locator("a")).click()
    expect(page.locator("#source-0-2")).to_be_focused()
    expect(page.locator("#source-0-2 mark")).to_have_text(HEARING)
    page.get_by_label("查看来源 2 的原文").click()
    expect(page.locator("#report mark.current")).to_have_text(HEARING)
    assert in_view(page, "#report mark.current")
    expect(page.locator("#report output")).to_have_text("第 2 / 2 处引用")
    page.get_by_role("button", name="上一处").click()
    expect(page.locator("#report mark.current")).to_have_text(REVIEW)
    page.keyboard.press("Escape")
    expect(page.locator("#report")).to_be_hidden()
    expect(page.get_by_label("查看来源 2 的原文")).to_be_focused()


def test_old_citations_still_lead_to_their_own_sources(
    open_page: Callable[..., Page], assistant: FakeAssistant
) -> None:
    page = open_page()
    ask_and_wait(page, "复议多少件")
    ask_and_wait(page, "培训几次")
    expect(page.locator("#source-1-1")).to_be_visible()
    expect(page.locator("#source-0-1")).to_be_hidden()
    page.locator('a.marker[data-source="source-0-1"]').press("Enter")
    expect(page.locator("#source-0-1")).to_be_visible()
    expect(page.locator("#source-1-1")).to_be_hidden()
    page.locator("#source-0-1 button.open").click()
    expect(page.locator("#report mark.current")).to_have_text(REVIEW)


def test_follow_ups_retry_and_clear(open_page: Callable[..., Page], assistant: FakeAssistant) -> None:
    page = open_page()
    ask_and_wait(page, "复议多少件")
    ask_and_wait(page, "那出庭应诉呢")
    assert assistant.asked[-1][:2] == ("那出庭应诉呢", ("复议多少件",))
    page.get_by_role("button", name="重试").click()
    expect(page.locator("li.turn")).to_have_count(2)
    finished(page)
    assistant.wait_for(3)
    assert assistant.asked[-1] == assistant.asked[-2]
    page.get_by_role("button", name="清空").click()
    expect(page.locator("#transcript .opening")).to_be_visible()
    expect(page.locator("#retry")).to_be_disabled()
    ask_and_wait(page, "复议多少件")
    assert assistant.asked[-1][1] == ()


def test_an_example_asks_itself(open_page: Callable[..., Page], assistant: FakeAssistant) -> None:
    page = open_page()
    page.get_by_role("button", name="岚川市2022年收到多少件行政复议申请？").click()
    expect(page.locator(".reply.answered")).to_contain_text(REVIEW)
    assert assistant.asked[-1][0] == "岚川市2022年收到多少件行政复议申请？"


def test_the_filter_is_passed_on(open_page: Callable[..., Page], assistant: FakeAssistant) -> None:
    page = open_page()
    page.get_by_label("地区（不选则不限）").click()
    page.get_by_role("option", name="禾丰县").click()
    page.get_by_label("年份（不选则不限）").click()
    page.get_by_role("option", name="2023年").click()
    ask_and_wait(page, "培训几次")
    assert assistant.asked[-1][2:] == (("禾丰县",), (2023,))


def test_stopping_works_while_the_model_is_silent(open_page: Callable[..., Page], assistant: FakeAssistant) -> None:
    page = open_page()
    ask(page, "复议卡住又停止")
    expect(page.locator(".reply.answered")).to_contain_text(REVIEW)
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".stopped")).to_contain_text("已停止")
    ask_and_wait(page, "复议多少件")
    assert "复议卡住又停止" not in assistant.closed
    assistant.gate("复议卡住又停止").set()
    expect(page.locator("li.turn").first).not_to_contain_text("96.5%")


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("火箭的事没写吧", "refused", "没有找到答案"),
        ("发生故障", "failed", "语言模型没有响应"),
        ("发生意外", "failed", "系统内部出错"),
        (" ", "failed", "没有看到问题"),
        ("字" * 10_000, "failed", "最多 500 个字"),
    ],
    ids=["refusal", "failure", "unexpected", "empty", "endless"],
)
def test_refusals_and_failures(open_page: Callable[..., Page], question: str, kind: str, words: str) -> None:
    page = open_page()
    ask_and_wait(page, question)
    expect(page.locator(f".reply.{kind}")).to_contain_text(words)
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator("body")).not_to_contain_text("secret detail")


def test_a_hostile_report_is_shown_as_text(open_page: Callable[..., Page]) -> None:
    page = open_page()
    ask_and_wait(page, "培训几次")
    expect(page.locator(".reply .text")).to_contain_text(HOSTILE_SENTENCE)
    expect(page.locator("#sources mark")).to_have_text(HOSTILE_SENTENCE)
    page.locator("#sources button.open").click()
    expect(page.locator("#report mark.current")).to_have_text(HOSTILE_SENTENCE)
    expect(page.locator("#report")).to_contain_text("与${7*7}及{{value}}")
    expect(page.locator("#report h2")).to_have_text("禾丰县2023年<b>报告</b>")
    assert page.locator("#report img, #transcript img, #sources img, #report strong").count() == 0
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["390", "1440"])
def test_a_table_of_a_model_has_headings_and_its_markers_work(
    open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    page = open_page(size)
    ask_and_wait(page, "请对比两地")
    expect(page.get_by_role("columnheader")).to_have_text(["地区和年份", "行政复议", "出庭应诉"])
    expect(page.get_by_role("rowheader")).to_have_text(["岚川市2022年", "禾丰县2022年"])
    expect(page.get_by_role("cell").last).to_have_text("<b>未提及</b>")
    page.get_by_role("cell").get_by_label("来源 2").click()
    expect(page.locator("#source-0-2 mark")).to_have_text(HEARING)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_status_line_and_the_language(open_page: Callable[..., Page]) -> None:
    page = open_page()
    for shown in ("已收录 2 份报告", "岚川市、禾丰县", "2022、2023 年", "模式：抽取式"):
        expect(page.locator("#status")).to_contain_text(shown)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("[aria-live=polite][role=log]")).to_have_count(1)
    page.get_by_text("查看清单").click()
    expect(page.locator("#status table")).to_be_visible()


@pytest.mark.parametrize("width", [390, 920, 1000, 1100, 1440])
def test_no_button_is_cut_off(open_page: Callable[..., Page], width: int) -> None:
    page = open_page({"width": width, "height": 900})
    row = page.locator("#controls").bounding_box()
    for button in page.locator("#controls > button").all():
        box = button.bounding_box()
        assert row["x"] <= box["x"]
        assert box["x"] + box["width"] <= row["x"] + row["width"]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["390", "1440"])
def test_nothing_is_wider_than_the_page(open_page: Callable[..., Page], size: dict[str, int]) -> None:
    page = open_page(size)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    ask_and_wait(page, "复议多少件")
    ask_and_wait(page, "培训几次")
    assert page.evaluate(wide) == 0
    chat, side = page.locator("#chat").bounding_box(), page.locator("#side").bounding_box()
    assert (side["y"] >= chat["y"] + chat["height"]) == (size is NARROW)
    page.locator("a.marker").last.click()
    page.locator("#sources section:not([hidden]) button.open").first.click()
    expect(page.locator("#report mark.current")).to_be_visible()
    assert in_view(page, "#report mark.current")
    assert page.evaluate(wide) == 0


def test_reports_added_while_the_page_is_open_appear(browser: sync_api.Browser, open_page: Callable[..., Page]) -> None:
    assistant = FakeAssistant(reports={})
    with served(assistant) as address:
        page = open_page(address=address)
        expect(page.locator(".opening")).to_contain_text("python -m ingest")
        assistant.reports = FakeAssistant().reports
        expect(page.locator("#status")).to_contain_text("已收录 2 份报告", timeout=15_000)
        expect(page.locator(".example")).to_have_count(3)
        ask_and_wait(page, "复议多少件")
        expect(page.locator(".reply.answered")).to_contain_text(REVIEW)


def test_a_restart_is_told_in_chinese_and_the_page_comes_back(open_page: Callable[..., Page]) -> None:
    with served(FakeAssistant()) as address:
        page = open_page(address=address)
        ask_and_wait(page, "复议多少件")
    expect(page.get_by_text("与程序的连接中断")).to_be_visible(timeout=30_000)
    with served(FakeAssistant(), urlsplit(address).port):
        expect(page.locator("#transcript .opening")).to_be_visible(timeout=30_000)


def first_texts(pages: list[Page]) -> list[float]:
    """Ask in all pages at once; return the milliseconds from each click to the first text of its answer."""
    for page in pages:
        page.evaluate(
            """() => {
                const texts = () => document.querySelectorAll(".reply.answered .text p").length;
                const before = texts();
                const seen = new Promise(resolve => new MutationObserver(() => {
                    if (texts() > before) resolve(performance.now());
                }).observe(document.body, { childList: true, subtree: true, characterData: true }));
                document.getElementById("send").addEventListener("click", () => {
                    const asked = performance.now();
                    window.firstText = seen.then(now => now - asked);
                }, { capture: true, once: true });
            }"""
        )
        page.get_by_label("问题").fill("复议多少件")
    for page in pages:
        page.get_by_role("button", name="发送").click(no_wait_after=True)
    waits = [page.evaluate("window.firstText") for page in pages]
    for page in pages:
        finished(page)
    return waits


def test_eight_officials_at_once_with_one_stalled_model(
    open_page: Callable[..., Page], assistant: FakeAssistant
) -> None:
    pages = [open_page() for _ in range(8)]
    ask(pages[0], "复议卡住不动")
    expect(pages[0].locator(".reply.answered")).to_contain_text(REVIEW)
    # Eight browsers share two cores here with whatever else is running: the best of three rounds counts.
    rounds: list[float] = []
    while len(rounds) < 3 and (not rounds or min(rounds) >= FIRST_TEXT):
        rounds.append(max(first_texts(pages[1:])))
    assert min(rounds) < FIRST_TEXT, rounds
    expect(pages[0].locator("#stop")).to_be_enabled()
    assistant.gate("复议卡住不动").set()
    finished(pages[0])


def test_files_of_the_machine_are_not_served(browser: sync_api.Browser, site: tuple[FakeAssistant, str]) -> None:
    context = browser.new_context()
    for path in (f"file={Path(app.__file__).resolve()}", "file=/etc/passwd", "upload", "proxy=http://127.0.0.1/"):
        assert context.request.get(f"{site[1]}gradio_api/{path}").status == 404
    assert context.request.get(f"{site[1]}app.py").status == 404
    context.close()


def test_the_whole_way_with_the_real_assistant(
    browser: sync_api.Browser, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    from ingest.__main__ import main as ingest
    from rag.assistant import Assistant
    from rag.settings import Settings

    report = tmp_path / "临溪县2022年法治政府建设年度报告.txt"
    report.write_text(
        "临溪县2022年法治政府建设年度报告\n\n一、主要工作\n"
        + "".join(f"第{n}项工作按计划推进，相关制度进一步健全。\n" for n in range(40))
        + "二、行政复议\n全年共受理行政复议申请57件，审结52件。<script>window.hacked = 1</script>\n"
        + "三、执法监督\n全年开展**执法检查**18次，评查行政执法案卷240份。\n",
        encoding="utf-8",
    )
    assert ingest([str(report), "--index", str(tmp_path / "index")]) == 0
    with served(Assistant(Settings(index=tmp_path / "index"))) as address:
        page = open_page(address=address)
        expect(page.locator("#status")).to_contain_text("临溪县")
        ask_and_wait(page, "临溪县2022年受理了多少件行政复议申请？")
        expect(page.locator(".reply.answered .text")).to_contain_text("57件")
        page.locator("a.marker").first.click()
        page.locator("#sources button.open").first.click()
        expect(page.locator("#report mark.current")).to_contain_text("全年共受理行政复议申请57件")
        assert in_view(page, "#report mark.current")
        assert page.evaluate("window.hacked") is None
        page.keyboard.press("Escape")
        ask_and_wait(page, "临溪县2022年发射了几枚火箭？")
        expect(page.locator(".reply.refused")).to_be_visible()


def test_a_wrong_figure_and_a_sentence_without_support_say_why(
    open_page: Callable[..., Page], sample_index: Path
) -> None:
    with chat_server() as server:
        server.steps = [
            "岚川市2022年负责人出庭应诉率",
            "95.6%[1]。",
            "全市新建了法治主题公园[1]。负责人出庭应诉率93.6%[1]。",
        ]
        settings = Settings(index=sample_index, llm="openai:scripted", llm_base_url=server.base_url)
        with served(Assistant(settings)) as address:
            page = open_page(address=address)
            ask_and_wait(page, "岚川市2022年行政机关负责人出庭应诉率是多少？")
            flags = page.locator(".reply .flag")
            expect(flags).to_have_text(["【数字未核实】", "【未找到依据】"])
            why = page.get_by_role("tooltip")
            expect(why).to_have_count(0)
            expect(flags.nth(0)).to_have_accessible_description("数字“95.6%”与所引的句子不符。")
            page.locator(".reply .flag").nth(0).focus()
            expect(why).to_have_text("数字“95.6%”与所引的句子不符。")
            page.keyboard.press("Escape")
            expect(why).to_have_count(0)
            page.locator(".reply .flag").nth(1).hover()
            expect(why).to_have_text("没有注明出处。")
            assert in_view(page, ".flag:hover + .why")
