"""What is drawn in each plot: matplotlib calls only, over numbers that `curves` has worked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.report.canvas import GRID, SOFT, WIDTH, label_width, style_of
from eval.report.curves import CUTS, Bin, steps
from eval.report.measures import Measure, duration

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Pixels around the axes: for numbers, the title below, and the half of a number that stands over an end.
LEFT, BOTTOM, TOP, RIGHT = 48, 26, 10, 20
TITLE = 18  # of an axis
# Pixels between two configurations of one type, and between two types beside these.
STEP, GAP = 13, 17


def accuracy_height(rows: int, configs: int) -> float:
    """Return the height in pixels of the plot by type."""
    return rows * (GAP + STEP * configs) + TOP + BOTTOM


def accuracy(figure: Figure, names: Sequence[str], rows: Sequence[Sequence[Measure]]) -> None:
    """Draw a row a name, the last one set apart: one dot a configuration, with its interval as a line."""
    configs = len(rows[0])
    axes = _axes(figure, left=max(map(label_width, names)) + 12)
    for at in range(configs):
        look = style_of(at)
        shift = (at - (configs - 1) / 2) * STEP / (GAP + STEP * configs)
        for y, one in ((row + shift, measures[at]) for row, measures in enumerate(rows)):
            if one.value is None:
                continue
            if one.low is not None and one.high is not None:
                axes.plot([100 * one.low, 100 * one.high], [y, y], color=look["color"], linewidth=1.6)
            # A dot at the very end is not cut in half.
            axes.plot([100 * one.value], [y], marker=look["marker"], color=look["color"], markersize=6, clip_on=False)
    axes.set_yticks(range(len(rows)), list(names))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.axhline(len(rows) - 1.5, color=SOFT, linewidth=0.8)
    _percent(axes, "x")


def retrieval(figure: Figure, curves: Sequence[Sequence[tuple[int, Measure]]]) -> None:
    """Draw recall over k, the cuts at equal distances; a single configuration with the band of its intervals."""
    axes = _axes(figure, title="k")
    for at, curve in enumerate(curves):
        x = [CUTS.index(cut) for cut, _ in curve]
        axes.plot(x, [100 * (one.value or 0) for _, one in curve], **style_of(at), markersize=5.5, linewidth=1.8)
        banded = [(CUTS.index(cut), one.low, one.high) for cut, one in curve if one.low is not None]
        if len(curves) == 1 and banded:
            low, high = [100 * (one[1] or 0) for one in banded], [100 * (one[2] or 0) for one in banded]
            axes.fill_between([one[0] for one in banded], low, high, color=GRID, linewidth=0)
    axes.set_xticks(range(len(CUTS)), [str(cut) for cut in CUTS])
    axes.set_xlim(-0.2, len(CUTS) - 0.8)
    _percent(axes, "y")


def latency(figure: Figure, ordered: Sequence[Sequence[float]]) -> None:
    """Draw the share of answers given within a time, over a logarithmic axis of seconds, ascending in each list."""
    axes = _axes(figure)
    for share in (50, 95):
        axes.axhline(share, color=SOFT, linewidth=0.8, linestyle=":")
    for at, seconds in enumerate(ordered):
        curve = [(seconds[0], 0.0), *steps(seconds)] if seconds else []
        look = style_of(at) | {"marker": ""}
        axes.plot([x for x, _ in curve], [100 * y for _, y in curve], **look, linewidth=1.8, drawstyle="steps-post")
    _percent(axes, "y")
    axes.set_yticks([0, 25, 50, 75, 95], ["0", "25", "50", "75", "95 %"])
    _logarithmic(axes, min(one[0] for one in ordered if one), max(one[-1] for one in ordered if one))


def calibration(figure: Figure, binned: Sequence[Sequence[Bin]]) -> None:
    """Draw the share right over the mean likelihood of each bin: the larger the dot, the more questions it stands for.

    Dots are not joined: a line would show chance in bins of few questions as if it were a course.
    """
    axes = _axes(figure, title="作答把握 likelihood")
    axes.plot([0, 100], [0, 100], color=SOFT, linewidth=0.8, linestyle=":")
    most = max(one.n for bins in binned for one in bins)
    for at, bins in enumerate(binned):
        look = style_of(at)
        x, y = [100 * one.likelihood for one in bins], [100 * one.right for one in bins]
        sizes = [16 + 140 * one.n / most for one in bins]
        axes.scatter(x, y, s=sizes, color=look["color"], marker=look["marker"], alpha=0.75, linewidths=0, clip_on=False)
    _percent(axes, "x")
    _percent(axes, "y")


def _axes(figure: Figure, left: float = LEFT, title: str = "") -> Axes:
    """Return axes that leave room for their labels: matplotlib cannot measure Chinese ones."""
    height = figure.get_figheight() * 72
    bottom = BOTTOM + TITLE * bool(title)
    axes = figure.add_axes(
        (left / WIDTH, bottom / height, (WIDTH - left - RIGHT) / WIDTH, (height - bottom - TOP) / height)
    )
    axes.set_xlabel(title)
    axes.tick_params(length=3)
    return axes


def _percent(axes: Axes, axis: str) -> None:
    ticks, names = [0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"]
    if axis == "x":
        axes.set_xticks(ticks, names)
        axes.set_xlim(0, 100)
        axes.grid(axis="x")
    else:
        axes.set_yticks(ticks, names)
        axes.set_ylim(0, 103)
        axes.grid(axis="y")


def _logarithmic(axes: Axes, low: float, high: float) -> None:
    """Set a logarithmic axis of seconds with plain numbers: every power of ten, and between where they are few."""
    from matplotlib.ticker import FixedLocator, NullLocator

    axes.set_xscale("log")
    low, high = low / 1.15, high * 1.15
    fine = high / low < 50
    ticks = [step * 10.0**power for power in range(-5, 5) for step in ((1, 2, 5) if fine else (1,))]
    shown = [tick for tick in ticks if low <= tick <= high]
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(shown, [_round(tick) for tick in shown])


def _round(seconds: float) -> str:
    number, unit = duration(seconds).split()
    return f"{float(number):g} {unit}"
