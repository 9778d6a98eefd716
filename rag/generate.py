"""The language-model answerer: numbered passages in, a streamed answer out whose markers cite exact sentences."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from rag.align import Aligner, last_statement
from rag.budget import Material, head_line, joined, shown_text, size, tokens, within_budget
from rag.cite import Source, cite, figures_of, statements_of
from rag.errors import ContextTooLong, ModelError
from rag.marked import with_markers
from rag.markers import Marker, read_markers, thinking_in, without_thinking
from rag.model import LanguageModel
from rag.prompts import harmless, load_prompt
from rag.refuse import NOT_MENTIONED
from rag.trace import Call

if TYPE_CHECKING:
    from collections.abc import Generator as ClosableIterator

    from langchain_core.runnables import Runnable

    from rag.settings import Settings
    from rag.types import Citation, Figure, Passage, Span, Statement

# Tokens of the chat template around the two messages.
TEMPLATE = 64
HALVED = "资料超过了模型的上下文长度，只用了其中最相关的一半；请把 RAG_LLM_CONTEXT 设为模型的实际长度。"
_REFUSED = re.compile(rf"[\s“\"]*{NOT_MENTIONED}[\s”\"。.!！]*")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer so far: `text` with markers numbered in order of appearance, one for each distinct cited sentence.

    Only the last draft of a stream has `statements` and `figures`, as the checks need whole statements; `refused` (the
    model says that the passages do not say) and `thinking` also stand there alone. `notice`: the answer is incomplete,
    or not from the first model or all passages, and why.
    """

    text: str
    citations: tuple[Citation, ...]
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    refused: bool = False
    notice: str | None = None
    thinking: str | None = None
    call: Call | None = None


class Generator:
    """Answers from passages by the language model of the settings, or where it fails by the fallback."""

    def __init__(self, settings: Settings) -> None:
        """Build the models' chains; raises ModelError and SettingsError as `load_model` and `load_prompt` do."""
        self._system = load_prompt("answer.system", frozenset()).substitute()
        self._user = load_prompt("answer.user", frozenset({"passages", "question"}))
        self._room = settings.llm_context - settings.llm_max_tokens - TEMPLATE - tokens(self._system)
        self._models = [LanguageModel(endpoint, settings) for endpoint in settings.endpoints]

    @property
    def chain(self) -> Runnable[dict[str, str], str]:
        """Return the first model's LCEL runnable from {system, user} to text."""
        return self._models[0].chain

    def stream(self, question: str, standalone: str, passages: Sequence[Passage], source: Source) -> Iterator[Draft]:
        """Yield growing drafts, each with more text than the one before, and a last one with the checks.

        Passages come best first; those beyond the context budget are left out. Raises ModelError if no text comes from
        any model; text that breaks off is kept, with a `notice`. Closing the iterator stops the request.
        """
        asked = _asked(question, standalone)
        failures = ""
        for model in self._models:
            told = f"{failures}以下由备用模型 {model.name} 作答。" if failures else ""
            if told:
                log.warning("%s", told)
            try:
                yield from _noticed(told, self._fitting(model, asked, passages, source))
                return
            except ModelError as error:
                failures += str(error)
        raise ModelError(failures)

    def _fitting(
        self, model: LanguageModel, asked: str, passages: Sequence[Passage], source: Source
    ) -> ClosableIterator[Draft]:
        """Yield the drafts of one model; one that finds the passages too long is asked once more with half of them."""
        room = self._room - tokens(self._user.substitute(passages="", question=asked))
        shown = within_budget(passages, room, source)
        try:
            yield from self._drafts(model, asked, shown, source)
        except ContextTooLong as error:
            log.warning("language model %s gets half the passages: %s", model.name, error)
            half = within_budget(passages, size(shown, source) // 2, source)
            yield from _noticed(HALVED, self._drafts(model, asked, half, source))

    def _drafts(self, model: LanguageModel, asked: str, shown: Material, source: Source) -> ClosableIterator[Draft]:
        material = joined(shown, source)
        call = Call(model.name, tuple(passage.id for passage, _ in shown))
        composer = _Composer(material, source)
        raw, text, notice = "", "", None
        ending = model.ending()
        try:
            with closing(model.stream(self._prompt(asked, material, source), ending)) as chunks:
                for chunk in chunks:
                    raw += chunk
                    grown, citations = composer.compose(raw, complete=False)
                    if grown != text:
                        text = grown
                        call.first = call.first or perf_counter()
                        yield Draft(text, citations, call=call)
        except ModelError as error:
            if not composer.compose(raw, complete=True)[0]:
                raise
            notice = f"{error}以上只是中断前收到的部分。"
        call.last, call.usage = perf_counter(), ending.usage
        if not composer.compose(raw, complete=True)[0]:
            raise ModelError(f"模型 {model.name} 没有写出回答。{ending.notice or '请检查模型的名称和服务的地址。'}")
        last = self._last(raw, composer, notice or ending.notice)
        yield replace(last, thinking=thinking_in(raw), call=call)

    def _last(self, raw: str, composer: _Composer, notice: str | None) -> Draft:
        text, citations = composer.compose(raw, complete=True)
        if _REFUSED.fullmatch(text):
            return Draft(NOT_MENTIONED, (), refused=True, notice=notice)
        text, citations = with_markers(text, citations, composer.sentences, composer.places)
        statements = statements_of(text, citations, composer.places)
        return Draft(text, citations, statements, figures_of(text, citations), notice=notice)

    def _prompt(self, asked: str, material: Material, source: Source) -> dict[str, str]:
        blocks = [
            f"[{number}] {harmless(head_line(passage, source))}\n{harmless(shown_text(passage, sentences).strip())}"
            for number, (passage, sentences) in enumerate(material, start=1)
        ]
        user = self._user.substitute(passages="\n\n".join(blocks), question=asked)
        return {"system": self._system, "user": user}


class _Composer:
    """Turns the model's text so far into the reader's text and its citations."""

    def __init__(self, material: Material, source: Source) -> None:
        self._material = material
        self._source = source
        self._aligner = Aligner(material)
        self._cited: dict[tuple[str, Span, int], Citation] = {}

    def compose(self, raw: str, *, complete: bool) -> tuple[str, tuple[Citation, ...]]:
        """Return the text and citations of the model's text `raw`, as far as they are certain."""
        pieces = read_markers(without_thinking(raw, complete=complete), len(self._material), complete=complete)
        text, statement, begin = "", "", 0
        numbers: dict[tuple[str, Span], int] = {}
        citations: list[Citation] = []
        for piece in pieces:
            if isinstance(piece, str):
                begin = len(text)
                text += piece
                continue
            statement = last_statement(text[begin:]) or statement
            marks = []
            for number, span in self._sentences(piece, statement):
                passage = self._material[number - 1][0]
                key = (passage.report, span)
                if key not in numbers:
                    numbers[key] = len(numbers) + 1
                    citations.append(self._cite(passage, span, numbers[key]))
                marks.append(numbers[key])
            text += "".join(f"[{mark}]" for mark in dict.fromkeys(marks))
            begin = len(text)
        return text.rstrip() if complete else text, tuple(citations)

    @property
    def places(self) -> frozenset[str]:
        """The places whose reports the model saw, and could have mixed up."""
        reports = (self._source.report(passage.report) for passage, _ in self._material)
        return frozenset(report.place for report in reports if report.place)

    def sentences(self) -> list[Citation]:
        """Return every sentence that the model saw, as a citation without a number."""
        return [cite(self._source, passage, span, 0) for passage, spans in self._material for span in spans]

    def _sentences(self, marker: Marker, statement: str) -> Iterator[tuple[int, Span]]:
        for number in marker.passages:
            yield from ((number, span) for span in self._aligner.sentences(number, statement))

    def _cite(self, passage: Passage, span: Span, mark: int) -> Citation:
        key = (passage.report, span, mark)
        if key not in self._cited:
            self._cited[key] = cite(self._source, passage, span, mark)
        return self._cited[key]


def _asked(question: str, standalone: str) -> str:
    more = f"\n（结合前面的对话，完整的问题是：{standalone}）" if standalone not in ("", question) else ""
    return harmless(question + more)


def _noticed(told: str, drafts: ClosableIterator[Draft]) -> Iterator[Draft]:
    with closing(drafts):
        for draft in drafts:
            yield replace(draft, notice=f"{told}{draft.notice or ''}" or None)
