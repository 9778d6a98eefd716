"""The cross-encoder of `rag.crossencoder.model` in torch: it can learn.

A transformer as BERT is (Devlin et al. 2019), with what tells the parts of a pair apart among its embeddings. Pairs
stand one behind the other, so that only the attention, a small share of the work, sees what fills shorter ones up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import torch
from torch import Tensor, nn

from eval.crossencoder.base import Base, Floats, Sizes
from rag.crossencoder.reading import Pair

# Layers of the base that are kept, of twelve.
LAYERS = 6
# Places that tokens stand at, more than the longest pair has, and parts, of which one is not in use.
PLACES, PARTS = 192, 6
# How far apart the parts are at first.
PARTS_APART = 0.01
# While learning: how much the size of what is known of a token varies, and the share left out before the last layer.
NOISE, DROPPED = 0.1, 0.1
_LOW = -1e4


@dataclass(frozen=True, slots=True)
class Packed:
    """Pairs of n texts, t tokens in all, one pair behind the other; the longest has l tokens.

    `tokens`, `parts`, `places` in the pair and `owner`, the number of the pair, are (t,); `counts` of tokens and the
    `firsts` are (n,). `spread` (n * l,) are the numbers of the tokens with all pairs filled up to the longest, and
    `gathered` (t,) where each token stands then; `mask` (n, 1, 1, l) is low where filled up.
    """

    tokens: Tensor
    parts: Tensor
    places: Tensor
    owner: Tensor
    counts: Tensor
    firsts: Tensor
    spread: Tensor
    gathered: Tensor
    mask: Tensor


def packed(pairs: Sequence[Pair]) -> Packed:
    """Return pairs, at least one, as the twin reads them."""
    counts = torch.tensor([len(pair.tokens) for pair in pairs])
    total, longest = int(counts.sum()), int(counts.max())
    firsts = counts.cumsum(0) - counts
    owner = torch.repeat_interleave(torch.arange(len(pairs)), counts)
    places = torch.arange(total) - firsts[owner]
    gathered = owner * longest + places
    spread = torch.zeros(len(pairs) * longest, dtype=torch.long)
    spread[gathered] = torch.arange(total)
    mask = torch.zeros(len(pairs), longest).masked_fill(torch.arange(longest) >= counts[:, None], _LOW)
    tokens = torch.tensor(list(chain.from_iterable(pair.tokens for pair in pairs)))
    parts = torch.tensor(list(chain.from_iterable(pair.parts for pair in pairs)))
    return Packed(tokens, parts, places, owner, counts, firsts, spread, gathered, mask[:, None, None])


class _Layer(nn.Module):
    """Each token attends to those of its pair, and is thought about alone."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.qkv, self.ao, self.aln = nn.Linear(width, 3 * width), nn.Linear(width, width), _norm(sizes)
        self.fi, self.fo, self.oln = nn.Linear(width, sizes.inner), nn.Linear(sizes.inner, width), _norm(sizes)

    def forward(self, values: Tensor, pairs: Packed, mask: Tensor) -> Tensor:
        """Return what is known of the tokens (t, width) after this layer."""
        values = self.aln(values + self.ao(self._attended(self.qkv(values), pairs, mask)))
        inner = nn.functional.gelu(self.fi(values), approximate="tanh")
        return self.oln(values + self.fo(inner))  # type: ignore[no-any-return]

    def _attended(self, values: Tensor, pairs: Packed, mask: Tensor) -> Tensor:
        number, longest = len(mask), mask.shape[-1]
        filled = values.index_select(0, pairs.spread).view(number, longest, 3, self.heads, -1)
        query, key, value = filled.permute(2, 0, 3, 1, 4)
        likeness = (query @ key.transpose(-1, -2)).mul_(query.shape[-1] ** -0.5).add_(mask)
        # the type is kept: half precision would else be widened, and narrowed again
        attention = torch.softmax(likeness, -1, dtype=likeness.dtype)
        found: Tensor = (attention @ value).transpose(1, 2).reshape(number * longest, -1)
        return found.index_select(0, pairs.gathered)


class Twin(nn.Module):
    """The cross-encoder over pairs that are packed."""

    def __init__(self, words: int, sizes: Sizes, layers: int) -> None:
        """Begin with chance weights."""
        super().__init__()
        width = sizes.width
        self.word, self.pos, self.part = (nn.Embedding(rows, width) for rows in (words, PLACES, PARTS))
        self.eln = _norm(sizes)
        self.layers = nn.ModuleList(_Layer(sizes) for _ in range(layers))
        self.hidden, self.out = nn.Linear(2 * width, width), nn.Linear(width, 1)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, pairs: Packed) -> Tensor:
        """Return the log-odds (n,) that the sentence of each pair answers its question."""
        values = self.eln(self.word(pairs.tokens) + self.pos(pairs.places) + self.part(pairs.parts))
        if self.training:
            values = values * (1 + NOISE * torch.randn(len(values), 1))
        if torch.is_autocast_enabled("cpu"):  # which does not touch sums, and they would widen all
            values = values.to(torch.get_autocast_dtype("cpu"))
        mask = pairs.mask.to(values.dtype)
        for layer in self.layers:
            values = layer(values, pairs, mask)
        values = values.float()
        mean = torch.zeros(len(mask), values.shape[1]).index_add(0, pairs.owner, values) / pairs.counts[:, None]
        hidden = torch.tanh(self.hidden(torch.cat([values[pairs.firsts], mean], 1)))
        return self.out(self.drop(hidden))[:, 0].float()  # type: ignore[no-any-return]

    def weights(self) -> dict[str, Floats]:
        """Return the tensors by their names, matrices as (out, in)."""
        return {name: value.numpy().astype(np.float32) for name, value in self.state_dict().items()}


def reaches(twin: Twin, pairs: Sequence[Pair]) -> dict[str, Floats]:
    """Return the largest size (in,) of each input of each linear layer of the layers, over pairs, by its name."""
    found: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def watched(_: nn.Module, inputs: tuple[Tensor]) -> None:
            here = inputs[0].abs().flatten(0, -2).amax(0)
            found[name] = torch.maximum(found.get(name, here), here)

        return watched

    linear = ((name, one) for name, one in twin.layers.named_modules(prefix="layers") if isinstance(one, nn.Linear))
    hooks = [one.register_forward_pre_hook(watch(name)) for name, one in linear]
    with torch.no_grad():
        for pair in pairs:
            twin(packed([pair]))
    for hook in hooks:
        hook.remove()
    return {name: values.numpy() for name, values in found.items()}


def _norm(sizes: Sizes) -> nn.LayerNorm:
    return nn.LayerNorm(sizes.width, sizes.epsilon)


def started(base: Base, numbers: Sequence[int], layers: int = LAYERS, seed: int = 0) -> Twin:
    """Return a twin with the first layers of the base, and its words of these numbers; what is new is by chance."""
    torch.manual_seed(seed)
    twin = Twin(len(numbers), base.sizes, layers)
    own = base.tensors
    given = {"word.weight": own["emb.word"][list(numbers)], "pos.weight": own["emb.pos"][:PLACES],
             "eln.weight": own["emb.ln.w"], "eln.bias": own["emb.ln.b"]}  # fmt: skip
    for layer in range(layers):
        given |= _of_layer(own, layer)
    parts = torch.from_numpy(own["emb.type"][:1]) + PARTS_APART * torch.randn(PARTS, base.sizes.width)
    loaded = {name: torch.from_numpy(value) for name, value in given.items()}
    twin.load_state_dict({**twin.state_dict(), **loaded, "part.weight": parts})
    return twin


def _of_layer(own: dict[str, Floats], layer: int) -> dict[str, Floats]:
    """Return the tensors of one layer by our names; the three matrices that make up its attention are one."""
    found: dict[str, Floats] = {}
    for kind, ending in (("weight", "w"), ("bias", "b")):
        found[f"layers.{layer}.qkv.{kind}"] = np.concatenate([own[f"l{layer}.{one}.{ending}"] for one in "qkv"])
        for name in ("ao", "aln", "fi", "fo", "oln"):
            found[f"layers.{layer}.{name}.{kind}"] = own[f"l{layer}.{name}.{ending}"]
    return found
