"""A language model's text so far as the reader's text: its markers looked up, numbered and cited to sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.align import Aligner, last_statement
from rag.budget import Material
from rag.cite import Source, cite
from rag.markers import Marker, read_markers, without_thinking
from rag.places import spoken_names

if TYPE_CHECKING:
    from rag.types import Citation, Passage, Span


@dataclass(slots=True)
class _Composed:
    """What has come of the stretch `kept` of the model's text.

    `begin` is where the text behind the last marker begins, `statement` the last one that a marker stood for.
    """

    kept: str = ""
    text: str = ""
    statement: str = ""
    begin: int = 0
    numbers: dict[tuple[str, Span], int] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)


class Composer:
    """Turns the model's text so far into the reader's text and its citations."""

    def __init__(self, material: Material, source: Source) -> None:
        self._material = material
        self._source = source
        self._aligner = Aligner(material)
        names = {name for place in self.places for name in spoken_names(place)}
        longest_first = sorted(map(re.escape, names), key=len, reverse=True)
        self._place_names = re.compile("|".join(longest_first) or r"(?!)")
        self._settled = _Composed()
        self._cited: dict[tuple[str, Span, int], Citation] = {}

    def compose(self, raw: str, *, complete: bool) -> tuple[str, tuple[Citation, ...]]:
        """Return the text and citations of the model's text `raw`, as far as they are certain."""
        kept = without_thinking(raw, complete=complete)
        if not kept.startswith(self._settled.kept):
            self._settled = _Composed()
        # No marker reaches over a full stop, so that what stands before one is read once and not again with each word.
        self._read(self._settled, kept[: kept.rfind("。") + 1], complete=True)
        composed = replace(self._settled, numbers=dict(self._settled.numbers), citations=[*self._settled.citations])
        self._read(composed, kept, complete=complete)
        return composed.text.rstrip() if complete else composed.text, tuple(composed.citations)

    def _read(self, composed: _Composed, kept: str, *, complete: bool) -> None:
        """Go on from what is composed to the end of `kept`."""
        for piece in read_markers(kept[len(composed.kept) :], len(self._material), complete=complete):
            if isinstance(piece, str):
                composed.text += piece
                continue
            composed.statement = last_statement(composed.text[composed.begin :]) or composed.statement
            marks = (self._mark(composed, number, span) for number, span in self._sentences(piece, composed.statement))
            composed.text += "".join(f"[{mark}]" for mark in dict.fromkeys(marks))
            composed.begin = len(composed.text)
        composed.kept = max(composed.kept, kept, key=len)

    def _mark(self, composed: _Composed, number: int, span: Span) -> int:
        passage = self._material[number - 1][0]
        key = (passage.report, span)
        if key not in composed.numbers:
            composed.numbers[key] = len(composed.numbers) + 1
            composed.citations.append(self._cite(passage, span, composed.numbers[key]))
        return composed.numbers[key]

    @property
    def places(self) -> frozenset[str]:
        """The places whose reports the model saw, and could have mixed up."""
        reports = (self._source.report(passage.report) for passage, _ in self._material)
        return frozenset(report.place for report in reports if report.place)

    def sentences(self) -> list[Citation]:
        """Return every sentence that the model saw, as a citation without a number."""
        return [cite(self._source, passage, span, 0) for passage, spans in self._material for span in spans]

    def _sentences(self, marker: Marker, statement: str) -> Iterator[tuple[int, Span]]:
        # A place's name stands in its report's title and in half of its sentences: it makes none of them a source.
        statement = self._place_names.sub(" ", statement)
        for number in marker.passages:
            yield from ((number, span) for span in self._aligner.sentences(number, statement))

    def _cite(self, passage: Passage, span: Span, mark: int) -> Citation:
        key = (passage.report, span, mark)
        if key not in self._cited:
            self._cited[key] = cite(self._source, passage, span, mark)
        return self._cited[key]
