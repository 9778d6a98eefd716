"""What is measured at each size: adding reports, and answering questions; each runs in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.metrics import percentile
from eval.questions import EvalQuestion
from eval.scale.process import PEAK, Progress
from eval.scale.results import Step
from rag.errors import RagError
from rag.settings import Settings

ASKING = "提问"


def add(*, path: Path, index: Path, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Add the reports in a folder, or one in a file, to an index; raises RagError unless all of them were read.

    `seconds` are those of the ingest, the loading of the embedding included.
    """
    from ingest.build import ingest
    from rag.embedding import load_embedding
    from rag.index.manifest import read_manifest

    start = time.perf_counter()
    embedding = load_embedding(settings.embedding, settings.embedding_options)
    summary = ingest([path], index=index, embedding=embedding, progress=progress)
    seconds = time.perf_counter() - start
    if summary.failed or summary.merged:
        raise RagError(f"有报告没有加入索引：{(summary.failed or summary.merged)[0]}。请报告这个问题。")
    manifest = read_manifest(index)
    size = sum(file.stat().st_size for file in manifest.folder(index).rglob("*") if file.is_file())
    return {"seconds": seconds, "reports": manifest.reports, "passages": manifest.passages, "bytes": size}


def ask(*, questions: Sequence[EvalQuestion], settings: Settings, progress: Progress) -> dict[str, Any]:
    """Ask questions twice over, in a process that has not answered anything yet.

    `load` is the time until the index is open, `cold` and `warm` the seconds of each answer in the first and in the
    second pass, `right` how many were right.
    """
    start = time.perf_counter()
    from eval.verdict import judge
    from rag.assistant import Assistant

    assistant = Assistant(replace(settings, llm=None))
    assistant.catalogue()
    load = time.perf_counter() - start
    passes: list[list[float]] = []
    right = 0
    for turn in range(2):
        seconds = []
        for done, question in enumerate(questions):
            answer = assistant.answer(question.question)
            seconds.append(answer.seconds)
            prediction = {"answer": answer.answer, "refused": answer.status != "answered"}
            right += turn == 0 and judge(question, prediction).right
            progress(ASKING, turn * len(questions) + done + 1, 2 * len(questions))
        passes.append(seconds)
    return {"load": load, "cold": passes[0], "warm": passes[1], "right": right, "questions": len(questions)}


def step_of(
    before: Mapping[str, Any], many: Mapping[str, Any], one: Mapping[str, Any], answers: Mapping[str, Any]
) -> Step:
    """Return the step of an index that held `before`, then `many`, and `one` report more, when it was asked."""
    cold, warm = sorted(answers["cold"]), sorted(answers["warm"])
    return Step(
        reports=one["reports"],
        passages=one["passages"],
        added=many["reports"] - before["reports"],
        added_passages=many["passages"] - before["passages"],
        ingest_seconds=many["seconds"],
        one_seconds=one["seconds"],
        index_bytes=one["bytes"],
        ingest_peak_bytes=_most(many[PEAK], one[PEAK]),
        answer_peak_bytes=answers[PEAK],
        load_seconds=answers["load"],
        first_seconds=answers["cold"][0],
        cold_p50=_percentile(cold, 0.5),
        cold_p95=_percentile(cold, 0.95),
        warm_p50=_percentile(warm, 0.5),
        warm_p95=_percentile(warm, 0.95),
        questions=answers["questions"],
        right=answers["right"],
    )


def _percentile(ordered: Sequence[float], share: float) -> float:
    return percentile(ordered, share) or 0.0


def _most(*counts: int | None) -> int | None:
    return max((count for count in counts if count is not None), default=None)


def sizes(most: int, steps: Sequence[int] | None) -> list[int]:
    """Return the sizes to measure, rising: those given up to `most`, else the powers of ten from 100; and `most`."""
    wanted = steps if steps is not None else list(_powers(most))
    return sorted({*(size for size in wanted if size <= most), most})


def _powers(most: int) -> Iterator[int]:
    size = 100
    while size < most:
        yield size
        size *= 10
