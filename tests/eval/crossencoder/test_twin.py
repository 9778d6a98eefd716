"""The twin: packed as by hand, each pair as it is alone, and a layer as torch's own is."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from eval.crossencoder.base import Sizes
from eval.crossencoder.twin import PARTS, Twin, packed, reaches, started
from rag.crossencoder.reading import Pair
from tests.eval.crossencoder.made import made

SIZES = Sizes(width=32, heads=2, inner=64, epsilon=1e-5)
pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, PARTS - 1)), min_size=1, max_size=9).map(
    lambda both: Pair(tuple(token for token, _ in both), tuple(part for _, part in both))
)


def twin(layers: int = 2) -> Twin:
    torch.manual_seed(0)
    return Twin(10, SIZES, layers).eval()


def test_packed_by_hand() -> None:
    found = packed([Pair((0, 7, 2), (4, 4, 4)), Pair((0, 9), (4, 0))])
    assert found.tokens.tolist() == [0, 7, 2, 0, 9]
    assert found.parts.tolist() == [4, 4, 4, 4, 0]
    assert found.places.tolist() == [0, 1, 2, 0, 1]
    assert found.owner.tolist() == [0, 0, 0, 1, 1]
    assert found.counts.tolist() == [3, 2]
    assert found.firsts.tolist() == [0, 3]
    assert found.spread.tolist() == [0, 1, 2, 3, 4, 0]  # the last fills up
    assert found.gathered.tolist() == [0, 1, 2, 3, 4]
    assert (found.mask < 0).flatten().tolist() == [False] * 5 + [True]
    assert found.mask.shape == (2, 1, 1, 3)


@settings(deadline=None, max_examples=30)
@given(st.lists(pairs, min_size=1, max_size=5))
def test_each_pair_is_read_as_if_it_were_alone(found: list[Pair]) -> None:
    model = twin()
    with torch.no_grad():
        together, alone = model(packed(found)), torch.cat([model(packed([one])) for one in found])
    assert together.tolist() == pytest.approx(alone.tolist(), abs=1e-5)


def test_half_precision_says_nearly_the_same() -> None:
    model = twin()
    found = packed([Pair((0, 7, 2, 5), (4, 4, 0, 1)), Pair((0, 9), (4, 0))])
    with torch.no_grad():
        exact = model(found)
        with torch.autocast("cpu", torch.bfloat16):
            half = model(found)
    assert half.dtype == torch.float32
    assert half.tolist() == pytest.approx(exact.tolist(), abs=0.05)
    assert half.tolist() != exact.tolist()


def test_layers_are_those_of_torch() -> None:
    model = twin(1)
    [own] = model.layers
    layer = nn.TransformerEncoderLayer(
        SIZES.width, SIZES.heads, SIZES.inner, layer_norm_eps=SIZES.epsilon, batch_first=True,
        activation=lambda values: nn.functional.gelu(values, approximate="tanh"),
    ).eval()  # fmt: skip
    names = {"self_attn.in_proj_": "qkv.", "self_attn.out_proj.": "ao.", "norm1.": "aln.", "linear1.": "fi.",
             "linear2.": "fo.", "norm2.": "oln."}  # fmt: skip
    weights = own.state_dict()
    layer.load_state_dict(
        {old + kind: weights[new + kind] for old, new in names.items() for kind in ("weight", "bias")}
    )
    found = packed([Pair((0, 7, 2), (4, 4, 0)), Pair((0, 9, 5), (4, 0, 0))])
    values = torch.randn(2, 3, SIZES.width)
    with torch.no_grad():
        expected = layer(values).flatten(0, 1)
        assert torch.allclose(own(values.flatten(0, 1), found, found.mask), expected, atol=1e-5)


def test_chance_only_while_learning() -> None:
    model, found = twin(), packed([Pair((0, 7, 2), (4, 4, 0))])
    assert model(found).tolist() == model(found).tolist()
    model.train()
    assert model(found).tolist() != model(found).tolist()


def test_weights_of_the_base(tmp_path: Path) -> None:
    base = made(tmp_path, layers=2)
    own, width = base.tensors, base.sizes.width
    found = started(base, [1, 3, 2, 0, 5], layers=1).weights()
    kinds = ("weight", "bias")
    layer = {f"layers.0.{name}.{kind}" for name in ("qkv", "ao", "aln", "fi", "fo", "oln") for kind in kinds}
    embedded = {"word.weight", "pos.weight", "part.weight", "eln.weight", "eln.bias"}
    last = {f"{name}.{kind}" for name in ("hidden", "out") for kind in kinds}
    assert found.keys() == layer | embedded | last
    assert (found["word.weight"] == own["emb.word"][[1, 3, 2, 0, 5]]).all()
    assert (found["pos.weight"] == own["emb.pos"]).all()
    for at, name in enumerate("qkv"):
        rows = slice(at * width, (at + 1) * width)
        assert (found["layers.0.qkv.weight"][rows] == own[f"l0.{name}.w"]).all()
        assert (found["layers.0.qkv.bias"][rows] == own[f"l0.{name}.b"]).all()
    for name in ("ao", "aln", "fi", "fo", "oln"):
        assert (found[f"layers.0.{name}.weight"] == own[f"l0.{name}.w"]).all()
        assert (found[f"layers.0.{name}.bias"] == own[f"l0.{name}.b"]).all()
    apart = found["part.weight"] - own["emb.type"][:1]
    assert 0 < abs(apart).max() < 0.06


def test_the_same_seed_begins_alike(tmp_path: Path) -> None:
    base = made(tmp_path)
    first, again, other = (started(base, [1, 3, 2, 0], 1, seed).weights() for seed in (0, 0, 1))
    assert all((first[name] == again[name]).all() for name in first)
    assert (first["hidden.weight"] != other["hidden.weight"]).any()


def test_how_far_inputs_reach() -> None:
    model = twin(1)
    found = [Pair((0, 7, 2), (4, 4, 0)), Pair((0, 9), (4, 0))]
    told = reaches(model, found)
    assert told.keys() == {f"layers.0.{name}" for name in ("qkv", "ao", "fi", "fo")}
    assert {name: value.shape for name, value in told.items()} == {
        "layers.0.qkv": (32,), "layers.0.ao": (32,), "layers.0.fi": (32,), "layers.0.fo": (64,)
    }  # fmt: skip
    first = [model.eln(model.word(one.tokens) + model.pos(one.places) + model.part(one.parts))
             for one in map(packed, ([pair] for pair in found))]  # fmt: skip
    assert told["layers.0.qkv"] == pytest.approx(torch.cat(first).abs().amax(0).detach().numpy())
    [layer] = model.layers
    assert not any(one._forward_pre_hooks for one in layer.children())  # nothing goes on watching
