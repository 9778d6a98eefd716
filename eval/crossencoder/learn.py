"""How the cross-encoder learns: as the network of `rag.interaction` does, with what a larger network needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import chain
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from eval.crossencoder.examples import Asked
from eval.crossencoder.twin import Twin, packed
from eval.interaction.learn import FEWEST_STEPS, batches, loss

# Questions of a batch, some 2,000 tokens: larger ones leave the cache, and on two cores take longer for each token.
QUESTIONS = 6
# As is usual for a transformer that has learnt before; the rate is the highest one, after the warm up.
RATE, DECAY, WARM_UP, LONGEST_STEP = 1.2e-4, 0.01, 0.1, 1.0


def learn(twin: Twin, examples: Sequence[Asked], rounds: int, rate: float = RATE, seed: int = 0) -> None:
    """Train the twin on the examples, so many times over."""
    steps = [group for at in range(rounds) for group in batches(examples, lambda one: one.length, QUESTIONS, seed + at)]
    optimiser = torch.optim.AdamW(_groups(twin), lr=rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, max(len(steps), FEWEST_STEPS) + 1, pct_start=WARM_UP, anneal_strategy="linear"
    )
    torch.manual_seed(seed)
    torch.set_num_threads(os.cpu_count() or 1)
    twin.train()
    for group in tqdm(steps, file=sys.stderr, mininterval=5, disable=None):
        optimiser.zero_grad()
        _loss(twin, group).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(twin.parameters(), LONGEST_STEP)
        optimiser.step()
        schedule.step()
    twin.eval()


def _groups(twin: Twin) -> list[dict[str, Any]]:
    """Return the parameters, of which only matrices shrink: a bias, or what scales a norm, has no reason to."""
    matrices = [one for one in twin.parameters() if one.dim() > 1]
    others = [one for one in twin.parameters() if one.dim() <= 1]
    return [{"params": matrices, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]


def _loss(twin: Twin, group: Sequence[Asked]) -> Tensor:
    right = torch.tensor([float(right) for one in group for right in one.right])
    owner = torch.tensor([at for at, one in enumerate(group) for _ in one.pairs])
    return loss(_scores(twin, group), right, owner, len(group))


def _scores(twin: Twin, group: Sequence[Asked]) -> Tensor:
    pairs = packed(list(chain.from_iterable(one.pairs for one in group)))
    # half the bits: processors with AMX have a unit that multiplies matrices of such numbers
    with torch.autocast("cpu", torch.bfloat16):
        return twin(pairs)  # type: ignore[no-any-return]
