from __future__ import annotations

import asyncio
import copy

import pytest

from rag.errors import IndexMismatch
from rag.page.session import Desk, Session
from tests.fake_assistant import HOSTILE_CITED, REVIEW, REVIEW_CITED, FakeAssistant

LIMIT = 10


async def ask(
    desk: Desk, session: Session, question: str, places: tuple[str, ...] = (), years: tuple[int, ...] = ()
) -> None:
    async with asyncio.timeout(LIMIT):
        async for _ in desk.ask(session, question, places, years):
            pass


async def test_an_answer_with_its_cards() -> None:
    desk, session = Desk(FakeAssistant()), Session()
    await ask(desk, session, "复议多少件")
    assert session.asking is None
    assert REVIEW.removesuffix("。") in desk.transcript(session)
    assert desk.cards(session).count('<article class="source"') == 2


async def test_follow_ups_bring_the_earlier_questions_and_the_filter() -> None:
    assistant, session = FakeAssistant(), Session()
    desk = Desk(assistant)
    await ask(desk, session, "复议多少件")
    await ask(desk, session, "出了故障")
    await ask(desk, session, "那培训呢", ("禾丰县",), (2023,))
    assert assistant.asked[-1] == ("那培训呢", ("复议多少件",), ("禾丰县",), (2023,))


async def test_one_question_at_a_time_in_a_session() -> None:
    assistant, session = FakeAssistant(), Session()
    desk = Desk(assistant)
    async for _ in desk.ask(session, "复议卡住", (), ()):
        if session.asking:
            await ask(desk, session, "第二问")
        assistant.gate("复议卡住").set()
    assert [turn.question for turn in session.turns] == ["复议卡住"]


async def test_a_citation_of_a_report_since_removed_keeps_its_quote() -> None:
    assistant, session = FakeAssistant(), Session()
    desk = Desk(assistant)
    del assistant.reports["r1"]
    await ask(desk, session, "复议多少件")
    assert f"<blockquote><mark>{REVIEW}</mark></blockquote>" in desk.cards(session)


async def test_asking_anew_on_the_last_text_is_not_undone() -> None:
    desk, session = Desk(FakeAssistant()), Session()
    first = desk.ask(session, "复议多少件", (), ())
    async for _ in first:
        if session.asking is None:
            break
    second = desk.ask(session, "复议卡住", (), ())
    await anext(second)
    await first.aclose()
    assert session.asking is not None
    await second.aclose()
    assert session.asking is None


def test_a_new_catalogue_is_noticed_once() -> None:
    assistant, session = FakeAssistant(reports={}), Session()
    desk = Desk(assistant)
    assert desk.look(session)
    assert "python -m ingest" in desk.transcript(session)
    assistant.reports = FakeAssistant().reports
    assert desk.look(session)
    assert not desk.look(session)
    assert "岚川市2022年收到多少件行政复议申请" in desk.transcript(session)


def test_an_index_that_cannot_be_used_is_said_in_the_status_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: FakeAssistant) -> None:
        raise IndexMismatch("索引由另一个模型建立。")

    monkeypatch.setattr(FakeAssistant, "catalogue", broken)
    session = Session()
    assert Desk(FakeAssistant()).look(session)
    assert "索引由另一个模型建立。" in session.status


def test_a_session_can_be_copied_for_each_browser_page() -> None:
    first = Session()
    copy.deepcopy(first).turns.append(None)
    assert first.turns == []


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({"report": "r1", "spans": f"{REVIEW_CITED.start}-{REVIEW_CITED.end}", "current": 0}, f">{REVIEW}</mark>"),
        ({"report": "r2", "spans": f"{HOSTILE_CITED.start}-{HOSTILE_CITED.end}", "current": 0}, "&lt;script&gt;"),
        ({"report": "../../etc/passwd", "spans": "", "current": 0}, "无法打开原文"),
        ({}, "无法打开原文"),
        ({"report": ["r1"], "spans": {"a": 1}, "current": "<b>"}, "无法打开原文"),
        ({"report": "r1", "spans": "0-999999999 x-y -5", "current": None}, "岚川市"),
        ({"report": "r1", "spans": None, "current": 10**30}, "岚川市"),
    ],
)
def test_the_browser_can_open_reports_of_the_index_and_nothing_else(wanted: dict[str, object], shown: str) -> None:
    assert shown in Desk(FakeAssistant()).open_report(wanted)
