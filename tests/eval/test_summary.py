"""What `metrics.json` says: of what, with which settings, by type, place and year; and what it keeps to itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from eval.questions import EvalQuestion, Evidence
from eval.results import build_run, read_run, write_metrics
from eval.runner import write_predictions
from eval.summary import Circumstances, places_of, shown, years_of
from rag.errors import RagError
from rag.settings import Settings
from rag.types import Report

REPORTS = (
    Report("r1", "甲-2021.txt", "甲", "岚川市", year=2021, passages=5),
    Report("r2", "甲-2022.txt", "甲", "岚川市", year=2022, passages=6),
    Report("r3", "乙-2022.txt", "乙", "禾丰县", year=2022, passages=7, also=("乙.html",)),
    Report("r4", "丙.txt", "丙"),
)


def question(name: str, *files: str, text: str = "?", kind: str = "fact", **values: Any) -> EvalQuestion:
    evidence = tuple(Evidence(file, "受理15件") for file in files)
    return EvalQuestion(name, kind, text, ("15件",) if files else (), evidence, **values)


def line(name: str, **values: Any) -> dict[str, Any]:
    return {"id": name, "answer": "15件", "citations": [], "refused": False, "seconds": 0.01, **values}


@pytest.fixture
def circumstances(tmp_path: Path) -> Circumstances:
    file = tmp_path / "asked.jsonl"
    file.write_text("{}\n", "utf-8")
    return Circumstances("default", file, Settings(), REPORTS, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 1.26)


@pytest.mark.parametrize(
    ("asked", "places", "years"),
    [
        (question("q", "甲-2021.txt"), ["岚川市"], [2021]),
        (question("q", "甲-2021.txt", "乙-2022.txt"), ["岚川市", "禾丰县"], [2021, 2022]),
        (question("q", "乙.html"), ["禾丰县"], [2022]),  # the other file of the same report
        (question("q", "丙.txt"), [], []),  # a report that tells neither
        (question("q", text="岚川2019年受理多少件？"), ["岚川市"], [2019]),  # without evidence: what is named
        (question("q", text="那2020年呢？", history=("禾丰县受理多少件？",)), ["禾丰县"], [2020]),
        (question("q", text="法律援助120215件？"), [], []),  # no year within a number
    ],
)
def test_what_a_question_is_about(asked: EvalQuestion, places: list[str], years: list[int]) -> None:
    assert (places_of(asked, REPORTS), years_of(asked, REPORTS)) == (places, years)


def test_what_metrics_json_says(circumstances: Circumstances) -> None:
    asked = [
        question("q1", "甲-2021.txt"), question("q2", "甲-2022.txt", kind="list"), question("q3", text="岚川市2021年?"),
    ]  # fmt: skip
    lines = [line("q1"), line("q2", answer="不知道"), line("q3", refused=True, likelihood=0.25)]
    metrics = build_run(asked, lines, circumstances).metrics
    assert (metrics["format"], metrics["config"], metrics["started"]) == (1, "default", "2026-01-02T03:04:05+00:00")
    # printf '{}\n' | sha256sum
    digest = "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
    assert metrics["questions"] == {"file": "asked.jsonl", "sha256": digest, "count": 3, "skipped": 0}
    assert (metrics["index"]["reports"], metrics["index"]["passages"], metrics["wall_seconds"]) == (4, 18, 1.3)
    assert metrics["all"]["right"] == {"value": 0.666667, "low": 0.0, "high": 1.0, "n": 3}
    assert {kind: one["right"]["value"] for kind, one in metrics["by_type"].items()} == {"fact": 1.0, "list": 0.0}
    assert {place: one["right"]["n"] for place, one in metrics["by_place"].items()} == {"岚川市": 3}
    assert {year: one["right"]["n"] for year, one in metrics["by_year"].items()} == {"2021": 2, "2022": 1}
    # the refusal of what no report answers: what was held back was no answer
    assert [(row["low"], row["n"], row["right"]) for row in metrics["calibration"] if row["n"]] == [(0.2, 1, 0.0)]
    assert metrics["failed"] == ["q2"]
    assert json.loads(json.dumps(metrics)) == metrics


def test_no_secret_and_no_folder_of_the_machine(circumstances: Circumstances) -> None:
    told = shown(
        Settings(
            index=Path("/home/somebody/index"), embedding="/home/somebody/models/bge", reranker="org/reranker",
            llm="openai:x", llm_api_key="sk-secret", llm_base_url="https://me:pass-secret@llm.example/v1?key=secret",
            llm_fallback="openai:y", llm_fallback_api_key="sk-secret", host="0.0.0.0",
        )
    )  # fmt: skip
    assert (told["embedding"], told["reranker"]) == ("bge", "org/reranker")
    assert told["llm_base_url"] == "https://llm.example/v1"
    written = json.dumps(told) + json.dumps(build_run([question("q")], [line("q")], circumstances).metrics)
    for hidden in ("secret", "somebody", str(circumstances.questions.parent)):
        assert hidden not in written


def test_a_run_is_read_as_it_was_written(circumstances: Circumstances, tmp_path: Path) -> None:
    asked = [question("q1", "甲-2021.txt"), question("q2")]
    run = build_run(asked, [line("q1"), line("q2")], circumstances)
    write_predictions([line("q2"), line("q1")], tmp_path)  # in any order
    write_metrics(run, tmp_path)
    assert read_run(tmp_path, asked) == run


@pytest.mark.parametrize(
    ("metrics", "predictions", "message"),
    [
        (None, "", "读不了 .*metrics.json"),
        ("[]", "", "不是这个版本"),
        ('{"format": 99}', "", "不是这个版本"),
        ('{"format": 1, "config": "x"}', "{", "读不了 .*predictions.jsonl"),
        ('{"format": 1, "config": "x"}', "[1]", "读不了 .*predictions.jsonl"),
        ('{"format": 1, "config": "x"}', '{"id": "other"}', "有 2 个编号只在其中一边（other、q1）"),
    ],
)
def test_what_is_no_run(metrics: str | None, predictions: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "predictions.jsonl").write_text(predictions, "utf-8")
    if metrics is not None:
        (tmp_path / "metrics.json").write_text(metrics, "utf-8")
    with pytest.raises(RagError, match=message):
        read_run(tmp_path, [question("q1")])
