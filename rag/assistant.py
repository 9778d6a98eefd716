"""The one way of a question: understand → retrieve → answer (extract, or ask a language model) → cite and check."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from rag.compose import blank, refused
from rag.embedding import load_embedding, load_reranker
from rag.errors import IndexMissing, ModelError, RagError
from rag.examples import candidates
from rag.explain import explain
from rag.extract import Search, extract, turned_away
from rag.misspelt import by_sound
from rag.reading import read_question
from rag.refuse import NOT_MENTIONED, not_said
from rag.retriever import ReportRetriever
from rag.settings import Settings
from rag.several import joined, split_questions
from rag.types import Answer, Filter, Hit, Report
from rag.understand import check_question, understand
from rag.understood import Understood
from rag.vectorstore import ReportVectorStore
from rag.years import says_years

if TYPE_CHECKING:
    from rag.generate import Draft, Generator
    from rag.index.manifest import Manifest
    from rag.index.reader import Index

# Passages that answering looks at; on the tuning questions more changed no answer.
PASSAGES = 30
EXAMPLES = 4
# Ends the notice of an answer that was extracted because the language model gave none.
INSTEAD = "以下为抽取式回答。"
log = logging.getLogger(__name__)


class Assistant:
    """Answers questions over the index folder of its settings; may be shared by threads."""

    def __init__(self, settings: Settings) -> None:
        """Load the embedding and the language model's client; raises EmbeddingError, ModelError, SettingsError."""
        self.settings = settings
        self._store = ReportVectorStore(settings.index, load_embedding(settings.embedding, settings.embedding_options))
        self._retriever = ReportRetriever(
            store=self._store,
            k=PASSAGES,
            search=settings.search,
            reranker=load_reranker(settings.reranker, settings.reranker_options),
        )
        self._generator = _load_generator(settings)
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
            groups = (
                (text for text in group if self._is_answered(text, index)) for group in candidates(index.reports())
            )
            answered = (text for group in groups for text in islice(group, 1))
            self._examples = index.manifest, list(islice(answered, EXAMPLES))
        return list(self._examples[1])

    def warm_up(self) -> None:
        """Load what the first questions would wait for; what is wrong with the index, the page itself tells."""
        by_sound()
        with suppress(RagError):
            self.example_questions()

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
        began = time.perf_counter()
        text = check_question(question, self.settings.max_question)
        index = self._store.index
        parts = [text] if self._generator else split_questions(text, index.reports())
        read = [
            read_question(part, [*history, *parts[:at]], index, places=places, years=years)
            for at, part in enumerate(parts)
        ]
        answers = self._answers(read[0], index) if len(read) == 1 else [self._together(text, read, index)]
        for answer in answers:
            yield replace(answer, seconds=round(time.perf_counter() - began, 4))

    def _together(self, question: str, read: Sequence[Understood], index: Index) -> Answer:
        """Return the extracted answer to several questions of one message."""
        return joined(question, [extract(one, self._search(one, index), index) for one in read])

    def explain(
        self, question: str, *, history: Sequence[str] = (), places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> str:
        """Return why `ask` answers as it does; raises the same."""
        text = check_question(question, self.settings.max_question)
        index = self._store.index
        understood = read_question(text, history, index, places=places, years=years)
        return explain(understood, self._search(understood, index), index)

    def _answers(self, understood: Understood, index: Index) -> Iterator[Answer]:
        if self._generator is None:
            yield extract(understood, self._search(understood, index), index)
            return
        blocked = turned_away(understood, index.reports())
        if blocked:
            yield blocked
            return
        try:
            yield from self._generated(self._generator, understood, index)
        except ModelError as error:
            log.warning("language model failed: %s", error)
            answer = extract(understood, self._search(understood, index), index)
            yield replace(answer, notice=_joined(answer.notice, f"{error}{INSTEAD}"))

    def _generated(self, generator: Generator, understood: Understood, index: Index) -> Iterator[Answer]:
        search = self._search(understood, index)
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
        for draft in generator.stream(understood.question, understood.standalone, passages, index):
            yield replace(
                empty,
                answer=draft.text,
                statements=draft.statements,
                citations=draft.citations,
                figures=draft.figures,
                notice=_joined(empty.notice, draft.notice),
                status="refused" if draft.refused else "answered",
                reason=draft.text if draft.refused else None,
            )
        if draft and not (draft.refused or draft.citations):
            raise ModelError("模型的回答没有引用任何报告原文，未予采用。")

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
