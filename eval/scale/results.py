"""What a scale run measured: a step for each size, as JSON and as a Markdown table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured with this many reports in the index.

    Times are seconds, sizes bytes (None where the system does not tell them). `added` and `added_passages` are what
    `ingest_seconds` took for; the others were there before. `one_seconds` is the time to add the last report by itself.
    `load_seconds` is that until the index is open in a new process, `first_seconds` that of its first answer, `cold`
    and `warm` the first and the second pass over the same questions.
    """

    reports: int
    passages: int
    added: int
    added_passages: int
    ingest_seconds: float
    one_seconds: float
    index_bytes: int
    ingest_peak_bytes: int | None
    answer_peak_bytes: int | None
    load_seconds: float
    first_seconds: float
    cold_p50: float
    cold_p95: float
    warm_p50: float
    warm_p95: float
    questions: int
    right: int

    @property
    def passages_per_second(self) -> float:
        """Return how many passages were added a second."""
        return self.added_passages / self.ingest_seconds


_COLUMNS: tuple[tuple[str, Callable[[Step], str]], ...] = (
    ("报告", lambda one: f"{one.reports:,}"),
    ("段落", lambda one: f"{one.passages:,}"),
    ("其中新增", lambda one: f"{one.added:,}"),
    ("添加用时", lambda one: f"{one.ingest_seconds:.1f} s"),
    ("段落/秒", lambda one: f"{one.passages_per_second:,.0f}"),
    ("再加一份", lambda one: f"{one.one_seconds:.1f} s"),
    ("索引大小", lambda one: _size(one.index_bytes)),
    ("添加时内存", lambda one: _size(one.ingest_peak_bytes)),
    ("打开索引", lambda one: f"{one.load_seconds:.1f} s"),
    ("第一答", lambda one: _milliseconds(one.first_seconds)),
    ("第一遍 p50 / p95", lambda one: f"{_milliseconds(one.cold_p50)} / {_milliseconds(one.cold_p95)}"),
    ("第二遍 p50 / p95", lambda one: f"{_milliseconds(one.warm_p50)} / {_milliseconds(one.warm_p95)}"),
    ("问答时内存", lambda one: _size(one.answer_peak_bytes)),
    ("答对", lambda one: f"{one.right} / {one.questions}"),
)


def table(steps: Sequence[Step]) -> str:
    """Return a Markdown table with a row a size."""
    rows = [[name for name, _ in _COLUMNS], ["---:"] * len(_COLUMNS)]
    rows += [[cell(step) for _, cell in _COLUMNS] for step in steps]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _size(count: int | None) -> str:
    if count is None:
        return "–"
    return f"{count / 1e6:,.0f} MB" if count < 1e9 else f"{count / 1e9:.2f} GB"


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
