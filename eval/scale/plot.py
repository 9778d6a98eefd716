"""The plot of a scale run: how times and sizes grow with the number of reports."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval.scale.results import Step

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Curve = Callable[[Step], float | None]
# Text stays text: the browser has the Chinese fonts that matplotlib lacks. The same run always gives the same file.
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "scale",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#d5dce6",
    "grid.linewidth": 0.8,
}
_NO_METADATA: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
# Told apart without colour, too.
_LOOKS: tuple[Mapping[str, Any], ...] = (
    {"color": "#0b5fa5", "marker": "o", "linestyle": "-"},
    {"color": "#b8400c", "marker": "s", "linestyle": "--"},
    {"color": "#0b7a55", "marker": "D", "linestyle": "-."},
    {"color": "#8b3fa0", "marker": "^", "linestyle": ":"},
)
_PLOTS: tuple[tuple[str, Mapping[str, Curve]], ...] = (
    (
        "添加与打开（秒）ingest and load, s",
        {
            "添加 ingest": lambda one: one.ingest_seconds,
            "再加一份 one more": lambda one: one.one_seconds,
            "打开索引 load": lambda one: one.load_seconds,
        },
    ),
    (
        "回答（毫秒）latency, ms",
        {
            "第一遍 cold p95": lambda one: 1000 * one.cold_p95,
            "第一遍 cold p50": lambda one: 1000 * one.cold_p50,
            "第二遍 warm p95": lambda one: 1000 * one.warm_p95,
            "第二遍 warm p50": lambda one: 1000 * one.warm_p50,
        },
    ),
    (
        "内存与索引 memory and index, MB",
        {
            "添加时内存 ingest": lambda one: _megabytes(one.ingest_peak_bytes),
            "问答时内存 answers": lambda one: _megabytes(one.answer_peak_bytes),
            "索引大小 index": lambda one: _megabytes(one.index_bytes),
        },
    ),
)


def svg(steps: Sequence[Step]) -> str:
    """Return an SVG file with three plots over the number of reports, both axes logarithmic."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure = Figure(figsize=(13.5, 4.2), dpi=72)
        figure.subplots_adjust(left=0.06, right=0.98, bottom=0.3, top=0.9, wspace=0.2)
        for axes, (title, curves) in zip(figure.subplots(1, len(_PLOTS)), _PLOTS, strict=True):
            _draw(axes, title, curves, steps)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=_NO_METADATA)
    return text.getvalue()


def _draw(axes: Axes, title: str, curves: Mapping[str, Curve], steps: Sequence[Step]) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    for look, (name, value) in zip(_LOOKS, curves.items(), strict=False):
        points = [(step.reports, y) for step in steps if (y := value(step)) is not None]
        axes.plot([x for x, _ in points], [y for _, y in points], **look, label=name, linewidth=1.8, markersize=5.5)
    axes.set(title=title, xscale="log", yscale="log", xlabel="报告 reports")
    for axis, steps_of_ten in ((axes.xaxis, (1,)), (axes.yaxis, (1, 2, 5))):
        axis.set_major_locator(LogLocator(subs=steps_of_ten))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.12g}"))
        axis.set_minor_locator(NullLocator())
    axes.legend(loc="upper left", bbox_to_anchor=(-0.1, -0.2), ncol=2, frameon=False, fontsize=10, columnspacing=3)


def _megabytes(count: int | None) -> float | None:
    return None if count is None else count / 1e6
