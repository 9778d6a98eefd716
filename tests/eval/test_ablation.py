"""`python -m eval.ablation`: the steps over the sample reports, and its table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.ablation import Measured, main, measured, steps, table
from eval.questions import EvalQuestion, Evidence, load_questions
from rag.assistant import Assistant
from rag.embedding import load_embedding
from rag.errors import RagError
from rag.index.reader import open_index

QUESTIONS = Path(__file__).resolve().parents[2] / "eval" / "questions.jsonl"
QUOTE = "收到行政复议申请"


def question(name: str, *, quote: str = QUOTE) -> EvalQuestion:
    evidence = (Evidence("a.txt", quote),) if quote else ()
    return EvalQuestion(name, "fact", name, ("8件",) if quote else (), evidence, must_not=("9件",))


def prediction(*quotes: str, answer: str = "") -> dict[str, object]:
    cited = [{"file": "a.txt", "quote": text} for text in quotes]
    return {"id": "", "answer": answer, "citations": cited, "refused": not answer, "seconds": 0.0}


def test_shares_by_hand() -> None:
    told = {
        "first": prediction(QUOTE, answer="8件"),
        "third": prediction("一", "二", QUOTE, answer="9件"),
        "sixth": prediction("一", "二", "三", "四", "五", QUOTE, answer="很多"),
        "none": prediction(),
    }
    asked = [question("first"), question("third"), question("sixth"), question("none", quote="")]
    found = measured(asked, lambda one: told[one.id], "step")
    # of three with evidence one is first and two are in five; two of four are right, one says what only wrong ones say
    assert found == Measured(1 / 3, 2 / 3, 2 / 4, 1 / 4)


def test_without_evidence_there_is_nothing_to_compare() -> None:
    with pytest.raises(RagError, match="evidence"):
        measured([question("none", quote="")], lambda one: prediction(), "step")


def test_each_step_over_the_samples(assistant: Assistant, sample_index: Path) -> None:
    some = [one for one in load_questions(QUESTIONS) if one.type in ("fact", "problem_plan")][:12]
    index = open_index(sample_index, load_embedding())
    found = {name: measured(some, step, name) for name, step in steps(assistant, index).items()}
    assert next(iter(found)) == "BM25"
    assert found["+ place, year, everyday words"].five >= found["hybrid"].first
    assert found["+ extraction and refusal"].right > 2 * found["hybrid"].right  # a passage is no short answer


def test_the_table() -> None:
    text = table({"BM25": Measured(0.5, 1, 0.125, 0)})
    assert text.splitlines()[-1] == "| BM25 | 50.0 % | 100.0 % | 12.5 % | 0.0 % |"


def test_the_command(sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = QUESTIONS.read_text("utf-8").splitlines()
    few = tmp_path / "few.jsonl"
    few.write_text(
        "\n".join(line for line in lines if json.loads(line)["type"] == "fact")[:6000].rsplit("\n", 1)[0], "utf-8"
    )
    assert main([str(few), "--index", str(sample_index)]) == 0
    assert capsys.readouterr().out.count("\n") == 8
    assert main([str(tmp_path / "missing.jsonl")]) == 2
    assert "missing.jsonl" in capsys.readouterr().err
