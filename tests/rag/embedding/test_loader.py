"""Every way to name an embedding: none, a folder, a hub name, and what is no model."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import huggingface_hub
import numpy as np
import pytest
from langchain_tests.integration_tests import EmbeddingsIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from rag.embedding import Embedding, load_embedding
from rag.embedding.loader import SHIPPED, folder_fingerprint, load_static
from rag.embedding.static import StaticEncoder
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from pathlib import Path


class _Conformance:
    @property
    def embeddings_class(self) -> type[Embedding]:
        return Embedding

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"encoder": StaticEncoder(SHIPPED), "name": "shipped", "fingerprint": "0" * 16}


class TestUnit(_Conformance, EmbeddingsUnitTests):
    """LangChain's unit tests on the class that the app uses."""


class TestIntegration(_Conformance, EmbeddingsIntegrationTests):
    """LangChain's integration tests on the same."""


def test_shipped_folder_is_small_enough() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*")) <= 20_000_000


def test_shipped_folder_has_a_card_with_licences() -> None:
    card = (SHIPPED / "README.md").read_text("utf8")
    assert "CC-BY-SA 4.0" in card
    assert "Apache-2.0" in card
    assert "recall@1" in card


def test_the_card_is_that_of_the_shipped_model() -> None:
    found = re.search(r"each of ([\d,]+) tokens, (\d+) numbers", (SHIPPED / "README.md").read_text("utf8"))
    assert found is not None
    tokens, dimension = (int(number.replace(",", "")) for number in found.groups())
    assert StaticEncoder(SHIPPED)._vectors.shape == (tokens, dimension)


def test_shipped_model() -> None:
    embedding = load_embedding()
    assert (embedding.name, embedding.dimension) == ("shipped", 512)
    assert len(embedding.fingerprint) == 16
    assert embedding.fingerprint == load_embedding(str(SHIPPED)).fingerprint
    assert embedding.embed_query("法治") == embedding.embed_documents(["法治"])[0]


def test_neither_import_nor_shipped_model_loads_torch() -> None:
    code = (
        "import sys, rag.embedding as e; light = not {'numpy', 'tokenizers', 'safetensors'} & set(sys.modules);"
        "e.load_embedding().encode_query('法治'); print(light, {'torch', 'sentence_transformers'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True set()"


def test_another_model_by_path(tiny_bert: Path) -> None:
    from sentence_transformers import SentenceTransformer

    embedding = load_embedding(str(tiny_bert))
    assert (embedding.name, embedding.dimension) == ("tiny-bert", 8)
    assert embedding.fingerprint == folder_fingerprint(tiny_bert)
    plain = SentenceTransformer(str(tiny_bert), device="cpu")
    # The model's own prompts stand before queries and documents.
    expected = plain.encode(["问:行政", "段落:行政"], normalize_embeddings=True)
    np.testing.assert_allclose(embedding.encode_query("行政"), expected[0], atol=1e-5)
    np.testing.assert_allclose(embedding.encode_documents(["行政"])[0], expected[1], atol=1e-5)
    assert embedding.encode_documents([]).shape == (0, 8)
    assert embedding.encode_documents(["法治", "政府"]).dtype == np.float32


def test_static_model_by_path_is_the_same_with_and_without_torch(tiny_static: Path) -> None:
    light, heavy = load_static(tiny_static), load_embedding(str(tiny_static))
    assert light.fingerprint == heavy.fingerprint
    texts = ["行政复议", "法治政府", ""]
    np.testing.assert_allclose(heavy.encode_documents(texts), light.encode_documents(texts), atol=1e-6)


def test_fingerprint_follows_weights_not_place_or_card(tiny_static: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_static, tmp_path / "copy")
    (copy / "README.md").write_text("card", "utf8")
    assert folder_fingerprint(copy) == folder_fingerprint(tiny_static)
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    assert folder_fingerprint(copy) != folder_fingerprint(tiny_static)


def test_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"没有模型：缺少 modules\.json"):
        load_embedding(str(tmp_path))


def test_folder_with_a_damaged_model(tiny_bert: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_bert, tmp_path / "copy")
    (copy / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(EmbeddingError, match="模型无法载入"):
        load_embedding(str(copy))


@pytest.mark.parametrize(
    "name", ["/no/such/folder", "no such name", "a/b/c", ""], ids=["path", "blank", "deep", "none"]
)
def test_neither_folder_nor_hub_name(name: str) -> None:
    with pytest.raises(EmbeddingError, match="不是一个存在的模型文件夹"):
        load_embedding(name)


def test_unreachable_hub_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(_: object, name: str, *, timeout: float) -> None:
        asked.append(name)
        assert timeout <= 10
        raise OSError("connection refused")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    with pytest.raises(EmbeddingError, match=r"RAG_EMBEDDING=example/none.*connection refused.*检查名称和网络"):
        load_embedding("example/none")
    assert asked == ["example/none"]


def test_hub_model_has_name_and_dimension_as_fingerprint(tiny_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sentence_transformers

    real = sentence_transformers.SentenceTransformer
    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", lambda name, **_: real(str(tiny_bert)))
    embedding = load_embedding("example/tiny")
    assert embedding.name == "example/tiny"
    assert embedding.fingerprint == hashlib.sha256(b"example/tiny 8").hexdigest()[:16]


@pytest.mark.parametrize("damage", ["missing", "broken", "tensor"])
def test_damaged_shipped_model(damage: str, tiny_static: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_static, tmp_path / "copy")
    weights = copy / "model.safetensors"
    if damage == "missing":
        weights.unlink()
    elif damage == "broken":
        weights.write_bytes(b"broken")
    else:
        from safetensors.numpy import save_file

        save_file({"other": np.zeros((2, 2), np.float16)}, weights)
    with pytest.raises(EmbeddingError, match="自带的向量模型无法读取"):
        load_static(copy)


def test_damaged_tokenizer(tiny_static: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_static, tmp_path / "copy")
    (copy / "tokenizer.json").write_text("{}", "utf8")
    with pytest.raises(EmbeddingError, match="自带的向量模型无法读取"):
        load_static(copy)
