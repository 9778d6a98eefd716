"""Hybrid retrieval as a LangChain `BaseRetriever`, over the same store and functions that the assistant uses."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from rag.errors import IndexMissing
from rag.index.reader import Index
from rag.retrieve import Scored, rank, rerank, to_hits
from rag.types import Filter, Hit
from rag.vectorstore import ReportVectorStore


class ReportRetriever(BaseRetriever):
    """The `k` best passages by lexical and dense search together, inside `wanted`."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: ReportVectorStore
    k: int = Field(default=10, gt=0)
    wanted: Filter = Filter()
    search: str = "hybrid"
    reranker: Any = None

    def hits(
        self, query: str, *, expansion: str = "", wanted: Filter | None = None, index: Index | None = None
    ) -> list[Hit]:
        """Return the best passages as the product's own type, reranked if there is a reranker.

        `expansion` holds other words for what the query says.

        A question that is answered from one generation gives its `index`; None is the newest. Raises IndexMissing,
        IndexMismatch, EmbeddingError.
        """
        index = index or self.store.index
        return to_hits(index, self._ranked(index, query, wanted, self.k, expansion))

    def _ranked(self, index: Index, query: str, wanted: Filter | None, k: int, expansion: str = "") -> list[Scored]:
        scored = rank(index, query, wanted or self.wanted, k, search=self.search, expansion=expansion)
        return rerank(index, scored, query, self.reranker) if self.reranker else scored

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        wanted: Filter | None = None,
    ) -> list[Document]:
        try:
            index = self.store.index
        except IndexMissing:
            return []
        scored = self._ranked(index, query, wanted, k or self.k)
        documents = index.documents([hit.row for hit in scored])
        return [
            _document(key, content, metadata, hit.score)
            for (key, content, metadata), hit in zip(documents, scored, strict=True)
        ]


def _document(key: str, content: str, metadata: dict[str, Any], score: float) -> Document:
    return Document(id=key, page_content=content, metadata=metadata | {"score": score})
