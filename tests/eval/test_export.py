"""Results in the forms of other tools."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.export import NOT_SAID, card, hf_rows, ragas_samples, read_predictions
from eval.questions import EvalQuestion, Evidence, write_questions
from rag.errors import RagError

QUOTE = "受理案件135件。"
ASKED = [
    EvalQuestion(
        "a", "fact", "受理多少件？", ("135件",), (Evidence("清源.txt", QUOTE),), variants={"135件": ["135宗"]}
    ),
    EvalQuestion("b", "followup", "那办结呢？", ("甲", "乙"), history=("受理多少件？",), all_of=True),
    EvalQuestion("c", "unanswerable", "地铁多长？", ()),
    EvalQuestion("d", "fact", "没有回答的题？", ("1件",)),
]
PREDICTED = [
    {"id": "a", "answer": "135件[1]", "citations": [{"file": "清源.txt", "quote": QUOTE, "marker": 1}], "seconds": 0.5,
     "passages": [{"file": "清源.txt", "start": 0, "end": 4}, {"file": "另.txt", "start": 0, "end": 1}]},
    {"id": "b", "answer": "甲、乙", "citations": [], "refused": False, "standalone": "清源市办结多少件？"},
    {"id": "c", "answer": "没有找到", "citations": [], "refused": True, "seconds": 0.1},
]  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_questions(ASKED, tmp_path / "questions.jsonl")
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in PREDICTED)
    (tmp_path / "predictions.jsonl").write_text(lines, "utf-8")
    return tmp_path


def test_a_sample_has_the_fields_of_ragas(out: Path) -> None:
    samples = ragas_samples(ASKED, read_predictions(out / "predictions.jsonl"), lambda _: None)
    assert samples[0] == {
        "id": "a", "user_input": "受理多少件？", "response": "135件[1]", "retrieved_contexts": [QUOTE],
        "reference": "135件", "reference_contexts": [QUOTE],
    }  # fmt: skip
    assert [one["user_input"] for one in samples[1:]] == ["清源市办结多少件？", "地铁多长？"]  # as it stands by itself
    assert [one["reference"] for one in samples[1:]] == ["甲；乙", NOT_SAID]


def test_contexts_are_the_passages_where_their_texts_are_at_hand(out: Path) -> None:
    def text(passage: object) -> str | None:
        return "受理案件" if passage == PREDICTED[0]["passages"][0] else None  # type: ignore[index]

    samples = ragas_samples(ASKED, read_predictions(out / "predictions.jsonl"), text)
    assert samples[0]["retrieved_contexts"] == ["受理案件"]


def test_rows_have_the_same_columns_and_types(out: Path) -> None:
    rows = hf_rows(ASKED, read_predictions(out / "predictions.jsonl"))
    assert len({tuple((name, type(value)) for name, value in row.items()) for row in rows}) == 1
    assert rows[0]["variants"] == [{"answer": "135件", "forms": ["135宗"]}]
    assert (rows[0]["citations"], rows[2]["refused"]) == ([{"file": "清源.txt", "quote": QUOTE}], True)


@pytest.mark.parametrize(("count", "size"), [(3, "n<1K"), (1000, "1K<n<10K"), (10**6, "100K<n<1M")])
def test_the_card_tells_the_size(count: int, size: str) -> None:
    assert f"- {size}\n" in card(count)


def test_the_command_writes_both_forms(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(out), "--form", "ragas"]) == 0
    assert main(["export", str(out), "--form", "hf", "--to", str(out / "set")]) == 0
    assert len((out / "ragas.jsonl").read_text("utf-8").splitlines()) == 3
    assert (out / "set" / "README.md").read_text("utf-8").startswith("---\nlanguage:\n- zh\n")
    lines = (out / "set" / "data" / "test.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c"]
    assert "1 题没有回答" in capsys.readouterr().out


def test_passages_come_from_an_index(out: Path, sample_index: Path) -> None:
    file, quote = "示例-岚川市-2020.txt", "岚川"
    line = {"id": "a", "answer": "甲", "passages": [{"file": file, "start": 0, "end": 20}]}
    (out / "predictions.jsonl").write_text(json.dumps(line), "utf-8")
    assert main(["export", str(out), "--form", "ragas", "--index", str(sample_index)]) == 0
    (context,) = json.loads((out / "ragas.jsonl").read_text("utf-8"))["retrieved_contexts"]
    assert len(context) == 20
    assert quote in context or "示例" in context


@pytest.mark.parametrize("text", ["{", "[]", '{"answer": ""}', "7"])
def test_a_line_that_is_no_prediction(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.jsonl").write_text(f"\n{text}", "utf-8")
    with pytest.raises(RagError, match="第 2 行不是一个回答"):
        read_predictions(tmp_path / "p.jsonl")


def test_a_folder_without_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path), "--form", "hf"]) == 2
    assert "读不了" in capsys.readouterr().err


def test_predictions_of_other_questions(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_questions([ASKED[3]], out / "others.jsonl")
    assert main(["export", str(out), "--form", "hf", "--questions", str(out / "others.jsonl")]) == 2
    assert "没有" in capsys.readouterr().err


def test_no_readme_of_another_folder_is_overwritten(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "mine").mkdir()
    (out / "mine" / "README.md").write_text("我的", "utf-8")
    assert main(["export", str(out), "--form", "hf", "--to", str(out / "mine")]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert [path.name for path in (out / "mine").iterdir()] == ["README.md"]
    assert (out / "mine" / "README.md").read_text("utf-8") == "我的"
    for _ in range(2):  # the default folder is the export's own
        assert main(["export", str(out), "--form", "hf"]) == 0
