"""The report's plots, each with its caption, a note in words, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from eval.report import curves, paint
from eval.report.bilingual import Label
from eval.report.canvas import draw
from eval.report.measures import NONE, Measure, duration, interval, measure, shown
from eval.results import Run

HEIGHT = 250  # pixels
_LONGEST_NAME = 8  # characters of a type's name


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot as SVG, and its numbers: the head of a table and its rows, whose first cells name them."""

    name: str
    caption: Label
    note: Label
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def plots(runs: Sequence[Run]) -> list[Plot]:
    """Return the plots that the runs have numbers for."""
    drawn = (_accuracy(runs), _retrieval(runs), _latency(runs), _calibration(runs))
    return [plot for plot in drawn if plot]


def _accuracy(runs: Sequence[Run]) -> Plot | None:
    rows = curves.accuracy(runs)
    if not rows:
        return None
    caption = Label("各题型答对", "Right, by type of question")
    note = Label("点为答对的比例，横线为 95% 区间。", "Dots: share right; lines: 95% intervals.")
    painted = partial(paint.accuracy, names=[_short(label.zh) for label, _ in rows], rows=[one for _, one in rows])
    svg = draw("accuracy", _both(caption), _both(note), paint.accuracy_height(len(rows), len(runs)), painted)
    table = tuple((_both(label), *(_full("right", one) for one in measures)) for label, measures in rows)
    return Plot("accuracy", caption, note, svg, ("题型 type", *_names(runs)), table)


def _retrieval(runs: Sequence[Run]) -> Plot | None:
    found = [curves.recall(run) for run in runs]
    if not any(found):
        return None
    caption = Label("检索召回率", "Retrieval: recall@k")
    note = Label(
        "全部含证据的段落中，排在前 k 段的比例。", "Share of the passages with evidence among the first k found."
    )
    svg = draw("retrieval", _both(caption), _both(note), HEIGHT, partial(paint.retrieval, curves=found))
    table = tuple(
        (name, *(_full(name, measure(run.metrics.get("all"), name)) for run in runs))
        for name in (f"recall@{cut}" for cut in curves.CUTS)
    )
    return Plot("retrieval", caption, note, svg, ("前 k 段", *_names(runs)), table)


def _latency(runs: Sequence[Run]) -> Plot | None:
    ordered = [curves.latencies(run) for run in runs]
    if not any(ordered):
        return None
    caption = Label("用时分布", "Latency")
    note = Label(
        "在横轴所示时间内答完的题所占比例；虚线为一半（p50）与 95%（p95）。",
        "Share of questions answered within a time; dotted: p50 and p95.",
    )
    svg = draw("latency", _both(caption), _both(note), HEIGHT, partial(paint.latency, ordered=ordered))
    table = [(name, *(shown(name, measure(run.metrics.get("all"), name)) for run in runs)) for name in ("p50", "p95")]
    slowest = ("最长 max", *(duration(one[-1]) if one else NONE for one in ordered))
    return Plot("latency", caption, note, svg, ("用时", *_names(runs)), (*table, slowest))


def _calibration(runs: Sequence[Run]) -> Plot | None:
    binned = [curves.bins(run) for run in runs]
    if not any(binned):
        return None
    caption = Label("拒答的校准", "Calibration of refusals")
    note = Label(
        "作答把握（每十个百分点一组）与最可能的答案确实正确的比例；点越大题越多，越近对角线越可信。",
        "Likelihood of a decision, in ten bins, and how often its likeliest answer was one; larger: more questions.",
    )
    svg = draw("calibration", _both(caption), _both(note), HEIGHT, partial(paint.calibration, binned=binned))
    table = tuple(
        (run.config, f"{100 * one.likelihood:.1f} %", f"{100 * one.right:.1f} %", str(one.n))
        for run, bins in zip(runs, binned, strict=True)
        for one in bins
    )
    return Plot("calibration", caption, note, svg, ("配置 configuration", "把握 likelihood", "答对 right", "n"), table)


def _names(runs: Sequence[Run]) -> tuple[str, ...]:
    return tuple(run.config for run in runs)


def _both(label: Label) -> str:
    return f"{label.zh} {label.en}".strip()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _full(name: str, measured: Measure) -> str:
    between = interval(name, measured)
    return f"{shown(name, measured)}（{between}）" if between else shown(name, measured)
