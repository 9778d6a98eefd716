"""The language-model answerer: numbered passages in, a streamed answer out whose markers cite exact sentences."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from rag.budget import joined, size, tokens, within_budget
from rag.cite import Source, check_answer
from rag.composer import Composer
from rag.draft import PART, Draft, better, complaint, shown_draft
from rag.errors import ContextTooLong, ModelError
from rag.flag import unflagged
from rag.marked import with_markers
from rag.markers import thinking_in
from rag.model import LanguageModel
from rag.places import spoken_names
from rag.prompts import harmless, load_prompt, numbered_blocks, without_orders
from rag.refuse import NOT_MENTIONED
from rag.trace import Call, added

if TYPE_CHECKING:
    from collections.abc import Generator as ClosableIterator
    from string import Template

    from langchain_core.runnables import Runnable

    from rag.settings import Settings
    from rag.types import Passage

# Tokens of the chat template around the two messages.
TEMPLATE = 64
HALVED = "资料超过了模型的上下文长度，只用了其中最相关的一半；请把 RAG_LLM_CONTEXT 设为模型的实际长度。"
ASKING_AGAIN = "回答中有未能核实的地方，已请模型对照资料改写，请稍候。"
_REFUSED = re.compile(rf"[\s“\"]*{NOT_MENTIONED}[\s”\"。.!！]*")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked of a model: a prompt with its fields but for the passages, and the passages, best first."""

    prompt: Template
    fields: dict[str, str]
    passages: Sequence[Passage]
    source: Source
    places: Collection[str]


class Generator:
    """Answers from passages by the language model of the settings, or where it fails by the fallback."""

    def __init__(self, settings: Settings) -> None:
        """Build the models' chains; raises ModelError and SettingsError as `load_model` and `load_prompt` do."""
        self._unsupported = settings.llm_unsupported
        self._system = load_prompt("answer.system", frozenset()).substitute()
        self._user = load_prompt("answer.user", frozenset({"passages", "question"}))
        self._repair = load_prompt("repair.user", frozenset({"passages", "question", "problems"}))
        self._room = settings.llm_context - settings.llm_max_tokens - TEMPLATE - tokens(self._system)
        self._models = [LanguageModel(endpoint, settings) for endpoint in settings.endpoints]

    @property
    def chain(self) -> Runnable[dict[str, str], str]:
        """Return the first model's LCEL runnable from {system, user} to text."""
        return self._models[0].chain

    def stream(
        self,
        question: str,
        standalone: str,
        passages: Sequence[Passage],
        source: Source,
        places: Collection[str] = (),
    ) -> Iterator[Draft]:
        """Yield growing drafts, the same again while the model is silent, and a last one with the checks.

        Passages come best first; those beyond the context budget are left out. `places` are the full names that the
        checks are to know. Only the last draft says what became of statements that fail. Raises ModelError if no text
        comes from any model; text that breaks off is kept, with a `notice`. Closing the iterator stops the request.
        """
        fields = {"question": _asked(question, standalone)}
        request = _Request(self._user, fields, [without_orders(passage) for passage in passages], source, places)
        failures = ""
        for model in self._models:
            told = f"{failures}以下由备用模型 {model.name} 作答。" if failures else ""
            if told:
                log.warning("%s", told)
            try:
                yield from _noticed(told, self._fitting(model, request))
                return
            except ModelError as error:
                failures += str(error)
        raise ModelError(failures)

    def _fitting(self, model: LanguageModel, request: _Request) -> ClosableIterator[Draft]:
        """Yield the drafts of one model; one that finds the passages too long is asked once more with half of them."""
        room = self._space(request)
        try:
            yield from self._final(model, request, room)
        except ContextTooLong as error:
            log.warning("language model %s gets half the passages: %s", model.name, error)
            half = size(within_budget(request.passages, room, request.source), request.source) // 2
            yield from _noticed(HALVED, self._final(model, request, half))

    def _space(self, request: _Request) -> int:
        return self._room - tokens(request.prompt.substitute(request.fields, passages=""))

    def _final(self, model: LanguageModel, request: _Request, room: int) -> ClosableIterator[Draft]:
        """Yield the drafts of one request, and of a second where statements of the first fail and that is wanted."""
        last = None
        with closing(self._drafts(model, request, room)) as drafts:
            for draft in drafts:
                if draft.ended:
                    last = draft
                else:
                    yield draft
        if last is None:
            return
        if self._unsupported == "ask" and last.failing and not last.notice:
            yield from self._repaired(model, request, room, last)
        else:
            yield shown_draft(last, remove=self._unsupported == "remove")

    def _repaired(self, model: LanguageModel, request: _Request, room: int, first: Draft) -> ClosableIterator[Draft]:
        """Yield the first answer while the model is asked once more, and then the better one of the two."""
        problems = harmless(complaint(first))
        again = replace(request, prompt=self._repair, fields=request.fields | {"problems": problems})
        waiting = replace(shown_draft(first), notice=ASKING_AGAIN)
        yield waiting
        last = first
        try:
            with closing(self._drafts(model, again, min(room, self._space(again)), first.call)) as drafts:
                for draft in drafts:
                    last = draft
                    yield waiting
        except ModelError as error:
            log.warning("language model %s did not mend its answer: %s", model.name, error)
            last = replace(first, notice=f"未能请模型改写：{error}")
        yield shown_draft(better(first, last) if last.ended else first)

    def _drafts(
        self, model: LanguageModel, request: _Request, room: int, before: Call | None = None
    ) -> ClosableIterator[Draft]:
        """Yield the growing drafts of one request and a last one that has `ended`; `before` tells of an earlier one."""
        source = request.source
        shown = within_budget(request.passages, room, source)
        material = joined(shown, source)
        call = before or Call(model.name, tuple(passage.id for passage, _ in shown))
        composer = Composer(material, source)
        user = request.prompt.substitute(request.fields, passages=numbered_blocks(material, source))
        raw, text, notice = "", "", None
        ending = model.ending()
        try:
            with closing(model.stream({"system": self._system, "user": user}, ending)) as chunks:
                for chunk in chunks:
                    raw += chunk
                    grown, citations = composer.compose(raw, complete=False)
                    if grown != text:
                        call.first = call.first or perf_counter()
                    if grown != text or not chunk:  # a silent model, too, is to be stopped
                        text = grown
                        yield Draft(text, citations, call=call)
        except ModelError as error:
            if not composer.compose(raw, complete=True)[0]:
                raise
            notice = f"{error}{PART}"
        call.last, call.usage = perf_counter(), added(call.usage, ending.usage)
        if not composer.compose(raw, complete=True)[0]:
            said = "只写了思考过程，没有写出回答" if thinking_in(raw) else "没有写出回答"
            raise ModelError(f"模型 {model.name} {said}。{ending.notice or '请检查模型的名称和服务的地址。'}")
        last = _checked(raw, composer, request.places)
        yield replace(last, thinking=thinking_in(raw), call=call, notice=notice or ending.notice, ended=True)


def _checked(raw: str, composer: Composer, places: Collection[str]) -> Draft:
    text, citations = composer.compose(unflagged(raw), complete=True)
    if not text or _REFUSED.fullmatch(text):
        return Draft(NOT_MENTIONED, (), refused=True)
    # of a large catalogue only what the answer names: each place costs the check of each statement
    known = composer.places.union(place for place in places if any(name in text for name in spoken_names(place)))
    text, citations = with_markers(text, citations, composer.sentences, known)
    return Draft(text, citations, check_answer(text, citations, known), places=known)


def _asked(question: str, standalone: str) -> str:
    more = f"\n（结合前面的对话，完整的问题是：{standalone}）" if standalone not in ("", question) else ""
    return harmless(question + more)


def _noticed(told: str, drafts: ClosableIterator[Draft]) -> Iterator[Draft]:
    with closing(drafts):
        for draft in drafts:
            yield replace(draft, notice=f"{told}{draft.notice or ''}" or None)
