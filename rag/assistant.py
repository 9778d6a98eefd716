"""The one way of a question: understand → retrieve → answer (extract, or ask a language model) → cite and check."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from rag.ahead import Turns, read_ahead
from rag.compose import blank, refused
from rag.context import is_about, leans_in_words, may_miss, without_context
from rag.crossencoder.model import shipped_cross_encoder
from rag.crossencoder.reading import shipped_reader
from rag.embedding import load_embedding, load_reranker
from rag.errors import IndexMissing, ModelError, RagError
from rag.examples import examples
from rag.explain import explain
from rag.extract import Search, extract, turned_away
from rag.misspelt import by_sound
from rag.reading import read_question
from rag.refuse import NOT_MENTIONED, not_said
from rag.retriever import ReportRetriever
from rag.settings import Settings
from rag.several import asked_apart, joined, split_questions
from rag.threads import one_thread_each
from rag.trace import Trace
from rag.types import Answer, Filter, Hit, Passage, Report
from rag.understand import check_question, understand
from rag.understood import Understood
from rag.vectorstore import ReportVectorStore
from rag.years import says_years

if TYPE_CHECKING:
    from rag.draft import Draft
    from rag.generate import Generator
    from rag.index.manifest import Manifest
    from rag.index.reader import Index

# Passages that answering looks at: of 9,773 questions 99.4 % have their evidence among so many.
PASSAGES = 20
UNCITED = "模型的回答没有引用任何报告原文，未予采用。"
UNSUPPORTED = "模型的回答没有一句能在所引的报告原文中核实，未予采用。"
# Ends the notice of an answer that was extracted because the language model gave none.
INSTEAD = "以下为抽取式回答。"
log = logging.getLogger(__name__)


class Assistant:
    """Answers questions over the index folder of its settings; may be shared by threads."""

    def __init__(self, settings: Settings) -> None:
        """Load the embedding and the language model's client; raises EmbeddingError, ModelError, SettingsError."""
        one_thread_each()
        self.settings = settings
        self._store = ReportVectorStore(settings.index, load_embedding(settings.embedding, settings.embedding_options))
        self._retriever = ReportRetriever(
            store=self._store,
            k=PASSAGES,
            search=settings.search,
            reranker=load_reranker(settings.reranker, settings.reranker_options),
        )
        self._generator = _load_generator(settings)
        self._turns = Turns()
        self._examples: tuple[Manifest, list[str]] | None = None

    @property
    def mode_label(self) -> str:
        """Return how answers are made: 抽取式, or the language model's name."""
        return self.settings.llm.partition(":")[2] if self.settings.llm else "抽取式"

    def catalogue(self) -> tuple[Report, ...]:
        """Return the reports of the newest generation; none while there is no index. Raises IndexMismatch."""
        try:
            return self._store.index.reports()
        except IndexMissing:
            return ()

    def report(self, report_id: str) -> tuple[Report, str]:
        """Return a report with its extracted text; raises ReportError for an unknown id."""
        index = self._store.index
        return index.report(report_id), index.text(report_id)

    def example_questions(self) -> list[str]:
        """Return questions that the index at hand answers, tried out once a generation; none without an index."""
        if not self.catalogue():
            return []
        index = self._store.index
        if self._examples is None or self._examples[0] != index.manifest:
            self._examples = index.manifest, examples(index.reports(), lambda text: self._is_answered(text, index))
        return list(self._examples[1])

    def passages(self, report_id: str) -> list[Passage]:
        """Return the passages of a report, in order; raises ReportError for an unknown id."""
        return self._store.index.passages(report_id)

    def find(self, question: str, *, history: Sequence[str] = ()) -> list[Hit]:
        """Return what is searched for an answer, best first, one of each place and year in turn; raises as `ask`."""
        text = check_question(question, self.settings.max_question)
        index = self._store.index
        lists = [
            self._search(one, index)(target.filter)
            for one in self._read(text, history, index)
            for target in one.targets
        ]
        return list({hit.passage.id: hit for turn in zip_longest(*lists) for hit in turn if hit}.values())

    def warm_up(self) -> None:
        """Load and read what the first questions wait for; what is wrong with the index, the page itself tells."""
        for work in (self.example_questions, self.read_ahead):
            with suppress(RagError):
                work()

    def read_ahead(self) -> None:
        """Read what answers come from, while no question is answered: the first ones are then as fast as later ones.

        Without an index there is nothing to read. Raises IndexMismatch.
        """
        by_sound()
        shipped_reader()
        shipped_cross_encoder()
        if self.catalogue():
            read_ahead(self._store.index, self._turns)

    def _is_answered(self, question: str, index: Index) -> bool:
        understood = understand(question, (), index.reports())
        answer = extract(understood, self._search(understood, index), index)
        return answer.status == "answered" and NOT_MENTIONED not in answer.answer

    def answer(
        self, question: str, *, history: Sequence[str] = (), places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Answer:
        """Return the final answer; see `ask`."""
        *_, last = self.ask(question, history=history, places=places, years=years)
        return last

    def ask(
        self, question: str, *, history: Sequence[str] = (), places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Iterator[Answer]:
        """Yield the growing answer; the last one is final.

        `history` holds the conversation's earlier questions, oldest first; `places` and `years` are a filter that
        holds unless the question names others. Raises QuestionError, IndexMissing, IndexMismatch.
        """
        with self._turns.taken(), Trace(question, self.settings.log_text) as trace:
            text = check_question(question, self.settings.max_question)
            index = self._store.index
            read = self._read(text, history, index, places, years)
            trace.understood(read)
            for answer in self._answers(text, read, index, trace):
                trace.answer = replace(answer, seconds=trace.seconds)
                yield trace.answer

    def _read(
        self,
        text: str,
        history: Sequence[str],
        index: Index,
        places: Sequence[str] = (),
        years: Sequence[int] = (),
    ) -> list[Understood]:
        """Return the questions of a message as read: a language model takes them as one."""
        parts = [text] if self._generator else split_questions(text, index.reports())
        return [
            read_question(part, [*history, *parts[:at]], index, places=places, years=years)
            for at, part in enumerate(parts)
        ]

    def explain(
        self, question: str, *, history: Sequence[str] = (), places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> str:
        """Return why `ask` answers as it does; raises the same."""
        text = check_question(question, self.settings.max_question)
        index = self._store.index
        understood = read_question(text, history, index, places=places, years=years)
        return explain(understood, self._search(understood, index), index)

    def _answers(self, question: str, read: Sequence[Understood], index: Index, trace: Trace) -> Iterator[Answer]:
        searches = [trace.watched(self._search(one, index)) for one in read]
        if self._generator is None:
            extracted = [extract(one, search, index) for one, search in zip(read, searches, strict=True)]
            if len(extracted) > 1:
                yield joined(question, extracted)
            else:
                answer = self._by_itself(read[0], extracted[0], index, trace)
                yield self._apart(read[0], answer, index, trace)
            return
        understood, search = read[0], searches[0]
        if blocked := turned_away(understood, index.reports()):
            yield blocked
            return
        try:
            yield from self._generated(self._generator, understood, index, search, trace)
        except ModelError as error:
            log.warning("language model failed: %s", error)
            trace.failure = str(error)
            answer = extract(understood, search, index)
            yield replace(answer, notice=_joined(answer.notice, f"{error}{INSTEAD}"))

    def _by_itself(self, understood: Understood, answer: Answer, index: Index, trace: Trace) -> Answer:
        """Return a follow-up answered without the words of the question before, where those are in the way."""
        if not leans_in_words(understood) or not may_miss(answer, understood, index):
            return answer
        alone = without_context(understood)
        found = extract(alone, trace.watched(self._search(alone, index)), index)
        return found if is_about(found, understood, index) else answer

    def _apart(self, understood: Understood, answer: Answer, index: Index, trace: Trace) -> Answer:
        """Return a refusal's question answered thing by thing, if it asks for several of which some are told."""
        parts = asked_apart(understood, index.reports()) if answer.status == "refused" else []
        read = [read_question(part, (), index) for part in parts]
        found = [extract(one, trace.watched(self._search(one, index)), index) for one in read]
        return joined(understood.question, found) if any(one.status == "answered" for one in found) else answer

    def _generated(
        self, generator: Generator, understood: Understood, index: Index, search: Search, trace: Trace
    ) -> Iterator[Answer]:
        lists = [[(target, hit.passage) for hit in search(target.filter)] for target in understood.targets]
        # one of each in turn, so that no place or year crowds out another
        found = [pair for turn in zip_longest(*lists) for pair in turn if pair]
        # A year that no report covers may still be spoken of; where it is not, there is nothing to ask the model.
        kept = {passage.id: passage for target, passage in found if says_years(passage.text, target.said)}
        passages = list(kept.values())
        if not passages:
            yield refused(understood, not_said(understood, index.reports()))
            return
        empty = replace(blank(understood), mode="llm")
        draft: Draft | None = None
        places = {report.place for report in index.reports() if report.place}
        for draft in generator.stream(understood.question, understood.standalone, passages, index, places):
            trace.call = draft.call if draft.text else trace.call
            yield draft.as_answer(empty)
        if draft is None or draft.refused or draft.has_support:
            return
        # Extraction refuses more than a good model has to; where neither has anything, the refusal stands.
        answer = extract(understood, search, index)
        if draft.citations and answer.status == "answered":
            return
        trace.failure = UNSUPPORTED if draft.citations else UNCITED
        log.warning("language model failed: %s", trace.failure)
        yield replace(answer, notice=_joined(answer.notice, draft.notice_of_failure(trace.failure), INSTEAD))

    def _search(self, understood: Understood, index: Index) -> Search:
        def search(wanted: Filter) -> list[Hit]:
            return self._retriever.hits(
                understood.content or understood.standalone, expansion=understood.expansion, wanted=wanted, index=index
            )

        return search


def _joined(*notices: str | None) -> str | None:
    return "".join(notice for notice in notices if notice) or None


def _load_generator(settings: Settings) -> Generator | None:
    if not settings.llm:
        return None
    from rag.generate import Generator

    return Generator(settings)
