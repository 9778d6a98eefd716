"""Which sizes are measured, and what becomes of what the processes tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.scale.measure import sizes, step_of
from eval.scale.plot import svg
from eval.scale.process import Progress, apart, peak_bytes
from eval.scale.results import Step, table
from rag.errors import RagError


@pytest.mark.parametrize(
    ("most", "steps", "expected"),
    [
        (10_000, None, [100, 1000, 10_000]),
        (2500, None, [100, 1000, 2500]),
        (100, None, [100]),
        (6, None, [6]),
        (6, [3, 6], [3, 6]),
        (6, [4, 2, 4], [2, 4, 6]),  # in order, each once, and always all
        (6, [3, 60], [3, 6]),
    ],
)
def test_sizes(most: int, steps: list[int] | None, expected: list[int]) -> None:
    assert sizes(most, steps) == expected


def step(reports: int = 100, **changed: float | None) -> Step:
    before = {"reports": 0, "passages": 0}
    many = {"reports": reports - 1, "passages": 1500, "seconds": 3.0, "bytes": 7, "peak_bytes": 400_000_000}
    one = {"reports": reports, "passages": 1515, "seconds": 0.5, "bytes": 15_000_000, "peak_bytes": 300_000_000}
    answers = {"load": 1.25, "cold": [0.3, 0.1, 0.2], "warm": [0.03, 0.01, 0.02], "right": 2, "questions": 3}
    return step_of(before, many, one, answers | {"peak_bytes": None} | changed)


def test_a_step_of_what_was_measured() -> None:
    found = step()
    assert (found.reports, found.passages, found.added, found.added_passages) == (100, 1515, 99, 1500)
    assert found.passages_per_second == 500  # 1500 in 3 s
    assert found.ingest_peak_bytes == 400_000_000  # the larger of both
    assert (found.first_seconds, found.cold_p50, found.warm_p50) == (0.3, 0.2, 0.02)
    assert found.cold_p95 == pytest.approx(0.29)  # 0.2 + 0.9 · 0.1
    assert found.index_bytes == 15_000_000


def test_the_table() -> None:
    head, _, row = table([step(1000)]).splitlines()
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "1,000", "1,515", "999", "3.0 s", "500", "0.5 s", "15 MB", "400 MB", "1.2 s", "300 ms", "200 ms / 290 ms",
        "20 ms / 29 ms", "–", "2 / 3",
    ]  # fmt: skip
    assert head.count("|") == row.count("|")


def test_the_plot_is_the_same_each_time_and_its_text_is_text() -> None:
    steps = [step(100), step(1000)]
    assert svg(steps) == svg(steps)
    assert "第一遍 cold p95" in svg(steps)
    assert "<dc:date>" not in svg(steps)


def doubled(*, number: int, progress: Progress) -> dict[str, int]:
    progress("doubling", 1, 1)
    return {"result": 2 * number}


def refusing(*, progress: Progress) -> dict[str, int]:
    raise RagError("不行。")


def breaking(*, progress: Progress) -> dict[str, int]:
    raise SystemExit(3)


def test_a_process_tells_its_result_and_its_memory() -> None:
    told: list[tuple[str, int, int]] = []
    found = apart(doubled, lambda *progress: told.append(progress), number=21)
    assert found["result"] == 42
    assert told == [("doubling", 1, 1)]
    assert found["peak_bytes"] is None or found["peak_bytes"] > 1_000_000


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(RagError, match=r"^不行。$"):
        apart(refusing, lambda *_: None)
    with pytest.raises(RagError, match="意外结束（退出码 3）"):
        apart(breaking, lambda *_: None)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
def test_the_peak_is_that_of_this_process() -> None:
    before = peak_bytes()
    held = bytearray(b"x" * 300_000_000)
    after = peak_bytes()
    assert before is not None
    assert after is not None
    assert after >= max(before, len(held))
