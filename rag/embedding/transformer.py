"""Any sentence-transformers model as an embedding; the home of torch and sentence_transformers outside of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.embedding.hub import open_model
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

SETTING = "RAG_EMBEDDING"
_BATCH = 32  # passages


class TransformerEncoder:
    """A SentenceTransformer, with its own prompts for queries and for documents."""

    def __init__(self, name: str) -> None:
        """Load the model at the path, or of the hub name, `name`.

        Raises:
            EmbeddingError: there is no such model, or it cannot be loaded.
        """
        from sentence_transformers import SentenceTransformer

        self._model = open_model(name, SETTING, SentenceTransformer)
        if self._model.device.type == "cpu":
            # Half precision is slower on a processor, and its rounding would show in the scores.
            self._model.float()
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EmbeddingError(f"{SETTING}={name} 没有给出向量维数，不能用作向量模型。请换一个模型。")
        self.dimension = int(dimension)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of passages, shape (n, dimension)."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode_document(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, shape (dimension,)."""
        import numpy as np

        vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, np.float32)
