"""A cross-encoder made by the test, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.embedding import hub, load_reranker
from rag.embedding.rerank import Reranker, finite
from rag.errors import EmbeddingError
from rag.settings import ModelOptions

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


def test_a_lower_maximum_cuts_pairs(tiny_cross_encoder: Path) -> None:
    # [CLS] 政 府 [SEP], four characters of the passage, [SEP]: nine tokens.
    texts = ["行政复议案件", "行政复议建设"]
    short = Reranker(str(tiny_cross_encoder), ModelOptions(max_tokens=9)).scores("政府", texts)
    whole = Reranker(str(tiny_cross_encoder)).scores("政府", texts)
    assert short[0] == short[1]
    assert whole[0] != whole[1]


def test_a_higher_maximum_is_the_models_own(tiny_cross_encoder: Path) -> None:
    assert Reranker(str(tiny_cross_encoder), ModelOptions(max_tokens=512))._limits.max_tokens == 64


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.5, 0.25], [0.5, 0.25]),
        ([0.5, np.nan, 0.25], [0.5, 0.25, 0.25]),  # NaN is last, and sorts
        ([np.inf, 0.5], [0.5, 0.5]),
        ([np.nan, np.nan], [0, 0]),
    ],
)
def test_scores_are_always_numbers(scores: list[float], expected: list[float]) -> None:
    assert finite(np.array(scores, np.float32)).tolist() == expected


def test_float16_on_a_gpu(tiny_cross_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Reranker(str(tiny_cross_encoder)).scores("政府", ["行政复议"])
    monkeypatch.setattr(hub, "_has_gpu", lambda: True)
    reranker = Reranker(str(tiny_cross_encoder))
    assert str(reranker._model.dtype) == "torch.float16"
    np.testing.assert_allclose(reranker.scores("政府", ["行政复议"]), plain, atol=1e-2)


def test_a_backend_that_is_not_installed(tiny_cross_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_is_installed", lambda _: False)
    with pytest.raises(EmbeddingError, match=r"RAG_RERANKER_BACKEND=onnx .*sentence-transformers\[onnx\]"):
        load_reranker(str(tiny_cross_encoder), ModelOptions(backend="onnx"))
