"""What one browser page has asked and shows, and the desk that answers them all; the app wires it to controls."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rag.errors import RagError
from rag.page.answer import transcript_html
from rag.page.conversation import Asking, Turn, history
from rag.page.frame import DEFAULT_INDEX, opening_html, status_html, trouble_html
from rag.page.report import missing_html, report_html
from rag.page.sources import sources_html

if TYPE_CHECKING:
    from pathlib import Path

    from rag.assistant import Assistant
    from rag.types import Report

Choices = list[tuple[str, Any]]
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(slots=True)
class Session:
    """One browser page: its turns, the one being answered (None: none), the catalogue and the report texts it shows."""

    turns: list[Turn] = field(default_factory=list)
    asking: Asking | None = None
    catalogue: tuple[Report, ...] = ()
    status: str | None = None
    texts: dict[str, tuple[Report, str]] = field(default_factory=dict)


def choices(session: Session) -> tuple[Choices, Choices]:
    """Return the filters' choices, each with its label: places in the catalogue's order, the newest year first."""
    places = dict.fromkeys(report.place for report in session.catalogue if report.place)
    years = sorted({report.year for report in session.catalogue if report.year}, reverse=True)
    return [(place, place) for place in places], [(f"{year}年", year) for year in years]


def kept(chosen: Sequence[Any] | None, known: Choices) -> list[Any]:
    """Return what of a filter's choice still exists."""
    return [value for value in chosen or () if value in (value for _, value in known)]


class Desk:
    """Answers all sessions from one assistant; everything it returns to show is escaped HTML."""

    def __init__(self, assistant: Assistant, index: Path = DEFAULT_INDEX) -> None:
        self._assistant = assistant
        self._index = index

    async def ask(
        self, session: Session, question: str, places: Sequence[str], years: Sequence[int]
    ) -> AsyncIterator[bool]:
        """Answer a question as the session's newest turn; yield each time it has grown: whether its sources changed.

        While another question of the session is being answered, nothing happens.
        """
        if session.asking is not None:
            return
        earlier, within = history(session.turns), (tuple(places), tuple(years))
        asking = session.asking = Asking(
            question, lambda: self._assistant.ask(question, history=earlier, places=within[0], years=within[1])
        )
        session.turns.append(Turn(question))
        try:
            yield True
            async for changed in self._grow(session, asking):
                yield changed
        finally:
            if session.asking is asking:  # the page may have asked anew as soon as it saw the last text
                session.asking = None

    async def _grow(self, session: Session, asking: Asking) -> AsyncIterator[bool]:
        shown: Any = ()
        async for turn in asking.turns():
            session.turns[-1] = turn
            citations = turn.answer.citations if turn.answer else ()
            changed = citations != shown or turn.state != "running"
            if changed:
                await asyncio.to_thread(self._read_texts, session)
            shown = citations
            if turn.state != "running":
                session.asking = None
            yield changed

    def _read_texts(self, session: Session) -> None:
        cited = {citation.report for turn in session.turns if turn.answer for citation in turn.answer.citations}
        for name in cited - session.texts.keys():
            try:
                session.texts[name] = self._assistant.report(name)
            except RagError:  # taken out of the index since: its card shows the quote alone
                continue

    def look(self, session: Session) -> bool:
        """Read the catalogue anew; return whether the status line, and so the filters' choices, have changed."""
        before = session.status
        try:
            session.catalogue = self._assistant.catalogue()
            session.status = status_html(session.catalogue, self._assistant.mode_label)
        except RagError as error:
            session.catalogue, session.status = (), trouble_html(str(error))
        return session.status != before

    def transcript(self, session: Session) -> str:
        """Return the conversation, or what stands there before the first question."""
        examples = self._assistant.example_questions() if session.catalogue and not session.turns else ()
        return transcript_html(session.turns, opening_html(session.catalogue, examples, self._index))

    def cards(self, session: Session) -> str:
        """Return the source cards of the conversation."""
        return sources_html(session.turns, session.texts)

    def open_report(self, wanted: Mapping[str, Any]) -> str:
        """Return a whole report with the cited sentences marked; `wanted` comes from the browser and is not trusted."""
        spans = [(int(start), int(end)) for start, end in _SPAN.findall(str(wanted.get("spans", "")))]
        current = wanted.get("current")
        try:
            report, text = self._assistant.report(str(wanted.get("report")))
        except RagError as error:
            return missing_html(str(error))
        return report_html(report, text, spans, current if isinstance(current, int) else 0)
