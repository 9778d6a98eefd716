"""The report that an evaluator hands on: `report.html`, one file that needs nothing else, and `report.md`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.results import Run

HTML, MARKDOWN = "report.html", "report.md"


def write_report(runs: Sequence[Run], out: Path) -> None:
    """Write `report.html` and `report.md` over one or several configurations of the same questions.

    The folder `out` is made if need be. What a run's metrics lack is left out. Raises ValueError for no run at all, and
    for runs over different questions.
    """
    from eval.report.markdown import markdown
    from eval.report.page import page

    if not runs:
        raise ValueError("a report needs at least one run")
    if any([one.id for one in run.questions] != [one.id for one in runs[0].questions] for run in runs):
        raise ValueError("the runs of one report must be over the same questions")
    out.mkdir(parents=True, exist_ok=True)
    # An answer may hold half a character, which no file can.
    (out / HTML).write_text(page(runs), "utf-8", errors="replace")
    (out / MARKDOWN).write_text(markdown(runs), "utf-8", errors="replace")
