"""The assistant as one LangChain runnable: invoke, stream and batch, alone or composed with `|`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

from langchain_core.runnables import Runnable, RunnableConfig

from rag.assistant import Assistant
from rag.types import Answer


class Asked(TypedDict):
    """A question with what `Assistant.ask` takes beside it."""

    question: str
    history: NotRequired[list[str]]
    places: NotRequired[list[str]]
    years: NotRequired[list[int]]


class AnswerChain(Runnable[str | Asked, Answer]):
    """Question in, `Answer` out; `stream` yields the growing answers. Raises what `Assistant.ask` raises."""

    def __init__(self, assistant: Assistant) -> None:
        """Use this assistant; it may be shared."""
        self._assistant = assistant

    def invoke(self, input: str | Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Return the final answer."""
        return self._call_with_config(self._answer, input, config, run_type="chain")

    def stream(self, input: str | Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Answer]:
        """Yield the growing answer; the last one is final."""
        yield from self._transform_stream_with_config(iter([input]), self._grow, config, run_type="chain")

    def _grow(self, given: Iterator[str | Asked]) -> Iterator[Answer]:
        for each in given:
            yield from self._assistant.ask(**_asked(each))

    def _answer(self, given: str | Asked) -> Answer:
        return self._assistant.answer(**_asked(given))


def _asked(given: str | Asked) -> Asked:
    return {"question": given} if isinstance(given, str) else given
