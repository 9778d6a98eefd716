"""The line of each answer in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.settings import Settings
from rag.trace import Trace
from tests.chat_server import ChatServer, chat_server

QUESTION = "岚川市2022年负责人出庭应诉率是多少?"
KEY = "sk-secret-0123456789"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        running.steps = ["负责人出庭应诉率93.6%[2]。", "共9999件[2]。"]
        running.usage = (321, 7)
        yield running


@pytest.fixture(autouse=True)
def _level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rag.trace")


def with_model(index: Path, server: ChatServer, **changes: Any) -> Assistant:
    return Assistant(
        Settings(index=index, llm="openai:scripted", llm_base_url=server.base_url, llm_api_key=KEY, **changes)
    )


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(record.message) for record in caplog.records if record.name == "rag.trace"]


def test_an_extracted_answer(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    answer = assistant.answer(QUESTION)
    [line] = lines(caplog)
    assert line.keys() == {
        "id", "status", "mode", "readings", "passages", "model", "tokens", "seconds", "checks", "failure",
    }  # fmt: skip
    assert (line["status"], line["mode"], line["model"], line["failure"]) == ("answered", "extractive", None, None)
    [reading] = line["readings"]
    assert (reading["places"], reading["years"], reading["kind"]) == (["岚川市"], [2022], answer.reading.kind)
    assert 0 < len(line["passages"]) <= 10
    assert line["checks"] == {"statements": 1, "unsupported": 0, "figures": len(answer.figures), "unverified": 0}
    assert 0 <= line["seconds"]["read"] <= line["seconds"]["total"]
    assert line["seconds"]["first_token"] is None
    assert "出庭" not in json.dumps(line, ensure_ascii=False)


def test_a_models_answer(sample_index: Path, server: ChatServer, caplog: pytest.LogCaptureFixture) -> None:
    with_model(sample_index, server).answer(QUESTION)
    [line] = lines(caplog)
    assert (line["status"], line["mode"], line["model"]) == ("answered", "llm", "openai:scripted")
    assert line["tokens"] == {"prompt": 321, "answer": 7}
    assert (line["checks"]["statements"], line["checks"]["unverified"]) == (2, 1)
    times = line["seconds"]
    assert times["read"] <= times["first_token"] <= times["last_token"] <= times["total"]
    assert times["checks"] >= 0
    assert line["passages"]


def test_a_model_that_fails(sample_index: Path, server: ChatServer, caplog: pytest.LogCaptureFixture) -> None:
    server.status = 401
    answer = with_model(sample_index, server).answer(QUESTION)
    [line] = lines(caplog)
    assert (line["status"], line["mode"], line["model"]) == ("answered", "extractive", None)
    assert line["failure"] in str(answer.notice)
    assert KEY not in caplog.text


def test_an_answer_that_is_stopped(sample_index: Path, server: ChatServer, caplog: pytest.LogCaptureFixture) -> None:
    server.steps = ["负责人", "STALL"]
    with closing(with_model(sample_index, server).ask(QUESTION)) as answers:  # type: ignore[type-var]
        assert next(answers).answer == "负责人"
    [line] = lines(caplog)
    assert (line["status"], line["model"], line["seconds"]["last_token"]) == ("stopped", "openai:scripted", None)
    assert server.client_gone.wait(5)


def test_no_question(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(QuestionError):
        assistant.answer("?")
    [line] = lines(caplog)
    assert (line["status"], line["mode"], line["readings"], line["checks"]) == ("failed", None, [], None)
    assert "请输入问题" in line["failure"]


def test_a_failure_that_is_not_ours_is_told_by_its_name_alone(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ZeroDivisionError), Trace("问"):
        raise ZeroDivisionError(KEY)
    [line] = lines(caplog)
    assert line["failure"] == "ZeroDivisionError"


def test_several_questions_are_one_line(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    assistant.answer("岚川市2022年受理行政复议案件多少件？岚川市2020年受理行政复议案件多少件？")
    [line] = lines(caplog)
    assert [reading["years"] for reading in line["readings"]] == [[2022], [2020]]


def test_texts_only_where_the_setting_asks_for_them(
    sample_index: Path, server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    answer = with_model(sample_index, server, log_text=True).answer(QUESTION)
    [line] = lines(caplog)
    assert (line["question"], line["answer"]) == (QUESTION, answer.answer)


def test_each_line_has_an_id_of_its_own(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    assistant.answer(QUESTION)
    assistant.answer(QUESTION)
    first, second = lines(caplog)
    assert first["id"] != second["id"]


def test_without_the_level_nothing_is_written(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "rag.trace")
    assistant.answer(QUESTION)
    assert lines(caplog) == []
