"""The report as one HTML page: templates filled by Jinja2, which escapes all that is not its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from eval.labels import LABELS
from eval.report.bilingual import Label
from eval.report.canvas import CHARACTERS, COLOURS
from eval.report.failures import failures
from eval.report.glossary import CARDS, GROUPS, METRICS
from eval.report.head import facts, settings
from eval.report.measures import measure
from eval.report.plots import plots
from eval.report.tables import breakdowns, cell, overall
from eval.results import Run

_TEMPLATES = Path(__file__).parent / "templates"


def page(runs: Sequence[Run]) -> str:
    """Return the page over at least one run."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    script = (_TEMPLATES / "report.js").read_text("utf-8")
    cards = [(name, cell(name, measure(runs[0].metrics.get("all"), name))) for name in CARDS]
    return environment.get_template("report.html").render(
        runs=runs,
        names=[run.config for run in runs],
        legend=[(run.config, *_look(at)) for at, run in enumerate(runs)],
        facts=facts(runs),
        settings=settings(runs),
        cards=[(name, one) for name, one in cards if one.n or one.percent is not None or one.text != "–"],
        metrics=METRICS,
        labels=LABELS,
        groups=[(Label(zh, en), names) for zh, en, names in GROUPS],
        overall=overall(runs),
        breakdowns=breakdowns(runs),
        plots=[(plot, Markup(plot.svg)) for plot in plots(runs)],  # noqa: S704 -- drawn here, texts escaped
        failed=failures(runs),
        style=Markup((_TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 -- a file of ours
        script=Markup(script),  # noqa: S704 -- the same
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _look(at: int) -> tuple[str, str]:
    return CHARACTERS[at % len(CHARACTERS)], COLOURS[at % len(COLOURS)]
