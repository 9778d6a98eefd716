"""Filters of the vector store work inside the search."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from langchain_core.documents import Document

from rag.vectorstore import ReportVectorStore
from tests.fakes import KEYWORDS, KeywordEmbedder


def store_of(tmp_path: Path, count: int) -> ReportVectorStore:
    store = ReportVectorStore(tmp_path, KeywordEmbedder())
    random = np.random.default_rng(3)
    store.add_documents([
        Document(
            id=str(number),
            page_content=" ".join(random.choice(KEYWORDS, size=random.integers(1, 6))),
            metadata={"place": f"{number % 7}市", "year": 2015 + number % 5},
        )
        for number in range(count)
    ])  # fmt: skip
    return store


def test_filtered_top_k_equals_brute_force(tmp_path: Path) -> None:
    store = store_of(tmp_path, 140)
    query = "复议 复议 备案"
    everything = store.similarity_search_with_score(query, 140)
    for wanted in ({"place": "3市"}, {"place": ["1市", "2市"], "year": 2016}, {"place": "9市"}):
        kept = [
            (d.id, s) for d, s in everything if all(_fits(d.metadata[name], value) for name, value in wanted.items())
        ]
        found = [(d.id, s) for d, s in store.similarity_search_with_score(query, 5, filter=wanted)]
        np.testing.assert_allclose([s for _, s in found], [s for _, s in kept[:5]], atol=1e-6)
        worst = kept[:5][-1][1] if kept else 0
        assert {key for key, _ in found} <= {key for key, s in kept if s >= worst - 1e-6}


def _fits(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted
