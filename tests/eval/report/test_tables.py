"""The report's tables as values."""

from __future__ import annotations

from eval.metrics import CONSISTENCY, METRICS, QUANTILES
from eval.report import glossary
from eval.report.tables import breakdowns, overall
from tests.eval.report.made import measured, metrics, run


def test_metrics_stand_beside_each_other_and_the_best_is_marked() -> None:
    better = metrics(all={"right": measured(0.9, n=170), "wrong": measured(0.05, n=170), "p50": measured(0.0102, n=9)})
    rows = {row.name: row for group in overall([run(), run("other", given=better)]) for row in group.rows}
    assert [cell.text for cell in rows["right"].cells] == ["81.7 %", "90.0 %"]
    assert [cell.best for cell in rows["right"].cells] == [False, True]
    assert [cell.best for cell in rows["wrong"].cells] == [True, False]  # less is better
    assert [cell.best for cell in rows["p50"].cells] == [False, False]  # equal
    assert [cell.best for cell in rows["characters"].cells] == [False, False]  # neither is better
    assert [cell.text for cell in rows["mrr"].cells] == ["0.730", "–"]
    assert rows["right"].counts == "170"
    assert rows["p50"].counts == "170 / 9"


def test_a_metric_that_no_run_has_is_left_out() -> None:
    names = {row.name for group in overall([run()]) for row in group.rows}
    assert "right" in names
    assert not names & {"consistency", "citation_precision", "figure"}
    assert overall([run(given={})]) == []


def test_every_metric_is_explained_and_has_its_place() -> None:
    every = {*METRICS, *QUANTILES, CONSISTENCY}
    assert set(glossary.METRICS) == every
    assert {name for _, _, names in glossary.GROUPS for name in names} == every


def test_breakdowns_by_type_place_and_year() -> None:
    by_type, by_place, by_year = breakdowns([run()])
    assert [label.zh for label, _ in by_type.rows] == ["事实", "own_kind", "全部"]
    assert [label.zh for label, _ in by_year.rows] == ["2022", "2023"]
    assert by_place.columns == ("right",)  # all that the places' metrics hold
    ((line,),) = [lines for label, lines in by_type.rows if label.zh == "事实"]
    assert (line.config, line.n, line.cells[0].text) == ("default", 30, "12.3 %")
    assert breakdowns([run(given={})]) == []


def test_a_group_that_one_run_lacks_is_empty_there() -> None:
    (table,) = breakdowns([run(given={"by_year": {"2022": {"right": measured(0.5)}}}), run("other", given={})])
    ((_, lines),) = table.rows
    assert [line.cells[0].text for line in lines] == ["50.0 %", "–"]
