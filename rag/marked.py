"""Markers for the statements of a model's answer that have none, where a sentence that it was given carries them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from rag.cite import MARKER, statement_spans
from rag.support import supporting
from rag.types import Citation


def with_markers(
    text: str,
    citations: Sequence[Citation],
    sentences: Callable[[], Sequence[Citation]],
    places: Collection[str] = (),
) -> tuple[str, tuple[Citation, ...]]:
    """Return an answer with markers at the end of the statements that lack one and that one of `sentences` carries.

    All markers are numbered anew in order of appearance, with the citations in the same order. The sentences are asked
    for only where a statement lacks a marker; table rows are left as they are.
    """
    pieces = [text[slice(*span)] for span in statement_spans(text)]
    bare = [piece for piece in pieces if not MARKER.search(piece) and "|" not in piece]
    given = sentences() if bare else ()
    cited = {(citation.report, citation.start): citation for citation in citations}
    at = 0
    for piece in bare:
        found = supporting(piece, given, places)
        if found is None:
            continue
        number = max((one.marker for one in cited.values()), default=0) + 1
        citation = cited.setdefault((found.report, found.start), replace(found, marker=number))
        at = text.index(piece, at) + len(piece)
        text = f"{text[:at]}[{citation.marker}]{text[at:]}"
    return numbered(text, list(cited.values()))


def numbered(text: str, citations: Sequence[Citation]) -> tuple[str, tuple[Citation, ...]]:
    """Return a text with its markers numbered in order of appearance, and the citations that it names in this order."""
    known = {citation.marker: citation for citation in citations}
    order = dict.fromkeys(int(mark) for mark in MARKER.findall(text) if int(mark) in known)
    numbers = {mark: number for number, mark in enumerate(order, start=1)}
    text = MARKER.sub(lambda match: f"[{numbers.get(int(match[1]), match[1])}]", text)
    return text, tuple(replace(known[mark], marker=number) for mark, number in numbers.items())
