"""A cross-encoder made by the test, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.embedding import load_reranker
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from pathlib import Path


def test_none_is_none() -> None:
    assert load_reranker(None) is None


def test_scores_are_those_of_the_cross_encoder(tiny_cross_encoder: Path) -> None:
    from sentence_transformers import CrossEncoder

    reranker = load_reranker(str(tiny_cross_encoder))
    assert reranker is not None
    texts = ["行政复议", "法治政府建设", "工商户"]
    scores = reranker.scores("政府", texts)
    assert scores.dtype == np.float32
    expected = CrossEncoder(str(tiny_cross_encoder), device="cpu").predict([("政府", text) for text in texts])
    np.testing.assert_allclose(scores, expected, atol=1e-6)
    assert reranker.scores("政府", []).shape == (0,)


def test_classifier_is_refused(tiny_classifier: Path) -> None:
    with pytest.raises(EmbeddingError, match="给出 3 个分数"):
        load_reranker(str(tiny_classifier))


def test_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"RAG_RERANKER=.*没有模型"):
        load_reranker(str(tmp_path))
