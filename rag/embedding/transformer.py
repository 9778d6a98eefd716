"""Any sentence-transformers model as an embedding; with `rerank` and `hub` the home of torch outside of training."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rag.embedding.hub import PROBE, limit, load_model
from rag.errors import EmbeddingError
from rag.settings import ModelOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

SETTING = "RAG_EMBEDDING"
_PASSAGE_NAMES = ("document", "passage", "corpus")  # what models call the prompt of passages


class Prompts(NamedTuple):
    """What stands before a question and before a passage; "" for nothing."""

    query: str
    passage: str


NO_PROMPTS = Prompts("", "")
_WEB_SEARCH = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
# The prompts that the model cards of these families give for retrieval, for models whose folder holds none. Families
# that are missing here want none (gte, bge-m3, text2vec) or bring their own.
FAMILIES = (
    (re.compile(r"qwen3[-_]?embedding"), Prompts(_WEB_SEARCH, "")),
    (re.compile(r"(?<![a-z0-9])e5[-_](?=.*instruct)"), Prompts(f"{_WEB_SEARCH} ", "")),
    (re.compile(r"(?<![a-z0-9])e5[-_](?:small|base|large)"), Prompts("query: ", "passage: ")),
    (
        re.compile(r"(?<![a-z0-9])bge[-_](?:small|base|large)[-_]zh(?!.*noinstruct)"),
        Prompts("为这个句子生成表示以用于检索相关文章：", ""),
    ),
    (
        re.compile(r"(?<![a-z0-9])bge[-_](?:small|base|large)[-_]en(?!.*noinstruct)"),
        Prompts("Represent this sentence for searching relevant passages: ", ""),
    ),
)


class TransformerEncoder:
    """A SentenceTransformer, with prompts for questions and for passages."""

    def __init__(self, name: str, options: ModelOptions | None = None) -> None:
        """Load the model at the path, or of the hub name, `name`.

        Raises:
            EmbeddingError: there is no such model, it cannot be loaded, or the backend's packages are missing.
        """
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding

        options = options or ModelOptions()
        self._model = load_model(name, SETTING, SentenceTransformer, options.backend, _probe)
        self.by_sentence = isinstance(self._model[0], StaticEmbedding)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EmbeddingError(f"{SETTING}={name} 没有给出向量维数，不能用作向量模型。请换一个模型。")
        self.dimension = int(dimension)
        own, longest = own_prompts(self._model.prompts), self._model.max_seq_length
        self.prompts = _chosen(own if any(own) else published_prompts(_names(name)), options)
        self._limits = limit(self._model, options.max_tokens)
        self.variant = _variant(
            passage=self.prompts.passage if self.prompts.passage != own.passage else None,
            tokens=self._limits.max_tokens if self._model.max_seq_length != longest else None,
        )

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of passages, shape (n, dimension); zero for a blank one."""
        return self._encode(self._model.encode_document, texts, self.prompts.passage)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, shape (dimension,); zero for a blank one."""
        vector: NDArray[np.float32] = self._encode(self._model.encode_query, [text], self.prompts.query)[0]
        return vector

    def _encode(self, encode: Callable[..., object], texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), np.float32)
        # A blank text says nothing, but a model would make a vector of the prompt alone.
        rows = [row for row, text in enumerate(texts) if text.strip()]
        if rows:
            worded = [texts[row] for row in rows]
            batch = self._limits.batch(len(prompt) + max(map(len, worded)))
            encoded = encode(worded, prompt=prompt, batch_size=batch, show_progress_bar=False)
            vectors[rows] = unit(np.asarray(encoded, np.float32))
        return vectors


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows (n, d) at length 1; zero for a row without a direction: all zero, or not finite."""
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result = np.zeros_like(vectors)
    np.divide(vectors, norms, out=result, where=np.isfinite(norms) & (norms > 0))
    return result


def own_prompts(saved: Mapping[str, str | None]) -> Prompts:
    """Return the prompts that a model was saved with; sentence-transformers fills in "" for those that it lacks."""
    passages = (saved.get(name) for name in _PASSAGE_NAMES)
    return Prompts(saved.get("query") or "", next((prompt for prompt in passages if prompt), ""))


def published_prompts(names: Sequence[str]) -> Prompts:
    """Return the prompts of the family that the first telling name belongs to; none for an unknown family."""
    for name in names:
        for family, prompts in FAMILIES:
            if family.search(name.lower()):
                return prompts
    return NO_PROMPTS


def _names(name: str) -> list[str]:
    """Return what tells a model's family: its name, that of its cache folder, and what it was made from."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return [name]
    cached = [part for part in folder.resolve().parts if part.startswith("models--")]
    return [folder.name, folder.resolve().name, *cached, _origin(folder / "config.json")]


def _origin(config: Path) -> str:
    try:
        return str(json.loads(config.read_text("utf8")).get("_name_or_path", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _chosen(prompts: Prompts, options: ModelOptions) -> Prompts:
    query, passage = options.query_prompt, options.passage_prompt
    return Prompts(prompts.query if query is None else query, prompts.passage if passage is None else passage)


def _variant(*, passage: str | None, tokens: int | None) -> str:
    """Return what makes the vectors of passages differ from those of the model as it was saved; "" for nothing.

    The question's prompt is not in it, as no stored vector depends on it. Nor are backend and precision: they change
    the last digits, so an index made on a GPU serves an office without one.
    """
    parts = {"passage": passage, "tokens": tokens}
    told = {name: value for name, value in parts.items() if value is not None}
    return json.dumps(told) if told else ""


def _probe(model: SentenceTransformer) -> NDArray[np.float32]:
    import numpy as np

    return np.asarray(model.encode_query([PROBE], show_progress_bar=False), np.float32)
