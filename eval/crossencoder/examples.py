"""What the cross-encoder learns from: the questions of the project, each with sentences around one of their clauses."""

from __future__ import annotations

from dataclasses import dataclass

from eval.interaction.examples import texts_of_case
from eval.tune_decision import Looked
from rag.crossencoder.reading import Pair, Reader, told_around


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with sentences, at least one, as pairs, and whether each answers it."""

    pairs: tuple[Pair, ...]
    right: tuple[bool, ...]

    @property
    def length(self) -> int:
        """Return the number of tokens of the longest pair."""
        return max(len(pair.tokens) for pair in self.pairs)


def asked(looked: Looked, reader: Reader) -> Asked:
    """Return what there is to learn from a question: its candidates, in order, and what is made of the right one."""
    case = looked.case
    texts = texts_of_case(case, looked.found, looked.right, told_around)
    question = case.understood.standalone
    return Asked(tuple(reader.pair(question, told) for told, _ in texts), tuple(right for _, right in texts))
