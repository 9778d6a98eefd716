"""Which clause of a sentence has the figure asked for, where several have one of its kind: told by the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.analysis import Clause, analyse
from rag.beside import is_of_other_size
from rag.features import OTHER_UNIT, fit_of
from rag.interaction.network import shipped_network
from rag.interaction.words import asking_words, candidate_words
from rag.lexicon import shipped_lexicon
from rag.mismatch import is_contrary
from rag.nearly import asks_for_all, tells_of_all, tells_of_new
from rag.score import Candidate, with_clause
from rag.understood import Understood

# Clauses of a sentence that are looked at beside the one chosen.
MOST_CORES = 5
# Log-odds by which another clause has to be likelier.
SURER = 0.5


def other_cores(understood: Understood, found: Candidate) -> Sequence[Clause]:
    """Return the other clauses of a candidate's sentence that have a figure of the kind asked for, nearest first."""
    if not understood.numeric:
        return []
    sentence = next(one for one in analyse(found.passage) if one.span == found.sentence)
    fitting = [
        clause
        for clause in sentence.clauses
        if clause.span != found.clause
        and fit_of(understood, clause.raw, clause.figures) > OTHER_UNIT
        and not _is_another(understood, clause.raw)
    ]
    return sorted(fitting, key=lambda clause: abs(clause.span[0] - found.clause[0]))[:MOST_CORES]


def _is_another(understood: Understood, clause: str) -> bool:
    """Tell whether a clause has the figure of something else than what is asked: of what is new, of another size."""
    new = asks_for_all(understood.spoken) and tells_of_new(clause) and not tells_of_all(clause)
    asked = understood.standalone
    return new or is_contrary(asked, clause) or is_of_other_size(asked, clause)


def with_core(understood: Understood, found: Candidate) -> Candidate:
    """Return a candidate that shows the likeliest clause of its sentence, too, where that is another one."""
    others = other_cores(understood, found)
    if not others:
        return found
    texts = [candidate_words(one) for one in (found, *(replace(found, clause=other.span) for other in others))]
    own, *scores = shipped_network().scores(asking_words(understood), texts, shipped_lexicon())
    best = max(range(len(scores)), key=scores.__getitem__)
    if scores[best] < own + SURER:
        return found
    clause = others[best].span
    return replace(found, clause=clause, stretch=with_clause(found.stretch, clause))
