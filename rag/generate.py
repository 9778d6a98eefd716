"""The language-model answerer: numbered passages in, a streamed answer out whose markers cite exact sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rag.align import Aligner, last_statement
from rag.cite import Source, cite, figures_of, statements_of
from rag.errors import ModelError
from rag.marked import with_markers
from rag.markers import Marker, read_markers, without_thinking
from rag.model import Ending, build_chain, explain
from rag.prompts import load_prompt
from rag.refuse import NOT_MENTIONED

if TYPE_CHECKING:
    from collections.abc import Generator as ClosableIterator

    from rag.settings import Settings
    from rag.types import Citation, Figure, Passage, Span, Statement

# What a 8k-token context holds beside rules and answer: Chinese takes up to about one token a character.
MOST_PASSAGES = 12
MOST_CHARACTERS = 6000
_REFUSED = re.compile(rf"[\s“\"]*{NOT_MENTIONED}[\s”\"。.!！]*")
# In the prompt's copy of a passage: what a model, or our reading of its answer, could take for a marker or a tag.
_FAKE_MARKER = re.compile(r"[\[【［](\^?[\d\s,，、\-–—~～]{1,30})[\]】］]")
_HARMLESS = str.maketrans("<>", "＜＞")

Material = Sequence[tuple["Passage", tuple["Span", ...]]]


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer so far: `text` with markers numbered in order of appearance, one for each distinct cited sentence.

    Only the last draft of a stream has `statements` and `figures`, as the checks need whole statements; `refused` (the
    model says that the passages do not say) and `notice` (the answer is incomplete, and why) also stand there alone.
    """

    text: str
    citations: tuple[Citation, ...]
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    refused: bool = False
    notice: str | None = None


class Generator:
    """Answers from passages by a language model; `chain` is the LCEL runnable from {system, user} to text."""

    def __init__(self, settings: Settings) -> None:
        """Build the chain; raises ModelError and SettingsError as `load_model` and `load_prompt` do."""
        self._settings = settings
        self._system = load_prompt("answer.system", frozenset()).substitute()
        self._user = load_prompt("answer.user", frozenset({"passages", "question"}))
        self.chain = build_chain(settings)

    def stream(self, question: str, standalone: str, passages: Sequence[Passage], source: Source) -> Iterator[Draft]:
        """Yield growing drafts, each with more text than the one before, and a last one with the checks.

        Passages count as numbered from 1, best first; those beyond the context budget are left out. Raises ModelError
        if no text comes; text that breaks off is kept, with a `notice`. Closing the iterator stops the request.
        """
        material = within_budget(passages)
        composer = _Composer(material, source)
        prompt = self._prompt(question, standalone, material, source)
        raw, shown, notice = "", "", None
        ending = Ending(reason_expected=(self._settings.llm or "").startswith("openai:"))
        try:
            with closing(self._chunks(prompt, ending)) as chunks:
                for chunk in chunks:
                    raw += chunk
                    text, citations = composer.compose(raw, complete=False)
                    if text != shown:
                        shown = text
                        yield Draft(text, citations)
        except ModelError as error:
            if not composer.compose(raw, complete=True)[0]:
                raise
            notice = f"{error}以上只是中断前收到的部分。"
        yield self._last(raw, composer, notice or ending.notice)

    def _chunks(self, prompt: dict[str, str], ending: Ending) -> ClosableIterator[str]:
        try:
            with closing(
                cast("ClosableIterator[str]", self.chain.stream(prompt, config={"callbacks": [ending]}))
            ) as chunks:
                yield from chunks
        except Exception as error:
            raise ModelError(explain(error, self._settings)) from None

    def _last(self, raw: str, composer: _Composer, notice: str | None) -> Draft:
        text, citations = composer.compose(raw, complete=True)
        if not text:
            raise ModelError(f"模型 {self._settings.llm} 没有返回内容，请检查模型和 RAG_LLM_BASE_URL。")
        if _REFUSED.fullmatch(text):
            return Draft(NOT_MENTIONED, (), refused=True, notice=notice)
        text, citations = with_markers(text, citations, composer.sentences, composer.places)
        statements = statements_of(text, citations, composer.places)
        return Draft(text, citations, statements, figures_of(text, citations), notice=notice)

    def _prompt(self, question: str, standalone: str, material: Material, source: Source) -> dict[str, str]:
        asked = (
            question if standalone in ("", question) else f"{question}\n（结合前面的对话，完整的问题是：{standalone}）"
        )
        blocks = [_block(number, *entry, source) for number, entry in enumerate(material, start=1)]
        user = self._user.substitute(passages="\n\n".join(blocks), question=harmless(asked))
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


def within_budget(passages: Sequence[Passage]) -> list[tuple[Passage, tuple[Span, ...]]]:
    """Return the passages that the context holds, each with the spans of its sentences that it holds.

    At most MOST_PASSAGES and MOST_CHARACTERS, but at least one sentence; a passage may lose sentences from its end,
    none is cut inside.
    """
    kept: list[tuple[Passage, tuple[Span, ...]]] = []
    left = MOST_CHARACTERS
    for passage in passages[:MOST_PASSAGES]:
        fitting = tuple(span for span in passage.sentences if span[1] - passage.start <= left)
        if not kept:
            fitting = fitting or passage.sentences[:1]
        if fitting:
            kept.append((passage, fitting))
            left -= fitting[-1][1] - passage.start
    return kept


def harmless(text: str) -> str:
    """Return untrusted text for the prompt, without invisible characters and what could pass for a tag or marker."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _FAKE_MARKER.sub(r"〔\1〕", visible.translate(_HARMLESS))


def _block(number: int, passage: Passage, sentences: Sequence[Span], source: Source) -> str:
    report = source.report(passage.report)
    year = f"{report.year}年" if report.year else ""
    facts = [report.place or "", year, report.title, " > ".join(passage.heading)]
    text = passage.text[: sentences[-1][1] - passage.start]
    return f"[{number}] {harmless(' | '.join(fact for fact in facts if fact))}\n{harmless(text.strip())}"
