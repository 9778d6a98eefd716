"""An optional cross-encoder, which reads question and passage together: slower than vectors, and more exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.embedding.hub import open_model
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

SETTING = "RAG_RERANKER"
_BATCH = 32  # pairs


class Reranker:
    """A CrossEncoder of sentence-transformers with one score for each pair."""

    def __init__(self, name: str) -> None:
        """Load the model at the path, or of the hub name, `name`.

        Raises:
            EmbeddingError: there is no such model, it cannot be loaded, or it gives several scores for a pair.
        """
        from sentence_transformers import CrossEncoder

        self.name = name
        self._model = open_model(name, SETTING, CrossEncoder)
        if self._model.num_labels != 1:
            raise EmbeddingError(
                f"{SETTING}={name} 对每一对文字给出 {self._model.num_labels} 个分数，重排模型只应给出一个。"
                "请换一个模型。"
            )

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the relevance of each text to the query, float32, shape (n,); higher is better."""
        import numpy as np

        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(query, text) for text in texts]
        return np.asarray(self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), np.float32)


def load_reranker(name: str | None) -> Reranker | None:
    """Return the cross-encoder at a path or of a hub name; None for None.

    Raises:
        EmbeddingError: there is no such model, or it is no reranker.
    """
    return None if name is None else Reranker(name)
