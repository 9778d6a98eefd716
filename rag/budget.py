"""What of the passages found goes into a language model's context, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.cite import Source
    from rag.types import Passage, Span

# Passages, best first, each with the spans of its sentences that are shown.
Material = Sequence[tuple["Passage", tuple["Span", ...]]]
# The number and the line breaks of a passage in the prompt.
NUMBERING = 8


def tokens(text: str) -> int:
    """Return how many tokens a text takes at most: one a character.

    Qwen's tokenizer takes 0.58 to 0.70 a character of reports and of our prompt, and one of a date alone; only rare
    characters, which it spells in bytes, take more. No model's own tokenizer is at hand offline.
    """
    return len(text)


def head_line(passage: Passage, source: Source) -> str:
    """Return what stands above a passage in the prompt: place, year, title and headings."""
    report = source.report(passage.report)
    year = f"{report.year}年" if report.year else ""
    facts = [report.place or "", year, report.title, " > ".join(passage.heading)]
    return " | ".join(fact for fact in facts if fact)


def shown_text(passage: Passage, sentences: Sequence[Span]) -> str:
    """Return the text of a passage up to the last of these sentences."""
    return passage.text[: sentences[-1][1] - passage.start]


def size(material: Material, source: Source) -> int:
    """Return the tokens that passages take in the prompt."""
    return sum(_head(passage, source) + tokens(shown_text(passage, spans)) for passage, spans in material)


def within_budget(passages: Sequence[Passage], room: int, source: Source) -> list[tuple[Passage, tuple[Span, ...]]]:
    """Return the passages that `room` tokens hold, best first, each with the spans of its sentences that they hold.

    At least one sentence; a passage may lose sentences from its end, none is cut inside.
    """
    kept: list[tuple[Passage, tuple[Span, ...]]] = []
    for passage in passages:
        left = room - _head(passage, source)
        fitting = tuple(span for span in passage.sentences if tokens(shown_text(passage, [span])) <= left)
        if not kept:
            fitting = fitting or passage.sentences[:1]
        if fitting:
            kept.append((passage, fitting))
            room = left - tokens(shown_text(passage, fitting))
    return kept


def joined(material: Material, source: Source) -> list[tuple[Passage, tuple[Span, ...]]]:
    """Return the material with neighbouring passages under one heading as one, in the place of the best of them."""
    runs: list[tuple[int, tuple[Passage, tuple[Span, ...]]]] = []
    in_reading_order = sorted(enumerate(material), key=lambda ranked: (ranked[1][0].report, ranked[1][0].start))
    for rank, entry in in_reading_order:
        if runs and _follows(entry[0], *runs[-1][1], source):
            before, (passage, spans) = runs[-1]
            runs[-1] = min(before, rank), (_run(passage, entry[0], source), spans + entry[1])
        else:
            runs.append((rank, entry))
    return [entry for _, entry in sorted(runs, key=lambda run: run[0])]


def _head(passage: Passage, source: Source) -> int:
    return tokens(head_line(passage, source)) + NUMBERING


def _follows(passage: Passage, before: Passage, shown: Sequence[Span], source: Source) -> bool:
    """Tell whether nothing but blanks lies between the end of what is shown of `before` and a passage."""
    if (passage.report, passage.heading) != (before.report, before.heading) or len(shown) < len(before.sentences):
        return False
    return before.end <= passage.start and not source.text(passage.report)[before.end : passage.start].strip()


def _run(first: Passage, second: Passage, source: Source) -> Passage:
    return replace(
        first,
        end=second.end,
        sentences=first.sentences + second.sentences,
        text=source.text(first.report)[first.start : second.end],
    )
