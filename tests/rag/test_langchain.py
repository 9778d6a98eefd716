"""LangChain's own conformance suites, over an index folder, on the classes that the assistant retrieves with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.vectorstores import VectorStore
from langchain_tests.integration_tests import RetrieversIntegrationTests, VectorStoreIntegrationTests

from rag.retriever import ReportRetriever
from rag.vectorstore import ReportVectorStore


class TestVectorStoreConformance(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> VectorStore:  # type: ignore[override]
        return ReportVectorStore(tmp_path, self.get_embeddings())


class TestRetrieverConformance(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _store(self, tmp_path: Path) -> None:
        self.store = ReportVectorStore(tmp_path, VectorStoreIntegrationTests.get_embeddings())
        self.store.add_texts(["行政复议", "行政诉讼", "规范性文件", "法律援助"])

    @property
    def retriever_constructor(self) -> type[ReportRetriever]:
        return ReportRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"store": self.store}

    @property
    def retriever_query_example(self) -> str:
        return "行政复议受理多少件"
