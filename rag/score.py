"""Which clause of which sentence answers: every clause of the passages found, scored against the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.beside import clause_beside, sizes_in
from rag.features import NAMES, OTHER_UNIT, Clauses, features
from rag.index.reader import Index
from rag.lexicon import shipped_lexicon
from rag.nearly import asks_for_all
from rag.terms import Matcher, Matrix
from rag.types import Hit, Passage, Span
from rag.understood import Understood
from rag.weights import RANK, RANK_NUMERIC

# Characters of a stretch around the clause that answers, where a figure answers and where anything else does.
MAX_STRETCH, WHOLE_SENTENCE = 100, 120
# Sentences that may be of use: the best, one that says another figure, and those that speak of a certain year.
KEPT = 40
# Share of the question that a clause beside must add to be shown as well.
GAIN = 0.05
# Share of the question below which a clause with a figure needs what stands beside it to be understood.
UNCLEAR = 0.5
# Share of the question that what is shown must leave open for another stretch, less where several things are asked for
# in so many words; and how much of that it has to hold.
OPEN, OPEN_EACH, REST = 0.25, 0.15, 0.45
EACH = re.compile("各|分别")

# What a stretch of the same sentence has ahead of others there.
SAME = 0.05

_RANK = np.array([RANK[name] for name in NAMES], np.float32)
_NUMERIC = _RANK + np.array([RANK_NUMERIC[name] for name in NAMES], np.float32)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands among all that were found: its lead over the best other one, and deviations from the mean.

    `cosine` is that of the sentence with the question, `clause` the best of its clauses', `score` its score; leads of
    cosines in [-2, 2]. `sentences` counts all that were found.
    """

    cosine_lead: float = 0.0
    cosine_height: float = 0.0
    clause_lead: float = 0.0
    clause_height: float = 0.0
    score_lead: float = 0.0
    score_height: float = 0.0
    sentences: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of one sentence that may answer.

    `clause` is the one that answers; `values` are the features of the clause that has most of the question, mostly the
    same; `score` ranks the candidates of one question; `fit` in [0, 1] is whether that clause has the kind of figure
    that was asked for; `held` is how far its sentence and what
    stands around it holds each concept, `inside` how far the sentence itself does; `standing` is how it stands among
    the others.
    """

    passage: Passage
    sentence: Span
    stretch: Span
    clause: Span
    score: float
    fit: float
    values: tuple[float, ...]
    held: tuple[float, ...]
    inside: tuple[float, ...]
    standing: Standing = Standing()

    def value(self, name: str) -> float:
        """Return one of the features."""
        return self.values[NAMES.index(name)]


class Ranking:
    """The clauses of the passages found, scored against one question."""

    def __init__(self, understood: Understood, matcher: Matcher, table: Clauses) -> None:
        self._understood, self._matcher, self._table = understood, matcher, table
        self._scores = table.values @ (_NUMERIC if understood.numeric else _RANK)
        self._starts = np.searchsorted(table.sentence, np.arange(len(table.sentences)))
        spans = list(pairwise([*self._starts.tolist(), len(self._scores)]))
        # lists, as what follows looks at single clauses, of which numpy is slow to give one
        self._spans: list[Span] = [spans[number] for number in table.sentence.tolist()]
        self._fits: list[bool] = (table.fit > OTHER_UNIT).tolist()
        self._total = max(float(matcher.weights.sum()), 1e-9)
        asked = understood.spoken
        self._asks_beside = understood.numeric and (bool(sizes_in(asked)) or asks_for_all(asked))

    @cached_property
    def _standings(self) -> list[tuple[Any, ...]]:
        return _standings(self._table, self._scores, self._starts)

    def candidates(self) -> list[Candidate]:
        """Return the best stretch of each of the best sentences, best first."""
        highest = np.maximum.reduceat(self._scores, self._starts)
        best = np.flatnonzero(self._scores == highest[self._table.sentence])
        # the first of equal ones
        best = best[np.unique(self._table.sentence[best], return_index=True)[1]]
        order = np.argsort(-self._scores[best], kind="stable")[:KEPT]
        found = self._candidates(best[order].tolist())
        # the same sum may differ in its last digits from row to row
        return sorted(found, key=lambda one: (-round(one.score, 4), one.passage.id, one.sentence))

    def rest(self, shown: Sequence[Candidate]) -> Candidate | None:
        """Return the stretch for what those shown leave open of a question for several things, if there is one."""
        table, weights = self._table, self._matcher.weights
        inside = [at for at, clause in enumerate(table.clauses)
                  if any(one.stretch[0] <= clause.span[0] < one.stretch[1]
                         and table.sentences[table.sentence[at]][0].id == one.passage.id for one in shown)]  # fmt: skip
        left = weights * (1 - table.held[:, inside].max(axis=1)) if inside else weights
        left = np.where(self._matcher.seen, left, 0)
        total = float(left.sum())
        if total < (OPEN_EACH if EACH.search(self._understood.spoken) else OPEN) * float(weights.sum()):
            return None
        share = left @ table.held / total
        share[table.sentence == table.sentence[inside[0]] if inside else []] += SAME
        share[inside] = 0
        share[table.fit <= 0] = 0
        best = int(np.argmax(share + 0.01 * self._scores / max(1.0, float(np.abs(self._scores).max()))))
        [found] = self._candidates([best])
        new = all(found.stretch != one.stretch or found.passage.id != one.passage.id for one in shown)
        return found if new and float(share[best]) >= REST else None

    def _candidates(self, clauses: Sequence[int]) -> list[Candidate]:
        """Return the stretch around each of these clauses."""
        table = self._table
        best = [self._with_unit(at) for at in clauses]
        number = table.sentence[best]
        inside = np.maximum.reduceat(table.held, self._starts, axis=1)
        columns = (self._scores[best], table.fit[best], table.values[best], table.whole[:, best].T, inside[:, number].T)
        rows = zip(best, number.tolist(), *(column.tolist() for column in columns), strict=True)
        found = []
        for at, sentence, score, fit, values, whole, held in rows:
            passage, told = table.sentences[sentence]
            answering = self._answering(at)
            clause = table.clauses[answering].span
            shown = with_clause(self._stretch(at), clause)
            found.append(
                Candidate(passage, told.span, shown, clause, score, fit, tuple(values), tuple(whole), tuple(held),
                          Standing(*self._standings[sentence]))
            )  # fmt: skip
        return found

    def _with_unit(self, best: int) -> int:
        """Return the clause of the sentence that has the unit asked for, where the best one has another."""
        if not self._understood.numeric or self._fits[best]:
            return best
        fitting = (at for at in range(*self._spans[best]) if self._fits[at])
        return max(fitting, key=self._scores.__getitem__, default=best)

    def _answering(self, best: int) -> int:
        """Return the clause of the best one's sentence that has the figure asked for, where that is another one."""
        start, stop = self._spans[best]
        if not self._asks_beside or stop - start == 1:
            return best
        raw = [clause.raw for clause in self._table.clauses[start:stop]]
        return start + clause_beside(self._understood.spoken, raw, self._fits[start:stop], best - start)

    def _stretch(self, best: int) -> Span:
        """Return the clause that answers with as much around it as makes it clear."""
        start, stop = self._spans[best]
        if self._understood.numeric and self._table.fit[best] > 0:
            first, last = self._with_gains(best, start, stop)
        else:
            first, last = best, best
            while (grown := self._grown(first, last, start, stop, WHOLE_SENTENCE)) != (first, last):
                first, last = grown
        return self._table.clauses[first].span[0], self._table.clauses[last].span[1]

    def _with_gains(self, best: int, start: int, stop: int) -> tuple[int, int]:
        """Return the first and last clause of a stretch whose every clause adds something of the question."""
        first = last = best
        held = self._table.held
        seen = held[:, best].copy()
        while True:
            sides = [at for at in (first - 1, last + 1)
                     if start <= at < stop and self._width(min(first, at), max(last, at)) <= MAX_STRETCH]  # fmt: skip
            gains = [(self._share(np.maximum(held[:, at] - seen, 0)), at) for at in sides]
            if not gains or max(gains)[0] < GAIN:
                break
            at = max(gains)[1]
            first, last, seen = min(first, at), max(last, at), np.maximum(seen, held[:, at])
        if self._share(seen) < UNCLEAR:
            first, last = self._grown(first, last, start, stop, MAX_STRETCH)
        return first, last

    def _grown(self, first: int, last: int, start: int, stop: int, limit: int) -> tuple[int, int]:
        """Return the stretch with the clause after it and the one before it, as far as they fit."""
        if last + 1 < stop and self._width(first, last + 1) <= limit:
            last += 1
        if first > start and self._width(first - 1, last) <= limit:
            first -= 1
        return first, last

    def _share(self, held: Matrix) -> float:
        return float(self._matcher.weights @ held / self._total)

    def _width(self, first: int, last: int) -> int:
        return self._table.clauses[last].span[1] - self._table.clauses[first].span[0]


def with_clause(stretch: Span, clause: Span) -> Span:
    """Return the stretch as far as a clause of the same sentence, or that clause alone where both are too long."""
    start, stop = min(stretch[0], clause[0]), max(stretch[1], clause[1])
    return (start, stop) if stretch[0] <= clause[0] < stretch[1] or stop - start <= MAX_STRETCH else clause


def _standings(table: Clauses, scores: Matrix, starts: NDArray[np.int64]) -> list[tuple[Any, ...]]:
    """Return the fields of the `Standing` of each sentence."""
    cosine = table.values[starts, NAMES.index("cosine_sentence")]
    clause = np.maximum.reduceat(table.values[:, NAMES.index("cosine_clause")], starts)
    values = np.stack([cosine, clause, np.maximum.reduceat(scores, starts)])
    columns = chain.from_iterable(zip(_leads(values).tolist(), _heights(values).tolist(), strict=True))
    return list(zip(*columns, repeat(len(starts), len(starts)), strict=True))


def _leads(values: Matrix) -> Matrix:
    """Return how far each value is above the highest other one of its row (below: negative); of one alone the value."""
    if values.shape[1] == 1:
        return values
    second, first = np.partition(values, -2)[:, -2:].T
    leads: Matrix = values - first[:, None]
    np.put_along_axis(leads, values.argmax(1)[:, None], (first - second)[:, None], 1)
    return leads


def _heights(values: Matrix) -> Matrix:
    """Return each value's difference from the mean of its row in standard deviations; zeros where all are equal."""
    deviation = values.std(1, keepdims=True)
    heights: Matrix = (values - values.mean(1, keepdims=True)) / np.maximum(deviation, 1e-6) * (deviation > 1e-6)
    return heights


def ranking(understood: Understood, matcher: Matcher, hits: Sequence[Hit], index: Index, planned: bool | None
            ) -> Ranking | None:  # fmt: skip
    """Return the clauses of the passages found, scored; None where there are none, or the question names nothing."""
    table = features(understood, matcher, hits, index, shipped_lexicon(), planned) if hits else None
    return Ranking(understood, matcher, table) if table else None
