"""A network for all questions of the project, and for each the scores of one that did not learn from its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import torch
from torch import Tensor

from eval.cases import folds
from eval.interaction.examples import Example
from eval.interaction.learn import learn, scored
from eval.interaction.twin import Twin
from rag.errors import RagError
from rag.interaction.words import Table
from rag.lexicon import shipped_lexicon

# Times that the questions are gone through. Over 7,000 of them the cross-entropy of a fold left out was .212 with 3,
# .201 with 5, .196 with 6, of which the last chose no better sentences (92.5, 92.9, 92.2 % right); from chance weights
# .226 with 3. Over the 16,000 of now, 3 times are as many steps as 6 were then.
EPOCHS = 3
SEED = 0
Weights = Mapping[str, Tensor]


def words_of(examples: Sequence[Example]) -> Table:
    """Return the table of all words of the examples."""
    return Table(list(chain.from_iterable((one.question, *one.texts) for one in examples)), shipped_lexicon())


def first_weights(path: Path) -> Weights:
    """Return the weights that a file of `python -m eval.interaction` holds; raises RagError where it holds none."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        found = load_file(path)
        Twin(Table([], shipped_lexicon())).load_state_dict(found)
    except (OSError, SafetensorError, RuntimeError) as error:
        raise RagError(f"读不了网络权重 {path}（{error}）。请用 python -m eval.interaction 重新训练。") from error
    return found


def started(table: Table, first: Weights | None) -> Twin:
    """Return a network over a table's words, with the weights given or with chance ones."""
    torch.manual_seed(SEED)
    twin = Twin(table)
    if first:
        twin.load_state_dict(first)
    return twin


def fitted(examples: Sequence[Example], first: Weights) -> Twin:
    """Return the network that learnt from all examples, from the weights `first` on."""
    table = words_of(examples)
    twin = started(table, first)
    learn(twin, examples, table, EPOCHS, SEED)
    return twin


def crossed(examples: Sequence[Example], groups: Sequence[str], first: Weights) -> list[list[float]]:
    """Return the scores of the texts of each example by a network that learnt from no example of its group (n,)."""
    table = words_of(examples)
    found: dict[int, list[float]] = {}
    for some, others in folds(range(len(examples)), groups):
        twin = started(table, first)
        learn(twin, [examples[at] for at in some], table, EPOCHS, SEED)
        found |= dict(zip(others, scored(twin, [examples[at] for at in others], table), strict=True))
    return [found[at] for at in range(len(examples))]
