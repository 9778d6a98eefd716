"""A language model's text so far as the reader's text: its markers looked up, numbered and cited to sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.align import Aligner, last_statement
from rag.budget import Material
from rag.cite import Source, cite
from rag.markers import Marker, read_markers, without_thinking
from rag.places import spoken_names

if TYPE_CHECKING:
    from rag.types import Citation, Passage, Span


class Composer:
    """Turns the model's text so far into the reader's text and its citations."""

    def __init__(self, material: Material, source: Source) -> None:
        self._material = material
        self._source = source
        self._aligner = Aligner(material)
        names = {name for place in self.places for name in spoken_names(place)}
        longest_first = sorted(map(re.escape, names), key=len, reverse=True)
        self._place_names = re.compile("|".join(longest_first) or r"(?!)")
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
        # A place's name stands in its report's title and in half of its sentences: it makes none of them a source.
        statement = self._place_names.sub(" ", statement)
        for number in marker.passages:
            yield from ((number, span) for span in self._aligner.sentences(number, statement))

    def _cite(self, passage: Passage, span: Span, mark: int) -> Citation:
        key = (passage.report, span, mark)
        if key not in self._cited:
            self._cited[key] = cite(self._source, passage, span, mark)
        return self._cited[key]
