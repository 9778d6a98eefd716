"""The assistant as a LangChain runnable."""

from __future__ import annotations

from langchain_core.runnables import RunnableLambda

from rag.assistant import Assistant
from rag.chain import AnswerChain

FIRST, SECOND = "岚川市2022年行政机关负责人出庭应诉率是多少?", "太原市2021年受理多少件?"


def test_invoke_stream_and_batch_say_the_same(assistant: Assistant) -> None:
    chain = AnswerChain(assistant)
    expected = assistant.answer(FIRST).answer
    assert chain.invoke(FIRST).answer == expected
    assert [answer.answer for answer in chain.stream(FIRST)][-1] == expected
    assert [answer.status for answer in chain.batch([FIRST, SECOND])] == ["answered", "refused"]


def test_history_and_filter_go_along(assistant: Assistant) -> None:
    answer = AnswerChain(assistant).invoke({"question": "那2021年呢?", "history": [FIRST]})
    assert answer.reading.years == (2021,)
    assert answer.reading.places == ("岚川市",)


def test_it_composes(assistant: Assistant) -> None:
    chain = AnswerChain(assistant) | RunnableLambda(lambda answer: len(answer.citations))
    assert chain.invoke(FIRST) == 1
