"""A language model over real HTTP: when it is asked again, and what of its reply is text, thinking and end."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessageChunk

from rag.errors import ContextTooLong, ModelError
from rag.model import LanguageModel
from rag.reply import TextParser
from rag.settings import Settings
from tests.chat_server import SILENCE, ChatServer, chat_server

PROMPT = {"system": "规则", "user": "问"}
WAIT = 0.01


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        running.steps = ["好"]
        yield running


def model(server: ChatServer, **changes: object) -> LanguageModel:
    given = {"llm": "openai:scripted", "llm_base_url": server.base_url, "llm_timeout": server.patience,
             "llm_retry_wait": WAIT}  # fmt: skip
    settings = Settings(**(given | changes))  # type: ignore[arg-type]
    return LanguageModel(settings.endpoints[0], settings)


def said(asked: LanguageModel) -> str:
    return "".join(asked.stream(PROMPT, asked.ending()))


@pytest.mark.parametrize(
    "failing",
    [
        pytest.param([429], id="busy"),
        pytest.param([408], id="the server's own time limit"),
        pytest.param([500, 503], id="errors of the server"),
        pytest.param([0], id="cut before the reply"),
        pytest.param([0, 502], id="first one, then the other"),
    ],
)
def test_a_passing_failure_is_tried_again(server: ChatServer, failing: list[int]) -> None:
    server.failing = list(failing)
    assert said(model(server)) == "好"
    assert len(server.requests) == len(failing) + 1


@pytest.mark.parametrize(
    ("failing", "retries", "requests"),
    [
        pytest.param([500] * 9, 2, 3, id="for ever"),
        pytest.param([500], 0, 1, id="no retries"),
        pytest.param([0] * 9, 1, 2, id="cut for ever"),
        pytest.param([400], 2, 1, id="a bad request"),
        pytest.param([401], 2, 1, id="a wrong key"),
        pytest.param([404], 2, 1, id="an unknown model"),
    ],
)
def test_a_lasting_failure_ends(server: ChatServer, failing: list[int], retries: int, requests: int) -> None:
    server.failing = list(failing)
    with pytest.raises(ModelError):
        said(model(server, llm_retries=retries))
    assert len(server.requests) == requests


def test_a_reply_cut_before_its_first_text_is_asked_for_again(server: ChatServer) -> None:
    server.steps = ["CUT"]
    with pytest.raises(ModelError, match="连接中断"):
        said(model(server, llm_retries=2))
    assert len(server.requests) == 3


def test_a_reply_cut_after_its_first_text_is_not(server: ChatServer) -> None:
    server.steps = ["好", "CUT"]
    stream = model(server).stream(PROMPT, model(server).ending())
    received = []
    with pytest.raises(ModelError, match="连接中断"):
        received.extend(stream)
    assert len(server.requests) == 1


@pytest.mark.parametrize("steps", [["STALL"], ["好", "STALL"]], ids=["before the first text", "in the middle"])
def test_a_stall_ends_within_the_limit_and_is_not_tried_again(server: ChatServer, steps: list[str]) -> None:
    server.steps = steps
    with pytest.raises(ModelError, match=rf"{SILENCE:g} 秒内没有回应"):
        said(model(server))
    assert len(server.requests) == 1
    assert server.client_gone.wait(5)


@pytest.mark.parametrize("steps", [[], ["好"]], ids=["before the first text", "in the middle"])
def test_signs_of_life_without_a_word_do_not_put_the_limit_off(server: ChatServer, steps: list[str]) -> None:
    server.steps = [*steps, *[b": keep-alive\n\n", 0.05] * 200]
    with pytest.raises(ModelError, match=rf"{SILENCE:g} 秒内没有回应"):
        said(model(server, llm_timeout=SILENCE))
    assert server.client_gone.wait(5)


@pytest.mark.parametrize("steps", [["STALL"], ["好", "STALL"]], ids=["before the first text", "in the middle"])
def test_a_silent_model_can_be_stopped(server: ChatServer, steps: list[str]) -> None:
    server.steps = steps
    asked = model(server, llm_timeout=60.0)
    stream = asked.stream(PROMPT, asked.ending())
    assert next(said for said in stream if not said and server.requests) == ""
    stream.close()
    assert server.client_gone.wait(5)


def test_the_wait_before_another_try_can_be_stopped(server: ChatServer) -> None:
    server.failing = [500]
    asked = model(server, llm_retry_wait=4.0)
    stream = asked.stream(PROMPT, asked.ending())
    assert next(said for said in stream if server.requests) == ""
    stream.close()
    assert len(server.requests) == 1


def test_where_nothing_listens_there_is_one_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    began = time.perf_counter()
    with pytest.raises(ModelError, match="连不上模型服务"):
        said(model(ChatServer(f"http://127.0.0.1:{port}/v1"), llm_retries=9, llm_retry_wait=60.0))
    assert time.perf_counter() - began < 30  # less than one wait


def test_a_server_that_asks_for_patience_gets_it(server: ChatServer) -> None:
    server.failing, server.retry_after = [429], "0.05"
    began = time.perf_counter()
    assert said(model(server)) == "好"
    assert time.perf_counter() - began >= 0.05


def test_a_server_that_asks_for_too_much_patience_is_left_alone(server: ChatServer) -> None:
    server.failing, server.retry_after = [429], "60"
    with pytest.raises(ModelError, match="429"):
        said(model(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("content_type", "page"),
    [("text/html", b"<!doctype html><html><body>hello</body></html>"), ("application/json", b'{"status": "ok"}')],
)
def test_a_reply_that_is_no_chat_is_told(server: ChatServer, content_type: str, page: bytes) -> None:
    server.content_type, server.steps = content_type, [page, "END"]
    with pytest.raises(ModelError, match=r"回答无法读取.*RAG_LLM_BASE_URL 是否为所选提供方的接口"):
        said(model(server))


def test_an_error_inside_the_stream_counts_by_its_code(server: ChatServer) -> None:
    server.steps = [b'data: {"error": {"message": "engine died", "code": 503}}\n\n']
    with pytest.raises(ModelError, match="503"):
        said(model(server, llm_retries=1))
    assert len(server.requests) == 2


def test_a_prompt_that_is_too_long_is_told_apart(server: ChatServer) -> None:
    server.status, server.message = 400, "This model's maximum context length is 4096 tokens. However, you requested 5"
    with pytest.raises(ContextTooLong, match="RAG_LLM_CONTEXT"):
        said(model(server))
    assert len(server.requests) == 1


def test_the_tokens_are_counted_where_the_server_does(server: ChatServer) -> None:
    server.usage = (321, 7)
    asked = model(server)
    ending = asked.ending()
    assert "".join(asked.stream(PROMPT, ending)) == "好"
    assert (ending.usage, ending.notice) == ((321, 7), None)


def test_a_server_that_cannot_be_asked_for_counts_is_asked_without(server: ChatServer) -> None:
    server.failing, server.message = [400], "Unrecognized request argument supplied: stream_options"
    asked = model(server, llm_retries=0)
    assert said(asked) == "好"
    assert said(asked) == "好"
    assert ["stream_options" in request for request in server.requests] == [True, False, False]


def test_thinking_that_stands_beside_the_text_is_put_before_it() -> None:
    chunks = [
        AIMessageChunk("", additional_kwargs={"reasoning_content": "想"}),
        AIMessageChunk("", additional_kwargs={"reasoning_content": "想"}),
        AIMessageChunk("好"),
        AIMessageChunk("的"),
    ]
    assert "".join(TextParser().transform(iter(chunks))) == "<think>想想</think>好的"


def test_the_openai_client_drops_thinking_that_stands_beside_the_text(server: ChatServer) -> None:
    chunk = b'data: {"choices": [{"index": 0, "delta": {"reasoning_content": "hm"}, "finish_reason": null}]}\n\n'
    server.steps = [chunk, "好"]
    assert said(model(server)) == "好"


def test_text_passes_through_the_parser() -> None:
    chain = GenericFakeChatModel(messages=iter(["你 好"])) | TextParser()
    assert "".join(chain.stream("问")) == "你 好"
