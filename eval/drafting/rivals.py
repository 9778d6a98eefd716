"""Facts that could be meant by a question for another: of those, none is asked for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from eval.drafting.facts import Fact
from eval.numbers import NUMBER
from rag.index.reader import Index
from rag.text import clause_spans, words
from rag.types import Passage
from rag.units import same_kind

# Share of the words of one clause in another with a figure of the same kind, each the more the rarer it is, from which
# they may count the same.
ALIKE = 0.5
# Letters from which a word is a compound.
COMPOUND = 4


def unique(found: Sequence[Fact], index: Index) -> list[Fact]:
    """Return the facts that no other clause of the reports on the same place and year can be taken for."""
    kept: set[int] = set()
    for scope in {fact.scope for fact in found}:
        reports = [report for report in index.reports() if (report.place, report.year) == scope]
        clauses = [one for report in reports for passage in index.passages(report.id) for one in _clauses(passage)]
        rare = _rarity([held for _, held in clauses])
        for fact in found:
            if fact.scope == scope and not _has_rival(fact, clauses, rare):
                kept.add(id(fact))
    return [fact for fact in found if id(fact) in kept]


def _clauses(passage: Passage) -> Iterator[tuple[str, frozenset[str]]]:
    for start, end in passage.sentences:
        sentence = passage.slice((start, end))
        for span in clause_spans(sentence, 0, len(sentence)):
            clause = sentence[span[0] : span[1]]
            if NUMBER.search(clause):
                yield clause, frozenset(words(clause))


def _rarity(clauses: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how much each word tells of which clause is meant: the logarithm of one in how many has it."""
    held = Counter(word for clause in clauses for word in clause)
    return {word: math.log(1 + len(clauses) / count) for word, count in held.items()}


def _has_rival(fact: Fact, clauses: Sequence[tuple[str, frozenset[str]]], rare: Mapping[str, float]) -> bool:
    """Tell whether a clause says much the same with other figures of that kind."""
    terms = {term: rare.get(term, 0.0) for term in fact.terms}
    enough = ALIKE * sum(terms.values())
    for clause, held in clauses:
        if sum(weight for term, weight in terms.items() if term in held or _in_part(term, clause)) < enough:
            continue
        figures = [match.group() for match in NUMBER.finditer(clause) if same_kind(match["unit"], fact.measure)]
        if figures and fact.figure not in figures:
            return True
    return False


def _in_part(term: str, clause: str) -> bool:
    """Tell whether a clause has half of a compound: 审查意见 of 意见建议."""
    return len(term) >= COMPOUND and (term[:2] in clause or term[-2:] in clause)
