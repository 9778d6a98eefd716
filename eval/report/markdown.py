"""The report's key tables in Markdown, to be pasted into a document or an issue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from eval.labels import LABELS
from eval.report.bilingual import Label
from eval.report.failures import Failure, failures
from eval.report.glossary import METRICS
from eval.report.head import facts, settings
from eval.report.tables import Breakdown, Cell, MetricGroup, breakdowns, overall
from eval.results import Run

_SPECIAL = re.compile(r"([\\`*_\[\]{}|#~$!])")
LONGEST = 60  # characters of an answer in the list of failed questions


def markdown(runs: Sequence[Run]) -> str:
    """Return the report over at least one run as GitHub-flavoured Markdown."""
    names = [run.config for run in runs]
    parts = ["# 法治报告问答评测 Question-answering benchmark", _facts(runs)]
    groups = overall(runs)
    if groups:
        parts += [
            "## 全部指标 All metrics",
            "括号内为 95% 区间。 In brackets: 95 % intervals.",
            _overall(groups, names),
        ]
    for one in breakdowns(runs):
        parts += [f"## 按{one.label.zh} By {one.label.en}", _breakdown(one, names)]
    parts += ["## 未答对的题 Failed questions", _failed(failures(runs), names)]
    listed = settings(runs)
    if listed:
        parts += ["## 运行设置 Settings", table(["设置 setting", *names], ([name, *values] for name, values in listed))]
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line: without markup, control characters and direction marks."""
    visible = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text)
    escaped = _SPECIAL.sub(r"\\\1", " ".join(visible.split()))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table: all columns but the first aligned to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)]]
    cells = [[plain(text) for text in head], lines[1], *([plain(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _facts(runs: Sequence[Run]) -> str:
    return "\n".join(f"- {_both(label)}：{plain(text)}" for label, text in facts(runs))


def _overall(groups: Sequence[MetricGroup], names: Sequence[str]) -> str:
    rows = [[_metric(row.name), *map(_full, row.cells), row.counts] for one in groups for row in one.rows]
    return table(["指标 metric", *names, "n"], rows)


def _breakdown(one: Breakdown, names: Sequence[str]) -> str:
    several = len(names) > 1
    head = [_both(one.label), *(["配置 configuration"] if several else []), "n", *map(_metric, one.columns)]
    rows = [
        [_both(label), *([line.config] if several else []), str(line.n), *map(_full, line.cells)]
        for label, lines in one.rows
        for line in lines
    ]
    return table(head, rows)


def _failed(listed: Sequence[Failure], names: Sequence[str]) -> str:
    if not listed:
        return "全部答对。 None: every question was answered right."
    several = len(names) > 1
    rows = [
        [one.id, one.type.zh, one.question, _wanted(one), *(["、".join(given.configs)] if several else []),
         given.outcome.zh, _short(given.error or given.answer)]
        for one in listed
        for given in one.given
    ]  # fmt: skip
    config = ["配置 configuration"] if several else []
    head = ["id", "题型 type", "问题 question", "标准答案 accepted", *config, "结果 outcome", "回答 answer"]
    return table(head, rows)


def _wanted(one: Failure) -> str:
    return _short(("；" if one.all_of else " / ").join(one.answers)) or "（应拒答）"


def _full(cell: Cell) -> str:
    return f"{cell.text}（{cell.interval}）" if cell.interval else cell.text


def _metric(name: str) -> str:
    return _both(Label(LABELS[name], METRICS[name].en))


def _both(label: Label) -> str:
    return f"{label.zh} {label.en}".strip()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
