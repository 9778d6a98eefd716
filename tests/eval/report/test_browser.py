"""The report in a real browser: Debian's Chromium, driven by Playwright, without network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.environ.get("CI"):
    from playwright import sync_api  # in CI its absence is a failure, not a reason to skip
else:
    sync_api = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright，用 make test 安装")

from eval.report import write_report
from tests.eval.report.made import measured, metrics, prediction, question, run

Page = sync_api.Page
expect = sync_api.expect
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with long words, on three configurations and three types of questions."""
    out = tmp_path_factory.mktemp("report")
    endless = "x" * 300
    pairs = [
        (question(id="q1", question="<script>window.hacked = 1</script>" + endless), prediction(answer=endless)),
        (question(id="q2", type="list"), prediction(refused=True)),
        (
            question(id="q3", type=endless, history=("那去年呢？",)),
            prediction(citations=[{"file": endless, "quote": endless}]),
        ),
    ]
    long_names = metrics(settings={endless: endless}, by_type={endless: {"right": measured(0.5, 0.2, 0.8)}})
    right = [(one, prediction(answer="57件")) for one, _ in pairs]
    runs = [run("default", pairs), run("plain-langchain-recipe", pairs, long_names), run("bm25", right)]
    write_report(runs, out)
    return out / "report.html"


@pytest.fixture(params=[390, 1440])
def page(browser: sync_api.Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 844}, offline=True)
    opened = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.goto(report.as_uri())
    yield opened
    assert asked == [report.as_uri()]
    assert errors == []
    context.close()


def test_nothing_is_wider_than_the_page_even_unfolded(page: Page) -> None:
    assert page.evaluate(WIDER) == 0
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true; }")
    assert page.evaluate(WIDER) == 0
    assert page.evaluate("window.hacked") is None


def test_plots_are_read_without_a_magnifying_glass(page: Page) -> None:
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("figure svg text")].map(text =>
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert sizes
    assert min(sizes) >= 11


def test_the_filter_works_by_keyboard(page: Page) -> None:
    shown = page.locator(".failure:visible")
    expect(shown).to_have_count(3)
    page.get_by_label("题型 Type").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(shown).to_have_count(1)
    expect(page.locator(".filter output")).to_have_text("显示 1 / 3 题")
    expect(shown.locator("code")).to_have_text("q2")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("End")  # bm25 answered everything right
    expect(shown).to_have_count(0)
    page.keyboard.press("Home")
    expect(shown).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shown.locator(".sides")).to_be_visible()
    shown.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(shown.locator(".sides")).to_be_hidden()


def test_it_reads_without_the_script(browser: sync_api.Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.locator(".failure:visible")).to_have_count(3)
    context.close()


def test_on_paper_everything_is_unfolded(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details:not([open])")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details[open]")).to_have_count(0)
