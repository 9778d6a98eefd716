"""The cross-encoder as an ONNX document: its matrices in whole numbers of a byte, one pair of texts at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]

# The largest whole number of a weight: processors without VNNI add two products of a byte in 16 bits, which 2 * 255 *
# 63 fits into and 2 * 255 * 127 does not.
LARGEST = 63
# That of an embedding, which is only looked up.
LARGEST_LOOKED_UP = 127
HEAD_WIDTH = 32
EPSILON = 1e-12
# The least share of their median that inputs are taken to reach: one that was never seen would else be multiplied
# without bound if it came after all.
_LEAST = 0.01
# How far the inputs of a linear layer are evened with its weights, from 0, not at all, to 0.5, half each, by its name,
# and else: those behind the activation, where some reach much further than others, less. Over 652 pairs of reports that
# nothing had learnt from, median and 95th percentile of the error of a score, whose standard deviation is 4.0:
#     else and `fo`   0, 0     0.5, 0.5 0.5, 0.15         0.5, 0.25         0.5, 0.35         0.25, 0.25
#     median          0.18     0.10     0.07              0.07              0.08              0.08
#     95th            0.93     0.76     0.52              0.54              0.70              0.59
# (between the two best there is no telling)
EVENED, EVENED_ELSE = {"fo": 0.2}, 0.5
# What the runtime of 2024 on reads.
OPSET, IR_VERSION = 20, 10
_VENDOR = "com.microsoft"


class _Graph:
    """Nodes and tensors of a graph in the making; each method adds some and returns the name of the result."""

    def __init__(self, weights: Mapping[str, Floats], reaches: Mapping[str, Floats]) -> None:
        self.weights, self.reaches = weights, reaches
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []

    def tensor(self, name: str, values: NDArray[np.generic]) -> str:
        self.tensors.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], domain: str = "", **settings: Any) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, domain=domain, **settings))
        return name

    def looked_up(self, name: str, numbers: str) -> str:
        """Return the rows of an embedding."""
        whole, scales = quantised(self.weights[f"{name}.weight"], LARGEST_LOOKED_UP)
        rows = self.node("Gather", [self.tensor(f"{name}.whole", whole), numbers])
        of_rows = self.node("Gather", [self.tensor(f"{name}.scales", scales[:, None]), numbers])
        return self.node("Mul", [self.node("Cast", [rows], to=TensorProto.FLOAT), of_rows])

    def linear(self, name: str, values: str) -> str:
        """Return a linear layer, its inputs quantised as they come.

        What of the inputs reaches far is divided by as much as its weights are multiplied with, as all inputs share one
        scale (Xiao et al. 2023, "SmoothQuant").
        """
        weight, share = self.weights[f"{name}.weight"], EVENED.get(name.split(".")[-1], EVENED_ELSE)
        reach, height = (_none_too_small(one) for one in (self.reaches[name], np.abs(weight).max(0)))
        evened = (reach / height) ** share
        evened = (evened / np.exp(np.log(evened).mean())).astype(np.float32)
        values = self.node("Mul", [values, self.tensor(f"{name}.evened", 1 / evened)])
        whole, scales = quantised(weight * evened, LARGEST)
        inputs = [values, self.tensor(f"{name}.whole", whole.T), self.tensor(f"{name}.scales", scales), ""]
        bias = self.tensor(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node("DynamicQuantizeMatMul", [*inputs, bias], _VENDOR)

    def exact(self, name: str, values: str) -> str:
        """Return a linear layer in floating point: one of the last, on a single row."""
        weight = self.tensor(f"{name}.weight", self.weights[f"{name}.weight"].T)
        bias = self.tensor(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node("Add", [self.node("MatMul", [values, weight]), bias])

    def normalised(self, name: str, values: str) -> str:
        scale, bias = (self.tensor(f"{name}.{kind}", self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        return self.node("LayerNormalization", [values, scale, bias], axis=-1, epsilon=EPSILON)


def _none_too_small(sizes: Floats) -> Floats:
    return np.maximum(sizes, max(_LEAST * float(np.median(sizes)), EPSILON))


def quantised(weights: Floats, largest: int) -> tuple[NDArray[np.int8], Floats]:
    """Return rows (n, m) as whole numbers up to ±`largest` and the scale (n,) of each, whose product is nearly them."""
    scales = (np.abs(weights).max(1) / largest).astype(np.float32)
    whole = np.clip(np.rint(weights / np.where(scales, scales, 1)[:, None]), -largest, largest)
    return whole.astype(np.int8), scales


def document(weights: Mapping[str, Floats], reaches: Mapping[str, Floats]) -> bytes:
    """Return the document of a cross-encoder with the weights of `eval.crossencoder.twin`, (out, in) each.

    `reaches` (in,) tell of each linear layer how far its inputs reach (see `eval.crossencoder.twin.reaches`); raises
    KeyError where one is missing.
    Its inputs are `tokens` and `parts`, whole numbers (1, n); its output is `score`, the log-odds (1, 1).
    """
    graph = _Graph(weights, reaches)
    values = _embedded(graph)
    for layer in range(sum(name.endswith(".qkv.weight") for name in weights)):
        values = _layer(graph, f"layers.{layer}", values)
    return bytes(_model(graph, _head(graph, values)).SerializeToString())


def _embedded(graph: _Graph) -> str:
    graph.tensor("last", np.array(1, np.int64))
    length = graph.node("Gather", [graph.node("Shape", ["tokens"]), "last"])
    counted = graph.node(
        "Range", [graph.tensor("zero", np.array(0, np.int64)), length, graph.tensor("one", np.array(1, np.int64))]
    )
    added = graph.node("Add", [graph.looked_up("word", "tokens"), graph.looked_up("part", "parts")])
    return graph.normalised("eln", graph.node("Add", [added, graph.looked_up("pos", counted)]))


def _layer(graph: _Graph, name: str, values: str) -> str:
    weights = graph.weights[f"{name}.qkv.weight"]
    width = weights.shape[1]
    heads = graph.tensor(f"{name}.heads", np.array([0, 0, 3, width // HEAD_WIDTH, HEAD_WIDTH], np.int64))
    apart = graph.node("Reshape", [graph.linear(f"{name}.qkv", values), heads])
    three = graph.node("Transpose", [apart], perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.node("Gather", [three, graph.tensor(f"{name}.{at}", np.array(at, np.int64))], axis=0) for at in range(3)
    )
    likeness = graph.node("MatMul", [query, graph.node("Transpose", [key], perm=[0, 1, 3, 2])])
    scale = graph.tensor(f"{name}.scale", np.array(HEAD_WIDTH**-0.5, np.float32))
    attention = graph.node("Softmax", [graph.node("Mul", [likeness, scale])], axis=-1)
    found = graph.node("Transpose", [graph.node("MatMul", [attention, value])], perm=[0, 2, 1, 3])
    whole = graph.node("Reshape", [found, graph.tensor(f"{name}.whole", np.array([0, 0, width], np.int64))])
    values = graph.normalised(f"{name}.aln", graph.node("Add", [values, graph.linear(f"{name}.ao", whole)]))
    inner = graph.node("Gelu", [graph.linear(f"{name}.fi", values)], approximate="tanh")
    return graph.normalised(f"{name}.oln", graph.node("Add", [values, graph.linear(f"{name}.fo", inner)]))


def _head(graph: _Graph, values: str) -> str:
    axis = graph.tensor("axis", np.array([1], np.int64))
    first = graph.node("Gather", [values, graph.tensor("first", np.array(0, np.int64))], axis=1)
    mean = graph.node("ReduceMean", [values, axis], keepdims=0)
    hidden = graph.node("Tanh", [graph.exact("hidden", graph.node("Concat", [first, mean], axis=-1))])
    return graph.exact("out", hidden)


def _model(graph: _Graph, result: str) -> ModelProto:
    graph.nodes.append(helper.make_node("Identity", [result], ["score"]))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "n"]) for name in ("tokens", "parts")]
    output = helper.make_tensor_value_info("score", TensorProto.FLOAT, [1, 1])
    made = helper.make_graph(graph.nodes, "cross-encoder", inputs, [output], graph.tensors)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_VENDOR, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=IR_VERSION)
