"""The embedding that the app uses: one class over the shipped model or another one, with LangChain's interface."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from langchain_core.embeddings import Embeddings

from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rag.settings import ModelOptions

SHIPPED = Path(__file__).parent / "model"
_HASHED = frozenset({".safetensors", ".bin", ".json", ".txt", ".model"})  # all that decides vectors: prompts, pooling
_FINGERPRINT_DIGITS = 16
_BLOCK = 1 << 20
# A question is searched for in each of its reports, and each of them is scored against it.
_QUERIES_KEPT = 16


class Encoder(Protocol):
    """What a model has to offer; rows have unit length, or are zero for a text without any known token."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def by_sentence(self) -> bool:
        """Whether the sentences of a passage are to have vectors of their own: those of a static model gain by it."""

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages, shape (n, dimension)."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,)."""


class Embedding(Embeddings):
    """A model with its name and fingerprint: an index is only searched with the fingerprint it was built with."""

    def __init__(self, encoder: Encoder, *, name: str, fingerprint: str) -> None:
        self._encoder = encoder
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = encoder.dimension
        self.by_sentence = encoder.by_sentence
        self._encode_query = lru_cache(maxsize=_QUERIES_KEPT)(encoder.encode_query)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of passages, float32, shape (n, dimension)."""
        return self._encoder.encode_documents(texts)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, float32, shape (dimension,); the model's query prompt applies."""
        vector = self._encode_query(text)
        vector.flags.writeable = False  # all who ask share it
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return `encode_documents` as lists, for LangChain."""
        vectors: list[list[float]] = self.encode_documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return `encode_query` as a list, for LangChain."""
        vector: list[float] = self.encode_query(text).tolist()
        return vector


def load_embedding(name: str | None = None, options: ModelOptions | None = None) -> Embedding:
    """Return the shipped embedding for None, else the sentence-transformers model at a path or of a hub name.

    `options` say how the latter runs; where they change the vectors of passages, the fingerprint tells.

    Raises:
        EmbeddingError: no such model, it cannot be read, or its backend's packages are missing.
    """
    if name is None or Path(name).expanduser().resolve() == SHIPPED:
        return shipped_embedding()
    from rag.embedding.transformer import TransformerEncoder

    encoder = TransformerEncoder(name, options)
    folder = Path(name).expanduser()
    if folder.is_dir():
        name, fingerprint = folder.resolve().name, folder_fingerprint(folder)
    else:
        fingerprint = _shorten(hashlib.sha256(f"{name} {encoder.dimension}".encode()))
    if encoder.variant:
        fingerprint = _shorten(hashlib.sha256(f"{fingerprint} {encoder.variant}".encode()))
    return Embedding(encoder, name=name, fingerprint=fingerprint)


@lru_cache(maxsize=1)
def shipped_embedding() -> Embedding:
    """Return the shipped model, loaded once; raises EmbeddingError where it cannot be read."""
    return load_static(SHIPPED)


def load_static(folder: Path) -> Embedding:
    """Return the static model in `folder`, read without torch.

    Raises:
        EmbeddingError: a file is missing or damaged.
    """
    from safetensors import SafetensorError

    from rag.embedding.static import StaticEncoder

    try:
        encoder = StaticEncoder(folder)
        fingerprint = folder_fingerprint(folder)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise EmbeddingError(
            f"自带的向量模型无法读取（文件夹 {folder.name}：{error}）。请重新获取完整的程序文件，"
            "或用 RAG_EMBEDDING 指定另一个 sentence-transformers 模型。"
        ) from error
    return Embedding(encoder, name=folder.name if folder != SHIPPED else "shipped", fingerprint=fingerprint)


def folder_fingerprint(folder: Path) -> str:
    """Return 16 hexadecimal digits of the SHA-256 over names and contents of the model files in `folder`."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _HASHED and path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return _shorten(digest)


def _shorten(digest: hashlib._Hash) -> str:
    return digest.hexdigest()[:_FINGERPRINT_DIGITS]
