"""A set in SQuAD's form answered by the product's own parts: its searches, and its choice of the sentence that answers.

Each paragraph is one passage of an index of its own, a report without title, place and year. The answer is the stretch
that extraction would quote (`rag.score`, `rag.decide`), from the right paragraph and from the best that hybrid search
finds among all; lists, comparisons and points, which the product puts together from reports' structure, have no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.rankings import progress_bar
from eval.squad import Asked, Squad
from rag.decide import best_of, bound
from rag.index.derive import Embedder, PassageDraft
from rag.index.reader import Index, open_index
from rag.index.writer import open_writer
from rag.lexicon import shipped_lexicon
from rag.reading import read_question
from rag.retrieve import rank, to_hits
from rag.score import ranking
from rag.terms import Matcher, concepts
from rag.text import sentence_spans
from rag.types import Filter, Hit, Report
from rag.understood import Understood

# The searches by their names in `--config`, and as the settings call them.
SEARCHES = {"bm25": "lexical", "dense": "dense", "hybrid": "hybrid"}
# Paragraphs that are kept of each search; the sentence that answers is looked for in those of the last one.
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sentence chosen, with the number of its paragraph, and the stretch of it that would be quoted.

    `given`: the decision would give it as the answer, and not refuse.
    """

    paragraph: int
    sentence: str
    stretch: str
    given: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: the paragraphs that each search ranks first, best first, and what was chosen.

    `inside` is chosen from the right paragraph, `among` from all; None where the question has no word to look for.
    """

    asked: Asked
    ranked: Mapping[str, Sequence[int]]
    inside: Chosen | None
    among: Chosen | None

    def to_json(self) -> dict[str, Any]:
        """Return the line of `predictions.jsonl`."""
        return {
            "id": self.asked.id,
            "question": self.asked.question,
            "answers": list(self.asked.answers),
            "paragraph": self.asked.paragraph,
            "ranked": {name: list(ranked) for name, ranked in self.ranked.items()},
        } | {name: _told(chosen) for name, chosen in (("inside", self.inside), ("among", self.among))}


def _told(chosen: Chosen | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    return {
        "paragraph": chosen.paragraph, "sentence": chosen.sentence, "stretch": chosen.stretch, "given": chosen.given,
    }  # fmt: skip


def paragraph_index(paragraphs: Sequence[str], folder: Path, embedding: Embedder) -> Index:
    """Return a new index in `folder` with a report for each paragraph, whose id is its number; its row is the same."""
    with open_writer(folder, embedding) as writer, progress_bar(paragraphs, "建索引", "段") as bar:

        def progress(done: int, total: int) -> None:
            bar.update(done - bar.n)

        for number, text in enumerate(paragraphs):
            spans = tuple(sentence_spans(text)) or ((0, len(text)),)
            draft = PassageDraft(0, len(text), (), spans)
            report = Report(id=str(number), file=str(number), title="")
            writer.put_report(report, text, [draft], source=str(number), file_hash="")
        writer.commit(progress)
    return open_index(folder, embedding)


def outcomes(squad: Squad, index: Index) -> Iterator[Outcome]:
    """Yield what comes of each question, in order, under a bar that is shown on a terminal only."""
    for asked, _ in zip(
        squad.questions, progress_bar([one.question for one in squad.questions], "作答", "题"), strict=True
    ):
        yield _outcome(asked, index)


def _outcome(asked: Asked, index: Index) -> Outcome:
    read = read_question(asked.question, (), index)
    found = {
        name: rank(index, read.standalone, Filter(), DEPTH, search=search, expansion=read.expansion)
        for name, search in SEARCHES.items()
    }
    right = index.passages_at([asked.paragraph])[asked.paragraph]
    return Outcome(
        asked,
        {name: [hit.row for hit in hits] for name, hits in found.items()},
        _choose(read, [Hit(right, 0.0)], index),
        _choose(read, to_hits(index, found["hybrid"]), index),
    )


def _choose(read: Understood, hits: Sequence[Hit], index: Index) -> Chosen | None:
    """Return the sentence of these passages that the product takes to answer; None where it looks for nothing."""
    matcher = Matcher(concepts(read, index), shipped_lexicon())
    scored = ranking(read, matcher, hits, index, None)
    candidates = scored.candidates() if scored else []
    if not candidates:
        return None
    best, likely = best_of(read, matcher, candidates)
    chosen = candidates[best]
    passage = chosen.passage
    given = likely >= bound(read, matcher)
    return Chosen(int(passage.report), passage.slice(chosen.sentence), passage.slice(chosen.stretch), given)
