"""What each search ranks first, and how well that finds what is relevant.

Each figure is over all questions (see `eval.ranked`). What is called recall is the share of questions with a relevant
id at all among the first k (trec_eval's success).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tqdm import tqdm

from eval.ranked import Ranking, Relevant, found, reciprocal_rank
from rag.embedding.evaluate import Task
from rag.index.database import Row
from rag.index.derive import Embedder
from rag.index.lexical import LexicalIndex
from rag.index.reader import Index, open_index
from rag.index.writer import open_writer
from rag.retrieve import rank
from rag.text import normalise
from rag.thesaurus import official_forms
from rag.types import Filter

LEXICAL = {"BM25 words": ("words",), "BM25 bigrams": ("bigrams",), "BM25 both": ("words", "bigrams")}
HYBRID = "hybrid"
CUTS = (1, 5, 10)
GAIN_CUTS = (1, 10)
DEPTH = 10
CONFIDENCE = 0.95
# Enough that the ends of an interval move by one question at most from seed to seed (12 seeds, 772 questions).
RESAMPLES = 9_999
_RESAMPLES_AT_ONCE = 500  # 14 MB a list of 3,524 questions
_SEED = 0


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one search did: shares in [0, 1]; `recall` by cut, `mrr` cut at 10, `missed` questions at 10."""

    questions: int
    recall: Mapping[int, float]
    mrr: float
    missed: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What one search finds at `cut` beyond its best rival: difference of recall, and the interval it lies in."""

    cut: int
    rival: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What the searches found of one set of questions; `lost` of them have no relevant passage and count as missed."""

    name: str
    passages: int
    lost: int
    qualities: Mapping[str, Quality]
    gains: Sequence[Gain]


def quality(rankings: Sequence[Ranking], relevant: Sequence[Relevant]) -> Quality:
    """Return how well the rankings, one a question, find what is relevant to each.

    Raises ValueError for no question at all, or where there are not as many rankings as questions.
    """
    if not rankings:
        raise ValueError("no questions")
    pairs = list(zip(rankings, relevant, strict=True))
    hits = {cut: sum(found(ranked, wanted, cut) for ranked, wanted in pairs) for cut in CUTS}
    total = len(pairs)
    return Quality(
        questions=total,
        recall={cut: count / total for cut, count in hits.items()},
        mrr=sum(reciprocal_rank(ranked, wanted, DEPTH) for ranked, wanted in pairs) / total,
        missed=total - hits[DEPTH],
    )


def gain(
    rankings: Sequence[Ranking], rivals: Mapping[str, Sequence[Ranking]], relevant: Sequence[Relevant], cut: int
) -> Gain:
    """Return what the rankings gain at `cut` over the rival with the highest recall there (the first of equals)."""
    hits = {
        name: [found(ranked, wanted, cut) for ranked, wanted in zip(lists, relevant, strict=True)]
        for name, lists in rivals.items()
    }
    best = max(hits, key=lambda name: sum(hits[name]))
    own = [found(ranked, wanted, cut) for ranked, wanted in zip(rankings, relevant, strict=True)]
    low, high = paired_interval(own, hits[best])
    return Gain(cut, best, (sum(own) - sum(hits[best])) / len(own), low, high)


def paired_interval(one: Sequence[bool], other: Sequence[bool]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval (percentiles, fixed seed) of the mean difference, question by question.

    Both ends are equal where every question has the same difference. Raises ValueError for lists that are empty or of
    unequal length.
    """
    if len(one) == len(other) == 1:
        return -1.0, 1.0  # one question tells nothing about the next
    import numpy as np
    from scipy.stats import bootstrap

    result = bootstrap(
        (np.asarray(one, np.float64), np.asarray(other, np.float64)),
        lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        paired=True,
        n_resamples=RESAMPLES,
        batch=_RESAMPLES_AT_ONCE,
        confidence_level=CONFIDENCE,
        # The corrected method (BCa) has no value where both lists agree on every question.
        method="percentile",
        rng=np.random.default_rng(_SEED),
    )
    interval = result.confidence_interval
    return float(interval.low), float(interval.high)


def build_index(passages: Sequence[str], folder: Path, embedding: Embedder) -> Index:
    """Return a new index in `folder` whose row i is passage i."""
    rows = (Row(key=str(number), content=text, indexed=text, metadata={}) for number, text in enumerate(passages))
    with open_writer(folder, embedding) as writer, progress_bar(passages, "建索引", "段") as bar:

        def progress(done: int, total: int) -> None:
            bar.update(done - bar.n)

        writer.put_rows(list(rows))
        writer.commit(progress)
    return open_index(folder, embedding)


def searches(index: Index) -> dict[str, Callable[[str], list[int]]]:
    """Return each search by name: from a question to the rows of the best passages, best first."""
    lexical = LexicalIndex(index.manifest.folder(index.folder))

    def bm25(question: str, fields: Sequence[str]) -> list[int]:
        return [row for row, _ in lexical.search(question, DEPTH, fields=fields)]

    def dense(question: str) -> list[int]:
        return [row for row, _ in index.dense(index.embedding.encode_query(question), DEPTH)]

    def hybrid(question: str, *, everyday: bool) -> list[int]:
        forms = official_forms(normalise(question)).values() if everyday else ()
        expansion = " ".join(dict.fromkeys(form for group in forms for form in group))
        return [scored.row for scored in rank(index, question, Filter(), DEPTH, expansion=expansion)]

    return {name: partial(bm25, fields=fields) for name, fields in LEXICAL.items()} | {
        "dense": dense,
        "hybrid, without thesaurus": partial(hybrid, everyday=False),
        HYBRID: partial(hybrid, everyday=True),
    }


def measure(name: str, task: Task, index: Index) -> Measured:
    """Return what each search finds of the task's questions, whose relevant passages are rows of the index."""
    ranked: dict[str, list[list[int]]] = {}
    for way, search in searches(index).items():
        ranked[way] = [search(question) for question in progress_bar(task.questions, f"{name}: {way}", "题")]
    rivals = {way: ranked[way] for way in LEXICAL}
    return Measured(
        name=name,
        passages=len(task.passages),
        lost=sum(not wanted for wanted in task.relevant),
        qualities={way: quality(lists, task.relevant) for way, lists in ranked.items()},
        gains=[gain(ranked[HYBRID], rivals, task.relevant, cut) for cut in GAIN_CUTS],
    )


def progress_bar(items: Sequence[str], name: str, unit: str) -> tqdm[str]:
    """Return a bar over the items, shown on a terminal only."""
    return tqdm(items, name, unit=unit, leave=False, disable=not sys.stderr.isatty())


def set_table(measured: Measured) -> str:
    """Return the figures of one set as a Markdown table, a line a search."""
    total = next(iter(measured.qualities.values())).questions
    lost = f"; {measured.lost} of them have no relevant passage" if measured.lost else ""
    lines = [
        f"**{measured.name}** ({total:,} questions, {measured.passages:,} passages{lost})\n",
        f"| search | {' | '.join(f'recall@{cut}' for cut in CUTS)} | MRR@{DEPTH} | missed at {DEPTH} |",
        "| --- |" + " --- |" * (len(CUTS) + 2),
    ]
    for name, row in measured.qualities.items():
        shares = " | ".join(f"{100 * row.recall[cut]:.1f}" for cut in CUTS)
        lines.append(f"| {name} | {shares} | {100 * row.mrr:.1f} | {row.missed} |")
    return "\n".join(lines) + "\n"


def gain_table(sets: Sequence[Measured]) -> str:
    """Return what the product gains over the best BM25, in points of recall with their intervals, and fewer misses."""
    lines = [
        "| hybrid against the best BM25 there | recall@1 | recall@10 | missed at 10 |",
        "| --- | --- | --- | --- |",
    ]
    for measured in sets:
        cells = [
            f"{100 * one.difference:+.1f} ({100 * one.low:+.1f} … {100 * one.high:+.1f}) over {one.rival}"
            for one in measured.gains
        ]
        rival = measured.qualities[measured.gains[-1].rival].missed
        lines.append(f"| {measured.name} | {' | '.join(cells)} | {rival} → {measured.qualities[HYBRID].missed} |")
    return "\n".join(lines) + "\n"


def speed_table(name: str, figures: Mapping[str, float]) -> str:
    """Return the speed of the embedding `name` and the size of the shipped model as a Markdown table."""
    return (
        f"| embedding ({name}) | measured |\n| --- | --- |\n"
        f"| passages of 110 characters a second | {figures['passages a second']:,.0f} |\n"
        f"| a query | {figures['ms a query']:.2f} ms |\n"
        f"| the shipped model: load in a new process | {figures['s to load']:.2f} s |\n"
        f"| its folder | {figures['bytes']:,.0f} bytes |\n"
    )
