"""A language model in the benchmark: beside extraction, several requests at once, going on from an earlier run."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from eval import model
from eval.__main__ import main
from eval.model import kept_from, run_model
from eval.questions import EvalQuestion
from ingest.build import ingest
from rag.embedding import load_embedding
from rag.settings import Settings
from rag.types import Answer, Hit, Passage, Report
from tests.chat_server import ChatServer, chat_server

REPORT = "【示例报告】内容为虚构\n岚川市2021年度法治政府建设情况报告\n2021年,岚川市受理行政复议案件31件,办结29件。\n"
RECEIVED = {"id": "q1", "type": "fact", "question": "岚川市2021年受理行政复议案件多少件?", "answers": ["31件"]}
CLOSED = {"id": "q2", "type": "fact", "question": "岚川市2021年办结行政复议案件多少件?", "answers": ["29件"]}
ELSEWHERE = {"id": "q3", "type": "unanswerable", "question": "太原市2021年受理多少件?", "answers": []}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval-model")
    (folder / "示例-岚川市-2021.txt").write_text(REPORT, "utf-8")
    ingest([folder / "示例-岚川市-2021.txt"], index=folder / "index", embedding=load_embedding(None))
    return folder / "index"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with chat_server() as running:
        monkeypatch.setenv("RAG_LLM_BASE_URL", running.base_url)
        monkeypatch.setenv("RAG_LLM", "openai:scripted")
        running.steps = ["受理31件[1]。"]
        yield running


@pytest.fixture
def evaluate(index: Path, tmp_path: Path) -> Callable[..., int]:
    def run(*options: str, questions: Sequence[dict[str, Any]] = (RECEIVED, CLOSED, ELSEWHERE)) -> int:
        path = tmp_path / "questions.jsonl"
        path.write_text("".join(json.dumps(question) + "\n" for question in questions), "utf-8")
        return main([str(path), "--index", str(index), "--out", str(tmp_path / "out"), *options])

    return run


def predictions(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_model_stands_beside_extraction(
    server: ChatServer, evaluate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.steps = ["受理31件，办结28件[1]。"]
    assert evaluate() == 0
    offline = predictions(tmp_path / "out" / "predictions.jsonl")
    assert all(line.keys().isdisjoint({"mode", "fallback", "notice", "origin"}) for line in offline)
    written = predictions(tmp_path / "out" / "llm" / "predictions.jsonl")
    assert [line["id"] for line in written] == ["q1", "q2", "q3"]
    assert [(line["mode"], line["refused"], line["fallback"]) for line in written] == [
        ("llm", False, False), ("llm", False, False), ("extractive", True, False),
    ]  # fmt: skip
    assert [[one["verified"] for one in line["figures"]] for line in written] == [[True, False], [True, False], []]
    assert [[one["supported"] for one in line["statements"]] for line in written] == [[False], [False], []]
    assert [line["likelihood"] for line in written] == [None] * 3  # a model decides without one
    assert len(server.requests) == 2  # of what the index lacks, the model is not asked
    assert logging.getLogger("rag.assistant").level == logging.NOTSET  # quiet for the run alone
    out = capsys.readouterr().out
    rows = [line.split() for line in out.splitlines() if line.startswith(("ALL", "      "))]
    # n, right %, wrong %, ...: extraction answers all three, the model the first and, by refusing, the third
    assert [row[:5] for row in rows[-2:]] == [["ALL", "default", "3", "100.0", "%"], ["llm", "3", "66.7", "%", "0.0"]]
    # unsupported, unverified, fallback
    assert rows[-2][-3:-1] == ["-", "-"]
    assert rows[-1][-6:] == ["100.0", "%", "50.0", "%", "0.0", "%"]


def test_the_second_run_asks_nothing_again(
    server: ChatServer, evaluate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--config", "llm")
    first = (tmp_path / "out" / "llm" / "predictions.jsonl").read_text("utf-8")
    evaluate("--config", "llm")
    assert len(server.requests) == 2
    assert (tmp_path / "out" / "llm" / "predictions.jsonl").read_text("utf-8") == first
    assert "沿用" in capsys.readouterr().err
    evaluate("--config", "llm", "--fresh")
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("options", "first", "asked"),
    [
        ((), RECEIVED | {"question": "岚川市2021年收到行政复议案件多少件?"}, 1),  # the question is another
        ((), RECEIVED | {"history": ["岚川市2021年怎么样?"]}, 1),  # the conversation is
        ((), RECEIVED | {"answers": ["31"]}, 0),  # only what counts as right
        ((), RECEIVED | {"evidence": [{"file": "示例-岚川市-2021.txt", "quote": "31件"}]}, 1),  # the evidence is
        (("--llm", "openai:other"), RECEIVED, 2),  # the model is
    ],
)
def test_what_would_come_about_otherwise_is_asked_again(
    server: ChatServer, evaluate: Callable[..., int], options: Sequence[str], first: dict[str, Any], asked: int
) -> None:
    evaluate("--config", "llm")
    server.requests.clear()
    evaluate("--config", "llm", *options, questions=(first, CLOSED, ELSEWHERE))
    assert len(server.requests) == asked


def test_a_failed_request_is_recorded_and_asked_again(
    server: ChatServer, evaluate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.status = 429
    assert evaluate("--at-once", "1") == 0
    lines = predictions(tmp_path / "out" / "llm" / "predictions.jsonl")
    assert [line["fallback"] for line in lines] == [True, True, False]
    assert "429" in lines[0]["notice"]
    printed = capsys.readouterr().out
    assert "2 题没有得到可用的回答" in printed
    assert printed.partition("\n\n评测报告")[0].split()[-2:] == ["66.7", "%"]
    server.status = 200
    server.requests.clear()
    evaluate()
    assert len(server.requests) == 2
    assert not [line for line in predictions(tmp_path / "out" / "llm" / "predictions.jsonl") if line["fallback"]]


@pytest.mark.parametrize(
    ("options", "folders"),
    [
        ((), ["llm/predictions.jsonl", "predictions.jsonl"]),
        (("--config", "default"), ["predictions.jsonl"]),  # others were named
        (("--config", "bm25", "--llm", "openai:scripted"), ["llm/predictions.jsonl", "predictions.jsonl"]),
        (
            ("--config", "bm25", "llm", "dense"),
            ["bm25/predictions.jsonl", "dense/predictions.jsonl", "llm/predictions.jsonl"],
        ),
    ],
)
def test_where_predictions_are_written(
    server: ChatServer, evaluate: Callable[..., int], tmp_path: Path, options: Sequence[str], folders: list[str]
) -> None:
    assert evaluate(*options) == 0
    found = (tmp_path / "out").rglob("predictions.jsonl")
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in found) == folders


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--config", "llm"), "需要语言模型"),
        (("--llm", "qwen"), "应写作「提供方:模型」"),
        (("--llm", "nobody:qwen"), "不认识的模型提供方"),
    ],
)
def test_wrong_usage(
    evaluate: Callable[..., int], capsys: pytest.CaptureFixture[str], options: Sequence[str], message: str
) -> None:
    assert evaluate(*options) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "viele"])
def test_how_many_at_once_is_a_number(evaluate: Callable[..., int], number: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        evaluate("--at-once", number)


class Together:
    """An assistant that answers only when as many questions are asked at once."""

    settings = Settings(llm="openai:x")

    def __init__(self, number: int) -> None:
        self.barrier = threading.Barrier(number)

    def catalogue(self) -> tuple[Report, ...]:
        return ()

    def report(self, report_id: str) -> tuple[Report, str]:
        raise AssertionError(report_id)

    def passages(self, report_id: str) -> list[Passage]:
        raise AssertionError(report_id)

    def find(self, question: str, *, history: Sequence[str] = ()) -> list[Hit]:
        return []

    def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        self.barrier.wait(timeout=10)
        return Answer(question, mode="llm", answer=question)


def numbered(count: int) -> list[EvalQuestion]:
    return [EvalQuestion(f"q{number}", "fact", f"第{number}问", ()) for number in range(count)]


def test_several_requests_at_once(tmp_path: Path) -> None:
    found = run_model(numbered(6), Together(3), tmp_path, at_once=3, kept={}, progress=lambda: None)
    assert [line["answer"] for line in found] == [f"第{number}问" for number in range(6)]
    assert found == predictions(tmp_path / "predictions.jsonl")


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    questions, assistant = numbered(4), Together(1)
    seen: list[int] = []

    def stop_after_two() -> None:
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_model(questions, assistant, tmp_path, at_once=1, kept={}, progress=stop_after_two)
    with (tmp_path / "predictions.jsonl").open("a") as file:
        file.write('{"id": "q3", "ans')  # a run that was killed while it wrote
    kept = kept_from(tmp_path, questions, assistant)
    assert list(kept) == ["q0", "q1"]
    found = run_model(questions, assistant, tmp_path, at_once=1, kept=kept, progress=seen.clear)
    assert [line["id"] for line in found] == ["q0", "q1", "q2", "q3"]


def test_keys_and_logging_have_no_part_in_where_an_answer_comes_from() -> None:
    def origin(**changed: Any) -> str:
        assistant = Together(1)
        assistant.settings = Settings(llm="openai:x", **changed)
        return model._origin(assistant)

    plain = origin()
    assert origin(llm_api_key="k", llm_fallback_api_key="k", log_text=True) == plain
    assert origin(llm_fallback="openai:y") != plain


@pytest.mark.parametrize(
    "name",
    "rag/decision.json rag/thesaurus.tsv rag/divisions.csv rag/embedding/a.py rag/interaction/a.py"
    " rag/interaction/model.safetensors rag/crossencoder/a.py rag/crossencoder/model.onnx"
    " rag/crossencoder/stacking.json eval/relevance.py".split(),
)
def test_data_that_decides_is_a_part_of_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert next((model._ROOT / name).parent.glob(f"*{Path(name).suffix}"), None)  # there is such a file
    monkeypatch.setattr(model, "_ROOT", tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("1", "utf-8")
    before = model._origin(Together(1))
    path.write_text("2", "utf-8")
    assert model._origin(Together(1)) != before


def test_an_answer_with_a_line_separator_is_kept(tmp_path: Path) -> None:
    asked = [EvalQuestion("q", "fact", "甲\u2028乙？", ())]
    run_model(asked, Together(1), tmp_path, at_once=1, kept={}, progress=lambda: None)
    assert kept_from(tmp_path, asked, Together(1))["q"]["answer"] == "甲\u2028乙？"
