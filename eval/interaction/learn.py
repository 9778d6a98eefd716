"""How the network learns: each sentence for itself, and the right one before the others of its question."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from eval.interaction.examples import Example
from eval.interaction.twin import Twin, batch
from rag.interaction.words import Table

EXAMPLES = 16  # of a batch
RATE, DECAY, WARM_UP, LONGEST_STEP = 1e-3, 0.01, 0.1, 1.0
# What the right sentence before the others counts beside each sentence for itself.
LISTWISE = 0.5
# Examples among which a batch's are of one length.
POOL = 512
# The schedule wants some steps to warm up in.
FEWEST_STEPS = 20
_LOW = -1e4
_Example = TypeVar("_Example")


def learn(twin: Twin, examples: Sequence[Example], table: Table, epochs: int, seed: int = 0) -> None:
    """Train the network on the examples, so many times over."""
    usable = [one for one in examples if one.texts]
    optimiser = torch.optim.AdamW(twin.parameters(), lr=RATE, weight_decay=DECAY)
    rounds = [group for epoch in range(epochs) for group in batches(usable, _longest, EXAMPLES, seed + epoch)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=max(len(rounds), FEWEST_STEPS) + 1, pct_start=WARM_UP
    )
    torch.set_num_threads(os.cpu_count() or 1)
    twin.train()
    for group in tqdm(rounds, file=sys.stderr, mininterval=5, disable=None):
        asked, told, parts, right, owner = batch(group, table)
        value = loss(twin(asked, told, parts), right, owner, len(group))
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(twin.parameters(), LONGEST_STEP)
        optimiser.step()
        schedule.step()
    twin.eval()


def _longest(example: Example) -> int:
    return max(len(text.words) for text in example.texts)


def batches(
    examples: Sequence[_Example], length: Callable[[_Example], int], size: int, seed: int
) -> list[list[_Example]]:
    """Return all examples in batches of so many, of about one length each, in chance order."""
    dice = np.random.default_rng(seed)
    order = dice.permutation(len(examples))
    found: list[list[_Example]] = []
    for start in range(0, len(order), POOL):
        pool = sorted(order[start : start + POOL].tolist(), key=lambda at: length(examples[at]))
        found += [[examples[at] for at in pool[first : first + size]] for first in range(0, len(pool), size)]
    return [found[at] for at in dice.permutation(len(found)).tolist()]


def loss(scores: Tensor, right: Tensor, owner: Tensor, examples: int) -> Tensor:
    """Return the mean cross-entropy of the sentences, and that of the choice of one by each question that has one."""
    alone = nn.functional.binary_cross_entropy_with_logits(scores, right)
    having = torch.zeros(examples).index_add(0, owner, right) > 0
    if not bool(having.any()):
        return alone
    of_right = _log_sum(scores.masked_fill(right == 0, _LOW), owner, examples)
    return alone + LISTWISE * (_log_sum(scores, owner, examples) - of_right)[having].mean()


def _log_sum(scores: Tensor, owner: Tensor, examples: int) -> Tensor:
    """Return the logarithm of the sum of the powers of each example's scores."""
    highest = torch.full((examples,), _LOW).scatter_reduce(0, owner, scores.detach(), "amax")
    return highest + torch.log(torch.zeros(examples).index_add(0, owner, torch.exp(scores - highest[owner])))


def scored(twin: Twin, examples: Sequence[Example], table: Table) -> list[list[float]]:
    """Return the log-odds of the texts of each example."""
    with torch.no_grad():
        return [twin(*batch([one], table)[:3]).tolist() if one.texts else [] for one in examples]
