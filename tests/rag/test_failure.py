"""Failures of a language model's service: in words, and whether another try is any use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ContextTooLong
from rag.failure import LONGEST_WAIT, explained, pause_before_retry
from rag.settings import Endpoint

SECRET = "sk-secret"
ENDPOINT = Endpoint(
    setting="RAG_LLM", model="openai:m", base_url=f"http://u:{SECRET}@h:1/v1?key={SECRET}", api_key=SECRET
)


class Reply:
    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers


class StatusError(Exception):
    def __init__(self, status: int, message: str = "", **headers: str) -> None:
        super().__init__(message)
        self.status_code = status
        self.response = Reply({name.replace("_", "-"): value for name, value in headers.items()})


def named(name: str, cause: Exception | None = None) -> Exception:
    error = type(name, (Exception,), {})(SECRET)
    error.__cause__ = cause
    return error


def told(error: Exception) -> str:
    return str(explained(error, ENDPOINT, 60.0))


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (StatusError(401, SECRET), "模型服务不认这个密钥（401），请检查 RAG_LLM_API_KEY。模型：openai:m。"),
        (StatusError(418), "模型服务不接受这次请求（418），请检查 RAG_LLM_BASE_URL。模型：openai:m。"),
        (StatusError(502), "模型服务出错（502），请稍后再试或联系管理员。模型：openai:m。"),
        (named("ConnectError"), "连不上模型服务 http://h:1/v1 ，请检查服务是否已启动、RAG_LLM_BASE_URL 是否正确。"),
        (named("ReadTimeout"), "模型服务 http://h:1/v1 在 60 秒内没有回应，可调大 RAG_LLM_TIMEOUT 或稍后再试。"),
        (
            named("APIConnectionError", named("ReadError")),
            "与模型服务 http://h:1/v1 的连接中断，请稍后再试；反复出现时请检查模型服务的日志。",
        ),
        (
            named("JSONDecodeError"),
            "模型服务 http://h:1/v1 的回答无法读取（JSONDecodeError），"
            "请检查 RAG_LLM_BASE_URL 是否为所选提供方的接口。",
        ),
    ],
)  # fmt: skip
def test_each_failure_is_one_line(error: Exception, line: str) -> None:
    assert told(error) == line


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "This model's maximum context length is 8192 tokens. However, you requested 9001 tokens"),
        (400, "the request exceeds the available context size. try increasing the context size"),
        (400, "The input (9001 tokens) is longer than the model's context length (8192 tokens)."),
        (400, "Range of input length should be [1, 30720]"),
        (400, "prompt is too long: 9001 tokens > 8192 maximum"),
        (400, "Error code: 400 - {'error': {'code': 'context_length_exceeded'}}"),
        (422, "`inputs` tokens + `max_new_tokens` must be <= 4096"),
        (413, ""),
    ],
)
def test_a_prompt_that_is_too_long_in_the_words_of_many_servers(status: int, message: str) -> None:
    failure = explained(StatusError(status, message), ENDPOINT, 60.0)
    assert isinstance(failure, ContextTooLong)
    assert "RAG_LLM_CONTEXT" in str(failure)


@pytest.mark.parametrize(
    ("status", "message"), [(400, "Unrecognized argument"), (500, "context length"), (404, "context length")]
)
def test_other_failures_are_no_such_thing(status: int, message: str) -> None:
    assert not isinstance(explained(StatusError(status, message), ENDPOINT, 60.0), ContextTooLong)


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        pytest.param(StatusError(429), 0.5, id="busy"),
        pytest.param(StatusError(503), 0.5, id="an error of the server"),
        pytest.param(StatusError(429, retry_after="2"), 2.0, id="the server says when"),
        pytest.param(StatusError(429, retry_after="0.1"), 0.5, id="never sooner than our own wait"),
        pytest.param(StatusError(429, retry_after="-3"), 0.5, id="a time gone by"),
        pytest.param(StatusError(429, retry_after="soon"), 0.5, id="no time"),
        pytest.param(StatusError(429, retry_after=str(LONGEST_WAIT)), LONGEST_WAIT, id="just short enough"),
        pytest.param(StatusError(429, retry_after=str(LONGEST_WAIT + 0.1)), None, id="too long"),
        pytest.param(StatusError(429, retry_after="inf"), None, id="for ever"),
        pytest.param(StatusError(401), None, id="a wrong key"),
        pytest.param(named("ConnectError"), None, id="nothing listens"),
        pytest.param(named("APIConnectionError", named("ConnectError")), None, id="nothing listens, wrapped"),
        pytest.param(named("APITimeoutError"), None, id="the time limit"),
        pytest.param(named("RemoteProtocolError"), 0.5, id="cut"),
        pytest.param(named("JSONDecodeError"), None, id="unreadable"),
    ],
)
def test_pauses(error: Exception, pause: float | None) -> None:
    assert pause_before_retry(error, 0.5) == pause


def test_a_date_to_wait_for() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    pause = pause_before_retry(StatusError(429, retry_after=date), 0.5)
    assert pause
    assert 1 < pause <= 4


@given(st.text(), st.integers(300, 599))
def test_whatever_a_server_says_is_one_line_without_it(message: str, status: int) -> None:
    line = told(StatusError(status, f"{SECRET} {message}", retry_after=message))
    assert SECRET not in line
    assert "\n" not in line
    pause = pause_before_retry(StatusError(status, message, retry_after=message), 0.5)
    assert pause is None or 0.5 <= pause <= LONGEST_WAIT
