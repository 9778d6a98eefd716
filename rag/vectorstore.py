"""The index folder as a LangChain `VectorStore`: exact cosine search, filtered inside the search."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from numpy.typing import NDArray

from rag.errors import IndexMissing
from rag.index.database import Row
from rag.index.derive import Embedder
from rag.index.reader import Index, open_index
from rag.index.writer import open_writer


class ReportVectorStore(VectorStore):
    """Passages of an index folder; it always reads the newest generation, and each change commits a new one.

    Scores are those of `Index.similarities`, at most 1. `filter` maps names of metadata to the value wanted (or a list
    of values, any of which will do); rows that it keeps out never take a place among the `k` best.
    """

    def __init__(self, folder: Path, embedding: Embedder | Embeddings) -> None:
        """Use the index in `folder` with the embedding that it was made with; the folder may still be empty."""
        self.folder = folder
        self.embedder: Embedder = _as_embedder(embedding)
        self._lock = threading.Lock()
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """Return the newest generation; raises IndexMissing, IndexMismatch."""
        with self._lock:
            if self._index is None or not self._index.is_current():
                self._index = open_index(self.folder, self.embedder)
            return self._index

    @property
    def embeddings(self) -> Embeddings:
        """Return the embedding as LangChain's interface."""
        return self.embedder if isinstance(self.embedder, Embeddings) else _AsEmbeddings(self.embedder)

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> list[str]:
        """Add texts that belong to no report and return their ids; an id that exists is replaced."""
        contents = list(texts)
        keys = [key or str(uuid.uuid4()) for key in ids or [""] * len(contents)]
        rows = [
            Row(key=key, content=text, indexed=text, metadata=dict(metadata))
            for key, text, metadata in zip(keys, contents, metadatas or [{}] * len(contents), strict=True)
        ]
        with open_writer(self.folder, self.embedder) as writer:
            writer.put_rows(rows)
            if writer.changed:
                writer.commit()
        return keys

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool | None:
        """Remove passages by id; unknown ids are no error."""
        with open_writer(self.folder, self.embedder) as writer:
            writer.remove_rows(ids or [])
            if writer.changed:
                writer.commit()
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Return the passages with these ids, in their order; unknown ids are left out."""
        try:
            found = self.index.documents_by_key(ids)
        except IndexMissing:
            return []
        return [Document(id=key, page_content=content, metadata=metadata) for key, content, metadata in found]

    def similarity_search(
        self, query: str, k: int = 4, *, filter: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> list[Document]:
        """Return the `k` passages nearest to the query inside the filter, best first."""
        return [document for document, _ in self.similarity_search_with_score(query, k, filter=filter)]

    def similarity_search_with_score(
        self, query: str, k: int = 4, *, filter: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> list[tuple[Document, float]]:
        """Return the `k` nearest passages inside the filter with their similarities, best first."""
        return self._search(self.embedder.encode_query(query), k, filter)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, *, filter: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> list[Document]:
        """Return the `k` passages nearest to a vector inside the filter, best first."""
        return [document for document, _ in self._search(_unit(np.asarray(embedding, np.float32)), k, filter)]

    def _search(
        self, vector: NDArray[np.float32], k: int, wanted: Mapping[str, Any] | None
    ) -> list[tuple[Document, float]]:
        try:
            index = self.index
        except IndexMissing:
            return []
        found = index.dense(vector, k, index.keep_metadata(wanted) if wanted else None)
        documents = index.documents([row for row, _ in found])
        return [
            (Document(id=key, page_content=content, metadata=metadata), score)
            for (key, content, metadata), (_, score) in zip(documents, found, strict=True)
        ]

    def _select_relevance_score_fn(self) -> Any:
        return lambda cosine: (1.0 + cosine) / 2.0

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        folder: Path | None = None,
        **kwargs: Any,
    ) -> ReportVectorStore:
        """Make (or add to) the index in `folder`; raises IndexMissing where no folder is given."""
        if folder is None:
            raise IndexMissing("请用 folder 参数给出索引文件夹。")
        store = cls(folder, embedding)
        store.add_texts(texts, metadatas, ids=ids)
        return store


class _AsEmbedder:
    """Any LangChain embedding as the index needs it; its fingerprint is what it makes of a probe text."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        probe = self.encode_query("法治政府")
        self.name = type(embeddings).__name__
        self.by_sentence = False
        self.dimension = len(probe)
        self.fingerprint = hashlib.sha256(probe.tobytes()).hexdigest()[:16]

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return _unit(np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32))

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return _unit(np.asarray(self._embeddings.embed_query(text), dtype=np.float32))


class _AsEmbeddings(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in vector] for vector in self._embedder.encode_documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self._embedder.encode_query(text)]


def _as_embedder(embedding: Embedder | Embeddings) -> Embedder:
    if isinstance(embedding, Embeddings) and not hasattr(embedding, "encode_documents"):
        return _AsEmbedder(embedding)
    return embedding  # type: ignore[return-value]  # has the method, so it is an Embedder


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), dtype=np.float32)
