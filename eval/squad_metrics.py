"""What a run over a set in SQuAD's form is worth: the paragraph found, and the sentence that answers.

All shares are over all questions. A chosen text holds an answer where its normal form holds that of an accepted one
(`eval.matching`); it is the same where nothing else stands in it, punctuation aside (SQuAD's exact match, Rajpurkar et
al. 2016). From all paragraphs, any text that holds an answer counts, whichever paragraph it is of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from eval.intervals import ratio_intervals
from eval.matching import contains, normal_form
from eval.ranked import found, ndcg, reciprocal_rank
from eval.squad_run import DEPTH, SEARCHES, Chosen, Outcome

CUTS = (1, 5, 10)
OF_RANKING = (*(f"recall@{cut}" for cut in CUTS), f"mrr@{DEPTH}", f"ndcg@{DEPTH}")
OF_ANSWER = ("sentence", "stretch", "exact", "given")
Figure = dict[str, float | int | None]


def measured(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return `retrieval` {search: {metric: figure}} and `answers` {inside, among: {metric: figure}}.

    A figure is {value, low, high, n}: a share in [0, 1] with its 95 % interval (None for less than two questions), or
    with None for both the mean `characters` of the stretches chosen. Raises ValueError for no outcome at all.
    """
    if not outcomes:
        raise ValueError("no questions")
    choices: dict[str, Callable[[Outcome], Chosen | None]] = {
        "inside": lambda one: one.inside,
        "among": lambda one: one.among,
    }
    return {
        "retrieval": {
            search: _figures(OF_RANKING, [_of_ranking(one, search) for one in outcomes]) for search in SEARCHES
        },
        "answers": {
            name: _figures(OF_ANSWER, [_of_answer(of(one), one.asked.answers) for one in outcomes])
            | {"characters": _mean_length([of(one) for one in outcomes])}
            for name, of in choices.items()
        },
    }


def _figures(names: Sequence[str], rows: Sequence[Sequence[float]]) -> dict[str, Figure]:
    """Return the mean of each column with its interval."""
    values = np.asarray(rows, np.float64)
    ends = ratio_intervals(values, np.ones_like(values))
    return {
        name: {"value": float(mean), "low": low, "high": high, "n": len(rows)}
        for name, mean, (low, high) in zip(
            names, values.mean(axis=0), [pair or (None, None) for pair in ends], strict=True
        )
    }


def _of_ranking(outcome: Outcome, search: str) -> list[float]:
    ranked, relevant = outcome.ranked[search], (outcome.asked.paragraph,)
    recalls = [float(found(ranked, relevant, cut)) for cut in CUTS]
    return [*recalls, reciprocal_rank(ranked, relevant, DEPTH), ndcg(ranked, relevant, DEPTH)]


def _of_answer(chosen: Chosen | None, answers: Sequence[str]) -> list[float]:
    if chosen is None:
        return [0.0] * len(OF_ANSWER)
    return [
        float(holds(chosen.sentence, answers)),
        float(holds(chosen.stretch, answers)),
        float(any(_bare(chosen.stretch) == _bare(answer) for answer in answers)),
        float(chosen.given),
    ]


def holds(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text holds one of the answers, figures standing alone (15 is not in 115)."""
    return any(contains(normal_form(text), normal_form(answer)) for answer in answers)


def _bare(text: str) -> str:
    return "".join(char for char in normal_form(text) if char.isalnum())


def _mean_length(chosen: Sequence[Chosen | None]) -> Figure:
    lengths = [len(one.stretch) for one in chosen if one]
    mean = sum(lengths) / len(lengths) if lengths else None
    return {"value": mean, "low": None, "high": None, "n": len(lengths)}


HEADS = {
    "inside": "答案所在段落", "among": "全部段落", "sentence": "所选句子含答案", "stretch": "引用部分含答案",
    "exact": "与答案相同", "given": "判为可答", "characters": "引用部分平均字数",
}  # fmt: skip


def tables(measures: Mapping[str, Any]) -> str:
    """Return both tables as Markdown, shares in percent with their 95 % intervals."""
    retrieval, answers = measures["retrieval"], measures["answers"]
    columns = (*OF_ANSWER, "characters")
    return "\n".join(
        [
            *_table("检索段落", OF_RANKING, retrieval, {name: name for name in retrieval}),
            "",
            *_table("选答案句，选自", columns, answers, HEADS),
        ]
    )


def _table(
    corner: str, columns: Sequence[str], rows: Mapping[str, Mapping[str, Figure]], names: Mapping[str, str]
) -> list[str]:
    lines = [f"| {corner} | {' | '.join(HEADS.get(column, column) for column in columns)} |"]
    lines.append("| --- |" + " --- |" * len(columns))
    lines += [
        f"| {names[name]} | {' | '.join(_cell(figures[column]) for column in columns)} |"
        for name, figures in rows.items()
    ]
    return lines


def _cell(figure: Figure) -> str:
    value, low, high = figure["value"], figure["low"], figure["high"]
    if value is None:
        return "-"
    if value > 1:
        return f"{value:.1f}"
    interval = "" if low is None or high is None else f"（{100 * low:.1f}–{100 * high:.1f}）"
    return f"{100 * value:.1f} %{interval}"
