"""Texts to vectors: the shipped static model, any other sentence-transformers model, and an optional reranker."""

from rag.embedding.loader import Embedding, load_embedding
from rag.embedding.rerank import Reranker, load_reranker

__all__ = ["Embedding", "Reranker", "load_embedding", "load_reranker"]
