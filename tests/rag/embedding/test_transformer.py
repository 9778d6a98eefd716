"""How any sentence-transformers model runs: prompts, length, batches, precision, backend, and texts without meaning."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rag.embedding import hub, load_embedding
from rag.embedding.hub import ASSUMED_FREE, Limits
from rag.embedding.transformer import NO_PROMPTS, Prompts, TransformerEncoder, own_prompts, published_prompts, unit
from rag.errors import EmbeddingError
from rag.settings import ModelOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WEB_SEARCH = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
BGE_ZH = Prompts("为这个句子生成表示以用于检索相关文章：", "")
BGE_EN = Prompts("Represent this sentence for searching relevant passages: ", "")
E5 = Prompts("query: ", "passage: ")
MIB, GIB = 1 << 20, 1 << 30


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("BAAI/bge-small-zh-v1.5", BGE_ZH),
        ("BAAI/bge-large-zh", BGE_ZH),
        ("models--BAAI--bge-base-zh-v1.5", BGE_ZH),  # the hub's cache folder
        ("BGE_BASE_ZH", BGE_ZH),  # renamed by hand
        ("BAAI/bge-large-zh-noinstruct", NO_PROMPTS),  # trained without
        ("BAAI/bge-base-en-v1.5", BGE_EN),
        ("BAAI/bge-m3", NO_PROMPTS),
        ("BAAI/bge-reranker-base", NO_PROMPTS),
        ("intfloat/multilingual-e5-small", E5),
        ("intfloat/e5-base-v2", E5),
        ("intfloat/multilingual-e5-large-instruct", Prompts(f"{WEB_SEARCH} ", "")),
        ("Qwen/Qwen3-Embedding-0.6B", Prompts(WEB_SEARCH, "")),
        ("Qwen/Qwen3-0.6B", NO_PROMPTS),  # a language model
        ("thenlper/gte-large-zh", NO_PROMPTS),
        ("shibing624/text2vec-base-chinese", NO_PROMPTS),
        ("office/file5-small", NO_PROMPTS),  # "e5-small" inside a word
    ],
)
def test_published_prompts(name: str, prompts: Prompts) -> None:
    assert published_prompts([name]) == prompts


def test_the_first_telling_name_decides() -> None:
    assert published_prompts(["our-model", "e5-small", "bge-small-zh"]) == E5


@pytest.mark.parametrize(
    ("saved", "prompts"),
    [
        ({"query": "", "document": ""}, NO_PROMPTS),  # what sentence-transformers fills in
        ({"query": "q", "document": "d"}, Prompts("q", "d")),
        ({"query": "q", "document": "", "passage": "p"}, Prompts("q", "p")),  # "document" is filled in, "passage" saved
        ({"query": None, "corpus": "c"}, Prompts("", "c")),
        ({"sts": "s"}, NO_PROMPTS),  # for another task
    ],
)
def test_own_prompts(saved: dict[str, str | None], prompts: Prompts) -> None:
    assert own_prompts(saved) == prompts


def test_the_models_own_prompts_win_over_its_family(tiny_bert: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_bert, tmp_path / "bge-small-zh-v1.5")
    assert TransformerEncoder(str(copy)).prompts == Prompts("问:", "段落:")


def test_the_familys_prompts_stand_before_the_texts(bare_bert: Path, tmp_path: Path) -> None:
    encoder = TransformerEncoder(str(shutil.copytree(bare_bert, tmp_path / "e5-small")))
    expected = _plain(bare_bert, ["query: 行政", "passage: 行政"])
    np.testing.assert_allclose(encoder.encode_query("行政"), expected[0], atol=1e-5)
    np.testing.assert_allclose(encoder.encode_documents(["行政"])[0], expected[1], atol=1e-5)


@pytest.mark.parametrize("place", ["models--BAAI--bge-small-zh-v1.5/snapshots/0f1e", "ours"], ids=["cache", "config"])
def test_the_family_of_a_folder_with_another_name(place: str, bare_bert: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(bare_bert, tmp_path / place)
    if place == "ours":
        config = copy / "config.json"
        config.write_text(json.dumps(json.loads(config.read_text()) | {"_name_or_path": "BAAI/bge-small-zh-v1.5"}))
    assert TransformerEncoder(str(copy)).prompts == BGE_ZH


def test_settings_win_over_the_models_prompts(tiny_bert: Path) -> None:
    encoder = TransformerEncoder(str(tiny_bert), ModelOptions(query_prompt="", passage_prompt="个体:"))
    expected = _plain(tiny_bert, ["行政", "个体:行政"])
    np.testing.assert_allclose(encoder.encode_query("行政"), expected[0], atol=1e-5)
    np.testing.assert_allclose(encoder.encode_documents(["行政"])[0], expected[1], atol=1e-5)


def test_a_lower_maximum_cuts_texts(bare_bert: Path) -> None:
    # [CLS] and [SEP] leave four of six tokens, which are characters here.
    same, other = "行政复议案件", "行政复议建设"
    short = TransformerEncoder(str(bare_bert), ModelOptions(max_tokens=6)).encode_documents([same, other])
    whole = TransformerEncoder(str(bare_bert)).encode_documents([same, other])
    np.testing.assert_array_equal(short[0], short[1])
    assert not np.allclose(whole[0], whole[1], atol=1e-3)


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        (ModelOptions(), False),
        (ModelOptions(passage_prompt="文:"), True),
        (ModelOptions(passage_prompt=""), True),
        (ModelOptions(passage_prompt="段落:"), False),  # the model's own
        (ModelOptions(query_prompt="文:"), False),  # no stored vector depends on it
        (ModelOptions(max_tokens=32), True),
        (ModelOptions(max_tokens=64), False),  # the model's own
        (ModelOptions(max_tokens=512), False),  # never raised
    ],
)
def test_the_fingerprint_follows_what_changes_passages(options: ModelOptions, changes: bool, tiny_bert: Path) -> None:
    plain, changed = load_embedding(str(tiny_bert)), load_embedding(str(tiny_bert), options)
    texts = ["行政复议" * 12]
    assert np.allclose(plain.encode_documents(texts), changed.encode_documents(texts), atol=1e-5) != changes
    assert (plain.fingerprint != changed.fingerprint) == changes
    assert len(changed.fingerprint) == 16


def test_the_familys_passage_prompt_is_in_the_fingerprint(bare_bert: Path, tmp_path: Path) -> None:
    renamed = shutil.copytree(bare_bert, tmp_path / "e5-small")
    assert load_embedding(str(renamed)).fingerprint != load_embedding(str(bare_bert)).fingerprint
    without = load_embedding(str(renamed), ModelOptions(passage_prompt=""))
    assert without.fingerprint == load_embedding(str(bare_bert)).fingerprint


def test_a_static_model_reads_any_length(tiny_static: Path) -> None:
    plain = load_embedding(str(tiny_static))
    assert load_embedding(str(tiny_static), ModelOptions(max_tokens=64)).fingerprint == plain.fingerprint


def test_unit_gives_zero_where_there_is_no_direction() -> None:
    rows = np.array([[3, 4], [0, 0], [np.nan, 1], [np.inf, 1]], np.float32)
    np.testing.assert_allclose(unit(rows), [[0.6, 0.8], [0, 0], [0, 0], [0, 0]], atol=1e-7)


def test_blank_texts_are_zero_and_unknown_words_are_not_nan(tiny_bert: Path) -> None:
    encoder = TransformerEncoder(str(tiny_bert))
    vectors = encoder.encode_documents(["", "行政", " \u3000\n", "XYZ"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [0, 1, 0, 1], atol=1e-6)
    np.testing.assert_array_equal(encoder.encode_documents([" ", ""]), np.zeros((2, 8)))
    assert not encoder.encode_query(" ").any()


def test_a_text_that_the_model_makes_nan_of_is_zero(bare_bert: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = shutil.copytree(bare_bert, tmp_path / "copy")
    weights = load_file(copy / "model.safetensors")
    token = json.loads((copy / "tokenizer.json").read_text("utf8"))["model"]["vocab"]["工"]
    weights["embeddings.word_embeddings.weight"][token] = np.nan
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    vectors = TransformerEncoder(str(copy)).encode_documents(["行政工", "行政"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [0, 1], atol=1e-6)


@pytest.mark.parametrize(
    ("limits", "characters", "texts"),
    [
        # 512 tokens × 1,024 × 32 × 4 bytes = 64 MiB a text, of a quarter of the memory.
        (Limits(max_tokens=512, free=2 * GIB, width=1024), 512, 8),
        (Limits(max_tokens=512, free=2 * GIB, width=1024), 9000, 8),  # cut at 512
        (Limits(max_tokens=512, free=2 * GIB, width=1024), 128, 32),  # a quarter as long: four times as many
        (Limits(max_tokens=512, free=2 * GIB, width=1024, number=2), 512, 16),  # float16
        (Limits(max_tokens=512, free=2 * GIB, width=512), 512, 16),
        (Limits(max_tokens=None, free=2 * GIB, width=1024), 4096, 1),  # 512 MiB
        (Limits(max_tokens=512, free=64 * MIB, width=1024), 512, 1),  # too little: one all the same
        (Limits(max_tokens=512, free=64 * GIB, width=1024), 512, 32),  # more does not help a processor
        (Limits(max_tokens=512, free=64 * GIB, width=1024, number=2, most=256), 512, 256),  # 512 would fit
        (Limits(max_tokens=512, free=GIB, width=1024), 0, 32),
    ],
)
def test_batch_by_memory(limits: Limits, characters: int, texts: int) -> None:
    assert limits.batch(characters) == texts


def test_the_batch_goes_by_the_longest_text_with_its_prompt(tiny_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformerEncoder(str(tiny_bert))
    # 3 + 5 characters × 8 × 32 × 4 bytes = 8 KiB a text; a quarter of 96 KiB holds 3.
    encoder._limits = Limits(max_tokens=64, free=96 * 1024, width=8)
    real, sizes = encoder._model.encode_document, []

    def encode(texts: Sequence[str], **options: Any) -> Any:
        sizes.append(options["batch_size"])
        return real(texts, **options)

    monkeypatch.setattr(encoder._model, "encode_document", encode)
    vectors = encoder.encode_documents(["行政复议案", "行政", "法治", "政府"])
    assert sizes == [3]
    np.testing.assert_allclose(vectors[2], _plain(tiny_bert, ["段落:法治"])[0], atol=1e-5)


def test_limits_of_a_model(bare_bert: Path) -> None:
    limits = TransformerEncoder(str(bare_bert), ModelOptions(max_tokens=32))._limits
    assert (limits.max_tokens, limits.width) == (32, 8)
    assert limits.free > 0


def test_free_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    file = tmp_path / "meminfo"
    monkeypatch.setattr(hub, "MEMINFO", file)
    assert hub._free_memory(torch.device("cpu")) == ASSUMED_FREE
    file.write_text("MemFree:  1 kB\nMemAvailable:    2048 kB\n")
    assert hub._free_memory(torch.device("cpu")) == 2 * MIB


def test_float32_on_a_processor_whatever_was_saved(bare_bert: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    half = tmp_path / "half"
    SentenceTransformer(str(bare_bert), device="cpu").half().save_pretrained(str(half), create_model_card=False)
    assert str(TransformerEncoder(str(half))._model.dtype) == "torch.float32"


def test_float16_on_a_gpu(bare_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_has_gpu", lambda: True)
    encoder = TransformerEncoder(str(bare_bert))
    assert str(encoder._model.dtype) == "torch.float16"
    assert encoder._limits.number == 2
    vectors = encoder.encode_documents(["行政复议"])
    assert vectors.dtype == np.float32
    # Normalised after the rounding, so as exact as in float32.
    np.testing.assert_allclose(np.linalg.norm(vectors), 1, atol=1e-6)
    np.testing.assert_allclose(vectors, _plain(bare_bert, ["行政复议"]), atol=1e-2)


def test_float32_on_a_gpu_where_half_precision_overflows(
    bare_bert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file, save_file

    copy = shutil.copytree(bare_bert, tmp_path / "copy")
    weights = load_file(copy / "model.safetensors")
    weights["embeddings.LayerNorm.weight"][:] = 1e5  # float16 ends at 65,504
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    monkeypatch.setattr(hub, "_has_gpu", lambda: True)
    encoder = TransformerEncoder(str(copy))
    assert str(encoder._model.dtype) == "torch.float32"
    np.testing.assert_allclose(np.linalg.norm(encoder.encode_query("行政")), 1, atol=1e-6)


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_a_backend_that_is_not_installed(backend: str, bare_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_is_installed", lambda _: False)
    with pytest.raises(EmbeddingError, match=rf"RAG_EMBEDDING_BACKEND={backend} .*sentence-transformers\[{backend}\]"):
        TransformerEncoder(str(bare_bert), ModelOptions(backend=backend))


def test_what_is_installed() -> None:
    assert hub._is_installed("numpy.linalg")
    assert not hub._is_installed("numpy.no_such_part")
    assert not hub._is_installed("no_such_package.part")


def test_a_backend_that_is_installed(bare_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sentence_transformers

    given: list[dict[str, Any]] = []
    real = sentence_transformers.SentenceTransformer

    def build(source: str, **options: Any) -> Any:
        given.append(options)
        return real(source, device="cpu")

    monkeypatch.setattr(hub, "_is_installed", lambda _: True)
    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", build)
    TransformerEncoder(str(bare_bert), ModelOptions(backend="openvino"))
    # The other backends have their own precision: no dtype.
    assert given == [{"backend": "openvino", "local_files_only": True}]


def test_a_backend_that_cannot_load_the_model(bare_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sentence_transformers

    def build(source: str, **options: Any) -> Any:
        raise ImportError("no such name")

    monkeypatch.setattr(hub, "_is_installed", lambda _: True)
    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", build)
    with pytest.raises(EmbeddingError, match=r"ImportError: no such name.*RAG_EMBEDDING_BACKEND=onnx，也可删去"):
        TransformerEncoder(str(bare_bert), ModelOptions(backend="onnx"))


def _plain(folder: Path, texts: list[str]) -> Any:
    """Return what sentence-transformers itself makes of the texts, without any prompt, at unit length."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu").encode(texts, prompt="", normalize_embeddings=True)
