"""The cross-encoder: question and sentence through one transformer, which tells the log-odds that it answers.

Six layers of multilingual-e5-small (Wang et al. 2024, MIT), trained further by `python -m eval.crossencoder`, with
weights of one byte, run by ONNX Runtime.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from rag.crossencoder.reading import Pair, shipped_reader, told_of
from rag.score import Candidate
from rag.shipped import shipped
from rag.understood import Understood

MODEL = Path(__file__).with_name("model.onnx")
# Of two threads, the second takes a quarter off one question and belongs to another user's.
THREADS = 1


class CrossEncoder:
    """A loaded cross-encoder; may be shared by threads."""

    def __init__(self, document: bytes) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = THREADS
        self._session: Any = onnxruntime.InferenceSession(document, options, providers=["CPUExecutionProvider"])

    def score(self, pair: Pair) -> float:
        """Return the log-odds that the sentence of a pair answers its question."""
        fed = {"tokens": np.array([pair.tokens], np.int64), "parts": np.array([pair.parts], np.int64)}
        return float(self._session.run(["score"], fed)[0].item())


@lru_cache(maxsize=1)
def shipped_cross_encoder() -> CrossEncoder:
    """Return the shipped cross-encoder, loaded once; raises ShippedError."""
    return shipped(MODEL, lambda path: CrossEncoder(path.read_bytes()))


def cross_score(understood: Understood, found: Candidate) -> float:
    """Return the log-odds that a candidate's sentence answers a question, by the shipped cross-encoder."""
    pair = shipped_reader().pair(understood.standalone, told_of(found))
    return shipped_cross_encoder().score(pair)
