"""A chat model's reply: the text of its messages, and how it ended."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import TYPE_CHECKING

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.output_parsers import StrOutputParser

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import LLMResult
    from langchain_core.runnables import RunnableConfig


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
        """Yield the text of each message as it comes, thinking that stands beside it as `<think>…</think>`."""
        text = _MessageText()
        for message in input:
            yield text.of(message)

    async def atransform(
        self,
        input: AsyncIterator[str | BaseMessage],
        config: RunnableConfig | None = None,
        **_: object,
    ) -> AsyncGenerator[str, None]:
        """Yield what `transform` yields."""
        text = _MessageText()
        async for message in input:
            yield text.of(message)


class _MessageText:
    """Takes the text out of one message after the other."""

    def __init__(self) -> None:
        self._thinking = False

    def of(self, message: str | BaseMessage) -> str:
        text = message if isinstance(message, str) else str(message.text)
        thought = "" if isinstance(message, str) else message.additional_kwargs.get("reasoning_content") or ""
        opened = "<think>" if thought and not self._thinking else ""
        closed = "</think>" if text and (thought or self._thinking) else ""
        self._thinking = bool(thought or self._thinking) and not closed
        return f"{opened}{thought}{closed}{text}"


class Ending(BaseCallbackHandler):
    """Sees how a streamed answer ended, which its text does not tell.

    `notice` is None for a regular end, `usage` the tokens of prompt and answer where the server counts them.
    """

    run_inline = True  # not on a thread of its own: it only takes note

    def __init__(self, *, reason_expected: bool) -> None:
        """Take note whether the provider gives a reason for every regular end, as the OpenAI interface does."""
        self._reason_expected = reason_expected
        self.notice: str | None = None
        self.usage: tuple[int, int] | None = None

    def on_llm_end(self, response: LLMResult, **_: object) -> None:
        """Read the reason and the tokens from the whole message's metadata."""
        message = getattr(response.generations[0][0], "message", None)
        if usage := getattr(message, "usage_metadata", None):
            self.usage = usage["input_tokens"], usage["output_tokens"]
        reason = getattr(message, "response_metadata", {}).get("finish_reason")
        if reason == "length":
            self.notice = "回答达到了长度上限，后面的部分没有写出；可调大 RAG_LLM_MAX_TOKENS。"
        elif reason is None and self._reason_expected:
            self.notice = "模型的回答没有正常结束，以上可能只是一部分。"
