"""Reading ahead: passages are read before anybody asks, and nobody who asks waits for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from rag import ahead
from rag.ahead import Turns, read_ahead
from rag.analysis import analyse, vectors
from rag.assistant import Assistant
from rag.index.reader import Index
from rag.settings import Settings
from tests.fakes import assistant_over

# Longer than any of this takes.
LONG = 30
TEXTS = (
    "【示例】内容为虚构\n岚川市2021年法治政府建设报告\n受理行政复议案件12件。\n开展宣传3场。\n",
    "【示例】内容为虚构\n岚川市2022年法治政府建设报告\n受理行政复议案件15件，办结14件。\n",
)


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    for kept in (analyse, vectors):
        kept.cache_clear()
    yield
    gc.unfreeze()


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return assistant_over(tmp_path, *TEXTS)


@pytest.fixture
def index(assistant: Assistant) -> Index:
    return assistant._store.index


def test_all_passages_are_read(index: Index) -> None:
    read_ahead(index, Turns())
    known = [passage for report in index.reports() for passage in index.passages(report.id)]
    assert len(known) == index.manifest.passages > 1
    read = analyse.cache_info().misses
    assert read == vectors.cache_info().misses == len(known)
    for passage in known:
        analyse(passage)
    assert analyse.cache_info().misses == read


def test_the_newest_reports_are_read_where_not_all_are_kept(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = max(index.reports(), key=lambda report: report.year or 0)
    monkeypatch.setattr(ahead, "KEPT", len(index.passages(newest.id)))
    read_ahead(index, Turns())
    read = analyse.cache_info().misses
    for passage in index.passages(newest.id):
        analyse(passage)
    assert analyse.cache_info().misses == read == ahead.KEPT


def test_what_was_read_is_out_of_the_garbage_collectors_sight(index: Index) -> None:
    read_ahead(index, Turns())
    assert gc.get_freeze_count() > 0


def test_answers_come_out_the_same(assistant: Assistant) -> None:
    before = assistant.answer("岚川市2022年办结多少件？")
    assistant.read_ahead()
    assert assistant.answer("岚川市2022年办结多少件？").answer == before.answer
    assert "办结14件" in before.answer


def test_without_an_index_there_is_nothing_to_read(tmp_path: Path) -> None:
    Assistant(Settings(index=tmp_path / "none")).read_ahead()
    assert analyse.cache_info().misses == 0


def test_reading_waits_while_a_question_is_answered(index: Index) -> None:
    turns, waiting = Turns(), Event()

    class Watched(Turns):
        def wait(self) -> None:
            waiting.set()
            turns.wait()

    with turns.taken():
        thread = Thread(target=read_ahead, args=(index, Watched()))
        thread.start()
        assert waiting.wait(LONG)
        assert analyse.cache_info().misses == 0
    thread.join(LONG)
    assert not thread.is_alive()
    assert analyse.cache_info().misses == index.manifest.passages


def test_a_turn_ends_with_an_error_too() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="x"), turns.taken():
        raise ValueError("x")
    turns.wait()


def test_all_turns_have_to_end() -> None:
    turns, done = Turns(), Event()
    first, second = turns.taken(), turns.taken()
    first.__enter__()
    second.__enter__()
    thread = Thread(target=lambda: (turns.wait(), done.set()))
    thread.start()
    first.__exit__(None, None, None)
    assert not done.is_set()
    second.__exit__(None, None, None)
    assert done.wait(LONG)
    thread.join(LONG)


def test_a_question_half_answered_is_still_in_turn(assistant: Assistant) -> None:
    answers = assistant.ask("岚川市2022年办结多少件？")
    next(answers)
    assert assistant._turns._running == 1
    answers.close()
    assert assistant._turns._running == 0
