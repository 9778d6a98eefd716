"""An optional cross-encoder, which reads question and passage together: slower than vectors, and more exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.embedding.hub import PROBE, limit, load_model
from rag.errors import EmbeddingError
from rag.settings import ModelOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder

SETTING = "RAG_RERANKER"


class Reranker:
    """A CrossEncoder of sentence-transformers with one score for each pair."""

    def __init__(self, name: str, options: ModelOptions | None = None) -> None:
        """Load the model at the path, or of the hub name, `name`; its own prompt, if it has one, applies.

        Raises:
            EmbeddingError: there is no such model, it cannot be loaded, the backend's packages are missing, or it
                gives several scores for a pair.
        """
        from sentence_transformers import CrossEncoder

        options = options or ModelOptions()
        self.name = name
        self._model = load_model(name, SETTING, CrossEncoder, options.backend, _probe)
        if self._model.num_labels != 1:
            raise EmbeddingError(
                f"{SETTING}={name} 对每一对文字给出 {self._model.num_labels} 个分数，重排模型只应给出一个。"
                "请换一个模型。"
            )
        self._limits = limit(self._model, options.max_tokens)

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the relevance of each text to the query, float32, shape (n,); higher is better."""
        import numpy as np

        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(query, text) for text in texts]
        batch = self._limits.batch(len(query) + max(map(len, texts)))
        scores = self._model.predict(pairs, batch_size=batch, show_progress_bar=False)
        return finite(np.asarray(scores, np.float32))


def finite(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores (n,) with the lowest in place of those that are no number, as NaN has no rank; 0 if all are."""
    import numpy as np

    usable = np.isfinite(scores)
    return np.where(usable, scores, scores[usable].min() if usable.any() else np.float32(0))


def load_reranker(name: str | None, options: ModelOptions | None = None) -> Reranker | None:
    """Return the cross-encoder at a path or of a hub name; None for None.

    Raises:
        EmbeddingError: there is no such model, or it is no reranker.
    """
    return None if name is None else Reranker(name, options)


def _probe(model: CrossEncoder) -> NDArray[np.float32]:
    import numpy as np

    return np.asarray(model.predict([(PROBE, PROBE)], show_progress_bar=False), np.float32)
