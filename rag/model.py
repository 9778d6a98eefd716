"""A language model of the settings as an LCEL chain, asked again where that helps, and how its answers end."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

from langchain_core.prompts import ChatPromptTemplate

from rag.errors import ModelError
from rag.failure import explained, pause_before_retry
from rag.interrupt import TICK, interruptible
from rag.reply import Ending, TextParser

if TYPE_CHECKING:
    from collections.abc import Generator as ClosableIterator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from rag.settings import Endpoint, Settings

# A local server asks for no key, but the client insists on one.
NO_KEY = "none"
_PACKAGE = re.compile(r"pip install (?:-U )?([\w-]+)")
log = logging.getLogger(__name__)


class LanguageModel:
    """One language model; `chain` is the LCEL runnable from {system, user} to text: prompt | model | parser."""

    def __init__(self, endpoint: Endpoint, settings: Settings) -> None:
        """Build the chain; raises ModelError as `load_model` does."""
        # Both messages are single placeholders, so that braces in reports are never read as placeholders themselves.
        template = ChatPromptTemplate.from_messages([("system", "{system}"), ("human", "{user}")])
        self.name = endpoint.model
        self._model: Any = load_model(endpoint, settings)
        self.chain: Runnable[dict[str, str], str] = template | self._model | TextParser()
        self._endpoint = endpoint
        self._timeout = settings.llm_timeout
        self._waits = [settings.llm_retry_wait * 2**number for number in range(settings.llm_retries)]

    def ending(self) -> Ending:
        """Return what will see how one answer of this model ends."""
        return Ending(reason_expected=self.name.startswith("openai:"))

    def stream(self, prompt: dict[str, str], ending: Ending) -> ClosableIterator[str]:
        """Yield the answer's text as it comes, and "" from time to time while none does; closing ends the request.

        A failure before any text is tried again where that helps. Raises ModelError, after which no text is lost that
        was yielded before, and ContextTooLong where the prompt is too long for the model.
        """
        waits = iter(self._waits)
        while True:
            begun = False
            try:
                for chunk in self._once(prompt, ending):
                    begun = begun or bool(chunk)
                    yield chunk
                return
            except Exception as error:
                failure = explained(error, self._endpoint, self._timeout)
                pause = None if begun else self._pause(error, waits)
            if pause is None:
                raise failure
            log.info("asking again in %.2f s: %s", pause, failure)
            yield from _silence(pause)

    def _pause(self, error: Exception, waits: Iterator[float]) -> float | None:
        """Return the seconds after which to ask again; None for not at all."""
        if getattr(self._model, "stream_usage", None) and "stream_options" in str(error):
            self._model.stream_usage = False  # a server that cannot be asked for the number of tokens
            return 0.0
        wait = next(waits, None)
        return None if wait is None else pause_before_retry(error, wait)

    def _once(self, prompt: dict[str, str], ending: Ending) -> ClosableIterator[str]:
        def stream() -> AsyncGenerator[str, None]:
            return cast("AsyncGenerator[str, None]", self.chain.astream(prompt, config={"callbacks": [ending]}))

        with closing(interruptible(stream, self._timeout)) as chunks:
            yield from chunks


def _silence(seconds: float) -> Iterator[str]:
    """Wait, and yield "" after each TICK of it."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > TICK:
        time.sleep(TICK)
        yield ""
    time.sleep(max(left, 0.0))


def load_model(endpoint: Endpoint, settings: Settings) -> BaseChatModel:
    """Return the chat model of an endpoint; nothing is asked of it yet.

    Raises ModelError if the provider is unknown, its package is not installed (named with pip's command), or the
    provider needs a key and none is set.
    """
    from langchain.chat_models import init_chat_model

    provider, _, name = endpoint.model.partition(":")
    try:
        model: BaseChatModel = init_chat_model(
            name, model_provider=provider, **_arguments(provider, endpoint, settings)
        )
    except ImportError as error:
        package = _PACKAGE.search(str(error))
        wanted = package[1] if package else f"langchain-{provider}"
        raise ModelError(f"使用模型提供方 {provider} 需要先安装软件包：pip install {wanted} 。") from None
    except Exception as error:
        setting = endpoint.setting
        if "nsupported" in str(error):
            raise ModelError(f"不认识的模型提供方 {provider!r}，请检查 {setting}，例如 openai:qwen3-32b。") from None
        raise ModelError(
            f"无法使用模型 {endpoint.model}（{type(error).__name__}），请检查 {setting}_API_KEY 等设置。"
        ) from None
    return model


def _arguments(provider: str, endpoint: Endpoint, settings: Settings) -> dict[str, Any]:
    arguments: dict[str, Any] = {"temperature": settings.llm_temperature, "base_url": endpoint.base_url}
    if provider == "ollama":
        timeout = {"timeout": settings.llm_timeout}
        return arguments | {"num_predict": settings.llm_max_tokens, "client_kwargs": timeout}
    if provider == "openai":
        arguments["stream_usage"] = True
    # The client's own retries would wait out the time limit several times, and try where nothing listens.
    arguments |= {"max_tokens": settings.llm_max_tokens, "max_retries": 0, "timeout": _timeout(provider, settings)}
    key = endpoint.api_key or (NO_KEY if provider == "openai" and endpoint.base_url else None)
    given = arguments | {"api_key": key}
    return {name: value for name, value in given.items() if value is not None}


def _timeout(provider: str, settings: Settings) -> Any:
    if provider != "openai":
        return settings.llm_timeout
    from openai import Timeout

    return Timeout(settings.llm_timeout, connect=settings.llm_connect_timeout)
