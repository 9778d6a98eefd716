"""The language model of the settings as an LCEL chain, how its answers end, and its failures in one clear line each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

from rag.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import LLMResult
    from langchain_core.runnables import Runnable, RunnableConfig

    from rag.settings import Settings

# A local server asks for no key, but the client insists on one.
NO_KEY = "none"
_PACKAGE = re.compile(r"pip install (?:-U )?([\w-]+)")
_CONNECT_FAILURES = (
    "ConnectError",
    "ConnectTimeout",
    "ConnectionError",
    "ConnectionRefusedError",
    "UnsupportedProtocol",
)
_STATUS_LINES = {
    400: "模型服务不接受这次请求(400),可能是资料超过了模型的上下文长度",
    401: "模型服务不认这个密钥(401),请检查 RAG_LLM_API_KEY",
    403: "模型服务拒绝了这个密钥(403),请检查 RAG_LLM_API_KEY 的权限",
    404: "模型服务上没有这个模型或地址(404),请检查 RAG_LLM 和 RAG_LLM_BASE_URL",
    413: "资料超过了模型服务允许的长度(413)",
    422: "模型服务不接受这次请求(422),请检查 RAG_LLM 和 RAG_LLM_BASE_URL",
    429: "模型服务太忙或额度已用完(429),请稍后再试",
}


class TextParser(StrOutputParser):
    """Takes the text out of messages, and lets go of the model when its reader does.

    The parent's `transform` reads the model's stream to its end for the trace even after the reader has closed it, so
    that stopping an answer would not stop the request.
    """

    def transform(
        self,
        input: Iterator[str | BaseMessage],
        config: RunnableConfig | None = None,
        **_: object,
    ) -> Iterator[str]:
        """Yield the text of each message as it comes."""
        for message in input:
            yield message if isinstance(message, str) else str(message.text)


class Ending(BaseCallbackHandler):
    """Sees how a streamed answer ended, which its text does not tell; `notice` is None for a regular end."""

    def __init__(self, *, reason_expected: bool) -> None:
        """Take note whether the provider gives a reason for every regular end, as the OpenAI interface does."""
        self._reason_expected = reason_expected
        self.notice: str | None = None

    def on_llm_end(self, response: LLMResult, **_: object) -> None:
        """Read the reason from the last chunk's metadata."""
        message = getattr(response.generations[0][0], "message", None)
        reason = getattr(message, "response_metadata", {}).get("finish_reason")
        if reason == "length":
            self.notice = "回答达到了长度上限，后面的部分没有写出；可调大 RAG_LLM_MAX_TOKENS。"
        elif reason is None and self._reason_expected:
            self.notice = "模型的回答没有正常结束，以上可能只是一部分。"


def build_chain(settings: Settings) -> Runnable[dict[str, str], str]:
    """Return the chain from {system, user} to text: prompt | model | parser. Raises ModelError as `load_model` does."""
    # Both messages are single placeholders, so that braces in reports are never read as placeholders themselves.
    template = ChatPromptTemplate.from_messages([("system", "{system}"), ("human", "{user}")])
    return template | load_model(settings) | TextParser()


def load_model(settings: Settings) -> BaseChatModel:
    """Return the chat model that `settings.llm` ("provider:model") names; nothing is asked of it yet.

    Raises ModelError if the provider is unknown, its package is not installed (named with pip's command), or the
    provider needs a key and none is set.
    """
    from langchain.chat_models import init_chat_model

    provider, _, name = (settings.llm or "").partition(":")
    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **_arguments(provider, settings))
    except ImportError as error:
        package = _PACKAGE.search(str(error))
        wanted = package[1] if package else f"langchain-{provider}"
        raise ModelError(f"使用模型提供方 {provider} 需要先安装软件包：pip install {wanted} 。") from None
    except Exception as error:
        if "nsupported" in str(error):
            raise ModelError(f"不认识的模型提供方 {provider!r}，请检查 RAG_LLM，例如 openai:qwen3-32b。") from None
        raise ModelError(
            f"无法使用模型 {settings.llm}({type(error).__name__}),请检查 RAG_LLM_API_KEY 等设置。"
        ) from None
    return model


def _arguments(provider: str, settings: Settings) -> dict[str, Any]:
    arguments: dict[str, Any] = {"temperature": settings.llm_temperature, "base_url": settings.llm_base_url}
    if provider == "ollama":
        timeout = {"timeout": settings.llm_timeout}
        return arguments | {"num_predict": settings.llm_max_tokens, "client_kwargs": timeout}
    arguments |= {"max_tokens": settings.llm_max_tokens, "max_retries": 0, "timeout": _timeout(provider, settings)}
    key = settings.llm_api_key or (NO_KEY if provider == "openai" and settings.llm_base_url else None)
    given = arguments | {"api_key": key}
    return {name: value for name, value in given.items() if value is not None}


def _timeout(provider: str, settings: Settings) -> Any:
    if provider != "openai":
        return settings.llm_timeout
    from openai import Timeout

    return Timeout(settings.llm_timeout, connect=settings.llm_connect_timeout)


def explain(error: BaseException, settings: Settings) -> str:
    """Return what went wrong with a request and what to do, in one Chinese line that holds neither key nor reply."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        line = _STATUS_LINES.get(status, f"模型服务出错（{status}），请稍后再试或联系管理员")
        return f"{line}。模型：{settings.llm}。"
    names = [type(cause).__name__ for cause in _causes(error)]
    where = _address(settings)
    if any(name in _CONNECT_FAILURES for name in names):
        return f"连不上模型服务{where}，请检查服务是否已启动、RAG_LLM_BASE_URL 是否正确。"
    if any("Timeout" in name for name in names):
        return f"模型服务{where}在 {settings.llm_timeout:g} 秒内没有回应，可调大 RAG_LLM_TIMEOUT 或稍后再试。"
    if any("Connection" in name or "Protocol" in name or "ReadError" in name for name in names):
        return f"与模型服务{where}的连接中断。"
    return f"模型服务{where}的回答无法读取（{names[0]}），请检查 RAG_LLM_BASE_URL 是否为所选提供方的接口。"


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _address(settings: Settings) -> str:
    """Return the server's address without user names, passwords and query, which may hold keys."""
    if not settings.llm_base_url:
        return ""
    parts = urlsplit(settings.llm_base_url)
    return f" {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path} "
