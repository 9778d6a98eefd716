"""The network of `rag.interaction.network` in torch, with the same names for the same tensors: it can learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import DTypeLike, NDArray
from torch import Tensor, nn

from eval.interaction.examples import Example
from rag.interaction.network import SCALE
from rag.interaction.words import DIMENSION, Part, Table

WIDTH = 96  # not compared with others
# Shares of numbers left out at random while learning: of words, of what is compared, before the last layer.
DROPPED, DROPPED_LAST = 0.2, 0.3
# How much likeness in meaning, the same word, and shared letters count in the attention at first.
LIKENESS = (4.0, 2.0, 1.0)
_LOW = -1e4
_PLAIN_ASKED, _PLAIN_TOLD = 6, 5


class Twin(nn.Module):
    """The network over batches of pairs of a question and a text."""

    def __init__(self, table: Table, width: int = WIDTH) -> None:
        """Begin with chance weights; `table` holds all words that will be met."""
        super().__init__()
        self.table = tuple(torch.from_numpy(one) for one in (table.vectors, table.digits, table.letters))
        self.word = _linear(DIMENSION, width)
        self.digit = nn.Parameter(torch.zeros(width))
        self.part = nn.Parameter(torch.randn(len(Part), width) * 0.1)
        self.near, self.around = _convolution(width), _convolution(width)
        self.attention = nn.Parameter(torch.randn(width, width) / width**0.5)
        self.likeness = nn.Parameter(torch.tensor(LIKENESS))
        self.asks, self.says = _linear(4 * width + _PLAIN_ASKED, width), _linear(4 * width + _PLAIN_TOLD, width)
        self.asks_pool, self.says_pool = (nn.Parameter(torch.randn(width, 1) * 0.1) for _ in range(2))
        self.hidden, self.out = _linear(7 * width, width), _linear(width, 1)
        self.drop, self.drop_last = nn.Dropout(DROPPED), nn.Dropout(DROPPED_LAST)

    def forward(self, asked: Tensor, text: Tensor, parts: Tensor) -> Tensor:
        """Return the log-odds (n,); `asked` (n, q) and `text` (n, k) are numbers of words, -1 for none."""
        vectors, digits, letters = self.table
        here, there = asked >= 0, text >= 0
        asked, text = asked.clamp(min=0), text.clamp(min=0)
        question = self._encoded(asked, torch.full_like(asked, Part.QUESTION), here)
        told = self._encoded(text, parts, there)
        cosine = vectors[asked] @ vectors[text].transpose(1, 2)
        own = letters[asked]
        shared = own @ letters[text].transpose(1, 2) / own.sum(2, keepdim=True).clamp(min=1)
        same = (asked[:, :, None] == text[:, None, :]).float()
        like = (question @ self.attention) @ told.transpose(1, 2) / SCALE
        like = like + self.likeness[0] * cosine + self.likeness[1] * same + self.likeness[2] * shared
        no_text, no_word = ~there[:, None, :], ~here[:, :, None]
        in_text = torch.softmax(like.masked_fill(no_text, _LOW), 2) @ told
        in_question = torch.softmax(like.masked_fill(no_word, _LOW), 1).transpose(1, 2) @ question
        core = ((parts == Part.CORE) & there)[:, None, :]
        plain = [one.masked_fill(no_text, -1) for one in (cosine, same, shared)]
        best = [one.amax(2) for one in plain]
        best += [one.masked_fill(~core, -1).amax(2) for one in (plain[0], plain[2])]
        asks = self.drop(torch.relu(self.asks(_beside(question, in_text, [*best, digits[asked]]))))
        best = [one.masked_fill(no_word, -1).amax(1) for one in plain]
        says = self.drop(torch.relu(self.says(_beside(told, in_question, [*best, core[:, 0].float(), digits[text]]))))
        says = says + torch.relu(_over(self.around, says * there[..., None]))
        pooled = [*_pooled(asks, here, self.asks_pool), *_pooled(says, there, self.says_pool),
                  _highest(says, core[:, 0])]  # fmt: skip
        hidden = self.drop_last(torch.relu(self.hidden(torch.cat(pooled, 1))))
        return self.out(hidden)[:, 0]  # type: ignore[no-any-return]

    def _encoded(self, numbers: Tensor, parts: Tensor, there: Tensor) -> Tensor:
        vectors, digits, _ = self.table
        plain = self.word(vectors[numbers]) + digits[numbers][..., None] * self.digit + self.part[parts]
        plain = self.drop(plain) * there[..., None]
        return plain + torch.relu(_over(self.near, plain))  # type: ignore[no-any-return]

    def weights(self, kind: DTypeLike = np.float16) -> dict[str, NDArray[Any]]:
        """Return the tensors by their names and in the shapes that `rag.interaction.network` reads."""
        found: dict[str, NDArray[Any]] = {}
        for name, value in self.state_dict().items():
            turned = value.permute(2, 1, 0) if value.dim() == 3 else value.T if name.endswith(".weight") else value
            found[name.replace("_", ".")] = turned.contiguous().numpy().astype(kind)
        return found


def _linear(inner: int, outer: int) -> nn.Linear:
    return nn.Linear(inner, outer)


def _convolution(width: int) -> nn.Conv1d:
    return nn.Conv1d(width, width, 3, padding=1)


def _over(layer: nn.Conv1d, values: Tensor) -> Tensor:
    return layer(values.transpose(1, 2)).transpose(1, 2)  # type: ignore[no-any-return]


def _beside(own: Tensor, other: Tensor, plain: Sequence[Tensor]) -> Tensor:
    return torch.cat([own, other, own * other, (own - other).abs(), torch.stack(list(plain), 2)], 2)


def _pooled(values: Tensor, there: Tensor, chooser: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    chosen = torch.softmax((values @ chooser)[..., 0].masked_fill(~there, _LOW), 1)
    mean = (values * there[..., None]).sum(1) / there.sum(1, keepdim=True)
    return (chosen[..., None] * values).sum(1), _highest(values, there), mean


def _highest(values: Tensor, there: Tensor) -> Tensor:
    return values.masked_fill(~there[..., None], _LOW).amax(1)


def batch(examples: Sequence[Example], table: Table) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return the pairs of some examples: words asked and told, parts, whether right, and the number of the example."""
    pairs = [(one.question, text) for one in examples for text in one.texts]
    asked = _padded([table.numbers(question) for question, _ in pairs], -1)
    told = _padded([table.numbers(text) for _, text in pairs], -1)
    parts = _padded([text.parts for _, text in pairs], 0)
    right = torch.tensor([float(right) for one in examples for right in one.right])
    owner = torch.tensor([at for at, one in enumerate(examples) for _ in one.texts])
    return asked, told, parts, right, owner


def _padded(rows: Sequence[Sequence[int]], filling: int) -> Tensor:
    found = torch.full((len(rows), max(map(len, rows))), filling)
    for at, row in enumerate(rows):
        found[at, : len(row)] = torch.tensor(row)
    return found
