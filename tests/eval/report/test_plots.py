"""Plots: SVG for the page, without anything of the machine or the moment."""

from __future__ import annotations

import logging
import re
import warnings

import pytest
from lxml import etree

from eval.report.plots import Plot, plots
from tests.eval.report.made import metrics, run

HOSTILE = ']]><script>alert(1)</script>"\'&$x_1$ id="a" url(#b)'


def drawn(*configs: str) -> list[Plot]:
    return plots([run(config) for config in configs])


def texts(plot: Plot) -> list[str]:
    return [
        text.strip() for text in etree.fromstring(plot.svg.replace("xlink:href", "href")).itertext() if text.strip()
    ]


def test_each_plot_has_title_description_and_numbers() -> None:
    found = {plot.name: plot for plot in drawn("default")}
    assert list(found) == ["accuracy", "retrieval", "latency", "calibration"]
    for plot in found.values():
        root = etree.fromstring(plot.svg.replace("xlink:href", "href"))
        assert root.get("role") == "img"
        named = [root.xpath(f"string(*[@id='{name}'])") for name in root.get("aria-labelledby").split()]
        assert named == [f"{label.zh} {label.en}" for label in (plot.caption, plot.note)]
        assert all(len(row) == len(plot.head) for row in plot.rows)
    assert found["accuracy"].rows[0] == ("事实 fact", "12.3 %（10.0–20.0 %）")
    assert found["retrieval"].rows[0] == ("recall@1", "55.1 %（50.0–60.0 %）")
    assert found["latency"].rows == (("p50", "10.2 ms"), ("p95", "1.25 s"), ("最长 max", "20.0 ms"))
    assert found["calibration"].rows == (("default", "95.0 %", "87.5 %", "8"),)


def test_chinese_is_text_that_the_browser_draws() -> None:
    accuracy = drawn("default")[0]
    assert {"事实", "own_kind", "全部"} <= set(texts(accuracy))
    assert "font-family" not in accuracy.svg


def test_the_same_numbers_give_the_same_text_and_nothing_foreign() -> None:
    assert drawn("a", "b") == drawn("a", "b")
    for plot in drawn("a", "b"):
        assert "http" not in plot.svg
        assert not re.search(r"<metadata|<style|<!--|<\?xml|<!DOCTYPE", plot.svg)


def test_ids_are_unique_over_all_plots_and_references_hold() -> None:
    svg = "".join(plot.svg for plot in drawn("a", "b"))
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    referred = {one or other for one, other in re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)}
    assert referred
    assert referred <= set(ids)


def test_text_is_escaped_and_never_mathematics() -> None:
    accuracy = plots([run(given=metrics(by_type={HOSTILE[:8]: {"right": {"value": 0.5, "n": 1}}}))])[0]
    assert "]]&gt;<" not in accuracy.svg
    assert "<script" not in accuracy.svg
    assert HOSTILE[:8] in texts(accuracy)
    assert "$x_1$" in texts(plots([run(given=metrics(by_type={"$x_1$": {"right": {"value": 0.5, "n": 1}}}))])[0])


def test_without_numbers_there_is_no_plot() -> None:
    assert [plot.name for plot in plots([run(given={})])] == ["latency"]  # of the predictions themselves
    assert plots([run(pairs=[], given={})]) == []


def test_nothing_is_said_of_fonts(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        drawn("配置甲")
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")
