"""Which passages hold the evidence of a question, told by where both stand in the report's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eval.answerer import Answerer
from eval.matching import same_file
from eval.questions import EvalQuestion
from rag.types import Hit, Passage, Report, Span

# Passages that are kept of those found for a question.
DEPTH = 20


def is_relevant(passage: Span, evidence: Sequence[Span]) -> bool:
    """Tell whether a passage holds at least half of a quote, or at least half of it is the quote's.

    All spans are of the same text. What only touches a quote that goes on in the next passage holds no evidence.
    """
    return any(
        2 * (min(passage[1], end) - max(passage[0], start)) >= min(passage[1] - passage[0], end - start) > 0
        for start, end in evidence
    )


def quote_spans(quote: str, text: str) -> list[Span]:
    """Return where a quote stands in a text, every time, white space ignored; nowhere: an empty list."""
    wanted = "".join(quote.split())
    if not wanted:
        return []
    kept = [at for at, char in enumerate(text) if not char.isspace()]
    squeezed = "".join(text[at] for at in kept)
    return [(kept[at], kept[at + len(wanted) - 1] + 1) for at in _occurrences(wanted, squeezed)]


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def evidence_spans(question: EvalQuestion, answerer: Answerer) -> dict[str, list[Span]]:
    """Return where the evidence of a question stands, by the id of each report that it is of."""
    spans: dict[str, list[Span]] = {}
    for report in answerer.catalogue():
        quotes = [one.quote for one in question.evidence if _is_of(report, one.file)]
        if quotes:
            _, text = answerer.report(report.id)
            spans[report.id] = [span for quote in dict.fromkeys(quotes) for span in quote_spans(quote, text)]
    return spans


def _is_of(report: Report, file: str) -> bool:
    return any(same_file(name, file) for name in (report.file, *report.also))


def searched(question: EvalQuestion, answerer: Answerer) -> dict[str, Any]:
    """Return the search's part of a prediction: `passages`, the best found, and how many there are to find.

    `relevant` counts all passages of the index that hold evidence; a question without evidence has none.
    """
    spans = evidence_spans(question, answerer)
    names = {report.id: report.file for report in answerer.catalogue()}
    hits = list(answerer.find(question.question, history=question.history))[:DEPTH]
    return {
        "passages": [_found(hit, names[hit.passage.report], spans) for hit in hits],
        "relevant": sum(
            is_relevant((passage.start, passage.end), some)
            for report, some in spans.items()
            for passage in answerer.passages(report)
        ),
    }


def _found(hit: Hit, file: str, spans: dict[str, list[Span]]) -> dict[str, Any]:
    passage: Passage = hit.passage
    relevant = is_relevant((passage.start, passage.end), spans.get(passage.report, ()))
    return {"file": file, "start": passage.start, "end": passage.end, "relevant": relevant}
